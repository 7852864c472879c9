"""Which sites a scan visits, and which of them together: pure."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.sites import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.records import Cluster, SitePlan


def to_visit(cluster: Cluster) -> bool:
    """Whether there is anything to ask for, and nobody has paused it."""
    return bool(cluster.website) and not cluster.paused


def plan_shards(plans: Sequence[SitePlan], workers: int, shard_size: int) -> tuple[tuple[SitePlan, ...], ...]:
    """Sites to visit, split into shards; the same sites in any order give the same shards.

    All sites of one registrable domain are in one shard, because one process keeps the pause between two requests to a
    host.  There are as many shards as workers can do at once, or more if they would grow larger than `shard_size`.

    Args:
        plans: the sites asked for; those without a website and paused ones are left out.
        workers: processes that crawl at the same time.
        shard_size: sites a shard; only the sites of a single domain may be more.
    """
    groups = _by_domain([plan for plan in plans if to_visit(plan.cluster)])
    sites = sum(len(group) for group in groups)
    shards: list[list[SitePlan]] = [[] for _ in range(min(len(groups), max(workers, -(-sites // shard_size))))]
    # The largest group first into the emptiest shard: at most one group away from even.
    emptiest = [(0, number) for number in range(len(shards))]
    for group in sorted(groups, key=lambda group: (-len(group), group[0].cluster.id)):
        size, number = heapq.heappop(emptiest)
        shards[number] += group
        heapq.heappush(emptiest, (size + len(group), number))
    return tuple(tuple(sorted(shard, key=lambda plan: plan.cluster.id)) for shard in shards)


def _by_domain(plans: Sequence[SitePlan]) -> list[list[SitePlan]]:
    """Sites that share a domain, directly or through a third site, together; each group in the order of ids."""
    ordered = sorted(plans, key=lambda plan: plan.cluster.id)
    leader: dict[str, str] = {}

    def lead(domain: str) -> str:
        while leader.setdefault(domain, domain) != domain:
            domain = leader[domain]
        return domain

    for plan in ordered:
        first, *others = _domains(plan.cluster)
        for other in others:
            leader[lead(other)] = lead(first)
    groups = defaultdict(list)
    for plan in ordered:
        groups[lead(next(_domains(plan.cluster)))].append(plan)
    return list(groups.values())


def _domains(cluster: Cluster) -> Iterator[str]:
    for website in (cluster.website, cluster.website_en):
        if website:
            yield registrable_domain(website)
