"""Where on a page a date stands: below which heading, beside which words, in which box.

A page is read once from top to bottom with an outline of the headings in force, because 5月1日 is of the year of the
heading above it, and because a date below 沿革 is history while the same date below お知らせ is news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.records import Precision
from pipelines.date_headings import BOX_OF_FEED, BOX_OF_PROGRAM, FOLDERS, PUBLISHING_HOSTS, SECTIONS
from pipelines.date_words import WINDOW
from pipelines.eras import WrittenDate, find_dates, in_year
from pipelines.sites import host_of, registrable_domain
from pipelines.text import HEADING_TAGS, Block, Page, absolute_url, fold
from pipelines.written import fold_widths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

LONGEST_HEADING = 60  # characters; a longer one is a sentence
LONGEST_LABEL = 24  # of a block that may name the block after it
LONGEST_SUB_HEADING = 16  # of a block that is used as a heading without being marked as one
LONGEST_CATEGORY = 12  # that may stand before the date of a news item: [お知らせ] 2024.5.1
SUB_LEVEL, YEAR_LEVEL = 8, 9  # below h1 to h6 and captions
NEAR = 4  # ancestors within which an element is "inside" another
BOX_DEPTH = 8  # ancestors that are asked for their class
HEADING_LEVEL = {tag: int(tag[1]) if tag[1:].isdigit() else 7 for tag in HEADING_TAGS}
BARE_YEAR = re.compile(r"(?<![0-9./-])(?:19[89]|20[0-4])[0-9](?![0-9./-])")
ONLY_A_YEAR = re.compile(
    r"^[^\w]{0,4}(?:西暦|FY\s?)?(?:(?:令和|平成|昭和|[RHS])?\s?[0-9元]{1,4})\s?年?度?\s?(?:\(.{1,10}\)\s?年?度?)?[^\w]{0,4}$"
)
BEFORE_LEADING = re.compile(r"^[^\w]{0,6}$")
SENTENCE = re.compile(r"[。、!?]")
RANGE = re.compile(r"^\s?(?:午[前後])?(?:[0-9]{1,2}[:時][0-9]{0,2}分?)?\s?(?:[~-]|から|より|to|until|through)\s?$")
NO_MORE_THAN_TIME = re.compile(r"^[\W0-9時分秒現在午前後AMP]*$", re.IGNORECASE)
LIST_TAGS = {"ul", "ol", "dl", "table"}
FEWEST_FOREIGN = 3  # links to one and the same other organisation make a list its own, not ours
YEARLY = {Precision.YEAR, Precision.FISCAL_YEAR}


@dataclass(frozen=True, slots=True)
class Place:
    """One date or range of a block, and what surrounds it; texts are folded (see `written.fold_widths`)."""

    dates: tuple[WrittenDate, ...]  # start, and end of a range
    block: Block
    before: str  # back to the date before it, with the label of the block before where the date leads
    after: str  # up to the date after it
    leading: bool  # heads its block
    trailing: bool  # ends its block
    alone: bool  # its block holds nothing else but a time
    section: str  # a key of SECTIONS or ""
    heading: str  # words of that section's heading
    box: str  # "program" | "feed" | "": whose box it stands in, by the names of its elements


@dataclass(slots=True)
class _Outline:
    """The headings in force while a page is read: (level, words, section, year)."""

    base: tuple[str, str]  # section and words that the page as a whole has
    stack: list[tuple[int, str, str, WrittenDate | None]] = field(default_factory=list)

    def enter(self, level: int, words: str, section: str, year: WrittenDate | None) -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, words, section, year))

    @property
    def section(self) -> tuple[str, str]:
        """Section and words of the nearest heading that has one."""
        return next(((section, words) for _, words, section, _ in reversed(self.stack) if section), self.base)

    @property
    def year(self) -> WrittenDate | None:
        """The nearest year of a heading."""
        return next((year for *_, year in reversed(self.stack) if year), None)


def dated_places(page: Page) -> Iterator[Place]:
    """All dates in the visible text of a page, in reading order; those without any year are left out."""
    outline = _Outline(_section_of_address(page.url))
    boxes: dict[html.HtmlElement, str] = {}
    label, titled = "", False  # whether the block before is a date that this block is the title of
    for block in page.blocks:
        dates = find_dates(block.text)
        if not titled:
            _note(outline, block, dates)
        if dates:
            yield from _places(block, _with_years(dates, block, outline.year), label, outline, boxes)
        label = fold_widths(block.text)[0] if len(block.text) <= LONGEST_LABEL and not dates else ""
        titled = len(dates) == 1 and len(block.text) - len(dates[0].written) <= LONGEST_LABEL // 4


def _section_of_address(url: str) -> tuple[str, str]:
    path = urlsplit(url).path
    return next(((section, "") for section, folders in FOLDERS if folders.search(path)), ("", ""))


# ---------------------------------------------------------------- headings


def _note(outline: _Outline, block: Block, dates: tuple[WrittenDate, ...]) -> None:
    """Enters a block into the outline if it is a heading, marked as one or used as one."""
    text = fold_widths(block.text)[0] if len(block.text) <= LONGEST_HEADING else ""
    if block.kind == "heading":
        outline.enter(_level(block), text, _section(text), _year(text, dates))
    elif not text or block.kind in {"nav", "footer"} or _inside(block.element, "a"):
        return
    elif ONLY_A_YEAR.match(text) and (year := _year(text, dates)):
        outline.enter(YEAR_LEVEL, text, "", year)
    elif not dates and (_inside(block.element, "dt") or (block.kind != "item" and len(text) <= LONGEST_LABEL)):
        section = _section(text) if len(text) <= LONGEST_SUB_HEADING and _is_mostly(text) else ""
        if section or _inside(block.element, "dt"):
            outline.enter(SUB_LEVEL, text, section, None)
    elif block.kind == "table" and (year := _year_of_rows(block.element)):
        outline.enter(YEAR_LEVEL, "", "", year)


def _section(text: str) -> str:
    return next((section for section, words in SECTIONS if words.search(text)), "")


def _is_mostly(text: str) -> bool:
    """Are at least half of the letters words of a heading (新着情報 yes, 新着の機械部品 no)?"""
    return any(2 * len(match[0]) >= len(text.strip()) for _, words in SECTIONS for match in words.finditer(text))


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


def _inside(element: html.HtmlElement, tag: str) -> bool:
    return tag in islice(_tags(element), NEAR)


def _year_of_rows(element: html.HtmlElement) -> WrittenDate | None:
    """The year in a first cell that reaches over several rows."""
    row = next((around for around in chain([element], element.iterancestors()) if around.tag == "tr"), None)
    cell = row[0] if row is not None and len(row) else None
    if cell is None or cell.get("rowspan") is None:
        return None
    text = fold_widths(fold(str(cell.text_content())))[0]
    return _year(text, find_dates(text)) if ONLY_A_YEAR.match(text) else None


# ---------------------------------------------------------------- dates in their surroundings


def _with_years(dates: tuple[WrittenDate, ...], block: Block, heading: WrittenDate | None) -> tuple[WrittenDate, ...]:
    """Dates without a year get that of the heading, where they are a list's; the others are left out."""
    listed = block.kind in {"item", "table", "heading"} or bool(BEFORE_LEADING.match(block.text[: dates[0].start]))
    if heading and listed:
        return tuple(in_year(one, heading) if "no_year" in one.marks else one for one in dates)
    return tuple(one for one in dates if "no_year" not in one.marks)


