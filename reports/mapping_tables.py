"""The tables of a mapping as sheets: what its XLSX and CSV files hold, and the mapping sheets of the workbook."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.reasons import render
from reports import mapping_2016
from reports.excel import workbook
from reports.export import csv_of
from reports.japan import CREDIT
from reports.mapping_report import Figure, Share
from reports.mapping_words import MOVES, TABLES, TEXTS, label
from reports.sheets import Column, Kind, Sheet
from reports.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.mapping_report import Cross, Mapping, Organisation, Tally

TEXT, STATE, DAY, NUMBER, COUNT, LINK = Kind.TEXT, Kind.STATE, Kind.DAY, Kind.NUMBER, Kind.COUNT, Kind.LINK
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # that a ZIP file can have: its files carry no moment, so that bytes stay the same
READABLE = 0o644 << 16  # rights of a file in a ZIP


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One class of one table of figures."""

    table: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One row of a table by state."""

    table: str
    share: Share


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the method."""

    setting: str
    value: str


TALLY_COLUMNS = (
    Column("table", TEXT, 14, lambda r: r.table),
    Column("code", TEXT, 18, lambda r: r.figure.code),
    Column("label_en", TEXT, 46, lambda r: label(r.table, r.figure.code, "en")),
    Column("label_ja", TEXT, 34, lambda r: label(r.table, r.figure.code, "ja")),
    Column("count", COUNT, 10, lambda r: r.figure.now),
    Column("count_before", COUNT, 14, lambda r: r.figure.before),
    Column("count_2016", COUNT, 12, lambda r: r.figure.in_2016),
)
CROSS_COLUMNS = (
    Column("table", TEXT, 14, lambda r: r.table),
    Column("code", TEXT, 18, lambda r: r.share.code),
    Column("label_en", TEXT, 46, lambda r: label(r.table, r.share.code, "en")),
    Column("label_ja", TEXT, 34, lambda r: label(r.table, r.share.code, "ja")),
    Column("active", COUNT, 10, lambda r: r.share.active),
    Column("static", COUNT, 10, lambda r: r.share.static),
    Column("ceased", COUNT, 10, lambda r: r.share.ceased),
    Column("unknown", COUNT, 10, lambda r: r.share.unknown),
    Column("total", COUNT, 10, lambda r: r.share.total),
)
MOVE_COLUMNS = (
    Column("kind", TEXT, 12, lambda m: m.kind),
    Column("what", TEXT, 26, lambda m: word(MOVES, m.kind)),
    Column("id", TEXT, 24, lambda m: m.organisation.id),
    Column("name_en", TEXT, 42, lambda m: m.organisation.name_en),
    Column("name_ja", TEXT, 36, lambda m: m.organisation.name_ja),
    Column("before", STATE, 18, lambda m: m.before),
    Column("after", STATE, 18, lambda m: m.after),
    Column("since", DAY, 12, lambda m: m.organisation.since),
    Column("reason", TEXT, 60, lambda m: _reason(m.organisation)),
    Column("reason_url", LINK, 40, lambda m: _reason_url(m.organisation), lambda m: m.organisation.linkable),
)
ORGANISATION_COLUMNS = (
    Column("id", TEXT, 24, lambda o: o.id),
    Column("name_en", TEXT, 42, lambda o: o.name_en),
    Column("name_ja", TEXT, 36, lambda o: o.name_ja),
    Column("counted", TEXT, 10, lambda o: "yes" if o.counted else "no"),
    Column("state", STATE, 10, lambda o: o.state),
    Column("subtype", TEXT, 12, lambda o: o.subtype),
    Column("since", DAY, 12, lambda o: o.since),
    Column("upkeep", TEXT, 16, lambda o: o.upkeep),
    Column("kept_up", TEXT, 10, lambda o: o.kept_up),
    Column("ja_state", STATE, 10, lambda o: o.ja_state),
    Column("en_state", STATE, 10, lambda o: o.en_state),
    Column("last_update", DAY, 12, lambda o: o.last_update),
    Column("sector", TEXT, 14, lambda o: ";".join(o.sector)),
    Column("relation", TEXT, 18, lambda o: o.relation),
    Column("relation_class", TEXT, 16, lambda o: o.relation_class),
    Column("prefecture", TEXT, 14, lambda o: o.prefecture),
    Column("region", TEXT, 14, lambda o: o.region),
    Column("programme", TEXT, 16, lambda o: o.programme),
    Column("organisation_type", TEXT, 20, lambda o: o.organisation_type),
    Column("website", LINK, 40, lambda o: o.website, lambda o: o.linkable),
    Column("confidence", NUMBER, 11, lambda o: o.confidence),
    Column("judged_on", DAY, 12, lambda o: o.judged_on),
)
FACT_COLUMNS = (
    Column("setting", TEXT, 44, lambda f: f.setting),
    Column("value", TEXT, 110, lambda f: f.value),
)


