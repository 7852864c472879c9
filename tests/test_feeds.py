"""Feeds and sitemaps of every kind, whole and broken, of the site itself and of others."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import DateSource, Precision
from pipelines.feeds import MAX_BYTES, USUAL_FEED_PATHS, FeedReading, feed_links, read_feed, read_sitemap
from pipelines.text import read_page

NOW = date(2026, 11, 22)
HOME = "https://mirai-cluster.example/"
FEED = f"{HOME}feed/"
ITEMS = [("2026-10-05", "総会を開催しました", f"{HOME}news/2"), ("2026-04-01", "会員を募集します", f"{HOME}news/1")]

RSS2 = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0"><channel><title>みらいクラスター</title><link>https://mirai-cluster.example/</link>
<language>ja-JP</language><lastBuildDate>Sun, 22 Nov 2026 09:00:00 +0900</lastBuildDate>
<item><title>会員を募集します</title><link>https://mirai-cluster.example/news/1</link>
<pubDate>Wed, 01 Apr 2026 09:00:00 +0900</pubDate></item>
<item><title>総会を開催しました</title><link>https://mirai-cluster.example/news/2</link>
<pubDate>Mon, 05 Oct 2026 09:00:00 +0900</pubDate></item>
</channel></rss>"""
RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="ja"><channel rdf:about="https://mirai-cluster.example/index.rdf">
<title>みらいクラスター</title><link>https://mirai-cluster.example/</link><dc:date>2026-11-22T09:00:00+09:00</dc:date></channel>
<item rdf:about="2"><title>総会を開催しました</title><link>https://mirai-cluster.example/news/2</link><dc:date>2026-10-05T09:00:00+09:00</dc:date></item>
<item rdf:about="1"><title>会員を募集します</title><link>https://mirai-cluster.example/news/1</link><dc:date>2026-04-01T09:00:00+09:00</dc:date></item>
</rdf:RDF>"""
RSS09 = """<rss version="0.91"><channel><title>みらいクラスター</title><language>ja</language>
<item><title>総会を開催しました</title><link>/news/2</link>
<pubDate>2026年10月5日</pubDate></item>
<item><title>会員を募集します</title><link>/news/1</link>
<pubDate>2026/4/1</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja"><title>みらいクラスター</title>
<updated>2026-11-22T00:00:00Z</updated>
<entry><title>総会を開催しました</title><link href="/news/2"/>
<published>2026-10-05T00:00:00Z</published><updated>2026-10-06T00:00:00Z</updated></entry>
<entry><title type="html">&lt;b&gt;会員&lt;/b&gt;を募集します</title><link href="/news/1"/>
<updated>2026-04-01T00:00:00Z</updated></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "みらいクラスター",
        "language": "ja",
        "items": [{"title": title, "url": url, "date_published": f"{day}T09:00:00+09:00"} for day, title, url in ITEMS],
    }
)
WORDPRESS = json.dumps(
    [
        {"date": f"{day}T09:00:00", "modified": "2026-11-20T00:00:00", "link": url, "title": {"rendered": title}}
        for day, title, url in ITEMS
    ]
)


def shown(reading: FeedReading) -> list[tuple[str, str, str]]:
    return [(str(item.date), item.title, item.url) for item in reading.items]


