"""What a page says about when it was last cared for: one claim for each date, with its source and confidence.

Rejected dates are kept with the reason (a code of REJECTIONS), because "why did it think that?" is asked of those too.
Confidences are first values, measured on real Japanese pages; they stand where their source is read (`date_meaning`,
`date_machine`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from math import prod
from typing import TYPE_CHECKING

from crawler.records import DateClaim, DateSource, Precision
from pipelines.date_machine import EVENT, MODIFIED, PROPERTIES, PUBLISHED, header_claim, machine_claims
from pipelines.date_meaning import Meaning, factor, meaning_of
from pipelines.date_outline import YEARLY
from pipelines.date_places import ForeignLists, Place, dated_places
from pipelines.date_words import REJECTIONS
from pipelines.text import snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipelines.text import Page

__all__ = ["REJECTIONS", "best_update", "date_claims", "header_claims"]

EARLIEST = date(1990, 1, 1)  # the first websites are of 1991
HORIZON = timedelta(days=400)  # an event further ahead is a plan
NEAR_VISIT = timedelta(days=40)  # what boxes of programs show is at most a month old
RESAVE = timedelta(days=365)  # an update that long after the publication needs another sign of life beside it
RESAVE_FACTOR = 0.6  # about every second such stamp is a re-save
STAMPED_TODAY_FACTOR = 0.7  # a label with the day of the visit may be printed by the server
MOST_CLAIMS = 500  # of one page: the newest

MACHINE_SOURCES = frozenset({DateSource.JSON_LD, DateSource.META})

# `best_update`
WEAK_SOURCES = frozenset({DateSource.COPYRIGHT, DateSource.PATH})  # never the reason to call a site active
CONFIRMS = timedelta(days=180)  # a claim speaks for an earlier day no further back than this
DAYS_A_SOURCE = 2  # two days of one source confirm each other; more of them err together
BELIEVED, POSSIBLE = 0.45, 0.3  # a date of a short block is believed alone, one in running text is not


def date_claims(page: Page, now: date) -> tuple[DateClaim, ...]:
    """All dates of a page as claims, accepted and rejected, in reading order; visible text first.

    Args:
        page: the parsed page.
        now: the day of the visit in Asia/Tokyo.
    """
    lists = ForeignLists(page)
    told = [claim for place in dated_places(page) for claim in _place_claims(place, lists, now)]
    stamped = [_in_time(claim, now, event=_is(EVENT, claim)) for claim in machine_claims(page, now)]
    claims = _without_resaves([*told, *_as_the_text_says(stamped, told)])
    distinct = list(
        {(c.value, c.precision, c.source, c.label, c.rejected_reason): c for c in reversed(claims)}.values()
    )
    newest = sorted(range(len(distinct)), key=lambda place: distinct[place].value, reverse=True)[:MOST_CLAIMS]
    return tuple(distinct[place] for place in sorted(newest, reverse=True))


def header_claims(last_modified: str, now: date) -> tuple[DateClaim, ...]:
    """The claim of a Last-Modified header, rejected where it is about the time of the visit; () without a header."""
    return tuple(_in_time(claim, now, event=False) for claim in header_claim(last_modified, now))


def best_update(claims: Iterable[DateClaim], now: date) -> DateClaim | None:
    """The newest accepted claim that enough speaks for, or None.

    For a day speak its own claims and those of the half year after it, as independent witnesses:
    1 - (1 - c1)(1 - c2)..., of each source only the two best days (of a weak source one).  The newest day with BELIEVED
    wins; without any, the newest with POSSIBLE.  Copyright years and file names speak for others, but never stand for
    themselves.  A month counts as its first day.
    """
    usable = sorted(
        (claim for claim in claims if not claim.rejected_reason and not claim.future and claim.value <= now),
        key=lambda claim: (claim.value, claim.confidence),
        reverse=True,
    )
    possible: DateClaim | None = None
    for claim, support in _supported(usable):
        if support >= BELIEVED:
            return claim
        if support >= POSSIBLE and possible is None:
            possible = claim
    return possible


def _supported(newest_first: Sequence[DateClaim]) -> Iterator[tuple[DateClaim, float]]:
    """The best claim of each day that may stand for itself, with what speaks for that day."""
    window: list[DateClaim] = []  # the best claim of each day and source
    for day, claims in groupby(newest_first, key=lambda claim: claim.value):
        same_day = list(claims)
        best = {claim.source: claim for claim in reversed(same_day)}
        window = [*best.values(), *(claim for claim in window if claim.value - day <= CONFIRMS)]
        doubt = 1.0
        for source in {claim.source for claim in window}:
            days = 1 if source in WEAK_SOURCES else DAYS_A_SOURCE
            confidences = sorted((claim.confidence for claim in window if claim.source is source), reverse=True)
            doubt *= prod(1 - confidence for confidence in confidences[:days])
        standing = next((claim for claim in same_day if claim.source not in WEAK_SOURCES), None)
        if standing:
            yield standing, round(1 - doubt, 6)


# ---------------------------------------------------------------- visible text


def _place_claims(place: Place, lists: ForeignLists, now: date) -> Iterator[DateClaim]:
    """One claim for each date of a place; the end of a period shares the meaning of its start."""
    meaning = meaning_of(place)
    reason = meaning.reason or _reason_of_surroundings(place, meaning, lists, now)
    for index, one in enumerate(place.dates):
        confidence = meaning.confidence * factor(place, index)
        if meaning.source is DateSource.LABEL_UPDATED and one.value == now:
            confidence *= STAMPED_TODAY_FACTOR
        claim = DateClaim(
            value=one.value,
            precision=one.precision,
            source=meaning.source,
            label=meaning.label,
            confidence=round(confidence, 3),
            snippet=snippet(place.block.text, one.start, one.end),
            rejected_reason=reason,
        )
        yield _in_time(claim, now, event=meaning.event)


def _reason_of_surroundings(place: Place, meaning: Meaning, lists: ForeignLists, now: date) -> str:
    """Why a date that reads well is nobody's update: printed by a program, or news of others."""
    value = place.dates[0].value
    if place.box == "program" and abs(now - value) <= NEAR_VISIT:
        return "widget"
    if value == now and not place.section and meaning.source is DateSource.TEXT and place.alone:
        return "clock"
    if place.leading and lists.is_foreign(place):
        return "foreign"
    return ""


