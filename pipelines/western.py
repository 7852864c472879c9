"""Dates in digits (2024/5/1, '24.5.1, 20240501) and with month names (May 1, 2024), and dates in paths of addresses.

All patterns are of bounded length, so that a scan is linear in the length of the text.  dateparser knows the names of
the months; it is asked once for each word, because it takes 0.6 ms an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

import dateparser

from pipelines.written import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKYO = timezone(timedelta(hours=9))  # all days are those of Japan
MONTHS = 12
SHORT_YEARS = 100  # a year below is one of two digits
CENTURY_TURN = 70  # '69 is 2069, '70 is 1970
WEEKDAYS = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
WEEKDAY_NAME = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
LANGUAGES = ["en", "de", "fr"]  # those of partners' pages whose months have names; Korean and Chinese count them
DATEPARSER_SETTINGS = {"RELATIVE_BASE": datetime(2000, 1, 1), "REQUIRE_PARTS": ["day", "month", "year"]}  # noqa: DTZ001  no clock
# How the months begin in those languages: keeps other words away from dateparser.
MONTH_NAME = r"(?:jan|f[eé]v|feb|m[aä]r|apr|avr|ma[iy]|jui?n|jui?l|aug|ao[uû]|sep|o[ck]t|nov|d[eé][cz])[a-zéû]{0,7}"

YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
MONTH = r"(?P<month>1[0-2]|0?[1-9])"
TWO_DIGIT_MONTH = r"(?P<month>1[0-2]|0[1-9])"
DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
TWO_DIGIT_DAY = r"(?P<day>3[01]|[12][0-9]|0[1-9])"
ORDINAL = r"(?:st|nd|rd|th|er)?"
NAME = rf"(?<![A-Za-zÀ-ÿ])(?P<name>{MONTH_NAME})\.?"
FREE = r"(?<![0-9])(?<![0-9][./,-])"  # a date is no piece of a longer number (IP address, telephone, version 1.2.3)
ENDS = r"(?![0-9]|[./][0-9]|-[0-9]{3})"  # but a range may follow: 2024.5.1-3
ENDS_MARK = rf"(?!(?P=mark)[0-9]){ENDS}"
ALONE = r"(?<![0-9A-Za-z./,_-])"  # a year and a month need more room around them to be believed
ENDS_ALONE = r"(?![0-9A-Za-z/_%-]|[.,][0-9])"
# With a blank instead of the T only behind seconds, because 12:00-17:30 are opening hours.
ZONED_TIME = (
    r"(?:(?P<clock>T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?|\ {1,2}[0-2][0-9]:[0-5][0-9]:[0-5][0-9])(?:\.[0-9]{1,9})?"
    r"\ ?(?P<zone>Z|UTC|GMT|[+-][01][0-9]:?[0-5][0-9])(?![0-9A-Za-z]))?"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date: groups year, short (two digits), month, name, day, first + second, last, clock, zone."""

    pattern: re.Pattern[str]
    marks: frozenset[str] = frozenset()
    firm: bool = False


def form(pattern: str, *marks: str, firm: bool = False) -> Form:
    """A form from its pattern in verbose writing, where a blank needs a backslash."""
    return Form(re.compile(pattern, re.VERBOSE | re.IGNORECASE), frozenset(marks), firm)


