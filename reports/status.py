"""The state of every cluster in short: what `status` prints and other programs read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import State

if TYPE_CHECKING:
    from reports.queries import Standing


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """One language edition in short."""

    state: State
    last_update: date | None


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """One cluster in short; the names of the fields are a promise to programs that read them as JSON."""

    id: str
    state: State
    subtype: str
    confidence: float
    since: date | None
    last_update: date | None
    editions: dict[str, EditionStatus]  # by language
    name: str
    name_ja: str
    suspect: str
    warnings: tuple[str, ...]
    unreachable_since: date | None
    judged_on: date | None  # None: never judged
    rule: str  # row of the rule table that decided


def status_of(standing: Standing) -> ClusterStatus:
    """A cluster in short; one that was never judged is unknown."""
    cluster, verdict = standing.cluster, standing.verdict
    return ClusterStatus(
        id=cluster.id,
        state=verdict.state if verdict else State.UNKNOWN,
        subtype=verdict.subtype if verdict else "",
        confidence=verdict.confidence if verdict else 0.0,
        since=verdict.since if verdict else None,
        last_update=verdict.last_update if verdict else None,
        editions={edition.language: EditionStatus(edition.state, edition.last_update) for edition in verdict.editions}
        if verdict
        else {},
        name=cluster.name_en or cluster.name_ja,
        name_ja=cluster.name_ja,
        suspect=verdict.suspect if verdict else "",
        warnings=verdict.warnings if verdict else (),
        unreachable_since=verdict.unreachable_since if verdict else None,
        judged_on=verdict.day if verdict else None,
        rule=verdict.rule if verdict else "",
    )
