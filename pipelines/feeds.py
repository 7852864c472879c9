"""What a site announces by machine: feeds (RSS 0.9 to 2.0, RDF, Atom, JSON Feed, WordPress REST) and sitemaps.

An entry's date is the day it was published.  What a system writes by itself is no sign of life and is kept as a
rejected claim: the feed's own build date, the stamp of a later re-save, a sitemap in which all pages changed today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser
from bs4 import BeautifulSoup
from lxml import etree
from pydantic import BaseModel, TypeAdapter, ValidationError

from crawler.records import DateClaim, DateSource, NewsItem, Precision
from pipelines.decode import decode
from pipelines.eras import find_dates
from pipelines.sites import registrable_domain
from pipelines.text import absolute_url, fold
from pipelines.unpack import MAX_BYTES, unpacked
from pipelines.western import TOKYO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.text import Page

# Where feeds usually lie, below the home page; the most common first.
USUAL_FEED_PATHS = (
    "feed/", "rss.xml", "index.rdf", "feed.xml", "atom.xml", "index.xml", "rss/", "rss2.0.xml", "news/feed/",
    "blog/feed/", "news/rss.xml", "blog/index.xml", "wp-json/wp/v2/posts?per_page=10&_fields=date,date_gmt,link,title",
)  # fmt: skip
FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
FEED_ADDRESS = re.compile(
    r"(?:/(?:feed|rss)/?|[/.](?:rss|rdf|atom)|/(?:index|feed|rss\d?(?:\.0)?|atom|news|topics)\.(?:xml|rdf)|[?&]feed=\w+)$",
    re.IGNORECASE,
)
COMMENTS_ADDRESS = re.compile(r"/comments?/(?:feed|rss|atom|default)|[?&]feed=comments", re.IGNORECASE)
COMMENTS_TITLE = re.compile(r"^comments? (?:on|for)\b|コメント(?:フィード|\s*$)", re.IGNORECASE)
# Hosts that pass on other sites' feeds: entries that link elsewhere are what they are for.
FEED_SERVICES = {"feedburner.com", "feedblitz.com", "feedly.com", "rss.app", "fetchrss.com"}

RFC_822 = re.compile(r"\s*(?:[a-z]{3},\s*)?\d{1,2}\s+[a-z]{3}\s+\d{2,4}\s+\d\d?:\d\d", re.IGNORECASE)
EARLIEST = date(1995, 1, 1)  # no website of a cluster is older: 1970-01-01 is a clock that was never set
RESAVE_DAYS = 30  # an entry updated longer after its publication was re-saved, not written anew

MAX_PAGES = 50_000  # the most that the sitemap protocol allows
SAMPLE_BYTES = 2_000  # in which a feed shows that it is one
FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)

FEED_CONFIDENCE = 0.85
SITEMAP_CONFIDENCE = 0.6
# All pages with one day: a server that stamps the present, or the last run of a site generator.  Of 13 sites of the
# replay set with such a sitemap, days older than a week were its last build, within days of its last change.
BUILD_CONFIDENCE = 0.45
BUILT_BEFORE = timedelta(days=7)
FEWEST_EQUAL = 2  # pages that changed on one and the same day and no page on another


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed says; `items` newest first, `links` those of the items, `language` ISO 639-1 or ""."""

    is_feed: bool
    items: tuple[NewsItem, ...] = ()
    claims: tuple[DateClaim, ...] = ()
    title: str = ""
    language: str = ""
    links: tuple[str, ...] = ()
    not_news: str = ""  # why there are no items: "comments" or "foreign" (all entries link to another's site)


