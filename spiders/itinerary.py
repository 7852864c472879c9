"""The order in which the pages of one site are asked for, within its budget.  Pure: no network, no clock.

First what every visit needs: the home page of each edition with its frames, lists of news, feeds.  Then pages we know,
those first of which we expect most changes since we last looked, because a server that says "not modified" makes that
cheap.  Then pages never seen, the most promising first.  What is left of the requests goes to known pages again.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import FetchPolicy, KnownPage, Outcome, Role
from spiders.addresses import FILE_NAME, page_key
from spiders.follow import usable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.follow import Lead

# What one answer takes of `pages_per_site`: a 304 a tenth of a page (measured), an error more, since a site of broken
# links shall not be asked sixty times in vain.
PAGE_COST, UNCHANGED_COST, ERROR_COST = 1.0, 0.1, 0.25
TRANSFERRED = {Outcome.OK, Outcome.SOFT_404, Outcome.TOO_LARGE, Outcome.NOT_HTML, Outcome.TIMEOUT}
# Asked for in every visit, in this order.  The probe comes early, because it tells how to read all that follows.
CORE_ORDER = {Role.HOME: 0, Role.PROBE: 1, Role.NOTICE: 2, Role.FEED: 3, Role.NEWS: 4, Role.SITEMAP: 5}
CORE_LIMIT = {Role.HOME: 6, Role.PROBE: 1, Role.NOTICE: 3, Role.FEED: 2, Role.NEWS: 4, Role.SITEMAP: 3}
NOT_PAGES = {Role.FEED, Role.SITEMAP, Role.PROBE}  # asked for beside the page budget
# Of what the core leaves, known pages may take these shares before pages never seen get their turn.
REVISIT_PAGES, REVISIT_REQUESTS = 0.5, 0.6
# Known pages that may answer 304 are asked for beyond the page budget, until as many as this had changed after all.
OVERDRAFT = 0.1
PER_DEPTH = -2.0  # points a page loses for each link between it and the home page
# Points a page loses for each page already asked for in its part of the site (its first folder), so that a visit sees
# many parts of a site instead of all of its old events.
CROWDED = -0.25
# The rate of change of a page is its changes over the days we watched it; both start with this much of a typical page.
PRIOR_CHANGES, PRIOR_DAYS = 0.5, 180.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One page to ask for."""

    url: str
    role: Role
    depth: int  # links away from a home page
    edition: str  # language of the edition it was found in, "" = cannot tell
    known: KnownPage | None = None


