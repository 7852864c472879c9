"""The state of every cluster as one table for Excel, CSV readers and data tools.

The columns are a promise: new ones are added at the end, none is renamed or removed.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from pipelines.reasons import render
from reports.formats import ExportFormat
from reports.queries import Standing
from reports.tables import neutral, write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import EditionVerdict, Verdict


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind, how wide it is on a sheet (characters), and where its values come from."""

    name: str
    kind: pa.DataType
    width: int
    value: Callable[[Standing], object]


def _of_verdict(read: Callable[[Verdict], object]) -> Callable[[Standing], object]:
    return lambda standing: None if standing.verdict is None else read(standing.verdict)


def _of_edition(language: str, read: Callable[[EditionVerdict], object]) -> Callable[[Standing], object]:
    def value(standing: Standing) -> object:
        editions = standing.verdict.editions if standing.verdict else ()
        return next((read(edition) for edition in editions if edition.language == language), None)

    return value


def _reason(verdict: Verdict) -> str:
    return render(verdict.reasons[0], "en") if verdict.reasons else ""


TEXT, DAY, NUMBER = pa.string(), pa.date32(), pa.float64()

COLUMNS: tuple[Column, ...] = (
    Column("id", TEXT, 24, lambda s: s.cluster.id),
    Column("name_en", TEXT, 42, lambda s: s.cluster.name_en),
    Column("name_ja", TEXT, 36, lambda s: s.cluster.name_ja),
    Column("state", TEXT, 10, lambda s: s.verdict.state if s.verdict else "unknown"),
    Column("subtype", TEXT, 12, _of_verdict(lambda v: v.subtype)),
    Column("confidence", NUMBER, 11, _of_verdict(lambda v: v.confidence)),
    Column("since", DAY, 12, _of_verdict(lambda v: v.since)),
    Column("last_update", DAY, 12, _of_verdict(lambda v: v.last_update)),
    Column("ja_state", TEXT, 10, _of_edition("ja", lambda e: e.state)),
    Column("ja_last_update", DAY, 14, _of_edition("ja", lambda e: e.last_update)),
    Column("en_state", TEXT, 10, _of_edition("en", lambda e: e.state)),
    Column("en_last_update", DAY, 14, _of_edition("en", lambda e: e.last_update)),
    Column("suspect", TEXT, 12, _of_verdict(lambda v: v.suspect)),
    Column("warnings", TEXT, 18, _of_verdict(lambda v: ", ".join(v.warnings))),
    Column("unreachable_since", DAY, 16, _of_verdict(lambda v: v.unreachable_since)),
    Column("reason", TEXT, 60, _of_verdict(_reason)),
    Column("reason_quote", TEXT, 50, _of_verdict(lambda v: v.reasons[0].quote if v.reasons else "")),
    Column("reason_url", TEXT, 40, _of_verdict(lambda v: v.reasons[0].url if v.reasons else "")),
    Column("website", TEXT, 40, lambda s: s.cluster.website),
    Column("website_en", TEXT, 40, lambda s: s.cluster.website_en),
    Column("prefecture", TEXT, 14, lambda s: s.cluster.prefecture),
    Column("region", TEXT, 14, lambda s: s.cluster.region),
    Column("sector", TEXT, 14, lambda s: ";".join(s.cluster.sector)),
    Column("programme", TEXT, 16, lambda s: s.cluster.programme),
    Column("organisation_type", TEXT, 20, lambda s: s.cluster.organisation_type),
    Column("contact_page", TEXT, 40, lambda s: s.cluster.contact_page),
    Column("activity", TEXT, 10, _of_verdict(lambda v: v.activity)),
    Column("reach", TEXT, 12, _of_verdict(lambda v: v.reach)),
    Column("integrity", TEXT, 10, _of_verdict(lambda v: v.integrity)),
    Column("judged_on", DAY, 12, _of_verdict(lambda v: v.day)),
    Column("rule_version", TEXT, 12, _of_verdict(lambda v: v.rule_version)),
)


def export(standings: Sequence[Standing], style: ExportFormat, day: date) -> bytes:
    """The table as the bytes of a file; the same for the same data.  `day` is the day the data stand for."""
    rows = [[column.value(standing) for column in COLUMNS] for standing in standings]
    match style:
        case ExportFormat.CSV:
            return _csv(rows)
        case ExportFormat.XLSX:
            return _xlsx(rows, day)
        case ExportFormat.PARQUET:
            return _parquet(rows)


def _csv(rows: list[list[object]]) -> bytes:
    text = io.StringIO()
    write_csv([column.name for column in COLUMNS], rows, text)
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel takes UTF-8 for the local charset


def _xlsx(rows: list[list[object]], day: date) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": "Status of clusters", "created": datetime.combine(day, time())})
        sheet = book.add_worksheet("status")
        head = book.add_format({"bold": True, "bg_color": "#14395B", "font_color": "#FFFFFF"})
        as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.name, head)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, line, place, value, as_day)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    return file.getvalue()


def _write_cell(sheet: Any, line: int, place: int, value: object, as_day: Any) -> None:
    match value:
        case None | "":
            pass
        case date():
            sheet.write_datetime(line, place, datetime.combine(value, time()), as_day)
        case float() | int():
            sheet.write_number(line, place, value)
        case _:
            sheet.write_string(line, place, neutral(value))


def _parquet(rows: list[list[object]]) -> bytes:
    schema = pa.schema([(column.name, column.kind) for column in COLUMNS])
    columns = zip(*rows, strict=True) if rows else [() for _ in COLUMNS]
    arrays = [pa.array(list(values), kind) for values, kind in zip(columns, schema.types, strict=True)]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file)
    return file.getvalue()
