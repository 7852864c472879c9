"""One page asked for: robots.txt, redirects, waiting where the server asks us to, and an outcome whatever happens.

This is the seam between a visit and the web: `spiders.visit` knows pages and budgets, a fetcher knows how to get one.
A spider that takes its pages from elsewhere (an archive, for instance) brings a fetcher of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from service_identity.cryptography import verify_certificate_hostname
from service_identity.exceptions import CertificateError, VerificationError

from crawler.records import Outcome
from pipelines.western import TOKYO
from spiders.addresses import join
from spiders.exchange import Answer, Exchange
from spiders.outcomes import REDIRECTS, describe, outcome_of_exception, outcome_of_status, retry_after
from spiders.resolver import why_unresolved
from spiders.robots import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.records import FetchPolicy

NOT_QUOTED = "!#$%&'()*+,-./:;=?@[]_~"
CUT_OFF = "the server sent less than it announced"


class Fetcher:
    """Gets pages through Scrapy's downloader, for all sites of one crawl."""

    def __init__(self, crawler: Crawler, policy: FetchPolicy, now: datetime) -> None:
        self.policy = policy
        self._crawler = crawler
        self._now = now
        self._started = monotonic()
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @property
    def day(self) -> date:
        """The day of the scan in Asia/Tokyo."""
        return self._now.astimezone(TOKYO).date()

    def clock(self) -> datetime:
        """The moment of the scan plus the time this crawl has taken."""
        return self._now + timedelta(seconds=monotonic() - self._started)

    async def fetch(
        self,
        url: str,
        headers: Mapping[str, str],
        deadline: float,
        follow: Callable[[str], bool],
    ) -> Answer:
        """Ask for a page; never raises for what a server or a network does.

        Args:
            url: the page.
            headers: conditional headers, language.
            deadline: `time.monotonic()` at which the site's time is up.
            follow: whether a redirect to an address may be followed.
        """
        trail: list[str] = [url]
        while True:
            rules = await self.rules(trail[-1])
            if rules.nobody is not None:
                return Answer(replace(rules.nobody, url=trail[-1]), tuple(trail[1:]), len(trail))
            if not rules.allows(trail[-1]):
                return Answer(Exchange(trail[-1], Outcome.ROBOTS), tuple(trail[1:]), len(trail) - 1)
            answer = await self._patient(trail[-1], headers, deadline)
            self._keep_pace(trail[-1], rules)
            answer = replace(answer, redirects=tuple(trail[1:]), requests=answer.requests + len(trail) - 1)
            target = _target(answer.last)
            if not target:
                return answer
            refused = self._refusal(trail, target, follow)
            if refused is not None:
                last = replace(answer.last, outcome=refused, error=f"leads to {target}")
                return replace(answer, last=last, redirects=(*trail[1:], target))
            trail.append(target)

    async def rules(self, url: str) -> Rules:
        """The robots.txt of a host, asked for once."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if not self.policy.obey_robots:
            return Rules()
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._ask_rules(f"{origin}/robots.txt"))
        return await self._rules[origin]

    async def _ask_rules(self, url: str) -> Rules:
        exchange = await self._exchange(url, {}, self.policy.timeout_seconds)
        for _ in range(self.policy.max_redirects):
            target = _target(exchange)
            if not target:
                break
            exchange = await self._exchange(target, {}, self.policy.timeout_seconds)
        return rules_of(exchange)

    def _refusal(self, trail: list[str], target: str, follow: Callable[[str], bool]) -> Outcome | None:
        """Why a redirect is not followed; None if it is."""
        if target in trail or len(trail) > self.policy.max_redirects:
            return Outcome.REDIRECT_LOOP
        return None if follow(target) else Outcome.MOVED

    async def _patient(self, url: str, headers: Mapping[str, str], deadline: float) -> Answer:
        """One exchange, and a second one where the server asks us to come back within the site's time."""
        exchange = await self._within(url, headers, deadline)
        wait = retry_after(exchange.headers or {}, self.clock())
        if wait is None or exchange.outcome not in {Outcome.MAINTENANCE, Outcome.BLOCKED}:
            return Answer(await self._whole(exchange, headers, deadline), requests=1)
        if wait > deadline - monotonic():
            return Answer(exchange, requests=1, stop=True)
        await asyncio.sleep(wait)
        exchange = await self._within(url, headers, deadline)
        again = exchange.outcome in {Outcome.MAINTENANCE, Outcome.BLOCKED}
        return Answer(exchange, requests=2, stop=again)

    async def _whole(self, exchange: Exchange, headers: Mapping[str, str], deadline: float) -> Exchange:
        """A body that was cut off is asked for again: the same bytes twice are the server's own way of counting."""
        if exchange.error != CUT_OFF:
            return exchange
        second = await self._within(exchange.url, headers, deadline)
        if second.error == CUT_OFF and _sha(second) != _sha(exchange):
            return replace(second, outcome=Outcome.ERROR)
        return second

    async def _within(self, url: str, headers: Mapping[str, str], deadline: float) -> Exchange:
        """One exchange in what is left of the site's time; a time-out that this caused is our budget's."""
        left = deadline - monotonic()
        if left <= self._pause(url):
            return Exchange(url, Outcome.BUDGET, error="the time of the site is up")
        exchange = await self._exchange(url, headers, min(left, self.policy.timeout_seconds))
        if exchange.outcome is Outcome.TIMEOUT and left < self.policy.timeout_seconds:
            return replace(exchange, outcome=Outcome.BUDGET)
        return exchange

    async def _exchange(self, url: str, headers: Mapping[str, str], timeout_seconds: float) -> Exchange:
        started = monotonic()
        try:
            meta = {"download_timeout": timeout_seconds, "proxy": self.policy.proxy or None}
            request = Request(url, headers=dict(headers), meta=meta, callback=NO_CALLBACK, dont_filter=True)
            assert self._crawler.engine is not None
            response = await self._crawler.engine.download_async(request)
            return self._read(url, response, _since(started))
        except Exception as error:  # noqa: BLE001 - whatever a server makes the network stack raise is an outcome
            outcome = outcome_of_exception(error, proxied=bool(self.policy.proxy))
            if outcome is Outcome.DNS:
                outcome = await why_unresolved(urlsplit(url).hostname or "")
            return Exchange(url, outcome, elapsed_ms=_since(started), error=describe(error))

    def _read(self, url: str, response: Response, elapsed_ms: int) -> Exchange:
        fields = {name.decode("latin-1").lower(): _text(values) for name, values in response.headers.items()}
        outcome = outcome_of_status(response.status, fields, proxied=bool(self.policy.proxy))
        error = CUT_OFF if "dataloss" in response.flags else ""
        wrong = _wrong_certificate(response)
        if wrong:
            return Exchange(url, Outcome.TLS, response.status, fields, b"", elapsed_ms, wrong)
        return Exchange(url, outcome, response.status, fields, response.body, elapsed_ms, error)

    def _keep_pace(self, url: str, rules: Rules) -> None:
        """Slow the host's queue down to what its robots.txt asks for; its first page is not held back by that."""
        slot = self._slot(url)
        if slot is not None and rules.delay_seconds > slot.delay:
            slot.delay = rules.delay_seconds
            slot.jitter = 0.0

    def _pause(self, url: str) -> float:
        """Seconds Scrapy would hold a request back; 0 for a host not asked yet."""
        slot = self._slot(url)
        return max(0.0, slot.delay - (monotonic() - slot.lastseen)) if slot is not None else 0.0

    def _slot(self, url: str) -> Slot | None:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader.slots.get(urlsplit(url).hostname or "")


