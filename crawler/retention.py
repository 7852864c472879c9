"""What is kept, and how long: the bulky parts go in time; verdicts, quotes, decisions and visits stay for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.agenda import tokyo_day
from crawler.job import scan_id_of
from crawler.keeping import evidence_folder
from crawler.lock import write_lock
from crawler.records import Retired
from pipelines.database import StoreError, publish
from pipelines.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.config import Config


@dataclass(frozen=True, slots=True)
class Removed:
    """What is removed, or would be."""

    texts: Retired | None  # None: the settings keep all texts
    evidence: tuple[Path, ...]  # WACZ files of scans


def retire(config: Config, now: datetime, *, dry_run: bool) -> Removed:
    """Remove the page texts and the evidence whose time is over.

    Raises:
        LockedError, StoreError, OSError: with the remedy.
    """
    return Removed(_retire_texts(config, now, dry_run=dry_run), _retire_evidence(config, now, dry_run=dry_run))


def _retire_evidence(config: Config, now: datetime, *, dry_run: bool) -> tuple[Path, ...]:
    """The files are named by their scans, and names sort by time."""
    if not config.retention.evidence_days:
        return ()
    first_kept = scan_id_of(now - timedelta(days=config.retention.evidence_days))
    old = tuple(file for file in sorted(evidence_folder(config).glob("*.wacz")) if file.stem < first_kept)
    for file in () if dry_run else old:
        file.unlink()
    return old


def _retire_texts(config: Config, now: datetime, *, dry_run: bool) -> Retired | None:
    days, database = config.retention.page_text_days, Path(config.store.database)
    if not days:
        return None
    if not database.exists():
        raise StoreError(f"there is no database at {database} yet: run `cluster-monitor scan`")
    with write_lock(database):
        with Store.open(database) as store:
            found = store.retire(tokyo_day(now) - timedelta(days=days), dry_run=dry_run)
        if found.texts and not dry_run:
            publish(database)
    return found
