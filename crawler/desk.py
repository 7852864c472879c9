"""The desk of the dashboard: takes what people write, to the database and the register, and publishes it.

Writing waits for its turn with the lock of the database, which a scan holds for the seconds in which it is stored.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from crawler.config import Config
from crawler.decision import DecisionError, decide
from crawler.lock import LockedError, write_lock
from crawler.registry import RegisterError, write_register
from crawler.schedule import ScheduleError, planned
from pipelines.database import StoreError, publish
from pipelines.outbox import Outbox, OutboxError
from reports.dashboard.desk import House, RefusedError
from reports.dashboard.published import Published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crawler.records import Cluster, Decision
    from reports.dashboard.users import Users

FRESH = timedelta(minutes=1)
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WritingDesk:
    """Writes to the database and the register of the settings."""

    config: Config
    clock: Callable[[], datetime]
    turn: Lock

    def decide(self, decision: Decision) -> None:
        """Keep a decision, with all that follows from it; it is in force at once."""
        with self.turn, _refusals():
            decide(self.config, decision)

    def acknowledge(self, cluster_id: str, note: str, by: str) -> None:
        """Keep that somebody has seen to the latest alert of a cluster."""
        with self._writing() as database, Outbox.open(database) as outbox:
            outbox.acknowledge(cluster_id, note, by, self.clock())

    def mute(self, cluster_id: str, until: date) -> None:
        """Tell nothing of a cluster up to a day."""
        with self._writing() as database, Outbox.open(database) as outbox:
            outbox.mute(cluster_id, until, self.clock())

    def write_register(self, clusters: Sequence[Cluster]) -> None:
        """Replace the register; the next scan uses it."""
        try:
            with self.turn:
                write_register(Path(self.config.store.register), clusters)
        except OSError as error:
            raise RefusedError(f"{self.config.store.register}: {error.strerror}: check rights and space") from error

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """The database for one change; the copy that everybody reads is published anew after it."""
        database = Path(self.config.store.database)
        with self.turn, _refusals(), write_lock(database):
            yield database
            publish(database)


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell the person what the database or the register has against it."""
    try:
        yield
    except (DecisionError, LockedError, OutboxError, RegisterError, StoreError) as error:
        raise RefusedError(str(error)) from error


def house(config: Config, users: Users, clock: Callable[[], datetime]) -> House:
    """All the pages need, of the settings in force."""
    return House(
        published=Published(Path(config.store.database)),
        users=users,
        desk=WritingDesk(config, clock, Lock()),
        register=Path(config.store.register),
        clock=clock,
        next_scans=Calendar(config, clock),
    )


@dataclass(slots=True)
class Calendar:
    """What the schedule holds, looked up anew every minute: opening it takes longer than a page."""

    config: Config
    clock: Callable[[], datetime]
    looked: datetime | None = None
    found: tuple[tuple[str, datetime], ...] = ()

    def __call__(self) -> tuple[tuple[str, datetime], ...]:
        """Name and moment of what comes next; nothing where it cannot be read, which `doctor` tells as well."""
        now = self.clock()
        if self.looked is None or not timedelta(0) <= now - self.looked < FRESH:
            self.looked = now
            try:
                self.found = tuple((one.name, one.next_run) for one in planned(self.config) if one.next_run is not None)
            except ScheduleError:
                LOG.exception("the schedule cannot be read")
        return self.found
