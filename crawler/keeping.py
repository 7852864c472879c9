"""The evidence of a scan: one WACZ file of all that its shards recorded, where the settings ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.config import Config
    from crawler.job import Job
    from crawler.shard import ShardTask


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a scan."""

    place: Path | None = None
    problems: tuple[str, ...] = ()  # shards that left no evidence


def evidence_folder(config: Config) -> Path:
    """Where the WACZ files of a database lie."""
    database = Path(config.store.database)
    return Path(config.evidence.folder) if config.evidence.folder else database.with_name(f"{database.stem}.evidence")


def keep_evidence(config: Config, tasks: Sequence[ShardTask], job: Job) -> Kept:
    """Pack what the finished shards of a scan recorded; nothing where nothing is asked for or was visited.

    Called before the scan is stored: one that is killed in between packs again when it goes on.

    Raises:
        OSError: the folder cannot be written.
    """
    if not config.evidence.wacz:
        return Kept()
    from crawler.wacz import pack  # noqa: PLC0415 - slow, and most scans do without

    finished = [task for task in tasks if task.spool.exists()]
    warcs = [task.warc for task in finished if task.warc.exists()]
    problems = tuple(
        f"shard {task.number} left no evidence: its log says why" for task in finished if not task.warc.exists()
    )
    if not warcs:
        return Kept(problems=problems)
    folder = evidence_folder(config)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{job.scan_id}.wacz"
    pack(warcs, place, job.now, f"cluster-monitor, {job.order.kind} scan {job.scan_id}")
    return Kept(place, problems)
