"""Decisions of people: in force over the machine at once, kept for ever, and contradicted aloud."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.commands.common import moment
from crawler.records import Activity, Decision, EditionVerdict, Integrity, Reach, State, Verdict
from crawler.registry import write_register
from pipelines.database import publish
from pipelines.decided import decided_today, machine_side, under_decision
from tests.builders import cluster
from tests.scans import World, day, visit

TODAY = date(2026, 11, 2)
OWN = Verdict(
    "sample", TODAY, State.STATIC, "zombie?", 0.8, date(2024, 1, 5), date(2024, 1, 5), Reach.UP, Integrity.OWN,
    Activity.DORMANT, "zombie", "1", editions=(EditionVerdict("ja", State.STATIC, Activity.DORMANT, date(2024, 1, 5)),),
    warnings=("expected_end",), suspect="zombie", suspect_since=date(2026, 9, 1),
)  # fmt: skip


def decision(state: State | None = State.ACTIVE, machine: State | None = State.STATIC) -> Decision:
    return Decision("sample", state, "telephone call", "Sato", datetime(2026, 10, 1, tzinfo=UTC), None, machine)


# ---------------------------------------------------------------- beside the machine


def test_the_decision_is_published_with_its_reason_and_the_machine_keeps_its_own_view():
    shown = under_decision(OWN, OWN, decision())
    assert (shown.state, shown.subtype, shown.rule, shown.since) == (State.ACTIVE, "decided", "decision", TODAY)
    assert shown.reasons[0].code == "decided"
    assert shown.machine is not None
    assert (shown.machine.state, shown.machine.subtype, shown.machine.since) == (OWN.state, OWN.subtype, OWN.since)
    assert machine_side(shown) == OWN


@pytest.mark.parametrize("state", [State.ACTIVE, State.STATIC, State.CEASED])
def test_when_a_decision_is_cleared_the_machine_goes_on_where_it_was(state):
    shown = under_decision(OWN, OWN, decision(state))
    assert decided_today(shown, decision(None), TODAY) == OWN


@pytest.mark.parametrize(
    ("now", "decided", "known", "contrary"),
    [
        (State.STATIC, State.ACTIVE, State.STATIC, False),  # the person knew it
        (State.CEASED, State.ACTIVE, State.STATIC, True),
        (State.ACTIVE, State.CEASED, State.STATIC, True),
        (State.CEASED, State.CEASED, State.STATIC, False),  # the machine follows
        (State.UNKNOWN, State.ACTIVE, State.STATIC, False),  # not to see is no fact
        (State.STATIC, State.ACTIVE, None, True),
    ],
)
def test_what_the_person_did_not_know_and_did_not_say_is_contrary(now, decided, known, contrary):
    own = Verdict(**{name: getattr(OWN, name) for name in OWN.__slots__} | {"state": now})
    shown = under_decision(own, OWN, decision(decided, known))
    assert shown.state is decided
    assert ("contrary" in shown.warnings) is contrary
    assert ("contrary" in [one.code for one in shown.reasons]) is contrary


def test_a_state_that_lasts_keeps_its_beginning():
    before = under_decision(OWN, OWN, decision())
    later = under_decision(
        OWN, Verdict(**{n: getattr(before, n) for n in before.__slots__} | {"since": day(0)}), decision()
    )
    assert later.since == day(0)


# ---------------------------------------------------------------- the command, on a real database


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A published database with one cluster that the machine holds active."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_STORE__DATABASE", "monitor.duckdb")
    monkeypatch.setenv("MONITOR_STORE__REGISTER", "register.csv")
    write_register(tmp_path / "register.csv", (cluster(),))
    world = World(tmp_path)
    world.scan(0, visit(text="お知らせ"))
    publish(world.database)
    return world


def call(*words, code=0):
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result


def decide(state, on, *more, code=0):
    return call(
        "decide", "sample", state, "--why", "telephone call", "--by", "Sato", "--now", str(on), *more, code=code
    )


def status(*more):
    (one,) = json.loads(call("status", "--json", *more).stdout)
    return one["state"], one["subtype"]


@pytest.mark.usefixtures("world")
def test_a_decision_is_in_force_at_once_and_until_it_is_cleared_and_every_day_tells_what_was_published_then():
    published = {"2026-01-01": status()}
    assert "active → ceased (decided)" in decide("ceased", "2026-01-05").stderr
    published["2026-01-05"] = status()
    assert published["2026-01-05"] == ("ceased", "decided")
    decide("clear", "2026-01-09")
    published["2026-01-09"] = status()
    assert published["2026-01-09"] == published["2026-01-01"] == ("active", "")
    assert {on: status("--as-of", on) for on in published} == published
    assert status("--as-of", "2026-01-07") == published["2026-01-05"]
    told = json.loads(call("history", "sample", "--json").stdout)
    assert [(one["state"], one["why"], one["by"], one["machine"]) for one in told["decisions"]] == [
        ("ceased", "telephone call", "Sato", "active"),
        (None, "telephone call", "Sato", "active"),
    ]
    assert [one["kind"] for one in told["changes"]] == ["ceased", "revived"]
    early = json.loads(call("history", "sample", "--json", "--as-of", "2026-01-05").stdout)
    assert [(one["state"], one["until"]) for one in early["periods"]] == [("active", "2026-01-05"), ("ceased", None)]
    assert len(early["decisions"]) == len(early["changes"]) == 1


@pytest.mark.usefixtures("world")
def test_show_tells_the_decision_and_what_the_machine_holds():
    decide("static", "2026-01-05")
    shown = call("show", "sample").stdout
    assert "static (decided by a person)" in shown
    assert "the machine by itself: ● active" in shown
    assert "Sato: static: telephone call" in shown
    assert "decided by a person" not in call("show", "sample", "--as-of", "2026-01-02").stdout


def test_a_contradicted_decision_is_on_the_review_list_and_one_that_is_not_is_off_it(world):
    assert [one["code"] for one in json.loads(call("review", "--json").stdout)] == ["static"]
    decide("static", "2026-01-05")
    assert json.loads(call("review", "--json").stdout) == []
    world.ask("UPDATE verdict SET warnings = ['contrary'] WHERE rule = 'decision'")
    publish(world.database)
    (found,) = json.loads(call("review", "--json").stdout)
    assert (found["state"], found["machine"], found["what"]) == (
        "static", "active", "the machine now sees otherwise than was decided"
    )  # fmt: skip
    assert "sees otherwise" in call("review").stdout


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("decide", "nobody", "active", "--why", "x", "--now", "2026-01-05"), "has no cluster 'nobody'"),
        (("decide", "sample", "active", "--why", "x", "--now", "2025-12-01"), "--now must not lie before it"),
        (("decide", "sample", "active", "--why", "x", "--until", "2026-01-04", "--now", "2026-01-05"), "in the past"),
        (("status", "--as-of", "2025-01-01"), "the first was on 2026-01-01"),
        (("export", "--as-of", "2025-01-01"), "the first was on 2026-01-01"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(words, said):
    assert said in call(*words, code=1).stderr


@pytest.mark.usefixtures("world")
def test_a_decision_without_a_reason_is_a_usage_error():
    call("decide", "sample", "active", code=2)
    call("decide", "sample", "active", "--why", " ", code=2)


def test_the_views_of_any_day_agree_with_what_was_published(world):
    decide("ceased", "2026-01-05")
    assert world.ask("SELECT state FROM verdict_as_of(DATE '2026-01-04')") == [("active",)]
    assert world.ask("SELECT state FROM verdict_as_of(DATE '2026-01-05')") == [("ceased",)]
    assert world.ask("SELECT state, upkeep FROM mapping_as_of(DATE '2026-01-05')") == [("ceased", "static English")]
    assert world.ask("SELECT day, state_before, state FROM transition ORDER BY day") == [
        (date(2026, 1, 1), None, "active"),
        (date(2026, 1, 5), "active", "ceased"),
    ]
    assert moment("2026-01-05") == datetime(2026, 1, 5, 3, tzinfo=UTC)
