"""The process of one shard: `python -P -m crawler.crawl`, a ShardTask as a JSON line on its input.

Its output is a line of ShardProgress for each site.  It ends at once when its input is closed: a shard does not outlive
the scan it belongs to.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerProcess

from crawler.records import Outcome
from crawler.settings import make_settings
from crawler.shard import PROGRESS, SITES_AT_ONCE, TASK, ShardProgress, ShardTask
from pipelines.spool import read_plan
from spiders.site import SiteSpider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import PageVisit

FINE = {Outcome.OK, Outcome.NOT_MODIFIED}
ORPHANED = 3  # exit code


def main() -> int:
    """Run the shard that the input names; exit code 0 if its spool file is in its place."""
    task = TASK.validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    crawl(task)
    return 0 if task.spool.exists() else 1


def crawl(task: ShardTask) -> None:
    """Visit the sites of a shard; once in a process, because the reactor starts only once."""
    process = AsyncCrawlerProcess(make_settings(task))
    _quieten()
    process.crawl(
        SiteSpider,
        plans=read_plan(task.plan),
        policy=task.policy,
        now=task.now,
        visited=_Counter(task.number),
        at_once=SITES_AT_ONCE,
        domain=task.domain,
    )
    process.start()


def _quieten() -> None:
    """Log our own warnings, and of Scrapy only errors: it builds a record for every request and item.

    After the process object is made, because that sets levels of its own.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(logging.ERROR)


@dataclass(slots=True)
class _Counter:
    """Counts visits and writes how far the shard has come."""

    number: int
    progress: ShardProgress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = ShardProgress(self.number)

    def __call__(self, visits: Sequence[PageVisit]) -> None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.progress = ShardProgress(
            number=self.number,
            sites=self.progress.sites + 1,
            pages=self.progress.pages + len(visits),
            failures=self.progress.failures + sum(visit.outcome not in FINE for visit in visits),
            cpu_seconds=round(usage.ru_utime + usage.ru_stime, 3),
        )
        sys.stdout.write(PROGRESS.dump_json(self.progress).decode() + "\n")
        sys.stdout.flush()


def _end_with_parent() -> None:
    """Wait until the parent's end of our input is closed, as it is when the parent dies however it dies."""
    sys.stdin.read()
    os._exit(ORPHANED)


if __name__ == "__main__":
    sys.exit(main())
