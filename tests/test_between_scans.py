"""Between full scans: what is due is visited, nothing else, and our own failure is told from theirs."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.registry import load_register, write_register
from pipelines.database import connect, open_published, publish

SEEDS = Path(str(files("crawler.demo"))) / "clusters.csv"


@pytest.fixture
def scan(tmp_path, monkeypatch, box_web, warm_shards):  # noqa: ARG001 - a fixture for its effect
    """Runs `scan` on four clusters of the invented web, too few for the fleet guard."""
    monkeypatch.chdir(tmp_path)
    some = [cluster for cluster in load_register(SEEDS) if cluster.website.startswith("http://")][:4]
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

    def run(now, *words, code=0):
        box_web.play(date.fromisoformat(now[:10]))
        box_web.requests.clear()
        result = CliRunner().invoke(app, ["scan", "--now", now, *words])
        assert result.exit_code == code, result.output
        return result.stderr

    return run


def host_of(number):
    cluster = load_register(Path("register.csv"))[number]
    return cluster.id, cluster.website.split("/")[2]


def visited():
    with open_published(Path("box.duckdb")) as connection:
        last = "SELECT DISTINCT cluster_id FROM visit WHERE scan_id = (SELECT max(scan_id) FROM scan)"
        return [one for (one,) in connection.execute(last).fetchall()]


def states():
    printed = CliRunner().invoke(app, ["status", "--json"]).stdout
    return {one["id"]: one["state"] for one in json.loads(printed)}


def test_a_site_that_fails_is_looked_at_by_its_own_plan_and_no_other(scan, box_web):
    scan("2026-05-04")
    before = states()
    cluster_id, host = host_of(0)
    box_web.outage(host, "refused", date(2026, 6, 1))
    scan("2026-06-01T12:00")
    assert "No site is due" in scan("2026-06-01T12:30", "--recheck")
    for moment in ("2026-06-01T13:00", "2026-06-02T12:40", "2026-06-04T12:40", "2026-06-08T12:40", "2026-06-15T12:40"):
        scan(moment, "--recheck")
        assert visited() == [cluster_id]
        assert "No site is due" in scan(moment[:-2] + "59", "--recheck")
    assert states() == before  # an outage of two weeks ends nobody


def test_what_ended_long_ago_is_left_out_of_full_scans_and_keeps_its_verdict(scan):
    scan("2026-05-04")
    cluster_id, _ = host_of(1)
    with connect(Path("box.duckdb")) as connection:
        connection.execute(
            "UPDATE verdict SET state = 'ceased', suspect = '', reach = 'gone' WHERE cluster_id = $id",
            {"id": cluster_id},
        )
        connection.execute("UPDATE scan SET now = now - INTERVAL 60 DAY")
    publish(Path("box.duckdb"))
    assert "1 left until their turn" not in scan("2026-05-05", "--all")
    with connect(Path("box.duckdb")) as connection:
        connection.execute(
            "UPDATE verdict SET state = 'ceased', suspect = '', reach = 'gone' WHERE cluster_id = $id",
            {"id": cluster_id},
        )
    publish(Path("box.duckdb"))
    assert "1 left until their turn" in scan("2026-06-10")
    assert cluster_id not in visited()
    assert states()[cluster_id] == "ceased"
    scan("2026-06-11", "--only", cluster_id)
    assert visited() == [cluster_id]


def test_where_no_control_host_answers_nothing_is_visited_and_one_that_does_is_enough(scan, box_web, monkeypatch):
    scan("2026-05-04")
    before = states()
    _, host = host_of(0)
    monkeypatch.setenv("MONITOR_GUARD__CONTROL_HOSTS", f"http://nobody.invalid/, http://{host}/")
    scan("2026-06-01")
    box_web.outage("*", "dns", date(2026, 6, 8))
    said = scan("2026-06-08", code=3)
    assert "no control host answers: http://nobody.invalid/" in said
    assert [path for _, path in box_web.requests] == ["/", "/"]
    assert states() == before
    with open_published(Path("box.duckdb")) as connection:
        assert connection.execute("SELECT sites, guard <> '' FROM scan ORDER BY scan_id DESC LIMIT 1").fetchall() == [
            (0, True)
        ]


def fleet_alerts():
    with open_published(Path("box.duckdb")) as connection:
        return connection.execute("SELECT count(*) FROM alert WHERE kind = 'fleet'").fetchall()[0][0]


def strikes(cluster_id):
    with open_published(Path("box.duckdb")) as connection:
        return connection.execute("SELECT count(*) FROM visit WHERE cluster_id = ?", [cluster_id]).fetchall()[0][0]


def test_a_small_re_check_is_refused_while_our_own_network_is_down_and_made_when_it_is_back(scan, box_web, monkeypatch):
    """Each failure is told once, what is refused is tried again more and more seldom, and nobody has to help."""
    scan("2026-05-04")
    doubtful, host = host_of(0)
    box_web.outage(host, "refused", date(2026, 6, 1))
    scan("2026-06-01T12:00")
    before = strikes(doubtful)
    clear = box_web.world
    box_web.outage("*", "dns", date(2026, 6, 1))
    assert "3 of 3 sites that answered last time do not answer" in scan("2026-06-01T13:00", "--recheck", code=3)
    assert [path for _, path in box_web.requests] == ["/"] * 3
    assert "No site is due" in scan("2026-06-01T13:40", "--recheck")
    assert box_web.requests == []
    scan("2026-06-01T14:00", "--recheck", code=3)
    assert "No site is due" in scan("2026-06-01T15:40", "--recheck")
    box_web.world = clear
    box_web.outage(host_of(1)[1], "dns", date(2026, 6, 1))  # half a network is not enough to go by
    monkeypatch.setenv("MONITOR_GUARD__CONTROL_HOSTS", f"http://{host_of(2)[1]}/")
    assert "1 of 3 sites" in scan("2026-06-01T16:00", "--recheck", code=3)
    assert (strikes(doubtful), fleet_alerts()) == (before, 1)
    box_web.world = clear
    scan("2026-06-01T20:00", "--recheck")
    assert visited() == [doubtful]
    box_web.outage("*", "dns", date(2026, 6, 2))
    scan("2026-06-02T16:00", "--recheck", code=3)
    assert fleet_alerts() == 2


def test_only_all_and_recheck_exclude_each_other(scan):
    scan("2026-05-04", "--all", "--recheck", code=2)
