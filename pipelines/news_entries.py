"""From a dated line to an item: which text around it is the title, and which link is meant.

The title stands in the line itself, elsewhere in the element around the line, in the blocks that follow (a term and its
definition, a date and the paragraph after it), or before the date where the list is written that way round.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.news_lines import cleaned, spans_of, title_of
from pipelines.news_outline import Placed, chain_of
from pipelines.news_words import TITLE_CLASSES, class_words, is_label, leads_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from pipelines.text import Block, Page

REACH = 12  # blocks of one item looked at on either side of its date
SHORTEST_UNDATED = 8  # characters of an item without a date; shorter ones are entries of a menu
SHORT_TITLE = 8  # characters up to which the text beside a date may be a department, if a linked text follows
TITLE_FIRST = 0.8  # share of lines with a heading right before them from which titles come first


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One item of some list of dated lines, news or not."""

    placed: Placed
    title: str
    url: str  # "" without a link


class Entries:
    """Makes the entries of a page; holds what all of them need."""

    def __init__(self, page: Page, blocks: tuple[Block, ...], places: Sequence[Placed]) -> None:
        self.page = page
        self.blocks = blocks
        self.links = {link.element: link.url for link in page.links}
        self.ranges = {placed: self._range(placed) for placed in places}
        self.taken = {index for first, last in self.ranges.values() for index in range(first, last + 1)}
        self.title_first = self._title_first(places)
        self.taken |= {self.ranges[placed][0] - 1 for placed in self.title_first}

    def of(self, placed: Placed) -> Iterator[Entry]:
        """The entries of one dated line: one, none without a title, or several that share a date."""
        first, last = self.ranges[placed]
        inside = list(range(first, last + 1))
        title = self._title_inside(placed, inside)
        if title:
            text, index = title
            yield Entry(placed, text, self._link([index, placed.line.index, *inside], placed.root))
            return
        around = [first - 1] if placed in self.title_first else list(self._following(placed, last))
        several = self._several([*inside, *around])
        for index in several or [index for index in around if self._title(index)][:1]:
            others = [index] if several else [index, placed.line.index, *around]
            yield Entry(placed, self._title(index), self._link(others, placed.root))

    # ------------------------------------------------------------ where the blocks of an item lie

    def _range(self, placed: Placed) -> tuple[int, int]:
        """The first and the last block of the line's own element."""
        first = last = placed.line.index
        if placed.root is None:
            return first, last
        while first > 0 and placed.line.index - first < REACH and placed.root in self._chain(first - 1):
            first -= 1
        while last + 1 < len(self.blocks) and last - placed.line.index < REACH and placed.root in self._chain(last + 1):
            last += 1
        return first, last

    def _chain(self, index: int) -> dict[HtmlElement, None]:
        return chain_of(self.blocks[index].element)

    def _following(self, placed: Placed, last: int) -> Iterator[int]:
        """The blocks after a line up to the next one, in the same list."""
        shared = placed.line.element if placed.root is None else placed.root.getparent()
        for index in range(last + 1, min(last + 1 + REACH, len(self.blocks))):
            if index in self.taken or shared is None or shared not in self._chain(index):
                return
            yield index

    def _title_first(self, places: Sequence[Placed]) -> set[Placed]:
        """The lines of those lists in which a heading or term stands before each date."""
        lists: defaultdict[tuple[HtmlElement | None, tuple[str, ...]], list[Placed]] = defaultdict(list)
        for placed in places:
            if placed.root is not None and not placed.line.title:
                lists[placed.root.getparent(), placed.line.tags].append(placed)
        found: set[Placed] = set()
        for alike in lists.values():
            headed = [placed for placed in alike if self._is_headed(placed)]
            if len(headed) >= TITLE_FIRST * len(alike):
                found.update(headed)
        return found

    def _is_headed(self, placed: Placed) -> bool:
        index = self.ranges[placed][0] - 1
        if index < 0 or index in self.taken or placed.root is None:
            return False
        block = self.blocks[index]
        governs = placed.heading is not None and placed.heading.index == index
        if governs or placed.root.getparent() not in self._chain(index):
            return False
        return (block.kind == "heading" or block.element.tag == "dt") and bool(self._title(index))

    # ------------------------------------------------------------ titles

    def _title(self, index: int) -> str:
        block = self.blocks[index]
        title = title_of(block, spans_of(block))
        return "" if is_label(title) or leads_on(title) else title

    def _title_inside(self, placed: Placed, inside: Sequence[int]) -> tuple[str, int] | None:
        """The title within the line's own element and its block: a heading, the line, the first linked text, any."""
        line = placed.line
        others = [(self._title(index), index) for index in inside if index != line.index]
        others = [(title, index) for title, index in others if title]
        headed = [(title, index) for title, index in others if self._is_titled(self.blocks[index], placed.root)]
        linked = [(title, index) for title, index in others if self._links_of(index)]
        if headed:
            return min(headed, key=lambda titled: str(self.blocks[titled[1]].element.tag))  # h2 before h3
        if line.title and (len(line.title) > SHORT_TITLE or not linked or any(self._links_of(line.index))):
            return line.title, line.index
        if len(self._several(inside)) > 1:
            return None
        if linked and len(others[0][0]) <= SHORT_TITLE:
            return linked[0]
        return next(iter(others), None)

    @staticmethod
    def _is_titled(block: Block, root: HtmlElement | None) -> bool:
        if block.kind == "heading":
            return True
        for element in chain_of(block.element):
            if element is root:
                return False
            if TITLE_CLASSES & class_words(element.get("class", "")):
                return True
        return False

    def _several(self, indices: Sequence[int]) -> list[int]:
        """The blocks with titles of a line with several items below one date: list items, or linked definitions."""
        holders: dict[HtmlElement, int] = {}
        for index in indices:
            holder = next((e for e in self._chain(index) if e.tag in {"li", "dd"}), None)
            if holder is not None and holder not in holders and self._title(index):
                holders[holder] = index
        if len(holders) < 2 or len({holder.getparent() for holder in holders}) > 1:  # noqa: PLR2004  several
            return []
        # The second definition of a term may also describe the first.
        described = any(holder.tag == "dd" and not self._links_of(index) for holder, index in holders.items())
        return [] if described else list(holders.values())

    # ------------------------------------------------------------ links

    def _link(self, indices: Sequence[int], root: HtmlElement | None) -> str:
        """The first link of the blocks, else any in the element, else the one around it."""
        for index in indices:
            for url in self._links_of(index):
                return url
        if root is None:
            return ""
        within = [self.links[element] for element in root.iter("a") if element in self.links]
        return next((url for url in within if self._leads_away(url)), "")

    def _links_of(self, index: int) -> list[str]:
        block = self.blocks[index]
        found = []
        for element, text in block.pieces:
            url = "" if text.isspace() else self._link_around(element)
            if url and self._leads_away(url):
                found.append(url)
        return found

    def _link_around(self, element: HtmlElement) -> str:
        return next((self.links[around] for around in chain_of(element) if around in self.links), "")

    def _leads_away(self, url: str) -> bool:
        """Whether a link is more than a mark within the page."""
        return url.rstrip("/") != self.page.url.rstrip("/")


