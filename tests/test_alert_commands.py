"""The alert commands on a database with one alert, and with a real mail server."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from tests.receivers import mail_server
from tests.test_delivery import DESK, DORMANT, House

SETTINGS = """
[alert.smtp]
host = "{smtp.host}"
port = {smtp.port}

[[alert.recipients]]
name = "desk"
channel = "mail"
address = "desk@helpdesk.example"
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Runs `alert` beside a database in which "sample" has just fallen silent; the inbox."""
    monkeypatch.chdir(tmp_path)
    with mail_server() as (inbox, smtp):
        (tmp_path / "monitor.toml").write_text(SETTINGS.format(smtp=smtp), encoding="utf-8")
        House(tmp_path, smtp, DESK).scan(0, DORMANT)

        def run(*words, code=0):
            options = [] if words[0] == "test" else ["--database", "monitor.duckdb"]
            result = CliRunner().invoke(app, ["alert", *words, *options])
            assert result.exit_code == code, result.output
            return result

        yield run, inbox


def listed(run, *words):
    return json.loads(run("list", "--json", *words).stdout)


def test_a_letter_waits_until_it_is_delivered_and_is_not_delivered_twice(desk):
    run, inbox = desk
    assert [one["waiting"] for one in listed(run)] == [["desk"]]
    assert "1 letters sent" in run("deliver").stderr
    assert run("deliver").stderr == ""
    assert [one["sent"] for one in listed(run)] == [["desk"]]
    assert len(inbox.messages) == 1


def test_a_letter_that_is_not_taken_is_a_failure_that_names_the_recipient(desk):
    run, inbox = desk
    inbox.refusing = "550 no such mailbox"
    assert "not told: desk: SMTPDataError" in run("deliver", code=1).stderr


def test_an_acknowledged_alert_leaves_the_list_and_its_note_stays(desk):
    run, _ = desk
    run("ack", "sample", "--note", "asked the office", "--by", "M. Sato")
    assert listed(run) == []
    assert [(one["note"], one["noted_by"]) for one in listed(run, "--all")] == [("asked the office", "M. Sato")]
    assert "there is no alert of nobody" in run("ack", "nobody", "--note", "x", code=1).stderr


@pytest.mark.parametrize("note", [(), ("--note", " ")])
def test_an_acknowledgement_needs_a_note(desk, note):
    desk[0]("ack", "sample", *note, code=2)


def test_a_cluster_can_be_muted_and_an_unknown_one_cannot(desk):
    run, _ = desk
    assert "muted until 2027-03-31" in run("mute", "sample", "--until", "2027-03-31").stderr
    assert "no longer muted" in run("mute", "sample", "--until", "2020-03-31").stderr
    assert "muted until 2027-03-31" in run("mute", "sample", "--until", "2027-03-31").stderr
    assert "no cluster has the id 'nobody'" in run("mute", "nobody", "--until", "2027-03-31", code=1).stderr


def test_a_test_letter_reaches_the_inbox_and_a_refusal_is_told(desk):
    run, inbox = desk
    assert "desk: taken by the mail channel" in run("test").stderr
    assert "Test of the alerts" in inbox.messages[0]["Subject"]
    inbox.refusing = "451 later"
    assert "desk: not taken" in run("test", "--recipient", "desk", code=1).stderr
    assert "the settings name: desk" in run("test", "--recipient", "nobody", code=2).stderr
