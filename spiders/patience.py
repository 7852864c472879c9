"""A limit to the time our own code may take on one page.

A page can be made (or happen) to keep a regular expression busy for hours, and the whole shard with it.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class OutOfPatienceError(Exception):
    """Reading a page took too long."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise OutOfPatienceError in the block when it takes longer; only in the main thread, which owns the alarm."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise OutOfPatienceError(f"not finished after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
