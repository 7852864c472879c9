"""What a person decided beside what the machine holds: the decision is shown, the machine's own view is kept with it.

So the machine goes on from its own view when the decision ends, and a fact that speaks against the decision is seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.records import Activity, Machine, State
from pipelines.reasons import heaviest, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crawler.records import Decision, EditionVerdict, Reason, Verdict

CONTRARY = "contrary"
OURS = frozenset({"decided", CONTRARY})  # reasons that a decision adds
STATE_OF_ACTIVITY = {
    Activity.RECENT: State.ACTIVE,
    Activity.STALE: State.STATIC,
    Activity.DORMANT: State.STATIC,
    Activity.NO_DATES: State.UNKNOWN,
}


def edition_state(activity: Activity, state: State) -> State:
    """The state of an edition by its own updates; where the whole has ended, so has the edition."""
    if state is State.CEASED:
        return State.CEASED
    return STATE_OF_ACTIVITY.get(activity, state if state is not State.UNKNOWN else State.STATIC)


def under_decision(own: Verdict, previous: Verdict | None, decision: Decision) -> Verdict:
    """The verdict to publish while a decision for a state is in force.

    Args:
        own: what the machine holds on the day.
        previous: what was published before.
        decision: the decision; its state is not None.
    """
    assert decision.state is not None
    state = decision.state
    lasts = previous is not None and previous.state is state
    contrary = is_contrary(own, decision)
    return replace(
        own,
        state=state,
        subtype="decided",
        confidence=1.0,
        since=previous.since if previous is not None and lasts else own.day,
        rule="decision",
        editions=tuple(_edition(edition, state) for edition in own.editions),
        reasons=heaviest([*_reasons(own, decision, contrary=contrary), *own.reasons]),
        warnings=(*own.warnings, CONTRARY) if contrary else own.warnings,
        machine=Machine(own.state, own.subtype, own.confidence, own.since, own.rule),
    )


def machine_side(verdict: Verdict) -> Verdict:
    """What the machine held for itself when the verdict was published."""
    held = verdict.machine
    if held is None:
        return verdict
    return replace(
        verdict,
        state=held.state,
        subtype=held.subtype,
        confidence=held.confidence,
        since=held.since,
        rule=held.rule,
        editions=tuple(_edition(edition, held.state) for edition in verdict.editions),
        reasons=tuple(one for one in verdict.reasons if one.code not in OURS),
        warnings=tuple(code for code in verdict.warnings if code != CONTRARY),
        machine=None,
    )


def decided_today(held: Verdict, decision: Decision, day: date) -> Verdict:
    """The verdict of the very day of a decision: nothing new was seen, only the decision is."""
    own = replace(machine_side(held), day=day)
    return own if decision.state is None else under_decision(own, held, decision)


def is_contrary(own: Verdict, decision: Decision) -> bool:
    """Does the machine see something that neither the decision says nor the person knew when deciding?"""
    return own.state not in {State.UNKNOWN, decision.state, decision.machine}


def _edition(edition: EditionVerdict, state: State) -> EditionVerdict:
    return replace(edition, state=edition_state(edition.activity, state))


def _reasons(own: Verdict, decision: Decision, *, contrary: bool) -> Iterator[Reason]:
    yield reason("decided", by=decision.by, on=decision.decided_at.date(), why=decision.why)
    if contrary:
        yield reason(CONTRARY, machine=own.state.value)
