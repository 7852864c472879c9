"""What became of a fetch, read off tables: from an exception, a status, or the words of a proxy.

Pure.  Every way in which a fetch can fail has a row; what has none is Outcome.ERROR with its name.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from twisted.internet.error import (
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    NoRouteError,
    SSLError,
    TCPTimedOutError,
    UnknownHostError,
)

from crawler.records import Outcome
from pipelines.unpack import unpacked
from spiders.guard import PrivateAddressError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

# The first row whose class fits decides, for an exception and then for what caused it.
EXCEPTIONS: tuple[tuple[type[BaseException], Outcome], ...] = (
    (PrivateAddressError, Outcome.PRIVATE_ADDRESS),
    (IgnoreRequest, Outcome.TOO_LARGE),  # Scrapy's own: the body unpacks to more than is allowed
    (DownloadCancelledError, Outcome.TOO_LARGE),  # Scrapy's own: more bytes than are allowed
    (CannotResolveHostError, Outcome.DNS),
    (UnknownHostError, Outcome.DNS),
    (DownloadTimeoutError, Outcome.TIMEOUT),
    (TCPTimedOutError, Outcome.TIMEOUT),
    (NoRouteError, Outcome.TIMEOUT),
    (DownloadConnectionRefusedError, Outcome.REFUSED),
    (SSL.Error, Outcome.TLS),
    (SSLError, Outcome.TLS),
    (ConnectError, Outcome.REFUSED),
    (ConnectionLost, Outcome.REFUSED),  # hung up without an answer
    (ConnectionDone, Outcome.REFUSED),
)
# Behind a proxy a failed connection is the proxy's: it alone was connected to.
PROXY_FAILURES = {Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT}
TUNNEL_STATUS = re.compile(r"'status': (\d{3})")

STATUSES = {
    304: Outcome.NOT_MODIFIED,
    401: Outcome.BLOCKED,
    403: Outcome.BLOCKED,
    404: Outcome.NOT_FOUND,
    407: Outcome.BLOCKED,
    410: Outcome.GONE,
    429: Outcome.BLOCKED,
    451: Outcome.BLOCKED,
    # Cloudflare and its like, about the server behind them
    525: Outcome.TLS,
    526: Outcome.TLS,
}
REDIRECTS = {301, 302, 303, 307, 308}
# What a forward proxy says of a failure: header, beginning or part of its value (RFC 9209 for Proxy-Status).
PROXY_WORDS: tuple[tuple[str, str, Outcome], ...] = (
    ("x-replay", "no-such-host", Outcome.DNS),
    ("x-squid-error", "ERR_DNS_FAIL", Outcome.DNS),
    ("x-squid-error", "ERR_CONNECT_FAIL 110", Outcome.TIMEOUT),  # errno ETIMEDOUT
    ("x-squid-error", "ERR_CONNECT_FAIL", Outcome.REFUSED),
    ("x-squid-error", "ERR_SECURE_CONNECT_FAIL", Outcome.TLS),
    ("x-squid-error", "ERR_READ_TIMEOUT", Outcome.TIMEOUT),
    ("x-squid-error", "ERR_ACCESS_DENIED", Outcome.PROXY),
    ("x-squid-error", "ERR_CANNOT_FORWARD", Outcome.PROXY),
    ("proxy-status", "error=dns_error", Outcome.DNS),
    ("proxy-status", "error=dns_timeout", Outcome.DNS_FAILURE),
    ("proxy-status", "error=connection_refused", Outcome.REFUSED),
    ("proxy-status", "error=connection_terminated", Outcome.REFUSED),
    ("proxy-status", "error=connection_timeout", Outcome.TIMEOUT),
    ("proxy-status", "error=connection_read_timeout", Outcome.TIMEOUT),
    ("proxy-status", "error=http_response_timeout", Outcome.TIMEOUT),
    ("proxy-status", "error=tls", Outcome.TLS),
    ("proxy-status", "error=destination_ip_prohibited", Outcome.PRIVATE_ADDRESS),
    ("proxy-status", "error=proxy_internal", Outcome.PROXY),
    ("proxy-status", "error=proxy_configuration", Outcome.PROXY),
)
# A body that can be read at all: what else a server sends is Outcome.NOT_HTML.
READ_TYPES = (
    "text/html", "application/xhtml", "text/xml", "application/xml", "application/rss", "application/atom",
    "application/rdf", "application/json", "application/feed+json",
)  # fmt: skip
SNIFFED_TYPES = (
    "", "text/plain", "application/octet-stream", "unknown/unknown", "application/gzip", "application/x-gzip",
)  # fmt: skip
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|frameset|meta|title|div|table|rss|feed|urlset|sitemapindex|h1)\b", re.IGNORECASE
)
SNIFFED_BYTES = 1024


def outcome_of_exception(error: BaseException, *, proxied: bool) -> Outcome:
    """The outcome of a fetch that ended without an answer."""
    for cause in _causes(error):
        if isinstance(cause, TunnelError):
            return _tunnel(str(cause))
        for kind, outcome in EXCEPTIONS:
            if isinstance(cause, kind):
                return Outcome.PROXY if proxied and outcome in PROXY_FAILURES else outcome
    return Outcome.ERROR


def outcome_of_status(status: int, headers: Mapping[str, str], *, proxied: bool) -> Outcome:
    """The outcome of an answer before its content is looked at; names of headers are in lower case."""
    if proxied:
        for name, words, outcome in PROXY_WORDS:
            if words in headers.get(name, ""):
                return outcome
    if status in STATUSES:
        return STATUSES[status]
    if status == 503 and headers.get("retry-after"):  # noqa: PLR2004 - HTTP's own numbers
        return Outcome.MAINTENANCE
    if status >= 500:  # noqa: PLR2004
        return Outcome.SERVER_ERROR
    return Outcome.OK if 200 <= status < 300 else Outcome.ERROR  # noqa: PLR2004


def is_readable(content_type: str, body: bytes) -> bool:
    """Whether a body is a page, a feed or a sitemap; undeclared ones show it by their first bytes."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(READ_TYPES):
        return not body.startswith(b"%PDF-")
    return kind in SNIFFED_TYPES and bool(MARKUP.search(unpacked(body)[:SNIFFED_BYTES]))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds a server asks us to wait; None where it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def describe(error: BaseException) -> str:
    """An exception in one line, innermost cause last."""
    parts = [f"{type(cause).__name__}: {cause}" if str(cause) else type(cause).__name__ for cause in _causes(error)]
    return " < ".join(dict.fromkeys(parts))[:300]


def _tunnel(text: str) -> Outcome:
    """A proxy that would not open a tunnel for https: what it cannot reach, or what it does not allow."""
    found = TUNNEL_STATUS.search(text)
    return Outcome.SERVER_ERROR if found and found.group(1).startswith("5") else Outcome.PROXY


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it wraps (Twisted keeps a list of reasons) and what it was raised from."""
    yield error
    for reason in getattr(error, "reasons", ()):
        yield from _causes(reason.value)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
