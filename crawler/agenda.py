"""Which clusters a scan is about, and what the visits are told: read from the last published copy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.job import scan_id_of
from crawler.plan import to_visit
from crawler.records import SitePlan
from pipelines.database import open_published, published_path
from pipelines.recall import refused_scans, site_plans, watched
from pipelines.recheck import due, left_out, resumes_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from crawler.records import Cluster
    from pipelines.recheck import RecheckPolicy

TOKYO = ZoneInfo("Asia/Tokyo")
FULL, RECHECK = "full", "recheck"


def tokyo_day(now: datetime) -> date:
    """The calendar day of a moment in Tokyo: the day of all verdicts."""
    return now.astimezone(TOKYO).date()


def turns(
    database: Path, clusters: Sequence[Cluster], kind: str, now: datetime, policy: RecheckPolicy
) -> tuple[str, ...]:
    """Ids of the clusters whose turn it is, in the order of the register.

    A full scan is about all clusters, those without a website included, but for the ones that ended long ago and are
    not due; a re-check about those that are due, and about none for a while after a scan that judged nothing.  Before
    the first scan nothing is due.

    Raises:
        StoreError: the published copy is of another version.
    """
    if not published_path(database).exists():
        return tuple(cluster.id for cluster in clusters) if kind == FULL else ()
    visited = [cluster for cluster in clusters if to_visit(cluster)]
    with open_published(database) as connection:
        seen = watched(connection, visited, scan_id_of(now), tokyo_day(now))
        resumes = resumes_at(refused_scans(connection), policy)
    if kind == RECHECK:
        if resumes is not None and now < resumes:
            return ()
        wanted = frozenset(due(seen, now, policy))
        return tuple(cluster.id for cluster in clusters if cluster.id in wanted)
    resting = left_out(seen, now, policy)
    return tuple(cluster.id for cluster in clusters if cluster.id not in resting)


def plans(
    database: Path, clusters: Sequence[Cluster], asked: Sequence[str], kind: str, now: datetime
) -> tuple[SitePlan, ...]:
    """The sites to visit with all the last published copy remembers of them.

    Raises:
        StoreError: the published copy is of another version.
    """
    wanted, full = frozenset(asked), kind == FULL
    some = [cluster for cluster in clusters if cluster.id in wanted]
    if not published_path(database).exists():
        return tuple(SitePlan(cluster, full=full) for cluster in some)
    with open_published(database) as connection:
        return tuple(site_plans(connection, some, scan_id_of(now), tokyo_day(now), full=full))