@dataclass(slots=True)
class Itinerary:
    """What of one site is still to be asked for."""

    policy: FetchPolicy
    day: date
    known: dict[str, KnownPage]  # by page_key
    requests: int = 0  # spent
    pages: float = 0.0  # spent
    _asked: set[str] = field(default_factory=set)
    _core: list[tuple[int, int, Ask]] = field(default_factory=list)
    _core_asked: dict[Role, int] = field(default_factory=dict)
    _fresh: dict[str, tuple[float, Ask]] = field(default_factory=dict)
    _fresh_queue: list[tuple[float, str]] = field(default_factory=list)
    _depths: dict[str, int] = field(default_factory=dict)  # of known pages, as far as a link has led to them
    _crowd: Counter[str] = field(default_factory=Counter)  # pages never seen asked for, by part of the site
    _revisits: list[tuple[float, str]] = field(default_factory=list)
    _revisit_pages: float = 0.0
    _revisit_requests: int = 0
    _order: int = 0

    def __post_init__(self) -> None:
        """Queue the known pages, those with the most changes to be expected first."""
        due = [(-expected_changes(page, self.day), key) for key, page in self.known.items()]
        self._revisits = sorted(due)

    def require(self, ask: Ask) -> None:
        """Ask for a page as part of the core, once and up to the limit of its role."""
        key = page_key(ask.url)
        used = self._core_asked.get(ask.role, 0)
        if key in self._asked or used >= CORE_LIMIT[ask.role]:
            return
        self._asked.add(key)
        self._core_asked[ask.role] = used + 1
        self._order += 1
        heapq.heappush(self._core, (CORE_ORDER[ask.role], self._order, ask))

    def require_known(self) -> None:
        """Ask again for what belonged to the core at earlier visits."""
        for _, key in self._revisits:
            page = self.known[key]
            if page.role in CORE_LIMIT and page.role is not Role.PROBE:
                self.require(Ask(page.url, page.role, 0, page.language or "", page))

    def suggest(self, leads: Iterable[Lead], depth: int, edition: str) -> None:
        """Take in what a page at `depth - 1` leads to; news lists and notices near the home page join the core."""
        for lead in leads:
            key = page_key(lead.url)
            if key in self._asked or depth > self.policy.depth:
                continue
            ask = Ask(lead.url, lead.role, depth, edition, self.known.get(key))
            if lead.role in {Role.NEWS, Role.NOTICE} and depth == 1:
                self.require(ask)
            if ask.known is not None:
                self._depths[key] = min(depth, self._depths.get(key, depth))
            elif key not in self._asked:
                self._queue_fresh(key, lead.score + PER_DEPTH * depth, ask)

    def next(self) -> Ask | None:
        """The next page to ask for; None when the budget is spent or nothing is left."""
        if self.requests >= self.policy.requests_per_site:
            return None
        if self._core and (self.pages < self.policy.pages_per_site or self._core[0][2].role in NOT_PAGES):
            return heapq.heappop(self._core)[2]
        if self.pages >= self.policy.pages_per_site:
            over = self.pages >= self.policy.pages_per_site * (1 + OVERDRAFT)
            return None if over else self._next_known(conditional=True)
        if self._known_first():
            return self._next_known() or self._next_fresh()
        return self._next_fresh() or self._next_known()

    def spent(self, ask: Ask, outcome: Outcome, requests: int) -> None:
        """Count what an answer took of the budget."""
        cost = ERROR_COST
        if outcome in TRANSFERRED:
            cost = PAGE_COST
        elif outcome is Outcome.NOT_MODIFIED:
            cost = UNCHANGED_COST
        self.requests += requests
        if ask.role not in NOT_PAGES:
            self.pages += cost
        if ask.known is not None and ask.role is Role.PAGE:
            self._revisit_pages += cost
            self._revisit_requests += requests

    def seen(self, url: str) -> bool:
        """Whether a page was asked for in this visit."""
        return page_key(url) in self._asked

    def mark(self, url: str) -> None:
        """Count a page as asked for, for instance because another address led there."""
        self._asked.add(page_key(url))

    def _queue_fresh(self, key: str, score: float, ask: Ask) -> None:
        """Keep the best score and the shortest way of a page that several pages lead to."""
        old = self._fresh.get(key)
        if old is not None and old[0] >= score:
            return
        self._fresh[key] = (score, ask)
        heapq.heappush(self._fresh_queue, (-score, key))

    def _known_first(self) -> bool:
        return (
            self._revisit_pages < REVISIT_PAGES * self.policy.pages_per_site
            and self._revisit_requests < REVISIT_REQUESTS * self.policy.requests_per_site
        )

    def _next_known(self, *, conditional: bool = False) -> Ask | None:
        """The known page with the most changes to be expected; `conditional`: only one that may answer 304."""
        for place, (_, key) in enumerate(self._revisits):
            page = self.known[key]
            if key in self._asked or usable(page.url) is None:
                continue
            if conditional and not (page.etag or page.last_modified):
                continue
            del self._revisits[: place + 1 if not conditional else 0]
            self._asked.add(key)
            return Ask(page.url, page.role, self._depths.get(key, self.policy.depth), page.language or "", page)
        return None

    def _next_fresh(self) -> Ask | None:
        """The most promising page never seen; what its part of the site has had by now weighs against it."""
        while self._fresh_queue:
            queued, key = heapq.heappop(self._fresh_queue)
            best, ask = self._fresh[key]
            part = _part(key)
            score = best + CROWDED * self._crowd[part]
            if key in self._asked or -queued > best:
                continue
            if -queued > score and self._fresh_queue and self._fresh_queue[0][0] < -score:
                heapq.heappush(self._fresh_queue, (-score, key))
                continue
            self._asked.add(key)
            self._crowd[part] += 1
            return ask
        return None


def _part(key: str) -> str:
    """The part of a site a page belongs to: its first folder; pages beside the home page are one part."""
    host, _, path = key.partition("/")
    first, _, rest = path.partition("/")
    return f"{host}/{first}" if rest or not FILE_NAME.search(first) else host


def expected_changes(page: KnownPage, day: date) -> float:
    """How many changes of a page we expect to have missed since we last saw it."""
    watched = (page.last_seen - page.first_seen).days
    rate = (page.changes + PRIOR_CHANGES) / (watched + PRIOR_DAYS)
    return rate * max((day - page.last_seen).days, 1)
