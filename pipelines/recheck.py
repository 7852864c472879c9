"""When is a site to be visited again?  Pure: what is known of it and the moment in, ids out.

A site in doubt has a plan of its own that starts with the first sight of the doubt; all others have the pace of their
state.  A full scan visits everything but what ended long ago and is not due; re-checks between full scans visit what
is due.  Nothing is remembered beside the visits themselves, so that a machine that was off just goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.records import Reach, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_DOUBLINGS = 20  # of a pause; far beyond the longest one, and no number too large for a clock


@dataclass(frozen=True, slots=True)
class RecheckPolicy:
    """How often a site is visited; a number of days is a promise: it may be visited sooner, but not later."""

    first_hours: float = 1.0  # after a doubt arose: most failures are over within the hour
    then_days: tuple[float, ...] = (1, 3, 7)  # after the doubt arose; decision-model.md, "Persistence"
    doubt_days: float = 7  # and so often from then on: a name that is gone shows its four failures within 45 days
    blocked_days: float = 7  # who keeps us out is not asked again within the hour
    active_days: float = 36  # first Mondays lie at most 35 days apart: only what a full scan missed becomes due
    ceased_days: float = 91  # a quarter: somebody may take up the work again
    fresh_ceased_days: float = 91  # but as often as active ones at first, because a wrong "ceased" costs most
    ahead_days: float = 14  # a full scan takes along what would be due so soon after it
    refused_hours: float = 1  # after a scan that judged nothing because the fault was ours; twice as long each time
    refused_longest_hours: float = 24  # but no longer, so that it recovers by itself


@dataclass(frozen=True, slots=True)
class Watched:
    """What decides when a site is visited again; moments are those that scans stand for, UTC."""

    cluster_id: str
    state: State | None  # published; None: never judged
    suspect: str
    reach: Reach | None
    ceased_since: datetime | None  # first scan of the unbroken run of verdicts "ceased"
    doubt_since: datetime | None  # first scan of the unbroken run of verdicts in doubt
    last_visit: datetime | None  # None: never visited


def due(watched: Iterable[Watched], now: datetime, policy: RecheckPolicy) -> tuple[str, ...]:
    """The sites that a re-check visits at this moment, in the order given."""
    return tuple(one.cluster_id for one in watched if next_visit(one, now, policy) <= now)


def left_out(watched: Iterable[Watched], now: datetime, policy: RecheckPolicy) -> frozenset[str]:
    """The sites that a full scan need not visit at this moment: they ended a while ago and are not due soon."""
    soon = now + timedelta(days=policy.ahead_days)
    return frozenset(
        one.cluster_id for one in watched if _at_rest(one, now, policy) and _quiet_visit(one, policy) > soon
    )


def next_visit(one: Watched, now: datetime, policy: RecheckPolicy) -> datetime:
    """The moment from which on a site is to be visited again; one that was never visited is due."""
    if one.last_visit is None:
        return now
    if in_doubt(one) and one.doubt_since is not None:
        return _next_of_plan(one.doubt_since, one.last_visit, policy)
    if _at_rest(one, now, policy):
        return _quiet_visit(one, policy)
    days = policy.blocked_days if one.reach is Reach.BLOCKED else policy.active_days
    return one.last_visit + timedelta(days=days)


def resumes_at(refused: Sequence[datetime], policy: RecheckPolicy) -> datetime | None:
    """The moment from which on re-checks are made again after scans that judged nothing; None: nothing holds them up.

    Args:
        refused: the moments of those scans since the last one that was believed, oldest first.
        policy: the pace.
    """
    if not refused:
        return None
    hours = policy.refused_hours * 2 ** min(len(refused) - 1, MOST_DOUBLINGS)
    return refused[-1] + timedelta(hours=min(hours, policy.refused_longest_hours))


def in_doubt(one: Watched) -> bool:
    """Is there something that another visit may confirm or clear?  That an ended site does not answer is none."""
    unseen = one.reach in {Reach.DOWN, Reach.FLAKY, Reach.GONE} and one.state is not State.CEASED
    return bool(one.suspect) or unseen


def _at_rest(one: Watched, now: datetime, policy: RecheckPolicy) -> bool:
    """Has it ended, without any doubt, and so long ago that a quarterly visit will do?"""
    if one.state is not State.CEASED or one.suspect or one.ceased_since is None or one.last_visit is None:
        return False
    return now - one.ceased_since >= timedelta(days=policy.fresh_ceased_days)


def _quiet_visit(one: Watched, policy: RecheckPolicy) -> datetime:
    assert one.last_visit is not None  # see _at_rest
    return one.last_visit + timedelta(days=policy.ceased_days)


def _next_of_plan(since: datetime, last: datetime, policy: RecheckPolicy) -> datetime:
    """The first moment of the plan after the last visit: one hour, one day, three, seven, then every week."""
    steps = (timedelta(hours=policy.first_hours), *(timedelta(days=days) for days in policy.then_days))
    for step in steps:
        if since + step > last:
            return since + step
    pace = timedelta(days=policy.doubt_days)
    return since + steps[-1] + pace * ((last - since - steps[-1]) // pace + 1)
