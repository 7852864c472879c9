"""Evidence, history and policy in; one verdict with its reasons out.  Same input, same bytes.

The rules stand in one table (`pipelines.rules`), what it asks about is worked out once (`pipelines.facts`), and what
a person reads comes last (`pipelines.grounds`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import (
    Activity,
    Decision,
    EditionEvidence,
    EditionVerdict,
    Integrity,
    Reach,
    Redirect,
    SiteEvidence,
    State,
    Verdict,
)
from pipelines.decided import edition_state, machine_side, under_decision
from pipelines.facts import Facts, facts_of
from pipelines.grounds import confidence, grounds
from pipelines.persistence import unseen_since
from pipelines.rhythm import activity, updates
from pipelines.rules import RULE_VERSION, RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pipelines.lifecycle import Lifecycle
    from pipelines.policy import Policy

UNBROKEN_GAP_DAYS = 365  # a longer gap between updates begins a new life
DOUBTED = {
    Integrity.HIJACKED: "hijacked",
    Integrity.PARKED: "parked",
    Integrity.DEFAULT: "emptied",
    Integrity.EMPTY: "emptied",
    Integrity.CLONE: "clone",
    Integrity.HACKED: "hacked",
}
# Who has ended loses its domain some day, which is no news; that a stranger speaks in its name is.
STRANGERS = frozenset({Integrity.HIJACKED, Integrity.CLONE, Integrity.HACKED})
CONFIRMED = frozenset({"hijacked", "parked"})  # rules that say already who holds the address
DO_NOT_LINK = frozenset({Integrity.HIJACKED, Integrity.PARKED, Integrity.CLONE, Integrity.HACKED})


def judge(
    evidence: SiteEvidence,
    previous: Verdict | None,
    decisions: Sequence[Decision],
    lifecycle: Lifecycle,
    policy: Policy,
) -> Verdict:
    """The verdict on the day of the evidence, given the one published before."""
    own = _own(evidence, machine_side(previous) if previous else None, lifecycle, policy)
    decision = in_force(decisions, evidence.day)
    return own if decision is None else under_decision(own, previous, decision)


def _own(evidence: SiteEvidence, previous: Verdict | None, lifecycle: Lifecycle, policy: Policy) -> Verdict:
    """What the machine holds for itself, whatever people decided."""
    facts = facts_of(evidence, previous, lifecycle, policy)
    rule = next(rule for rule in RULES if rule.holds(facts, policy))
    state = _state(rule, facts)
    suspect = _suspect(rule, state, facts)
    return Verdict(
        cluster_id=evidence.cluster.id,
        day=evidence.day,
        state=state,
        subtype=_subtype(rule, facts),
        confidence=confidence(rule, state, facts),
        since=_since(rule, state, facts, evidence),
        last_update=_last_update(rule, facts, evidence),
        reach=evidence.reach,
        integrity=evidence.integrity,
        activity=facts.activity,
        rule=rule.code,
        rule_version=RULE_VERSION,
        editions=_editions(rule, state, evidence, facts, policy),
        reasons=grounds(rule, facts, evidence),
        warnings=tuple(_warnings(rule, state, facts, policy)),
        suspect=suspect,
        suspect_since=_suspect_since(suspect, facts),
        unreachable_since=unseen_since(evidence.homes),
    )


def in_force(decisions: Sequence[Decision], day: date) -> Decision | None:
    """The latest decision, unless it clears or its time is over."""
    last = max(decisions, key=lambda d: d.decided_at, default=None)
    if last is None or last.state is None or (last.until is not None and last.until < day):
        return None
    return last


def _state(rule: Rule, facts: Facts) -> State:
    return rule.state or facts.previous_state or State.UNKNOWN


def _subtype(rule: Rule, facts: Facts) -> str:
    """The rule's own subtype; an unconfirmed doubt shows with a question mark."""
    if rule.code == "not_yet_revived" and facts.previous is not None:
        return facts.previous.subtype
    if rule.code == "taken_over_doubt":
        return f"{DOUBTED[facts.integrity]}?"
    if rule.code in {"recent", "silent", "moved_alive"} and (facts.renamed or facts.redirect is Redirect.SUCCESSOR):
        return "renamed_merged"
    if rule.code == "silent" and facts.lives_elsewhere:
        return "moved"
    return rule.subtype


