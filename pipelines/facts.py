"""What the rule table asks about: yes/no facts and a few days, worked out once from evidence, history and policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crawler.records import (
    Activity,
    ClosureFinding,
    Declared,
    Integrity,
    Outcome,
    Reach,
    Redirect,
    SiteEvidence,
    State,
    Verdict,
)
from pipelines.lifecycle import Lifecycle
from pipelines.persistence import Run, good_run, integrity_run
from pipelines.rhythm import Rhythm, activity, probability_of_update, updates

if TYPE_CHECKING:
    from pipelines.policy import Policy

HEADING = "heading"  # a notice's heading announces an end whose day the text below tells: its own date is of posting
ENDS = frozenset({Declared.ORG_ENDED, Declared.PROJECT_ENDED, Declared.SITE_CLOSED})
NEW_ADDRESS_IS_DEAD = frozenset({Outcome.DNS, Outcome.GONE, Outcome.NOT_FOUND, Outcome.REFUSED})


@dataclass(frozen=True, slots=True)
class Notice:
    """A closure finding in force, with the page and the day it was first seen."""

    finding: ClosureFinding
    url: str
    first_seen: date


@dataclass(frozen=True, slots=True)
class Facts:
    """See the module's docstring; names are those of the rule table."""

    day: date
    previous: Verdict | None
    reach: Reach
    integrity: Integrity
    activity: Activity
    silence_days: int | None
    rhythm: Rhythm
    probability: float | None  # of an update within 365 days
    lifecycle: Lifecycle
    ended: Notice | None  # a declared end in force
    ended_on: date | None  # the day of that end, or the day we first read of it
    ending: Notice | None  # a declared end that lies ahead
    doubted_end: Notice | None  # a notice too weak, or contradicted by newer content
    moved: Notice | None
    renamed: Notice | None
    redirect: Redirect
    redirect_host: str
    new_address_dead: bool
    foreign: Run  # sightings in a row of someone else's content
    parked: Run
    default: Run
    foreign_sure: bool
    good: Run
    ever_seen: bool
    unchanged_days: int | None  # since the last change of text, or since we first looked

    @property
    def previous_state(self) -> State | None:
        """The last published state, None before the first verdict or while unknown."""
        if self.previous is None or self.previous.state is State.UNKNOWN:
            return None
        return self.previous.state

    @property
    def lives_elsewhere(self) -> bool:
        """Does the address lead to the organisation's own site at another domain?"""
        return self.redirect in {Redirect.MOVED, Redirect.SUCCESSOR}

    @property
    def first_sight(self) -> bool:
        """No state was ever published."""
        return self.previous_state is None

    def seen_twice(self, run: Run, days: int) -> bool:
        """Was it seen on two visits so many days apart?"""
        return len(run.days) > 1 and run.span_days >= days


def facts_of(
    evidence: SiteEvidence,
    previous: Verdict | None,
    lifecycle: Lifecycle,
    policy: Policy,
) -> Facts:
    """The facts of one cluster on the day of the evidence."""
    days = sorted({day for edition in evidence.editions for day in edition.updates})
    rhythm = updates(days, policy.rhythm)
    last = evidence.last_update
    silence = (evidence.day - last).days if last else None
    future = min((e.future_event for e in evidence.editions if e.future_event), default=None)
    notices = [Notice(*row) for row in evidence.closures]
    ends = [n for n in notices if n.finding.kind in ENDS]
    strong = [n for n in ends if n.finding.confidence >= policy.declared_confidence]
    ahead = [n for n in strong if not _is_over(n, evidence.day)]
    told = [n for n in ends if not (ahead and n.finding.rule == HEADING)]
    now_ended = [n for n in told if n in strong and _is_over(n, evidence.day) and not contradicted(n, evidence, policy)]
    doubted = [n for n in told if n not in now_ended and n.finding.confidence >= policy.declared_doubt_confidence]
    return Facts(
        day=evidence.day,
        previous=previous,
        reach=evidence.reach,
        integrity=evidence.integrity,
        activity=activity(silence if silence is not None else 0, rhythm, future, evidence.day, policy.rhythm)
        if last
        else Activity.NO_DATES,
        silence_days=silence,
        rhythm=rhythm,
        probability=probability_of_update(max(silence, 0), rhythm.median_gap_days, rhythm.count, policy.rhythm)
        if silence is not None and rhythm.count
        else None,
        lifecycle=lifecycle,
        ended=_first(now_ended),
        ended_on=_ended_on(now_ended),
        ending=_first(ahead),
        doubted_end=_first([n for n in doubted if _is_over(n, evidence.day)]),
        moved=_first(_of_kind(notices, Declared.MOVED, policy)),
        renamed=_first(_of_kind(notices, Declared.RENAMED_MERGED, policy)),
        redirect=evidence.redirect,
        redirect_host=evidence.redirect_host,
        new_address_dead=evidence.new_address_outcome in NEW_ADDRESS_IS_DEAD,
        foreign=integrity_run(evidence.homes, frozenset({Integrity.HIJACKED})),
        parked=integrity_run(evidence.homes, frozenset({Integrity.PARKED})),
        default=integrity_run(evidence.homes, frozenset({Integrity.DEFAULT, Integrity.EMPTY})),
        foreign_sure=evidence.integrity_confidence >= policy.foreign_confidence,
        good=good_run(evidence.homes),
        ever_seen=evidence.watched_since is not None,
        unchanged_days=_unchanged_days(evidence),
    )


def contradicted(notice: Notice, evidence: SiteEvidence, policy: Policy) -> bool:
    """Has the organisation published dated news long after the end it declares?"""
    ended = notice.finding.end_date or notice.first_seen
    limit = min(ended, notice.first_seen) + timedelta(days=policy.contradiction_days)
    return newest_news(evidence) > limit


def newest_news(evidence: SiteEvidence) -> date:
    """Day of the newest dated news that is not ahead; the beginning of time without any."""
    days = [item.date for edition in evidence.editions for item in edition.news if item.date]
    return max((day for day in days if day <= evidence.day), default=date.min)


def _of_kind(notices: list[Notice], kind: Declared, policy: Policy) -> list[Notice]:
    return [n for n in notices if n.finding.kind is kind and n.finding.confidence >= policy.declared_confidence]


def _is_over(notice: Notice, day: date) -> bool:
    return notice.finding.end_date is None or notice.finding.end_date <= day


def _first(notices: list[Notice]) -> Notice | None:
    return notices[0] if notices else None


def _ended_on(notices: list[Notice]) -> date | None:
    """The day of the gravest end that a sentence dates, else a heading's, else the day we first read of it."""
    ranks = {kind: rank for rank, kind in enumerate(Declared)}
    dated = [n for n in notices if n.finding.end_date is not None]
    best = min(dated, key=lambda n: (n.finding.rule == HEADING, ranks[n.finding.kind]), default=None)
    if best is not None:
        return best.finding.end_date
    return min((n.first_seen for n in notices), default=None)


def _unchanged_days(evidence: SiteEvidence) -> int | None:
    if evidence.watched_since is None:
        return None
    last = max((change.until for change in evidence.changes), default=evidence.watched_since)
    return (evidence.day - last).days
