"""A dashboard over the small database of `tests.ledger`, with its real desk: what the tests of the pages work on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crawler.config import Config, StoreSection
from crawler.desk import house
from crawler.records import Cluster
from crawler.registry import write_register
from reports.dashboard.app import make_app
from reports.dashboard.roles import Role
from reports.dashboard.users import Users
from tests import ledger

if TYPE_CHECKING:
    from pathlib import Path


PASSWORD = "correct horse battery"
NAMES = {Role.VIEWER: "vera", Role.ANALYST: "anna", Role.ADMIN: "ada"}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the tests sign in often


@dataclass
class Clock:
    """The present moment of the tests."""

    now: datetime = datetime(2026, 11, 10, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Site:
    """The dashboard with all that stands behind it."""

    app: FastAPI
    users: Users
    clock: Clock
    config: Config

    def visitor(self, language: str = "en") -> TestClient:
        """A browser without a session."""
        return TestClient(self.app, headers={"Accept-Language": language}, follow_redirects=True)

    def client(self, role: Role = Role.VIEWER, language: str = "en") -> TestClient:
        """A browser that has signed in."""
        browser = self.visitor(language)
        answer = post(browser, "/login", name=NAMES[role], password=PASSWORD)
        assert answer.status_code == 200
        return browser


def build(folder: Path) -> Site:
    """A dashboard with a user of each role."""
    database = ledger.build(folder / "monitor.duckdb")
    register = folder / "clusters.csv"
    write_register(register, clusters())
    config = replace(Config(), store=StoreSection(str(database), str(register)))
    users = Users(folder / "users.sqlite", CHEAP)
    for role, name in NAMES.items():
        users.put(name, role, PASSWORD)
    clock = Clock()
    return Site(make_app(house(config, users, clock)), users, clock, config)


def clusters() -> list[Cluster]:
    """The register of the ledger's clusters."""
    return [
        Cluster(
            cluster_id, name_en, name_ja, "" if cluster_id == "never" else f"https://www.{cluster_id}.example/",
            prefecture=prefecture, region=region, sector=tuple(sectors), programme="METI-ICP",
        )
        for cluster_id, (name_en, name_ja, prefecture, region, sectors, _) in ledger.CLUSTERS.items()
    ]  # fmt: skip


def token(browser: TestClient, path: str = "/login") -> str:
    """The token in the form of a page."""
    return re.search(r'name="token" value="(\w+)"', browser.get(path).text)[1]


def post(browser: TestClient, path: str, form_at: str = "/login", **values: str):
    """Send a form as a browser does."""
    return browser.post(path, data={"token": token(browser, form_at), **values})
