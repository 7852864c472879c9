"""One visit of one site: asks for a page, makes a row of the answer, lets the itinerary choose the next.

A visit always ends, within its budget of pages, requests and time, and whatever happens on the way is a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.records import Outcome, PageVisit, Role, SitePlan
from pipelines.decode import decode
from pipelines.reader import READER_VERSION
from pipelines.text import read_page
from spiders.addresses import other_addresses, page_key, same_owner
from spiders.answers import Answers
from spiders.fetch import Fetcher
from spiders.itinerary import Ask, Itinerary
from spiders.scout import Scout

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.records import KnownPage
    from spiders.exchange import Answer

SEEN = {Outcome.OK, Outcome.NOT_MODIFIED}
# Home pages that fail so are asked for at the other scheme and the other form of the host, once.
TRY_ELSEWHERE = {
    Outcome.DNS, Outcome.DNS_FAILURE, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.TLS, Outcome.NOT_FOUND, Outcome.ERROR,
}  # fmt: skip
# After such a home page a few known pages tell whether the site is down or only its first page.
HOME_ONLY = {Outcome.NOT_FOUND, Outcome.GONE, Outcome.SERVER_ERROR, Outcome.ERROR, Outcome.TOO_LARGE, Outcome.NOT_HTML}
PAGES_WITHOUT_HOME = 4
# So many of these in a row, and the server is let alone.
HARD_FAILURES = {
    Outcome.SERVER_ERROR, Outcome.MAINTENANCE, Outcome.BLOCKED, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.TLS,
    Outcome.DNS, Outcome.DNS_FAILURE, Outcome.PROXY, Outcome.ERROR,
}  # fmt: skip
FAILURES_IN_A_ROW = 4
NAME_FAILURES = {Outcome.DNS, Outcome.DNS_FAILURE}
# Failures that do not say whether there is anybody.
UNCLEAR = {Outcome.SERVER_ERROR, Outcome.PROXY, Outcome.ERROR, Outcome.TLS}
# A page with more markup or more text than this is not only there to send its readers on.
SHELL_BYTES, SHELL_TEXT = 8192, 300
# The register's language of a site decides what its server is asked for; only an English edition is asked in English.
ACCEPT_LANGUAGE = {"en": "en,ja;q=0.5"}
ACCEPT_JAPANESE = "ja,en;q=0.5"


@dataclass(slots=True)
class SiteVisit:
    """The visit of one site; `run` once."""

    plan: SitePlan
    fetcher: Fetcher
    visits: list[PageVisit] = field(default_factory=list)
    _itinerary: Itinerary = field(init=False)
    _scout: Scout = field(init=False)
    _answers: Answers = field(init=False)
    _deadline: float = 0.0  # time.monotonic()
    _failures: int = 0  # hard ones in a row

    def __post_init__(self) -> None:
        """Lay out what is known of the site."""
        known = {page_key(page.url): page for page in self.plan.known}
        self._itinerary = Itinerary(self.fetcher.policy, self.fetcher.day, known)
        self._scout = Scout(self.plan, self.fetcher.day, self._itinerary)
        self._answers = Answers(self.plan, self.fetcher.day)

    async def run(self) -> tuple[PageVisit, ...]:
        """Visit the site; a row for each page asked for, none for a cluster without a website."""
        if self.plan.cluster.website:
            self._deadline = monotonic() + self.fetcher.policy.seconds_per_site
            home = await self._visit_home()
            if home in SEEN or home in HOME_ONLY:
                await self._visit_pages(home)
        return tuple(self.visits)

    async def _visit_pages(self, home: Outcome) -> None:
        """Ask for pages until nothing is left, the budget is spent, or the server fails again and again."""
        rules = await self.fetcher.rules(self._scout.origin)
        if rules.in_trouble:
            return
        self._scout.require_the_usual(rules.sitemaps, seen=home in SEEN)
        left = self.fetcher.policy.requests_per_site if home in SEEN else PAGES_WITHOUT_HOME
        while left > 0 and self._failures < FAILURES_IN_A_ROW and monotonic() < self._deadline:
            ask = self._itinerary.next()
            if ask is None:
                return
            answer = await self._ask(ask.url, ask, home=False)
            if answer.outcome in UNCLEAR and ask.role is Role.NOTICE and not self._scout.covers(ask.url):
                answer = await self._new_home_otherwise(ask, answer)
            visit = self._take(ask, answer)
            self._failures = self._failures + 1 if visit.outcome in HARD_FAILURES else 0
            if answer.stop or visit.outcome is Outcome.BUDGET:
                return
            left -= 1

    async def _visit_home(self) -> Outcome:
        """Ask for the home page, at its other addresses too if need be: one row, with the best answer."""
        website = self.plan.cluster.website
        ask = Ask(website, Role.HOME, 0, "", self._itinerary.known.get(page_key(website)))
        answer = await self._ask(website, ask, home=True)
        failed = f"{website}: {answer.outcome} {answer.last.error}"
        requests = answer.requests
        for address in elsewhere(website, answer.outcome):
            second = await self._ask(address, ask, home=True)
            requests += second.requests
            if second.outcome in SEEN:
                last = replace(second.last, error=failed[:300])
                answer = replace(second, last=last, redirects=(address, *second.redirects))
                break
        self._scout.settle(answer.last.url)
        self._answers.home = answer.last.url
        self._itinerary.mark(website)
        visit = self._take(ask, replace(answer, requests=requests))
        return Outcome.BUDGET if answer.stop else visit.outcome

    async def _new_home_otherwise(self, ask: Ask, answer: Answer) -> Answer:
        """The new address of a move that failed without saying why, asked at the other scheme.

        Through a proxy a tunnel that fails looks the same for a server in trouble and for a name that does not exist.
        """
        for address in other_addresses(ask.url)[:1]:
            second = await self._ask(address, ask, home=True)
            if second.outcome not in UNCLEAR:
                return replace(second, requests=answer.requests + second.requests)
        return answer

    async def _ask(self, url: str, ask: Ask, *, home: bool) -> Answer:
        """Put the question to the web; a home page is followed wherever it leads, others inside the site.

        A page that is nothing but a meta refresh is a redirect by other means, and followed like one, once.
        """
        headers = {"Accept-Language": ACCEPT_LANGUAGE.get(ask.edition, ACCEPT_JAPANESE), **conditions(ask.known)}
        follow = anywhere if home else self._follow_from(url)
        answer = await self.fetcher.fetch(url, headers, self._deadline, follow)
        target = shell_target(answer)
        if not target or not follow(target):
            return answer
        second = await self.fetcher.fetch(target, headers, self._deadline, follow)
        requests = answer.requests + second.requests
        if second.outcome not in SEEN:
            return replace(answer, requests=requests)
        return replace(second, redirects=(*answer.redirects, target, *second.redirects), requests=requests)

    def _follow_from(self, url: str) -> Callable[[str], bool]:
        """Which redirects are followed: inside the site; at the new address of a move, those of its own host."""
        return partial(self._scout.may_follow, url) if self._scout.covers(url) else partial(same_owner, url)

    def _take(self, ask: Ask, answer: Answer) -> PageVisit:
        """Make the row of an answer and learn from it where to go."""
        judged = self._answers.judge(ask, answer, self.fetcher.clock())
        visit = judged.visit
        for url in answer.redirects:
            self._itinerary.mark(url)
        if judged.read is not None:
            visit = self._scout.learn(ask, visit, judged.read, answer.last.body)
        elif visit.outcome is Outcome.NOT_MODIFIED:
            self._scout.learn_unchanged(ask, visit.links)
        elif ask.role is Role.FEED:
            self._scout.guess_feed()
        self._itinerary.spent(ask, visit.outcome, answer.requests)
        self.visits.append(visit)
        return visit


def anywhere(_target: str) -> bool:
    """A home page is followed wherever it leads."""
    return True


def elsewhere(website: str, outcome: Outcome) -> tuple[str, ...]:
    """The addresses at which a home page that failed may still be found; another scheme does not help a name."""
    if outcome not in TRY_ELSEWHERE:
        return ()
    host = urlsplit(website).hostname
    others = other_addresses(website)
    return tuple(url for url in others if outcome not in NAME_FAILURES or urlsplit(url).hostname != host)


def shell_target(answer: Answer) -> str:
    """Where a page sends its readers by meta refresh without telling them anything, "" if it does not."""
    body = answer.last.body
    if answer.outcome is not Outcome.OK or b"refresh" not in body[:SHELL_BYTES].lower() or len(body) > SHELL_BYTES:
        return ""
    page = read_page(decode(body, answer.last.header("content-type")).text, answer.last.url)
    return page.refresh if len(page.text) <= SHELL_TEXT else ""


def conditions(known: KnownPage | None) -> dict[str, str]:
    """Headers that ask for a page only if it is not as we know it; none where our reader has learned more since."""
    if known is None or known.reader_version != READER_VERSION:
        return {}
    both = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in both.items() if value}
