"""`doctor` finds what is wrong, and tells the remedy."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from crawler import job as jobs
from crawler.cli import app
from crawler.config import Config
from crawler.health import Grade, examine
from pipelines.database import connect, publish, published_path
from tests.ledger import build

NOW = datetime(2026, 11, 5, tzinfo=UTC)


@pytest.fixture
def config(tmp_path):
    """Settings in order: a contact, a register, a database with a recent scan."""
    register = tmp_path / "clusters.csv"
    register.write_text("id,name_en,website\na,A,https://a.example/\n", encoding="utf-8")
    plain = Config()
    return replace(
        plain,
        fetch=replace(plain.fetch, contact="helpdesk@a.example"),
        store=replace(plain.store, register=str(register), database=str(build(tmp_path / "ledger.duckdb"))),
    )


def troubles(config, now=NOW):
    return [(check.what, check.grade) for check in examine(config, now) if check.grade is not Grade.FINE]


def test_nothing_is_wrong_where_nothing_is(config):
    assert troubles(config) == []


def test_every_trouble_has_a_remedy(config, tmp_path):
    broken = replace(config, store=replace(config.store, register=str(tmp_path / "none.csv")))
    found = [check for check in examine(broken, NOW + timedelta(days=90)) if check.grade is not Grade.FINE]
    assert [check.what for check in found] == ["register", "last scan"]
    assert [check for check in found if not check.remedy] == []


def test_a_missing_contact_is_a_warning(config):
    assert troubles(replace(config, fetch=replace(config.fetch, contact=""))) == [("contact", Grade.WARNING)]


def test_an_old_scan_is_a_warning(config):
    assert troubles(config, NOW + timedelta(days=60)) == [("last scan", Grade.WARNING)]


def test_a_scan_that_judged_nothing_is_a_warning(config, tmp_path):
    database = tmp_path / "ledger.duckdb"
    with connect(database) as connection:
        connection.execute("UPDATE scan SET guard = 'all failed' WHERE scan_id = '20261101T030000Z'")
    publish(database)
    assert troubles(config) == [("last scan", Grade.WARNING)]


def test_a_missing_or_foreign_published_copy_is_wrong(config, tmp_path):
    published_path(tmp_path / "ledger.duckdb").unlink()
    assert troubles(config) == [("published copy", Grade.WRONG)]
    published_path(tmp_path / "ledger.duckdb").write_bytes(b"no database" * 999)
    assert troubles(config) == [("published copy", Grade.WRONG)]


def test_a_damaged_database_is_wrong(config, tmp_path):
    (tmp_path / "ledger.duckdb").write_bytes(b"no database" * 999)
    assert troubles(config) == [("database", Grade.WRONG)]


def test_before_the_first_scan_there_is_only_a_warning(config, tmp_path):
    new = replace(config, store=replace(config.store, database=str(tmp_path / "new.duckdb")))
    assert troubles(new) == [("database", Grade.WARNING)]


def test_a_folder_that_is_not_there_is_wrong(config, tmp_path):
    lost = replace(config, store=replace(config.store, database=str(tmp_path / "lost" / "new.duckdb")))
    assert ("folder", Grade.WRONG) in troubles(lost)


@pytest.mark.parametrize(("age_hours", "remedy"), [(1, "goes on where it was"), (100, "remove the folder")])
def test_an_unfinished_scan_is_told_with_what_can_still_be_done(config, tmp_path, age_hours, remedy):
    order = jobs.JobOrder("full", "sha", ("a",))
    jobs.begin(jobs.spool_root(tmp_path / "ledger.duckdb", ""), NOW - timedelta(hours=age_hours), order, ("a",), [[]])
    (found,) = [check for check in examine(config, NOW) if check.grade is not Grade.FINE]
    assert found.what == "unfinished scan"
    assert remedy in found.remedy


def test_the_command_fails_only_where_something_is_wrong(config, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_STORE__REGISTER", config.store.register)
    monkeypatch.setenv("MONITOR_STORE__DATABASE", config.store.database)
    fine = CliRunner().invoke(app, ["doctor", "--json"])
    assert fine.exit_code == 0
    assert {check["grade"] for check in json.loads(fine.stdout)} <= {"fine", "warning"}
    monkeypatch.setenv("MONITOR_STORE__REGISTER", "none.csv")
    wrong = CliRunner().invoke(app, ["doctor"])
    assert wrong.exit_code == 1
    assert "none.csv" in wrong.stdout