def _last_update(rule: Rule, facts: Facts, evidence: SiteEvidence) -> date | None:
    """As the evidence has it; what a site shows under a stranger's link is not believed to be new."""
    if rule.code != "clone_doubt":
        return evidence.last_update
    return facts.previous.last_update if facts.previous is not None else None


def _since(rule: Rule, state: State, facts: Facts, evidence: SiteEvidence) -> date | None:
    """The first day of the state: kept while it lasts, else told by the evidence, else the day we saw it."""
    previous = facts.previous
    if previous is not None and previous.state is state and previous.since is not None:
        return previous.since
    told: date | None = None
    if state is State.CEASED and facts.ended is not None:
        told = facts.ended_on
    elif rule.code == "gone":
        told = unseen_since(evidence.homes)
    elif state is State.ACTIVE and facts.first_sight:
        told = _unbroken_since(evidence)
    elif state in {State.ACTIVE, State.STATIC}:
        told = evidence.last_update or evidence.watched_since
    return told or (evidence.day if state is not State.UNKNOWN else None)


def _unbroken_since(evidence: SiteEvidence) -> date | None:
    """The first update known of the run that leads to now without a year's gap."""
    days = sorted({day for edition in evidence.editions for day in edition.updates}, reverse=True)
    first = evidence.last_update
    for day in days:
        if first is not None and (first - day).days > UNBROKEN_GAP_DAYS:
            break
        first = min(first or day, day)
    return first


def _editions(
    rule: Rule, state: State, evidence: SiteEvidence, facts: Facts, policy: Policy
) -> tuple[EditionVerdict, ...]:
    """The editions by their own updates; as they were held before where a stranger's link stands on top of them."""
    if rule.code == "clone_doubt":
        return facts.previous.editions if facts.previous is not None else ()
    return tuple(_edition(edition, state, evidence.day, policy) for edition in evidence.editions)


def _edition(edition: EditionEvidence, state: State, day: date, policy: Policy) -> EditionVerdict:
    """An edition is judged by its own updates; where the whole has ended or is unseen, so is the edition."""
    rhythm = updates(edition.updates, policy.rhythm)
    last = edition.last_update
    seen = (
        activity((day - last).days, rhythm, edition.future_event, day, policy.rhythm)
        if last is not None and rhythm.last is not None
        else Activity.NO_DATES
    )
    return EditionVerdict(edition.language, edition_state(seen, state), seen, last)


# ---------------------------------------------------------------- doubts


def _suspect(rule: Rule, state: State, facts: Facts) -> str:
    """What is not confirmed yet and deserves another visit or a person's look; "" without: the first that holds."""
    up = facts.reach is Reach.UP
    if state is State.CEASED:
        if up and rule.code not in CONFIRMED and facts.integrity in STRANGERS:
            return DOUBTED[facts.integrity]
        back = rule.code == "not_yet_revived" and up and facts.integrity is Integrity.OWN
        return "revived" if back else ""
    doubts = (
        (facts.integrity in DOUBTED, DOUBTED.get(facts.integrity, "")),
        (facts.reach in {Reach.DOWN, Reach.FLAKY, Reach.GONE}, "gone"),
        (facts.doubted_end is not None, "declared"),
        (rule.code == "silence_unconfirmed", "static"),
        (rule.code == "zombie", "zombie"),
        (facts.integrity is Integrity.UNSURE and up, "identity"),
    )
    return next((name for holds, name in doubts if holds), "")


def _suspect_since(suspect: str, facts: Facts) -> date | None:
    if not suspect:
        return None
    previous = facts.previous
    if previous is not None and previous.suspect == suspect and previous.suspect_since is not None:
        return previous.suspect_since
    return facts.day


def _warnings(rule: Rule, state: State, facts: Facts, policy: Policy) -> Iterator[str]:
    if facts.integrity in DO_NOT_LINK and facts.reach is Reach.UP:
        yield "do_not_link"
    if rule.code == "parked" and facts.parked.span_days < policy.parked_may_recover_days:
        yield "may_recover"
    if state is not State.CEASED and (facts.lifecycle.ends_on is not None or facts.ending is not None):
        yield "expected_end"
    if facts.doubted_end is not None:
        yield "notice_doubted"
    if facts.reach in {Reach.DOWN, Reach.FLAKY, Reach.BLOCKED}:
        yield "unreachable"
