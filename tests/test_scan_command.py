"""The commands that visit websites: scan and demo, on the invented web."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from crawler.cli import app
from crawler.commands.common import moment
from crawler.commands.progress import shown_progress
from crawler.registry import load_register
from crawler.scan import ScanProgress

SEEDS = Path(str(files("crawler.demo"))) / "clusters.csv"


@pytest.fixture
def scan(tmp_path, monkeypatch, box_web):
    """Runs `scan` on the invented web, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_FETCH__ALLOW_PRIVATE_HOSTS", "true")
    monkeypatch.setenv("MONITOR_FETCH__DELAY_SECONDS", "0")

    def run(*words, code=0):
        line = ["scan", "--seeds", str(SEEDS), "--database", "box.duckdb", "--proxy", box_web.proxy, *words]
        result = CliRunner().invoke(app, line)
        assert result.exit_code == code, result.output
        return result

    return run


def states():
    printed = CliRunner().invoke(app, ["status", "--database", "box.duckdb", "--json"]).stdout
    return {one["id"]: (one["state"], one["since"]) for one in json.loads(printed)}


def ids_of_seeds():
    return [cluster.id for cluster in load_register(SEEDS)]


def test_a_scan_publishes_a_state_for_every_cluster_and_a_net_that_fails_changes_none(scan, box_web):
    """Exit code 3 says that the fault is ours; the same command twice changes nothing either."""
    some = ",".join(ids_of_seeds()[:6])
    done = scan("--now", "2026-05-04", "--only", some, "--workers", "2")
    assert done.stdout == ""
    assert "Scan 20260504T030000Z: " in done.stderr
    assert sorted(states()) == sorted(ids_of_seeds())
    before = states()
    assert "was done before" in scan("--now", "2026-05-04", "--only", some).stderr
    box_web.play(date(2026, 6, 1))
    box_web.outage("*", "dns", date(2026, 6, 1))
    failed = scan("--now", "2026-06-01", "--only", some, code=3)
    assert failed.stderr.splitlines()[-1].startswith("error: ")
    assert states() == before


def test_an_id_that_the_register_does_not_have_fails_before_anything_is_visited(scan, box_web):
    assert "the register has no cluster nobody" in scan("--now", "2026-05-04", "--only", "nobody", code=1).stderr
    assert box_web.requests == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-01", datetime(2026, 11, 1, 3, tzinfo=UTC)),  # noon in Tokyo
        ("2026-11-01T09:00", datetime(2026, 11, 1, 0, tzinfo=UTC)),
        ("2026-11-01T09:00:00Z", datetime(2026, 11, 1, 9, tzinfo=UTC)),
        ("2026-11-01T09:00+02:00", datetime(2026, 11, 1, 7, tzinfo=UTC)),
        ("20261101", datetime(2026, 11, 1, 3, tzinfo=UTC)),
    ],
)
def test_a_day_stands_for_its_noon_in_tokyo_and_a_moment_for_itself(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "1", "0001-01-01T00:00+14:00"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(typer.BadParameter):
        moment(text)


def test_where_there_is_no_terminal_progress_is_a_line_for_each_tenth():
    stream = io.StringIO()
    with shown_progress(stream) as tell:
        for done in range(41):
            tell(ScanProgress(done, 40, 2 * done, done // 10))
    lines = stream.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-1] == "40 of 40 sites, 80 requests, 4 without a page"


def test_on_a_terminal_progress_is_a_bar_with_sites_and_requests():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    with shown_progress(stream) as tell:
        tell(ScanProgress(3, 40, 17, 2))
    assert "3/40" in stream.getvalue()
    assert "17 requests, 2 without a page" in stream.getvalue()
