"""The published site: complete, the same every time, and nothing in it that is not for everybody."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from lxml import etree, html
from typer.testing import CliRunner

from crawler.cli import app
from reports.site.publish import LANGUAGES, publish_site
from tests import ledger, published_site

PLACE = "https://www.example.org/clusters/"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return published_site.database(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "public"
    publish_site(database, folder, None, LANGUAGES, PLACE)
    return folder


def texts(folder, pattern="*"):
    """Every file that is text, by its path in the folder."""
    files = sorted(path for path in folder.rglob(pattern) if path.is_file())
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in files}


def clusters_of(folder):
    return {one["id"]: one for one in json.loads((folder / "clusters.json").read_text("utf-8"))["clusters"]}


# ---------------------------------------------------------------- pages


def test_every_cluster_has_its_page_and_badge_in_both_languages(site):
    for language in LANGUAGES:
        assert {path.stem for path in (site / language / "clusters").iterdir()} == set(ledger.CLUSTERS)
    assert len(list((site / "badges").iterdir())) == 2 * len(ledger.CLUSTERS)


def test_a_page_has_its_language_one_heading_and_no_script_or_style_in_it(site):
    for name, text in texts(site, "*.html").items():
        tree = html.fromstring(text)
        assert tree.get("lang") == (name[:2] if name != "index.html" else "en")
        assert len(tree.xpath("//h1")) == 1, name
        assert tree.xpath("//script[not(@src)] | //style | //@style | //@onclick | //form[@method='post']") == [], name


def test_every_link_is_relative_and_leads_to_a_file(site):
    count = 0
    for name in texts(site, "*.html"):
        page = site / name
        for element in html.fromstring(page.read_text("utf-8")).xpath("//*[@href or @src]"):
            address = urlsplit(element.get("href") or element.get("src"))
            if address.scheme:
                assert "external" in element.get("rel", ""), (name, address)
                continue
            assert not address.path.startswith("/"), (name, address)
            assert not address.path or (page.parent / unquote(address.path)).is_file(), (name, address)
            count += 1
    assert count > 500


def test_nothing_that_is_ours_alone_stands_in_any_file(site):
    for name, text in texts(site).items():
        found = [word for word in published_site.PRIVATE if word in text]
        assert found == [], name
        if name.endswith(".html"):
            assert not any(word in text for word in ("/login", "/review", "/register", "/alerts", "token", "htmx")), (
                name
            )


def test_a_decision_is_told_as_one_of_a_person_without_the_person(site):
    page = html.fromstring((site / "en/clusters/dormant.html").read_text("utf-8")).text_content()
    assert "decided by a person" in page
    assert "and a person's decision" in page


def test_a_parent_is_named_where_it_has_a_page(site):
    assert 'href="../clusters/alive.html"' in (site / "en/clusters/dormant.html").read_text("utf-8")
    assert "nobody" not in (site / "en/clusters/moved.html").read_text("utf-8")


def test_script_in_names_titles_and_quotes_is_shown_as_text_in_pages_feeds_and_badges(site):
    for name, text in texts(site).items():
        assert name.endswith(".json") or ledger.SCRIPT not in text, name
    assert ledger.SCRIPT in html.fromstring((site / "ja/clusters/closing.html").read_text("utf-8")).text_content()


def test_a_website_that_may_be_somebody_elses_is_linked_nowhere(site):
    for name, text in texts(site, "*.html").items():
        assert 'href="https://www.stolen.example' not in text, name
    assert clusters_of(site)["stolen"]["website"] == ""


# ---------------------------------------------------------------- data


def test_the_data_say_what_the_pages_say(site):
    found = clusters_of(site)
    assert set(found) == set(ledger.CLUSTERS)
    assert (found["closing"]["state"], found["never"]["judged_on"]) == ("ceased", None)
    for one in found.values():
        assert all((site / path).is_file() for path in (*one["pages"].values(), *one["badges"].values()))
    told = json.loads((site / "transitions.json").read_text("utf-8"))
    assert (told["format"], told["as_of"]) == (1, "2026-11-01")
    assert [one["day"] for one in told["transitions"]] == sorted(
        (one["day"] for one in told["transitions"]), reverse=True
    )
    assert ("wavering", "static", "active") in {
        (one["id"], one["state_before"], one["state"]) for one in told["transitions"]
    }


def test_every_field_of_the_data_is_explained(site):
    told = json.loads((site / "transitions.json").read_text("utf-8"))["transitions"][0]
    named = set(re.findall(r"`(\w+)`", (Path(__file__).parents[1] / "docs" / "published-site.md").read_text("utf-8")))
    assert {*clusters_of(site)["alive"], *told, "format", "as_of"} <= named


@pytest.mark.parametrize(("language", "word"), [("en", "ceased"), ("ja", "終了")])
def test_the_feed_is_valid_and_leads_to_the_pages(site, language, word):
    feed = feedparser.parse((site / language / "feed.atom").read_bytes())
    assert not feed.bozo
    assert (feed.feed.language, feed.feed.updated) == (language, "2026-11-01T03:00:00Z")
    assert all(feed.feed.get(name) for name in ("id", "title", "author"))
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids) == 5
    assert all(one.startswith("tag:www.example.org,2026:") for one in ids)
    for entry in feed.entries:
        assert all(entry.get(name) for name in ("title", "updated", "summary"))
        assert (site / entry.link.removeprefix(PLACE)).is_file()
    assert word in feed.entries[0].title


def test_an_entry_of_the_feed_keeps_its_id_when_more_happens(site, database, tmp_path):
    publish_site(database, tmp_path / "then", date(2026, 10, 20), LANGUAGES, PLACE)
    then = {entry.id for entry in feedparser.parse((tmp_path / "then/en/feed.atom").read_bytes()).entries}
    now = {entry.id for entry in feedparser.parse((site / "en/feed.atom").read_bytes()).entries}
    assert then
    assert then < now


def test_without_an_address_the_feed_links_beside_itself(database, tmp_path):
    publish_site(database, tmp_path / "site", None, ("en",), "")
    for entry in feedparser.parse((tmp_path / "site/en/feed.atom").read_bytes()).entries:
        assert entry.id.startswith("tag:cluster-monitor.invalid,2026:")
        assert (tmp_path / "site/en" / entry.link).is_file()


@pytest.mark.parametrize(("language", "words"), [("en", "✕ ceased"), ("ja", "✕ 終了")])
def test_a_badge_tells_the_state_by_shape_and_word(site, language, words):
    badge = etree.fromstring((site / f"badges/closing.{language}.svg").read_bytes())
    assert badge.get("role") == "img"
    assert words in [element.text for element in badge.iter("{*}text")]
    assert "2026-11-01" in badge[0].text
    assert {element.get("style") for element in badge.iter()} == {None}


# ---------------------------------------------------------------- as a whole


def test_the_same_data_give_the_same_bytes(site, database, tmp_path):
    publish_site(database, tmp_path / "again", None, LANGUAGES, PLACE)
    assert texts(tmp_path / "again") == texts(site)


def test_a_past_day_shows_nothing_that_came_later(database, tmp_path):
    publish_site(database, tmp_path / "then", date(2026, 10, 15), LANGUAGES, "")
    assert clusters_of(tmp_path / "then")["closing"]["state"] == "active"
    assert clusters_of(tmp_path / "then")["wavering"]["state"] == "static"
    for name, text in texts(tmp_path / "then").items():
        assert "2026-11" not in text.replace("2026-11-01T03:00:00Z</updated>", ""), name
        assert "解散" not in text, name


def test_one_language_stands_alone(database, tmp_path):
    folder = tmp_path / "site"
    answer = CliRunner().invoke(app, ["publish-site", str(folder), "--lang", "ja", "--database", str(database)])
    assert (answer.exit_code, "11 clusters as of 2026-11-01" in answer.output) == (0, True)
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"ja", "assets", "badges"}
    assert "hreflang" not in (folder / "ja/index.html").read_text("utf-8")
    assert html.fromstring((folder / "index.html").read_text("utf-8")).get("lang") == "ja"


def test_an_address_that_is_none_is_refused(database, tmp_path):
    asked = ["publish-site", str(tmp_path / "site"), "--base-url", "example.org", "--database", str(database)]
    answer = CliRunner().invoke(app, asked)
    assert (answer.exit_code, "https://www.example.org" in answer.output) == (2, True)


def test_a_folder_of_others_is_refused_and_stays(database, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    answer = CliRunner().invoke(app, ["publish-site", str(tmp_path), "--database", str(database)])
    assert answer.exit_code == 2
    assert "holds files of others: name an empty or a new folder" in re.sub(r"[│\s]+", " ", answer.output)
    assert texts(tmp_path) == {"mine.txt": "mine"}


def test_kill_9_while_writing_leaves_the_old_site_and_the_next_run_writes_the_new_one(database, tmp_path):
    folder, part = tmp_path / "site", tmp_path / ".site.part"
    publish_site(database, folder, date(2026, 10, 15), LANGUAGES, PLACE)
    before = texts(folder)
    program = [sys.executable, "-m", "crawler.cli", "publish-site", str(folder), "--database", str(database)]
    writing = subprocess.Popen(program, stderr=subprocess.DEVNULL, start_new_session=True)
    while not (part / "assets").exists() and writing.poll() is None:
        time.sleep(0.002)
    os.killpg(writing.pid, signal.SIGKILL)
    assert writing.wait() == -signal.SIGKILL
    assert part.exists()
    assert texts(folder) == before
    publish_site(database, folder, None, LANGUAGES, PLACE)
    assert clusters_of(folder)["closing"]["state"] == "ceased"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
