"""After the six months of `cluster-monitor demo` every invented cluster is judged as its story tells."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crawler.demo.world import REGISTER
from crawler.registry import load_register
from pipelines.database import open_published
from reports.queries import text_of

PROGRAM = Path(sys.executable).with_name("cluster-monitor")

STORIES = {
    "kitamori-bio": ("active", "", {"ja": "active", "en": "active"}),
    "seto-kikai": ("active", "", {"ja": "active"}),
    "minato-material": ("active", "", {"ja": "active"}),
    "hoshino-aero": ("active", "", {"ja": "active", "en": "static"}),
    "hamakaze-marine": ("active", "", {"ja": "active", "en": "active"}),
    "yamanami-robot": ("active", "moved", {"ja": "active"}),
    "tokiwa-auto": ("active", "unreachable", {"ja": "active"}),
    "inaho-agri": ("static", "", {"ja": "static"}),
    "suzuno-iryo": ("static", "", {"ja": "static"}),
    "nankai-chiteki": ("static", "zombie?", {"ja": "static"}),
    "asagiri-it": ("ceased", "declared", {"ja": "ceased"}),
    "oka-photonics": ("ceased", "declared", {"ja": "ceased", "en": "ceased"}),
    "tsukishiro-nano": ("ceased", "parked", {}),
    "aoba-medical": ("ceased", "hijacked", {}),
    "tobira-elec": ("ceased", "emptied", {}),
    "kasumi-food": ("ceased", "gone", {"ja": "ceased"}),
    "minori-energy": ("active", "clone?", {}),
    "shirakaba-forum": ("unknown", "no_website", {}),
}


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder that the demo has written."""
    folder = tmp_path_factory.mktemp("demo")
    run("demo", "--folder", folder)
    return folder


@pytest.fixture(scope="module")
def standing(played):
    """The state of each cluster after the last month."""
    return {one["id"]: one for one in json.loads(run("status", "--database", played / "demo.duckdb", "--json"))}


def test_every_cluster_of_the_register_has_its_story():
    assert {cluster.id for cluster in load_register(REGISTER)} == set(STORIES)


@pytest.mark.parametrize("cluster", STORIES)
def test_a_cluster_is_judged_as_its_story_tells(standing, cluster):
    state, subtype, editions = STORIES[cluster]
    found = standing[cluster]
    assert (found["state"], found["subtype"]) == (state, subtype)
    assert {language: found["editions"][language]["state"] for language in editions} == editions


def test_the_demo_goes_on_with_its_own_register(played):
    """With the register of the project every decision about an invented cluster would be refused."""
    settings = ("--config", played / "monitor.toml")
    assert {one["id"] for one in json.loads(run(*settings, "register", "list", "--json"))} == set(STORIES)
    assert {one["id"] for one in json.loads(run(*settings, "status", "--json"))} == set(STORIES)


def test_the_reports_quote_the_notice_of_an_end(played):
    report = (played / "changes-six-months.html").read_text(encoding="utf-8")
    assert "2026年9月30日をもちまして解散することとなりました" in report
    assert (played / "changes-last-scan.html").is_file()


def test_what_a_stranger_put_on_top_of_the_news_is_none_of_them(played):
    with open_published(played / "demo.duckdb") as connection:
        sql = text_of("edition_news")
        rows = connection.execute(sql, {"cluster": "minori-energy", "day": date(2026, 10, 5)}).fetchall()
    titles = " ".join(title for _, _, _, title, _ in rows)
    assert titles
    assert "カジノ" not in titles