def _target(exchange: Exchange) -> str:
    """Where an answer redirects to, "" if it does not."""
    if exchange.status not in REDIRECTS or exchange.outcome is Outcome.TLS:
        return ""
    # Bytes beyond ASCII are the server's own charset: they go back as they came.
    location = quote(exchange.header("location").encode("latin-1"), safe=NOT_QUOTED)
    return join(exchange.url, location).partition("#")[0]


def _wrong_certificate(response: Response) -> str:
    """What is wrong with the name in the server's certificate, "" if nothing.

    An expired certificate is the neglect of a living site and is let pass; one for other names means that the host is
    no longer this site's.
    """
    host = urlsplit(response.url).hostname or ""
    if response.certificate is None:
        return ""
    try:
        verify_certificate_hostname(response.certificate.original.to_cryptography(), host)
    except (VerificationError, CertificateError) as error:
        return f"the certificate is for another name ({describe(error)})"[:300]
    except ValueError:
        return ""  # asked for by its IP address, or a certificate nobody can read
    return ""


def _text(values: list[bytes]) -> str:
    return ", ".join(value.decode("latin-1") for value in values)


def _sha(exchange: Exchange) -> str:
    return hashlib.sha256(exchange.body).hexdigest()


def _since(started: float) -> int:
    return round((monotonic() - started) * 1000)
