"""A table of text cells out of whatever a spreadsheet program saved: CSV in several encodings and delimiters, or XLSX.

Excel in Japan saves "CSV" as cp932 with commas or tabs, "CSV UTF-8" with a BOM, and "Unicode text" as UTF-16 with tabs;
Excel in much of Europe puts semicolons.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
UTF16_STARTS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = ",;\t"
LINE_BREAKS = re.compile(r"\r\n?")


class SheetError(Exception):
    """The file is no table we can read."""

    def __init__(self, line: int, remedy: str) -> None:
        super().__init__(remedy)
        self.line = line
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the line (CSV) or row (XLSX) it starts on, counted from 1, and its cells without outer white space."""

    line: int
    cells: tuple[str, ...]


def read_sheet(path: Path, known: Iterable[str]) -> tuple[SheetRow, ...]:
    """The rows of a file that hold anything, the header first.

    Args:
        path: a CSV or XLSX file; what it is, is told by its content, not by its name.
        known: names of columns to expect; the delimiter is the one that finds most of them in the first line.

    Raises:
        SheetError: unreadable file, encoding or quoting, with line and remedy.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SheetError(0, f"cannot be read ({error.strerror}): check the path and its permissions") from error
    if content.startswith(OLD_EXCEL_START):
        raise SheetError(0, "is an Excel file of before 2007: save it as .xlsx or as CSV UTF-8")
    rows = _workbook_rows(content) if content.startswith(ZIP_START) else _csv_rows(_decoded(content), known)
    return tuple(row for row in rows if any(row.cells))


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16_STARTS):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        try:
            return content.decode("cp932")
        except UnicodeDecodeError as error:
            # Mostly UTF-8 with one broken character, or mostly cp932: the encoding that got farther is the one meant.
            start = max(not_utf8.start, error.start)
            line = content.count(b"\n", 0, start) + 1
            raise SheetError(line, "is neither UTF-8 nor Shift_JIS: save the file as CSV UTF-8") from error


def _csv_rows(text: str, known: Iterable[str]) -> Iterator[SheetRow]:
    text = LINE_BREAKS.sub("\n", text)
    first = text.split("\n", 1)[0]
    names = set(known)
    delimiter = max(DELIMITERS, key=lambda one: len(names & {cell.strip('" ').lower() for cell in first.split(one)}))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield SheetRow(line, tuple(cell.strip() for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = f"the row that starts here cannot be read ({error}): check its quotation marks"
        raise SheetError(line, remedy) from error


def _workbook_rows(content: bytes) -> Iterator[SheetRow]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield SheetRow(line, tuple(_cell_text(cell) for cell in cells))
    # What openpyxl raises on broken files: a bad archive, a missing part, bad XML, a bad value.
    except (zipfile.BadZipFile, KeyError, IndexError, ParseError, ValueError, OSError) as error:
        raise SheetError(0, f"is no readable .xlsx file ({error}): save it again, or as CSV UTF-8") from error


def _cell_text(value: object) -> str:
    """What a person would have typed into the cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