def _in_time(claim: DateClaim, now: date, *, event: bool) -> DateClaim:
    """The claim after a look at the calendar: too old, ahead, or a sign of life to come."""
    ahead = now < claim.value <= now + HORIZON and claim.precision not in YEARLY
    if claim.rejected_reason:
        return replace(claim, future=ahead and claim.rejected_reason == "deadline")
    if claim.value < EARLIEST:
        return replace(claim, rejected_reason="too_old")
    if claim.value <= now:
        return claim
    if event and ahead:
        return replace(claim, rejected_reason="event_ahead", future=True)
    planned = claim.precision is Precision.FISCAL_YEAR
    return replace(claim, rejected_reason="planned" if planned else "future")


# ---------------------------------------------------------------- claims among each other


def _as_the_text_says(stamped: Iterable[DateClaim], told: Sequence[DateClaim]) -> Iterator[DateClaim]:
    """A `<time>` or copyright year whose day the visible text only shows with another meaning has that meaning."""
    accepted = {claim.value for claim in told if not claim.rejected_reason}
    refused = {claim.value: claim for claim in told if claim.rejected_reason and claim.value not in accepted}
    for claim in stamped:
        said = refused.get(claim.value) if claim.source is DateSource.TIME_ELEMENT else None
        yield replace(claim, rejected_reason=said.rejected_reason, future=said.future) if said else claim


def _without_resaves(claims: Sequence[DateClaim]) -> list[DateClaim]:
    """Weakens "updated 2022" on a text "published 2015" beside which nothing else is of those years.

    Content systems stamp old texts when they are moved or re-saved.
    """
    usable = [claim for claim in claims if not claim.rejected_reason and claim.source not in WEAK_SOURCES]
    updated = {claim.value for claim in usable if _says_updated(claim)}
    others = sorted(claim.value for claim in usable if claim.value not in updated and claim.precision is Precision.DAY)
    resaved = (
        {value for value in updated if others and value - others[-1] > RESAVE}
        if any(map(_says_published, usable))
        else set()
    )
    return [
        replace(claim, confidence=round(claim.confidence * RESAVE_FACTOR, 3))
        if claim.value in resaved and _says_updated(claim)
        else claim
        for claim in claims
    ]


def _says_updated(claim: DateClaim) -> bool:
    return claim.source is DateSource.LABEL_UPDATED or _is(MODIFIED, claim)


def _says_published(claim: DateClaim) -> bool:
    return claim.source is DateSource.LABEL_PUBLISHED or _is(PUBLISHED, claim)


def _is(meaning: str, claim: DateClaim) -> bool:
    """Is the claim of a machine-readable property with that meaning?"""
    return claim.source in MACHINE_SOURCES and PROPERTIES.get(claim.label.lower()) == meaning
