"""Who holds a domain: the registry tells it by RDAP (RFC 9082, 9083), JSON over HTTPS.

The question goes through Scrapy's downloader like a page, so that its pace, its limits of time and size, the proxy and
the guard against private addresses hold for it too.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from crawler.records import DomainFacts, Outcome
from pipelines.western import TOKYO

if TYPE_CHECKING:
    from crawler.records import DomainPolicy, FetchPolicy
    from spiders.fetch import Fetcher

ACCEPT = {"Accept": "application/rdap+json, application/json"}
# Events of RFC 9083, section 10.2.3.  A domain that was given up and taken again is registered anew.
REGISTRATION = ("reregistration", "registration")
EXPIRATION = ("expiration",)


class Rdap:
    """Asks the registries by way of one address that knows them all."""

    name = "rdap"

    def __init__(self, policy: DomainPolicy, fetcher: Fetcher) -> None:
        self._policy = policy
        self._fetcher = fetcher

    def covers(self, domain: str) -> bool:
        """Whether registries answer for such domains; that of .jp does not."""
        return not domain.endswith(".jp")

    async def ask(self, domain: str) -> DomainFacts:
        """What the registry tells of a domain; a failure is told as the problem."""
        url = f"{self._policy.rdap_base.rstrip('/')}/domain/{domain}"
        answer = await self._fetcher.fetch(url, ACCEPT, monotonic() + self._policy.timeout_seconds, _to_the_registry)
        if answer.outcome is not Outcome.OK:
            return _nothing(domain, f"{answer.last.url}: {answer.outcome} {answer.last.error}".strip())
        return read_rdap(answer.last.body, domain)


def fetch_policy(policy: FetchPolicy) -> FetchPolicy:
    """How registries are asked: as sites are, but robots.txt speaks of pages and RDAP is there for programs."""
    return replace(policy, obey_robots=False)


def _to_the_registry(target: str) -> bool:
    """The redirects of RDAP are its way to the registry; where they lead is for the address guard to check."""
    return target.startswith(("https://", "http://"))


def read_rdap(body: bytes, domain: str) -> DomainFacts:
    """Read an answer; what is no object of class "domain" is told as the problem, odd fields in it are passed over."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return _nothing(domain, "the answer is no JSON")
    if not isinstance(told, dict) or told.get("objectClassName") != "domain":
        return _nothing(domain, "the answer tells of no domain")
    events = {
        str(event.get("eventAction", "")).lower(): str(event.get("eventDate", ""))
        for event in _objects(told.get("events"))
    }
    servers = (str(server.get("ldhName", "")).lower().rstrip(".") for server in _objects(told.get("nameservers")))
    words = told.get("status")
    return DomainFacts(
        domain=domain,
        source="rdap",
        name_servers=tuple(sorted(set(servers) - {""})),
        registered_on=_day(events, REGISTRATION),
        expires_on=_day(events, EXPIRATION),
        status=tuple(str(word).lower() for word in words) if isinstance(words, list) else (),
    )


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _day(events: dict[str, str], actions: tuple[str, ...]) -> date | None:
    """The day in Asia/Tokyo of the first of some actions that has one."""
    for action in actions:
        try:
            moment = datetime.fromisoformat(events.get(action, ""))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(TOKYO).date()
        except (ValueError, OverflowError):
            continue  # no such event, or one without a day
    return None


def _nothing(domain: str, problem: str) -> DomainFacts:
    return DomainFacts(domain, "rdap", problem=problem)