def undated_sisters(places: Sequence[Placed], links: dict[HtmlElement, str]) -> Iterator[tuple[str, str]]:
    """Title and address of the sisters of a list's items that have no date."""
    roots = [placed.root for placed in places if placed.root is not None]
    for parent in dict.fromkeys(root.getparent() for root in roots):
        sisters = [root for root in roots if root.getparent() is parent]
        if parent is None or len(sisters) < 2:  # noqa: PLR2004  one of a kind has no sisters
            continue
        for element in parent.iterchildren(str(sisters[0].tag)):
            if element in sisters or element.get("class") != sisters[0].get("class"):
                continue
            link = next((links[anchor] for anchor in element.iter("a") if anchor in links), "")
            title = cleaned(str(element.text_content()))
            if link and title and not leads_on(title):
                yield title, link


def undated_list(blocks: Sequence[Block], heading: int, links: dict[HtmlElement, str]) -> list[tuple[str, str]]:
    """Title and address of the linked list items right below a heading (the block at `heading`); two at least."""
    found: list[tuple[str, str]] = []
    for block in blocks[heading + 1 :]:
        link = next(
            (links[around] for element, _ in block.pieces for around in chain_of(element) if around in links), ""
        )
        title = title_of(block, spans_of(block))
        if block.kind != "item" or not link or len(title) < SHORTEST_UNDATED or leads_on(title):
            break
        found.append((title, link))
    return found if len(found) > 1 else []