def rss(*entries: tuple[str, str], title: str = "みらいクラスター") -> bytes:
    """A feed of (pubDate, link) pairs."""
    items = "".join(
        f"<item><title>記事{number}</title><link>{link}</link><pubDate>{day}</pubDate></item>"
        for number, (day, link) in enumerate(entries)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize(
    "text", [RSS2.format(charset="utf-8"), RDF, RSS09, ATOM, JSON_FEED], ids=["rss2", "rdf", "rss09", "atom", "json"]
)
def test_every_kind_of_feed_gives_the_same_items(text: str) -> None:
    reading = read_feed(text.encode(), FEED, NOW)
    assert reading.is_feed
    assert shown(reading) == ITEMS
    assert (reading.title, reading.language) == ("みらいクラスター", "ja")
    assert reading.links == (ITEMS[0][2], ITEMS[1][2])
    assert {item.source for item in reading.items} == {DateSource.FEED}
    assert {item.precision for item in reading.items} == {Precision.DAY}


def test_wordpress_posts_count_by_their_date_not_by_their_last_re_save() -> None:
    reading = read_feed(WORDPRESS.encode(), f"{HOME}wp-json/wp/v2/posts", NOW)
    assert shown(reading) == ITEMS
    assert [claim.value for claim in reading.claims if not claim.rejected_reason] == [date(2026, 10, 5)]


def test_wordpress_may_give_only_the_gmt_date() -> None:
    """15:30 GMT is the next day in Japan."""
    reading = read_feed(b'[{"date_gmt":"2026-10-04T15:30:00","link":"https://mirai-cluster.example/x"}]', FEED, NOW)
    assert shown(reading) == [("2026-10-05", "", f"{HOME}x")]


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp"])
@pytest.mark.parametrize("declared", ["utf-8", "Shift_JIS", "EUC-JP"])
def test_japanese_charsets_are_read_whatever_the_feed_declares(charset: str, declared: str) -> None:
    reading = read_feed(RSS2.format(charset=declared).encode(charset), FEED, NOW)
    assert shown(reading) == ITEMS


@pytest.mark.parametrize(
    "broken",
    [
        RSS2.replace("</channel></rss>", ""),
        RSS2.replace("総会を開催しました", "総会を開催しました&nbsp;"),
        RSS2.replace('<?xml version="1.0" encoding="{charset}"?>', "<br />\n<?xml version='1.0'?>"),
        "\ufeff\n\n" + RSS2,
        RSS2.replace("news/2</link>", "news/2?a=1&b=2</link>"),
    ],
    ids=["cut off", "html entity", "php warning first", "blank lines first", "bare ampersand"],
)
def test_broken_xml_still_gives_the_newest_item(broken: str) -> None:
    reading = read_feed(broken.format(charset="utf-8").encode(), FEED, NOW)
    assert [str(item.date) for item in reading.items] == ["2026-10-05", "2026-04-01"]
    assert reading.items[0].title == "総会を開催しました"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mon, 05 Oct 2026 23:00:00 +0900", "2026-10-05"),
        ("Mon, 05 Oct 2026 15:30:00 +0000", "2026-10-06"),
        ("Mon, 05 Oct 2026 15:30:00 GMT", "2026-10-06"),
        ("Mon, 05 Oct 2026 23:00:00 JST", "2026-10-05"),
        ("Mon, 05 Oct 2026 23:00:00", "2026-10-05"),
        ("5 Oct 26 10:00 +0900", "2026-10-05"),
        ("2026-10-05", "2026-10-05"),
        ("2026-10-05T23:00:00Z", "2026-10-06"),
        ("2026-10-05 23:00:00", "2026-10-05"),
        ("令和8年10月5日", "2026-10-05"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "None"),
        ("Mon, 31 Feb 2026 10:00:00 +0900", "None"),
        ("soon", "None"),
    ],
)
def test_dates_are_days_in_japan(written: str, day: str) -> None:
    reading = read_feed(rss((written, f"{HOME}1")), FEED, NOW)
    assert [str(item.date) for item in reading.items] == [day]


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(800_000_000, 1_790_000_000), st.integers(-12, 14))
def test_the_same_moment_is_the_same_day_in_rss_and_in_atom(seconds: int, zone: int) -> None:
    moment = datetime.fromtimestamp(seconds, timezone(timedelta(hours=zone)))
    expected = moment.astimezone(timezone(timedelta(hours=9))).date()
    for written in (format_datetime(moment), moment.isoformat()):
        reading = read_feed(rss((written, f"{HOME}1")), FEED, NOW)
        assert [item.date for item in reading.items] == [expected]


def test_the_build_date_of_a_feed_is_a_rejected_claim() -> None:
    reading = read_feed(RSS2.format(charset="utf-8").encode(), FEED, NOW)
    assert [(str(claim.value), claim.label, claim.rejected_reason) for claim in reading.claims] == [
        ("2026-10-05", "published", ""),
        ("2026-11-22", "lastBuildDate", "feed_build"),
    ]


def test_an_entry_re_saved_years_later_counts_by_its_publication() -> None:
    dates = "<published>2015-05-01</published><updated>2022-08-01</updated>"
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>開会</title><link href='/1'/>{dates}</entry></feed>"
    )
    reading = read_feed(feed.encode(), FEED, NOW)
    assert [str(item.date) for item in reading.items] == ["2015-05-01"]
    assert [(str(claim.value), claim.rejected_reason) for claim in reading.claims] == [
        ("2015-05-01", ""),
        ("2022-08-01", "resave"),
    ]


