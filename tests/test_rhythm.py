"""Silence against a site's own rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import Activity
from pipelines.rhythm import (
    DEFAULT_POLICY,
    Rhythm,
    RhythmPolicy,
    activity,
    probability_of_update,
    updates,
    window_has_passed,
)

NOW = date(2026, 11, 22)
MONTHLY = Rhythm(count=24, median_gap_days=30, last=date(2026, 1, 1))
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def every(days: int, count: int, first: date = date(2015, 5, 20)) -> list[date]:
    return [first + timedelta(days=days * step) for step in range(count)]


def test_a_site_without_dates_has_no_rhythm() -> None:
    assert updates([]) == Rhythm(0, DEFAULT_POLICY.unknown_gap_days, None)


def test_days_may_come_in_any_order_and_twice() -> None:
    days = every(30, 6)
    assert updates([*reversed(days), *days]) == updates(days) == Rhythm(6, 30, days[-1])


def test_a_burst_is_one_update_and_its_last_day_counts_as_last() -> None:
    burst = [date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 7)]
    assert updates(burst) == Rhythm(1, 60, date(2024, 5, 7))


def test_a_daily_poster_is_not_one_endless_burst() -> None:
    rhythm = updates(every(1, 365))
    assert rhythm.median_gap_days == 7
    assert rhythm.count == 53


def test_the_gap_is_assumed_to_be_60_days_until_three_gaps_are_known() -> None:
    assert updates(every(100, 3)).median_gap_days == 60
    assert updates(every(100, 4)).median_gap_days == 100


def test_a_yearly_poster_is_known_from_two_posts_on() -> None:
    assert not updates(every(365, 1)).yearly
    assert updates(every(365, 2)).yearly
    assert not updates(every(90, 9)).yearly


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(DAYS, max_size=60))
def test_updates_never_outnumber_days_and_the_last_is_the_newest(days: list[date]) -> None:
    rhythm = updates(days)
    assert rhythm.count <= len(set(days))
    assert rhythm.last == max(days, default=None)
    assert rhythm.median_gap_days >= DEFAULT_POLICY.burst_days


@pytest.mark.parametrize(
    ("silence", "gap", "count", "expected"),
    [
        (0, 30, 10, 0.999),  # posted today
        (180, 30, 24, 0.560),
        (365, 30, 24, 0.339),
        (365, 365, 8, 0.668),  # the yearly poster is not lost on day 365
        (1095, 60, 5, 0.085),  # about what is seen of sites silent for three years
        (1095, 60, 1, 0.040),
    ],
)
def test_the_fitted_probability_has_these_values(silence: int, gap: int, count: int, expected: float) -> None:
    assert probability_of_update(silence, gap, count) == pytest.approx(expected, abs=0.002)


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 5000), st.floats(0, 2000), st.integers(1, 500))
def test_more_silence_is_never_a_better_sign_and_more_posts_never_a_worse_one(
    silence: int, gap: float, count: int
) -> None:
    here = probability_of_update(silence, gap, count)
    assert 0 < here < 1
    assert probability_of_update(silence + 1, gap, count) <= here
    assert probability_of_update(silence, gap, count + 1) >= here
    assert probability_of_update(silence, gap + 1, count) >= here


@pytest.mark.parametrize(("silence", "gap", "count"), [(-1, 60, 1), (1, -60, 1), (1, 60, 0)])
def test_a_rhythm_that_cannot_be_is_refused(silence: int, gap: int, count: int) -> None:
    with pytest.raises(ValueError, match="no rhythm"):
        probability_of_update(silence, gap, count)


@pytest.mark.parametrize(
    ("silence", "rhythm", "event", "expected"),
    [
        (-3, MONTHLY, None, Activity.RECENT),
        (180, Rhythm(1, 60, date(2026, 5, 26)), None, Activity.RECENT),
        (200, Rhythm(100, 30, date(2026, 5, 6)), None, Activity.RECENT),  # by its probability
        (200, MONTHLY, None, Activity.GREY),
        (300, MONTHLY, None, Activity.GREY),
        (300, MONTHLY, date(2026, 12, 1), Activity.RECENT),
        (300, MONTHLY, NOW, Activity.RECENT),  # an event today is ahead
        (300, MONTHLY, date(2026, 11, 1), Activity.GREY),  # one that is over says nothing
        (366, MONTHLY, date(2026, 12, 1), Activity.GREY),
        (269, Rhythm(1, 60, date(2026, 2, 26)), None, Activity.GREY),
        (364, Rhythm(1, 60, date(2026, 2, 25)), None, Activity.GREY),
        (365, Rhythm(1, 60, date(2026, 2, 25)), None, Activity.STALE),
        (455, Rhythm(4, 365, date(2025, 8, 24)), None, Activity.GREY),
        (456, Rhythm(4, 365, date(2025, 8, 23)), None, Activity.STALE),
        (486, Rhythm(9, 365, date(2026, 4, 1), yearly=True), None, Activity.GREY),
        (549, Rhythm(9, 365, date(2026, 4, 1), yearly=True), None, Activity.STALE),
        (1095, MONTHLY, None, Activity.STALE),
        (1096, MONTHLY, None, Activity.DORMANT),
        (10, Rhythm(0, 60, None), None, Activity.NO_DATES),
    ],
)
def test_silence_is_named_by_the_rhythm(silence: int, rhythm: Rhythm, event: date | None, expected: Activity) -> None:
    assert activity(silence, rhythm, event, NOW) == expected


def test_a_yearly_poster_is_not_stale_before_the_next_general_meeting() -> None:
    """Two reports, each in June: stale in August, not in March, though the fit knows only the assumed gap."""
    rhythm = updates([date(2024, 6, 10), date(2025, 6, 10)])
    for day, expected in ((date(2026, 3, 31), Activity.GREY), (date(2026, 8, 1), Activity.STALE)):
        assert activity((day - date(2025, 6, 10)).days, rhythm, None, day) == expected


def test_a_window_counts_only_if_all_of_it_lies_after_the_last_update() -> None:
    assert window_has_passed(date(2025, 3, 31), date(2025, 8, 1))
    assert not window_has_passed(date(2025, 4, 1), date(2026, 7, 31))
    assert window_has_passed(date(2025, 4, 1), date(2026, 8, 1))


@settings(deadline=None)  # a busy machine is no failure
@given(DAYS)
def test_the_window_never_outlasts_the_limit_at_which_every_site_is_stale(last: date) -> None:
    assert window_has_passed(last, last + timedelta(days=DEFAULT_POLICY.stale_yearly_days))


def test_a_policy_of_ones_own_is_obeyed() -> None:
    assert activity(10, MONTHLY, None, NOW, RhythmPolicy(recent_days=5, recent_probability=1.1)) == Activity.GREY
