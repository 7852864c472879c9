"""What the domain adds to a page that no longer names the organisation, and that it never decides alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crawler.records import Integrity
from pipelines.evidence import site_evidence
from pipelines.policy import Policy
from tests import builders
from tests.builders import DAY, ago, home, page
from tests.scans import World, visit

PARKING = ("ns1.sedoparking.com", "ns2.sedoparking.com")
HOST = ("ns1.dns.example",)


def judged(state: Integrity, *homes, watched_since: date | None = None):
    memory = builders.memory(page(integrity=state), homes=homes, watched_since=watched_since)
    found = site_evidence(memory, (), 0)
    return found.integrity, [one.code for one in found.integrity_reasons], found.integrity_confidence


def test_a_parking_services_name_server_supports_a_parked_page():
    state, codes, _ = judged(Integrity.PARKED, home(DAY, integrity=Integrity.PARKED, name_servers=PARKING))
    assert (state, codes) == (Integrity.PARKED, ["parked", "parking_name_server"])


def test_it_explains_a_page_that_names_nobody_as_a_doubt():
    state, codes, confidence = judged(Integrity.UNSURE, home(DAY, name_servers=PARKING))
    assert (state, codes) == (Integrity.PARKED, ["parking_name_server", "unsure"])
    assert confidence < Policy().foreign_confidence


@pytest.mark.parametrize("homes", [(home(DAY, name_servers=PARKING),), (home(DAY, registered_on=DAY),)])
def test_a_page_that_is_the_organisations_own_stays_so(homes):
    assert judged(Integrity.OWN, *homes, watched_since=ago(400))[:2] == (Integrity.OWN, [])


def test_the_newest_name_servers_known_count_also_in_a_scan_that_did_not_ask():
    assert judged(Integrity.UNSURE, home(ago(9), name_servers=PARKING), home(DAY))[0] is Integrity.PARKED
    back = (home(ago(9), name_servers=PARKING), home(DAY, name_servers=HOST))
    assert judged(Integrity.UNSURE, *back)[0] is Integrity.UNSURE


def test_a_registration_after_our_first_visit_raises_the_suspicion_of_a_take_over():
    anew = home(DAY, registered_on=ago(30))
    state, codes, confidence = judged(Integrity.UNSURE, anew, watched_since=ago(400))
    assert (state, codes) == (Integrity.HIJACKED, ["registered_anew", "unsure"])
    assert confidence < Policy().foreign_confidence
    assert judged(Integrity.UNSURE, anew, watched_since=ago(20))[0] is Integrity.UNSURE


def test_a_registration_later_than_the_one_known_before_raises_it_too():
    homes = (home(ago(60), registered_on=ago(3000)), home(DAY, registered_on=ago(70)))
    assert judged(Integrity.UNSURE, *homes, watched_since=ago(60))[0] is Integrity.HIJACKED


def test_the_memory_tells_the_facts_that_a_visit_carried(tmp_path):
    told = (("server", "x"), ("x-dns-ns", ", ".join(PARKING)), ("x-domain-registered", "2004-05-06"))
    world = World(tmp_path)
    world.scan(0, visit(text="a", headers=told))
    homes = world.scan(1, visit(text="a")).homes
    assert (homes[0].name_servers, homes[0].registered_on) == (PARKING, date(2004, 5, 6))
    assert homes[1] == replace(homes[1], name_servers=(), registered_on=None)
