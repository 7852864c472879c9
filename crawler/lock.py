"""One scan at a time for one database."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LockedError(Exception):
    """Another scan is running; the sentence says which process and what to do."""


@contextmanager
def scan_lock(database: Path) -> Iterator[None]:
    """Hold the lock of a database, in the file `<database>.lock` beside it, until the end of the block.

    The lock belongs to the open file, not to its being there: the system lets go of it when the process ends, also
    after kill -9, and the file that stays behind locks nobody out.

    Raises:
        LockedError: another process holds it.
        OSError: the folder is missing or not writable.
    """
    path = database.with_name(f"{database.name}.lock")
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LockedError(
                f"a scan of {database} is running (process {file.read().strip()}): wait until it ends, then try again"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
