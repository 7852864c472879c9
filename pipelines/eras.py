"""Dates as Japanese offices write them, and the scanner over all written forms.

The public function is `find_dates`; forms without Japanese units (2024/5/1, May 1, 2024) are read by `western`.
Year 1 of an era is the year it began in; its last day is that of the Cabinet orders and the Emperor's demise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import Precision
from pipelines import western
from pipelines.written import Reading, WrittenDate, finished, fold_widths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["WrittenDate", "find_dates", "in_year", "path_dates"]


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its year n is the western year `base + n`."""

    name: str
    base: int
    last_day: date


ERAS = (
    Era("明治", 1867, date(1912, 7, 30)),
    Era("大正", 1911, date(1926, 12, 25)),
    Era("昭和", 1925, date(1989, 1, 7)),
    Era("平成", 1988, date(2019, 4, 30)),
    Era("令和", 2018, date.max),
)
ERA_OF = {sign: era for era, signs in zip(ERAS, ("明M", "大T", "昭S", "平H", "令R"), strict=True) for sign in signs}

# ---------------------------------------------------------------- patterns, all of folded text and of bounded length

KANJI_DIGITS = {"〇": 0, "○": 0, "◯": 0, "零": 0} | {sign: n for n, sign in enumerate("一二三四五六七八九", start=1)}
KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = r"(?:[0-9]\ ?[0-9]?|元|[〇○零一二三四五六七八九十]{1,4})"  # letters may be set apart: "1 2"
ERA_NAME = r"明\ ?治|大\ ?正|昭\ ?和|平\ ?成|令\ ?和"
ERA = rf"(?:{ERA_NAME}|[明大昭平令MTSHR]\.?(?=\ ?[0-9元]))"  # short signs count only beside a number: R6.5.1, H28年
WESTERN_YEAR = (
    r"(?:(?:1\ ?[5-9]|2\ ?0)\ ?[0-9]\ ?[0-9]"
    r"|[一二][〇○◯零一二三四五六七八九]{3}|(?:千[五六七八九]百|二千)[一二三四五六七八九十]{0,3})"
)
# The other calendar in brackets: 令和6年（2024年）5月1日, 平成28(2016)年, 2024年（令和6年）
PAIR = (
    rf"(?:\ ?[(\[【〔<]\ ?(?:西暦|=)?(?:(?:{ERA_NAME}|[明大昭平令MTSHR])\ ?)?"
    r"(?:[0-9]{1,4}|元|[一二三四五六七八九十]{1,3})\ ?[年度]{0,2}\ ?[)\]】〕>])"
)
NO_YEAR_IF_NEXT = (
    "代|間|余|来|前(?![半期])|後(?![半期])|型|式|産|問題|目|越|生|ほど|以上"  # 1990年代, 30年間, 2030年問題
)
NO_DAY_IF_NEXT = "間|目|前|後|以内|以上|ぶり|程度"

