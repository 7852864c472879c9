"""The schedule: what is planned, and what `schedule run` makes of it, on the invented web."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from crawler import schedule
from crawler.cli import app
from crawler.commands.common import present
from crawler.config import load_config
from crawler.delivery import Delivery, deliver
from crawler.lock import LockedError, scan_lock, schedule_lock
from crawler.records import Change, Judgement
from crawler.registry import load_register, write_register
from pipelines.alerting import BACK_OFF, outgoing
from pipelines.database import open_published, publish, published_path
from pipelines.spool import write_spool
from pipelines.store import Store
from tests import builders, scans

SEEDS = Path(str(files("crawler.demo"))) / "clusters.csv"
TOKYO = ZoneInfo("Asia/Tokyo")
RUN = [sys.executable, "-P", "-m", "crawler.cli", "schedule", "run"]


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Settings for a folder of its own, with three clusters of the invented web."""
    monkeypatch.chdir(tmp_path)
    write_register(tmp_path / "register.csv", load_register(SEEDS)[:3])
    for name, value in {
        "STORE__DATABASE": "box.duckdb",
        "STORE__REGISTER": "register.csv",
        "SCHEDULE__JITTER_SECONDS": "0",
        "SCHEDULE__RECHECK": "0 0 1 1 *",
        "FETCH__ALLOW_PRIVATE_HOSTS": "true",
        "FETCH__DELAY_SECONDS": "0",
        "SCAN__WORKERS": "1",
    }.items():
        monkeypatch.setenv(f"MONITOR_{name}", value)
    return load_config(None, os.environ)


def call(*words, code=0):
    result = CliRunner().invoke(app, ["schedule", *words])
    assert result.exit_code == code, result.output
    return result


def entries():
    return {one["name"]: one["next_run"] for one in json.loads(call("list", "--json").stdout)}


@contextmanager
def keeper(proxy, **settings):
    """`schedule run` in a process (group) of its own; killed with -9 at the end."""
    environment = {
        **os.environ,
        "MONITOR_FETCH__PROXY": proxy,
        **{f"MONITOR_{key}": one for key, one in settings.items()},
    }
    with (
        Path("keeper.log").open("ab") as log,
        subprocess.Popen(RUN, env=environment, stderr=log, start_new_session=True) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def until(condition, process=None):
    """Wait until something is true; the limit is for a machine under load and says nothing of speed."""
    end = time.monotonic() + 240
    while not condition():
        said = Path("keeper.log").read_text(encoding="utf-8") if Path("keeper.log").exists() else ""
        assert time.monotonic() < end, said
        assert process is None or process.poll() is None, said
        time.sleep(0.2)


def scanned():
    if not published_path(Path("box.duckdb")).exists():
        return []
    with open_published(Path("box.duckdb")) as connection:
        return connection.execute("SELECT kind, sites, guard FROM scan ORDER BY scan_id").fetchall()


def logged(words):
    return lambda: words in Path("keeper.log").read_text(encoding="utf-8")


# ---------------------------------------------------------------- the plan


def test_the_default_is_the_first_monday_at_three_in_tokyo(config):
    moments = schedule.trigger(config.schedule.scan, config)
    found, day = [], datetime(2026, 10, 1, tzinfo=TOKYO)
    for _ in range(4):
        day = moments.get_next_fire_time(None, day + timedelta(minutes=1))
        found.append(f"{day:%Y-%m-%d %H:%M %a}")
    assert found == ["2026-10-05 03:00 Mon", "2026-11-02 03:00 Mon", "2026-12-07 03:00 Mon", "2027-01-04 03:00 Mon"]


@pytest.mark.parametrize("cron", ["0 3 1-7 * 1", "0 3 * *", "0 25 1 * mon", "monthly", "0 3 1-7 * mon mon"])
@pytest.mark.usefixtures("config")
def test_a_cron_expression_that_could_be_misread_is_refused_with_an_example(monkeypatch, cron):
    monkeypatch.setenv("MONITOR_SCHEDULE__SCAN", cron)
    assert "cannot be read" in call("list", code=1).stderr


@pytest.mark.usefixtures("config")
def test_list_and_next_show_what_comes():
    assert set(entries()) == {"scan", "recheck"}
    assert "0 3 1-7 * mon" in call("list").stdout
    assert call("next").stdout.startswith(("scan: 20", "recheck: 20"))


@pytest.mark.usefixtures("config")
def test_a_paused_entry_stays_paused_until_it_is_resumed():
    before = entries()
    call("pause", "scan")
    assert entries()["scan"] is None
    assert call("next").stdout.startswith("recheck: ")
    assert "paused" in call("list").stdout
    call("resume", "scan")
    assert entries() == before


@pytest.mark.usefixtures("config")
def test_an_entry_that_is_not_there_is_named_with_those_that_are():
    assert "it has" in call("pause", "weekly", code=1).stderr


@pytest.mark.usefixtures("config")
def test_other_times_in_the_settings_change_the_plan_and_a_pause_outlives_that(monkeypatch):
    call("pause", "recheck")
    before = entries()["scan"]
    monkeypatch.setenv("MONITOR_SCHEDULE__SCAN", "0 4 8-14 * tue")
    monkeypatch.setenv("MONITOR_SCHEDULE__RECHECK", "5 * * * *")
    after = entries()
    assert after["scan"] != before
    assert datetime.fromisoformat(after["scan"]).astimezone(TOKYO).strftime("%H:%M %a") == "04:00 Tue"
    assert after["recheck"] is None


# ---------------------------------------------------------------- at work


def test_a_scan_missed_for_three_days_runs_once_at_the_start_and_kill_9_leaves_no_lock(config, box_web):
    """The next one is planned, the switch is told, no attempt is left over, and the schedule can be kept again."""
    schedule.run_now(config, "scan", present() - timedelta(days=3))
    ping = f"{box_web.proxy}/alive"
    with keeper(box_web.proxy, SCHEDULE__PING=ping) as process:
        until(logged("scan has come to its end"), process)
        until(lambda: ("127.0.0.1", "/alive") in box_web.requests, process)
        until(lambda: set(entries()) == {"scan", "recheck"}, process)
        assert datetime.fromisoformat(entries()["scan"]) > present()
        with pytest.raises(LockedError, match="the schedule of"), schedule_lock(Path("box.duckdb")):
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert scanned() == [("full", 3, "")]
    with schedule_lock(Path("box.duckdb")), scan_lock(Path("box.duckdb")):
        pass


def test_a_killed_scan_is_taken_up_at_the_next_start_and_a_failed_one_tried_again(config, box_web):
    """Kill -9 in the middle of the scan, of keeper and scan at once, as a power cut does."""
    box_web.pause_seconds = 0.3
    schedule.run_now(config, "scan", present())
    with keeper(box_web.proxy) as process:
        until(lambda: len(box_web.requests) > 3, process)
        asked = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
        )
        process.kill()
        for pid in asked.stdout.split():
            os.kill(int(pid), signal.SIGKILL)
    assert "retry" in entries()
    box_web.pause_seconds = 0
    with keeper(box_web.proxy) as process:
        until(lambda: "retry" not in entries(), process)
    assert scanned() == [("full", 3, "")]