def _places(
    block: Block,
    dates: tuple[WrittenDate, ...],
    label: str,
    outline: _Outline,
    boxes: dict[html.HtmlElement, str],
) -> Iterator[Place]:
    section, heading = ("", "") if block.kind in {"nav", "footer"} else outline.section
    groups = _ranges(block.text, dates)
    for i, group in enumerate(groups):
        behind = groups[i - 1][-1].end if i else 0
        ahead = groups[i + 1][0].start if i + 1 < len(groups) else len(block.text)
        start, end = group[0].start, group[-1].end
        before = fold_widths(block.text[max(behind, start - WINDOW) : start])[0]
        after = fold_widths(block.text[end : min(ahead, end + WINDOW)])[0]
        leading = not i and start < WINDOW and (bool(BEFORE_LEADING.match(before)) or _is_category(before))
        yield Place(
            dates=group,
            block=block,
            before=f"{label} {before}" if leading and label else before,
            after=after,
            leading=leading,
            alone=len(groups) == 1 and bool(NO_MORE_THAN_TIME.match(before) and NO_MORE_THAN_TIME.match(after)),
            trailing=i == len(groups) - 1 and bool(BEFORE_LEADING.match(block.text[end:])),
            section=section,
            heading=heading,
            box=_box(block.element, boxes),
        )


def _is_category(before: str) -> bool:
    return len(before.strip()) <= LONGEST_CATEGORY and not SENTENCE.search(before)


def _ranges(text: str, dates: tuple[WrittenDate, ...]) -> list[tuple[WrittenDate, ...]]:
    """The dates with those that a range or an enumeration ties together in one group."""
    groups: list[tuple[WrittenDate, ...]] = []
    for one in dates:
        tied = groups and (
            "range_end" in one.marks or RANGE.match(fold_widths(text[groups[-1][-1].end : one.start][:WINDOW])[0])
        )
        if tied:
            groups[-1] = (*groups[-1], one)
        else:
            groups.append((one,))
    return groups


def _box(element: html.HtmlElement, boxes: dict[html.HtmlElement, str]) -> str:
    """Whose box an element stands in, by the ids and classes around it."""
    if element not in boxes:
        around = islice(chain([element], element.iterancestors()), BOX_DEPTH)
        names = " ".join(
            f"{one.get('id', '')} {one.get('class', '')}" for one in around if one.tag not in {"body", "html"}
        )
        boxes[element] = "program" if BOX_OF_PROGRAM.search(names) else "feed" if BOX_OF_FEED.search(names) else ""
    return boxes[element]


# ---------------------------------------------------------------- lists of others


class ForeignLists:
    """Tells lists whose items all lead to another organisation's website: its feed shown here, not our news."""

    def __init__(self, page: Page) -> None:
        self._base = page.base_url
        self._own = registrable_domain(page.url)
        self._known: dict[html.HtmlElement, bool] = {}

    def is_foreign(self, place: Place) -> bool:
        """Is the list around a date another organisation's?"""
        around = chain([place.block.element], place.block.element.iterancestors())
        container = next((one for one in around if one.tag in LIST_TAGS), None)
        if container is None:
            return False
        if container not in self._known:
            self._known[container] = self._leads_away(container, FEWEST_FOREIGN if place.box != "feed" else 1)
        return self._known[container]

    def _leads_away(self, container: html.HtmlElement, fewest: int) -> bool:
        found = [absolute_url(link.get("href", ""), self._base) for link in container.iter("a")]
        addresses = [address for address in found if address]
        domains = {registrable_domain(address) for address in addresses}
        if len(addresses) < fewest or len(domains) != 1 or self._own in domains:
            return False
        host = host_of(addresses[0])
        return not any(host == known or host.endswith(f".{known}") for known in PUBLISHING_HOSTS)
