"""What Prometheus asks for: how the pages answer, and what the last scan says.  Figures only, no names."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    from fastapi import Request

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10)  # seconds


class Figures:
    """The figures of one application."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        self._seconds = Histogram(
            "cluster_monitor_request_seconds", "Time to answer", ["page"], buckets=BUCKETS, registry=self._all
        )
        self._states = Gauge("cluster_monitor_clusters", "Clusters by state", ["state"], registry=self._all)
        self._scan = Gauge("cluster_monitor_last_scan_seconds", "Moment of the last scan", registry=self._all)
        self._pages = Gauge("cluster_monitor_last_scan_pages", "Pages fetched by it", registry=self._all)
        self._failures = Gauge("cluster_monitor_last_scan_failures", "Sites without answer", registry=self._all)
        self._guard = Gauge("cluster_monitor_last_scan_guarded", "1: it judged nothing", registry=self._all)

    @contextmanager
    def timing(self, request: Request) -> Iterator[None]:
        """Measure one request under the name of its route, not of its path: there are few of them."""
        start = perf_counter()
        yield
        path = getattr(request.scope.get("route"), "path", "other")
        route = request.scope.get("root_path", "") + path
        self._seconds.labels(route).observe(perf_counter() - start)

    def text(self, connection: duckdb.DuckDBPyConnection) -> bytes:
        """All figures in Prometheus' form."""
        for state, count in connection.execute("SELECT state, count(*) FROM memory.present GROUP BY state").fetchall():
            self._states.labels(state).set(count)
        last = "SELECT epoch(now), pages, failures, guard <> '' FROM scan ORDER BY scan_id DESC LIMIT 1"
        for moment, pages, failures, guarded in connection.execute(last).fetchall():
            self._scan.set(moment)
            self._pages.set(pages)
            self._failures.set(failures)
            self._guard.set(guarded)
        return generate_latest(self._all)
