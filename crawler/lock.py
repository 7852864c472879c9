"""One scan at a time for one database, and one keeper of its schedule."""

from __future__ import annotations

import fcntl
import os
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LockedError(Exception):
    """Another process is at it; the sentence says which one and what to do."""


def scan_lock(database: Path) -> AbstractContextManager[None]:
    """Hold the lock of a database until the end of the block: nobody else visits sites or writes meanwhile.

    Raises:
        LockedError: another process holds it.
        OSError: the folder is missing or not writable.
    """
    return _held(database.with_name(f"{database.name}.lock"), f"a scan of {database} is running")


def schedule_lock(database: Path) -> AbstractContextManager[None]:
    """Keep the schedule of a database until the end of the block.

    Raises:
        LockedError: another process keeps it.
        OSError: the folder is missing or not writable.
    """
    return _held(database.with_name(f"{database.name}.schedule.lock"), f"the schedule of {database} is kept")


@contextmanager
def _held(path: Path, busy: str) -> Iterator[None]:
    """Hold the lock on a file until the end of the block.

    The lock belongs to the open file, not to its being there: the system lets go of it when the process ends, also
    after kill -9, and the file that stays behind locks nobody out.
    """
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LockedError(f"{busy} (process {file.read().strip()}): wait until it ends, then try again") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