def test_entries_of_the_future_are_no_news() -> None:
    reading = read_feed(rss(("2031-01-01", f"{HOME}2"), ("2026-10-05", f"{HOME}1")), FEED, NOW)
    assert [str(item.date) for item in reading.items] == ["2026-10-05"]
    assert [claim.rejected_reason for claim in reading.claims] == ["", "future"]


def test_undated_entries_stand_last_and_doubles_once() -> None:
    reading = read_feed(rss(("", f"{HOME}3"), ("2026-10-05", f"{HOME}1"), ("", f"{HOME}3")), FEED, NOW)
    assert [item.date for item in reading.items] == [date(2026, 10, 5), None, None]  # titles of doubles differ
    twice = RSS2.format(charset="utf-8").replace(
        "</channel>", RSS2[RSS2.index("<item>") : RSS2.index("</channel>")] + "</channel>"
    )
    assert shown(read_feed(twice.encode(), FEED, NOW)) == ITEMS


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (f"{HOME}comments/feed/", "みらいクラスター"),
        (f"{HOME}?feed=comments-rss2", "みらいクラスター"),
        (FEED, "Comments on: 総会"),
        (FEED, "みらいクラスター へのコメント"),
    ],
)
def test_comments_are_no_news(url: str, title: str) -> None:
    reading = read_feed(rss(("2026-10-05", f"{HOME}1"), title=title), url, NOW)
    assert (reading.is_feed, reading.items, reading.not_news) == (True, (), "comments")
    assert [claim.rejected_reason for claim in reading.claims] == ["comments"]


def test_a_feed_whose_entries_all_link_elsewhere_is_anothers() -> None:
    reading = read_feed(
        rss(("2026-10-05", "https://casino.example/1"), ("2026-10-04", "https://casino.example/2")), FEED, NOW
    )
    assert (reading.items, reading.not_news) == ((), "foreign")
    assert [claim.rejected_reason for claim in reading.claims] == ["foreign"]


def test_a_feed_that_also_links_elsewhere_is_its_own() -> None:
    reading = read_feed(rss(("2026-10-05", "https://pref.example/1"), ("2026-10-04", f"{HOME}2")), FEED, NOW)
    assert len(reading.items) == 2


def test_a_feed_service_passes_on_the_feed_of_a_site() -> None:
    reading = read_feed(rss(("2026-10-05", f"{HOME}1")), "https://feeds.feedburner.com/mirai", NOW)
    assert len(reading.items) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body><h1>404</h1></body></html>",
        b'{"code":"rest_no_route","message":"No route was found"}',
        b'{"version":"3","name":"app"}',
        b"[1, 2, 3]",
        b"not a feed at all",
        b"<rss" + b" " * MAX_BYTES,
    ],
)
def test_what_is_no_feed_is_none(body: bytes) -> None:
    assert read_feed(body, FEED, NOW) == FeedReading(is_feed=False)


def test_a_feed_with_nothing_in_it_is_a_feed() -> None:
    assert read_feed(b"[]", FEED, NOW) == FeedReading(is_feed=True)
    assert read_feed(rss(), FEED, NOW).is_feed


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = RSS2.replace('<?xml version="1.0" encoding="{charset}"?>', bomb + "]>").replace("総会を開催しました", "&i;")
    reading = read_feed(text.encode(), FEED, NOW)
    assert all(len(item.title) < 1000 for item in reading.items)


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(body: bytes) -> None:
    assert read_feed(b"<rss version='2.0'><channel><item>" + body, FEED, NOW).is_feed in {True, False}
    assert read_sitemap(b"<urlset>" + body, FEED, NOW).sitemaps is not None
    assert read_sitemap(b"\x1f\x8b" + body, FEED, NOW).pages == ()


def test_feeds_are_found_in_the_head_and_among_the_links() -> None:
    page = read_page(
        """<html><head>
        <link rel="alternate" type="application/rss+xml" title="みらい &raquo; フィード" href="/feed/">
        <link rel="alternate" type="application/rss+xml" title="みらい &raquo; コメントフィード" href="/all/feed/">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
        <link rel="alternate" type="application/json+oembed" href="/oembed">
        <link rel="alternate" hreflang="en" href="/en/"></head>
        <body><a href="news/index.rdf">RSS</a> <a href="/feed/">RSS</a> <a href="/feedback">ご意見</a></body></html>""",
        HOME,
    )
    assert feed_links(page) == (f"{HOME}feed/", f"{HOME}news/index.rdf")


