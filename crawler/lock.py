"""Who may do what at the same time with one database: one scan, one writer for moments, one sender, one keeper.

A scan is kept to itself for hours, the file is written for seconds: so people can decide while a scan runs.  Whoever
needs two locks takes them in the order in which they stand here.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_SECONDS = 30.0  # for another's writing: longer than it takes to store a thousand sites
LOOK_SECONDS = 0.05


class LockedError(Exception):
    """Another process is at it; the sentence says which one and what to do."""


def schedule_lock(database: Path) -> AbstractContextManager[None]:
    """Keep the schedule of a database until the end of the block.

    Raises:
        LockedError: another process keeps it.
        OSError: the folder is missing or not writable.
    """
    return _held(database, "schedule.lock", f"the schedule of {database} is kept")


def scan_lock(database: Path) -> AbstractContextManager[None]:
    """Visit sites for a database until the end of the block: nobody else does meanwhile.

    Raises:
        LockedError: another process does.
        OSError: the folder is missing or not writable.
    """
    return _held(database, "scan.lock", f"a scan of {database} is running")


def letter_lock(database: Path) -> AbstractContextManager[None]:
    """Send the letters of a database until the end of the block: nobody else sends them meanwhile.

    Raises:
        LockedError: another process does.
        OSError: the folder is missing or not writable.
    """
    return _held(database, "letters.lock", f"the letters of {database} are being sent")


def write_lock(database: Path, patience_seconds: float | None = None) -> AbstractContextManager[None]:
    """Write a database and publish it until the end of the block; wait a while for others who do.

    Args:
        database: its file.
        patience_seconds: how long to wait; None: PATIENCE_SECONDS.

    Raises:
        LockedError: another process still does.
        OSError: the folder is missing or not writable.
    """
    return _held(
        database,
        "lock",
        f"{database} is being written",
        PATIENCE_SECONDS if patience_seconds is None else patience_seconds,
    )


@contextmanager
def _held(database: Path, ending: str, busy: str, patience_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock on a file beside the database until the end of the block.

    The lock belongs to the open file, not to its being there: the system lets go of it when the process ends, also
    after kill -9, and the file that stays behind locks nobody out.
    """
    with database.with_name(f"{database.name}.{ending}").open("a+", encoding="ascii") as file:
        end = time.monotonic() + patience_seconds
        while not _taken(file.fileno()):
            if time.monotonic() >= end:
                file.seek(0)
                raise LockedError(f"{busy} (process {file.read().strip()}): wait until it ends, then try again")
            time.sleep(LOOK_SECONDS)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
