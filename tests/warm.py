"""Shards that start warm: forked from one process that has loaded everything, where a play of many scans needs no more.

Four fifths of a small shard's time go into starting Python and loading what it needs.  A scan as it really starts its
shards, and what becomes of those that break, is what test_shard, test_scan_flow, test_killed and test_demo are about.
"""

from __future__ import annotations

import io
import multiprocessing
from contextlib import contextmanager, redirect_stdout
from multiprocessing.forkserver import ensure_running
from typing import TYPE_CHECKING

import pytest

from crawler.shard import ShardProgress, ShardResult, ShardTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Loaded once, and not by the tests' own process: each shard runs in a fork of that one.  Scrapy loads aiohttp only
# when a crawl begins.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["__main__", "crawler.crawl", "aiohttp", __name__])


@contextmanager
def warm_shards() -> Iterator[None]:
    """Scans of this process fork their shards."""
    ensure_running()  # now: a test may change to a folder from which nothing can be loaded
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.scan.run_shards", _run_shards)
        yield


def _run_shards(
    tasks: Sequence[ShardTask], _workers: int, _report: Callable[[ShardProgress], None] | None = None
) -> Iterator[ShardResult]:
    for task in tasks:
        child = FORKS.Process(target=_visit, args=(task,))
        child.start()
        child.join()
        done = child.exitcode == 0 and task.spool.exists()
        yield ShardResult(task.number, task.spool, error="" if done else f"exit code {child.exitcode}")


def _visit(task: ShardTask) -> None:
    from crawler.crawl import crawl  # noqa: PLC0415 - here it is loaded already

    with redirect_stdout(io.StringIO()):  # its progress, which nobody reads
        crawl(task)
