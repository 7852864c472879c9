"""The Scrapy item pipeline: visits go to the spool file of the shard, and the file appears when the shard is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipelines.spool import SpoolWriter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.records import PageVisit


class SpoolStage:
    """Writes every visit the spider yields; a crawl that was cut short leaves no file behind."""

    def __init__(self, crawler: Crawler, spool: Path) -> None:
        self._crawler = crawler
        self._writer = SpoolWriter(spool)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler, Path(crawler.settings["MONITOR_SPOOL"]))

    def process_item(self, item: PageVisit) -> PageVisit:
        """Keep one visit."""
        self._writer.add(item)
        return item

    def close_spider(self) -> None:
        """Put the file in its place if the spider has visited all its sites."""
        if getattr(self._crawler.spider, "finished", False):
            self._writer.close()
        else:
            self._writer.abort()
