"""Fixtures that several test files share."""

from __future__ import annotations

import pytest

from crawler.demo.play import DAYS
from crawler.demo.web import BoxWeb
from tests import warm

# Files whose tests take longest, the longest first: two processes that begin with these come to their end together.
LONGEST = (
    "test_simulation.py", "test_between_scans.py", "test_scan_flow.py", "test_paths.py", "test_demo.py",
    "test_schedule.py", "test_killed.py", "test_site_spider.py", "test_database.py",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """Longest files first; xdist hands them out in this order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture
def box_web():
    """The invented web of the demo on its first day, served on loopback."""
    with BoxWeb(DAYS[0]) as box:
        yield box


@pytest.fixture(scope="module")
def warm_shards():
    """Scans in the tests' own process fork their shards from a process that has loaded everything."""
    with warm.warm_shards():
        yield
