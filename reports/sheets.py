"""Tables that become sheets of a workbook, CSV files and chapters of the data dictionary.

A column has a stable name, the same in every kind of file; what the name means stands in `reports.columns`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from reports.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What a column holds, and so how a sheet shows it."""

    TEXT = "text"
    STATE = "state"  # active, static, ceased, unknown: coloured
    DAY = "day"
    MOMENT = "moment"  # UTC
    NUMBER = "number"  # with decimals
    COUNT = "count"
    LINK = "link"  # an address; it becomes a link where that is harmless


def _always(_: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind, how wide it is on a sheet (characters), and where its values come from."""

    name: str
    kind: Kind
    width: int
    value: Callable[[Any], object]
    may_link: Callable[[Any], bool] = _always  # whether the row's address may be followed


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with the question it answers, in English and Japanese."""

    name: str  # of the sheet and, in lower case, of the file
    question: Words
    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    frozen: int = 1  # columns that stay when one scrolls to the right

    def cells(self) -> Iterator[list[object]]:
        """The values, row by row."""
        for row in self.rows:
            yield [column.value(row) for column in self.columns]

    @property
    def file_name(self) -> str:
        """The name of its CSV file."""
        return f"{self.name.lower().replace(' ', '-')}.csv"
