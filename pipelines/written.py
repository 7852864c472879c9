"""What a written date is, and the one form of text in which the scanners read.

`eras` and `western` cut dates out of text as `Reading`s; `finished` makes a `WrittenDate` of one, or None where the
calendar has no such day.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from crawler.records import Precision

MONTHS = range(1, 13)
LAST_QUARTER = range(1, 4)  # a fiscal year ends with the March of the next calendar year
NO_YEAR = 4  # stands for the year of a date written without one: a leap year nobody means

MARKS = {
    "past_era_end": "a year of an era that had ended by then (平成33年度): real offices print them, mostly as plans",
    "weekday_mismatch": "the weekday written beside the date is another one: a typing error",
    "pair_mismatch": "the western year in brackets is not the era's year: a typing error",
    "impossible_day": "the month has no such day (4月31日): only the month is believed",
    "two_digit_year": "the century was guessed",
    "no_year": "month and day only; the year is that of a heading, if there is one",
    "range_end": "end of a range whose year or month is that of its start",
    "ambiguous_order": "05/06/2024: read as month first",
    "compact": "eight digits without separators",
    "loose": "year and month in digits only (2024.5), which may be another number",
    "lost_separators": "令和7421日: the separators were lost on the way into the page",
}

# Characters that stand for another one in dates; the length stays the same.
LIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−─━﹣－", "-")
    | dict.fromkeys("〜～∼˜", "~")
    | dict.fromkeys("’‘´`′＇", "'")
    | dict.fromkeys("\t\n\r\u200b\u200c\u200d\u2060\ufeff", " ")
)
ENCLOSED_DIGIT = "No"  # Unicode category of ①, ² and ⒈: a list number or a footnote, never a part of the date beside it


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """One date as it stands in a text; [start, end) are offsets of the original text."""

    value: date  # first day of a coarser date; year `NO_YEAR` where none is written
    precision: Precision
    start: int
    end: int
    written: str
    marks: frozenset[str] = frozenset()  # codes of MARKS


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form says, before the calendar is asked; offsets are of the folded text."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    fiscal: bool = False
    firm: bool = False  # the units are written (年月日, May): it is a date even if its day is impossible
    era: str = ""  # name of the era the year was counted in
    weekday: int | None = None  # written beside it, Monday = 0
    marks: frozenset[str] = frozenset()


def finished(reading: Reading) -> tuple[date, Precision, frozenset[str]] | None:
    """Value, precision and marks of a reading, or None where the calendar knows no such date."""
    year, marks = reading.year, reading.marks
    if year is None:
        year, marks = NO_YEAR, marks | {"no_year"}
    if reading.month is None:
        coarse = (4, Precision.FISCAL_YEAR) if reading.fiscal else (1, Precision.YEAR)
        return date(year, coarse[0], 1), coarse[1], marks
    if reading.month not in MONTHS:
        return None
    if reading.fiscal and reading.month in LAST_QUARTER:
        year += 1
    first = date(year, reading.month, 1)
    if reading.day is None:
        return first, Precision.MONTH, marks
    if not 1 <= reading.day <= monthrange(year, reading.month)[1]:
        believed = reading.firm and reading.year is not None
        return (first, Precision.MONTH, marks | {"impossible_day"}) if believed else None
    value = first.replace(day=reading.day)
    if reading.weekday not in {None, value.weekday()} and reading.year is not None:
        marks |= {"weekday_mismatch"}
    return value, Precision.DAY, marks


class _Folds(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        enclosed = unicodedata.category(character) == ENCLOSED_DIGIT
        piece = " " if enclosed else unicodedata.normalize("NFKC", character.translate(LIKE)).translate(LIKE)
        self[code] = piece
        return piece


FOLDS = _Folds()


def fold_widths(text: str) -> tuple[str, list[int] | None]:
    """The text after NFKC with one kind of dash, wave, quote and blank, and where each character came from.

    The second value holds the original offset of every character, and one more for the end; None where they are equal.
    """
    folded = text.translate(FOLDS)
    if len(folded) == len(text):  # no character folds to nothing, so none became several
        return folded, None
    offsets = [origin for origin, character in enumerate(text) for _ in FOLDS[ord(character)]]
    return folded, [*offsets, len(text)]
