"""The fleet guard tells our own failure from theirs."""

from __future__ import annotations

from dataclasses import replace

from crawler.records import HomeVisit, Outcome, Reach, State
from pipelines.fleet import GuardPolicy, answers_needed, fleet_fault, needs_witnesses, witnesses
from pipelines.recheck import Watched
from tests.builders import DAY, ago, home

POLICY = GuardPolicy()


def pairs(good: int, failed: int, *, known: bool = True) -> list[tuple[HomeVisit | None, HomeVisit]]:
    before = home(ago(30)) if known else None
    return [(before, home(DAY))] * good + [(before, home(DAY, Outcome.DNS_FAILURE))] * failed


def test_more_than_thirty_percent_of_those_that_answered_is_our_fault() -> None:
    assert fleet_fault(pairs(70, 30), POLICY) == ""
    assert "31 of 100" in fleet_fault(pairs(69, 31), POLICY)


def test_sites_that_failed_before_do_not_count() -> None:
    long_dead = [(home(ago(30), Outcome.DNS), home(DAY, Outcome.DNS))] * 50

    assert fleet_fault([*pairs(50, 5), *long_dead], POLICY) == ""


def test_a_few_sites_are_no_fleet() -> None:
    assert fleet_fault(pairs(0, 4), POLICY) == ""


def test_a_first_scan_without_network_is_our_fault() -> None:
    assert fleet_fault(pairs(0, 99, known=False), POLICY) != ""
    assert fleet_fault(pairs(30, 69, known=False), POLICY) == ""


# ---------------------------------------------------------------- witnesses, where a scan cannot tell by itself

LIVING = tuple(Watched(f"site{n}", State.ACTIVE, "", Reach.UP, None, None, None) for n in range(9))
DEAD = tuple(Watched(f"dead{n}", State.STATIC, "gone", Reach.DOWN, None, None, None) for n in range(9))
WEBSITES = {one.cluster_id: f"http://www.{one.cluster_id}.example/" for one in (*LIVING, *DEAD)}


def test_a_scan_of_few_sites_or_of_doubtful_ones_only_needs_witnesses() -> None:
    def needs(*asked: Watched) -> bool:
        return needs_witnesses({one.cluster_id for one in asked}, (*LIVING, *DEAD), POLICY)

    assert needs(*DEAD)
    assert needs(*DEAD, *LIVING[:4])
    assert not needs(*LIVING[:5])


def test_witnesses_are_other_living_sites_at_each_scan_and_one_a_domain() -> None:
    chosen = [frozenset(witnesses((*LIVING, *DEAD), WEBSITES, f"scan {n}", POLICY)) for n in range(20)]
    assert all(len(one) == POLICY.witnesses for one in chosen)
    assert frozenset[str]().union(*chosen) == {WEBSITES[one.cluster_id] for one in LIVING}
    assert chosen[0] == frozenset(witnesses((*LIVING, *DEAD), WEBSITES, "scan 0", POLICY))
    one_host = {one.cluster_id: f"http://portal.example/{one.cluster_id}/" for one in LIVING}
    assert witnesses(LIVING, one_host | {"site0": "http://other.example/"}, "scan", POLICY) == ()


def test_few_witnesses_are_none_because_their_own_end_would_stop_all_judging() -> None:
    assert witnesses(LIVING[:2], WEBSITES, "scan", POLICY) == ()
    assert len(witnesses(LIVING[:3], WEBSITES, "scan", POLICY)) == 3
    assert witnesses(LIVING, WEBSITES, "scan", replace(POLICY, witnesses=0)) == ()


def test_one_witness_is_enough_but_after_a_refused_scan_it_takes_what_the_guard_itself_asks_for() -> None:
    assert answers_needed(5, POLICY, refused_before=False) == 1
    assert answers_needed(5, POLICY, refused_before=True) == 4
    assert answers_needed(0, POLICY, refused_before=False) == answers_needed(0, POLICY, refused_before=True) == 0
