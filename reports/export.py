"""The state of every cluster as one table for Excel, CSV readers and data tools.

The columns are a promise: new ones are added at the end, none is renamed or removed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.reasons import render
from reports.excel import workbook
from reports.formats import ExportFormat
from reports.sheets import Column, Kind, Sheet
from reports.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from crawler.records import EditionVerdict, Verdict
    from reports.queries import Standing

ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(), Kind.STATE: pa.string(), Kind.LINK: pa.string(), Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("s", "UTC"), Kind.NUMBER: pa.float64(), Kind.COUNT: pa.int64(),
}  # fmt: skip


def _of_verdict(read: Callable[[Verdict], object]) -> Callable[[Standing], object]:
    return lambda standing: None if standing.verdict is None else read(standing.verdict)


def _of_edition(language: str, read: Callable[[EditionVerdict], object]) -> Callable[[Standing], object]:
    def value(standing: Standing) -> object:
        editions = standing.verdict.editions if standing.verdict else ()
        return next((read(edition) for edition in editions if edition.language == language), None)

    return value


def _reason(verdict: Verdict) -> str:
    return render(verdict.reasons[0], "en") if verdict.reasons else ""


def own(standing: Standing) -> bool:
    """Whether the addresses of a cluster may be followed: nobody else's content stands there."""
    return standing.verdict is None or "do_not_link" not in standing.verdict.warnings


TEXT, STATE, DAY, NUMBER, LINK = Kind.TEXT, Kind.STATE, Kind.DAY, Kind.NUMBER, Kind.LINK

COLUMNS: tuple[Column, ...] = (
    Column("id", TEXT, 24, lambda s: s.cluster.id),
    Column("name_en", TEXT, 42, lambda s: s.cluster.name_en),
    Column("name_ja", TEXT, 36, lambda s: s.cluster.name_ja),
    Column("state", STATE, 10, lambda s: s.verdict.state if s.verdict else "unknown"),
    Column("subtype", TEXT, 12, _of_verdict(lambda v: v.subtype)),
    Column("confidence", NUMBER, 11, _of_verdict(lambda v: v.confidence)),
    Column("since", DAY, 12, _of_verdict(lambda v: v.since)),
    Column("last_update", DAY, 12, _of_verdict(lambda v: v.last_update)),
    Column("ja_state", STATE, 10, _of_edition("ja", lambda e: e.state)),
    Column("ja_last_update", DAY, 14, _of_edition("ja", lambda e: e.last_update)),
    Column("en_state", STATE, 10, _of_edition("en", lambda e: e.state)),
    Column("en_last_update", DAY, 14, _of_edition("en", lambda e: e.last_update)),
    Column("suspect", TEXT, 12, _of_verdict(lambda v: v.suspect)),
    Column("warnings", TEXT, 18, _of_verdict(lambda v: ", ".join(v.warnings))),
    Column("unreachable_since", DAY, 16, _of_verdict(lambda v: v.unreachable_since)),
    Column("reason", TEXT, 60, _of_verdict(_reason)),
    Column("reason_quote", TEXT, 50, _of_verdict(lambda v: v.reasons[0].quote if v.reasons else "")),
    Column("reason_url", LINK, 40, _of_verdict(lambda v: v.reasons[0].url if v.reasons else ""), own),
    Column("website", LINK, 40, lambda s: s.cluster.website, own),
    Column("website_en", LINK, 40, lambda s: s.cluster.website_en, own),
    Column("prefecture", TEXT, 14, lambda s: s.cluster.prefecture),
    Column("region", TEXT, 14, lambda s: s.cluster.region),
    Column("sector", TEXT, 14, lambda s: ";".join(s.cluster.sector)),
    Column("programme", TEXT, 16, lambda s: s.cluster.programme),
    Column("organisation_type", TEXT, 20, lambda s: s.cluster.organisation_type),
    Column("contact_page", LINK, 40, lambda s: s.cluster.contact_page, own),
    Column("activity", TEXT, 10, _of_verdict(lambda v: v.activity)),
    Column("reach", TEXT, 12, _of_verdict(lambda v: v.reach)),
    Column("integrity", TEXT, 10, _of_verdict(lambda v: v.integrity)),
    Column("judged_on", DAY, 12, _of_verdict(lambda v: v.day)),
    Column("rule_version", TEXT, 12, _of_verdict(lambda v: v.rule_version)),
)


def status_sheet(standings: Sequence[Standing]) -> Sheet:
    """The table as a sheet."""
    question = ("What is held of every cluster?", "各クラスターの状態")
    return Sheet("Status", question, COLUMNS, tuple(standings), frozen=2)


def export(standings: Sequence[Standing], style: ExportFormat, day: date) -> bytes:
    """The table as the bytes of a file; the same for the same data.  `day` is the day the data stand for."""
    sheet = status_sheet(standings)
    match style:
        case ExportFormat.CSV:
            return csv_of(sheet)
        case ExportFormat.XLSX:
            return workbook("Status of clusters", (sheet,), day)
        case ExportFormat.PARQUET:
            return _parquet(sheet)


def csv_of(sheet: Sheet) -> bytes:
    """A sheet as CSV; it begins with a mark, without which Excel takes UTF-8 for the local charset."""
    text = io.StringIO()
    write_csv([column.name for column in sheet.columns], sheet.cells(), text)
    return text.getvalue().encode("utf-8-sig")


def _parquet(sheet: Sheet) -> bytes:
    schema = pa.schema([(column.name, ARROW[column.kind]) for column in sheet.columns])
    rows = list(sheet.cells())
    columns = zip(*rows, strict=True) if rows else [() for _ in sheet.columns]
    arrays = [pa.array(list(values), kind) for values, kind in zip(columns, schema.types, strict=True)]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file)
    return file.getvalue()
