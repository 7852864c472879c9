"""The history of a cluster as a strip of months: pure geometry, drawn by the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_MONTHS = 120  # the last ten years
LEFT, TOP, ROW = 96, 18, 26  # pixels: place of the labels, of the years, height of a row
WIDE, NARROW = 22, 13  # pixels a month; narrow where the history is long
LONG = 30  # months


@dataclass(frozen=True, slots=True)
class Month:
    """What was held at the end of a month; None: there is no such edition."""

    month: date  # its first day
    state: str
    subtype: str
    ja: str | None
    en: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one row; without a state nothing was judged in it."""

    x: int
    month: str
    state: str
    subtype: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cluster (""), or one of its editions."""

    name: str
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A year above the strip."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole drawing, in pixels."""

    width: int
    height: int
    cell: int
    years: tuple[Label, ...]
    rows: tuple[Row, ...]


def strip(known: Sequence[Month]) -> Strip:
    """The drawing of the months from the first verdict to the last."""
    by_month = {month.month: month for month in known}
    months = list(_months(min(by_month), max(by_month)))[-MOST_MONTHS:] if by_month else []
    step = WIDE if len(months) <= LONG else NARROW
    names = [name for name in ("", "ja", "en") if not name or any(getattr(month, name) for month in known)]
    rows = tuple(
        Row(
            name,
            TOP + place * ROW,
            tuple(_cell(by_month.get(month), month, name, LEFT + at * step) for at, month in enumerate(months)),
        )
        for place, name in enumerate(names)
        if months
    )
    years = tuple(
        Label(LEFT + at * step, str(month.year))
        for at, month in enumerate(months)
        if at == 0 or month.month == 1
        if at != 0 or len(months) == 1 or months[at].month <= 10  # noqa: PLR2004 - no room before the next year
    )
    return Strip(LEFT + len(months) * step, TOP + len(rows) * ROW, step - 1, years, rows)


def _cell(known: Month | None, month: date, name: str, x: int) -> Cell:
    state = (getattr(known, name) if name else known.state) if known else ""
    return Cell(x, f"{month:%Y-%m}", state or "", known.subtype if known and not name else "")


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
