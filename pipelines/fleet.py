"""The fleet guard: when too many sites fail at once, the fault is ours, and nothing is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.persistence import answered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import HomeVisit


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """When a scan is not believed."""

    max_failed_share: float = 0.30  # of the sites that answered last time (decision-model.md)
    max_failed_share_unknown: float = 0.80  # of the sites never visited before: a first scan without network
    fewest_sites: int = 5  # with fewer, one outage would be a fleet
    # Addresses asked before a scan, such as your own website and a search engine's: if none answers, the fault is ours.
    control_hosts: tuple[str, ...] = ()


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
