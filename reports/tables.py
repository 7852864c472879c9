"""Rows for people and programs: a table for the terminal, JSON, CSV.

What comes from the web may not act where it is shown: control characters would steer a terminal, and a spreadsheet
runs a cell that begins with = + - @ as a formula.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from pydantic_core import to_json, to_jsonable_python

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)  # also those that turn the writing round
# Excel takes the full-width signs of a Japanese keyboard for the plain ones, and skips a tab or line end before them.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
WIDE = 10_000  # characters: nothing is cut where the output is no terminal


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def printable(text: str) -> str:
    """The text without characters that would steer a terminal; line ends and tabs stay."""
    return CONTROL.sub("", text)


def shown(value: object) -> str:
    """A value as a person reads it in a cell: nothing for None, lists joined, days as ISO."""
    if isinstance(value, str):  # most cells are: the rest of the way takes ten times as long
        return printable(value)
    plain = to_jsonable_python(value, inf_nan_mode="strings", fallback=str)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return printable(plain)
    if isinstance(plain, list) and all(isinstance(part, str) for part in plain):
        return printable(", ".join(plain))
    return printable(to_json(plain).decode())


def neutral(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula: a text that could be one begins with an apostrophe."""
    text = shown(value)
    is_number = isinstance(value, int | float | Decimal)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not is_number else text


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], style: Format, stream: TextIO) -> None:
    """Write rows in one of the formats; JSON is a list of objects with the columns as names."""
    match style:
        case Format.JSON:
            write_json([dict(zip(columns, row, strict=True)) for row in rows], stream)
        case Format.CSV:
            write_csv(columns, rows, stream)
        case Format.TABLE:
            write_table(columns, rows, stream)


def write_json(value: object, stream: TextIO) -> None:
    """Write records or plain values as indented JSON: days and moments as ISO texts, no number for NaN."""
    stream.write(to_json(value, indent=2, inf_nan_mode="null", fallback=str).decode() + "\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO) -> None:
    """Write CSV that spreadsheets can open without harm."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([neutral(column) for column in columns])
    writer.writerows([neutral(cell) for cell in row] for row in rows)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO) -> None:
    """Write a table for the eye; on a terminal it fits the width, elsewhere nothing is cut."""
    from rich import box  # noqa: PLC0415 - slow to import, and programs that ask for JSON never need it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=stream, width=None if stream.isatty() else WIDE, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    console.print(table)
