"""The fleet guard: when too many sites fail at once, the fault is ours, and nothing is judged.

A scan of few sites, or of sites in doubt only, cannot tell by itself: before it some of the sites that answered last
time are asked whether they still do.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import Reach
from pipelines.persistence import answered
from pipelines.sites import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from crawler.records import HomeVisit
    from pipelines.recheck import Watched


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """When a scan is not believed."""

    max_failed_share: float = 0.30  # of the sites that answered last time (decision-model.md)
    max_failed_share_unknown: float = 0.80  # of the sites never visited before: a first scan without network
    fewest_sites: int = 5  # with fewer, one outage would be a fleet
    # Addresses asked before a scan, such as your own website and a search engine's: if none answers, the fault is ours.
    control_hosts: tuple[str, ...] = ()
    witnesses: int = 5  # sites that answered last time, asked before a scan that could not tell by itself; 0: none
    fewest_witnesses: int = 3  # with fewer, their own end would keep us from ever judging again


def fleet_fault(pairs: Iterable[tuple[HomeVisit | None, HomeVisit]], policy: GuardPolicy) -> str:
    """Why the scan is not to be judged, or "".

    Args:
        pairs: for every site visited in the scan its home visit before (None: never visited) and now; visits of scans
            that were refused are no visits before.
        policy: the limits.
    """
    seen = list(pairs)
    known = [now for before, now in seen if before is not None and answered(before)]
    limit, group, words = policy.max_failed_share, known, "sites that answered last time"
    if len(known) < policy.fewest_sites:
        limit, group, words = (
            policy.max_failed_share_unknown,
            [now for before, now in seen if before is None],
            "new sites",
        )
    failed = sum(not answered(now) for now in group)
    if len(group) < policy.fewest_sites or failed <= limit * len(group):
        return ""
    return (
        f"{failed} of {len(group)} {words} failed in one scan (limit {limit:.0%}): our own network is the likely cause"
    )


def needs_witnesses(asked: Collection[str], watched: Iterable[Watched], policy: GuardPolicy) -> bool:
    """Whether too few of the sites to be visited answered last time for `fleet_fault` to tell anything."""
    return sum(one.cluster_id in asked and _answered(one) for one in watched) < policy.fewest_sites


def witnesses(
    watched: Iterable[Watched], websites: Mapping[str, str], scan_id: str, policy: GuardPolicy
) -> tuple[str, ...]:
    """Websites that answered last time, one a domain; none where they are too few to tell their failure from ours.

    Others at each scan, so that none of them is asked too often and one that has gone for good is not in the way.

    Args:
        watched: what is held of all sites.
        websites: their addresses, by id.
        scan_id: the scan to come.
        policy: the limits.
    """
    living = [one.cluster_id for one in watched if _answered(one)]
    living.sort(key=lambda one: hashlib.sha256(f"{scan_id} {one}".encode()).digest())
    one_a_domain = {registrable_domain(websites[one]): websites[one] for one in reversed(living)}
    chosen = tuple(one_a_domain.values())[-policy.witnesses :] if policy.witnesses else ()
    return chosen if len(chosen) >= policy.fewest_witnesses else ()


def answers_needed(witnesses: int, policy: GuardPolicy, *, refused_before: bool) -> int:
    """How many witnesses have to answer: one, or as many as the fleet guard asks for where it has just refused a scan.

    Half a network that is back would let a small scan pass that is not to be believed.
    """
    if not refused_before:
        return min(1, witnesses)
    return math.ceil(witnesses * (1 - policy.max_failed_share))


def _answered(one: Watched) -> bool:
    return one.reach is Reach.UP
