"""The spider that revisits cluster sites: one coroutine a site, one page of a site at a time.

Scrapy's callbacks would spread the budget, the order and the end of a visit over the whole crawl; a coroutine that
awaits `engine.download_async` keeps them in one place, and Scrapy still does the connections, their pace and limits.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scrapy import Spider

from crawler.records import Outcome, PageVisit, Role
from spiders.addresses import bare_host, split
from spiders.domain_facts import OFF, open_desk
from spiders.fetch import Fetcher
from spiders.visit import SiteVisit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import datetime

    from crawler.records import DomainPolicy, FetchPolicy, SitePlan
    from spiders.domain_facts import DomainDesk

logger = logging.getLogger(__name__)


class SiteSpider(Spider):
    """Visits sites and yields their visits, site by site in the order of the plans, so that two runs write the same."""

    name = "site"

    def __init__(
        self,
        plans: Sequence[SitePlan],
        policy: FetchPolicy,
        now: datetime,
        visited: Callable[[Sequence[PageVisit]], None],
        at_once: int,
        domain: DomainPolicy = OFF,
        **kwargs: Any,
    ) -> None:
        """Prepare a crawl.

        Args:
            plans: the sites.
            policy: how they are visited.
            now: the moment of the scan.
            visited: told of each site's visits as soon as the site is done.
            at_once: sites at a time.
            domain: whether and where the domains of the sites are looked up.
            kwargs: Scrapy's own.
        """
        super().__init__(**kwargs)
        self.finished = False  # whether all sites were visited: pipelines.stages puts the spool in its place then
        self._plans = plans
        self._policy = policy
        self._now = now
        self._visited = visited
        self._domain = domain
        self._gate = asyncio.Semaphore(at_once)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def make_fetcher(self) -> Fetcher:
        """What gets the pages; a spider of another source (an archive) brings its own."""
        return Fetcher(self.crawler, self._policy, self._now)

    async def start(self) -> AsyncIterator[PageVisit]:
        """Visit all sites, many at a time."""
        fetcher = self.make_fetcher()
        desk = open_desk(self._domain, self._policy, self.crawler, self._now)
        tasks = [asyncio.create_task(self._visit(plan, fetcher, desk)) for plan in self._plans]
        for task in tasks:
            for visit in await task:
                yield visit
        self.finished = True

    async def _visit(self, plan: SitePlan, fetcher: Fetcher, desk: DomainDesk) -> tuple[PageVisit, ...]:
        """Visit one site; those that share a host wait for each other, so that none spends the other's time."""
        async with self._hosts[_host(plan)], self._gate:
            try:
                visits = await SiteVisit(plan, fetcher).run()
                if plan.full:
                    visits = await desk.with_facts(visits, plan.cluster.website)
            except Exception as error:
                # A mistake of ours in one site may not end the visits of the others.
                logger.exception("the visit of %s failed", plan.cluster.id)
                visits = (_failed(plan, fetcher, error),)
            self._visited(visits)
            return visits


def _host(plan: SitePlan) -> str:
    parts = split(plan.cluster.website)
    return bare_host(parts) if parts else plan.cluster.website


def _failed(plan: SitePlan, fetcher: Fetcher, error: Exception) -> PageVisit:
    website, reason = plan.cluster.website, f"our own mistake: {type(error).__name__}: {error}"
    return PageVisit(plan.cluster.id, website, Role.HOME, fetcher.clock(), Outcome.ERROR, error=reason[:300])
