"""How fast the dashboard answers with 10,000 clusters, five years of monthly verdicts and a million page visits.

Prints the median and the 95th percentile of every page, in milliseconds, as the browser of one user sees them without
the network; pages in turn, so that no page profits from its own warmth.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import warnings
from dataclasses import replace
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

PAGES = {
    "overview": "/",
    "clusters": "/clusters",
    "search": "/clusters?q=光技術",
    "filter": "/clusters?state=static&sort=update",
    "last page": "/clusters?page=200",
    "cluster": "/clusters/c4242",
    "difference": "/clusters/c4242/difference",
    "review": "/review",
    "alerts": "/alerts",
    "scans": "/scans",
    "query form": "/query",
    "health": "/healthz",
}
PASSWORD = "a password for measuring"


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
        measure(TestClient(make_app(house(config, users, present))), rounds)


def measure(browser: TestClient, rounds: int) -> None:
    """Ask every page in turn, so many times."""
    token = browser.get("/login").text.partition('name="token" value="')[2].partition('"')[0]
    start = time.perf_counter()
    browser.post("/login", data={"token": token, "name": "measurer", "password": PASSWORD})
    print(f"opened in {time.perf_counter() - start:.1f} s\n{'page':<12}{'median':>8}{'p95':>8} ms")
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(rounds):
        for name, path in PAGES.items():
            start = time.perf_counter()
            answer = browser.get(path)
            times[name].append(1000 * (time.perf_counter() - start))
            assert answer.status_code == 200, (path, answer.status_code)
    for name, found in times.items():
        print(f"{name:<12}{statistics.median(found):>8.0f}{statistics.quantiles(found, n=20)[-1]:>8.0f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, help="kept for the next time; built if it is not there")
    parser.add_argument("--rounds", type=int, default=40)
    chosen = parser.parse_args()
    main(chosen.database, chosen.rounds)
