"""Which links are worth one of the few requests a site gets.  Pure: a page in, ranked leads out.

A site has hundreds of pages and a visit asks for twenty, so the choice of pages is worth as much as the reading of
them.  A lead gets points for what its anchor text, its address and its surroundings promise; the highest are asked
first.  Links nobody could use (files, doors, traps) are no leads at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from crawler.records import Role
from spiders.addresses import INDEX_NAME, page_key, split
from spiders.link_words import (
    BINARY_FILE,
    CLOSED_PARTS,
    CLOSING_TEXT,
    KEPT_PARTS,
    KEPT_TEXT,
    MAX_ADDRESS,
    MAX_FOLDERS,
    MAX_PARAMETERS,
    NEWS_FILLERS,
    NEWS_PARTS,
    NEWS_REST,
    NEWS_TEXT,
    PAGINATION,
    TRANSLATED,
    TRAP_PARAMETERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from urllib.parse import SplitResult

    from crawler.records import NewsItem

# Points.  Set on the replayed sites (docs/decisions/0013); only their order matters.
CLOSING = 8.0
NEWS_LIST = 5.0
NEWS_WORD = 2.0
NEWS_PATH = 2.0
KEPT = 1.5
KEPT_PATH = 1.0
FRESH = 4.0  # was not there at our last visit
FRESH_ITEM = 4.0  # an item of a list of news that is younger than FRESH_ITEM_DAYS
FRESH_ITEM_DAYS = 400
UNLINKED = -2.0  # only the sitemap knows it, and does not say that it is new
THIS_YEAR = 2.0
LAST_YEAR = 1.0
PER_YEAR_PAST = -0.3  # for each year before the last one
OLDEST = -3.0
PER_FOLDER = -0.4
WITHOUT_TEXT = -0.5
QUERY = -0.5
FURTHER_PAGE = -4.0  # page 3 and on of a list
PER_PLACE = -0.01  # links come in the order of their weight, more or less
LAST_PLACE = -1.5

YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d{1,3}(?!\d))")
WORDS_OF_PART = re.compile(r"[a-z0-9一-鿿ぁ-んァ-ヶー]+")


@dataclass(frozen=True, slots=True)
class Lead:
    """A page that might be asked for, and how much it promises (points, higher is better)."""

    url: str
    role: Role
    score: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as this module needs it: where to, in which words."""

    url: str
    text: str = ""
    nofollow: bool = False


def leads_of_links(anchors: Iterable[Anchor], day: date, before: frozenset[str] | None = None) -> tuple[Lead, ...]:
    """The links of a page that are worth following, best first.

    Args:
        anchors: links in the order of the page.
        day: day of the visit.
        before: keys (`page_key`) of the links the page had at our last visit; None at first sight.
    """
    best: dict[str, Lead] = {}
    for place, anchor in enumerate(anchors):
        parts = usable(anchor.url)
        if parts is None:
            continue
        key = page_key(anchor.url)
        lead = _lead(anchor, parts, day)
        score = lead.score + max(PER_PLACE * place, LAST_PLACE)
        if before is not None and key not in before:
            score += FRESH
        if key not in best or best[key].score < score:
            best[key] = Lead(lead.url, lead.role, round(score, 3))
    return ranked(best.values())


def leads_of_items(items: Sequence[NewsItem], day: date) -> tuple[Lead, ...]:
    """The pages that items of lists and feeds lead to, newest first."""
    leads = []
    for place, item in enumerate(items):
        parts = usable(item.url)
        if parts is None:
            continue
        lead = _lead(Anchor(item.url, item.title), parts, day)
        role = Role.PAGE if lead.role is Role.NEWS else lead.role  # an item is no list
        recent = item.date is not None and day - item.date <= timedelta(days=FRESH_ITEM_DAYS)
        leads.append(Lead(item.url, role, round(lead.score + FRESH_ITEM * recent + PER_PLACE * place, 3)))
    return ranked(leads)


