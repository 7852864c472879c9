"""Is everything in order?  One check a thing that can be wrong, each with its remedy."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from crawler.job import GOES_ON_FOR, spool_root, unfinished
from crawler.recipients import listed
from crawler.registry import RegisterError, read_register
from pipelines.database import StoreError, explained, open_published, published_path
from reports.alerts import unsent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.config import Config
    from reports.alerts import Unsent

SCAN_AGE = timedelta(days=40)  # a monthly scan and some days of grace
LITTLE_SPACE, TOO_LITTLE_SPACE = 2_000_000_000, 200_000_000  # bytes


class Grade(StrEnum):
    """How bad it is."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and what to do about it."""

    grade: Grade
    what: str
    found: str
    remedy: str = ""


def examine(config: Config, now: datetime) -> tuple[Check, ...]:
    """All checks, in the order in which they matter; none of them changes anything."""
    return tuple(check for look in CHECKS for check in look(config, now))


def _settings(config: Config, _: datetime) -> Iterator[Check]:
    if config.fetch.contact:
        yield Check(Grade.FINE, "contact", config.fetch.contact)
    else:
        remedy = "set fetch.contact in monitor.toml (or MONITOR_FETCH__CONTACT) to an address or a web page of yours"
        yield Check(Grade.WARNING, "contact", "none: websites cannot reach who visits them", remedy)
    if config.fetch.allow_private_hosts:
        remedy = "remove fetch.allow_private_hosts, which is for tests"
        yield Check(Grade.WARNING, "private addresses", "are visited", remedy)
    if not config.fetch.obey_robots:
        yield Check(Grade.WARNING, "robots.txt", "is not obeyed", "remove fetch.obey_robots")


def _register(config: Config, _: datetime) -> Iterator[Check]:
    path = Path(config.store.register)
    try:
        register = read_register(path)
    except RegisterError as error:
        remedy = f"`cluster-monitor register check {path}` shows all; correct the file"
        yield Check(Grade.WRONG, "register", f"{path}: {error.problems[0]}", remedy)
        return
    yield Check(Grade.FINE, "register", f"{path}: {len(register.clusters)} clusters")
    if register.warnings:
        remedy = f"`cluster-monitor register check {path}` shows all"
        yield Check(Grade.WARNING, "register", f"{len(register.warnings)} warnings: {register.warnings[0]}", remedy)


def _database(config: Config, _: datetime) -> Iterator[Check]:
    path = Path(config.store.database)
    if not path.exists():
        yield Check(Grade.WARNING, "database", f"{path}: not there yet", "run `cluster-monitor scan`")
        return
    try:
        with explained(path), duckdb.connect(str(path), read_only=True):
            yield Check(Grade.FINE, "database", f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    except StoreError as error:
        yield Check(Grade.WRONG, "database", str(error), "see what is said here")


def _published(config: Config, now: datetime) -> Iterator[Check]:
    path = Path(config.store.database)
    if not path.exists() and not published_path(path).exists():
        return
    try:
        with open_published(path) as connection:
            found = connection.execute(
                "SELECT now, guard, problems FROM scan WHERE kind = 'full' ORDER BY scan_id DESC LIMIT 1"
            ).fetchall()
            letters = unsent(connection)
    except StoreError as error:
        yield Check(Grade.WRONG, "published copy", str(error), "run `cluster-monitor scan`")
        return
    yield Check(Grade.FINE, "published copy", str(published_path(path)))
    for moment, guard, problems in found:
        yield from _last_scan(moment, guard, problems, now)
    yield from _letters(config, letters)


def _last_scan(moment: datetime, guard: str, problems: list[str], now: datetime) -> Iterator[Check]:
    age = now - moment
    found = f"{moment:%Y-%m-%d}, {age.days} days ago"
    if age > SCAN_AGE:
        yield Check(Grade.WARNING, "last scan", found, "run `cluster-monitor scan`; it is meant to run every month")
    else:
        yield Check(Grade.FINE, "last scan", found)
    if guard:
        remedy = "check this machine's network and proxy, then run `cluster-monitor scan` again"
        yield Check(Grade.WARNING, "last scan", f"judged nothing: {guard}", remedy)
    yield from (Check(Grade.WARNING, "last scan", problem, "run `cluster-monitor scan` again") for problem in problems)


def _letters(config: Config, letters: tuple[Unsent, ...]) -> Iterator[Check]:
    told = ", ".join(listed(one) for one in config.alert.recipients)
    yield Check(Grade.FINE, "alerts", f"told to {told}" if told else "nobody is told: see [[alert.recipients]]")
    for one in letters:
        why = f": {one.error}" if one.error else ""
        if one.dead:
            remedy = "`cluster-monitor alert test` finds the fault; then `cluster-monitor alert deliver --again`"
            yield Check(Grade.WRONG, "alerts", f"{one.dead} letters to {one.recipient} were given up{why}", remedy)
        if one.waiting:
            remedy = "the next scan sends them, or `cluster-monitor alert deliver`"
            yield Check(Grade.WARNING, "alerts", f"{one.waiting} letters to {one.recipient} wait{why}", remedy)


def _leftovers(config: Config, now: datetime) -> Iterator[Check]:
    root = spool_root(Path(config.store.database), config.scan.spool)
    for job in unfinished(root):
        if now - job.now <= GOES_ON_FOR:
            remedy = "give the same `cluster-monitor scan` command again: it goes on where it was"
        else:
            remedy = f"too old to go on with: remove the folder {root / job.scan_id}"
        yield Check(Grade.WARNING, "unfinished scan", f"{job.scan_id} ({len(job.shards)} shards)", remedy)


def _disk(config: Config, _: datetime) -> Iterator[Check]:
    folder = Path(config.store.database).resolve().parent
    if not folder.is_dir():
        yield Check(Grade.WRONG, "folder", f"{folder} is not there", f"make it: mkdir -p {folder}")
        return
    if not os.access(folder, os.W_OK):
        yield Check(Grade.WRONG, "folder", f"{folder} cannot be written", "give yourself the right to write there")
    free = shutil.disk_usage(folder).free
    grade = Grade.WRONG if free < TOO_LITTLE_SPACE else Grade.WARNING if free < LITTLE_SPACE else Grade.FINE
    yield Check(grade, "disk", f"{free / 1e9:.1f} GB free", "" if grade is Grade.FINE else "free some space")


CHECKS: tuple[Callable[[Config, datetime], Iterator[Check]], ...] = (
    _settings,
    _register,
    _database,
    _published,
    _leftovers,
    _disk,
)
