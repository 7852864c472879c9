"""The workbook of those who work in Excel: a sheet per question, and a legend that explains every word.

It is what `export --format xlsx` writes.  CSV and Parquet hold its first sheet alone, with the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import Decision, EditionVerdict, State
from reports import change_report, excel, queries, review
from reports.change_tables import SCAN_COLUMNS, changed_sheet, urgent_sheet
from reports.export import own, status_sheet
from reports.legend import legend
from reports.mapping_report import mapping_report
from reports.mapping_tables import cross_sheet, tally_sheet
from reports.queries import FreshItem, Standing
from reports.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import duckdb

    from reports.change_report import ChangeReport
    from reports.mapping_report import Mapping

TEXT, STATE, DAY, MOMENT, NUMBER, LINK = Kind.TEXT, Kind.STATE, Kind.DAY, Kind.MOMENT, Kind.NUMBER, Kind.LINK
OPENED = "Status"
EVERY = 1_000_000  # rows: a sheet has 1,048,576


@dataclass(frozen=True, slots=True)
class SiteEdition:
    """One language edition of a cluster."""

    standing: Standing
    edition: EditionVerdict


@dataclass(frozen=True, slots=True)
class NewItem:
    """One news item with its cluster."""

    standing: Standing
    item: FreshItem


NAMES = (
    Column("id", TEXT, 24, lambda r: r.standing.cluster.id),
    Column("name_en", TEXT, 42, lambda r: r.standing.cluster.name_en),
    Column("name_ja", TEXT, 36, lambda r: r.standing.cluster.name_ja),
)
ITEM_COLUMNS = (
    *NAMES,
    Column("day", DAY, 12, lambda r: r.item.day),
    Column("title", TEXT, 80, lambda r: r.item.title),
    Column("url", LINK, 50, lambda r: r.item.url, lambda r: own(r.standing)),
)
EDITION_COLUMNS = (
    *NAMES,
    Column("language", TEXT, 10, lambda r: r.edition.language),
    Column("state", STATE, 10, lambda r: r.edition.state),
    Column("activity", TEXT, 10, lambda r: r.edition.activity),
    Column("last_update", DAY, 12, lambda r: r.edition.last_update),
)
REVIEW_COLUMNS = (
    Column("kind", TEXT, 12, lambda r: r.code),
    Column("what", TEXT, 50, lambda r: r.what),
    Column("id", TEXT, 24, lambda r: r.id),
    Column("name", TEXT, 42, lambda r: r.name),
    Column("state", STATE, 10, lambda r: r.state),
    Column("machine", STATE, 10, lambda r: r.machine),
    Column("since", DAY, 12, lambda r: r.since),
    Column("confidence", NUMBER, 11, lambda r: r.confidence),
    Column("reason", TEXT, 60, lambda r: r.reason),
    Column("reason_quote", TEXT, 50, lambda r: r.quote),
    # What asks for a person may be somebody else's content: the address is text, to be copied with care.
    Column("reason_url", TEXT, 40, lambda r: r.url),
)
DECISION_COLUMNS = (
    Column("id", TEXT, 24, lambda r: r.cluster_id),
    Column("state", STATE, 10, lambda r: r.state or "cleared"),
    Column("why", TEXT, 70, lambda r: r.why),
    Column("by", TEXT, 20, lambda r: r.by),
    Column("decided_at", MOMENT, 17, lambda r: r.decided_at),
    Column("until", DAY, 12, lambda r: r.until),
    Column("machine", STATE, 10, lambda r: r.machine),
)


def workbook(connection: duckdb.DuckDBPyConnection, as_of: date | None = None) -> bytes:
    """The workbook as of a day (None: now) as the bytes of an XLSX file; the same for the same data.

    Raises:
        NoAnswerError: there was no scan yet on that day.
    """
    mapping = mapping_report(connection, as_of)
    found = sheets(connection, mapping, as_of)
    title = f"Clusters as of {mapping.as_of}"
    return excel.workbook(title, (legend(found, mapping.scan), *found), mapping.scan.day, OPENED)


def sheets(connection: duckdb.DuckDBPyConnection, mapping: Mapping, as_of: date | None) -> tuple[Sheet, ...]:
    """The sheets but for the legend, in their order."""
    scan_id = mapping.scan.scan_id
    report = change_report.build(connection, until=as_of)
    standings = queries.standings(connection, scan_id)
    decisions = queries.ask(connection, "all_decisions", Decision, cluster="", scan=scan_id, most=EVERY, skipped=0)
    known = [scan for scan in queries.scans(connection) if scan.scan_id <= scan_id]
    return (
        status_sheet(standings),
        urgent_sheet(report),
        changed_sheet(report),
        Sheet("New items", ("What is new on the websites?", "新着情報"), ITEM_COLUMNS,
              tuple(_new_items(connection, report, standings)), frozen=2),
        Sheet("Ended", ("Which organisations have ended, and why?", "終了した組織とその理由"),
              status_sheet(()).columns, tuple(one for one in standings if _state(one) == State.CEASED), frozen=2),
        Sheet("Editions", ("In which languages does each website speak?", "言語版ごとの状態"), EDITION_COLUMNS,
              tuple(_editions(standings)), frozen=2),
        Sheet("Review", ("What should a person look at?", "人による確認が必要なもの"), REVIEW_COLUMNS,
              review.items(standings), frozen=4),
        Sheet("Scans", ("How did the scans go?", "巡回の状況"), SCAN_COLUMNS, tuple(reversed(known))),
        Sheet("Decisions", ("What did people decide?", "人による判断"), DECISION_COLUMNS, decisions),
        tally_sheet("Mapping", mapping.tallies),
        cross_sheet("Mapping by state", mapping.crosses),
    )  # fmt: skip


def _new_items(
    connection: duckdb.DuckDBPyConnection, report: ChangeReport, standings: Sequence[Standing]
) -> Iterator[NewItem]:
    """What stands on a site that was taken over is no news."""
    if report.since is None:
        return
    known = {standing.cluster.id: standing for standing in standings if own(standing)}
    for item in queries.fresh_items(connection, report.since.scan_id, report.until.scan_id):
        if item.cluster_id in known:
            yield NewItem(known[item.cluster_id], item)


def _editions(standings: Sequence[Standing]) -> Iterator[SiteEdition]:
    for standing in standings:
        for edition in standing.verdict.editions if standing.verdict else ():
            yield SiteEdition(standing, edition)


def _state(standing: Standing) -> str:
    return standing.verdict.state if standing.verdict else State.UNKNOWN