def _reason(one: Organisation) -> str:
    return render(one.reason, "en") if one.reason else ""


def _reason_url(one: Organisation) -> str:
    return one.reason.url if one.reason else ""


# ---------------------------------------------------------------- sheets


def tally_sheet(name: str, tallies: Sequence[Tally]) -> Sheet:
    """Tables of figures below each other, without their sums: whoever filters or pivots makes those."""
    rows = tuple(TallyRow(one.name, figure) for one in tallies for figure in one.figures)
    question = ("How many organisations are in each class?", "区分別の組織数")
    return Sheet(name, question, TALLY_COLUMNS, rows, frozen=4)


def cross_sheet(name: str, crosses: Sequence[Cross]) -> Sheet:
    """Tables by state below each other."""
    rows = tuple(CrossRow(one.name, share) for one in crosses for share in one.shares)
    return Sheet(name, ("How many organisations are in each state?", "状態別の組織数"), CROSS_COLUMNS, rows, frozen=4)


def sheets(mapping: Mapping) -> tuple[Sheet, ...]:
    """Every table of the mapping, a sheet each."""
    return (
        *(tally_sheet(TABLES[tally.name][0], (tally,)) for tally in mapping.tallies),
        *(cross_sheet(f"{TABLES[cross.name][0]} by state", (cross,)) for cross in mapping.crosses),
        Sheet("Changes", ("What became of whom since the day compared with?", "比較日以降の変化"), MOVE_COLUMNS,
              mapping.moves, frozen=3),
        Sheet("Organisations", ("Which organisations are there?", "組織一覧"), ORGANISATION_COLUMNS,
              mapping.organisations, frozen=2),
        Sheet("Method", ("How was this counted?", "集計方法"), FACT_COLUMNS, tuple(_facts(mapping))),
    )  # fmt: skip


def _facts(mapping: Mapping) -> Iterator[Fact]:
    yield Fact("as_of", str(mapping.as_of))
    yield Fact("scan", mapping.scan.scan_id)
    yield Fact("compared_on", str(mapping.compared_on or ""))
    yield Fact("compared_scan", mapping.compared.scan_id if mapping.compared else "")
    yield Fact("counted", TEXTS["method_counted"][0])
    yield Fact("states", TEXTS["method_states"][0])
    yield Fact("sectors", TEXTS["sectors_note"][0])
    yield Fact("source of 2016", f"{mapping_2016.SOURCE}, {mapping_2016.ORGANISATIONS} organisations")
    yield Fact("address of that source", mapping_2016.SOURCE_URL)
    yield Fact("map", CREDIT)
    yield Fact("rule_version", mapping.method.rule_version)
    yield from (Fact(name, value) for name, value in mapping.method.thresholds)


# ---------------------------------------------------------------- files


def to_xlsx(mapping: Mapping) -> bytes:
    """Every table as a sheet of one workbook."""
    return workbook(f"Mapping of clusters as of {mapping.as_of}", sheets(mapping), mapping.scan.day)


def to_csv(mapping: Mapping) -> bytes:
    """Every table as a CSV file of one ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets(mapping):
            entry = zipfile.ZipInfo(sheet.file_name, FIRST_MOMENT)
            entry.external_attr = READABLE
            archive.writestr(entry, csv_of(sheet), zipfile.ZIP_DEFLATED)
    return file.getvalue()
