"""While a scan runs people go on working, and nothing of it is lost: on a real scan of the invented web."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.lock import LockedError, scan_lock, write_lock
from crawler.records import Decision, State
from crawler.registry import load_register, write_register
from pipelines.database import open_published
from pipelines.judgement import judgement
from pipelines.policy import Policy
from pipelines.spool import write_spool
from pipelines.store import Store
from tests import builders, scans
from tests.scans import World, day, visit

SEEDS = Path(str(files("crawler.demo"))) / "clusters.csv"
PATIENCE_SECONDS = 120  # for a machine under load; says nothing of speed


@pytest.fixture
def box(tmp_path, monkeypatch, box_web, warm_shards):  # noqa: ARG001 - a fixture for its effect
    """A folder with three clusters of the invented web, scanned once."""
    monkeypatch.chdir(tmp_path)
    some = [one for one in load_register(SEEDS) if one.website.startswith("http://")][:3]
    write_register(tmp_path / "register.csv", tuple(some))
    for name, value in {
        "STORE__DATABASE": "box.duckdb",
        "STORE__REGISTER": "register.csv",
        "FETCH__ALLOW_PRIVATE_HOSTS": "true",
        "FETCH__DELAY_SECONDS": "0",
        "FETCH__PROXY": box_web.proxy,
        "SCAN__WORKERS": "1",
    }.items():
        monkeypatch.setenv(f"MONITOR_{name}", value)
    call("scan", "--now", "2026-05-04")
    return box_web


def call(*words, code=0):
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result


@contextmanager
def scanning(box):
    """A scan of June in a process of its own, held up by slow websites until the end of the block."""
    box.play(date(2026, 6, 1))
    box.requests.clear()
    box.pause_seconds = 0.5
    command = [sys.executable, "-P", "-m", "crawler.cli", "scan", "--now", "2026-06-01"]
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while len(box.requests) < 3 and process.poll() is None:
            assert time.monotonic() < end, "the scan does not begin"
            time.sleep(0.05)
        yield process
        assert process.poll() is None, "the scan was over before it could be disturbed"
        box.pause_seconds = 0
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, said
    finally:
        process.kill()


def test_what_people_write_during_a_scan_is_in_force_at_once_and_counts_in_its_verdicts(box):
    one, other = (cluster.id for cluster in load_register(Path("register.csv"))[:2])
    with scanning(box):
        call("decide", one, "ceased", "--why", "telephone call", "--by", "Sato", "--now", "2026-06-01T12:10")
        assert status(one)["state"] == "ceased"
        call("alert", "ack", one, "--note", "seen to")
        call("alert", "mute", other, "--until", "2026-12-31")
        call("register", "import", str(SEEDS))
        assert "a scan of box.duckdb is running" in call("scan", "--now", "2026-06-01T12:20", code=1).stderr
    assert (status(one)["state"], status(one)["subtype"]) == ("ceased", "decided")
    assert len(load_register(Path("register.csv"))) > 3
    with open_published(Path("box.duckdb")) as connection:
        kinds = connection.execute("SELECT kind, sites FROM scan ORDER BY scan_id").fetchall()
        held = connection.execute(
            "SELECT state, machine.state, last_update FROM verdict WHERE cluster_id = ? ORDER BY scan_id", [one]
        ).fetchall()
        alerts = connection.execute("SELECT kind FROM alert WHERE cluster_id = ?", [one]).fetchall()
    assert held == [  # the latest one knows the decision and what the scan saw
        ("active", None, date(2026, 4, 27)),
        ("ceased", "active", date(2026, 4, 27)),
        ("ceased", "active", date(2026, 5, 27)),
    ]
    assert kinds == [("full", 3), ("full", 3), ("decision", 0), ("decision", 0)]
    assert alerts == [("ceased",)]


def status(cluster_id):
    return next(one for one in json.loads(call("status", "--json").stdout) if one["id"] == cluster_id)


# ---------------------------------------------------------------- a scan that was dead for days


def test_a_scan_that_is_finished_after_a_decision_of_a_later_day_changes_nothing_that_was_published(tmp_path):
    """Killed and taken up again: as of each day the answer stays what it was, and the latest one knows both."""
    world = World(tmp_path)
    world.scan(0, visit(text="お知らせ"))
    decided = replace(
        scans.header(1),
        kind="decision",
        scan_id="20260201T030000Z",
        now=scans.header(1).now + timedelta(days=1),
        day=day(1) + timedelta(days=1),
    )
    with Store.open(world.database) as store:
        store.decide(decided, builders.cluster(), Decision("sample", State.CEASED, "letter", "Sato", decided.now))
    before = as_of(world)
    spool = tmp_path / "resumed.parquet"
    write_spool(spool, (visit(text="新しいお知らせ"),))
    with Store.open(world.database) as store:
        store.ingest(scans.header(1), world.clusters, [spool], partial(judgement, policy=Policy()), lambda _: "")
    assert as_of(world) == before
    assert [one for (one,) in world.ask("SELECT state FROM verdict ORDER BY scan_id")] == ["active", "ceased", "ceased"]
    assert world.ask("SELECT day FROM status") == [(decided.day,)]
    assert world.ask("SELECT kind, scan_id FROM scan ORDER BY scan_id DESC LIMIT 1") == [
        ("decision", "20260201T030001Z")
    ]


def as_of(world):
    return [
        world.ask(f"SELECT state, day FROM verdict_as_of(DATE '{on}')")
        for on in (day(0), day(1), day(1) + timedelta(days=1))
    ]


# ---------------------------------------------------------------- the lock of writing


def test_who_writes_waits_for_another_and_gives_up_in_the_end(tmp_path):
    database = tmp_path / "monitor.duckdb"
    with ThreadPoolExecutor(1) as pool:
        with write_lock(database):
            late = pool.submit(hold, database)
            with pytest.raises(LockedError, match="is being written"), write_lock(database, 0.2):
                pass
            assert not late.done()
        assert late.result()


def hold(database):
    with write_lock(database), scan_lock(database):
        return True
