"""When each site is visited again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.records import Reach, State
from pipelines.recheck import RecheckPolicy, Watched, due, left_out, next_visit, resumes_at

POLICY = RecheckPolicy()
START = datetime(2026, 5, 3, 18, tzinfo=UTC)
CALM = Watched("sample", State.ACTIVE, "", Reach.UP, None, None, START)
DOUBTFUL = replace(CALM, suspect="static", doubt_since=START)
ENDED = replace(CALM, state=State.CEASED, reach=Reach.GONE, ceased_since=START - timedelta(days=400))


def visits(watched, days, every=timedelta(hours=1)):
    """Hours after START at which a site is visited, if somebody asks at this pace."""
    found, moment = [], START
    while moment <= START + timedelta(days=days):
        moment += every
        if due([watched], moment, POLICY):
            watched = replace(watched, last_visit=moment)
            found.append((moment - START) // timedelta(hours=1))
    return found


@pytest.mark.parametrize(
    "watched",
    [DOUBTFUL, replace(CALM, reach=Reach.DOWN, doubt_since=START), replace(CALM, reach=Reach.GONE, doubt_since=START)],
)
def test_a_doubt_is_looked_at_after_an_hour_a_day_three_days_a_week_and_then_weekly(watched):
    assert visits(watched, 29) == [1, 24, 72, 7 * 24, 14 * 24, 21 * 24, 28 * 24]


def test_an_active_site_is_left_to_the_monthly_scan_unless_that_missed_it():
    assert visits(CALM, 75) == [36 * 24, 72 * 24]


def test_who_keeps_us_out_is_asked_again_weekly_and_not_within_the_hour():
    assert visits(replace(CALM, reach=Reach.BLOCKED), 15) == [7 * 24, 14 * 24]


def test_what_has_ended_is_visited_once_a_quarter_although_it_does_not_answer():
    assert visits(ENDED, 190) == [91 * 24, 182 * 24]


def test_what_seems_to_be_back_is_looked_at_like_any_doubt():
    assert visits(replace(ENDED, suspect="revived", reach=Reach.UP, doubt_since=START), 8) == [1, 24, 72, 7 * 24]


def test_a_fresh_end_is_watched_as_closely_as_life_because_it_may_be_wrong():
    assert visits(replace(ENDED, ceased_since=START), 80) == [36 * 24, 72 * 24]


def test_a_site_that_was_never_visited_is_due_now():
    assert due([replace(CALM, state=None, last_visit=None)], START, POLICY) == ("sample",)


def test_after_a_pause_of_ours_a_doubt_is_visited_once_and_goes_on_with_its_plan():
    assert visits(DOUBTFUL, 30, every=timedelta(days=10)) == [10 * 24, 20 * 24, 30 * 24, 40 * 24]
    seen = replace(DOUBTFUL, last_visit=START + timedelta(days=9))
    assert next_visit(seen, START, POLICY) == START + timedelta(days=14)


@pytest.mark.parametrize(("days", "rests"), [(28, True), (63, True), (84, False), (91, False)])
def test_a_full_scan_leaves_out_what_ended_long_ago_until_its_quarter_is_nearly_over(days, rests):
    assert left_out([ENDED], START + timedelta(days=days), POLICY) == (frozenset({"sample"}) if rests else frozenset())


@pytest.mark.parametrize(
    "watched",
    [CALM, DOUBTFUL, replace(ENDED, suspect="revived"), replace(ENDED, ceased_since=START), replace(CALM, state=None)],
)
def test_a_full_scan_leaves_nothing_else_out(watched):
    assert left_out([watched], START + timedelta(days=1), POLICY) == frozenset()


def test_after_refused_scans_re_checks_wait_longer_each_time_but_never_more_than_a_day():
    refused, waits = [], []
    for _ in range(50):
        refused.append(resumes_at(refused, POLICY) if refused else START)
        waits.append((resumes_at(refused, POLICY) - refused[-1]) / timedelta(hours=1))
    assert waits[:7] == [1, 2, 4, 8, 16, 24, 24]
    assert max(waits) == 24
    assert resumes_at([], POLICY) is None
