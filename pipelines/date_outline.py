"""The headings in force at each point of a page: what section it is, and of what year.

A page is read once from top to bottom, because 5月1日 is of the year of the heading above it, and because a date below
沿革 is history while the same date below お知らせ is news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.records import Precision
from pipelines.date_headings import FOLDERS, SECTIONS
from pipelines.eras import WrittenDate, find_dates
from pipelines.text import HEADING_TAGS, Block, fold
from pipelines.written import fold_widths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

LONGEST_HEADING = 60  # characters; a longer one is a sentence
LONGEST_SUB_HEADING = 16  # of a block that is used as a heading without being marked as one
SUB_LEVEL, YEAR_LEVEL = 8, 9  # below h1 to h6 and captions
NEAR = 4  # ancestors within which an element is "inside" another
HEADING_LEVEL = {tag: int(tag[1]) if tag[1:].isdigit() else 7 for tag in HEADING_TAGS}
BARE_YEAR = re.compile(r"(?<![0-9./-])(?:19[89]|20[0-4])[0-9](?![0-9./-])")
ONLY_A_YEAR = re.compile(
    r"^[^\w]{0,4}(?:西暦|FY\s?)?(?:(?:令和|平成|昭和|[RHS])?\s?[0-9元]{1,4})\s?年?度?\s?(?:\(.{1,10}\)\s?年?度?)?[^\w]{0,4}$"
)
YEARLY = frozenset({Precision.YEAR, Precision.FISCAL_YEAR})


@dataclass(slots=True)
class Outline:
    """The headings in force: (level, words, section, year), and section and words of the page as a whole."""

    base: tuple[str, str] = ("", "")
    stack: list[tuple[int, str, str, WrittenDate | None]] = field(default_factory=list)

    @classmethod
    def of(cls, url: str) -> Outline:
        """An outline that knows what the folders of the page's address say."""
        path = urlsplit(url).path
        return cls(next(((section, "") for section, folders in FOLDERS if folders.search(path)), ("", "")))

    @property
    def section(self) -> tuple[str, str]:
        """Section and words of the nearest heading that has one."""
        return next(((section, words) for _, words, section, _ in reversed(self.stack) if section), self.base)

    @property
    def year(self) -> WrittenDate | None:
        """The nearest year of a heading."""
        return next((year for *_, year in reversed(self.stack) if year), None)

    def note(self, block: Block, dates: tuple[WrittenDate, ...], *, titled: bool) -> None:
        """Takes in a block if it is a heading, marked as one or used as one.

        Args:
            block: the next block of the page.
            dates: those in its text.
            titled: whether it follows a date whose title it may be.
        """
        text = fold_widths(block.text)[0] if len(block.text) <= LONGEST_HEADING else ""
        if block.kind == "heading":
            self._enter(_level(block), text, _section(text), _year(text, dates))
        elif not text or block.kind in {"nav", "footer"} or inside(block.element, "a"):
            return
        elif ONLY_A_YEAR.match(text) and (year := _year(text, dates)):
            self._enter(YEAR_LEVEL, text, "", year)
        elif block.kind == "table" and (year := _year_of_rows(block.element)):
            self._enter(YEAR_LEVEL, "", "", year)
        elif not dates and inside(block.element, "dt"):
            self._enter(SUB_LEVEL, text, _sub_section(text), None)
        elif not dates and not titled and block.kind != "item" and (section := _sub_section(text)):
            self._enter(SUB_LEVEL, text, section, None)

    def _enter(self, level: int, words: str, section: str, year: WrittenDate | None) -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, words, section, year))


def _section(text: str) -> str:
    return next((section for section, words in SECTIONS if words.search(text)), "")


def _sub_section(text: str) -> str:
    """The section of a short block at least half of which is a word of headings (新着情報, but not 新着の機械部品)."""
    if len(text) > LONGEST_SUB_HEADING:
        return ""
    return next(
        (section for section, words in SECTIONS if any(2 * len(found) >= len(text) for found in words.findall(text))),
        "",
    )


def _year(text: str, dates: tuple[WrittenDate, ...]) -> WrittenDate | None:
    """The one year that a heading names."""
    years = {(one.value.year, one.precision): one for one in dates if one.precision in YEARLY}
    if not dates:
        found = {match[0]: match for match in BARE_YEAR.finditer(text)}
        years = {
            (int(year), Precision.YEAR): WrittenDate(date(int(year), 1, 1), Precision.YEAR, *match.span(), year)
            for year, match in found.items()
        }
    return next(iter(years.values())) if len(years) == 1 else None


def _level(block: Block) -> int:
    return next((HEADING_LEVEL[tag] for tag in _tags(block.element) if tag in HEADING_LEVEL), SUB_LEVEL)


def _tags(element: html.HtmlElement) -> Iterator[str]:
    return (str(around.tag) for around in chain([element], element.iterancestors()))


def inside(element: html.HtmlElement, tag: str) -> bool:
    """Is an element, or one close around it, of that tag?"""
    return tag in islice(_tags(element), NEAR)


def _year_of_rows(element: html.HtmlElement) -> WrittenDate | None:
    """The year in a first cell that reaches over several rows."""
    row = next((around for around in chain([element], element.iterancestors()) if around.tag == "tr"), None)
    cell = row[0] if row is not None and len(row) else None
    if cell is None or cell.get("rowspan") is None:
        return None
    text = fold_widths(fold(str(cell.text_content())))[0]
    return _year(text, find_dates(text)) if ONLY_A_YEAR.match(text) else None
