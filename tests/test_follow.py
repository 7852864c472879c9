"""Which pages are asked for, and in which order: links, addresses, the itinerary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.records import DateSource, FetchPolicy, KnownPage, NewsItem, Outcome, Precision, Role
from spiders.addresses import Area, area_of, join, other_addresses, page_key, with_origin
from spiders.follow import Anchor, Lead, leads_of_items, leads_of_links, leads_of_sitemap, usable
from spiders.itinerary import Ask, Itinerary, expected_changes

DAY = date(2026, 11, 22)
SITE = "http://site.example"


def best(*anchors: tuple[str, str]) -> list[str]:
    leads = leads_of_links([Anchor(SITE + path, text) for path, text in anchors], DAY)
    return [lead.url.removeprefix(SITE) for lead in leads]


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("text", "path", "role"),
    [
        ("お知らせ", "/a", Role.NEWS),
        ("新着情報一覧", "/a", Role.NEWS),
        ("イベント・セミナー情報", "/a", Role.NEWS),
        ("What's New", "/a", Role.NEWS),
        ("ＮＥＷＳ", "/a", Role.NEWS),
        ("", "/topics/index.html", Role.NEWS),
        ("第3回セミナーを開催しました", "/a", Role.PAGE),
        ("お知らせ機能つき測定器の開発に成功した会員企業の紹介", "/a", Role.PAGE),
        ("会社概要", "/about/", Role.PAGE),
        ("サイト閉鎖のお知らせ", "/a", Role.NOTICE),
        ("This site has moved", "/a", Role.NOTICE),
    ],
)
def test_the_words_of_a_link_tell_its_role(text, path, role):
    (lead,) = leads_of_links([Anchor(SITE + path, text)], DAY)
    assert lead.role is role


def test_notices_come_before_lists_of_news_and_those_before_other_pages():
    links = (
        ("/about.html", "概要"),
        ("/list.html", "お知らせ"),
        ("/end.html", "解散のお知らせ"),
        ("/m.html", "会員一覧"),
    )
    assert best(*links) == ["/end.html", "/list.html", "/m.html", "/about.html"]


def test_this_years_page_comes_before_last_years_and_both_before_old_ones():
    links = (("/2012/a.html", "報"), ("/2025/a.html", "報"), ("/2026/a.html", "報"), ("/2019/a.html", "報"))
    assert best(*links) == ["/2026/a.html", "/2025/a.html", "/2019/a.html", "/2012/a.html"]


def test_a_link_that_was_not_there_before_comes_first():
    anchors = [Anchor(f"{SITE}/old.html", "会員一覧"), Anchor(f"{SITE}/new.html", "x")]
    before = frozenset({page_key(f"{SITE}/old.html")})
    assert leads_of_links(anchors, DAY, before)[0].url == f"{SITE}/new.html"


def test_further_pages_of_a_list_come_last():
    assert best(("/news/page/7/", "7"), ("/news/page/2/", "2"), ("/a", "x"))[-1] == "/news/page/7/"


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/report.pdf",
        f"{SITE}/photo.JPG",
        f"{SITE}/wp-login.php",
        f"{SITE}/?s=word",
        f"{SITE}/events?month=2026-12",
        f"{SITE}/list?date=2026-12-01",
        f"{SITE}/a/b/a/b/a/b/a/",
        f"{SITE}/1/2/3/4/5/6/7/8/9",
        f"{SITE}/a?a=1&b=2&c=3&d=4&e=5",
        f"{SITE}/{'x' * 600}",
        "https://site-example.translate.goog/",
        "http://[::1/",
        "http://site.example:port/",
        "tel:+81300000000",
        "javascript:void(0)",
    ],
)
def test_files_doors_and_traps_are_no_leads(url):
    assert usable(url) is None
    assert leads_of_links([Anchor(url, "お知らせ")], DAY) == ()


def test_young_items_come_before_old_ones_and_an_item_is_no_list():
    items = [
        NewsItem(DAY - timedelta(days=days), Precision.DAY, "ニュース", f"{SITE}/{days}.html", DateSource.FEED)
        for days in (900, 3)
    ]
    leads = leads_of_items(items, DAY)
    assert [lead.url for lead in leads] == [f"{SITE}/3.html", f"{SITE}/900.html"]
    assert {lead.role for lead in leads} == {Role.PAGE}


def test_the_days_of_a_sitemap_count_unless_they_are_all_the_same():
    told = leads_of_sitemap([(f"{SITE}/a", DAY - timedelta(days=2000)), (f"{SITE}/b", DAY - timedelta(days=9))], DAY)
    same = leads_of_sitemap([(f"{SITE}/a", DAY), (f"{SITE}/b", DAY)], DAY)
    assert [lead.url for lead in told] == [f"{SITE}/b", f"{SITE}/a"]
    assert {lead.role for lead in leads_of_sitemap([(f"{SITE}/news/", None)], DAY)} == {Role.PAGE}
    assert same[0].score == same[1].score


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://www.site.example/",
        "http://site.example/index.html",
        "http://site.example/?utm_source=x",
        "http://SITE.example:80/#top",
        "http://site.example/index.php;jsessionid=1F",
        "http://site.example",
    ],
)
def test_a_page_has_one_key_for_all_its_addresses(url):
    assert page_key(url) == page_key("http://site.example/")


def test_other_pages_have_other_keys():
    urls = ["http://a.example/", "http://a.example/b", "http://a.example/?id=1", "http://a.example/?id=2"]
    urls += ["http://a.example:8080/", "http://b.example/", "http://a.example/index-j.html"]
    assert len({page_key(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    ("website", "scope", "area"),
    [
        ("http://a.example", "", Area("a.example", "/")),
        ("http://www.a.example/contents.html", "", Area("a.example", "/")),
        ("http://pref.example/cluster/index.html", "", Area("pref.example", "/cluster/")),
        ("http://pref.example/~lab", "", Area("pref.example", "/~lab/")),
        ("http://a.example/jp/", "", Area("a.example", "/")),
        ("http://a.example/english/index.html", "", Area("a.example", "/")),
        ("http://pref.example/x/y.html", "/x/cluster/", Area("pref.example", "/x/cluster/")),
        ("http://a.example:8080/x/", "/", Area("a.example:8080", "/")),
        ("http://[broken/", "", None),
    ],
)
def test_the_area_of_a_site_is_its_scope_or_the_folder_of_its_home_page(website, scope, area):
    assert area_of(website, scope) == area


def test_an_area_covers_its_folder_in_every_form_of_the_host_and_nothing_else():
    area = Area("pref.example", "/cluster/")
    inside = ["https://www.pref.example/cluster/a.html", "http://pref.example/cluster"]
    outside = ["http://pref.example/clusters/", "http://pref.example/", "http://b.pref.example/cluster/", "tel:1"]
    assert all(map(area.covers, inside))
    assert not any(map(area.covers, outside))


def test_links_are_asked_for_where_the_home_page_answered():
    assert with_origin("http://a.example/x", "https://www.a.example/") == "https://www.a.example/x"
    assert with_origin("http://b.example/x", "https://www.a.example/") == "http://b.example/x"


def test_a_home_page_has_three_other_addresses_and_one_with_a_port_none():
    assert set(other_addresses("http://a.example/x")) == {
        "https://a.example/x",
        "http://www.a.example/x",
        "https://www.a.example/x",
    }
    assert other_addresses("http://a.example:8080/") == other_addresses("http://192.0.2.1/") == ()


def test_a_reference_that_is_no_web_address_joins_to_nothing():
    assert join(f"{SITE}/a/", "b.html") == f"{SITE}/a/b.html"
    assert [join(SITE, ref) for ref in ("tel:1", "http://[", "//[x]y/")] == ["", "", ""]


# ---------------------------------------------------------------- the itinerary


def known(path: str, **changes: object) -> KnownPage:
    day = DAY - timedelta(days=30)
    page = KnownPage(SITE + path, Role.PAGE, "ja", '"e"', "", "b", "t", "1", day - timedelta(days=300), day, None, 5, 0)
    return replace(page, **changes)


def itinerary(*pages: KnownPage, **policy: int) -> Itinerary:
    return Itinerary(FetchPolicy(**policy), DAY, {page_key(page.url): page for page in pages})


def walk(trip: Itinerary, outcome: Outcome) -> list[Ask]:
    asked = []
    while (ask := trip.next()) is not None:
        trip.spent(ask, outcome, 1)
        asked.append(ask)
    return asked


def leads(count: int) -> list[Lead]:
    return [Lead(f"{SITE}/new{n}.html", Role.PAGE, 1.0) for n in range(count)]


def test_the_core_comes_first_in_its_order():
    trip = itinerary()
    for path, role in (("/n", Role.NEWS), ("/f", Role.FEED), ("/", Role.HOME), ("/p", Role.PROBE)):
        trip.require(Ask(SITE + path, role, 0, ""))
    assert [ask.role for ask in walk(trip, Outcome.OK)] == [Role.HOME, Role.PROBE, Role.FEED, Role.NEWS]


def test_what_belonged_to_the_core_before_belongs_to_it_again():
    trip = itinerary(known("/news/", role=Role.NEWS), known("/rss", role=Role.FEED), known("/a"))
    trip.require_known()
    assert [ask.role for ask in walk(trip, Outcome.OK)][:2] == [Role.FEED, Role.NEWS]


def test_no_page_is_asked_for_twice():
    trip = itinerary(known("/a"))
    trip.suggest([Lead(f"{SITE}/a", Role.PAGE, 9), Lead("https://www.site.example/b", Role.PAGE, 1)], 1, "")
    trip.suggest([Lead(f"{SITE}/b", Role.PAGE, 5)], 2, "")
    assert sorted(page_key(ask.url) for ask in walk(trip, Outcome.OK)) == ["site.example/a", "site.example/b"]


def test_pages_are_transferred_up_to_the_budget():
    trip = itinerary(pages_per_site=20)
    trip.suggest(leads(50), 1, "")
    assert len(walk(trip, Outcome.OK)) == 20


def test_an_unchanged_page_costs_a_tenth_and_requests_have_their_own_limit():
    trip = itinerary(*[known(f"/{n}") for n in range(100)], pages_per_site=20, requests_per_site=60)
    assert len(walk(trip, Outcome.NOT_MODIFIED)) == 60


def test_broken_links_cost_more_than_unchanged_pages_and_less_than_pages():
    trip = itinerary(pages_per_site=10)
    trip.suggest(leads(60), 1, "")
    assert len(walk(trip, Outcome.NOT_FOUND)) == 40


def test_a_visit_sees_many_parts_of_a_site_instead_of_all_of_one():
    trip = itinerary(pages_per_site=12)
    trip.suggest([Lead(f"{SITE}/events/{n}.html", Role.PAGE, 2.0) for n in range(20)], 1, "")
    trip.suggest([Lead(f"{SITE}/about.html", Role.PAGE, 0.5)], 1, "")
    assert f"{SITE}/about.html" in {ask.url for ask in walk(trip, Outcome.OK)}


def test_known_pages_leave_room_for_pages_never_seen():
    trip = itinerary(*[known(f"/{n}") for n in range(100)], pages_per_site=20)
    trip.suggest(leads(50), 1, "")
    fresh = [ask for ask in walk(trip, Outcome.OK) if ask.known is None]
    assert len(fresh) == 10


def test_known_pages_come_in_the_order_of_the_changes_we_expect_to_have_missed():
    pages = known("/quiet"), known("/busy", changes=4), known("/forgotten", last_seen=DAY - timedelta(days=290))
    assert [ask.url[len(SITE) :] for ask in walk(itinerary(*pages), Outcome.NOT_MODIFIED)] == [
        "/forgotten",
        "/busy",
        "/quiet",
    ]
    assert expected_changes(pages[1], DAY) > expected_changes(pages[0], DAY)


def test_links_are_followed_to_the_depth_of_the_policy():
    trip = itinerary(depth=2)
    trip.suggest(leads(1), 3, "")
    assert trip.next() is None


def test_a_page_is_found_by_its_shortest_way():
    trip = itinerary(depth=2)
    trip.suggest(leads(1), 2, "")
    trip.suggest(leads(1), 1, "")
    ask = trip.next()
    assert ask is not None
    assert ask.depth == 1


def test_two_itineraries_over_the_same_site_are_the_same():
    def order() -> list[str]:
        trip = itinerary(*[known(f"/{n}") for n in range(9)])
        trip.suggest(leads(30), 1, "ja")
        return [ask.url for ask in walk(trip, Outcome.OK)]

    assert order() == order()
