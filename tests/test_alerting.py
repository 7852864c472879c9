"""Which transitions raise an alert, who gets it, and in how many letters: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.records import Change, Judgement, Reason, State
from pipelines.alerting import BACK_OFF, KINDS, Recipient, Told, next_attempt, outgoing
from tests import builders, scans

NOTHING = Told({}, frozenset(), fault=False)
DESK = Recipient("desk", "mail", "desk@helpdesk.example")
CLUSTER = builders.cluster(sector=("LIFE", "FOOD"), region="Hokkaido", prefecture="Hokkaido", tags=("eu",))


def judged(*changes, cluster_id="sample", **of_verdict):
    verdict = replace(scans.verdict(cluster_id, scans.FIRST), reasons=(Reason("no_website"),), **of_verdict)
    return Judgement(verdict, (), tuple(Change(cluster_id, scans.FIRST, *change) for change in changes))


def raised(*changes, told=NOTHING, recipients=(DESK,), fault="", clusters=(CLUSTER,), **of_verdict):
    found = [judged(*changes, **of_verdict)]
    return outgoing(found, fault, told, scan=scans.header(0), clusters=clusters, recipients=recipients)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("dormant", "active", "static"), "dormant"),
        (("ceased", "active", "ceased/gone"), "ceased"),
        (("ceased", "static", "ceased/declared"), "declared"),
        (("taken_over", "", "hijacked"), "taken_over"),
        (("revived", "ceased/gone", "active"), "revived"),
        (("awake", "static", "active"), "awake"),
        (("expected_end", "", "expected_end"), "expected_end"),
    ],
)
def test_each_transition_that_needs_somebody_is_one_alert_in_one_letter(change, kind):
    told = raised(change)
    (alert,), (letter,) = told.alerts, told.letters
    assert (alert.kind, alert.cluster_id, alert.before, alert.after) == (kind, "sample", *change[1:])
    assert alert.why_en == "The register gives no website."
    assert (letter.recipient, letter.alerts) == ("desk", (alert.alert_id,))


@pytest.mark.parametrize(
    "change",
    [("new_content", "", "3"), ("suspect", "", "gone"), ("ceased", "", "ceased/gone"), ("unreachable", "", "down")],
)
def test_news_doubts_and_what_was_so_at_first_sight_raise_none(change):
    assert raised(change).alerts == ()


def test_a_scan_that_is_not_believed_tells_its_fault_once_and_nothing_else():
    told = raised(("dormant", "active", "static"), fault="7 of 8 failed")
    assert [(alert.kind, alert.after) for alert in told.alerts] == [("fleet", "7 of 8 failed")]
    again = raised(("dormant", "active", "static"), fault="8 of 8 failed", told=replace(NOTHING, fault=True))
    assert (again.alerts, again.letters) == ((), ())


def test_a_doubt_that_flaps_is_one_story_and_a_confirmed_state_is_told_each_time():
    before = scans.FIRST - timedelta(days=20)
    told = Told({("sample", "taken_over"): before, ("sample", "dormant"): before}, frozenset(), fault=False)
    found = raised(("taken_over", "", "hijacked"), ("dormant", "active", "static"), told=told)
    assert [alert.kind for alert in found.alerts] == ["dormant"]
    long_ago = Told({("sample", "taken_over"): scans.FIRST - timedelta(days=200)}, frozenset(), fault=False)
    assert [alert.kind for alert in raised(("taken_over", "", "parked"), told=long_ago).alerts] == ["taken_over"]


def test_the_end_of_what_has_ended_is_not_near():
    changes = (("ceased", "active", "ceased/declared"), ("expected_end", "", "expected_end"))
    assert [alert.kind for alert in raised(*changes, state=State.CEASED).alerts] == ["declared"]


def test_a_muted_cluster_is_kept_and_told_to_nobody():
    told = raised(("dormant", "active", "static"), told=replace(NOTHING, muted=frozenset({"sample"})))
    assert [alert.muted for alert in told.alerts] == [True]
    assert told.letters == ()


@pytest.mark.parametrize(
    ("wish", "gets"),
    [
        ({"sectors": ("life",)}, True),
        ({"sectors": ("AERO",)}, False),
        ({"regions": ("Hokkaido",)}, True),
        ({"regions": ("Kanto",)}, False),
        ({"tags": ("eu",), "sectors": ("FOOD",)}, True),
        ({"tags": ("asia",), "sectors": ("FOOD",)}, False),
        ({"kinds": ("dormant", "ceased")}, True),
        ({"kinds": ("fleet",)}, False),
    ],
)
def test_a_recipient_gets_what_passes_all_filters(wish, gets):
    told = raised(("dormant", "active", "static"), recipients=(replace(DESK, **wish),))
    assert bool(told.letters) is gets


def test_the_fleet_alert_passes_filters_of_sector_and_region_but_not_of_kind():
    sector, kind = replace(DESK, sectors=("AERO",)), replace(DESK, name="other", kinds=("dormant",))
    assert [letter.recipient for letter in raised(fault="all failed", recipients=(sector, kind)).letters] == ["desk"]


def test_a_digest_holds_all_of_a_scan_and_immediate_kinds_come_alone():
    changes = (("dormant", "active", "static"), ("taken_over", "", "hijacked"), ("expected_end", "", "expected_end"))
    together = raised(*changes)
    assert [len(letter.alerts) for letter in together.letters] == [3]
    assert [alert.kind for alert in together.alerts] == ["taken_over", "dormant", "expected_end"]
    apart = raised(*changes, recipients=(replace(DESK, immediate=("taken_over",)),))
    assert [letter.alerts for letter in apart.letters] == [
        (f"{scans.header(0).scan_id}/sample/taken_over",),
        (f"{scans.header(0).scan_id}/sample/dormant", f"{scans.header(0).scan_id}/sample/expected_end"),
    ]


def test_a_letter_has_the_same_id_whenever_it_is_made_and_another_for_everybody_else():
    change = ("dormant", "active", "static")
    (one,), (same,) = raised(change).letters, raised(change).letters
    (other,) = raised(change, recipients=(replace(DESK, name="other"),)).letters
    assert one.letter_id == same.letter_id != other.letter_id


def test_an_address_that_others_hold_is_not_to_be_linked():
    (alert,) = raised(("taken_over", "", "hijacked"), warnings=("do_not_link",)).alerts
    assert not alert.may_link


def test_attempts_come_ever_later_and_end():
    now = datetime(2026, 11, 1, tzinfo=UTC)
    waits = [next_attempt(number, now) - now for number in range(1, len(BACK_OFF) + 1)]
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(days=3)
    assert next_attempt(len(BACK_OFF) + 1, now) is None


def test_every_kind_has_words_in_both_languages():
    assert all(all(pair) for pair in KINDS.values())
