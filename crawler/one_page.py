"""One page read by itself, without register and database: from a file, or from the web by the guarded way of a scan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crawler.records import Cluster, PageReading, SitePlan
from crawler.shard import ShardTask, run_shard
from pipelines.dates import best_update
from pipelines.identity import Owner
from pipelines.reader import read
from pipelines.spool import read_spool, write_plan

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.records import FetchPolicy

# A file has no address: one that cannot exist (RFC 2606), so that none of its links is taken for the site's own.
NO_ADDRESS = "http://page.invalid/"
SNIFFED = 2048  # bytes
CONTENT_TYPES = {".json": "application/json"}  # what the first bytes of a file do not tell
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")


class PageError(Exception):
    """A page that cannot be read; the sentence names it and says why."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was read from one source, and the date that it was last updated by all that speaks for it."""

    source: str
    reading: PageReading
    last_update: date | None


def inspect_file(path: Path, url: str, now: date) -> Inspected:
    """Read a saved page, feed or sitemap.

    Args:
        path: the file.
        url: the address it was saved from, "" if nobody knows.
        now: the day to stand for.

    Raises:
        PageError: the file is no text.
        OSError: it cannot be opened.
    """
    body = path.read_bytes()
    start = body[:SNIFFED]
    if start.startswith(b"%PDF-") or (b"\0" in start and not start.startswith(UTF_16_STARTS)):
        raise PageError(f"{path} is no web page, feed or sitemap: name a file with HTML, XML or JSON")
    kind = CONTENT_TYPES.get(path.suffix.lower(), "")
    return _inspected(str(path), read(body, url or NO_ADDRESS, kind, Owner(), now), now)


def inspect_url(url: str, policy: FetchPolicy, moment: datetime, now: date) -> Inspected:
    """Fetch one page as a scan would (robots.txt, limits, no private addresses) and read it.

    Raises:
        PageError: it could not be fetched, or is no page.
    """
    once = replace(policy, pages_per_site=1, depth=0)
    plan = SitePlan(Cluster(id="page", name_en="", name_ja="", website=url), full=False)
    with TemporaryDirectory(prefix="cluster-monitor-") as folder:
        task = ShardTask(0, Path(folder) / "plan.parquet", Path(folder) / "spool.parquet", 1, once, moment)
        write_plan(task.plan, [plan])
        result = run_shard(task)
        if result.error:
            raise PageError(f"{url} could not be fetched: {result.error}")
        visits = list(read_spool(task.spool))
    for visit in visits:
        if visit.reading is not None:
            return _inspected(url, visit.reading, now)
    why = f"{visits[0].outcome} {visits[0].error}".strip() if visits else "nothing was asked for"
    raise PageError(f"{url} could not be read: {why}")


def _inspected(source: str, reading: PageReading, now: date) -> Inspected:
    best = best_update(reading.dates, now)
    return Inspected(source, reading, best.value if best else None)
