"""Scrapy's HTTP/1.1 with one more limit: an answer whose headers never end is cut off.

Twisted limits a header line, not their number, and a server that sends lines without end would fill the memory long
before the time is up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, ParseError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import HTTP11ClientProtocol

MAX_HEADER_BYTES = 256 * 1024  # Apache's own limit is 8 KB a line and 100 lines


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Gives up when the headers of an answer grow beyond MAX_HEADER_BYTES."""

    _head_bytes = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Parse what came in, and count it as long as the body has not begun."""
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser = self._parser
        if parser is None or parser.state not in {STATUS, HEADER}:
            self._head_bytes = 0
            return
        self._head_bytes += len(data)
        if self._head_bytes > MAX_HEADER_BYTES:
            assert self.transport is not None
            transport = self.transport
            self._giveUp(Failure(ParseError("the headers have no end", data[:80])))  # type: ignore[no-untyped-call]
            transport.abortConnection()


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Builds BoundedProtocol."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: ARG002, N802 - Twisted's signature
        """The protocol of one connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's download handler over BoundedProtocol."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory  # noqa: SLF001 - the way Scrapy itself puts its protocol there
