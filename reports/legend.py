"""The legend of the workbook: every code, column and sheet in words, English and Japanese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.vocabulary import RELATIONS, SECTORS
from pipelines.reasons import SENTENCES
from reports.columns import MEANINGS
from reports.mapping_words import ACTIVITIES, PROGRAMMES, TABLES, UPKEEPS
from reports.sheets import Column, Kind, Sheet
from reports.words import EDITIONS, REACHES, SUBTYPES, SUSPECTS, WARNINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.queries import ScanRow
    from reports.words import Words

PLACEHOLDER = re.compile(r"\{\w+\}")  # in the sentence of a reason
# What a state asks of the reader; its short word stands in reports.words.
STATE_MEANINGS: dict[str, Words] = {
    "active": ("The organisation is at work and its website shows it.", "活動中。ウェブサイトから活動が確認できる。"),
    "static": (
        "The website stands, but nothing real has been new for a long time.",
        "更新停止。サイトはあるが、長期間新しい内容がない。",
    ),
    "ceased": (
        "The organisation or its own web presence has ended, seen more than once.",
        "終了。組織またはサイトの終了を複数回確認。",
    ),
    "unknown": ("It could not be seen well enough to tell.", "不明。十分に確認できない。"),
}
SECTIONS: dict[str, Words] = {
    "taken_over": ("Somebody else's content stands there: do not link", "第三者の内容が表示されている(リンク禁止)"),
    "ceased": ("Has ended", "終了"),
    "dormant": ("Has fallen silent", "更新停止"),
    "transitions": ("Other change of state", "その他の状態変更"),
    "revived": ("Is back or active again", "復活・活動再開"),
    "moved": ("Moved, renamed or merged", "移転・改称・統合"),
    "editions": ("A language edition came, went, woke up or fell silent", "言語版の変化"),
    "doubtful": ("In doubt, not confirmed", "要確認"),
    "unseen": ("Could not be seen at the last visit", "今回は確認不能"),
    "first_verdict": ("Judged for the first time", "初回判定"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One word explained."""

    kind: str
    code: str
    english: str
    japanese: str


COLUMNS = (
    Column("kind", Kind.TEXT, 16, lambda e: e.kind),
    Column("code", Kind.STATE, 24, lambda e: e.code),
    Column("english", Kind.TEXT, 90, lambda e: e.english),
    Column("japanese", Kind.TEXT, 70, lambda e: e.japanese),
)


def legend(sheets: Sequence[Sheet], scan: ScanRow) -> Sheet:
    """The legend of these sheets; `scan` is the last one they tell of."""
    rows = (
        Entry("file", "scan", f"Made from the scan of {scan.day} ({scan.scan_id})", f"{scan.day}の巡回から作成"),
        *(_sheet(sheet) for sheet in sheets),
        *_words("state", STATE_MEANINGS),
        *_words("subtype", SUBTYPES),
        *_words("suspect", SUSPECTS),
        *_words("warning", WARNINGS),
        *_words("section", SECTIONS),
        *_words("edition", EDITIONS),
        *_words("upkeep", UPKEEPS),
        *_words("kept_up", ACTIVITIES),
        *_words("reach", REACHES),
        *_words("sector", SECTORS),
        *_words("relation", RELATIONS),
        *_words("programme", PROGRAMMES),
        *_words("table", TABLES),
        *_words("reason", {code: _open(pair) for code, pair in SENTENCES.items()}),
        *_words("column", {name: MEANINGS[name] for name in _names((*sheets,))}),
    )
    question = ("What do the words mean?", "用語の意味")
    return Sheet("Legend", question, COLUMNS, rows, frozen=2)


def _sheet(sheet: Sheet) -> Entry:
    rows = len(sheet.rows)
    return Entry("sheet", sheet.name, f"{sheet.question[0]} ({rows:,} rows)", f"{sheet.question[1]}({rows:,}行)")


def _words(kind: str, table: Mapping[str, Words]) -> Iterator[Entry]:
    for code, (english, japanese) in table.items():
        yield Entry(kind, code, english, japanese)


def _open(pair: Words) -> Words:
    """A sentence with dots where a figure or a word comes in."""
    return PLACEHOLDER.sub("…", pair[0]), PLACEHOLDER.sub("…", pair[1])


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """The columns in the order in which they come first."""
    return list(dict.fromkeys(column.name for sheet in sheets for column in sheet.columns))
