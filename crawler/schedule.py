"""The monthly scan and the hourly re-checks, without anybody thinking of them.

The plan lies in a small file beside the database, so that a scan missed while the machine was off runs once at the next
start.  Each scan is a process of its own; one runs at a time, and the lock of the database keeps out those that people
start.  Before a full scan begins, a second attempt is written into the plan, and taken out again when the scan has
come to its end: so neither a failure nor kill -9 can lose a month.
"""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED, EVENT_JOB_SUBMITTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger

from crawler.config import Config
from crawler.lock import schedule_lock
from crawler.reach import ping
from crawler.shard import Children

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

LOG = logging.getLogger(__name__)
SCAN, RECHECK, RETRY = "scan", "recheck", "retry"
# What is called one after the other, until one fails.
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    SCAN: (("scan",), ("retention",)),
    RECHECK: (("scan", "--recheck"),),
}
LOOK_SECONDS = 5  # how often the file is looked at for what other processes changed: pause, resume, run-now
LONGEST_RETRY = timedelta(days=7)


class ScheduleError(Exception):
    """The schedule cannot be used; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry of the schedule."""

    name: str
    cron: str
    next_run: datetime | None  # UTC; None: paused

    @property
    def paused(self) -> bool:
        """Whether a person has paused it."""
        return self.next_run is None


def plan_path(database: Path) -> Path:
    """Where the plan of a database lies."""
    return database.with_name(f"{database.stem}.schedule.sqlite")


# ---------------------------------------------------------------- the plan


def trigger(cron: str, config: Config) -> CronTrigger:
    """The moments of a cron expression of five fields, in which days of the week have names.

    Raises:
        ScheduleError: it is none.
    """
    if len(fields := cron.split()) != 5 or re.search(r"\d", fields[4]):  # noqa: PLR2004 - fields of a crontab
        example = "minute hour day month weekday, the weekday by name, as in '0 3 1-7 * mon'"
        raise ScheduleError(f"schedule: {cron!r} cannot be read: write {example}")
    try:
        moments = CronTrigger.from_crontab(cron, ZoneInfo(config.schedule.timezone))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ScheduleError(f"schedule: {cron!r} in {config.schedule.timezone!r} cannot be read: {error}") from error
    moments.jitter = config.schedule.jitter_seconds or None
    return moments


class _Scheduler(BaseScheduler):  # type: ignore[misc]  # APScheduler has no types
    """APScheduler's plan, worked off by whoever calls `keep`; without that nothing runs."""

    def wakeup(self) -> None:
        """Nothing: the plan is looked at often enough."""

    def shutdown(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002 - the base class's signature
        """End the executor and let go of the file."""
        super().shutdown(wait)

    def keep(self, stop: Event) -> None:
        """Start what is due, every few seconds, until `stop` is set."""
        while not stop.is_set():
            self._process_jobs()
            stop.wait(LOOK_SECONDS)


def _open(config: Config) -> _Scheduler:
    """The plan as the settings want it; a time already planned is kept."""
    times = [(name, cron, trigger(cron, config)) for name, cron in _wanted(config)]
    database = Path(config.store.database)
    zone = ZoneInfo(config.schedule.timezone)
    scheduler = _Scheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{plan_path(database)}")},
        executors={"default": ThreadPoolExecutor(1)},  # one scan at a time
        job_defaults={"coalesce": True, "max_instances": 1},
        timezone=zone,
    )
    scheduler.start()
    grace = int(timedelta(days=config.schedule.missed_days).total_seconds()) or None
    for name, cron, moments in times:
        _enter(scheduler, name, cron, moments, grace)
    return scheduler


def _wanted(config: Config) -> tuple[tuple[str, str], ...]:
    return (SCAN, config.schedule.scan), (RECHECK, config.schedule.recheck)


def _enter(scheduler: _Scheduler, name: str, cron: str, moments: CronTrigger, grace: int | None) -> None:
    """Enter a job, or bring the one that is there up to date without forgetting what it has missed."""
    known = scheduler.get_job(name)
    if known is None:
        scheduler.add_job(work, moments, args=[name], id=name, name=cron, misfire_grace_time=grace)
    elif str(known.trigger) == str(moments) and str(known.trigger.timezone) == str(moments.timezone):
        known.modify(misfire_grace_time=grace, trigger=moments)
    elif known.next_run_time is None:
        known.modify(name=cron, trigger=moments, misfire_grace_time=grace)
    else:
        known.modify(name=cron, misfire_grace_time=grace)
        known.reschedule(moments)


def planned(config: Config) -> tuple[Planned, ...]:
    """The schedule, soonest first, paused entries last."""
    scheduler = _open(config)
    try:
        return tuple(sorted(_entries(scheduler), key=lambda one: (one.paused, str(one.next_run), one.name)))
    finally:
        scheduler.shutdown()


def _entries(scheduler: _Scheduler) -> Iterator[Planned]:
    for job in scheduler.get_jobs():
        yield Planned(job.id, job.name, job.next_run_time and job.next_run_time.astimezone(UTC))


def pause(config: Config, name: str) -> None:
    """Leave an entry out from now on.

    Raises:
        ScheduleError: there is none of this name.
    """
    _change(config, name, lambda job: job.pause())