DIGIT_FORMS = (
    # 2024/5/1, 2024.05.01, 2024 - 5 - 1, 2024・5・1, 2024-05-01T10:00:00+09:00
    form(rf"{FREE}(?<![/=]){YEAR}\ ?(?P<mark>[./・-])\ ?{MONTH}\ ?(?P=mark)\ ?{DAY}{ENDS_MARK}{ZONED_TIME}"),
    form(
        rf"{FREE}{YEAR}\ {{1,2}}{TWO_DIGIT_MONTH}[./-]{TWO_DIGIT_DAY}{ENDS}"
    ),  # the year stands above or below the day
    form(rf"(?<![0-9A-Za-z]){YEAR}\ {{1,2}}{MONTH}/{DAY}{ENDS}"),
    form(rf"{FREE}{TWO_DIGIT_MONTH}[./]{TWO_DIGIT_DAY}\ {{1,2}}{YEAR}(?!\ ?年){ENDS}"),
    form(rf"{ALONE}{YEAR}(?P<mark>[./-]){TWO_DIGIT_MONTH}{ENDS_ALONE}"),
    form(rf"{ALONE}{YEAR}\ ?[./]\ ?{MONTH}{ENDS_ALONE}", "loose"),
    # '24.5.1 and 24.05.01
    form(
        rf"(?<![0-9A-Za-z])'(?P<short>[0-9]{{2}})\ ?(?P<mark>[./-])\ ?{MONTH}(?:\ ?(?P=mark)\ ?{DAY})?{ENDS_MARK}",
        "two_digit_year",
    ),
    form(
        rf"{ALONE}(?P<short>[0-9]{{2}})(?P<mark>[./]){TWO_DIGIT_MONTH}(?P=mark){TWO_DIGIT_DAY}{ENDS_ALONE}",
        "two_digit_year",
    ),
    form(rf"{FREE}(?<![A-Za-z/=_-]){YEAR}{TWO_DIGIT_MONTH}{TWO_DIGIT_DAY}(?![0-9A-Za-z-]|[.,][0-9])", "compact"),
    # 1.5.2024, 5/1/2024, 31-05-2024
    form(rf"{FREE}(?P<first>[0-9]{{1,2}})(?P<mark>[./-])\ ?(?P<second>[0-9]{{1,2}})(?P=mark)\ ?{YEAR}{ENDS_MARK}"),
    # no year: 5/1(水) anywhere, 05.01 at the head of a text
    form(rf"{FREE}{MONTH}[./]{DAY}(?=\ ?\([月火水木金土日])"),
    form(rf"^[^\w]{{0,3}}(?<![./-]){MONTH}[./]{DAY}(?![0-9A-Za-z%]|[./:-][0-9])"),
)
FISCAL_FORM = re.compile(
    rf"(?<![A-Za-z])J?(?:FY|fiscal\ year)\ ?(?:{YEAR}|'?(?P<short>[0-9]{{2}}))(?![0-9])"
    r"|(?<![0-9])(?P<before>(?:19|20)[0-9]{2})\ fiscal\ year",
    re.VERBOSE | re.IGNORECASE,
)
NAME_FORMS = (
    # May 1, 2024; Sept. 3rd 2021; May 1-3, 2024; May 30 - June 2, 2024
    form(
        rf"(?:(?P<weekday>{WEEKDAY_NAME})[.,]{{0,2}}\ )?{NAME}\ {{0,2}}{DAY}{ORDINAL}"
        rf"(?:\ ?[~-]\ ?(?P<last>(?:{MONTH_NAME}\.?\ )?[0-9]{{1,2}}){ORDINAL})?[,.]?\ {{0,2}}{YEAR}(?![0-9])",
        firm=True,
    ),
    # 1 May 2024, 1st of May 2024, 1. Mai 2024, 1er mai 2024, 01-May-2024, 1-3 May 2024
    form(
        rf"(?:(?P<weekday>{WEEKDAY_NAME})[.,]{{0,2}}\ )?{FREE}{DAY}{ORDINAL}\.?"
        rf"(?:\ ?[~-]\ ?(?P<last>[0-9]{{1,2}}){ORDINAL}\.?)?(?:\ of)?[\ /-]{{0,2}}{NAME}[,\ /-]{{0,3}}{YEAR}(?![0-9])",
        firm=True,
    ),
    form(rf"{FREE}{YEAR}[\ ,-]{{1,2}}{NAME}[\ -]{DAY}{ORDINAL}{ENDS}", firm=True),  # 2024 May 1, 2024-May-01
    form(rf"{NAME},?\ {{1,2}}{YEAR}(?![0-9]|[./-][0-9])", firm=True),  # May 2024
    form(rf"{NAME}\ {DAY}{ORDINAL}(?![0-9:])", firm=True),  # no year: May 1
    form(rf"{FREE}{DAY}{ORDINAL}\ {NAME}(?![A-Za-z])", firm=True),  # no year: 1 May
)
UNIVERSAL = re.compile(r"Z|UTC|GMT", re.IGNORECASE)
MONTH_NAMED = re.compile(MONTH_NAME, re.IGNORECASE)

# In the path of an address, parts are also set apart by "_" and often by nothing.
PATH_FORMS = (
    form(rf"(?<=/){YEAR}/{TWO_DIGIT_MONTH}(?:/?{TWO_DIGIT_DAY})?(?![0-9])"),  # /2024/05/01/, /2024/05/, /2024/0501.html
    form(rf"(?<![0-9]){YEAR}(?P<mark>[_.-]){MONTH}(?P=mark){DAY}(?![0-9])"),
    form(rf"(?<![0-9]){YEAR}{TWO_DIGIT_MONTH}{TWO_DIGIT_DAY}(?:[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?(?![0-9])"),
    form(rf"(?<![0-9]){YEAR}[_.-]?{TWO_DIGIT_MONTH}(?![0-9])"),
    form(rf"(?<![0-9])(?P<short>[0-4][0-9]){TWO_DIGIT_MONTH}{TWO_DIGIT_DAY}(?![0-9])", "two_digit_year"),
)


