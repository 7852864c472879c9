"""Lists of news on a page, as items with date, title and link.

A list is known by its structure: lines of the same make, each headed or ended by a date, under a heading in the words
of news, on a page that is one of news, or simply three and more of them, newest first.  What looks alike and is
something else (histories, publications, timetables, months of an archive, comments, another body's feed) is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from crawler.records import DateSource, NewsItem, Precision
from pipelines.eras import WrittenDate, in_year
from pipelines.news_entries import Entries, Entry
from pipelines.news_lines import ITEM_TAGS, Line, Strength, dated_lines, settled
from pipelines.news_outline import Outline, Placed, chain_of, outline_of
from pipelines.news_words import (
    CITATION,
    HEADS_UNDATED,
    NEWS_CLASSES,
    OTHER_CLASSES,
    OWN_CHANNELS,
    Section,
    class_words,
    names_a_body,
    path_is_news,
    section_of,
    title_is_news,
)
from pipelines.sites import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
NUMBERED = re.compile(r"\d{1,2}\s?\.\s?\d{1,2}\.?")  # a day, or the number of a chapter: without a year nobody can tell
HINT_DEPTH = 6  # elements around a list whose class may say what it is


def news_items(page: Page, now: date) -> tuple[NewsItem, ...]:
    """The items of all lists of news of a page, newest first, undated ones last, each once.

    Events ahead are kept.  A day without a year, with no year heading above and no full date before it, is unknown.
    """
    blocks = settled(page.blocks)
    outline = outline_of(blocks, dated_lines(blocks))
    entries = Entries(page, blocks, outline.places)
    found: list[NewsItem] = []
    for heading, places in _lists(outline):
        if heading is None and _may_be_news(places, page):
            group = entries.of([placed for placed in places if placed.line.strength > Strength.SENTENCE])
            found += _dated(group, now) if _reads_like_news(group) and not _is_foreign(group, page) else ()
        elif heading and heading.section is Section.NEWS:
            group = entries.of(_sure_enough(places))
            if not (names_a_body(heading.text) and _is_foreign(group, page)):
                found += [*_dated(group, now), *map(_undated, entries.undated_sisters(group))]
    for heading in outline.headings_without_dates():
        if heading.section is Section.NEWS and HEADS_UNDATED.search(heading.text.lower()):
            found += map(_undated, entries.undated_list(heading))
    return tuple(sorted(_each_once(found), key=lambda item: (item.date is not None, item.date), reverse=True))


def _each_once(items: list[NewsItem]) -> Iterable[NewsItem]:
    """The items without repetitions: an article and the list beside it show the same one, with another link or none."""
    kept: dict[tuple[date | None, str], NewsItem] = {}
    for item in items:
        known = kept.setdefault((item.date, item.title), item)
        if item.url and not known.url:
            kept[item.date, item.title] = item
    return kept.values()


def _lists(outline: Outline) -> Iterator[tuple[Heading | None, list[Placed]]]:
    """The dated lines of each heading, and of each make where no heading says what they are."""
    lists: defaultdict[tuple[Heading | None, tuple[str, ...]], list[Placed]] = defaultdict(list)
    for placed in outline.places:
        lists[placed.heading, () if placed.heading else placed.line.make].append(placed)
    return ((heading, places) for (heading, _), places in lists.items())


# ---------------------------------------------------------------- which lists are news


def _sure_enough(places: list[Placed]) -> list[Placed]:
    """The lines under a heading of news that are items; one with a doubtful date has at least the markup of an item."""
    surest = max(placed.line.strength for placed in places)
    least = Strength.BELIEVED if surest >= Strength.SET_APART else Strength.SENTENCE
    return [
        placed
        for placed in places
        if placed.line.strength >= Strength.SET_APART
        or (placed.line.strength >= least and not ITEM_TAGS.isdisjoint(placed.line.make[:3]))
    ]


def _may_be_news(places: list[Placed], page: Page) -> bool:
    """Whether dated lines of one make that no heading explains may be a list of news, by number, order and classes."""
    sure = [placed.line for placed in places if placed.line.strength >= Strength.SET_APART]
    titled = title_is_news(page.title)
    fewest = FEWEST_ON_NEWS_PAGE if titled or path_is_news(page.url) else FEWEST_ALIKE
    if len(sure) < max(fewest, len(places) / 2):
        return False
    hints = _class_words(sure[0]) | _class_words(sure[-1])
    if not hints.isdisjoint(OTHER_CLASSES):
        return False
    return titled or not hints.isdisjoint(NEWS_CLASSES) or _is_newest_first([line.written.value for line in sure])


def _class_words(line: Line) -> frozenset[str]:
    """The words of the classes around a line."""
    around = list(chain_of(line.element))[:HINT_DEPTH]
    return frozenset().union(*(class_words(f"{one.get('class', '')} {one.get('id', '')}") for one in around))


def _is_newest_first(days: list[date]) -> bool:
    falling = sum(1 for one, after in pairwise(days) if one >= after)
    return falling >= NEWEST_FIRST * (len(days) - 1) and days[0] > days[-1]


def _reads_like_news(group: list[Entry]) -> bool:
    """Titles of news differ, are no citations, no names of deadlines and no essays."""
    titles = [entry.title for entry in group]
    if len(set(titles)) * 2 <= len(titles):
        return False
    cited = sum(1 for title in titles if CITATION.search(title))
    named = sum(1 for title in titles if len(title) <= LONGEST_NAMED and section_of(title) is Section.NOT_NEWS)
    usual = median(map(len, titles))
    return (
        cited < CITED * len(titles) and named * 2 < len(titles) and SHORTEST_OPEN_TITLE <= usual <= LONGEST_OPEN_TITLE
    )


def _is_foreign(group: list[Entry], page: Page) -> bool:
    """Whether all items link to other sites that are no channels of one's own: the feed of another body."""
    domains = {registrable_domain(entry.url) for entry in group if entry.url}
    return bool(domains) and domains.isdisjoint({registrable_domain(page.url), *OWN_CHANNELS})


# ---------------------------------------------------------------- dates


def _dated(group: list[Entry], now: date) -> Iterator[NewsItem]:
    """The items of a list with their years: written, of the heading above, or of the item before."""
    known: date | None = None
    for entry in group:
        written = _with_year(entry.placed, known)
        if written is None and NUMBERED.fullmatch(entry.placed.line.written.written):
            continue
        if written and written.precision is Precision.DAY:
            known = written.value
        if written and (written.value - now).days > FARTHEST_AHEAD_DAYS:
            written = None
        value, precision = (written.value, written.precision) if written else (None, Precision.DAY)
        yield NewsItem(value, precision, entry.title, entry.url, DateSource.NEWS_ITEM)


def _undated(titled: tuple[str, str]) -> NewsItem:
    title, url = titled
    return NewsItem(None, Precision.DAY, title, url, DateSource.NEWS_ITEM)


def _with_year(placed: Placed, known: date | None) -> WrittenDate | None:
    """The date of a line with its year, `known` being the day of the item before; None where the year is unknown."""
    written = placed.line.written
    if "no_year" not in written.marks:
        return written
    if placed.year:
        return in_year(written, placed.year)
    if known is None:
        return None
    same_year = in_year(written, replace(written, value=known, precision=Precision.DAY))
    if (same_year.value - known).days <= TURN_OF_YEAR_DAYS:
        return same_year
    return in_year(written, replace(written, value=date(known.year - 1, 1, 1), precision=Precision.DAY))
