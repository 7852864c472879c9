"""What the pages of a site say of the rest of it: where it lies, and what to ask for next.

Everything found goes into the `Itinerary`, which decides what is worth a request.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from crawler.records import Declared, Role, SitePlan
from pipelines.feeds import USUAL_FEED_PATHS, read_sitemap
from spiders.addresses import Area, area_of, join, page_key, same_owner, split, with_origin
from spiders.follow import Anchor, is_news_list, leads_of_items, leads_of_links, leads_of_sitemap, ranked
from spiders.itinerary import Ask, Itinerary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import PageReading, PageVisit
    from pipelines.reader import Read
    from pipelines.text import Page
    from spiders.follow import Lead

LINKS_KEPT = 100  # of a page, so that an unchanged one still leads on
EDITIONS = ("ja", "en", "zh", "ko", "de", "fr")  # in this order, as far as the core's limit goes
FEEDS_GUESSED = 3
NEAR = {Role.HOME, Role.FEED, Role.SITEMAP}  # what they lead to is one step from home


@dataclass(slots=True)
class Scout:
    """Knows the ground of one site during its visit."""

    plan: SitePlan
    day: date
    itinerary: Itinerary
    origin: str = ""  # address at which the home page answered
    _areas: list[Area] = field(default_factory=list)
    _feed_guesses: list[str] | None = None  # places left to try; None: not begun

    def __post_init__(self) -> None:
        """Begin with what the register says."""
        cluster = self.plan.cluster
        self._enter(area_of(cluster.website, cluster.scope))
        if cluster.website_en:
            self._enter(area_of(cluster.website_en))

    def covers(self, url: str) -> bool:
        """Whether an address belongs to the site."""
        return any(area.covers(url) for area in self._areas)

    def may_follow(self, url: str, target: str) -> bool:
        """Whether a redirect is worth its request: to the page's proper address, or to a page not asked for yet."""
        return page_key(target) == page_key(url) or (self.covers(target) and not self.itinerary.seen(target))

    def settle(self, origin: str) -> None:
        """Take the address at which the home page answered for the site's own."""
        self.origin = origin
        self.itinerary.mark(origin)
        if self.covers(origin):
            return
        area = area_of(origin)
        # Another host of the same owner stands for the registered one; a stranger's is entered where we arrive.
        if area is not None and same_owner(origin, self.plan.cluster.website) and self._whole_host():
            area = Area(area.host, "/")
        self._enter(area)

    def require_the_usual(self, sitemaps: tuple[str, ...], *, seen: bool) -> None:
        """What every visit asks for beside the home page; `seen`: the home page answered."""
        website_en = self.plan.cluster.website_en
        if website_en:
            self._require(website_en, Role.HOME, "en")
        self.itinerary.require_known()
        if not seen or not self.plan.full:
            return
        token = hashlib.sha256(f"{self.plan.cluster.id} {self.day}".encode()).hexdigest()[:12]
        self._require(join(self.origin, f"no-such-page-{token}"), Role.PROBE)
        if not self._whole_host():
            return  # the sitemap of a host is not that of one of its folders
        named = [url for url in sitemaps if same_owner(url, self.origin)]
        for url in named or [join(self.origin, "/sitemap.xml")]:
            self._require(url, Role.SITEMAP)

    def learn(self, ask: Ask, visit: PageVisit, read: Read, body: bytes) -> PageVisit:
        """Note all that a page leads to; gives its row with the links worth following."""
        leads = self._leads(ask, visit, read, body)
        self._suggest(leads, ask)
        for finding in read.reading.closure:
            if finding.kind is Declared.MOVED and split(finding.successor):
                self._require(finding.successor, Role.NOTICE)  # one look, to know whether somebody lives there
        if ask.role is Role.HOME and read.page is not None:
            self._learn_home(ask, visit, read.page, read.reading)
        return replace(visit, links=tuple(lead.url for lead in islice(leads, LINKS_KEPT)))

    def learn_unchanged(self, ask: Ask, links: Iterable[str]) -> None:
        """The links of a page that is as we know it lead on as they did."""
        anchors = [Anchor(url, "-") for url in links if self.covers(url)]
        self._suggest(leads_of_links(anchors, self.day), ask)

    def guess_feed(self) -> None:
        """Try the next usual place of a feed, if there is one to try."""
        if self._feed_guesses:
            self._require(self._feed_guesses.pop(0), Role.FEED)

    def _learn_home(self, ask: Ask, visit: PageVisit, page: Page, reading: PageReading) -> None:
        for url in filter(None, (*page.frames, page.refresh)):
            parts = split(url)
            news = parts is not None and is_news_list("", parts)
            if self.covers(url):
                self._require(url, Role.NEWS if news else Role.HOME, ask.edition)
        if not ask.edition:
            self._learn_editions(reading)
            self._learn_feeds(reading, visit.final_url)

    def _learn_editions(self, reading: PageReading) -> None:
        """Require the home page of each other edition, Japanese and English before the rest."""
        found: dict[str, str] = {}
        for language, url in reading.editions:
            if language != reading.language.language and (self._whole_host() or self.covers(url)):
                found.setdefault(language, url)
        for language in EDITIONS:
            url = found.get(language, "")
            if url and not self.covers(url):
                self._enter(area_of(url))
            if url:
                self._require(url, Role.HOME, language)

    def _learn_feeds(self, reading: PageReading, home: str) -> None:
        """Require the feeds a home page names; at first sight of a site that names none, try the usual places."""
        own = [url for url in reading.feeds if self.covers(url)]
        for url in own:
            self._require(url, Role.FEED)
        if not own and not self.plan.known and self.plan.full and self._feed_guesses is None:
            self._feed_guesses = [join(home, path) for path in USUAL_FEED_PATHS[:FEEDS_GUESSED]]
            self.guess_feed()

    def _leads(self, ask: Ask, visit: PageVisit, read: Read, body: bytes) -> tuple[Lead, ...]:
        """Pages of the site that a page leads to, best first."""
        leads = list(leads_of_items(read.reading.items, self.day))
        if ask.role is Role.SITEMAP:
            sitemap = read_sitemap(body, visit.final_url, self.day)
            leads += leads_of_sitemap(sitemap.pages, self.day)
            for url in filter(self.covers, sitemap.sitemaps):
                self._require(url, Role.SITEMAP)
        if read.page is not None:
            before = frozenset(map(page_key, ask.known.links)) if ask.known and ask.known.links else None
            anchors = [Anchor(link.url, link.text, link.nofollow) for link in read.page.links]
            leads += leads_of_links(anchors, self.day, before)
        best: dict[str, Lead] = {}
        for lead in ranked(leads):
            if self.covers(lead.url):
                best.setdefault(page_key(lead.url), replace(lead, url=with_origin(lead.url, self.origin)))
        return tuple(best.values())

    def _suggest(self, leads: Iterable[Lead], ask: Ask) -> None:
        self.itinerary.suggest(leads, 1 if ask.role in NEAR else ask.depth + 1, ask.edition)

    def _require(self, url: str, role: Role, edition: str = "") -> None:
        self.itinerary.require(Ask(url, role, 0, edition, self.itinerary.known.get(page_key(url))))

    def _enter(self, area: Area | None) -> None:
        if area is not None and area not in self._areas:
            self._areas.append(area)

    def _whole_host(self) -> bool:
        """Whether the site is a host of its own, not a folder of somebody else's."""
        return any(area.folder == "/" for area in self._areas)