def readings(folded: str) -> Iterator[Reading]:
    """What the forms of this module read in a folded text (see `written.fold_widths`); they may overlap."""
    yield from _matches(DIGIT_FORMS, folded)
    for match in FISCAL_FORM.finditer(folded):
        year = int(match["year"] or match["short"] or match["before"])
        yield Reading(match.start(), match.end(), full_year(year), fiscal=True)
    if MONTH_NAMED.search(folded):
        yield from _matches(NAME_FORMS, folded)


def path_readings(path: str) -> Iterator[Reading]:
    """What stands for a date in the path of an address: /2024/05/, 20240501.pdf, news_2024-05.html, 240501.html."""
    yield from _matches(PATH_FORMS, path)


def full_year(year: int) -> int:
    """A year of two digits in the century it most likely means."""
    if year >= SHORT_YEARS:
        return year
    return (2000 if year < CENTURY_TURN else 1900) + year


@lru_cache(maxsize=1000)
def month_of(name: str) -> int | None:
    """The month (1-12) that a word names in one of LANGUAGES, None for another word (market, marine)."""
    parsed = dateparser.parse(f"1 {name} 2000", languages=LANGUAGES, settings=DATEPARSER_SETTINGS)
    return parsed.month if parsed else None


# ---------------------------------------------------------------- from a match to readings


def _matches(forms: tuple[Form, ...], folded: str) -> Iterator[Reading]:
    for one in forms:
        for match in one.pattern.finditer(folded):
            yield from _read(one, match)


def _read(one: Form, match: re.Match[str]) -> Iterator[Reading]:
    """The reading of a match, and that of the end of its range."""
    parts = match.groupdict()
    month, day, marks = _month_and_day(parts)
    if month is None:
        return
    year = parts.get("year") or parts.get("short")
    weekday = parts.get("weekday")
    reading = Reading(
        match.start(),
        match.end(),
        full_year(int(year)) if year else None,
        month,
        day,
        firm=one.firm,
        weekday=WEEKDAYS[weekday[:3].lower()] if weekday else None,
        marks=one.marks | marks,
    )
    last = parts.get("last")
    if parts.get("zone"):
        yield _in_tokyo(reading, f"{parts['clock']}{parts['zone']}")
    elif last:
        yield replace(reading, end=match.start("last"))
        name = MONTH_NAMED.match(last)
        yield replace(
            reading,
            start=match.start("last"),
            month=(month_of(name[0]) or month) if name else month,
            day=int(re.sub(r"\D", "", last)),
            weekday=None,
            marks=reading.marks | {"range_end"},
        )
    else:
        yield reading


def _month_and_day(parts: dict[str, str | None]) -> tuple[int | None, int | None, frozenset[str]]:
    """Month, day and what is doubtful about them; no month where a word names none."""
    first, second = int(parts.get("first") or 0), int(parts.get("second") or 0)
    if first:
        if first > MONTHS or (parts["mark"] == "." and second <= MONTHS):  # the dotted order is the German one
            return second, first, frozenset()
        doubtful = second <= MONTHS and first != second
        return first, second, frozenset({"ambiguous_order"} if doubtful else ())
    day = int(parts.get("day") or 0) or None
    if name := parts.get("name"):
        return month_of(name.lower()), day, frozenset()
    month = int(parts["month"] or 0)
    season = day is None and parts.get("mark") == "-" and month == (int(parts.get("year") or 0) + 1) % 100
    return month, day, frozenset({"loose"} if season else ())  # 2009-10 may be two years


def _in_tokyo(reading: Reading, clock: str) -> Reading:
    """The reading as a day in Japan: 20:00 of 1 May in London is 2 May there."""
    stamp = f"{reading.year:04}-{reading.month:02}-{reading.day:02}T{UNIVERSAL.sub('+00:00', clock.strip(' T'))}"
    try:
        day = datetime.fromisoformat(stamp).astimezone(TOKYO)
    except (ValueError, OverflowError):  # no such day or hour: `finished` judges the day
        return reading
    return replace(reading, year=day.year, month=day.month, day=day.day)