@dataclass(frozen=True, slots=True)
class SitemapReading:
    """What a sitemap lists: pages with their last change where it is given, and further sitemaps."""

    pages: tuple[tuple[str, date | None], ...] = ()
    sitemaps: tuple[str, ...] = ()
    claims: tuple[DateClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    url: str
    published: date | None
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class _Channel:
    entries: tuple[_Entry, ...]
    title: str = ""
    language: str = ""
    built: date | None = None


# ---------------------------------------------------------------- feeds


def read_feed(body: bytes, url: str, now: date) -> FeedReading:
    """Reads a feed found at `url`; what is no feed, or too large, gives `is_feed=False`."""
    if len(body) > MAX_BYTES:
        return FeedReading(is_feed=False)
    text = decode(body).text.lstrip("\ufeff \t\r\n")
    channel = _json_channel(text, url) if text[:1] in {"[", "{"} else _xml_channel(text, url)
    if channel is None:
        return FeedReading(is_feed=False)
    not_news = _not_news(channel, url)
    kept = () if not_news else tuple(_items(channel.entries, now))
    return FeedReading(
        is_feed=True,
        items=kept,
        claims=tuple(_feed_claims(channel, now, not_news)),
        title=channel.title,
        language=channel.language,
        links=tuple(dict.fromkeys(item.url for item in kept if item.url)),
        not_news=not_news,
    )


def feed_links(page: Page) -> tuple[str, ...]:
    """Addresses of a page's feeds: those its head declares, then those its links look like; no comment feeds."""
    found = [
        absolute_url(link.get("href", ""), page.base_url)
        for link in page.tree.iter("link")
        if "alternate" in link.get("rel", "").lower()
        and link.get("type", "").split(";")[0].strip().lower() in FEED_TYPES
        and not COMMENTS_TITLE.search(link.get("title", ""))
    ]
    found += [link.url for link in page.links if FEED_ADDRESS.search(link.url)]
    return tuple(dict.fromkeys(url for url in found if url and not COMMENTS_ADDRESS.search(url)))


def _xml_channel(text: str, url: str) -> _Channel | None:
    if not FEED_ROOT.search(text[:SAMPLE_BYTES]):
        return None
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # BytesIO, because feedparser takes a bare string for a file name or an address and opens it.
    parsed = feedparser.parse(BytesIO(text.encode()), response_headers=headers, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        return None
    return _Channel(
        entries=tuple(_xml_entry(entry, url) for entry in parsed.entries),
        title=_plain(parsed.feed.get("title", "")),
        # RDF says it as xml:lang, which feedparser hands on with each text.
        language=(parsed.feed.get("language") or parsed.feed.get("title_detail", {}).get("language") or "")[:2].lower(),
        built=_day(parsed.feed.get("updated", "")),
    )


def _xml_entry(entry: Any, url: str) -> _Entry:
    # Asked for by name, because feedparser answers with "published" where "updated" is missing.
    dates = [day for name in ("published", "created", "updated") if name in entry and (day := _day(str(entry[name])))]
    return _Entry(
        title=_plain(entry.get("title", "")),
        url=absolute_url(entry.get("link", ""), url),
        published=dates[0] if dates else None,
        updated=dates[-1] if dates else None,
    )


def _day(written: str) -> date | None:
    """The Japanese calendar day of a feed's date; one without a zone is the site's own time and stands as it is."""
    if RFC_822.match(written):
        try:
            moment = parsedate_to_datetime(written)
            day = moment.astimezone(TOKYO).date() if moment.tzinfo else moment.date()
        except (ValueError, OverflowError):  # 31 February, 25 o'clock, the last hour of year 9999
            return None
    else:
        found = find_dates(written)
        day = found[0].value if found else date.min
    return day if day >= EARLIEST else None


def _plain(markup: str) -> str:
    """The text of a title, which may hold markup, entities and the remains of both."""
    if "<" not in markup and "&" not in markup:
        return fold(markup)
    return fold(BeautifulSoup(markup, "lxml").get_text())


# ---------------------------------------------------------------- JSON


class _Rendered(BaseModel):
    rendered: str = ""


class _Post(BaseModel):
    """A post of the WordPress REST interface; `date` is the site's own time and `modified` says nothing (re-saves)."""

    date: str = ""
    date_gmt: str = ""
    link: str = ""
    title: _Rendered = _Rendered()


class _JsonItem(BaseModel):
    title: str = ""
    url: str = ""
    date_published: str = ""


class _JsonFeed(BaseModel):
    """A JSON Feed (jsonfeed.org, version 1.1)."""

    version: str
    title: str = ""
    language: str = ""
    items: list[_JsonItem] = []


_POSTS = TypeAdapter(list[_Post])


def _json_channel(text: str, url: str) -> _Channel | None:
    try:
        if text.startswith("["):
            return _Channel(tuple(_post_entry(post, url) for post in _POSTS.validate_json(text)))
        feed = _JsonFeed.model_validate_json(text)
    except ValidationError:
        return None  # some other JSON: an error message of WordPress, a map, a manifest
    if "jsonfeed.org" not in feed.version:
        return None
    entries = (
        _Entry(_plain(item.title), absolute_url(item.url, url), _day(item.date_published)) for item in feed.items
    )
    return _Channel(tuple(entries), fold(feed.title), feed.language[:2].lower())


def _post_entry(post: _Post, url: str) -> _Entry:
    published = _day(post.date or f"{post.date_gmt}Z")
    return _Entry(_plain(post.title.rendered), absolute_url(post.link, url), published)


# ---------------------------------------------------------------- what a feed is worth


def _not_news(channel: _Channel, url: str) -> str:
    if COMMENTS_ADDRESS.search(url) or COMMENTS_TITLE.search(channel.title):
        return "comments"
    own = registrable_domain(url)
    linked = {registrable_domain(entry.url) for entry in channel.entries if entry.url}
    return "foreign" if linked and own not in linked | FEED_SERVICES else ""


def _items(entries: Iterable[_Entry], now: date) -> Iterator[NewsItem]:
    """The entries up to `now`, newest first, each once; a post dated ahead is a clock that is wrong, not an event."""
    known = dict.fromkeys(entry for entry in entries if not entry.published or entry.published <= now)
    for entry in sorted(known, key=lambda entry: entry.published or date.min, reverse=True):
        if entry.title or entry.url:
            yield NewsItem(entry.published, Precision.DAY, entry.title, entry.url, DateSource.FEED)


def _feed_claims(channel: _Channel, now: date, not_news: str) -> Iterator[DateClaim]:
    """The newest entry as the claim that counts; dates that do not count with their reason."""
    dated = sorted((entry for entry in channel.entries if entry.published), key=lambda e: e.published or date.min)
    ahead = [entry for entry in dated if entry.published and entry.published > now]
    past = dated[: len(dated) - len(ahead)]
    if past:
        yield _feed_claim(past[-1].published, past[-1].title, "published", not_news)
    if ahead:
        yield _feed_claim(ahead[-1].published, ahead[-1].title, "published", "future")
    for entry in past:
        if entry.published and entry.updated and (entry.updated - entry.published).days > RESAVE_DAYS:
            yield _feed_claim(entry.updated, entry.title, "updated", "resave")
    if channel.built:
        yield _feed_claim(channel.built, channel.title, "lastBuildDate", "feed_build")


def _feed_claim(value: date | None, title: str, label: str, rejected_reason: str) -> DateClaim:
    assert value is not None  # callers have looked
    return DateClaim(
        value, Precision.DAY, DateSource.FEED, label, FEED_CONFIDENCE, title[:90], rejected_reason=rejected_reason
    )


# ---------------------------------------------------------------- sitemaps


def read_sitemap(body: bytes, url: str, now: date) -> SitemapReading:
    """Reads a sitemap or an index of sitemaps, plain or gzipped, in XML or as lines of addresses; never fails."""
    document = unpacked(body)[:MAX_BYTES]
    if document.lstrip()[:1] != b"<":
        lines = (absolute_url(line, url) for line in decode(document).text.split() if line.startswith("http"))
        return SitemapReading(pages=tuple((line, None) for line in lines if line)[:MAX_PAGES])
    # No entity is expanded and nothing fetched: a sitemap comes from a stranger.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(document, parser)
    entries = list(_sitemap_entries(root, url))[:MAX_PAGES] if root is not None else []
    return SitemapReading(
        pages=tuple((address, changed) for kind, address, changed in entries if kind == "url"),
        sitemaps=tuple(address for kind, address, _ in entries if kind == "sitemap"),
        claims=tuple(_sitemap_claims(sorted((changed, address) for _, address, changed in entries if changed), now)),
    )


def _sitemap_entries(root: etree._Element, url: str) -> Iterator[tuple[str, str, date | None]]:
    """(kind, address, last change) of each `<url>` and `<sitemap>`, whatever the namespace."""
    for element in root.iter("{*}url", "{*}sitemap"):
        fields = {
            etree.QName(child).localname: fold(child.text or "") for child in element if isinstance(child.tag, str)
        }
        address = absolute_url(fields.get("loc", ""), url)
        if address:
            yield etree.QName(element).localname, address, _day(fields.get("lastmod", ""))


def _sitemap_claims(dated: list[tuple[date, str]], now: date) -> Iterator[DateClaim]:
    """The newest change before `now`, of changes oldest first; what a system stamps on all pages is rejected."""
    if not dated:
        return
    newest, past = dated[-1], [entry for entry in dated if entry[0] < now]
    if len(dated) >= FEWEST_EQUAL and dated[0][0] == newest[0]:
        built = newest[0] <= now - BUILT_BEFORE
        yield _sitemap_claim(newest, BUILD_CONFIDENCE) if built else _sitemap_claim(newest, rejected_reason="all_equal")
        return
    if newest[0] >= now:
        yield _sitemap_claim(newest, rejected_reason="visit_day" if newest[0] == now else "future")
    if past:
        yield _sitemap_claim(past[-1])


def _sitemap_claim(
    entry: tuple[date, str], confidence: float = SITEMAP_CONFIDENCE, rejected_reason: str = ""
) -> DateClaim:
    changed, address = entry
    return DateClaim(changed, Precision.DAY, DateSource.SITEMAP, "lastmod", confidence, address[-90:], rejected_reason)
