"""The review list: what a person should look at, ordered by the harm of being wrong times how unsure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import State
from pipelines.reasons import render
from reports.words import SUSPECTS, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.records import Verdict
    from reports.queries import Standing
    from reports.words import Words

# Most harmful first (decision-model.md, "Humans"): to link to an intruder, to contradict who knows better, to call dead
# what lives, to call alive what is dead; last what the next visits will tell by themselves.
ORDER = (
    "hijacked", "clone", "hacked", "contrary", "parked", "declared", "zombie", "moved", "identity", "emptied",
    "revived", "gone", "static",
)  # fmt: skip
WHAT: dict[str, Words] = {
    **SUSPECTS,
    "contrary": ("the machine now sees otherwise than was decided", "機械の判定が人の判断と異なる"),
    "moved": ("moved, renamed or merged", "移転・改称・統合"),
}
MOVED = frozenset({"moved", "renamed_merged"})  # subtypes: who wrote to the old address should know


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One cluster that asks for a person, with what is published and what is in doubt."""

    id: str
    name: str
    state: State
    code: str  # of ORDER
    what: str  # the doubt in words
    machine: State | None  # what the machine holds, where a decision is in force
    since: date | None  # of the doubt
    confidence: float
    reason: str
    quote: str
    url: str


def items(standings: Iterable[Standing]) -> tuple[ReviewItem, ...]:
    """What asks for a person; each cluster at most once, with its gravest doubt."""
    found = [item for standing in standings if standing.verdict for item in _item(standing, standing.verdict)]
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.code), one.confidence, one.id)))


def _item(standing: Standing, verdict: Verdict) -> Iterator[ReviewItem]:
    code = min(_codes(verdict), key=ORDER.index, default="")
    if not code:
        return
    first = next(iter(verdict.reasons), None)
    yield ReviewItem(
        id=standing.cluster.id,
        name=standing.cluster.name_en or standing.cluster.name_ja,
        state=verdict.state,
        code=code,
        what=word(WHAT, code),
        machine=verdict.machine.state if verdict.machine else None,
        since=verdict.suspect_since if code == verdict.suspect else verdict.day,
        confidence=verdict.machine.confidence if verdict.machine else verdict.confidence,
        reason=render(first, "en") if first else "",
        quote=first.quote if first else "",
        url=first.url if first else "",
    )


def _codes(verdict: Verdict) -> Iterator[str]:
    """The doubts of a verdict; who decided knew of the ordinary ones, but not of an intruder to come."""
    if "do_not_link" in verdict.warnings and verdict.suspect in ORDER:
        yield verdict.suspect
    if "contrary" in verdict.warnings:
        yield "contrary"
    if verdict.machine is None and verdict.suspect in ORDER:
        yield verdict.suspect
    if verdict.subtype in MOVED:
        yield "moved"
