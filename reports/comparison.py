"""Two states of the register side by side: what a person must hear of, sorted by what it asks of them.

Pure: standings in, lines out.  A cluster stands in one of the first four sections at most (the first that fits);
editions, doubts and unseen sites are listed apart, since they may come with any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import EditionVerdict, Integrity, Reach, State, Verdict
from crawler.vocabulary import SECTORS
from pipelines.reasons import render
from reports.queries import Standing
from reports.words import EDITIONS, REACHES, STATES, SUBTYPES, SUSPECTS, WARNINGS, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# Whose content is not the organisation's own, and what is said about it.
FOREIGN: dict[Integrity, str] = {
    Integrity.HIJACKED: "Taken over",
    Integrity.CLONE: "Perhaps taken over",
    Integrity.HACKED: "Hacked",
    Integrity.PARKED: "Domain lapsed",
}
HARM = {"Taken over": 0, "Perhaps taken over": 0, "Hacked": 1, "Domain lapsed": 2, "Ceased": 3, "Dormant": 4}
UNSEEN = frozenset({Reach.BLOCKED, Reach.FLAKY, Reach.DOWN, Reach.GONE, Reach.NOT_VISITED})
MOVES = frozenset({"moved", "renamed_merged"})


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
    linkable: bool  # False: whoever follows the address meets somebody else's content
    what: str  # what happened, in words: "Dormant", "active → static → active"
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
    """A judged cluster now, what was held of it before, and the states in between."""

    standing: Standing
    now: Verdict
    before: Verdict | None
    path: tuple[str, ...]


def compare(before: Iterable[Standing], after: Iterable[Standing], paths: Mapping[str, tuple[str, ...]]) -> Comparison:
    """Sort what differs; `paths` are the states each cluster went through in between, where there was more than one."""
    earlier = {standing.cluster.id: standing.verdict for standing in before}
    pairs = [
        Pair(standing, standing.verdict, earlier.get(standing.cluster.id), paths.get(standing.cluster.id, ()))
        for standing in after
        if standing.verdict is not None
    ]
    sections: dict[Callable[[Pair], str], list[Line]] = {section: [] for section in SECTIONS}
    unchanged = 0
    for pair in pairs:
        section = next((section for section in SECTIONS if section(pair)), None)
        if section is not None:
            sections[section].append(line(pair.standing, section(pair), pair.before))
        else:
            unchanged += not edition_changes(pair)
    return Comparison(
        needs_you_first=tuple(sorted(sections[urgent], key=lambda found: (HARM[found.what], found.id))),
        revived=tuple(sections[revived]),
        moved=tuple(sections[moved]),
        transitions=tuple(sections[transition]),
        first_verdicts=tuple(sections[first_verdict]),
        editions=_lines(pairs, edition_changes),
        doubtful=_lines(pairs, doubt),
        unseen=_lines(pairs, unseen),
        unchanged=unchanged,
    )


def _lines(pairs: Sequence[Pair], section: Callable[[Pair], str]) -> tuple[Line, ...]:
    return tuple(line(pair.standing, what, pair.before) for pair in pairs if (what := section(pair)))


# ---------------------------------------------------------------- sections: what happened in words, "" = not here


def urgent(pair: Pair) -> str:
    """Taken over, ceased, dormant: what may not wait."""
    foreign = FOREIGN.get(pair.now.integrity, "")
    if foreign and (pair.before is None or pair.before.integrity not in FOREIGN):
        return foreign
    was = None if pair.before is None else pair.before.state
    if pair.now.state is State.CEASED and was is not State.CEASED:
        return "Ceased"
    return "Dormant" if pair.now.state is State.STATIC and was is State.ACTIVE else ""


def revived(pair: Pair) -> str:
    """Back to life."""
    was = None if pair.before is None else pair.before.state
    return "Revived" if pair.now.state is State.ACTIVE and was in {State.STATIC, State.CEASED} else ""


def moved(pair: Pair) -> str:
    """At a new address or under a new name."""
    was = "" if pair.before is None else pair.before.subtype
    if pair.now.subtype not in MOVES or pair.now.subtype == was:
        return ""
    return word(SUBTYPES, pair.now.subtype).capitalize()


def transition(pair: Pair) -> str:
    """Any other change of state, also one that was taken back in between."""
    if pair.before is None or (pair.before.state is pair.now.state and not pair.path):
        return ""
    return " → ".join(pair.path or (pair.before.state, pair.now.state))


def first_verdict(pair: Pair) -> str:
    """Judged for the first time."""
    return "First verdict" if pair.before is None else ""


SECTIONS = (urgent, revived, moved, transition, first_verdict)


def edition_changes(pair: Pair) -> str:
    """Editions that came, went, woke up or fell silent, as far as the site as a whole is seen and lives."""
    if (
        pair.before is None
        or pair.now.state is State.CEASED
        or pair.now.reach in UNSEEN
        or pair.now.integrity in FOREIGN
    ):
        return ""
    was = {edition.language: edition for edition in pair.before.editions}
    now = {edition.language: edition for edition in pair.now.editions}
    whole = pair.before.state, pair.now.state
    found = (_edition_change(was.get(language), now.get(language), whole) for language in sorted({*was, *now}))
    return "; ".join(filter(None, found))


def _edition_change(was: EditionVerdict | None, now: EditionVerdict | None, whole: tuple[State, State]) -> str:
    """What became of one edition; one that only goes with the whole site needs no line of its own."""
    match was, now:
        case None, EditionVerdict(language=language, state=new):
            return f"New {word(EDITIONS, language)} edition ({word(STATES, new)})"
        case EditionVerdict(language=language), None:
            return f"{word(EDITIONS, language)} edition lost"
        case EditionVerdict(language=language, state=old), EditionVerdict(state=new) if old is not new:
            alone = f"{word(EDITIONS, language)} edition: {word(STATES, old)} → {word(STATES, new)}"
            return "" if (old, new) == whole else alone
        case _:
            return ""


def doubt(pair: Pair) -> str:
    """What is not confirmed, or ends soon; not what is urgent already, nor a site that only failed to answer."""
    if urgent(pair):
        return ""
    if pair.now.suspect and pair.now.suspect != "gone":
        return word(SUSPECTS, pair.now.suspect).capitalize()
    return next((word(WARNINGS, code) for code in ("expected_end", "notice_doubted") if code in pair.now.warnings), "")


def unseen(pair: Pair) -> str:
    """Not seen at the last visit, and since when."""
    if pair.now.reach not in UNSEEN:
        return ""
    since = f" since {pair.now.unreachable_since}" if pair.now.unreachable_since else ""
    return f"{word(REACHES, pair.now.reach).capitalize()}{since}"


# ---------------------------------------------------------------- lines


def line(standing: Standing, what: str, before: Verdict | None) -> Line:
    """A cluster as a report shows it."""
    cluster, verdict = standing.cluster, standing.verdict
    if verdict is None:
        raise ValueError(f"{cluster.id} was never judged: it has no line")
    return Line(
        id=cluster.id,
        name_en=cluster.name_en,
        name_ja=cluster.name_ja,
        prefecture=cluster.prefecture,
        sectors=tuple(word(SECTORS, code) for code in cluster.sector),
        website=cluster.website,
        linkable="do_not_link" not in verdict.warnings and verdict.integrity not in FOREIGN,
        what=what,
        before="" if before is None else before.state,
        state=verdict.state,
        subtype=word(SUBTYPES, verdict.subtype),
        confidence=verdict.confidence,
        since=verdict.since,
        last_update=verdict.last_update,
        warnings=tuple(word(WARNINGS, code) for code in verdict.warnings),
        grounds=tuple(ground(verdict)),
    )


def ground(verdict: Verdict) -> Iterable[Ground]:
    """The reasons of a verdict in English."""
    for reason in verdict.reasons:
        sentence = render(reason, "en")
        yield Ground(sentence, "" if reason.quote in sentence else reason.quote, reason.url)