def leads_of_sitemap(entries: Iterable[tuple[str, date | None]], day: date) -> tuple[Lead, ...]:
    """The pages a sitemap lists with the day of their last change, where the days tell anything.

    A sitemap whose days are all the same says when it was made, not when the pages changed.
    """
    entries = [(url, changed) for url, changed in entries if usable(url)]
    days = {changed for _, changed in entries if changed}
    leads = []
    for url, changed in entries:
        parts = usable(url)
        assert parts is not None
        lead = _lead(Anchor(url, "-"), parts, day)
        recent = changed is not None and len(days) > 1 and day - changed <= timedelta(days=FRESH_ITEM_DAYS)
        leads.append(Lead(url, Role.PAGE, round(lead.score + (FRESH_ITEM if recent else UNLINKED), 3)))
    return ranked(leads)


def ranked(leads: Iterable[Lead]) -> tuple[Lead, ...]:
    """Best first; equal ones in the order of their addresses, so that two runs ask the same."""
    return tuple(sorted(leads, key=lambda lead: (-lead.score, lead.url)))


def usable(url: str) -> SplitResult | None:
    """The parts of an address worth asking for; None for files, doors and traps."""
    parts = split(url)
    if parts is None or len(url) > MAX_ADDRESS or BINARY_FILE.search(parts.path) or TRANSLATED.search(url):
        return None
    folders = [part for part in parts.path.lower().split("/") if part]
    if len(folders) > MAX_FOLDERS or CLOSED_PARTS.intersection(folders) or _repeats(folders):
        return None
    names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if len(names) > MAX_PARAMETERS or TRAP_PARAMETERS.intersection(names):
        return None
    return parts


def is_news_list(text: str, parts: SplitResult) -> bool:
    """Whether a link leads to a list of news: a short name of one, or an address that ends in one."""
    if NEWS_TEXT.search(text):
        return len(NEWS_FILLERS.sub("", NEWS_TEXT.sub("", text))) <= NEWS_REST
    folders = [part for part in INDEX_NAME.sub("", parts.path.lower()).split("/") if part]
    return bool(folders) and folders[-1].split(".")[0] in NEWS_PARTS


def _lead(anchor: Anchor, parts: SplitResult, day: date) -> Lead:
    """A link judged by its words and its address alone."""
    text = unicodedata.normalize("NFKC", anchor.text).lower().strip()
    path = unquote(parts.path).lower()
    words = set(WORDS_OF_PART.findall(path))
    role = Role.PAGE
    score = PER_FOLDER * max(0, path.strip("/").count("/")) + QUERY * bool(parts.query)
    if CLOSING_TEXT.search(text):
        role, score = Role.NOTICE, score + CLOSING
    elif is_news_list(text, parts):
        role, score = Role.NEWS, score + NEWS_LIST
    elif NEWS_TEXT.search(text):
        score += NEWS_WORD
    elif KEPT_TEXT.search(text):
        score += KEPT
    score += NEWS_PATH if words & NEWS_PARTS else KEPT_PATH if words & KEPT_PARTS else 0.0
    score += _age(f"{text} {path} {parts.query}", day) + WITHOUT_TEXT * (not text) + _further(anchor.url)
    return Lead(anchor.url, role, score - anchor.nofollow)


def _age(text: str, day: date) -> float:
    """Points for the latest year that a link names."""
    years = [int(found) for found in YEAR.findall(text)]
    if not years or max(years) > day.year + 1:
        return 0.0
    past = day.year - max(years)
    if past <= 1:
        return LAST_YEAR if past == 1 else THIS_YEAR
    return max(OLDEST, PER_YEAR_PAST * (past - 1))


def _further(url: str) -> float:
    found = PAGINATION.search(url)
    return FURTHER_PAGE if found and int(found.group(1) or found.group(2)) > 2 else 0.0  # noqa: PLR2004 - see PAGINATION


def _repeats(folders: list[str]) -> bool:
    """Relative links gone wrong build a/b/a/b/a/b without end."""
    return len(folders) - len(set(folders)) > 2  # noqa: PLR2004 - /news/2024/news/… twice is still a site