YEARLY = re.compile(
    rf"""
    (?: (?P<era>{ERA})\ ?(?P<count>{NUMBER}) | (?P<year>{WESTERN_YEAR}) | (?P<quote>'?)(?P<short>[0-9]{{1,2}}) )
    (?P<pair>{PAIR})?\ {{0,2}}[年년]\ ?(?P<fiscal>度?) (?:(?P<pair2>{PAIR})\ ?(?P<fiscal2>度?))?
    (?: [\ の]{{0,2}}
        (?: (?P<month>{NUMBER})\ {{0,2}}[月월]
            (?: \ {{0,2}}(?P<day>{NUMBER})\ {{0,2}}
                (?: [日일号號](?!{NO_DAY_IF_NEXT}) | (?=\ ?[~・,、-]\ ?{NUMBER}\ ?日) ) )?
          | (?P<month2>[0-9]{{1,2}})\ ?/\ ?(?P<day2>[0-9]{{1,2}})(?![0-9]) )
      | (?!\ ?(?:{NO_YEAR_IF_NEXT})) )
    """,
    re.VERBOSE,
)
MONTHLY = re.compile(
    rf"(?P<month>{NUMBER})\ {{0,2}}[月월]\ {{0,2}}(?P<day>{NUMBER})\ ?[日일](?!{NO_DAY_IF_NEXT})", re.VERBOSE
)
# R6.5.1, H28/4/12, 令和6.5.1, 平成28(2016).1.7, 平成二八・四・一二
SEPARATED = re.compile(
    rf"""(?P<era>{ERA})\ ?(?P<count>{NUMBER})(?P<pair>{PAIR})?\ ?(?P<mark>[./・-])
    \ ?(?P<month>{NUMBER})\ ?(?P=mark)\ ?(?P<day>{NUMBER})(?![0-9]|[./-][0-9])""",
    re.VERBOSE,
)
RUN_TOGETHER = re.compile(r"(?P<era>令和|平成|昭和)\ ?(?P<count>[0-9])[0-9]{2,4}\ ?日", re.VERBOSE)
# The end of a range, or the next day of an enumeration: 〜3日, ～6月3日, ・2日, -3, 10:00〜5/3
RANGE_END = re.compile(
    rf"""(?:
      (?:\ ?[0-9]{{1,2}}[:時][0-9]{{0,2}}分?)?\ ?(?:[~・,、と-]|から|より|及び|および|並びに)\ ?
      (?: (?:(?P<month>{NUMBER})\ ?月\ ?)?(?P<day>{NUMBER})\ ?日(?!{NO_DAY_IF_NEXT})
        | (?P<month2>[0-9]{{1,2}})[/.](?P<day2>[0-9]{{1,2}})(?![0-9]|[./:年][0-9]?) )
    | (?:\ ?~\ ?|-)(?P<day3>[0-9]{{1,2}})(?!\ ?[0-9./:,%年月時分件名人回円]) )""",
    re.VERBOSE,
)
# In file names: h28-4-12, R6.5.1, r060501, h2804
IN_PATH = re.compile(
    r"""(?<![A-Za-z0-9])(?P<era>[RH])
    (?: (?P<count>[0-9]{1,2})(?P<mark>[_.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})
      | (?P<count2>[0-9]{2})(?P<month2>0[1-9]|1[0-2])(?P<day2>[0-3][0-9])? )(?![0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
WEEKDAYS = {sign: n for n, sign in enumerate("月火水木金土日")} | western.WEEKDAYS
WEEKDAY = re.compile(
    rf"""\ {{0,2}}(?:
      [(\[<【〔]\ ?(?:祝日?[・/、,\ ]?)?(?P<sign>[月火水木金土日])(?:曜日?)?
        (?:[・/、,.\ ]{{0,2}}[祝休振][日休替祝]{{0,4}})?\ ?[)\]>】〕]
    | (?P<word>[月火水木金土日])曜日?
    | ,?[(\[]?\ ?(?P<name>{western.WEEKDAY_NAME})\.?(?![a-z])[)\]]? )""",
    re.VERBOSE | re.IGNORECASE,
)
DATEISH = re.compile(r"\d|[元一二三四五六七八九十〇]\s?[年月]")
INHERITING_DISTANCE = 60  # characters after an era date in which a bare "28年3月" is of the same era


def find_dates(text: str) -> tuple[WrittenDate, ...]:
    """All dates of a text in the order they stand, in every written form; never fails, linear in the length.

    A date without a year has the year `written.NO_YEAR` and the mark "no_year": see `in_year`.  A bare number of four
    digits (2024 without 年 or FY) is none.
    """
    if not DATEISH.search(text):
        return ()
    folded, offsets = fold_widths(text)
    return _finished(_chosen(folded, _candidates(folded)), text, offsets)


def path_dates(path: str) -> tuple[WrittenDate, ...]:
    """Dates in the (unquoted) path of an address: /2024/05/, 20240501.pdf, h28-4-12.html, 令和6年5月号.pdf."""
    folded, offsets = fold_widths(path)
    candidates = [*western.path_readings(folded), *map(_in_path, IN_PATH.finditer(folded)), *_yearlies(folded)]
    return _finished(_chosen(folded, sorted(candidates, key=_place)), path, offsets)


def _finished(readings: Iterable[Reading], text: str, offsets: list[int] | None) -> tuple[WrittenDate, ...]:
    found = []
    for reading in readings:
        if known := finished(reading):
            value, precision, marks = known
            start, end = reading.start, reading.end
            if offsets is not None:
                start, end = offsets[start], offsets[end - 1] + 1
            found.append(WrittenDate(value, precision, start, end, text[start:end], marks))
    return tuple(found)


def in_year(written: WrittenDate, heading: WrittenDate) -> WrittenDate:
    """A date without a year under a heading with one; January to March of a fiscal year are of the next year."""
    reading = Reading(
        written.start,
        written.end,
        heading.value.year,
        written.value.month,
        written.value.day,
        fiscal=heading.precision is Precision.FISCAL_YEAR,
        firm=True,
        marks=written.marks,
    )
    value, precision, marks = finished(reading) or (heading.value, heading.precision, written.marks)
    return replace(written, value=value, precision=precision, marks=marks)


# ---------------------------------------------------------------- which readings hold


def _chosen(folded: str, candidates: Iterable[Reading]) -> Iterator[Reading]:
    """Readings that do not overlap, each with its weekday, and the ends of their ranges."""
    taken = 0
    previous: Reading | None = None
    for candidate in candidates:
        if candidate.start < taken:
            continue
        reading: Reading | None = _with_century(candidate, previous)
        while reading:
            reading = _with_weekday(reading, folded)
            yield reading
            taken, previous = reading.end, reading
            reading = _range_end(reading, folded)


def _candidates(folded: str) -> list[Reading]:
    """What any form reads, in order of start; the longest first, because 2024年5月1日 also holds 5月1日."""
    readings = list(western.readings(folded))
    readings += _yearlies(folded)
    readings += filter(None, (_separated(match, folded) for match in SEPARATED.finditer(folded)))
    readings += (_run_together(match) for match in RUN_TOGETHER.finditer(folded))
    return sorted(readings, key=_place)


def _place(reading: Reading) -> tuple[int, int]:
    return reading.start, -reading.end


def _yearlies(folded: str) -> Iterator[Reading]:
    if any(unit in folded for unit in "年月년월"):
        yield from filter(None, (_yearly(match, folded) for match in YEARLY.finditer(folded)))
        yield from map(_monthly, MONTHLY.finditer(folded))


def _with_century(reading: Reading, previous: Reading | None) -> Reading | None:
    """Completes a year of two digits: of the era or century of the date just before, else guessed or refused.

    "28年3月" after "平成27年4月" is of Heisei; alone "24年5月1日" is believed to be 2024, but "2年3月" is a duration.
    """
    if reading.year is None or reading.year >= western.SHORT_YEARS:
        return reading
    if previous and previous.year and reading.start - previous.end <= INHERITING_DISTANCE:
        base = next((era.base for era in ERAS if era.name == previous.era), previous.year // 100 * 100)
        marks = reading.marks - {"two_digit_year"} if previous.era else reading.marks
        return replace(reading, year=base + reading.year, era=previous.era, marks=marks)
    if reading.day is None or reading.year < 10:  # noqa: PLR2004  one digit is no year
        return None
    return replace(reading, year=western.full_year(reading.year))


def _with_weekday(reading: Reading, folded: str) -> Reading:
    match = WEEKDAY.match(folded, reading.end) if reading.day else None
    if not match:
        return reading
    sign = match["sign"] or match["word"] or match["name"].lower()[:3]
    return replace(reading, end=match.end(), weekday=WEEKDAYS[sign])


def _range_end(start: Reading, folded: str) -> Reading | None:
    """The end of a range that begins with the date `start`, if one is written right after it."""
    match = RANGE_END.match(folded, start.end) if start.day else None
    if not match or start.month is None:
        return None
    # The pattern has three ways to write the end; only one of them is filled.
    written = [name for name in ("month", "month2", "day", "day2", "day3") if match[name]]
    month = number(match[written[0]]) if len(written) > 1 else start.month
    turn = month < start.month  # 2024年12月28日〜1月4日
    return replace(
        start,
        start=match.start(written[0]),
        end=match.end(),
        year=start.year + turn if start.year else None,
        month=month,
        day=number(match[written[-1]]),
        weekday=None,
        marks=start.marks | {"range_end"},
    )


# ---------------------------------------------------------------- forms


def _yearly(match: re.Match[str], folded: str) -> Reading | None:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    reading = Reading(
        match.start(),
        match.end(),
        year=None,
        month=number(month) if month else None,
        day=number(day) if day else None,
        fiscal=bool(match["fiscal"] or match["fiscal2"]),
        firm=True,
    )
    before = folded[match.start() - 1 : match.start()]
    if match["era"]:
        return _of_era(reading, match, match["pair"] or match["pair2"], before)
    if before.isdigit():
        return None
    if match["year"]:
        year = number(match["year"])
        return replace(reading, year=year, marks=_pair_marks(match["pair"] or match["pair2"], year))
    if not month and not reading.fiscal:
        return None
    short = int(match["short"])
    return replace(
        reading,
        year=western.full_year(short) if match["quote"] else short,
        marks=frozenset({"two_digit_year"}),
    )


def _monthly(match: re.Match[str]) -> Reading:
    return Reading(match.start(), match.end(), None, number(match["month"]), number(match["day"]), firm=True)


def _separated(match: re.Match[str], folded: str) -> Reading | None:
    reading = Reading(match.start(), match.end(), None, number(match["month"]), number(match["day"]))
    return _of_era(reading, match, match["pair"], folded[match.start() - 1 : match.start()])


def _in_path(match: re.Match[str]) -> Reading:
    era = ERA_OF[match["era"].upper()]
    day = match["day"] or match["day2"]
    return Reading(
        match.start(),
        match.end(),
        era.base + int(match["count"] or match["count2"]),
        int(match["month"] or match["month2"]),
        int(day) if day else None,
        era=era.name,
    )


def _run_together(match: re.Match[str]) -> Reading:
    year = ERA_OF[match["era"][0]].base + int(match["count"])
    return Reading(match.start(), match.end(), year, marks=frozenset({"lost_separators"}))


def _of_era(reading: Reading, match: re.Match[str], pair: str | None, before: str) -> Reading | None:
    """The reading with its western year; None where the sign of the era is the end of another word."""
    sign = match["era"][0]
    if len(match["era"].rstrip(".")) == 1 and before.isalnum() and (not sign.isascii() or before.isascii()):
        return None
    era = ERA_OF[sign]
    year = era.base + number(match["count"])
    marks = _pair_marks(pair, year)
    last = era.last_day
    if (year, reading.month or 0, reading.day or 0) > (last.year, last.month, last.day):
        marks |= {"past_era_end"}
    return replace(reading, year=year, era=era.name, marks=marks)


def _pair_marks(pair: str | None, year: int) -> frozenset[str]:
    """Whether the year in brackets is another one."""
    found = re.search(
        rf"({ERA_NAME}|[{''.join(ERA_OF)}])?\ ?([0-9]{{1,4}}|元|[一二三四五六七八九十]{{1,3}})", pair or "", re.VERBOSE
    )
    if not found or not (found[1] or len(found[2]) == 4):  # noqa: PLR2004  digits of a western year
        return frozenset()
    other = number(found[2]) + (ERA_OF[found[1][0]].base if found[1] else 0)
    return frozenset() if other == year else frozenset({"pair_mismatch"})


def number(written: str) -> int:
    """The number of a written of digits, also set apart ("2 0 2 4"), or kanji (元, 十二, 二〇二四, 二千二十四)."""
    written = written.replace(" ", "")
    if written == "元":
        return 1
    if written.isdigit() and written.isascii():
        return int(written)
    if not any(unit in written for unit in KANJI_UNITS):
        return int("".join(str(KANJI_DIGITS[sign]) for sign in written))
    total = pending = 0
    for sign in written:
        if sign in KANJI_UNITS:
            total += (pending or 1) * KANJI_UNITS[sign]
            pending = 0
        else:
            pending = KANJI_DIGITS[sign]
    return total + pending
