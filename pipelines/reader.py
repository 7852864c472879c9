"""One page's bytes in, all that can be learned from it out: decoded once, parsed once, read by every reader.

Pure: the same bytes, address and day give the same reading.  Change `READER_VERSION` whenever a reader learns to see
something else: the next scan then asks for pages in full instead of "only if modified".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import (
    DateClaim,
    Integrity,
    IntegrityReading,
    LanguageReading,
    NewsItem,
    PageReading,
)
from pipelines.closure import closure_findings
from pipelines.dates import date_claims, header_claims
from pipelines.decode import decode
from pipelines.editions import edition_links
from pipelines.feeds import feed_links, read_feed, read_sitemap
from pipelines.integrity import is_soft_404, page_integrity
from pipelines.language import language_of, page_language
from pipelines.news import news_items
from pipelines.sites import registrable_domain
from pipelines.text import Page, fold, read_page, text_sha
from pipelines.unpack import unpacked
from pipelines.years import year_claims

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipelines.identity import Owner

READER_VERSION = "2026.11-3"

SNIFFED = 2048  # bytes in which a document shows what it is
FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
SITEMAP_ROOT = re.compile(rb"<(?:urlset|sitemapindex)[\s>]")
JSON_START = re.compile(rb"^\s*[\[{]")
# A feed is the organisation's own word; whose site it belongs to, its pages tell.
OF_A_FEED = IntegrityReading(Integrity.UNSURE)
LONGEST_TITLE = 300  # characters


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, and the parsed page where it was HTML (its links are followed, and never kept)."""

    reading: PageReading
    page: Page | None


def read(
    body: bytes,
    url: str,
    content_type: str,
    owner: Owner,
    now: date,
    last_modified: str = "",
) -> PageReading:
    """The reading of one document; see `read_document`."""
    return read_document(body, url, content_type, owner, now, last_modified).reading


def read_document(
    body: bytes,
    url: str,
    content_type: str,
    owner: Owner,
    now: date,
    last_modified: str = "",
) -> Read:
    """Reads an HTML page, a feed or a sitemap, told apart by their first bytes and not by what the server says.

    Args:
        body: the document, decompressed.
        url: its address after redirects.
        content_type: the header, "" without.
        owner: whose page it should be.
        now: the day of the visit in Asia/Tokyo.
        last_modified: the header, "" without.
    """
    body = unpacked(body)
    start = body[:SNIFFED]
    if FEED_ROOT.search(start) or ("json" in content_type and JSON_START.match(start)):
        return Read(_feed(body, url, now), None)
    if SITEMAP_ROOT.search(start):
        return Read(_sitemap(body, url, now), None)
    return _html(body, url, content_type, owner, now, last_modified)


def _html(
    body: bytes,
    url: str,
    content_type: str,
    owner: Owner,
    now: date,
    last_modified: str,
) -> Read:
    decoded = decode(body, content_type)
    page = read_page(decoded.text, url)
    reading = PageReading(
        title=page.title[:LONGEST_TITLE],
        charset=decoded.charset,
        text=page.text,
        text_sha=text_sha(page.text),
        language=page_language(page),
        dates=(*date_claims(page, now), *header_claims(last_modified, now), *year_claims(page, now)),
        items=news_items(page, now),
        closure=closure_findings(page, owner.names, now),
        integrity=page_integrity(page, owner),
        outside_hosts=outside_hosts(page),
        feeds=feed_links(page),
        editions=edition_links(page),
        soft_404=is_soft_404(page),
    )
    return Read(reading, page)


def outside_hosts(page: Page) -> tuple[str, ...]:
    """Registrable domains other than the page's own that it links to, in alphabetical order."""
    own = registrable_domain(page.url)
    return tuple(sorted({registrable_domain(link.url) for link in page.links} - {own, ""}))


def _feed(body: bytes, url: str, now: date) -> PageReading:
    feed = read_feed(body, url, now)
    lines = [fold(f"{item.date or ''} {item.title}") for item in feed.items]
    text = "\n".join(line for line in lines if line)
    titles = " ".join(item.title for item in feed.items)
    return _plain(feed.title, text, language_of(titles), feed.claims, feed.items)


def _sitemap(body: bytes, url: str, now: date) -> PageReading:
    sitemap = read_sitemap(body, url, now)
    return _plain("", "", LanguageReading(None), sitemap.claims, ())


def _plain(
    title: str, text: str, language: LanguageReading, claims: Iterable[DateClaim], items: Iterable[NewsItem]
) -> PageReading:
    return PageReading(
        title=title[:LONGEST_TITLE],
        charset="",
        text=text,
        text_sha=text_sha(text),
        language=language,
        dates=tuple(claims),
        items=tuple(items),
        closure=(),
        integrity=OF_A_FEED,
    )
