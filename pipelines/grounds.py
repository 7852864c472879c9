"""The reasons of a verdict and how sure it is: what a person reads to believe it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Activity, Declared, EditionEvidence, Outcome, Reach, Reason, Redirect, SiteEvidence, State
from pipelines.facts import Facts, Notice, newest_news
from pipelines.reasons import heaviest, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.rules import Rule

FEW_PAGES = 2
RULES_OF_SILENCE = frozenset({
    "moved_alive", "recent", "silence_unconfirmed", "zombie", "silent", "grey_kept", "kept_up", "grey_silent",
    "unchanged_year", "undated", "no_dates", "clone_doubt",
})  # fmt: skip


def grounds(rule: Rule, facts: Facts, evidence: SiteEvidence) -> tuple[Reason, ...]:
    """At most five reasons, heaviest first: what the rule saw, then what else speaks."""
    return heaviest([*_of_rule(rule, facts, evidence), *_notices(facts, evidence), *_others(rule, facts, evidence)])


def _of_rule(rule: Rule, facts: Facts, evidence: SiteEvidence) -> Iterator[Reason]:
    if rule.code in {"hijacked", "parked", "emptied", "taken_over_doubt", "clone_doubt", "not_yet_revived"}:
        yield from evidence.integrity_reasons
    if rule.code == "moved_away" and facts.moved is not None:
        yield _notice(facts.moved)
        yield reason("successor_unseen", facts.moved.url, host=facts.moved.finding.successor or "?")
    if rule.code == "no_website":
        yield reason("no_website")
    if evidence.reach not in {Reach.UP, Reach.NO_WEBSITE}:
        yield from _unseen(facts, evidence)


def _notices(facts: Facts, evidence: SiteEvidence) -> Iterator[Reason]:
    for notice in (facts.ended, facts.doubted_end, facts.moved, facts.renamed):
        if notice is not None:
            yield _notice(notice)
    if facts.doubted_end is not None and facts.doubted_end.first_seen < newest_news(evidence):
        yield reason("notice_contradicted", facts.doubted_end.url, date=newest_news(evidence))
    if facts.ending is not None:
        yield reason("end_announced", facts.ending.url, facts.ending.finding.quote, date=facts.ending.finding.end_date)


def _notice(notice: Notice) -> Reason:
    return reason(Declared(notice.finding.kind).value, notice.url, notice.finding.quote)


def _others(rule: Rule, facts: Facts, evidence: SiteEvidence) -> Iterator[Reason]:
    if facts.redirect is Redirect.UNRELATED:
        yield reason("led_away", host=facts.redirect_host)
    elif facts.redirect_host:
        yield reason("redirected", host=facts.redirect_host)
    if rule.code != "clone_doubt":
        yield from _silence(facts, evidence)
    life = facts.lifecycle
    if life.ended_on and life.is_project and rule.state is not State.ACTIVE:
        yield reason("programme_ended", date=life.ended_on)
    if life.ends_on:
        yield reason("expected_end", date=life.ends_on)
    if life.stale_plan:
        yield reason("stale_plan", life.stale_plan_url, life.stale_plan)
    if rule.state is None and facts.previous_state is not None:
        yield reason("kept", state=facts.previous_state.value)
    if 0 < evidence.pages <= FEW_PAGES and rule.code in RULES_OF_SILENCE:
        yield reason("few_pages", pages=evidence.pages)


def _silence(facts: Facts, evidence: SiteEvidence) -> Iterator[Reason]:
    newest = _newest_edition(evidence)
    if newest is not None and newest.last_update is not None and facts.silence_days is not None:
        yield reason(
            "newest" if facts.rhythm.count > 1 else "newest_only",
            newest.last_update_url,
            newest.last_update_quote,
            date=newest.last_update,
            days=(facts.day - newest.last_update).days,
            gap=round(facts.rhythm.median_gap_days),
        )
    elif facts.activity is Activity.NO_DATES and evidence.pages:
        yield reason("no_dates")
    ahead = min((e.future_event for e in evidence.editions if e.future_event), default=None)
    if ahead:
        yield reason("future_event", date=ahead)
    if evidence.changes:
        change = max(evidence.changes, key=lambda c: (c.until, c.weight))
        yield reason("changed", change.url, change.sample, after=change.after, until=change.until)
    elif facts.unchanged_days and evidence.watched_since:
        yield reason("unchanged", since=evidence.watched_since, days=facts.unchanged_days)


def _newest_edition(evidence: SiteEvidence) -> EditionEvidence | None:
    dated = [e for e in evidence.editions if e.last_update]
    return max(dated, key=lambda e: str(e.last_update), default=None)


def _unseen(facts: Facts, evidence: SiteEvidence) -> Iterator[Reason]:
    outcome = evidence.home.outcome.value if evidence.home else Outcome.BUDGET.value
    missed = [v for v in evidence.homes if v.pages_ok == 0 and v.outcome not in {Outcome.OK, Outcome.NOT_MODIFIED}]
    since = missed[0].day if missed else evidence.day
    for visit in reversed(evidence.homes):
        if visit.pages_ok or visit.outcome in {Outcome.OK, Outcome.NOT_MODIFIED}:
            break
        since = visit.day
    url = evidence.cluster.website
    if not facts.ever_seen:
        yield reason("not_seen_yet", url, outcome=outcome)
    elif evidence.reach is Reach.BLOCKED:
        yield reason("blocked", url, since=since, outcome=outcome)
    else:
        visits = sum(v.day >= since for v in evidence.homes)
        yield reason("failed", url, since=since, visits=visits, outcome=outcome)


# ---------------------------------------------------------------- confidence

# How sure a verdict about silence is, by the days since the last update: close to the limits nothing is sure.
# Calibrated on the replay set (reliability table of `make accuracy`).
SURE_OF_LIFE: tuple[tuple[int, float], ...] = ((60, 0.97), (120, 0.95), (180, 0.92), (270, 0.85), (365, 0.7))
SURE_OF_SILENCE: tuple[tuple[int, float], ...] = ((365, 0.6), (455, 0.7), (548, 0.8), (730, 0.9))
LEAST_SURE_OF_LIFE = 0.55
FIRST_SIGHT_FACTOR = 0.95  # nothing of our own confirms what the dates say
FIRST_SILENCE_FACTOR = 0.87  # the dates a page shows are the least that was done: much that is new bears none
DOUBT_FACTOR = 0.8  # a notice or a reading stands against the verdict


def confidence(rule: Rule, state: State, facts: Facts) -> float:
    """How sure the verdict is, from 0 to 1, two digits."""
    sure = rule.confidence
    if rule.code in {"recent", "moved_alive"} and facts.silence_days is not None:
        sure = next((c for days, c in SURE_OF_LIFE if facts.silence_days <= days), LEAST_SURE_OF_LIFE)
    elif rule.code in {"silent", "zombie"} and facts.silence_days is not None:
        sure = max((c for days, c in SURE_OF_SILENCE if facts.silence_days >= days), default=0.5)
    elif rule.code == "declared" and facts.ended is not None:
        sure = min(rule.confidence, facts.ended.finding.confidence)
    if facts.first_sight and rule.code != "no_website":
        sure *= FIRST_SILENCE_FACTOR if rule.code in {"silent", "zombie"} else FIRST_SIGHT_FACTOR
    if state is not State.CEASED and (facts.doubted_end is not None or facts.ending is not None):
        sure *= DOUBT_FACTOR
    if rule.state is None and facts.previous_state is not None and facts.previous is not None:
        sure = min(sure, facts.previous.confidence)
    return round(min(sure, 1.0), 2)
