"""What is known of the domain of a site, asked once a domain in a full scan: name servers, registration, expiry.

The facts travel with the row of the home page, as headers that no server can send us (spiders.guard.KEPT_HEADERS):

    x-dns-ns             name servers, ", " between them: as the resolver tells, else as the registry does
    x-domain-registered  day of the registration, ISO
    x-domain-expires     day of the expiry, ISO
    x-domain-status      words of the registry, ", " between them; "nxdomain" where the resolver knows no such name
    x-domain-problem     what could not be learned and why, "; " between them
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.exception
import dns.resolver

from crawler.records import DomainFacts, DomainPolicy, Role
from pipelines.sites import registrable_domain
from spiders.fetch import Fetcher
from spiders.rdap import Rdap, fetch_policy
from spiders.whois import JprsWhois

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scrapy.crawler import Crawler

    from crawler.records import FetchPolicy, PageVisit

logger = logging.getLogger(__name__)

OFF = DomainPolicy()
DNS_PORT = 53
SITE_SECONDS = 120.0  # for all questions about one domain, the waiting for one's turn included
DOMAIN_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+")  # no address, nothing that ends a line


class FactSource(Protocol):
    """Something that can be asked about domains and never raises for what it is answered."""

    name: str

    def covers(self, domain: str) -> bool:
        """Whether it is the one to ask about a domain."""

    async def ask(self, domain: str) -> DomainFacts:
        """What it tells; a failure is told as the problem."""


class NameServers:
    """Asks the resolver which name servers a domain stands with."""

    name = "dns"

    def __init__(self, policy: DomainPolicy) -> None:
        self._policy = policy

    def covers(self, domain: str) -> bool:
        """Every domain has name servers."""
        return bool(domain)

    async def ask(self, domain: str) -> DomainFacts:
        """The name servers, or the status "nxdomain"."""
        try:
            answer = await self._resolver().resolve(domain, "NS", lifetime=self._policy.timeout_seconds, search=False)
        except dns.resolver.NXDOMAIN:
            return DomainFacts(domain, "dns", status=("nxdomain",))
        except dns.resolver.NoAnswer:
            return DomainFacts(domain, "dns", problem="the name has no name servers of its own")
        except (dns.exception.DNSException, OSError) as error:
            return DomainFacts(domain, "dns", problem=f"the resolver failed: {type(error).__name__}")
        return DomainFacts(domain, "dns", tuple(sorted(row.target.to_text().rstrip(".").lower() for row in answer)))

    def _resolver(self) -> dns.asyncresolver.Resolver:
        resolver = dns.asyncresolver.Resolver(configure=not self._policy.resolver)
        if self._policy.resolver:
            given = urlsplit(f"//{self._policy.resolver}")
            resolver.nameservers = [given.hostname or ""]
            resolver.port = given.port or DNS_PORT
        return resolver


class DomainDesk:
    """Asks all sources about the domains of a crawl, about each domain once."""

    def __init__(self, sources: Sequence[FactSource]) -> None:
        self._sources = sources
        self._asked: dict[str, asyncio.Task[tuple[DomainFacts, ...]]] = {}

    async def facts(self, website: str) -> tuple[DomainFacts, ...]:
        """What the sources tell of the domain of a website; nothing of an IP address."""
        domain = domain_of(website)
        if not domain:
            return ()
        if domain not in self._asked:
            self._asked[domain] = asyncio.create_task(self._ask(domain))
        return await self._asked[domain]

    async def with_facts(self, visits: tuple[PageVisit, ...], website: str) -> tuple[PageVisit, ...]:
        """The visits of a site, the row of its home page with the facts of the domain."""
        home = next((visit for visit in visits if visit.role is Role.HOME), None)
        if home is None or not self._sources:
            return visits
        told = replace(home, headers=(*home.headers, *as_headers(await self.facts(website))))
        return tuple(told if visit is home else visit for visit in visits)

    async def _ask(self, domain: str) -> tuple[DomainFacts, ...]:
        asking = (self._in_time(source, domain) for source in self._sources if source.covers(domain))
        return tuple(await asyncio.gather(*asking))

    async def _in_time(self, source: FactSource, domain: str) -> DomainFacts:
        try:
            async with asyncio.timeout(SITE_SECONDS):
                return await source.ask(domain)
        except TimeoutError:
            return DomainFacts(domain, source.name, problem="its turn did not come in time")
        except Exception as error:
            # A mistake of ours in a side matter may not cost the visit of the site.
            logger.exception("%s about %s failed", source.name, domain)
            return DomainFacts(domain, source.name, problem=f"our own mistake: {type(error).__name__}")


def open_desk(policy: DomainPolicy, fetching: FetchPolicy, crawler: Crawler, now: datetime) -> DomainDesk:
    """The desk that the settings ask for; with facts "off" it asks nobody."""
    if policy.facts == "off":
        return DomainDesk(())
    if policy.facts == "dns":
        return DomainDesk((NameServers(policy),))
    registries = Rdap(policy, Fetcher(crawler, fetch_policy(fetching), now))
    return DomainDesk((NameServers(policy), JprsWhois(policy), registries))


def domain_of(website: str) -> str:
    """The registrable domain of a website in ASCII, "" where there is none to ask about."""
    try:
        domain = registrable_domain(website).encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return domain if DOMAIN_NAME.fullmatch(domain) else ""


def as_headers(facts: Sequence[DomainFacts]) -> tuple[tuple[str, str], ...]:
    """The facts as the headers above; of several sources the first that tells something counts, their words all."""
    servers = next((one.name_servers for one in facts if one.name_servers), ())
    registered = next((one.registered_on.isoformat() for one in facts if one.registered_on), "")
    expires = next((one.expires_on.isoformat() for one in facts if one.expires_on), "")
    pairs = (
        ("x-dns-ns", ", ".join(servers)),
        ("x-domain-registered", registered),
        ("x-domain-expires", expires),
        ("x-domain-status", ", ".join(dict.fromkeys(word for one in facts for word in one.status))),
        ("x-domain-problem", "; ".join(f"{one.source}: {one.problem}" for one in facts if one.problem)[:300]),
    )
    return tuple((name, value) for name, value in pairs if value)
