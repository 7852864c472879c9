"""Plays the invented web through months or years: a full scan a month, re-checks when they are due.

Nothing sleeps: `now` moves on to the next moment at which the schedule would do something.  This is how the rules are
tested as a whole, and how somebody who changes a threshold sees what it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.agenda import FULL, RECHECK, TOKYO, tokyo_day
from crawler.demo.weather import under
from crawler.job import scan_id_of
from crawler.plan import to_visit
from crawler.registry import load_register
from crawler.scan import GuardTripped, run_scan
from pipelines.database import open_published
from pipelines.recall import refused_scans, watched
from pipelines.recheck import next_visit, resumes_at
from reports.alerts import AlertRow, alerts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crawler.config import Config
    from crawler.demo.weather import Outage
    from crawler.demo.web import BoxWeb

SCAN_AT = time(3)  # in Tokyo, as the schedule has it
TICK = timedelta(hours=1)  # the schedule looks so often for what is due
MONDAYS = range(7)


@dataclass(frozen=True, slots=True)
class Played:
    """One scan of the simulation."""

    now: datetime
    kind: str
    judged: bool  # False: the fleet guard tripped
    alerts: tuple[AlertRow, ...]  # raised by this scan


def play(
    config: Config,
    box: BoxWeb,
    weather: Sequence[Outage],
    first: date,
    months: int,
    tell: Callable[[Played], None],
) -> None:
    """Play so many months from the first Monday on or after a day, and tell of every scan.

    Args:
        config: leads to the box by its proxy; the database must be new.
        box: the invented web; its world is changed with the weather.
        weather: the troubles that come and go.
        first: a day of the first month.
        months: number of full scans.
        tell: told of every scan, in order.
    """
    clear = box.world
    moments = monthly(first, months)
    now, end = moments[0], moments[-1] + timedelta(days=28)
    while now < end:
        kind = FULL if now in moments else RECHECK
        box.play(tokyo_day(now))
        box.world = under(weather, clear, now, tokyo_day(now))
        played = _scan(config, now, kind)
        if played is not None:
            tell(played)
        later = [moment for moment in moments if moment > now]
        now = min([*later[:1], max(_next_due(config, now), now + TICK)], default=end)


def monthly(first: date, months: int) -> tuple[datetime, ...]:
    """The moments of the full scans: first Mondays, at three in Tokyo."""
    return tuple(datetime.combine(day, SCAN_AT, TOKYO).astimezone(UTC) for day in _first_mondays(first, months))


def _first_mondays(first: date, months: int) -> Iterator[date]:
    year, month = first.year, first.month
    while months:
        monday = next(day for day in (date(year, month, 1 + n) for n in MONDAYS) if day.weekday() == 0)
        if monday >= first:
            yield monday
            months -= 1
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December


def _scan(config: Config, now: datetime, kind: str) -> Played | None:
    """One scan with the alerts it raised; None if nothing was due."""
    try:
        result = run_scan(config, now=now, kind=kind)
    except GuardTripped:
        return Played(now, kind, judged=False, alerts=_raised(config, scan_id_of(now)))
    if result.nothing_due:
        return None
    return Played(now, kind, judged=True, alerts=_raised(config, result.scan_id))


def _raised(config: Config, scan_id: str) -> tuple[AlertRow, ...]:
    with open_published(Path(config.store.database)) as connection:
        return tuple(one for one in alerts(connection, everything=True) if one.scan_id == scan_id)


def _next_due(config: Config, now: datetime) -> datetime:
    """The tick at which the next re-check would find something."""
    clusters = [cluster for cluster in load_register(Path(config.store.register)) if to_visit(cluster)]
    later = now + TICK
    with open_published(Path(config.store.database)) as connection:
        known = watched(connection, clusters, scan_id_of(later), tokyo_day(later))
        resumes = resumes_at(refused_scans(connection), config.recheck)
    soonest = min(next_visit(one, later, config.recheck) for one in known)
    soonest = max(soonest, resumes or soonest)
    ticks = -((now - soonest) // TICK)  # rounded up
    return now + TICK * ticks
