"""The fleet guard tells our own failure from theirs."""

from __future__ import annotations

from crawler.records import HomeVisit, Outcome
from pipelines.fleet import GuardPolicy, fleet_fault
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
