"""The change report as tables: sheets of a workbook, one CSV file, and the sheets on changes of the big workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.change_report import ClusterNews
from reports.comparison import Line
from reports.excel import workbook
from reports.export import csv_of
from reports.mapping_tables import FACT_COLUMNS, Fact
from reports.queries import FreshItem
from reports.sheets import Column, Kind, Sheet
from reports.words import STATES, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.change_report import ChangeReport

TEXT, STATE, DAY, MOMENT, NUMBER, COUNT, LINK = (
    Kind.TEXT, Kind.STATE, Kind.DAY, Kind.MOMENT, Kind.NUMBER, Kind.COUNT, Kind.LINK,
)  # fmt: skip
NEW_CONTENT = ("What is new on the websites?", "新着情報")
CHANGES = ("What has changed?", "変化の一覧")


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of a change report with its section."""

    section: str
    line: Line


@dataclass(frozen=True, slots=True)
class SectorItem:
    """One piece of new content of a cluster: an item of its news, or the weightiest new text where there is none."""

    sector: str
    news: ClusterNews
    item: FreshItem | None


LINE_COLUMNS = (
    Column("section", TEXT, 18, lambda r: r.section),
    Column("what", TEXT, 34, lambda r: r.line.what),
    Column("id", TEXT, 24, lambda r: r.line.id),
    Column("name_en", TEXT, 42, lambda r: r.line.name_en),
    Column("name_ja", TEXT, 36, lambda r: r.line.name_ja),
    Column("before", STATE, 10, lambda r: r.line.before),
    Column("state", STATE, 10, lambda r: r.line.state),
    Column("subtype", TEXT, 24, lambda r: r.line.subtype),
    Column("since", DAY, 12, lambda r: r.line.since),
    Column("last_update", DAY, 12, lambda r: r.line.last_update),
    Column("confidence", NUMBER, 11, lambda r: r.line.confidence),
    Column("warnings", TEXT, 36, lambda r: " ".join(r.line.warnings)),
    Column("reason", TEXT, 60, lambda r: r.line.grounds[0].sentence if r.line.grounds else ""),
    Column("reason_quote", TEXT, 50, lambda r: r.line.grounds[0].quote if r.line.grounds else ""),
    Column(
        "reason_url", LINK, 40, lambda r: r.line.grounds[0].url if r.line.grounds else "", lambda r: r.line.linkable
    ),
    Column("website", LINK, 40, lambda r: r.line.website, lambda r: r.line.linkable),
)
NEWS_COLUMNS = (
    Column("sector", TEXT, 30, lambda r: r.sector),
    Column("id", TEXT, 24, lambda r: r.news.id),
    Column("name_en", TEXT, 42, lambda r: r.news.name_en),
    Column("name_ja", TEXT, 36, lambda r: r.news.name_ja),
    Column("day", DAY, 12, lambda r: r.item.day if r.item else None),
    Column("title", TEXT, 80, lambda r: r.item.title if r.item else r.news.sample),
    Column("url", LINK, 50, lambda r: r.item.url if r.item else r.news.url),
)
COUNT_COLUMNS = (
    Column("state", STATE, 12, lambda c: c.state),
    Column("label_en", TEXT, 16, lambda c: word(STATES, c.state)),
    Column("label_ja", TEXT, 16, lambda c: word(STATES, c.state, "ja")),
    Column("count", COUNT, 10, lambda c: c.now),
    Column("count_before", COUNT, 14, lambda c: c.before),
)
SCAN_COLUMNS = (
    Column("scan_id", TEXT, 20, lambda r: r.scan_id),
    Column("day", DAY, 12, lambda r: r.day),
    Column("now", MOMENT, 17, lambda r: r.now),
    Column("kind", TEXT, 10, lambda r: r.kind),
    Column("sites", COUNT, 10, lambda r: r.sites),
    Column("pages", COUNT, 10, lambda r: r.pages),
    Column("failures", COUNT, 10, lambda r: r.failures),
    Column("guard", TEXT, 50, lambda r: r.guard),
    Column("problems", TEXT, 50, lambda r: "; ".join(r.problems)),
    Column("rule_version", TEXT, 12, lambda r: r.rule_version),
)


# ---------------------------------------------------------------- sheets


def urgent_sheet(report: ChangeReport) -> Sheet:
    """What needs somebody first."""
    lines = tuple(SectionLine(line.kind, line) for line in report.comparison.needs_you_first)
    return Sheet("Needs you", ("What needs somebody first?", "優先して対応すべきもの"), LINE_COLUMNS, lines, frozen=4)


def changed_sheet(report: ChangeReport) -> Sheet:
    """All other sections, below each other."""
    question = ("What else has changed since the full scan before?", "前回の全体巡回以降の変化")
    return Sheet("Changed", question, LINE_COLUMNS, tuple(_changed(report)), frozen=4)


def sheets(report: ChangeReport) -> tuple[Sheet, ...]:
    """The report, a sheet for each of its chapters."""
    return (
        urgent_sheet(report),
        changed_sheet(report),
        Sheet("New content", NEW_CONTENT, NEWS_COLUMNS, tuple(_news(report)), frozen=4),
        Sheet("Counts", ("How many are in each state?", "状態別の組織数"), COUNT_COLUMNS, report.counts),
        Sheet("Scans", ("How did the scans go?", "巡回の状況"), SCAN_COLUMNS, report.health.scans),
        Sheet("Method", ("How was this judged?", "判定方法"), FACT_COLUMNS, tuple(_facts(report))),
    )  # fmt: skip


def _changed(report: ChangeReport) -> Iterator[SectionLine]:
    found = report.comparison
    for section, lines in (
        ("transitions", found.transitions), ("revived", found.revived), ("moved", found.moved),
        ("editions", found.editions), ("doubtful", found.doubtful), ("unseen", found.unseen),
        ("first_verdict", found.first_verdicts),
    ):  # fmt: skip
        for line in lines:
            yield SectionLine(section, line)


def _news(report: ChangeReport) -> Iterator[SectorItem]:
    for sector in report.news:
        for news in sector.clusters:
            for item in news.items or (None,):
                yield SectorItem(sector.sector, news, item)


def _facts(report: ChangeReport) -> Iterator[Fact]:
    yield Fact("since", str(report.since.day if report.since else ""))
    yield Fact("until", str(report.until.day))
    yield Fact("changed state", str(report.changes))
    yield Fact(
        "changed state in the period before", "" if report.changes_before is None else str(report.changes_before)
    )
    yield from (Fact(f"register: {change.what}", change.id) for change in report.register)
    yield Fact("rule_version", report.method.rule_version)
    yield from (Fact(name, value) for name, value in report.method.thresholds)


# ---------------------------------------------------------------- files


def to_xlsx(report: ChangeReport) -> bytes:
    """The report as a workbook."""
    since = f"{report.since.day} to " if report.since else ""
    return workbook(f"Changes, {since}{report.until.day}", sheets(report), report.until.day)


def to_csv(report: ChangeReport) -> bytes:
    """All lines of the report as one CSV table, what needs somebody first on top."""
    rows = (*urgent_sheet(report).rows, *changed_sheet(report).rows)
    return csv_of(Sheet("Changes", CHANGES, LINE_COLUMNS, rows))
