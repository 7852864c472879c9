"""One scan from plan to published result.

Killed at any moment it goes on where it was when run again; run twice it changes nothing.  Nothing opens the database
for writing before all shards are done, and then only for the seconds of one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import job as jobs
from crawler.agenda import FULL, RECHECK, plans, tokyo_day, turns
from crawler.keeping import keep_evidence
from crawler.lock import scan_lock, write_lock
from crawler.own_network import network_fault
from crawler.plan import plan_shards
from crawler.records import Cluster, ScanHeader, ScanSummary
from crawler.registry import fingerprint, load_register
from crawler.shard import ShardError, ShardProgress, ShardResult, run_shards, run_shards_dask
from pipelines.alerting import outgoing
from pipelines.database import open_published, publish, published_path
from pipelines.fleet import fleet_fault
from pipelines.judgement import judgement
from pipelines.recall import last_scan, stored_scan
from pipelines.rules import RULE_VERSION
from pipelines.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.config import Config
    from crawler.job import Job
    from crawler.shard import ShardTask

STORING_PATIENCE_SECONDS = 600.0  # for others who write: a scan took too long to be given up for a retention


class ScanError(Exception):
    """A scan cannot be made or finished; the sentence says what to do.  What is done so far is kept."""


class GuardTripped(ScanError):  # noqa: N818 - it is no error of the program
    """So many sites failed at once that the fault must be ours: visits are kept, no verdict changed."""


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a running scan has come, over all its shards."""

    sites_done: int
    sites: int
    pages: int
    failures: int


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan has done."""

    scan_id: str
    published: Path
    sites: int = 0
    pages: int = 0
    failures: int = 0
    changes: int = 0  # rows of the change report
    left_out: int = 0  # clusters whose turn it was not
    resumed: bool = False  # went on with a killed scan
    already_done: bool = False  # it was stored before, and nothing was done
    nothing_due: bool = False  # a re-check that found nothing to visit, and stored nothing
    problems: tuple[str, ...] = ()
    evidence: Path | None = None  # the WACZ file, where one is kept


def run_scan(
    config: Config,
    *,
    now: datetime,
    only: Iterable[str] = (),
    progress: Callable[[ScanProgress], None] | None = None,
    kind: str = FULL,
) -> ScanResult:
    """Visit, store, judge and publish.

    Args:
        config: the settings in force.
        now: the moment the scan stands for, UTC.
        only: ids of the clusters to visit whatever their plan says; empty: those whose turn it is.
        progress: told how far the visits have come, from other threads.
        kind: FULL for all but what ended long ago (see pipelines.recheck); RECHECK for what is due between.

    Raises:
        RegisterError, LockedError, StoreError, SpoolError: with the remedy.
        ScanError: an unknown id, or shards that could not be finished.
        GuardTripped: the fault is ours; exit code 3.
    """
    database = Path(config.store.database)
    clusters = load_register(Path(config.store.register))
    order = jobs.JobOrder(kind, fingerprint(clusters), _named(clusters, tuple(only)))
    root = jobs.spool_root(database, config.scan.spool)
    with scan_lock(database):
        if done := _done_before(database, now):
            return done
        job = jobs.to_go_on_with(root, now, order)
        resumed = job is not None
        asked = job.asked if job else order.only or turns(database, clusters, kind, now, config.recheck)
        if not asked and kind == RECHECK:
            return ScanResult(jobs.scan_id_of(now), published_path(database), nothing_due=True)
        if fault := network_fault(config, clusters, asked, now):
            _store(config, root, jobs.Job(jobs.scan_id_of(now), now, order, (), ()), clusters, (), fault)
        if job is None:
            shards = plan_shards(
                plans(database, clusters, asked, kind, now), config.scan.workers, config.scan.shard_size
            )
            job = jobs.begin(root, now, order, asked, shards)
        problems = _crawl(config, root, job, progress)
        kept = keep_evidence(config, _tasks(config, root, job), job)
        summary = _store(config, root, job, clusters, (*problems, *kept.problems))
        jobs.finish(root, job)
    left_out = 0 if only else len(clusters) - len(asked)
    done = _result(summary, published_path(database))
    return replace(done, resumed=resumed, left_out=left_out, evidence=kept.place)


# ---------------------------------------------------------------- plan


def _named(clusters: tuple[Cluster, ...], only: tuple[str, ...]) -> tuple[str, ...]:
    """Ids that a person names, in the order of the register."""
    known = {cluster.id for cluster in clusters}
    if unknown := sorted(set(only) - known):
        raise ScanError(f"the register has no cluster {', '.join(unknown)}: `cluster-monitor register list` shows all")
    return tuple(cluster.id for cluster in clusters if cluster.id in only)


def _done_before(database: Path, now: datetime) -> ScanResult | None:
    """The result of the very same scan, if it is published; a scan of the past would tell history backwards."""
    if not published_path(database).exists():
        return None
    with open_published(database) as connection:
        last, same = last_scan(connection, decisions=False), stored_scan(connection, jobs.scan_id_of(now))
    if same is not None:
        return _result(replace(same, stored_before=True), published_path(database))
    if last is not None and last > now:
        raise ScanError(f"the database holds a scan of {last:%Y-%m-%d %H:%M} UTC: --now must not lie before it")
    return None


# ---------------------------------------------------------------- visit


@dataclass(slots=True)
class _Tally:
    """Adds up the progress of all shards."""

    sites: int
    report: Callable[[ScanProgress], None]
    latest: dict[int, ShardProgress] = field(default_factory=dict)

    def __call__(self, step: ShardProgress) -> None:
        self.latest[step.number] = step
        steps = tuple(self.latest.values())
        self.report(
            ScanProgress(
                sites_done=sum(one.sites for one in steps),
                sites=self.sites,
                pages=sum(one.pages for one in steps),
                failures=sum(one.failures for one in steps),
            )
        )


def _crawl(config: Config, root: Path, job: Job, progress: Callable[[ScanProgress], None] | None) -> tuple[str, ...]:
    """Run the shards that are not finished yet; what could not be done comes back as sentences."""
    waiting = [task for task in _tasks(config, root, job) if not task.spool.exists()]
    report = _Tally(sum(task.sites for task in waiting), progress) if progress else None
    return tuple(result.error for result in _results(config, waiting, report) if result.error)


def _tasks(config: Config, root: Path, job: Job) -> tuple[ShardTask, ...]:
    return jobs.tasks(root, job, config.fetch.policy(), config.domain, evidence=config.evidence.wacz)


def _results(
    config: Config, waiting: list[ShardTask], report: Callable[[ShardProgress], None] | None
) -> Iterable[ShardResult]:
    if not waiting:
        return ()
    if not config.scan.dask:
        return run_shards(waiting, config.scan.workers, report)
    try:
        return list(run_shards_dask(waiting, config.scan.dask))
    except ShardError as error:
        raise ScanError(str(error)) from error


# ---------------------------------------------------------------- store


def _store(
    config: Config, root: Path, job: Job, clusters: tuple[Cluster, ...], problems: tuple[str, ...], fault: str = ""
) -> ScanSummary:
    """Store, judge and publish; a fault of ours is published too, as a scan that judged nothing."""
    database = Path(config.store.database)
    files = [task.spool for task in _tasks(config, root, job) if task.spool.exists()]
    if job.shards and not files:
        raise ScanError(f"no shard could be finished: {problems[0] if problems else 'run the scan again'}")
    header = _header(config, job, problems)
    with write_lock(database, STORING_PATIENCE_SECONDS):
        with Store.open(database) as store:
            summary = store.ingest(
                header,
                clusters,
                files,
                judge=partial(judgement, policy=config.verdict),
                guard=lambda homes: fault or fleet_fault(homes, config.guard),
                alarm=partial(outgoing, scan=header, clusters=clusters, recipients=config.alert.recipients),
            )
        publish(database)
    if summary.guard:
        jobs.finish(root, job)
        raise GuardTripped(f"{summary.guard}. The visits are kept, no verdict was changed: check the network.")
    return summary


def _result(summary: ScanSummary, copy: Path) -> ScanResult:
    return ScanResult(
        scan_id=summary.scan_id,
        sites=summary.sites,
        pages=summary.pages,
        failures=summary.failures,
        changes=summary.changes,
        already_done=summary.stored_before,
        published=copy,
        problems=summary.problems,
    )


def _header(config: Config, job: Job, problems: tuple[str, ...]) -> ScanHeader:
    settings = {
        "verdict": config.verdict.as_dict(),
        "guard": asdict(config.guard),
        "fetch": asdict(replace(config.fetch.policy(), proxy="")),  # its address may hold a password
        "domain": asdict(config.domain),
    }
    return ScanHeader(
        scan_id=job.scan_id,
        now=job.now,
        day=tokyo_day(job.now),
        kind=job.order.kind,
        rule_version=RULE_VERSION,
        settings=json.dumps(settings, sort_keys=True),
        register_sha=job.order.register_sha,
        asked=job.asked,
        problems=problems,
    )
