"""`inspect` tells what is read from single pages, as the object that programs rely on."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from crawler.cli import app

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>みなと素材協議会</title></head><body>
<h1>みなと素材協議会</h1><p>当協議会は、港の町の素材産業を結ぶ会員組織です。会員企業は四十社を数えます。</p>
<h2>お知らせ</h2><ul>
<li>2026年9月30日 <a href="/news/3.html">当協議会は令和8年9月30日をもちまして解散いたしました。</a></li>
<li>2026年7月1日 <a href="/news/2.html">総会を開催しました</a></li>
<li>2026年5月12日 <a href="/news/1.html">会員を募集しています</a></li>
</ul><p>© 2019 みなと素材協議会</p></body></html>"""
KEYS = ["source", "language", "mixed", "last_update", "dates", "items", "closure", "integrity"]


@pytest.fixture
def page(tmp_path):
    """A saved page that announces its end."""
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def call(*words, code=0):
    result = CliRunner().invoke(app, ["inspect", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def objects(*words, code=0):
    return [json.loads(line) for line in call(*words, "--json", code=code).stdout.splitlines()]


def test_the_object_has_exactly_the_promised_keys(page):
    (found,) = objects(page, "--now", "2026-10-15")
    assert list(found) == KEYS
    assert {tuple(claim) for claim in found["dates"]} == {
        ("value", "precision", "source", "confidence", "snippet", "rejected_reason")
    }
    assert {tuple(item) for item in found["items"]} == {("date", "title", "url")}
    assert {tuple(finding) for finding in found["closure"]} == {("kind", "quote", "confidence")}
    assert list(found["integrity"]) == ["state", "reasons"]


def test_language_last_update_news_and_notice_are_read(page):
    (found,) = objects(page, "--now", "2026-10-15")
    assert (found["language"], found["mixed"], found["last_update"]) == ("ja", False, "2026-09-30")
    assert [item["date"] for item in found["items"]] == ["2026-09-30", "2026-07-01", "2026-05-12"]
    assert found["closure"][0]["kind"] == "org_ended"
    assert "解散いたしました" in found["closure"][0]["quote"]


def test_links_are_those_of_the_address_the_file_was_saved_from(page):
    (found,) = objects(page, "--now", "2026-10-15", "--url", "https://minato.example/index.html")
    assert found["items"][0]["url"] == "https://minato.example/news/3.html"


def test_every_source_is_one_line(page):
    assert [found["source"] for found in objects(page, page)] == [str(page), str(page)]


def test_for_people_it_is_text(page):
    shown = call(page, "--now", "2026-10-15").stdout
    assert "last update: 2026-09-30" in shown
    assert "notice: org_ended" in shown


def test_one_bad_file_fails_and_the_others_are_read(page, tmp_path):
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    result = call(picture, tmp_path / "missing.html", page, "--json", code=1)
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == [str(page)]
    assert "picture.png is no web page" in result.stderr
    assert "missing.html: No such file or directory" in result.stderr


def test_an_address_is_fetched_by_the_guarded_way_of_a_scan(httpserver, monkeypatch):
    httpserver.expect_request("/").respond_with_data(PAGE, content_type="text/html; charset=utf-8")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /\n")
    url = httpserver.url_for("/")
    refused = call(url, "--json", code=1)
    assert "private_address" in refused.stderr
    monkeypatch.setenv("MONITOR_FETCH__ALLOW_PRIVATE_HOSTS", "true")
    monkeypatch.setenv("MONITOR_FETCH__DELAY_SECONDS", "0")
    (found,) = objects(url, "--now", "2026-10-15")
    assert (found["source"], found["last_update"]) == (url, "2026-09-30")
    assert found["items"][0]["url"] == httpserver.url_for("/news/3.html")


def test_an_address_that_is_no_page_fails_with_the_outcome(httpserver, monkeypatch):
    monkeypatch.setenv("MONITOR_FETCH__ALLOW_PRIVATE_HOSTS", "true")
    monkeypatch.setenv("MONITOR_FETCH__DELAY_SECONDS", "0")
    assert "could not be read: " in call(httpserver.url_for("/nothing.html"), "--json", code=1).stderr
