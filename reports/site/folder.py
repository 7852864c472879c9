"""Writing a folder so that whoever reads it sees the old content or the new, never a mixture.

The new content is written beside the folder and takes its place in one step.  A folder that holds anything else than
what was written here is never touched.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MARKER = ".cluster-monitor-site"
MARKER_TEXT = "Written by `cluster-monitor publish-site`, which replaces this folder as a whole.\n"
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of renameat2(2)


class FolderError(Exception):
    """The folder cannot be written; the sentence names it and the remedy.  Nothing was changed."""


@contextmanager
def replacing_folder(folder: Path, ours: Collection[str]) -> Iterator[Path]:
    """Yield an empty folder; a clean end puts it in the place of `folder`, an error leaves that as it was.

    Args:
        folder: does not exist, is empty, or was made here; its parent exists.
        ours: the names that may stand in it at the top.

    Raises:
        FolderError: it holds something else, or another process is writing it.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - a link in the path stays a link
    refuse_foreign(folder, ours)
    part = folder.with_name(f".{folder.name}.part")
    part.mkdir(exist_ok=True)
    with _held(part, folder):
        try:
            _clear(part)  # what a killed run has left
            (part / MARKER).write_text(MARKER_TEXT, "utf-8")
            yield part
            os.sync()
            refuse_foreign(folder, ours)
            exchange(part, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)  # the new content after an error, else the old one


def refuse_foreign(folder: Path, ours: Collection[str]) -> None:
    """Refuse a folder with anything in it that was not written here.

    Raises:
        FolderError: so it is.
    """
    if not folder.exists():
        if not folder.parent.is_dir():
            raise FolderError(f"{folder.parent} is no folder: make it first")
        return
    if not folder.is_dir() or folder.is_symlink():
        raise FolderError(f"{folder} is no folder: name an empty or a new one")
    names = {entry.name for entry in folder.iterdir()}
    if not names:
        return
    if MARKER not in names:
        raise FolderError(f"{folder} holds files of others: name an empty or a new folder")
    if foreign := sorted(names - {MARKER, *ours}):
        raise FolderError(f"{folder} holds {foreign[0]}, which is not of this site: move it elsewhere first")


def exchange(part: Path, folder: Path) -> None:
    """Put `part` in the place of `folder`, and what was there in the place of `part`, in one step where Linux can."""
    if not folder.exists() or not any(folder.iterdir()):
        part.rename(folder)  # over an empty folder it is one step, too
        return
    if _exchanged(part, folder):
        return
    old = folder.with_name(f".{folder.name}.old")  # a file system without exchange, such as NFS: two steps
    folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    old.rename(part)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system could exchange two names."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # another system, or an old C library
        return False
    names = (os.fsencode(path) for path in (one, other))
    return bool(rename(AT_FDCWD, next(names), AT_FDCWD, next(names), RENAME_EXCHANGE) == 0)


@contextmanager
def _held(part: Path, folder: Path) -> Iterator[None]:
    """Let nobody else write beside the folder; ends with the process, too."""
    descriptor = os.open(part, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderError(f"{folder} is being written by another process: wait until it ends") from error
        yield
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
