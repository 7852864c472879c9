"""From a dated line to an item: which text around it is the title, and which link is meant.

The title stands in the line itself, elsewhere in the element around the line, in the blocks that follow (a term and its
definition, a date and the paragraph after it), or before the date where the list is written that way round.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.news_lines import LONGEST_LINE, cleaned, spans_of, title_of
from pipelines.news_outline import Chain, Heading, Placed, chain_of
from pipelines.news_words import TITLE_CLASSES, class_words, is_label, leads_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from pipelines.text import Block, Page

REACH = 12  # blocks of one item looked at on either side of its date
SISTER_TAGS = {"li", "tr", "article", "div"}
SHORTEST_UNDATED = 8  # characters of an item without a date; shorter ones are entries of a menu
SHORT_TITLE = 6  # characters up to which the text beside a date may be a department, if a linked text follows
LONG_TITLE = 60  # characters from which the text beside a date may be the start of an article with its own heading
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
        self.chains: dict[int, Chain] = {}
        self.link_around: dict[HtmlElement, str] = dict(self.links)
        self.ranges = {placed: self._range(placed) for placed in places}
        self.taken = {index for first, last in self.ranges.values() for index in range(first, last + 1)}
        self.title_first = self._title_first(places)
        self.taken |= {self.ranges[placed][0] - 1 for placed in self.title_first}

    def of(self, places: Sequence[Placed]) -> list[Entry]:
        """The entries of the lines of one list."""
        return [entry for placed in places for entry in self._of(placed)]

    def _of(self, placed: Placed) -> Iterator[Entry]:
        """The entries of one dated line: one, none without a title, or several that share a date."""
        first, last = self.ranges[placed]
        inside = list(range(first, last + 1))
        title = None if placed in self.title_first else self._title_inside(placed, inside)
        if title:
            text, index = title
            yield Entry(placed, text, self._link([index, placed.line.index, *inside], placed.root))
            return
        following = list(self._following(placed, last))
        around = [first - 1] if placed in self.title_first else following
        several = self._several([*inside, *around])
        for index in several or [index for index in around if self._title(index)][:1]:
            near = [index] if several else [index, placed.line.index]
            url = self._link(near, placed.root) or ("" if several else self._leading_link(following))
            yield Entry(placed, self._title(index), url)

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

    def _chain(self, index: int) -> Chain:
        found = self.chains.get(index)
        if found is None:
            found = self.chains[index] = chain_of(self.blocks[index].element)
        return found

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
            title = placed.line.title
            if placed.root is not None and (not title or len(title) >= LONG_TITLE):
                lists[placed.root.getparent(), placed.line.make].append(placed)
        found: set[Placed] = set()
        for alike in lists.values():
            headed = [placed for placed in alike if self._is_headed(placed)]
            alone = len(alike) == 1 and alike[0].line.title
            if len(headed) >= TITLE_FIRST * len(alike) and not alone:
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
        title = title_of(block, spans_of(block)) if len(block.text) <= LONGEST_LINE else ""
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

    def _leading_link(self, indices: Sequence[int]) -> str:
        """The first link of the text below a title that leads on: 「続きを読む」; others are quoted in it."""
        for index in indices:
            for element, text in self.blocks[index].pieces:
                url = "" if text.isspace() else self._link_around(element)
                if url and self._leads_away(url) and leads_on(text):
                    return url
        return ""

    def _links_of(self, index: int) -> list[str]:
        around = (
            self._link_around(element) for element, text in self.blocks[index].pieces[:REACH] if not text.isspace()
        )
        return [url for url in around if url and self._leads_away(url)]

    def _link_around(self, element: HtmlElement) -> str:
        """The address of the link that an element lies in, "" outside of links."""
        inside: list[HtmlElement] = []
        around: HtmlElement | None = element
        while around is not None and around not in self.link_around:
            inside.append(around)
            around = around.getparent()
        url = "" if around is None else self.link_around[around]
        self.link_around.update(dict.fromkeys(inside, url))
        return url

    def _leads_away(self, url: str) -> bool:
        """Whether a link is more than a mark within the page."""
        return url.rstrip("/") != self.page.url.rstrip("/")

    # ------------------------------------------------------------ items without dates

    def undated_sisters(self, group: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        """Title and address of the sisters of a list's items that have no date."""
        known = {(entry.title, entry.url) for entry in group}  # a date and its title may be sisters too
        roots = dict.fromkeys(entry.placed.root for entry in group)
        parents = Counter(root.getparent() for root in roots if root is not None)
        for parent, count in parents.items():
            if parent is None or count < 2:  # noqa: PLR2004  one of a kind has no sisters
                continue
            first = next(root for root in roots if root is not None and root.getparent() is parent)
            for element in parent.iterchildren(str(first.tag)) if first.tag in SISTER_TAGS else ():
                if element not in roots and element.get("class") == first.get("class"):
                    yield from (found for found in self._undated(element) if found not in known)

    def _undated(self, element: HtmlElement) -> Iterator[tuple[str, str]]:
        title = cleaned(str(element.text_content()))
        link = next((self.links[anchor] for anchor in element.iter("a") if anchor in self.links), "")
        if link and title and not leads_on(title):
            yield title, link

    def undated_list(self, heading: Heading) -> list[tuple[str, str]]:
        """Title and address of the linked list items right below a heading; two at least."""
        found: list[tuple[str, str]] = []
        for index in range(heading.index + 1, len(self.blocks)):
            title, links = self._title(index), self._links_of(index)
            if self.blocks[index].kind != "item" or len(title) < SHORTEST_UNDATED or not links:
                break
            found.append((title, links[0]))
        return found if len(found) > 1 else []
