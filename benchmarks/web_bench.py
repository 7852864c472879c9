"""How fast dashboard and API answer with 10,000 clusters, five years of monthly verdicts and a million page visits.

Prints for every page the median and the 95th percentile in milliseconds, as the browser of one user sees them without
the network, beside the most they may be; pages in turn, so that no page profits from its own warmth.  Where others use
the machine, too, time passes that is not ours: the last columns have the processor's time alone, and the figures are
headed by how much longer a fixed piece of work took than at its best.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path

from argon2 import PasswordHasher
from many_clusters import build

from crawler.commands.common import present
from crawler.config import Config, StoreSection
from crawler.desk import house
from reports.dashboard.app import make_app
from reports.dashboard.roles import Role
from reports.dashboard.users import Users

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the test client speaks of its next version
    from fastapi.testclient import TestClient

PAGE, TABLE, OVERVIEW = 150, 200, 300  # milliseconds at the 95th percentile, on two cores of our own
ADDRESSES = {
    "/": OVERVIEW,
    "/clusters": TABLE,
    "/clusters?q=光技術": TABLE,
    "/clusters?state=static&sort=update": TABLE,
    "/clusters?page=200": TABLE,
    "/clusters/c4242": PAGE,
    "/clusters/c4242/difference": PAGE,
    "/charts": PAGE,
    "/review": PAGE,
    "/alerts": PAGE,
    "/scans": PAGE,
    "/scans/20261101T030000Z": PAGE,
    "/query": PAGE,
    "/account": PAGE,
    "/healthz": PAGE,
    "/api/v1/overview": OVERVIEW,
    "/api/v1/clusters?q=光技術": TABLE,
    "/api/v1/clusters?as_of=2024-06-30": TABLE,
    "/api/v1/clusters/c4242": PAGE,
    "/api/v1/clusters/c4242/history": PAGE,
    "/api/v1/clusters/c4242/visits": PAGE,
    "/api/v1/clusters/c4242/claims": PAGE,
    "/api/v1/clusters/nobody": PAGE,
    "/api/v1/transitions": PAGE,
    "/api/v1/review": PAGE,
    "/api/v1/alerts": PAGE,
    "/api/v1/scans": PAGE,
    "/api/v1/mapping": PAGE,  # the first time takes seconds, which the command to report it may, too
}
NOT_THERE = {"/api/v1/clusters/nobody": 404}
PASSWORD = "a password for measuring"
WORK = 200_000  # additions of the fixed piece of work: some ten milliseconds


@dataclass
class Times:
    """What was measured of one address, in milliseconds."""

    passed: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)


def main(database: Path | None, rounds: int) -> None:
    """Build the database unless one is named, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = database or Path(folder) / "many.duckdb"
        if not database.exists():
            start = time.perf_counter()
            build(database, clusters=10_000, months=60, visits=1_000_000)
            print(f"built in {time.perf_counter() - start:.0f} s")
        users = Users(Path(folder) / "users.sqlite", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        users.put("measurer", Role.ADMIN, PASSWORD)
        config = replace(Config(), store=StoreSection(str(database), str(Path(folder) / "clusters.csv")))
        app = make_app(house(config, users, present))
        app.state.api_requests.tries = 10**6
        gc.freeze()  # as `serve` does
        measure(TestClient(app), rounds)


def measure(browser: TestClient, rounds: int) -> None:
    """Ask every page in turn, so many times."""
    token = browser.get("/login").text.partition('name="token" value="')[2].partition('"')[0]
    start = time.perf_counter()
    browser.post("/login", data={"token": token, "name": "measurer", "password": PASSWORD})
    print(f"opened in {time.perf_counter() - start:.1f} s")
    times = {address: Times() for address in ADDRESSES}
    slow = []
    for turn in range(rounds + 1):
        slow.append(fixed_work())
        for address, found in times.items():
            start, computed = time.perf_counter(), time.process_time()
            status = browser.get(address).status_code
            if turn:  # the first one fills the caches
                found.computed.append(1000 * (time.process_time() - computed))
                found.passed.append(1000 * (time.perf_counter() - start))
            assert status == NOT_THERE.get(address, 200), (address, status)
    print(f"a fixed piece of work took {statistics.median(slow) / min(slow):.1f} times as long as at its best")
    print(f"{'address':<36}{'median':>8}{'p95':>8}{'at most':>9}{'processor':>11}{'p95':>7}  ms")
    for address, found in times.items():
        passed, computed = p95(found.passed), p95(found.computed)
        mark = "" if passed <= ADDRESSES[address] else "  over"
        print(
            f"{address:<36}{statistics.median(found.passed):>8.0f}{passed:>8.0f}{ADDRESSES[address]:>9}"
            f"{statistics.median(found.computed):>11.0f}{computed:>7.0f}{mark}"
        )


def p95(found: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(found, n=20)[-1]


def fixed_work() -> float:
    """How long a piece of work takes that is always the same, in seconds."""
    start = time.perf_counter()
    sum(range(WORK))
    for number in range(WORK):
        number + 1
    return time.perf_counter() - start


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, help="kept for the next time; built if it is not there")
    parser.add_argument("--rounds", type=int, default=40)
    chosen = parser.parse_args()
    main(chosen.database, chosen.rounds)
