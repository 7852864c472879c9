"""Keeps what passes over the network as evidence: every request with its answer, a WARC file a shard.

A downloader middleware next to the network: it sees answers as they were sent, compressed and before anything is made
of them.  The file is written under a temporary name and put in its place before the spool of the shard, so that a
finished shard has its evidence.
"""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import responses
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.durable import part_of, put_in_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.http.headers import Headers

LOG = logging.getLogger(__name__)
WARC_VERSION = "1.1"
# What belongs to the connection and not to what was sent over it, and what nobody else is to know.
NOT_RECORDED = frozenset({b"transfer-encoding", b"connection", b"content-length", b"proxy-authorization"})
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class Recorder:
    """Writes exchanges to the WARC file of one crawl."""

    def __init__(self, crawler: Crawler, place: Path, now: datetime) -> None:
        self._crawler = crawler
        self._place = place
        self._part = part_of(place)
        self._now = now
        self._started = monotonic()
        self._file = self._part.open("wb")
        self._warc = WARCWriter(self._file, gzip=True, warc_version=WARC_VERSION)
        software = f"cluster-monitor/{version('cluster-monitor')}"
        about = {"software": software, "format": f"WARC File Format {WARC_VERSION}"}
        self._keep(lambda: self._warc.write_record(self._warc.create_warcinfo_record(place.name, about)))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        settings = crawler.settings
        made = cls(crawler, Path(settings["MONITOR_WARC"]), datetime.fromisoformat(settings["MONITOR_NOW"]))
        # A crawl is idle after its last page, and before anything is closed.
        crawler.signals.connect(made.finish, signal=signals.spider_idle)
        crawler.signals.connect(made.drop, signal=signals.spider_closed)
        return made

    def process_response(self, request: Request, response: Response) -> Response:
        """Write down an exchange."""
        self._keep(lambda: self._write(request, response))
        return response

    def finish(self) -> None:
        """Put the file in its place if all sites were visited."""
        if getattr(self._crawler.spider, "finished", False):
            self._keep(self._put_in_place)

    def drop(self) -> None:
        """Leave nothing behind of a crawl that was cut short."""
        with suppress(OSError):  # what cannot be written is given up
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _keep(self, write: Callable[[], object]) -> None:
        """Write as long as that goes well: a full disk ends the recording, and speaks against no site."""
        if self._file.closed:
            return
        try:
            write()
        except OSError:
            LOG.exception("no evidence is kept of this crawl: %s cannot be written", self._part)
            self.drop()

    def _put_in_place(self) -> None:
        self._file.close()
        put_in_place(self._part, self._place)

    def _write(self, request: Request, response: Response) -> None:
        moment = self._now + timedelta(seconds=monotonic() - self._started)
        about = {"WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        if response.ip_address is not None and not request.meta.get("proxy"):
            about["WARC-IP-Address"] = str(response.ip_address)
        self._warc.write_request_response_pair(self._question(request, about), self._answer(response, about))

    def _answer(self, response: Response, about: dict[str, str]) -> Any:
        about = dict(about)
        if "download_stopped" in response.flags or "dataloss" in response.flags:
            about["WARC-Truncated"] = "unspecified"  # content that nobody reads, or that broke off
        status = f"{response.status} {responses.get(response.status, '')}".strip()
        head = StatusAndHeaders(status, _fields(response.headers, response.body), "HTTP/1.1")
        if response.status == HTTPStatus.NOT_MODIFIED:
            about["WARC-Profile"] = NOT_MODIFIED_PROFILE
            return self._warc.create_warc_record(response.url, "revisit", http_headers=head, warc_headers_dict=about)
        return self._record(response.url, "response", response.body, head, about)

    def _question(self, request: Request, about: dict[str, str]) -> Any:
        parts = urlsplit(request.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fields = [("Host", parts.netloc), *_fields(request.headers, request.body)]
        head = StatusAndHeaders(f"{request.method} {target} HTTP/1.1", fields, is_http_request=True)
        return self._record(request.url, "request", request.body, head, dict(about))

    def _record(self, url: str, kind: str, body: bytes, head: StatusAndHeaders, about: dict[str, str]) -> Any:
        return self._warc.create_warc_record(
            url, kind, io.BytesIO(body), len(body), http_headers=head, warc_headers_dict=about
        )


def _fields(headers: Headers, body: bytes) -> list[tuple[str, str]]:
    """Headers as they were sent; the length is that of the body as it is kept."""
    found = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
        if name.lower() not in NOT_RECORDED
    ]
    return [*found, ("Content-Length", str(len(body)))] if body else found
