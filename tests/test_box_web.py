"""The invented web of the demo and of the flow tests shows what its scenario says."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import date
from urllib.parse import urlsplit

import pytest

from crawler.demo.play import DAYS, run_demo
from crawler.demo.world import INVENTED_EN, INVENTED_JA, REGISTER, Change, read_world
from crawler.registry import load_register

WORLD = read_world()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def fetch(box, url, headers=None):
    """Status, headers and body of one GET through the box, without following redirects."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": box.proxy}), NoRedirect)
    try:
        with opener.open(urllib.request.Request(url, headers=headers or {}), timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def home(host, day):
    return WORLD.answer(host, "/", day)


def test_every_page_says_that_it_is_invented():
    for site in WORLD.sites.values():
        for file in site.folder.rglob("[!_]*.html"):
            answer = site.answer(str(file.relative_to(site.folder)), DAYS[-1])
            assert answer.status == 200
            text = answer.body.decode(site.charset)
            assert INVENTED_EN in text or INVENTED_JA in text, file


def test_every_website_of_the_register_is_up_at_the_first_scan_under_a_reserved_name():
    websites = [cluster.website for cluster in load_register(REGISTER) if cluster.website]
    assert len(websites) == 17
    for url in websites:
        parts = urlsplit(url)
        assert parts.hostname.endswith(".example")
        assert WORLD.answer(parts.hostname, parts.path, DAYS[0]).status == 200


def test_every_link_to_the_own_host_leads_to_a_page():
    pages = 0
    for host in (name for name in WORLD.sites if name.startswith("www.")):
        seen, waiting = set(), ["/"]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            answer = WORLD.answer(host, path, DAYS[0])
            assert answer.status == 200, (host, path)
            body = answer.body.decode(WORLD.sites[host].charset)
            links = [part.split('"')[0] for mark in ('href="', '<frame src="') for part in body.split(mark)[1:]]
            own = [link for link in links if "://" not in link and not link.endswith(".css")]
            waiting += [link if link.startswith("/") else "/" + link for link in own]
        pages += len(seen)
    assert pages > 100


@pytest.mark.parametrize(
    ("host", "before", "after", "words"),
    [
        ("www.tsukishiro-nano.example", date(2026, 6, 30), date(2026, 7, 1), "for sale"),
        ("www.aoba-medical.example", date(2026, 7, 19), date(2026, 7, 20), "オンラインカジノ"),
        ("www.minori-energy.example", date(2026, 8, 9), date(2026, 8, 10), "best-casino-ranking.example"),
        ("www.tobira-elec.example", date(2026, 7, 9), date(2026, 7, 10), "It works!"),
        ("www.asagiri-it.example", date(2026, 7, 21), date(2026, 7, 22), "協議会解散のお知らせ"),
    ],
)
def test_what_becomes_of_a_site_shows_from_its_day_on(host, before, after, words):
    assert words not in home(host, before).body.decode()
    assert words in home(host, after).body.decode()


def test_an_end_declared_in_english_only_is_not_on_the_japanese_pages():
    day = date(2026, 6, 15)
    assert b"no longer updated" in WORLD.answer("www.oka-photonics.example", "/en/", day).body
    assert "2026年3月" not in home("www.oka-photonics.example", day).body.decode()


@pytest.mark.parametrize(
    ("host", "day", "status"),
    [
        ("www.kasumi-food.example", date(2026, 5, 20), 502),
        ("www.tokiwa-auto.example", date(2026, 6, 1), 403),
        ("www.hamakaze-marine.example", date(2026, 7, 6), 503),
        ("www.hamakaze-marine.example", date(2026, 8, 3), 200),
        ("www.yamanami-robot.example", date(2026, 7, 6), 301),
        ("www.yamanami-robotics.example", date(2026, 7, 6), 200),
        ("www.yamanami-robotics.example", date(2026, 5, 4), 502),
        ("nobody.example", date(2026, 5, 4), 502),
    ],
)
def test_troubles_and_moves_begin_and_end_on_their_days(host, day, status):
    assert home(host, day).status == status


def test_a_lively_site_goes_on_posting_for_as_long_as_the_play_lasts():
    site = WORLD.sites["www.kitamori-bio.example"]
    newest = [site.news("news", date(year, 6, 1))[0].date for year in (2026, 2028, 2031)]
    assert all((date(year, 6, 1) - day).days < 40 for year, day in zip((2026, 2028, 2031), newest, strict=True))


def test_the_lively_news_of_a_prefecture_are_not_those_of_the_clusters_folder():
    day = DAYS[0]
    host = "www.pref-suzuno.example"
    assert "2026年4月" in home(host, day).body.decode()
    folder = WORLD.answer(host, "/sangyo/iryo-cluster/", day).body.decode()
    assert "令和2年" in folder
    assert "令和8年" not in folder


@pytest.mark.parametrize(
    ("host", "path", "charset", "words"),
    [
        ("www.seto-kikai.example", "/", "cp932", "令和8年4月"),
        ("www.minato-material.example", "/top.html", "euc_jp", "更新履歴"),
    ],
)
def test_old_charsets_are_sent_as_bytes_without_a_word_in_the_header(box_web, host, path, charset, words):
    status, headers, body = fetch(box_web, f"http://{host}{path}")
    assert (status, headers["Content-Type"]) == (200, "text/html")
    assert words in body.decode(charset)


def test_the_box_answers_a_conditional_request_with_304(box_web):
    url = "http://www.kitamori-bio.example/about.html"
    _, headers, _ = fetch(box_web, url)
    status, _, body = fetch(box_web, url, {"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")


def test_a_dead_name_is_told_as_squid_tells_it(box_web):
    status, headers, _ = fetch(box_web, "http://nobody.example/")
    assert (status, headers["X-Squid-Error"]) == (502, "ERR_DNS_FAIL 0")


def test_the_box_is_a_plain_server_too(box_web):
    request = urllib.request.Request(box_web.proxy + "/", headers={"Host": "www.seto-kikai.example"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert "瀬戸精密機械" in answer.read().decode("cp932")


def test_an_outage_lies_over_a_host_for_its_days_only(box_web):
    box_web.outage("www.kitamori-bio.example", "timeout", date(2026, 5, 1), date(2026, 5, 31))
    assert fetch(box_web, "http://www.kitamori-bio.example/")[0] == 504
    assert fetch(box_web, "http://www.seto-kikai.example/")[0] == 200
    box_web.play(date(2026, 6, 1))
    assert fetch(box_web, "http://www.kitamori-bio.example/")[0] == 200


def test_the_whole_net_can_be_out(box_web):
    box_web.outage("*", "dns", date(2026, 5, 1))
    assert {fetch(box_web, f"http://{host}/")[0] for host in WORLD.sites if host.startswith("www.")} == {502}


def test_an_unknown_kind_of_trouble_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"'flood'.*blocked"):
        Change("*", "flood", date(2026, 5, 1))


def test_the_box_keeps_count_of_what_was_asked(box_web):
    fetch(box_web, "http://www.seto-kikai.example/topics.html?page=2")
    assert box_web.requests == [("www.seto-kikai.example", "/topics.html")]
    assert box_web.asked()["www.seto-kikai.example"] == 1


def test_the_demo_shows_each_month_to_one_scan():
    seen = []

    def scan(day, proxy):
        with urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy})).open(
            "http://www.inaho-agri.example/", timeout=10
        ) as answer:
            seen.append((day, f"本日は{day.year}年{day.month}月{day.day}日です" in answer.read().decode()))

    run_demo(scan)
    assert seen == [(day, True) for day in DAYS]
