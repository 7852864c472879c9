"""What is kept, and how long: only the texts of pages ever go; verdicts, quotes, decisions and visits stay for good."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.agenda import tokyo_day
from crawler.lock import write_lock
from pipelines.database import StoreError, publish
from pipelines.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.config import Config
    from crawler.records import Retired


def retire(config: Config, now: datetime, *, dry_run: bool) -> Retired | None:
    """Remove the page texts whose time is over; what is removed, or would be.

    Returns:
        None where the settings keep everything.

    Raises:
        LockedError, StoreError: with the remedy.
    """
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
