"""The scanner for written dates: every form comes back, nothing else is a date, no text is too much for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import Precision
from pipelines.eras import find_dates, in_year, path_dates
from pipelines.written import MARKS, NO_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

KANJI = "〇一二三四五六七八九"
ENGLISH, GERMAN, FRENCH = (
    names.split()
    for names in (
        "January February March April May June July August September October November December",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
)
DAYS_OF_WEEK = "月火水木金土日"
WIDE = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}

DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
HEISEI = st.dates(date(1990, 1, 1), date(2019, 4, 30))
REIWA = st.dates(date(2019, 5, 1), date(2035, 12, 31))


def kanji(number: int) -> str:
    """12 as 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else KANJI[tens]) + ("十" if tens else "") + (KANJI[ones] if ones else "")


def positional(number: int) -> str:
    return "".join(KANJI[int(digit)] for digit in str(number))


def first(year: int) -> str:
    return "元" if year == 1 else str(year)


FORMS: dict[str, Callable[[date], str]] = {
    "kanji units": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "two digits": lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    "spaced": lambda d: f"{d.year}年 {d.month}月 {d.day}日",
    "set apart": lambda d: " ".join(f"{d.year}年{d.month}月{d.day}日"),
    "full width": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE),
    "weekday": lambda d: f"{d.year}年{d.month}月{d.day}日（{DAYS_OF_WEEK[d.weekday()]}）",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "slash, weekday": lambda d: f"{d.year}/{d.month:02}/{d.day:02}({DAYS_OF_WEEK[d.weekday()]})",
    "dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "dots, one digit": lambda d: f"{d.year}.{d.month}.{d.day}",
    "full-width dots": lambda d: f"{d.year}.{d.month}.{d.day}".translate(WIDE),
    "ISO": lambda d: d.isoformat(),
    "ISO with zone": lambda d: f"{d.isoformat()}T10:00:00+09:00",
    "apostrophe": lambda d: f"'{d.year % 100:02}.{d.month}.{d.day}",
    "two-digit year": lambda d: f"{d.year % 100:02}.{d.month:02}.{d.day:02}",
    "eight digits": lambda d: f"{d.year}{d.month:02}{d.day:02}",
    "kanji numerals": lambda d: f"{positional(d.year)}年{kanji(d.month)}月{kanji(d.day)}日",
    "Korean": lambda d: f"{d.year}년 {d.month}월 {d.day}일",
    "Chinese": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "US English": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "US English, short": lambda d: f"{ENGLISH[d.month - 1][:3]}. {d.day}, {d.year}",
    "UK English": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "UK English, ordinal": lambda d: f"{d.day}{ORDINALS.get(d.day, 'th')} of {ENGLISH[d.month - 1]} {d.year}",
    "weekday, English": lambda d: f"{d:%a}, {d.day:02} {d:%b} {d.year}",
    "German": lambda d: f"{d.day}. {GERMAN[d.month - 1]} {d.year}",
    "German, dots": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "French": lambda d: f"{'1er' if d.day == 1 else d.day} {FRENCH[d.month - 1]} {d.year}",
}


def era_forms(name: str, letter: str, square: str, base: int) -> dict[str, Callable[[date], str]]:
    return {
        "name": lambda d: f"{name}{first(d.year - base)}年{d.month}月{d.day}日",
        "full width": lambda d: f"{name}{first(d.year - base)}年{d.month}月{d.day}日".translate(WIDE),
        "square": lambda d: f"{square}{first(d.year - base)}年{d.month}月{d.day}日",
        "letter": lambda d: f"{letter}{d.year - base}.{d.month}.{d.day}",
        "letter, two digits": lambda d: f"{letter}{d.year - base:02}.{d.month:02}.{d.day:02}",
        "letter, slash": lambda d: f"{letter}{d.year - base}/{d.month}/{d.day}",
        "letter, units": lambda d: f"{letter}{first(d.year - base)}年{d.month}月{d.day}日",
        "name, dots": lambda d: f"{name}{d.year - base}.{d.month}.{d.day}",
        "kanji numerals": lambda d: f"{name}{kanji(d.year - base)}年{kanji(d.month)}月{kanji(d.day)}日",
        "pair": lambda d: f"{name}{first(d.year - base)}年（{d.year}年）{d.month}月{d.day}日",
        "pair before the unit": lambda d: f"{name}{first(d.year - base)}({d.year})年{d.month}月{d.day}日",
        "western first": lambda d: f"{d.year}年（{name}{first(d.year - base)}年）{d.month}月{d.day}日",
    }


HEISEI_FORMS = era_forms("平成", "H", "㍻", 1988)
REIWA_FORMS = era_forms("令和", "R", "㋿", 2018)
BEFORE = st.sampled_from(["", " ", "　", "更新：", "「", "(", "【", "①", "■", "お知らせ ", "on ", "："])
BEHIND = st.sampled_from(["", " ", "　", "」", ")", "】", "。", "、", " お知らせ", " | news", "です", "に"])


def only(text: str) -> tuple[date, Precision, frozenset[str]]:
    """Value, precision and marks of the one date of a text."""
    (found,) = find_dates(text)
    assert found.written == text[found.start : found.end]
    return found.value, found.precision, found.marks


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(day=DAYS, before=BEFORE, behind=BEHIND)
def test_every_day_comes_back_from_every_form(form: str, day: date, before: str, behind: str):
    value, precision, marks = only(before + FORMS[form](day) + behind)
    assert (value, precision) == (day, Precision.DAY)
    assert "weekday_mismatch" not in marks


