"""What robots.txt asks of us: asked once per host and scan, understood by Protego."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from protego import Protego

from crawler.records import Outcome
from spiders.exchange import Exchange

# Our name in robots.txt; "*" where it has none.
ROBOT_NAME = "cluster-monitor"
# No answer is no permission: RFC 9309 reads a server in trouble as "nothing is allowed".  Only the home page is asked
# then, because a monitor that does not even look would call a site with a broken robots.txt unreachable.
IN_TROUBLE = {Outcome.SERVER_ERROR, Outcome.MAINTENANCE, Outcome.TIMEOUT, Outcome.TOO_LARGE}
# Nobody can be asked for anything else there: the host's pages share this outcome without being asked for.
NOBODY_THERE = {Outcome.DNS, Outcome.DNS_FAILURE, Outcome.PRIVATE_ADDRESS, Outcome.PROXY}
LONGEST_DELAY = 86_400.0  # seconds; a Crawl-delay of "inf" is one day


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host for us."""

    parser: Protego | None = None  # None: everything is allowed
    in_trouble: bool = False  # robots.txt should be there and could not be had
    nobody: Exchange | None = None  # how the host failed, where nobody answers at all

    def allows(self, url: str) -> bool:
        """Whether we may ask for a page."""
        return self.parser is None or bool(self.parser.can_fetch(url, ROBOT_NAME))

    @property
    def delay_seconds(self) -> float:
        """Crawl-delay or the pace of Request-rate, 0 without."""
        if self.parser is None:
            return 0.0
        rate = self.parser.request_rate(ROBOT_NAME)
        pace = rate.seconds / rate.requests if rate and rate.requests else 0.0
        wanted = max(self.parser.crawl_delay(ROBOT_NAME) or 0.0, pace)
        return 0.0 if isnan(wanted) else min(wanted, LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Sitemaps the host names."""
        return () if self.parser is None else tuple(self.parser.sitemaps)


def rules_of(exchange: Exchange) -> Rules:
    """The rules in an answer to robots.txt; a host that has none (4xx) allows everything."""
    if exchange.outcome is Outcome.OK:
        return Rules(Protego.parse(exchange.body.decode("utf-8", "replace")))
    if exchange.outcome in NOBODY_THERE:
        return Rules(nobody=exchange)
    return Rules(in_trouble=exchange.outcome in IN_TROUBLE)
