"""Files that are there whole or not at all, also after a power cut.

A file is written under a temporary name beside its place, flushed to the disk, and renamed: whoever opens the place
sees the old file or the new one, never half of one.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the folder of `path`; a clean end puts what was written there in the place of `path`.

    An error removes the temporary file and leaves `path` as it was.

    Raises:
        OSError: the folder is missing, read-only or full.
    """
    part = part_of(path)
    try:
        yield part
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """A temporary name beside `path`, new every time: two writers of one file never write into each other."""
    return path.with_name(f".{path.name}.{uuid4().hex[:12]}.part")


def put_in_place(part: Path, path: Path) -> None:
    """Flush the finished file `part` to the disk and rename it to `path`, in the same folder."""
    flush(part)
    part.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Wait until the disk has what was written to a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