def test_usual_paths_lie_below_the_home_page() -> None:
    assert not [path for path in USUAL_FEED_PATHS if path.startswith("/")]


# ---------------------------------------------------------------- sitemaps


def sitemap(*entries: tuple[str, str], kind: str = "url") -> bytes:
    """A sitemap of (path, lastmod) pairs, or an index of sitemaps."""
    outer = "urlset" if kind == "url" else "sitemapindex"
    inner = "".join(
        f"<{kind}><loc>{HOME}{path}</loc>" + (f"<lastmod>{changed}</lastmod>" if changed else "") + f"</{kind}>"
        for path, changed in entries
    )
    return f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{outer}>'.encode()


PAGES = sitemap(("", "2026-10-05"), ("a", "2024-05"), ("b", "2025-01-01T20:00:00+00:00"), ("c", ""))
READ_PAGES = (
    (HOME, date(2026, 10, 5)),
    (f"{HOME}a", date(2024, 5, 1)),
    (f"{HOME}b", date(2025, 1, 2)),
    (f"{HOME}c", None),
)


@pytest.mark.parametrize("body", [PAGES, gzip.compress(PAGES, mtime=0), b"\n<?xml version='1.0'?>\n" + PAGES[:-9]])
def test_a_sitemap_lists_pages_with_their_last_change(body: bytes) -> None:
    """Plain, gzipped, or cut off and with a blank line before the declaration."""
    reading = read_sitemap(body, f"{HOME}sitemap.xml", NOW)
    assert reading.pages == READ_PAGES
    assert [(str(claim.value), claim.rejected_reason) for claim in reading.claims] == [("2026-10-05", "")]


def test_an_index_lists_further_sitemaps() -> None:
    reading = read_sitemap(sitemap(("s1.xml", "2026-10-05"), ("s2.xml.gz", ""), kind="sitemap"), HOME, NOW)
    assert reading.pages == ()
    assert reading.sitemaps == (f"{HOME}s1.xml", f"{HOME}s2.xml.gz")


def test_a_sitemap_may_be_lines_of_addresses() -> None:
    reading = read_sitemap(f"\ufeff{HOME}a\r\n{HOME}b\r\n\r\n#x\r\n".encode(), HOME, NOW)
    assert reading.pages == ((f"{HOME}a", None), (f"{HOME}b", None))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (["2024-05-01"] * 3, [("2024-05-01", "")]),
        (["2026-11-20"] * 3, [("2026-11-20", "all_equal")]),
        (["2026-11-22"] * 3, [("2026-11-22", "all_equal")]),
        (["2026-11-22", "2024-05-01"], [("2026-11-22", "visit_day"), ("2024-05-01", "")]),
        (["2031-01-01", "2024-05-01"], [("2031-01-01", "future"), ("2024-05-01", "")]),
        (["2024-05-01"], [("2024-05-01", "")]),
        (["", ""], []),
    ],
)
def test_stamps_of_the_system_are_rejected_claims(changes: list[str], expected: list[tuple[str, str]]) -> None:
    body = sitemap(*((str(number), changed) for number, changed in enumerate(changes)))
    claims = read_sitemap(body, HOME, NOW).claims
    assert [(str(claim.value), claim.rejected_reason) for claim in claims] == expected


def test_entities_of_a_sitemap_are_not_expanded_and_no_file_is_read() -> None:
    body = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + sitemap(("&f;", ""))
    assert read_sitemap(body, HOME, NOW).pages == ((HOME, None),)


def test_a_packed_bomb_is_cut() -> None:
    body = gzip.compress(b"<urlset>" + b" " * (20 * MAX_BYTES))
    assert read_sitemap(body, HOME, NOW).pages == ()


@pytest.mark.parametrize("body", [b"", b"<", b"<html></html>", b"\x1f\x8bbroken", b"no address"])
def test_what_is_no_sitemap_lists_nothing(body: bytes) -> None:
    assert read_sitemap(body, HOME, NOW).pages == ()
