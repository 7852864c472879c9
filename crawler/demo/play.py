"""Plays six months of the invented web, a scan each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crawler.demo.web import BoxWeb

# The first Mondays of six months: the default day of the monthly scan.
DAYS = (date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 6), date(2026, 8, 3), date(2026, 9, 7), date(2026, 10, 5))

Scan = Callable[[date, str], None]  # the day and the address of the proxy that shows the web as it is then


def run_demo(scan: Scan, days: tuple[date, ...] = DAYS) -> None:
    """Calls `scan` once for each day while the box shows that day; decides nothing itself."""
    with BoxWeb(days[0]) as box:
        for day in days:
            box.play(day)
            scan(day, box.proxy)
