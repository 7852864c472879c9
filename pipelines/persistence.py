"""How often and how long a trouble must be seen before it is believed: pure counting over past visits.

A wrong "ceased" told to the public costs most, so every end that is only *observed* (not declared) has to be seen
on several days over weeks; one success in between starts the count anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import HomeVisit, Integrity, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

# Outcomes that say nothing about the site's life: never a strike, never a success (decision-model.md, "Persistence").
NEVER_A_STRIKE = frozenset({
    Outcome.BLOCKED, Outcome.ROBOTS, Outcome.MAINTENANCE, Outcome.BUDGET, Outcome.PROXY, Outcome.PRIVATE_ADDRESS,
    Outcome.TOO_LARGE, Outcome.NOT_HTML,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patience:
    """An end is believed after so many failed visits on so many days over so many days, without a success between."""

    name: str
    outcomes: frozenset[Outcome]
    visits: int
    span_days: int


NAME_GONE = frozenset({Outcome.DNS, Outcome.GONE})
NO_ANSWER = frozenset(
    {Outcome.REFUSED, Outcome.TIMEOUT, Outcome.TLS, Outcome.NOT_FOUND, Outcome.SOFT_404, Outcome.REDIRECT_LOOP}
)
SERVER_TROUBLE = frozenset({Outcome.SERVER_ERROR, Outcome.DNS_FAILURE, Outcome.ERROR, Outcome.MOVED})
# A graver failure also counts for the milder rows: a site that times out and then loses its name has one long trouble.
# Source: decision-model.md; 45 days cover the suspension and recovery of a .jp name.
GONE_AFTER: tuple[Patience, ...] = (
    Patience("name_gone", NAME_GONE, visits=4, span_days=45),
    Patience("no_answer", NAME_GONE | NO_ANSWER, visits=6, span_days=60),
    Patience("server_trouble", NAME_GONE | NO_ANSWER | SERVER_TROUBLE, visits=6, span_days=90),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive visits of one kind at the end of the history."""

    days: tuple[date, ...] = ()  # distinct days, oldest first

    @property
    def since(self) -> date | None:
        """First day of the run."""
        return self.days[0] if self.days else None

    @property
    def span_days(self) -> int:
        """Days from the first to the last visit of the run."""
        return (self.days[-1] - self.days[0]).days if self.days else 0


def answered(visit: HomeVisit) -> bool:
    """Did the site show anything in this visit?"""
    return visit.pages_ok > 0 or visit.outcome in {Outcome.OK, Outcome.NOT_MODIFIED}


def failed_run(homes: Sequence[HomeVisit]) -> tuple[HomeVisit, ...]:
    """The visits since the last success that count as strikes, oldest first."""
    found: list[HomeVisit] = []
    for visit in reversed(homes):
        if answered(visit):
            break
        if visit.outcome not in NEVER_A_STRIKE:
            found.append(visit)
    return tuple(reversed(found))


def unseen_since(homes: Sequence[HomeVisit]) -> date | None:
    """First day of the unbroken time in which nothing could be seen, for whatever reason; None while it answers."""
    first: date | None = None
    for visit in reversed(homes):
        if answered(visit):
            break
        first = visit.day
    return first


def gone(homes: Sequence[HomeVisit], table: Sequence[Patience] = GONE_AFTER) -> Patience | None:
    """The row of the table by which the site is gone for good, or None."""
    strikes = failed_run(homes)
    for patience in table:
        run = _run([visit for visit in strikes if visit.outcome in patience.outcomes])
        if len(run.days) >= patience.visits and run.span_days >= patience.span_days:
            return patience
    return None


def integrity_run(homes: Sequence[HomeVisit], states: frozenset[Integrity]) -> Run:
    """The latest visits in a row that showed one of these; visits that showed nothing are passed over."""
    found: list[HomeVisit] = []
    for visit in reversed(homes):
        if visit.integrity is None:
            continue
        if visit.integrity not in states:
            break
        found.append(visit)
    return _run(list(reversed(found)))


def good_run(homes: Sequence[HomeVisit]) -> Run:
    """The latest visits in a row that showed the organisation's own pages."""
    return integrity_run([visit for visit in homes if answered(visit)], frozenset({Integrity.OWN}))


def _run(visits: Sequence[HomeVisit]) -> Run:
    return Run(tuple(sorted({visit.day for visit in visits})))
