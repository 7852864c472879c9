"""Two states of the register side by side: what a person must hear of, sorted by what it asks of them.

Pure: standings in, lines out.  What has changed is told by `pipelines.change`, the same rules that alerts follow.  A
cluster stands in one of the first sections at most (the first that fits); editions, doubts and unseen sites are
listed apart, since they may come with any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import Change, Reach, State, Verdict
from crawler.vocabulary import SECTORS
from pipelines.change import KINDS, verdict_changes
from pipelines.reasons import render
from reports.queries import Standing
from reports.words import EDITIONS, REACHES, STATES, SUBTYPES, SUSPECTS, WARNINGS, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The sections of which a cluster gets one at most: the first that has one of its changes.
FIRST = ("taken_over", "ceased", "dormant")
REVIVED = ("revived", "awake")
MOVED = ("moved", "renamed_merged")
OTHER = ("state",)
NEW = ("first_verdict",)
SECTIONS = (FIRST, REVIVED, MOVED, OTHER, NEW)
EDITION_CHANGES = frozenset({"edition_gained", "edition_lost", "edition_dormant", "edition_awake"})
UNSEEN = frozenset({Reach.BLOCKED, Reach.FLAKY, Reach.DOWN, Reach.GONE, Reach.NOT_VISITED})
TOLD_WARNINGS = ("expected_end", "notice_doubted")


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason as a person reads it; `quote` is "" where the sentence has the words already."""

    sentence: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One cluster in a section of a report."""

    id: str
    name_en: str
    name_ja: str
    prefecture: str
    sectors: tuple[str, ...]  # in words
    website: str
    linkable: bool  # False: whoever follows the address may meet somebody else's content
    kind: str  # of pipelines.change.KINDS, or "doubtful" or "unseen"
    what: str  # what happened, in words: "Has fallen silent", "Active → static → active"
    before: str  # state, "" where it is judged for the first time
    state: str
    subtype: str  # in words
    confidence: float
    since: date | None
    last_update: date | None
    warnings: tuple[str, ...]  # in words
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sections of a change report that come from verdicts."""

    needs_you_first: tuple[Line, ...]
    transitions: tuple[Line, ...]
    revived: tuple[Line, ...]
    moved: tuple[Line, ...]
    editions: tuple[Line, ...]
    doubtful: tuple[Line, ...]
    unseen: tuple[Line, ...]
    first_verdicts: tuple[Line, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A judged cluster now, what was held of it before, and what has changed."""

    standing: Standing
    now: Verdict
    before: Verdict | None
    changes: tuple[Change, ...]
    path: tuple[str, ...]  # states in between, where there was more than one

    @property
    def main(self) -> str:
        """The kind of change that says in which section the cluster stands; "" = in none."""
        kinds = {change.kind for change in self.changes}
        found = next((kind for section in SECTIONS for kind in section if kind in kinds), "")
        return found or ("state" if self.path else "")


def compare(before: Iterable[Standing], after: Iterable[Standing], paths: Mapping[str, tuple[str, ...]]) -> Comparison:
    """Sort what differs; `paths` are the states each cluster went through in between, where there was more than one."""
    earlier = {standing.cluster.id: standing.verdict for standing in before}
    pairs = [
        Pair(standing, now, was, verdict_changes(was, now), paths.get(standing.cluster.id, ()))
        for standing in after
        if (now := standing.verdict) is not None
        for was in (earlier.get(standing.cluster.id),)
    ]
    lines = {section: [_main_line(pair) for pair in pairs if pair.main in section] for section in SECTIONS}
    return Comparison(
        needs_you_first=tuple(sorted(lines[FIRST], key=lambda line: (FIRST.index(line.kind), line.id))),
        revived=tuple(lines[REVIVED]),
        moved=tuple(lines[MOVED]),
        transitions=tuple(lines[OTHER]),
        first_verdicts=tuple(lines[NEW]),
        editions=tuple(_line(pair, kind, what) for pair in pairs for kind, what in _edition_changes(pair)),
        doubtful=tuple(_line(pair, "doubtful", what) for pair in pairs if (what := _doubt(pair))),
        unseen=tuple(_line(pair, "unseen", what) for pair in pairs if (what := _unseen(pair))),
        unchanged=sum(not pair.main and not any(_edition_changes(pair)) for pair in pairs),
    )


def _main_line(pair: Pair) -> Line:
    """The line of the section a cluster stands in; states in between are told."""
    is_state = pair.main in OTHER
    path = pair.path or (pair.before.state if pair.before else "", pair.now.state)
    what = " → ".join(word(STATES, state) for state in path) if is_state else word(KINDS, pair.main)
    return _line(pair, pair.main, what)


def _edition_changes(pair: Pair) -> Iterator[tuple[str, str]]:
    for change in pair.changes:
        if change.kind in EDITION_CHANGES:
            yield change.kind, f"{word(KINDS, change.kind)}: {word(EDITIONS, change.detail)}"


def _doubt(pair: Pair) -> str:
    """What is not confirmed, or ends soon; not what is urgent already, nor a site that only failed to answer."""
    if pair.main in FIRST:
        return ""
    if pair.now.suspect and pair.now.suspect != "gone":
        return word(SUSPECTS, pair.now.suspect)
    return next((word(WARNINGS, code) for code in TOLD_WARNINGS if code in pair.now.warnings), "")


def _unseen(pair: Pair) -> str:
    """Not seen at the last visit, and since when; of a cluster that has ended nobody expects an answer."""
    if pair.now.reach not in UNSEEN or pair.now.state is State.CEASED:
        return ""
    since = f" since {pair.now.unreachable_since}" if pair.now.unreachable_since else ""
    return f"{word(REACHES, pair.now.reach)}{since}"


def _line(pair: Pair, kind: str, what: str) -> Line:
    cluster, verdict = pair.standing.cluster, pair.now
    return Line(
        id=cluster.id,
        name_en=cluster.name_en,
        name_ja=cluster.name_ja,
        prefecture=cluster.prefecture,
        sectors=tuple(word(SECTORS, code) for code in cluster.sector),
        website=cluster.website,
        linkable="do_not_link" not in verdict.warnings,
        kind=kind,
        what=what[:1].upper() + what[1:],
        before="" if pair.before is None else pair.before.state,
        state=verdict.state,
        subtype=word(SUBTYPES, verdict.subtype),
        confidence=verdict.confidence,
        since=verdict.since,
        last_update=verdict.last_update,
        warnings=tuple(word(WARNINGS, code) for code in verdict.warnings),
        grounds=tuple(_grounds(verdict)),
    )


def _grounds(verdict: Verdict) -> Iterator[Ground]:
    """The reasons of a verdict in English."""
    for reason in verdict.reasons:
        sentence = render(reason, "en")
        yield Ground(sentence, "" if reason.quote in sentence else reason.quote, reason.url)
