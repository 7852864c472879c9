"""What robots.txt asks of us: asked once per host and scan, understood by Protego."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from protego import Protego

from crawler.records import Outcome

if TYPE_CHECKING:
    from spiders.fetch import Exchange

# Our name in robots.txt; "*" where it has none.
ROBOT_NAME = "cluster-monitor"
# No answer is no permission: RFC 9309 reads a server in trouble as "nothing is allowed".  Only the home page is asked
# then, because a monitor that does not even look would call a site with a broken robots.txt unreachable.
IN_TROUBLE = {Outcome.SERVER_ERROR, Outcome.MAINTENANCE, Outcome.TIMEOUT, Outcome.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host for us."""

    parser: Protego | None = None  # None: everything is allowed
    in_trouble: bool = False  # robots.txt should be there and could not be had

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
        return float(max(self.parser.crawl_delay(ROBOT_NAME) or 0.0, pace))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Sitemaps the host names."""
        return () if self.parser is None else tuple(self.parser.sitemaps)


def rules_of(exchange: Exchange) -> Rules:
    """The rules in an answer to robots.txt; a host that has none (4xx) allows everything."""
    if exchange.outcome is Outcome.OK:
        return Rules(Protego.parse(exchange.body.decode("utf-8", "replace")))
    return Rules(in_trouble=exchange.outcome in IN_TROUBLE)
