"""Where on a page a date stands: below which heading, beside which words, in which box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from pipelines.date_headings import BOXES, PUBLISHING_HOSTS
from pipelines.date_outline import Outline, inside
from pipelines.date_words import WINDOW
from pipelines.eras import WrittenDate, find_dates, in_year
from pipelines.sites import host_of, registrable_domain
from pipelines.text import Block, Page, absolute_url
from pipelines.written import fold_widths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

LONGEST_LABEL = 24  # characters of a block that may name the block after it
LONGEST_CATEGORY = 12  # that may stand before the date of a news item: [お知らせ] 2024.5.1
BARELY_MORE = 4  # that a block may hold beside a date and still wait for its title in the next block
BOX_DEPTH = 8  # ancestors that are asked for their class
LIST_TAGS = {"ul", "ol", "dl", "table"}
FEWEST_FOREIGN = 3  # links to one and the same other organisation make a list its own, not ours
BEFORE_LEADING = re.compile(r"^[^\w]{0,6}$")
SENTENCE = re.compile(r"[。、!?]")
RANGE = re.compile(r"^\s?(?:午[前後])?(?:[0-9]{1,2}[:時][0-9]{0,2}分?)?\s?(?:[~-]|から|より|to|until|through)\s?$")
NO_MORE_THAN_TIME = re.compile(r"^[\W0-9時分秒現在午前後AMP]*$", re.IGNORECASE)
OF_DATE_BEFORE = re.compile(r"^[^\s、。,|()\[\]]{1,12}[\s、。,|()\[\]]+")  # 2024年5月1日公開、


@dataclass(frozen=True, slots=True)
class Place:
    """One date or range of a block, and what surrounds it; texts are folded (see `written.fold_widths`)."""

    dates: tuple[WrittenDate, ...]  # start, and end of a range
    block: Block
    before: str  # back to the date before it, with the label of the block before where the date leads
    after: str  # up to the date after it
    following: str  # the beginning of the next block, where the date ends its own
    leading: bool  # heads its block
    trailing: bool  # ends its block
    alone: bool  # its block holds nothing else but a time
    section: str  # a key of SECTIONS or ""
    heading: str  # words of that section's heading
    box: str  # "program" | "feed" | "news" | "": what box it stands in, by the names of its elements


def dated_places(page: Page) -> Iterator[Place]:
    """All dates in the visible text of a page, in reading order; those without any year are left out."""
    outline = Outline.of(page.url)
    boxes: dict[html.HtmlElement, str] = {}
    label, titled = "", False  # the words that may name this block; whether it may be the title of the date before
    for block, next_block in zip_longest(page.blocks, page.blocks[1:]):
        dates = find_dates(block.text)
        outline.note(block, dates, titled=titled)
        if dates:
            following = fold_widths(next_block.text[:WINDOW])[0] if next_block else ""
            kept = _with_years(dates, block, outline.year)
            yield from _places(block, kept, (label, following), outline, boxes)
        label = _label(block, titled=titled) if not dates else ""
        titled = len(dates) == 1 and len(block.text) - len(dates[0].written) <= BARELY_MORE


def _label(block: Block, *, titled: bool) -> str:
    """The words of a block that may name the date in the next one: 締切 before 5月31日, but no title of a date."""
    if len(block.text) > LONGEST_LABEL or (titled and not inside(block.element, "dt") and block.text[-1] not in ":："):
        return ""
    return fold_widths(block.text)[0]


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
    neighbours: tuple[str, str],
    outline: Outline,
    boxes: dict[html.HtmlElement, str],
) -> Iterator[Place]:
    section, heading = ("", "") if block.kind in {"nav", "footer"} else outline.section
    label, following = neighbours
    box = _box(block.element, boxes)
    groups = _ranges(block.text, dates)
    for i, group in enumerate(groups):
        behind = groups[i - 1][-1].end if i else 0
        ahead = groups[i + 1][0].start if i + 1 < len(groups) else len(block.text)
        start, end = group[0].start, group[-1].end
        before = fold_widths(block.text[max(behind, start - WINDOW) : start])[0]
        before = OF_DATE_BEFORE.sub("", before) if i else before
        after = fold_widths(block.text[end : min(ahead, end + WINDOW)])[0]
        leading = not i and start < WINDOW and (bool(BEFORE_LEADING.match(before)) or _is_category(before))
        ends = i == len(groups) - 1 and bool(BEFORE_LEADING.match(block.text[end : end + WINDOW]))
        yield Place(
            dates=group,
            block=block,
            before=f"{label}\n{before}" if leading and label else before,
            after=after,
            following=following if ends else "",
            leading=leading,
            alone=len(groups) == 1 and bool(NO_MORE_THAN_TIME.match(before) and NO_MORE_THAN_TIME.match(after)),
            trailing=ends,
            section=section or ("news" if box == "news" and block.kind not in {"nav", "footer"} else ""),
            heading=heading,
            box=box,
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
        boxes[element] = next((box for box, words in BOXES if words.search(names)), "")
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
