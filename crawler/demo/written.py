"""The ways in which the invented sites write a date: filters of their templates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REIWA = date(2019, 5, 1)
JAPAN = timezone(timedelta(hours=9))
WEEKDAYS = "月火水木金土日"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def era_year(day: date) -> tuple[str, int]:
    """令和 or 平成 and the year in it."""
    return ("令和", day.year - 2018) if day >= REIWA else ("平成", day.year - 1988)


def era(day: date) -> str:
    """令和8年5月1日, 令和元年5月1日."""
    name, year = era_year(day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def era_letter(day: date) -> str:
    """R8.5.1, H24.3.16."""
    name, year = era_year(day)
    return f"{'R' if name == '令和' else 'H'}{year}.{day.month}.{day.day}"


def full_width(day: date) -> str:
    """２０２６年５月１日."""
    return kanji(day).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def kanji(day: date) -> str:
    """2026年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """2026/5/1（金）."""
    return f"{day.year}/{day.month}/{day.day}（{WEEKDAYS[day.weekday()]}）"


def english(day: date) -> str:
    """1 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def american(day: date) -> str:
    """May 1, 2026."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def feed(day: date) -> str:
    """Fri, 01 May 2026 10:00:00 +0900, as RSS wants it."""
    return format_datetime(datetime.combine(day, time(10), JAPAN))


FORMS: dict[str, Callable[[date], str]] = {
    "american": american,
    "dots": lambda day: f"{day:%Y.%m.%d}",
    "english": english,
    "era": era,
    "era_letter": era_letter,
    "feed": feed,
    "full_width": full_width,
    "iso": date.isoformat,
    "kanji": kanji,
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "weekday": weekday,
}
