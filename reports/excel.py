"""Sheets as one Excel workbook, made for those who work in Excel: the one place where XLSX is written.

Headers stay in view, every sheet has filters and prints on the width of a page, states have colours that follow the
word when somebody edits it, days are days, addresses are links, and nothing that came from the web is a formula.  The
same sheets give the same bytes.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

from reports.rendering import is_web
from reports.sheets import Kind
from reports.tables import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.sheets import Sheet

FONT = "Yu Gothic"  # comes with Office on Windows and macOS, in Europe too; others replace it by a font of their own
LINKS_MOST = 65_530  # links of one sheet; Excel repairs a file with more, and drops them all
LONGEST_LINK = 2_079  # characters of an address, likewise
LONGEST_TEXT = 32_767  # characters of a cell
NO_ADDRESS = re.compile(r'[\s"<>\\^`{|}]')  # no address has these unescaped
DARK, PALE = "#14395B", "#D8DFE6"
# Letters and ground of a state, dark enough to be read; the word itself stands in the cell.
STATE_COLOURS = {
    "active": ("#14663B", "#DDF1E5"), "static": ("#7D4E00", "#FBEBD0"),
    "ceased": ("#9C1F18", "#FBE0DE"), "unknown": ("#4C5967", "#E7EBEF"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook."""

    plain: Any
    head: Any
    day: Any
    moment: Any
    number: Any
    count: Any
    link: Any
    states: dict[str, Any]


def workbook(title: str, sheets: Sequence[Sheet], day: date, opened: str = "") -> bytes:
    """The sheets as the bytes of an XLSX file.  `day` is the day the data stand for, `opened` the sheet shown first."""
    file = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": 10},
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time())})
        styles = _styles(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _lay_out(page, sheet, styles)
            _fill(page, sheet, styles)
            if sheet.name == opened:
                page.activate()
    return file.getvalue()


def _styles(book: Any) -> Styles:
    ink = {name: {"font_color": letters, "bg_color": ground} for name, (letters, ground) in STATE_COLOURS.items()}
    top = {"valign": "top"}
    return Styles(
        plain=book.add_format(top),
        head=book.add_format({"bold": True, "bg_color": DARK, "font_color": "#FFFFFF", "valign": "vcenter"}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left", **top}),
        number=book.add_format({"num_format": "0.00", **top}),
        count=book.add_format({"num_format": "#,##0", **top}),
        link=book.add_format({"font_color": "#0B5394", "underline": 1, **top}),
        states={name: book.add_format(look) for name, look in ink.items()},
    )


def _lay_out(page: Any, sheet: Sheet, styles: Styles) -> None:
    """Header, filters, widths, colours, and how it prints."""
    last = max(len(sheet.rows), 1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, styles.plain)
        page.write_string(0, place, column.name, styles.head)
        if column.kind is Kind.STATE:
            for state, look in styles.states.items():
                page.conditional_format(
                    1, place, last, place, {"type": "cell", "criteria": "==", "value": f'"{state}"', "format": look}
                )
    page.set_row(0, 22)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")


def _fill(page: Any, sheet: Sheet, styles: Styles) -> None:
    links = 0
    for line, row in enumerate(sheet.rows, start=1):
        for place, column in enumerate(sheet.columns):
            value = column.value(row)
            if column.kind is Kind.LINK and links < LINKS_MOST and column.may_link(row) and can_link(value):
                page.write_url(line, place, value, styles.link, neutral(value))
                links += 1
            else:
                _write(page, line, place, value, styles, column.kind)


def _write(page: Any, line: int, place: int, value: object, styles: Styles, kind: Kind) -> None:
    match value:
        case None | "":
            pass
        case datetime():
            page.write_datetime(line, place, value.astimezone(UTC).replace(tzinfo=None), styles.moment)
        case date():
            page.write_datetime(line, place, datetime.combine(value, time()), styles.day)
        case bool():
            page.write_boolean(line, place, value)
        case int() | float():
            page.write_number(line, place, value, styles.count if kind is Kind.COUNT else styles.number)
        case _:
            page.write_string(line, place, neutral(value)[:LONGEST_TEXT])


def can_link(value: object) -> bool:
    """Whether Excel can open an address: of the web, not too long, without what breaks a workbook."""
    return isinstance(value, str) and len(value) <= LONGEST_LINK and is_web(value) and NO_ADDRESS.search(value) is None
