"""Shards of a scan: sites in, one spool file out, each in a process of its own.

`run_shard` is the unit of work everywhere: threads of this process call it for a local scan (`run_shards`), the workers
of a Dask cluster for a distributed one (`run_shards_dask`).  It needs a process of its own (`crawler.crawl`) because
Twisted's reactor starts once in a process.
"""

from __future__ import annotations

import math
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from crawler.records import DomainPolicy, FetchPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ATTEMPTS = 2
SITES_AT_ONCE = 32  # in one process: each waits most of its time; more of them only wait for the processor
DOMAIN_SECONDS = 120  # at most, to learn of a site's domain: spiders.domain_facts.SITE_SECONDS
START_SECONDS = 300  # beside the visits themselves; a shard that takes longer hangs
LOG_TAIL = 600  # characters of a failed shard's log that its result repeats


class ShardError(Exception):
    """Shards cannot be run at all; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class ShardTask:
    """What a shard has to do."""

    number: int
    plan: Path  # task file, see pipelines.spool.write_plan
    spool: Path  # where the visits go; with Dask both lie in a folder that all machines share
    sites: int
    policy: FetchPolicy
    now: datetime  # the moment of the scan, UTC
    domain: DomainPolicy = field(default_factory=DomainPolicy)
    evidence: bool = False  # also keep every request with its answer, see `warc`

    @property
    def warc(self) -> Path:
        """Where the evidence goes, beside the spool."""
        return self.spool.with_suffix(".warc.gz")


@dataclass(frozen=True, slots=True)
class ShardProgress:
    """How far a running shard has come."""

    number: int
    sites: int = 0
    pages: int = 0
    failures: int = 0
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What a shard has done; with an error there is no spool file, and its sites have no visits."""

    number: int
    spool: Path
    sites: int = 0
    pages: int = 0
    failures: int = 0
    cpu_seconds: float = 0.0
    error: str = ""


TASK = TypeAdapter(ShardTask)
PROGRESS = TypeAdapter(ShardProgress)


def run_shards(
    tasks: Sequence[ShardTask], workers: int, report: Callable[[ShardProgress], None] | None = None
) -> Iterator[ShardResult]:
    """Run shards on this machine; results come as they finish, and leaving the loop early ends what still runs.

    Args:
        tasks: the shards.
        workers: processes at a time.
        report: told how far each shard has come, from other threads.
    """
    children = Children()
    with ThreadPoolExecutor(max(1, workers), thread_name_prefix="shard") as pool:
        futures = [pool.submit(run_shard, task, report, children) for task in tasks]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            children.end()


def run_shards_dask(tasks: Sequence[ShardTask], address: str) -> Iterator[ShardResult]:
    """Run shards on a Dask cluster; results come as they finish.

    Args:
        tasks: the shards; their files lie in a folder that all machines share.
        address: of the scheduler, for instance "tcp://host:8786".

    Raises:
        ShardError: no scheduler answers, or Dask is not installed.
    """
    try:
        distributed: Any = import_module("distributed")  # an extra that most do without
    except ImportError as error:
        raise ShardError("Dask is not installed: pip install 'cluster-monitor[dask]'") from error
    try:
        client = distributed.Client(address)
    except OSError as error:
        raise ShardError(f"no Dask scheduler answers at {address}: start one, or leave out --dask") from error
    with client:
        futures = {client.submit(run_shard, task, pure=False): task for task in tasks}
        try:
            for future in distributed.as_completed(list(futures)):
                yield _result_of(future, futures[future])
        finally:
            client.cancel(list(futures))


def run_shard(
    task: ShardTask,
    report: Callable[[ShardProgress], None] | None = None,
    children: Children | None = None,
) -> ShardResult:
    """Run one shard in a child process, and once more if the process breaks.

    Args:
        task: the shard.
        report: told how far it has come.
        children: by which others can end it.
    """
    children = children or Children()
    result = ShardResult(task.number, task.spool)
    for _ in range(ATTEMPTS):
        result = _run_child(task, report, children)
        if not result.error or children.ended:
            break
    return result


@dataclass(slots=True)
class Children:
    """The processes that run, so that all can be ended."""

    ended: bool = False
    _running: set[subprocess.Popen[str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, process: subprocess.Popen[str]) -> None:
        """Keep a process; one that comes too late is ended at once."""
        with self._lock:
            self._running.add(process)
            if self.ended:
                process.kill()

    def remove(self, process: subprocess.Popen[str]) -> None:
        """Forget a process that has come to its end."""
        with self._lock:
            self._running.discard(process)

    def end(self) -> None:
        """End all processes, now and in future."""
        with self._lock:
            self.ended = True
            for process in self._running:
                process.kill()


def _run_child(task: ShardTask, report: Callable[[ShardProgress], None] | None, children: Children) -> ShardResult:
    """One attempt.  The child writes its progress, a JSON line a site, and ends when our end of its input is closed."""
    for part in task.spool.parent.glob(f".{task.spool.name}.*.part"):
        part.unlink(missing_ok=True)  # of an attempt that was killed
    log = task.spool.with_suffix(".log")
    last = ShardProgress(task.number)
    # -P, because a folder `crawler/` in the working directory would hide ours.
    command = [sys.executable, "-P", "-m", "crawler.crawl"]
    with log.open("wb") as errors, subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
    ) as process:  # fmt: skip
        children.add(process)
        alarm = threading.Timer(_longest(task), process.kill)
        alarm.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(TASK.dump_json(task).decode() + "\n")
            process.stdin.flush()
            for line in process.stdout:
                last = PROGRESS.validate_json(line)
                if report is not None:
                    report(last)
            code = process.wait()
        except BrokenPipeError:
            code = process.wait()
        finally:
            alarm.cancel()
            process.kill()
            children.remove(process)
    return _result(task, last, code, log)


def _longest(task: ShardTask) -> float:
    """Seconds after which a shard is taken to hang."""
    a_site = task.policy.seconds_per_site + (DOMAIN_SECONDS if task.domain.facts != "off" else 0)
    return math.ceil(task.sites / SITES_AT_ONCE) * a_site + START_SECONDS


def _result(task: ShardTask, last: ShardProgress, code: int, log: Path) -> ShardResult:
    """What came of an attempt; the log stays if it says anything."""
    said = log.read_text(encoding="utf-8", errors="replace").strip()
    if not said:
        log.unlink()
    result = ShardResult(task.number, task.spool, last.sites, last.pages, last.failures, last.cpu_seconds)
    if code == 0 and task.spool.exists():
        return result
    why = f"shard {task.number} ended with code {code}: {said[-LOG_TAIL:] or 'it left no word'}"
    return replace(result, error=why)


def _result_of(future: Any, task: ShardTask) -> ShardResult:
    """The result of a Dask future; a worker that was lost is a failed shard."""
    error = future.exception()
    if error is None:
        return future.result()  # type: ignore[no-any-return]
    return ShardResult(task.number, task.spool, error=f"shard {task.number} was lost on its Dask worker: {error!r}")
