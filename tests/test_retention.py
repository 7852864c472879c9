"""Page texts go when their time is over; everything that a verdict rests on stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.records import Outcome
from pipelines.database import publish
from tests.scans import HOME, NEWS, World, visit


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Five scans a month apart: a home page that always changes, and news that stay and then are not modified."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_STORE__DATABASE", "monitor.duckdb")
    monkeypatch.setenv("MONITOR_RETENTION__PAGE_TEXT_DAYS", "45")
    world = World(tmp_path)
    for number in range(5):
        unchanged = {"outcome": Outcome.NOT_MODIFIED} if number else {"text": "news"}
        world.scan(number, visit(HOME, f"home {number}"), visit(NEWS, **unchanged))
    publish(world.database)
    return world


def texts(world):
    return {text for (text,) in world.ask("SELECT text FROM text")}


def retention(*words, now="2026-05-01"):
    result = CliRunner().invoke(app, ["retention", "--json", "--now", now, *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def rows(world):
    tables = ("scan", "visit", "verdict", "change", "text_change", "claim", "item", "finding", "decision")
    return [world.ask(f"SELECT * FROM {table}") for table in tables]


def test_texts_not_shown_for_longer_go_but_for_the_last_two_of_a_page(world):
    """`home 2` was shown on 2 March, 60 days ago; `news` is old too, but the page still shows it."""
    before = rows(world)
    assert retention() == {
        "texts": {"before": "2026-03-17", "texts": 3, "characters": 18, "kept": 3},
        "evidence": [],
    }
    assert texts(world) == {"home 3", "home 4", "news"}
    assert rows(world) == before
    assert retention()["texts"]["texts"] == 0


def test_however_long_ago_it_was_the_last_two_texts_of_a_page_stay(world):
    retention(now="2036-05-01")
    assert texts(world) == {"home 3", "home 4", "news"}


def test_a_dry_run_and_a_setting_of_0_remove_nothing(world, monkeypatch):
    assert retention("--dry-run")["texts"]["texts"] == 3
    assert len(texts(world)) == 6
    monkeypatch.setenv("MONITOR_RETENTION__PAGE_TEXT_DAYS", "0")
    assert retention() == {"texts": None, "evidence": []}
    assert "all texts are kept" in CliRunner().invoke(app, ["retention"]).stdout


def test_evidence_is_kept_for_ever_unless_the_settings_say_how_long(world, monkeypatch):
    folder = world.folder / "monitor.evidence"
    folder.mkdir()
    for name in ("20260101T030000Z.wacz", "20260331T030000Z.wacz", "20260430T030000Z.wacz", "notes.txt"):
        (folder / name).touch()
    retention()
    assert len(list(folder.iterdir())) == 4
    monkeypatch.setenv("MONITOR_RETENTION__EVIDENCE_DAYS", "40")
    assert [Path(file).name for file in retention("--dry-run")["evidence"]] == ["20260101T030000Z.wacz"]
    assert len(list(folder.iterdir())) == 4
    assert "1 files of evidence removed" in CliRunner().invoke(app, ["retention", "--now", "2026-05-01"]).stdout
    assert sorted(file.name for file in folder.iterdir()) == [
        "20260331T030000Z.wacz", "20260430T030000Z.wacz", "notes.txt"
    ]  # fmt: skip


def test_a_text_that_comes_back_is_kept_again_and_diff_says_what_is_no_longer_kept(world):
    retention()
    told = json.loads(CliRunner().invoke(app, ["diff", "sample", "--from", "2026-01-05", "--json"]).stdout)
    assert [line["text"] for page in told["pages"] for line in page["lines"] if line["sign"] == "-"] == [
        "(this text is no longer kept)"
    ]
    world.scan(5, visit(HOME, "home 1"))
    assert "home 1" in texts(world)
