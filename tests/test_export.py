"""An export opens in Excel as it is, runs nothing there, and keeps its columns."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.database import open_published
from reports.export import COLUMNS, export
from reports.formats import ExportFormat
from reports.queries import standings
from tests.ledger import CLUSTERS, FORMULA, build

DAY = date(2026, 11, 1)
PROMISED = [
    "id", "name_en", "name_ja", "state", "subtype", "confidence", "since", "last_update", "ja_state", "ja_last_update",
    "en_state", "en_last_update", "suspect", "warnings", "unreachable_since", "reason", "reason_quote", "reason_url",
    "website", "website_en", "prefecture", "region", "sector", "programme", "organisation_type", "contact_page",
    "activity", "reach", "integrity", "judged_on", "rule_version",
]  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """The standings of the last scan."""
    with open_published(build(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")) as connection:
        return standings(connection)


def test_columns_only_ever_grow_at_the_end():
    assert [column.name for column in COLUMNS][: len(PROMISED)] == PROMISED


def test_csv_begins_with_a_mark_so_that_excel_reads_japanese(rows):
    content = export(rows, ExportFormat.CSV, DAY)
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["id"] for row in found] == sorted(CLUSTERS)
    assert found[0]["name_ja"] == "あおぞら光産業協議会"
    assert found[0]["last_update"] == "2026-10-25"


def test_csv_cells_that_could_be_formulas_are_neutralised(rows):
    found = {
        row["id"]: row for row in csv.DictReader(io.StringIO(export(rows, ExportFormat.CSV, DAY).decode("utf-8-sig")))
    }
    assert found["formula"]["name_en"] == f"'{FORMULA}"
    assert found["formula"]["name_ja"] == "'+計算協議会"


def test_excel_reads_days_as_days_numbers_as_numbers_and_runs_no_formula(rows):
    sheet = openpyxl.load_workbook(io.BytesIO(export(rows, ExportFormat.XLSX, DAY))).active
    head, *body = sheet.iter_rows()
    names = [cell.value for cell in head]
    assert names == [column.name for column in COLUMNS]
    by_id = {row[0].value: dict(zip(names, row, strict=True)) for row in body}
    assert by_id["formula"]["name_en"].value == f"'{FORMULA}"
    assert by_id["alive"]["last_update"].value.date() == date(2026, 10, 25)
    assert by_id["alive"]["confidence"].value == 0.9
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref is not None


@pytest.mark.parametrize("style", ExportFormat)
def test_the_same_data_give_the_same_bytes(rows, style):
    assert export(rows, style, DAY) == export(rows, style, DAY)


def test_parquet_has_types_and_the_texts_as_they_are(rows):
    table = pq.read_table(io.BytesIO(export(rows, ExportFormat.PARQUET, DAY)))
    assert table.schema.field("last_update").type == pa.date32()
    assert table.schema.field("confidence").type == pa.float64()
    found = {row["id"]: row for row in table.to_pylist()}
    assert found["formula"]["name_en"] == FORMULA
    assert found["never"]["state"] == "unknown"
    assert found["never"]["confidence"] is None


@pytest.mark.parametrize("style", ExportFormat)
def test_an_empty_register_gives_the_columns_and_no_rows(style):
    assert export((), style, DAY)
    assert pq.read_table(io.BytesIO(export((), ExportFormat.PARQUET, DAY))).num_rows == 0
