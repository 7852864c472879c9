"""Visits of whole sites over real connections: what is asked for, and what becomes of every kind of answer."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from crawler.records import Outcome, Role
from tests.rawweb import NOW, POLICY, RawWeb, crawl, page, plan, remembered, tls_server, with_etag
from tests.wild_sites import HOSTS, ROUTES


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """One crawl of all sites; (visits by host, what was asked)."""
    with RawWeb(dict(ROUTES)) as web:
        plans = [plan(f"http://{host}/") for host in HOSTS if host != "pref.example"]
        plans.append(plan("http://pref.example/cluster/"))
        policy = replace(POLICY, proxy=web.proxy, max_page_bytes=500_000, seconds_per_site=60)
        yield crawl(tmp_path_factory.mktemp("world"), plans, policy), web


def outcomes(visits):
    return {visit.url.partition(".example")[2]: visit.outcome for visit in visits}


def test_a_visit_asks_for_home_editions_news_feed_sitemap_and_pages_two_links_deep(world):
    visits, _ = world
    roles = {visit.url.removeprefix("http://plain.example"): visit.role for visit in visits["plain.example"]}
    assert roles["/"] is Role.HOME
    assert roles["/en/"] is Role.HOME
    assert roles["/news/"] is Role.NEWS
    assert roles["/rss.xml"] is Role.FEED
    assert roles["/map.xml"] is Role.SITEMAP
    assert roles["/news/2026/1101.html"] is Role.PAGE
    assert "/listed.html" in roles
    assert "/two.html" in roles
    assert "/three.html" not in roles


def test_a_visit_leaves_alone_what_nobody_reads_and_what_is_not_the_sites(world):
    visits, web = world
    asked = web.paths("plain.example")
    assert not [path for path in asked if "pdf" in path or "login" in path or "calendar" in path or "secret" in path]
    assert "other.example" not in {each.host for each in web.asked}
    assert outcomes(visits["plain.example"])["/secret/x.html"] is Outcome.ROBOTS


def test_every_page_is_asked_for_once_and_under_the_monitors_name(world):
    _, web = world
    asked = web.paths("plain.example")
    assert len(asked) == len(set(asked))
    assert {each.headers.get("user-agent", "tunnel")[:16] for each in web.asked} == {"cluster-monitor/", "tunnel"}
    assert not any("cookie" in each.headers for each in web.asked)


def test_the_english_edition_is_asked_for_in_english_and_told_from_the_japanese_one(world):
    visits, web = world
    editions = {visit.url: visit.edition for visit in visits["plain.example"]}
    assert editions["http://plain.example/"] == "ja"
    assert editions["http://plain.example/en/"] == "en"
    english = next(each for each in web.asked if each.path == "/en/")
    assert english.headers["accept-language"].startswith("en")


def test_frames_are_part_of_the_home_page_and_cost_no_depth(world):
    visits, _ = world
    roles = {visit.url: visit.role for visit in visits["frames.example"]}
    assert roles["http://frames.example/menu.html"] is Role.HOME
    assert roles["http://frames.example/main.html"] is Role.HOME
    assert roles["http://frames.example/info.html"] is Role.NEWS


def test_a_page_that_only_sends_its_readers_on_is_a_redirect(world):
    visits, _ = world
    home, stub = (visits["refresh.example"][0], *[v for v in visits["refresh.example"] if v.url.endswith("/stub")])
    assert (home.final_url, home.reading and home.reading.title) == ("http://refresh.example/top.html", "見本")
    assert (stub.final_url, stub.reading and stub.reading.title) == ("http://refresh.example/stub/", "一覧")


def test_a_moved_home_page_is_followed_and_the_visit_goes_on_there(world):
    visits, _ = world
    home = visits["moved.example"][0]
    assert (home.outcome, home.final_url) == (Outcome.OK, "http://new.example/")
    assert home.redirects == ("http://new.example/",)
    assert "http://new.example/about.html" in {visit.url for visit in visits["moved.example"]}


def test_a_home_page_that_only_sends_its_readers_to_another_host_has_moved(world):
    visits, _ = world
    home = visits["shell.example"][0]
    assert (home.outcome, home.final_url, home.redirects) == (
        Outcome.OK,
        "http://new.example/",
        ("http://new.example/",),
    )
    assert home.reading is not None
    assert "新しい場所です。" in home.reading.text


def test_the_new_address_of_a_declared_move_is_looked_at_once(world):
    visits, web = world
    new = next(visit for visit in visits["notice.example"] if visit.url == "http://next.example/")
    assert (new.outcome, new.final_url) == (Outcome.OK, "http://www.next.example/")
    assert "/about.html" not in web.paths("www.next.example")


def test_a_page_that_is_sent_to_its_proper_address_is_read_there_once(world):
    visits, web = world
    folder = [visit for visit in visits["turned.example"] if "folder" in visit.url]
    assert [(visit.outcome, visit.final_url) for visit in folder] == [(Outcome.OK, "http://www.turned.example/folder/")]
    assert web.paths("www.turned.example").count("/folder/") == 1


def test_a_redirect_in_the_servers_own_charset_is_followed(world):
    visits, _ = world
    found = {visit.url: visit for visit in visits["raw.example"]}
    assert found["http://raw.example/go.html"].final_url == "http://raw.example/%95%C5.html"


def test_a_host_that_asks_for_an_hour_between_two_pages_is_left_alone_after_the_first(world):
    visits, web = world
    assert [visit.outcome for visit in visits["slowly.example"]] == [Outcome.OK, Outcome.BUDGET]
    assert web.paths("slowly.example") == ["/robots.txt", "/"]


@pytest.mark.parametrize(
    ("host", "outcome"),
    [
        ("loop.example", Outcome.REDIRECT_LOOP),
        ("forbidden.example", Outcome.ROBOTS),
        ("later.example", Outcome.MAINTENANCE),
        ("soon.example", Outcome.OK),
        ("blocked.example", Outcome.BLOCKED),
        ("gone.example", Outcome.GONE),
        ("noname.example", Outcome.DNS),
        ("bare.example", Outcome.OK),
        ("sick.example", Outcome.SERVER_ERROR),
        ("bomb.example", Outcome.TOO_LARGE),
        ("pdf.example", Outcome.NOT_HTML),
        ("program.example", Outcome.NOT_HTML),
        ("endless.example", Outcome.TOO_LARGE),
        ("nested.example", Outcome.OK),
    ],
)
def test_every_kind_of_answer_becomes_an_outcome(world, host, outcome):
    visits, _ = world
    home = visits[host][0]
    assert (home.role, home.outcome) == (Role.HOME, outcome), home.error


def test_a_site_that_says_no_is_not_asked_again(world):
    _, web = world
    assert web.paths("later.example") == ["/robots.txt", "/"]
    assert web.paths("blocked.example") == ["/robots.txt", "/"]
    assert web.paths("forbidden.example") == ["/robots.txt"]


def test_a_host_whose_robots_txt_is_in_trouble_is_asked_for_its_home_page_only(world):
    visits, web = world
    assert [visit.outcome for visit in visits["trouble.example"]] == [Outcome.OK]
    assert web.paths("trouble.example") == ["/robots.txt", "/"]


def test_a_name_that_fails_is_asked_for_with_www_too_and_the_row_says_what_failed(world):
    visits, web = world
    home = visits["bare.example"][0]
    assert home.final_url == "http://www.bare.example/"
    assert "dns" in home.error
    assert web.paths("www.noname.example")


def test_pages_that_answer_like_one_that_cannot_exist_are_soft_404(world):
    visits, _ = world
    found = {visit.url: visit for visit in visits["catchall.example"]}
    assert found["http://catchall.example/"].outcome is Outcome.OK
    assert found["http://catchall.example/p1.html"].outcome is Outcome.SOFT_404
    assert next(v for v in found.values() if v.role is Role.PROBE).outcome is Outcome.SOFT_404


def test_pages_that_send_us_home_are_soft_404_and_the_home_page_is_not(world):
    visits, _ = world
    found = {visit.url: visit.outcome for visit in visits["home-for-all.example"]}
    assert found["http://home-for-all.example/"] is Outcome.OK
    assert found["http://home-for-all.example/p0.html"] is Outcome.SOFT_404


def test_a_lying_charset_is_not_believed(world):
    visits, _ = world
    reading = visits["liar.example"][0].reading
    assert reading is not None
    assert "日本語の頁です。" in reading.text


def test_a_cluster_inside_a_host_is_visited_inside_its_folder(world):
    _, web = world
    inside = [path for path in web.paths("pref.example") if path != "/robots.txt"]
    assert all(path.startswith("/cluster/") for path in inside)
    assert "/cluster/a.html" in inside


def test_the_budget_of_pages_and_of_requests_holds(world):
    visits, web = world
    pages = [visit for visit in visits["many.example"] if visit.role in {Role.HOME, Role.PAGE}]
    assert len(pages) <= POLICY.pages_per_site
    assert len(web.paths("many.example")) <= POLICY.requests_per_site


def test_a_page_that_did_not_change_is_not_read_again_and_its_links_still_lead_on(tmp_path):
    routes = {
        "steady.example/": with_etag(page("見本", "<p>本文</p><a href='/a.html'>A</a>"), '"1"'),
        "steady.example/a.html": page("A", "<p>etag を持たない頁</p>"),
    }
    with RawWeb(routes) as web:
        policy = replace(POLICY, proxy=web.proxy)
        site = plan("http://steady.example/")
        first = crawl(tmp_path / "1", [site], policy)["steady.example"]
        web.asked.clear()
        web.routes["steady.example/b.html"] = page("B", "<p>B</p>")
        links = ("http://steady.example/a.html", "http://steady.example/b.html")
        known = remembered(first, links=links)
        second = crawl(tmp_path / "2", [replace(site, known=known)], policy)["steady.example"]
    found = {visit.url: visit for visit in second}
    home = found["http://steady.example/"]
    assert (home.outcome, home.status, home.reading) == (Outcome.NOT_MODIFIED, 304, None)
    assert (home.body_sha, home.links) == (first[0].body_sha, links)
    same = found["http://steady.example/a.html"]
    assert (same.outcome, same.status) == (Outcome.NOT_MODIFIED, 200)
    assert found["http://steady.example/b.html"].outcome is Outcome.OK
    assert next(a for a in web.asked if a.path == "/").headers["if-none-match"] == '"1"'


def test_connections_that_break_or_stall_become_outcomes(tmp_path):
    def hang_up(connection, _asked):
        connection.close()

    def drip(connection, _asked):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.2)

    def heads_without_end(connection, _asked):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: and more and more and more\r\n" * 500)

    counted = page("数え違い", "<p>本文</p>").replace(b"Content-Length: ", b"Content-Length: 9")
    routes = {
        "127.0.0.2/*": hang_up,
        "127.0.0.3/": drip,
        "127.0.0.4/": heads_without_end,
        "127.0.0.5/": lambda connection, _: (connection.sendall(counted), connection.close()),
        "127.0.0.6/": lambda connection, _: (connection.sendall(b"SSH-2.0-not a web server\r\n"), connection.close()),
        "127.0.0.7/": lambda *_: time.sleep(20),
    }
    with RawWeb(routes) as web:
        plans = [plan(f"http://127.0.0.{n}:{web.port}/") for n in range(2, 8)]
        plans += [plan("http://127.0.0.8:9/"), plan(f"https://127.0.0.9:{web.port}/"), plan("http://no-such.invalid/")]
        visits = crawl(tmp_path, plans, replace(POLICY, timeout_seconds=2))
    found = {cluster: rows[0].outcome for cluster, rows in visits.items()}
    assert found.pop("no-such.invalid") in {Outcome.DNS, Outcome.DNS_FAILURE}
    assert found == {
        "127.0.0.2": Outcome.REFUSED,
        "127.0.0.3": Outcome.TIMEOUT,
        "127.0.0.4": Outcome.ERROR,
        "127.0.0.5": Outcome.OK,
        "127.0.0.6": Outcome.ERROR,
        "127.0.0.7": Outcome.TIMEOUT,
        "127.0.0.8": Outcome.REFUSED,
        "127.0.0.9": Outcome.TLS,
    }


def test_a_certificate_for_another_name_is_not_this_site_and_an_expired_one_is(tmp_path):
    with tls_server(tmp_path / "own", "localhost") as own, tls_server(tmp_path / "other", "other.example") as other:
        plans = [plan(f"https://localhost:{own}/", id="own"), plan(f"https://localhost:{other}/", id="other")]
        visits = crawl(tmp_path, plans)
    assert (visits["own"][0].outcome, visits["own"][0].status) == (Outcome.OK, 200)
    assert (visits["other"][0].outcome, visits["other"][0].reading) == (Outcome.TLS, None)


def test_the_moment_of_a_visit_is_the_scans(world):
    visits, _ = world
    assert all(visit.visited_at.date() == NOW.date() for rows in visits.values() for visit in rows)
