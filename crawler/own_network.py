"""Is our own network to be trusted?  Asked before a scan; after it the fleet guard judges by the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crawler.agenda import tokyo_day
from crawler.job import scan_id_of
from crawler.plan import to_visit
from crawler.reach import silent
from pipelines.database import open_published, published_path
from pipelines.fleet import answers_needed, needs_witnesses, witnesses
from pipelines.recall import refused_scans, watched

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from crawler.config import Config
    from crawler.records import Cluster


def network_fault(config: Config, clusters: Sequence[Cluster], asked: Collection[str], now: datetime) -> str:
    """Why a scan is not to be made, or "".

    The control hosts are asked first, of which one that answers is enough.  Where the scan is too small for the fleet
    guard, and there are no control hosts or the scan before was refused, sites that answered last time are asked too.

    Raises:
        StoreError: the published copy is of another version.
    """
    hosts = config.guard.control_hosts
    if said := _silent(config, hosts, 1):
        return f"no control host answers: {', '.join(said)}"
    database = Path(config.store.database)
    if not published_path(database).exists():
        return ""
    sites = {cluster.id: cluster.website for cluster in clusters if to_visit(cluster)}
    with open_published(database) as connection:
        seen = watched(connection, [one for one in clusters if one.id in sites], scan_id_of(now), tokyo_day(now))
        refused = bool(refused_scans(connection))
    if not needs_witnesses(asked, seen, config.guard) or (hosts and not refused):
        return ""
    chosen = witnesses(seen, sites, scan_id_of(now), config.guard)
    said = _silent(config, chosen, answers_needed(len(chosen), config.guard, refused_before=refused))
    if not said:
        return ""
    return f"{len(said)} of {len(chosen)} sites that answered last time do not answer: {', '.join(said)}"


def _silent(config: Config, urls: Sequence[str], enough: int) -> tuple[str, ...]:
    policy = config.fetch.policy()
    return silent(urls, enough, policy.proxy, policy.user_agent)