def test_while_somebody_scans_the_schedule_does_not_and_tries_again_later(config, box_web):
    schedule.run_now(config, "scan", present())
    with scan_lock(Path("box.duckdb")), keeper(box_web.proxy) as process:
        until(logged("ended with exit code 1"), process)
    assert logged("a scan of box.duckdb is running")()
    assert present() < datetime.fromisoformat(entries()["retry"]) < present() + timedelta(hours=1)


def test_a_letter_that_failed_is_sent_by_the_next_re_check_although_no_site_is_due(config, httpserver):
    """The receiver was away when the scan had something to tell, and is back an hour later."""
    Path("monitor.toml").write_text(
        f'[[alert.recipients]]\nname = "crm"\nchannel = "webhook"\naddress = "{httpserver.url_for("/hook")}"\n',
        encoding="utf-8",
    )
    config = load_config(None, os.environ)
    write_register(Path("register.csv"), (builders.cluster(),))
    now = dormant_at(config, present() - BACK_OFF[0] * 2)
    assert deliver(config, now).failed == 1
    httpserver.expect_request("/hook", method="POST").respond_with_data("taken")
    (words,) = schedule.COMMANDS[schedule.RECHECK]  # what the schedule calls every hour
    said = CliRunner().invoke(app, words).stderr
    assert "No site is due" in said
    assert "1 letters sent" in said
    assert deliver(config, present() + timedelta(days=9), dead_too=True) == Delivery()


def dormant_at(config, now):
    """Store a scan of this moment that finds a cluster fallen silent; the moment."""
    scan = replace(scans.header(0), scan_id=f"{now:%Y%m%dT%H%M%SZ}", now=now, day=now.date())
    write_spool(Path("0.parquet"), (scans.visit(text="お知らせ"),))
    change = Change("sample", scan.day, "dormant", "active", "static")
    alarm = partial(outgoing, scan=scan, clusters=(builders.cluster(),), recipients=config.alert.recipients)
    with Store.open(Path("box.duckdb")) as store:
        verdict = scans.verdict("sample", scan.day)
        store.ingest(
            scan, (builders.cluster(),), [Path("0.parquet")],
            lambda _: Judgement(verdict, (), (change,)), lambda _: "", alarm,
        )  # fmt: skip
    publish(Path("box.duckdb"))
    return now


@pytest.mark.usefixtures("config")
def test_what_is_asked_for_meanwhile_is_done_and_a_plain_end_is_clean(box_web):
    with keeper(box_web.proxy) as process:
        until(lambda: Path("keeper.log").exists() and logged("recheck: next at")(), process)
        call("run-now", "recheck")
        until(logged("No site is due for a visit."), process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert scanned() == []
