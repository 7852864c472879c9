"""What the next visit of a site is told of the earlier ones, so that it can be cheap and notice a stranger."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from crawler.records import KnownPage, ScanSummary, SitePlan
from pipelines.asking import ask_for, dealt, records
from pipelines.database import question
from pipelines.recheck import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    import duckdb

    from crawler.records import Cluster

# Pages remembered of a site: ten times what a visit asks for, so that the choice stays good and the plan small.
MOST_PAGES = 200
CLUSTERS_AT_A_TIME = 1000


def site_plans(
    connection: duckdb.DuckDBPyConnection, clusters: Sequence[Cluster], scan_id: str, day: date, *, full: bool = True
) -> Iterator[SitePlan]:
    """One plan for each cluster, with what scans before `scan_id` remember of it at its present address.

    Args:
        connection: the published copy.
        clusters: the clusters to visit, as the register has them now.
        scan_id: the scan to come.
        day: its day in Asia/Tokyo.
        full: also ask for sitemap and probe, which re-checks leave out; a site never read before is visited in full.
    """
    for first in range(0, len(clusters), CLUSTERS_AT_A_TIME):
        some = clusters[first : first + CLUSTERS_AT_A_TIME]
        ask_for(connection, some, day)
        pages = records(connection, "known_pages", {"scan": scan_id, "most": MOST_PAGES}, KnownPage)
        hosts = dealt(connection, "known_hosts", {"scan": scan_id}, str)
        for cluster in some:
            known = tuple(pages[cluster.id])
            yield SitePlan(cluster, known, full or not known, tuple(hosts[cluster.id]))


def watched(
    connection: duckdb.DuckDBPyConnection, clusters: Sequence[Cluster], scan_id: str, day: date
) -> tuple[Watched, ...]:
    """What decides when each of the clusters is visited again, in the order of their ids.

    Args:
        connection: the published copy.
        clusters: those to ask about, as the register has them now.
        scan_id: the scan to come.
        day: its day in Asia/Tokyo.
    """
    ask_for(connection, clusters, day)
    found = records(connection, "watched", {"scan": scan_id}, Watched)
    return tuple(one for rows in found.values() for one in rows)


def refused_scans(connection: duckdb.DuckDBPyConnection) -> tuple[datetime, ...]:
    """The moments (UTC) of the scans that judged nothing since the last one that was believed, oldest first."""
    return tuple(now.astimezone(UTC) for (now,) in connection.execute(question("refused")).fetchall())


def stored_scan(connection: duckdb.DuckDBPyConnection, scan_id: str) -> ScanSummary | None:
    """The figures of a scan, None if it is not stored."""
    rows = connection.execute(question("summary"), {"scan": scan_id}).fetchall()
    for same_id, now, sites, pages, failures, changes, guard, problems in rows:
        return ScanSummary(same_id, now.astimezone(UTC), sites, pages, failures, changes, guard, tuple(problems))
    return None


def last_scan(connection: duckdb.DuckDBPyConnection, *, decisions: bool = True) -> datetime | None:
    """The moment the latest scan stands for (UTC), None before the first; without decisions, which visit nothing."""
    latest = "SELECT max(now) FROM scan WHERE $all OR kind <> 'decision'"
    ((last,),) = connection.execute(latest, {"all": decisions}).fetchall()
    return last.astimezone(UTC) if last else None
