"""Lists of news on a page, as items with date, title and link.

A list is known by its structure: lines of the same make, each headed or ended by a date, under a heading in the words
of news, on a page that is one of news, or simply three and more of them, newest first.  What looks alike and is
something else (histories, publications, timetables, months of an archive, comments, another body's feed) is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from crawler.records import DateSource, NewsItem, Precision
from pipelines.eras import WrittenDate, in_year
from pipelines.news_entries import Entries, Entry, undated_list, undated_sisters
from pipelines.news_lines import Strength, dated_lines, settled
from pipelines.news_outline import Placed, chain_of, outline_of
from pipelines.news_words import (
    CITATION,
    HEADS_UNDATED,
    NEWS_CLASSES,
    NOT_NEWS,
    OTHER_CLASSES,
    OWN_CHANNELS,
    Section,
    class_words,
    names_a_body,
    path_is_news,
    title_is_news,
)
from pipelines.sites import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.news_outline import Heading
    from pipelines.text import Page

FEWEST_ALIKE = 3  # dated items of one make that are a list though no heading says so
FEWEST_ON_NEWS_PAGE = 2
NEWEST_FIRST = 0.8  # share of neighbours in that order: histories and programmes begin with the oldest
LONGEST_OPEN_TITLE = 160  # characters of a title in a list that no heading introduces
SHORTEST_OPEN_TITLE = 4
LONGEST_NAMED = 12  # characters of a title that only names a deadline or a chapter
CITED = 0.4  # share of citations from which a list is one of publications
TURN_OF_YEAR_DAYS = 180  # in a list newest first, a day so much later than the one before is of the year before
FARTHEST_AHEAD_DAYS = 3 * 366  # a later day is a typing error
ITEM_TAGS = {"li", "dt", "dd", "tr", "td"}
HINT_DEPTH = 6  # elements around a list whose class may say what it is

Group = list[Entry]


def news_items(page: Page, now: date) -> tuple[NewsItem, ...]:
    """The items of all lists of news of a page, newest first, undated ones last, each once.

    Events ahead are kept.  A day without a year, with no year heading above and no full date before it, is unknown.
    """
    blocks = settled(page.blocks)
    outline = outline_of(blocks, dated_lines(blocks))
    entries = Entries(page, blocks, outline.places)
    groups: defaultdict[tuple[Heading | None, tuple[str, ...]], Group] = defaultdict(list)
    for placed in outline.places:
        make = () if placed.heading else (*placed.line.tags, placed.line.place)
        groups[placed.heading, make].extend(entries.of(placed))
    found: list[NewsItem] = []
    for (heading, _), group in groups.items():
        if heading and heading.section is Section.NEWS:
            found += _under_heading(group, heading, entries, now)
        elif not heading and _is_open_news(group, page):
            found += _dated(group, now)
    headed = {placed.heading for placed in outline.places}
    for heading in outline.headings:
        if heading not in headed and heading.section is Section.NEWS and HEADS_UNDATED.search(heading.text.lower()):
            found += map(_undated, undated_list(blocks, heading.index, entries.links))
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda item: (item.date is not None, item.date), reverse=True))


# ---------------------------------------------------------------- which lists are news


def _under_heading(group: Group, heading: Heading, entries: Entries, now: date) -> Iterator[NewsItem]:
    """The items of a list that a heading calls news, unless it is the feed of another body."""
    surest = max((entry.placed.line.strength for entry in group), default=Strength.SENTENCE)
    least = Strength.BELIEVED if surest >= Strength.SET_APART else Strength.SENTENCE
    kept = [entry for entry in group if entry.placed.line.strength >= least and _may_be_item(entry)]
    if not kept or (names_a_body(heading.text) and _is_foreign(kept, entries.page)):
        return
    yield from _dated(kept, now)
    yield from map(_undated, undated_sisters([entry.placed for entry in kept], entries.links))


def _undated(titled: tuple[str, str]) -> NewsItem:
    title, url = titled
    return NewsItem(None, Precision.DAY, title, url, DateSource.NEWS_ITEM)


def _may_be_item(entry: Entry) -> bool:
    """A line whose date is not sure has at least the markup of an item."""
    line = entry.placed.line
    return line.strength >= Strength.SET_APART or any(
        element.tag in ITEM_TAGS for element in list(chain_of(line.element))[:3]
    )


def _is_open_news(group: Group, page: Page) -> bool:
    """Whether dated lines that no heading explains are a list of news."""
    sure = [entry for entry in group if entry.placed.line.strength >= Strength.SET_APART]
    titled = title_is_news(page.title)
    fewest = FEWEST_ON_NEWS_PAGE if titled or path_is_news(page.url) else FEWEST_ALIKE
    if len(sure) < max(fewest, len(group) / 2):
        return False
    hints = _hints(sure[0]) | _hints(sure[-1])
    if hints & OTHER_CLASSES or _is_foreign(sure, page) or not _reads_like_news([entry.title for entry in sure]):
        return False
    return titled or bool(hints & NEWS_CLASSES) or _is_newest_first(sure)


def _reads_like_news(titles: Sequence[str]) -> bool:
    """Titles of news differ, are no citations, no names of deadlines and no essays."""
    cited = sum(1 for title in titles if CITATION.search(title))
    named = sum(1 for title in titles if len(title) <= LONGEST_NAMED and NOT_NEWS.search(title.lower()))
    return (
        len(set(titles)) * 2 > len(titles)
        and cited < CITED * len(titles)
        and named * 2 < len(titles)
        and median(map(len, titles)) <= LONGEST_OPEN_TITLE
        and median(map(len, titles)) >= SHORTEST_OPEN_TITLE
    )


def _hints(entry: Entry) -> frozenset[str]:
    """The words of the classes around an item."""
    around = list(chain_of(entry.placed.line.element))[:HINT_DEPTH]
    return frozenset().union(*(class_words(f"{e.get('class', '')} {e.get('id', '')}") for e in around))


def _is_newest_first(group: Group) -> bool:
    days = [entry.placed.line.written.value for entry in group]
    falling = sum(1 for earlier, later in pairwise(days) if earlier >= later)
    return falling >= NEWEST_FIRST * (len(days) - 1) and days[0] > days[-1]


def _is_foreign(group: Group, page: Page) -> bool:
    """Whether all items link to one other site that is no channel of one's own: the feed of another body."""
    domains = {registrable_domain(entry.url) for entry in group if entry.url}
    return bool(domains) and not domains & {registrable_domain(page.url), *OWN_CHANNELS}


# ---------------------------------------------------------------- dates


def _dated(group: Group, now: date) -> Iterator[NewsItem]:
    """The items of a list with their years: written, of the heading above, or of the item before."""
    known: date | None = None
    for entry in group:
        written = _with_year(entry.placed, known)
        if written and written.precision is Precision.DAY:
            known = written.value
        far = written is not None and (written.value - now).days > FARTHEST_AHEAD_DAYS
        value = None if written is None or far else written.value
        precision = written.precision if written else Precision.DAY
        yield NewsItem(value, precision, entry.title, entry.url, DateSource.NEWS_ITEM)


def _with_year(placed: Placed, known: date | None) -> WrittenDate | None:
    written = placed.line.written
    if "no_year" not in written.marks:
        return written
    if placed.year:
        return in_year(written, placed.year)
    if known is None:
        return None
    carried = in_year(written, replace(written, value=known, precision=Precision.DAY))
    if (carried.value - known).days > TURN_OF_YEAR_DAYS:
        return in_year(written, replace(written, value=date(known.year - 1, 1, 1), precision=Precision.DAY))
    return carried
