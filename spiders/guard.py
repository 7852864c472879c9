"""What keeps a visit inside its bounds: no private addresses, no binary downloads, no guessing at compressed bytes.

Private, loopback and link-local addresses are refused twice: here, where an address stands in the URL in any notation,
and in `spiders.resolver`, where a name turns into the address that is really connected to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response

from spiders.private import is_public, literal_address

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http.headers import Headers

# Headers worth keeping with a visit: who answered, how fresh, why not.
KEPT_HEADERS = (
    "server", "content-type", "content-language", "last-modified", "retry-after", "x-powered-by", "x-robots-tag", "via",
    "cf-mitigated", "proxy-status", "x-squid-error", "x-replay",
)  # fmt: skip
# Content nobody reads here; the download ends with its headers.  "octet-stream" is not among them: pages are sent so.
UNREAD_TYPES = (
    "image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/msword",
    "application/vnd.", "application/javascript", "text/javascript", "text/css", "text/calendar",
)  # fmt: skip


class PrivateAddressError(IgnoreRequest):
    """The request leads to an address that is not public."""


class PrivateAddressGuard:
    """Downloader middleware: refuses URLs whose host is an address that is not public."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(allowed=crawler.settings.getbool("MONITOR_ALLOW_PRIVATE_HOSTS"))

    def __init__(self, *, allowed: bool) -> None:
        self._allowed = allowed

    def process_request(self, request: Request) -> None:
        """Let a request pass, or raise PrivateAddressError."""
        address = literal_address(urlsplit(request.url).hostname or "")
        if address and not self._allowed and not is_public(address):
            raise PrivateAddressError(f"{request.url} leads to {address}, which is not a public address")


class PlainResponse:
    """Downloader middleware next to the network: hands compressed bodies on as plain bytes.

    Without it Scrapy guesses the charset of the compressed bytes, which costs more than parsing the page.
    """

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's signature
        """The same answer as a plain Response."""
        if type(response) is Response:
            return response
        return Response(
            response.url,
            status=response.status,
            headers=response.headers,
            body=response.body,
            flags=response.flags,
            request=response.request,
            certificate=response.certificate,
            ip_address=response.ip_address,
            protocol=response.protocol,
        )


class UnreadContent:
    """Extension: ends a download after its headers where nobody would read the content."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        made = cls()
        crawler.signals.connect(made.headers_received, signal=signals.headers_received)
        return made

    def headers_received(self, headers: Headers) -> None:
        """Stop the download of images, documents and programs."""
        if is_unread((headers.get("Content-Type") or b"").decode("latin-1")):
            raise StopDownload(fail=False)


def is_unread(content_type: str) -> bool:
    """Whether a Content-Type names what is never read."""
    return content_type.strip().lower().startswith(UNREAD_TYPES)
