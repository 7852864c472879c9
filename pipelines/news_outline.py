"""Which heading a dated line stands under, which element is its whole item, and which year it lacks.

A heading governs what follows it inside the smallest element that holds both, up to the next heading of its rank.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from pipelines.eras import WrittenDate, find_dates
from pipelines.news_lines import YEARS, Line, Strength
from pipelines.news_words import Section, plain, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.text import Block

RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
UNRANKED = 6  # a heading without a tag for it, which any real heading ends
LONGEST_BARE_HEADING = 30  # characters of a heading without a tag for it
NEAR = 3  # blocks between such a heading and the first dated line: more are a menu
LISTS = {"ul", "ol", "dl", "table", "tbody", "body"}  # hold items, are none
TAGS = 4  # the part of a line's make that tells of its elements
EMPHASIS = {"b", "strong", "font", "big", "u", "img"}  # makes a heading of a short line
BARE_YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST_YEAR_HEADING = 24

Chain = dict[HtmlElement, None]  # an element and all around it, innermost first (ordered, quick to ask)


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """A heading of a page: its block, its rank (1 highest) and what it says of the list below it."""

    index: int
    rank: int
    section: Section
    element: HtmlElement
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A dated line in its place."""

    line: Line
    root: HtmlElement | None  # the largest element around this line and no other; None: it shares its own element
    heading: Heading | None  # the nearest heading that says what the list is, news or not
    year: WrittenDate | None  # of the year heading above


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The dated lines of a page in their places, without second dates of an item, and its headings, all in order."""

    places: tuple[Placed, ...]
    headings: tuple[Heading, ...]

    def headings_without_dates(self) -> Iterator[Heading]:
        """The headings that govern no dated line."""
        governing = {placed.heading for placed in self.places}
        return (heading for heading in self.headings if heading not in governing)


def outline_of(blocks: tuple[Block, ...], lines: Sequence[Line]) -> Outline:
    """The outline of a page; see `Outline`."""
    chains = {line: chain_of(line.element) for line in lines}
    lines = _first_dates(lines, chains)
    chains = {line: chains[line] for line in lines}
    counts = Counter(chain.from_iterable(chains.values()))
    dated = {line.index for line in lines}
    headings = [heading for heading in _real_headings(blocks) if heading.index not in dated]
    scopes = _scopes(headings, lines, chains)
    headings = [heading for heading in headings if not _heads_an_item(heading, scopes[heading], counts)]
    counts.update(chain.from_iterable(chain_of(one.element) for one in headings if one.section is not Section.OPEN))
    roots = {line: _root(chains[line], counts) for line in lines}
    held = set(roots.values())
    headings = [heading for heading in headings if held.isdisjoint(chain_of(heading.element))]
    headings = sorted([*headings, *_bare_headings(blocks, lines)], key=lambda heading: heading.index)
    scopes = _scopes(headings, lines, chains)
    years = _Years(blocks, roots) if any(line.strength <= Strength.BELIEVED for line in lines) else None
    places = (
        Placed(
            line,
            roots[line],
            _governing(line, chains[line], headings, scopes),
            years.of(line) if years and line.strength <= Strength.BELIEVED else None,
        )
        for line in lines
    )
    return Outline(tuple(places), tuple(headings))


def chain_of(element: HtmlElement) -> Chain:
    """The element and all elements around it, innermost first."""
    return dict.fromkeys(chain([element], element.iterancestors()))


# ---------------------------------------------------------------- items


def _first_dates(lines: Sequence[Line], chains: dict[Line, Chain]) -> list[Line]:
    """The lines without those that are a second date of their item (held on, closes on).

    Two lines of different make in one element are one item if a sister element begins with a line of the first make,
    and if the element holds no more of these.
    """
    tags = {line: line.make[:TAGS] for line in lines}
    if len(set(tags.values())) < 2:  # noqa: PLR2004  two makes
        return list(lines)
    within: Counter[tuple[HtmlElement, tuple[str, ...]]] = Counter()
    among: Counter[tuple[HtmlElement | None, str, tuple[str, ...]]] = Counter()
    for line in lines:
        for element in chains[line]:
            within[element, tags[line]] += 1
            among[element.getparent(), str(element.tag), tags[line]] += 1
    kept: list[Line] = []
    for line in lines:
        before = kept[-1] if kept else line
        shared = common(chains[before], chains[line])
        if tags[before] == tags[line] or shared is None or shared.tag in LISTS or within[shared, tags[before]] > 1:
            kept.append(line)
        elif among[shared.getparent(), str(shared.tag), tags[before]] == within[shared, tags[before]]:
            kept.append(line)  # no sister begins like this one
        elif line.stamped and not before.stamped:
            kept[-1] = line
    return kept


def _heads_an_item(heading: Heading, scope: HtmlElement | None, counts: Counter[HtmlElement]) -> bool:
    """Whether words of histories or programmes stand in the title of an item: one line around it, as in its sisters."""
    if heading.section is not Section.NOT_NEWS or scope is None or scope.tag in LISTS or counts[scope] > 1:
        return False
    parent = scope.getparent()
    return parent is not None and any(
        sister is not scope and counts[sister] for sister in parent.iterchildren(str(scope.tag))
    )


def common(first: Chain, second: Chain) -> HtmlElement | None:
    """The smallest element around both."""
    return next((element for element in first if element in second), None)


def _root(around: Chain, counts: Counter[HtmlElement]) -> HtmlElement | None:
    root = None
    for element in around:
        if counts[element] > 1:
            break
        root = element
    return root


# ---------------------------------------------------------------- headings


def _real_headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            tags = (str(element.tag) for element in chain([block.element], block.element.iterancestors()))
            rank = next((RANKS[tag] for tag in tags if tag in RANKS), UNRANKED)
            if not _year_of(block):
                yield Heading(index, rank, section_of(block.text), block.element, block.text)


def _bare_headings(blocks: tuple[Block, ...], lines: Sequence[Line]) -> Iterator[Heading]:
    """Short blocks in the words of a heading of news right above a dated line, and their like, which end them."""
    found = [
        index
        for before, line in pairwise([None, *lines])
        if line and (index := _bare_heading_above(blocks, line, before.index if before else -1)) is not None
    ]
    makes = Counter(_make(blocks[index]) for index in found)
    # One before each line is the name of the line's category.
    labels = {make for make, count in makes.items() if count > 2 and count * 2 >= len(lines)}  # noqa: PLR2004
    for index, block in enumerate(blocks):
        make = _make(block)
        if make not in makes or make in labels:
            continue
        if index in found:
            yield Heading(index, UNRANKED, Section.NEWS, block.element, block.text)
        elif any(make[1:]) and len(block.text) <= LONGEST_BARE_HEADING and not _year_of(block):
            yield Heading(index, UNRANKED, section_of(block.text), block.element, block.text)


def _bare_heading_above(blocks: tuple[Block, ...], line: Line, after: int) -> int | None:
    for index in range(line.index - 1, max(line.index - 1 - NEAR, after), -1):
        block = blocks[index]
        if (
            block.kind not in {"heading", "nav"}
            and len(block.text) <= LONGEST_BARE_HEADING
            and block.element.tag != "li"
            and not block.text.startswith("#")
            and section_of(block.text) is Section.NEWS
        ):
            return index
    return None


def _make(block: Block) -> tuple[str, str, str]:
    """Tag, class and emphasis of a block: headings of one page are made alike."""
    inner = next((str(element.tag) for element, text in block.pieces if not text.isspace()), "")
    return str(block.element.tag), block.element.get("class", ""), inner if inner in EMPHASIS else ""


def _scopes(
    headings: Sequence[Heading], lines: Sequence[Line], chains: dict[Line, Chain]
) -> dict[Heading, HtmlElement | None]:
    """The element each heading governs: the smallest around it and the next line."""
    scopes: dict[Heading, HtmlElement | None] = {}
    following = iter(lines)
    line = next(following, None)
    for heading in headings:
        while line and line.index <= heading.index:
            line = next(following, None)
        scopes[heading] = common(chain_of(heading.element), chains[line]) if line else None
    return scopes


def _governing(
    line: Line, around: Chain, headings: Sequence[Heading], scopes: dict[Heading, HtmlElement | None]
) -> Heading | None:
    """The nearest heading above that says something and is not ended by a later one of its rank or higher."""
    ended = UNRANKED + 1
    for heading in reversed(headings):
        if heading.index >= line.index or heading.rank >= ended:
            continue
        scope = scopes[heading]
        if scope is not None and scope in around:
            if heading.section is not Section.OPEN:
                return heading
            ended = heading.rank
    return None


# ---------------------------------------------------------------- years


class _Years:
    """The years that blocks of a page consist of: of one item where they stand inside it, else of all that follows."""

    def __init__(self, blocks: tuple[Block, ...], roots: dict[Line, HtmlElement | None]) -> None:
        self.inside: dict[HtmlElement, WrittenDate] = {}
        self.above: list[tuple[int, WrittenDate]] = []
        self.roots = roots
        held = set(roots.values())
        for index, block in enumerate(blocks):
            year = _year_of(block)
            if year:
                item = next((element for element in chain_of(block.element) if element in held), None)
                if item is None:
                    self.above.append((index, year))
                else:
                    self.inside.setdefault(item, year)

    def of(self, line: Line) -> WrittenDate | None:
        root = self.roots[line]
        if root is not None and root in self.inside:
            return self.inside[root]
        return next((year for index, year in reversed(self.above) if index < line.index), None)


def _year_of(block: Block) -> WrittenDate | None:
    """The year that a block consists of: 2024年, 令和6年度のお知らせ, 2024."""
    if len(block.text) > LONGEST_YEAR_HEADING:
        return None
    text = plain(block.text)
    if BARE_YEAR.fullmatch(text):
        text += "年"
    found = find_dates(text)
    if len(found) != 1 or found[0].precision not in YEARS or found[0].start:
        return None
    rest = text[found[0].end :].removeprefix("の")
    return found[0] if not rest or section_of(rest) is Section.NEWS else None