@pytest.mark.parametrize("form", HEISEI_FORMS)
@settings(max_examples=40, deadline=None)
@given(day=HEISEI, before=BEFORE.filter(str.strip), behind=BEHIND)
def test_every_day_of_heisei_comes_back(form: str, day: date, before: str, behind: str):
    value, precision, marks = only(before + HEISEI_FORMS[form](day) + behind)
    assert (value, precision) == (day, Precision.DAY)
    assert not {"past_era_end", "pair_mismatch"} & marks


@pytest.mark.parametrize("form", REIWA_FORMS)
@settings(max_examples=40, deadline=None)
@given(day=REIWA, before=BEFORE.filter(str.strip), behind=BEHIND)
def test_every_day_of_reiwa_comes_back(form: str, day: date, before: str, behind: str):
    value, precision, _ = only(before + REIWA_FORMS[form](day) + behind)
    assert (value, precision) == (day, Precision.DAY)


@settings(deadline=None)
@given(day=REIWA)
def test_years_past_the_end_of_an_era_are_read_and_marked(day: date):
    value, _, marks = only(HEISEI_FORMS["name"](day))
    assert value == day
    assert "past_era_end" in marks


@settings(deadline=None)
@given(day=DAYS, shift=st.integers(1, 6))
def test_a_weekday_that_does_not_fit_marks_a_typing_error(day: date, shift: int):
    wrong = DAYS_OF_WEEK[(day.weekday() + shift) % 7]
    value, _, marks = only(f"{day.year}年{day.month}月{day.day}日（{wrong}）")
    assert value == day
    assert "weekday_mismatch" in marks


@settings(deadline=None)
@given(year=st.integers(1990, 2035), month=st.integers(1, 12))
def test_months_count_as_their_first_day(year: int, month: int):
    for text in (f"{year}年{month}月", f"{year}.{month:02}", f"{ENGLISH[month - 1]} {year}", f"{year}/{month:02}"):
        assert only(text)[:2] == (date(year, month, 1), Precision.MONTH)


@settings(deadline=None)
@given(year=st.integers(2019, 2035))
def test_a_fiscal_year_begins_in_april(year: int):
    for text in (
        f"{year}年度",
        f"令和{first(year - 2018)}年度",
        f"FY{year}",
        f"{year}年度（令和{first(year - 2018)}年度）",
    ):
        assert only(text)[:2] == (date(year, 4, 1), Precision.FISCAL_YEAR)


@pytest.mark.parametrize(("month", "year"), [(1, 2024), (3, 2024), (4, 2023), (12, 2023)])
def test_january_to_march_below_a_fiscal_year_are_of_the_next_year(month: int, year: int):
    (heading,), (below,) = find_dates("2023年度"), find_dates(f"{month}月5日")
    assert below.value.year == NO_YEAR
    assert in_year(below, heading).value == date(year, month, 5)


def test_a_leap_day_below_a_common_year_is_believed_as_far_as_its_month():
    (heading,), (below,) = find_dates("2023年"), find_dates("2月29日")
    found = in_year(below, heading)
    assert (found.value, found.precision) == (date(2023, 2, 1), Precision.MONTH)
    assert "impossible_day" in found.marks


@pytest.mark.parametrize(
    ("path", "value", "precision"),
    [
        ("/news/2024/05/01/opening.html", date(2024, 5, 1), "day"),
        ("/uploads/2024/05/photo.jpg", date(2024, 5, 1), "month"),
        ("/2024/0501.html", date(2024, 5, 1), "day"),
        ("/pdf/newsletter20240501.pdf", date(2024, 5, 1), "day"),
        ("/doc/20240501103000.pdf", date(2024, 5, 1), "day"),
        ("/letter_2024-05.pdf", date(2024, 5, 1), "month"),
        ("/vol12_202405.pdf", date(2024, 5, 1), "month"),
        ("/n240501.html", date(2024, 5, 1), "day"),
        ("/h28-4-12.html", date(2016, 4, 12), "day"),
        ("/R6.5.1/index.html", date(2024, 5, 1), "day"),
        ("/r060501.pdf", date(2024, 5, 1), "day"),
        ("/h2804.pdf", date(2016, 4, 1), "month"),
        ("/令和6年5月号.pdf", date(2024, 5, 1), "month"),
    ],
)
def test_dates_in_paths_are_found(path: str, value: date, precision: str):
    (found,) = path_dates(unquote(quote(path)))
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    "path", ["/", "/photo/123456789.jpg", "/v1.2.3/", "/list/99991231/", "/item/20241301", "/r5-2/"]
)
def test_numbers_in_paths_that_are_no_dates_are_left(path: str):
    assert path_dates(path) == ()


ALPHABET = st.sampled_from(
    "0123456789０１２年月日度元令和平成昭HRS一二十〇./-～〜~()（）[] 　'’,:TZ水May浪①㋿㍻⽉〒¥\u200b\n"
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.text(ALPHABET, max_size=60)))
def test_no_text_breaks_the_scanner_and_all_it_finds_stands_in_the_text(text: str):
    behind = 0
    for found in find_dates(text):
        assert behind <= found.start < found.end <= len(text)
        assert found.written == text[found.start : found.end]
        assert found.marks <= MARKS.keys()
        behind = found.start
    path_dates(text)


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("1", 0), ("2024", 0), ("2 0 2 4 ", 0), ("2024/", 0), ("12.", 0), ("十", 0), ("-", 0), (" ", 0), ("fri, ", 0),
        ("R6.", 0), ("'24.", 0), ("2024-05-01T", 20_000), ("令和6年(", 20_000), ("2024年5月1日 ", 20_000),
    ],
)  # fmt: skip
def test_two_hundred_thousand_characters_are_read_through(piece: str, expected: int):
    """A form whose time grew with the square of the length would not end before the reader does."""
    text = piece * max(20_000, 200_000 // len(piece)) if not expected else piece * expected
    assert len(find_dates(text + "月")) == expected
