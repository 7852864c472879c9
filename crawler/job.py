"""The files of one running scan: what was planned, what is done.  They are all a killed scan needs to go on.

A job is a folder beside the database, `<database>.spool/<scan id>/`:

    job.json              what the scan stands for and which shards it has; written last, so a folder without it is void
    task-000.parquet      the sites of shard 0, and what is remembered of them
    shard-000.parquet     what shard 0 found; there once the shard is finished
    shard-000.warc.gz     what passed over the network meanwhile, where evidence is asked for; there before that
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from crawler.durable import replacing
from crawler.shard import ShardTask
from pipelines.spool import write_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.records import DomainPolicy, FetchPolicy, SitePlan

JOB_FILE = "job.json"
GOES_ON_FOR = timedelta(hours=48)  # a scan killed longer ago is begun anew: its first pages would be old by then


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What is asked of a scan; only the very same order may go on with files of a killed one."""

    kind: str  # "full" | "recheck"
    register_sha: str
    only: tuple[str, ...]  # clusters named by a person; empty: the plan decides


@dataclass(frozen=True, slots=True)
class Job:
    """A planned scan; `asked` are the clusters to judge, `shards` gives the number of sites of each shard."""

    scan_id: str
    now: datetime  # UTC
    order: JobOrder
    asked: tuple[str, ...]
    shards: tuple[int, ...]


JOB = TypeAdapter(Job)


def spool_root(database: Path, configured: str) -> Path:
    """The folder of all jobs of a database."""
    return Path(configured) if configured else database.with_name(f"{database.stem}.spool")


def scan_id_of(now: datetime) -> str:
    """The name of the scan that stands for a moment; names sort by time."""
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def begin(
    root: Path, now: datetime, order: JobOrder, asked: tuple[str, ...], shards: Sequence[Sequence[SitePlan]]
) -> Job:
    """Write down a new job.

    Raises:
        OSError: the folder cannot be written.
    """
    job = Job(scan_id_of(now), now, order, asked, tuple(len(shard) for shard in shards))
    folder = root / job.scan_id
    shutil.rmtree(folder, ignore_errors=True)  # a folder of the same name without job.json is void
    folder.mkdir(parents=True)
    for number, shard in enumerate(shards):
        write_plan(_task_file(folder, number), shard)
    with replacing(folder / JOB_FILE) as part:
        part.write_bytes(JOB.dump_json(job))
    return job


def unfinished(root: Path) -> Iterator[Job]:
    """The jobs that lie in a spool folder, oldest first; broken or void folders are passed over."""
    for file in sorted(root.glob(f"*/{JOB_FILE}")):
        try:
            yield JOB.validate_json(file.read_bytes())
        except (ValidationError, OSError):
            continue


def to_go_on_with(root: Path, now: datetime, order: JobOrder) -> Job | None:
    """The killed scan that this order means, if it is young enough."""
    fitting = [job for job in unfinished(root) if job.order == order and now - GOES_ON_FOR <= job.now <= now]
    return fitting[-1] if fitting else None


def tasks(
    root: Path, job: Job, policy: FetchPolicy, domain: DomainPolicy, *, evidence: bool = False
) -> tuple[ShardTask, ...]:
    """The shards of a job."""
    folder = root.absolute() / job.scan_id
    return tuple(
        ShardTask(
            number=number,
            plan=_task_file(folder, number),
            spool=folder / f"shard-{number:03d}.parquet",
            sites=sites,
            policy=policy,
            now=job.now,
            domain=domain,
            evidence=evidence,
        )
        for number, sites in enumerate(job.shards)
    )


def finish(root: Path, job: Job) -> None:
    """Remove the files of a job whose scan is stored."""
    shutil.rmtree(root / job.scan_id, ignore_errors=True)


def _task_file(folder: Path, number: int) -> Path:
    return folder / f"task-{number:03d}.parquet"
