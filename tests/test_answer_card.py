"""The paragraph to paste into a mail says what is known, since when, in whose words, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.records import Activity, Integrity, Reach, State, Verdict
from pipelines.reasons import reason
from reports.dashboard.answer_card import answer
from tests.builders import cluster

NAME = "Sample Cluster (見本クラスター協議会)"
SENTENCE = "当協議会は2026年9月30日をもちまして解散いたしました。"


def verdict(state: State, subtype: str = "", **changes: object) -> Verdict:
    known = {
        "cluster_id": "sample", "day": date(2026, 10, 5), "confidence": 0.9, "since": date(2026, 9, 30),
        "last_update": date(2026, 7, 22), "reach": Reach.UP, "integrity": Integrity.OWN, "activity": Activity.RECENT,
        "rule": "recent", "rule_version": "1",
    }  # fmt: skip
    return Verdict(state=state, subtype=subtype, **(known | changes))


def test_a_declared_end_is_told_in_its_own_words_with_its_day() -> None:
    told = verdict(State.CEASED, "declared", reasons=(reason("org_ended", "http://cluster.example/news", SENTENCE),))

    english, japanese = answer(cluster(), told, "en"), answer(cluster(), told, "ja")

    assert f"{NAME} has announced its end as of 30 Sep 2026." in english
    assert f"“{SENTENCE}” (http://cluster.example/news)" in english
    assert "見本クラスター協議会は2026年9月30日付で活動の終了を告知しています。" in japanese


def test_a_quote_that_was_cut_says_so() -> None:
    told = verdict(
        State.CEASED, "declared", reasons=(reason("org_ended", "", "The council will be dissolved and its"),)
    )

    assert "dissolved and its…”" in answer(cluster(), told, "en")


@pytest.mark.parametrize("subtype", ["gone", "parked", "hijacked", "emptied"])
def test_the_end_of_a_website_is_not_told_as_the_end_of_its_organisation(subtype: str) -> None:
    told = verdict(State.CEASED, subtype)

    assert "(since 30 Sep 2026); whether" in answer(cluster(), told, "en")
    assert "has ended" not in answer(cluster(), told, "en")
    assert "確認できません" in answer(cluster(), told, "ja")


@pytest.mark.parametrize("subtype", ["unreachable", "clone?", "redirected?"])
def test_a_state_that_is_kept_is_told_as_of_before(subtype: str) -> None:
    assert f"{NAME} was active when we last could tell (" in answer(cluster(), verdict(State.ACTIVE, subtype), "en")


def test_an_address_that_may_be_a_strangers_is_no_link() -> None:
    told = answer(cluster(), verdict(State.ACTIVE, "clone?", warnings=("do_not_link",)), "en")

    assert "Please do not open cluster[.]example" in told
    assert "http" not in told


def test_a_cluster_that_has_moved_is_told_with_its_new_host() -> None:
    moved = verdict(State.ACTIVE, "moved", reasons=(reason("redirected", host="new.example"),))

    assert "It answers at new.example now." in answer(cluster(), moved, "en")


def test_without_a_website_nothing_is_said_of_a_judgement() -> None:
    told = answer(cluster(website=""), verdict(State.UNKNOWN, "no_website", last_update=None), "en")

    assert "Judged" not in told
