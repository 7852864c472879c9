"""Fixtures that several test files share."""

from __future__ import annotations

import pytest

from crawler.demo.play import DAYS
from crawler.demo.web import BoxWeb


@pytest.fixture
def box_web():
    """The invented web of the demo on its first day, served on loopback."""
    with BoxWeb(DAYS[0]) as box:
        yield box