def resume(config: Config, name: str) -> None:
    """Take up a paused entry again, from its next time on.

    Raises:
        ScheduleError: there is none of this name.
    """
    _change(config, name, lambda job: job.resume())


def run_now(config: Config, name: str, now: datetime) -> None:
    """Let an entry run at once: within seconds where `run` is at work, else when it is started.

    Raises:
        ScheduleError: there is none of this name.
    """
    _change(config, name, lambda job: job.modify(next_run_time=now))


def _change(config: Config, name: str, change: Callable[[Any], object]) -> None:
    scheduler = _open(config)
    try:
        job = scheduler.get_job(name)
        if job is None:
            names = ", ".join(one.name for one in _entries(scheduler))
            raise ScheduleError(f"the schedule has no {name!r}: it has {names}")
        change(job)
    finally:
        scheduler.shutdown()


# ---------------------------------------------------------------- at work


@dataclass(slots=True)
class Workshop:
    """What the jobs of this process work with: APScheduler calls them with what lies in the file only."""

    command: tuple[str, ...]  # of cluster-monitor, up to the options before the command
    config: Config
    present: Callable[[], datetime]
    children: Children


_workshop: list[Workshop] = []  # one at most, while `run` is at work


def run(config: Config, command: tuple[str, ...], present: Callable[[], datetime], stop: Event) -> None:
    """Keep the schedule until `stop` is set.

    Args:
        config: the settings in force.
        command: how cluster-monitor is called, up to the options before the command.
        present: the clock.
        stop: set by a signal; scans that run are ended, and go on when `run` is started again.

    Raises:
        ScheduleError: the schedule of the settings cannot be read.
        LockedError: another process keeps the schedule of this database.
    """
    with schedule_lock(Path(config.store.database)):
        children = Children()
        _workshop[:] = [Workshop(command, config, present, children)]
        scheduler = _open(config)
        scheduler.add_listener(_Watch(scheduler, config, present), EVENT_JOB_SUBMITTED | EVENT_JOB_EXECUTED)
        scheduler.add_listener(_tell_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        if outstanding := scheduler.get_job(RETRY):
            outstanding.modify(next_run_time=present())
        for entry in _entries(scheduler):
            LOG.info(
                "%s: %s", entry.name, f"next at {entry.next_run:%Y-%m-%d %H:%M} UTC" if entry.next_run else "paused"
            )
        try:
            scheduler.keep(stop)
        finally:
            children.end()
            scheduler.shutdown()
            _workshop.clear()


def work(name: str, attempt: int = 0) -> int:
    """One entry of the schedule falls due: call its commands; the exit code of the one that failed, or 0."""
    (shop,) = _workshop
    what = RECHECK if name == RECHECK else SCAN
    LOG.info("%s begins%s", what, f" (attempt {attempt + 1})" if attempt else "")
    code = next((code for words in COMMANDS[what] if (code := _call(shop, words))), 0)
    if shop.children.ended:
        LOG.info("%s is interrupted; it goes on when the schedule is kept again", what)
    elif code:
        LOG.error("%s ended with exit code %s: what it said stands above", what, code)
    else:
        LOG.info("%s has come to its end", what)
        _tell_switch(shop, what)
    return code


def _call(shop: Workshop, words: tuple[str, ...]) -> int:
    """Call one of our commands; its exit code."""
    with subprocess.Popen([*shop.command, *words], text=True, start_new_session=True) as child:  # noqa: S603 - our own command
        shop.children.add(child)
        try:
            return child.wait()
        finally:
            shop.children.remove(child)


def _tell_switch(shop: Workshop, what: str) -> None:
    url = "" if what == RECHECK else shop.config.schedule.ping
    if url and (trouble := ping(url)):
        LOG.warning("the dead man's switch at %s cannot be told: %s", url, trouble)


@dataclass(slots=True)
class _Watch:
    """Writes the second attempt of a full scan into the plan before the first, and takes it out after a success."""

    scheduler: _Scheduler
    config: Config
    present: Callable[[], datetime]
    attempts: int = 0

    def __call__(self, event: Any) -> None:
        if event.job_id not in {SCAN, RETRY}:
            return
        if event.code == EVENT_JOB_SUBMITTED:
            first = timedelta(hours=self.config.schedule.retry_hours)
            self.attempts += 1
            wait = min(first * 2 ** (self.attempts - 1), LONGEST_RETRY)
            self.scheduler.add_job(
                work, "date", run_date=self.present() + wait, args=[RETRY, self.attempts], id=RETRY,
                name="after a scan that did not end well", misfire_grace_time=None, replace_existing=True,
            )  # fmt: skip
        elif event.retval == 0:
            self.attempts = 0
            if self.scheduler.get_job(RETRY):
                self.scheduler.remove_job(RETRY)


def _tell_trouble(event: Any) -> None:
    if event.code == EVENT_JOB_MISSED:
        LOG.warning("%s of %s was missed for too long and is left out", event.job_id, event.scheduled_run_time)
    else:
        LOG.error("%s failed", event.job_id, exc_info=event.exception)


def own_command(config_file: Path | None) -> tuple[str, ...]:
    """How this program is called again."""
    # -P, because a folder `crawler/` in the working directory would hide ours.
    options = ("--config", str(config_file)) if config_file else ()
    return (sys.executable, "-P", "-m", "crawler.cli", *options)
