"""From everything kept of a cluster to the evidence of one day: reach, integrity, editions, notices, changes.

Nothing is decided here.  Claims of pages are gathered by language edition; dates that pages show and changes that we
saw ourselves together tell when a site was last updated and in which rhythm.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.records import (
    ClosureFinding,
    DateClaim,
    DateSource,
    Declared,
    EditionEvidence,
    HomeVisit,
    Integrity,
    IntegrityReading,
    NewsItem,
    Outcome,
    PageState,
    Precision,
    Reach,
    Reason,
    Redirect,
    Role,
    SiteEvidence,
    SiteMemory,
    TextChange,
)
from pipelines.dates import best_update
from pipelines.holder import with_domain
from pipelines.persistence import answered, gone, unseen_since
from pipelines.reasons import reason
from pipelines.redirect import redirect_of
from pipelines.sites import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

# How much a notice weighs by the page it stands on: a home page or list of news speaks for the organisation, a page
# deep inside may speak of anything.
NOTICE_WEIGHT: Mapping[Role, float] = {Role.HOME: 1.0, Role.NEWS: 0.95, Role.NOTICE: 0.95}
NOTICE_WEIGHT_ELSEWHERE = 0.6
BLOCKING = frozenset({Outcome.BLOCKED, Outcome.ROBOTS})
SHOWN = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})
# What a site shows outside its home page can contradict a reading of the home page alone.
FOREIGN = frozenset({Integrity.HIJACKED, Integrity.PARKED, Integrity.DEFAULT})
OWN_PAGES_AGAINST_FOREIGN_HOME = 2  # pages of their own, seen in the same scan, that make a foreign home page doubtful
SURELY_OWN = 0.8  # it shows the cluster's name, not just the words of its address
# Sources that tell a year and nothing more.
YEARS_ONLY = frozenset({DateSource.YEAR_MENTION, DateSource.COPYRIGHT})
BELIEVED_ALONE = 0.45  # a date in running text may be anything; it is no update in the rhythm of a site
NEGLECT_DAYS = 548  # a copyright year older than this was forgotten
DATED = frozenset({Precision.DAY, Precision.MONTH})


@dataclass(frozen=True, slots=True)
class _Claimed:
    """An accepted claim with the page that shows it."""

    claim: DateClaim
    page: PageState


def site_evidence(memory: SiteMemory, changes: Sequence[TextChange], lowest_change_weight: int) -> SiteEvidence:
    """The evidence on the day of `memory`.

    Args:
        memory: all that is kept, this scan's visits included.
        changes: all text changes ever found, this scan's included, oldest first.
        lowest_change_weight: characters below which a change of text is a correction, not an update.
    """
    counted = tuple(c for c in changes if c.kind == "content" and c.weight >= lowest_change_weight)
    home = memory.homes[-1] if memory.homes and memory.homes[-1].day == memory.day else None
    integrity, integrity_confidence, integrity_reasons = with_domain(memory, *_integrity(memory))
    redirect, redirect_host = redirect_of(memory, integrity)
    pages = _living_pages(memory.pages, redirect_host if redirect is Redirect.UNRELATED else "")
    languages = _languages(pages)
    last = _last_change(counted)
    editions = tuple(
        _edition(language, [p for p in pages if languages[p.url] == language], counted, memory)
        for language in _edition_order(pages, languages)
    )
    return SiteEvidence(
        cluster=memory.cluster,
        day=memory.day,
        reach=_reach(memory, home),
        home=home,
        homes=memory.homes,
        integrity=integrity,
        integrity_reasons=integrity_reasons,
        closures=_closures(memory, pages),
        editions=editions,
        last_update=max((d for d in [*(e.last_update for e in editions), last] if d), default=_last_known(memory)),
        changes=counted,
        watched_since=memory.watched_since,
        pages=len(pages),
        integrity_confidence=integrity_confidence,
        redirect=redirect,
        redirect_host=redirect_host,
        new_address_outcome=_new_address_outcome(memory, pages),
    )


# ---------------------------------------------------------------- reach and integrity


def _reach(memory: SiteMemory, home: HomeVisit | None) -> Reach:
    if not memory.cluster.website:
        return Reach.NO_WEBSITE
    if home is None:
        return Reach.NOT_VISITED
    if answered(home):
        return Reach.UP
    if home.outcome in BLOCKING:
        return Reach.BLOCKED
    if gone(memory.homes):
        return Reach.GONE
    first = unseen_since(memory.homes)
    return Reach.DOWN if first and first < home.day else Reach.FLAKY


def _integrity(memory: SiteMemory) -> tuple[Integrity, float, tuple[Reason, ...]]:
    """Integrity of the site as the home page shows it, unless its other pages contradict."""
    homes = [p for p in memory.pages if p.role is Role.HOME and p.outcome in SHOWN]
    if not homes:
        return Integrity.UNSURE, 0.0, ()
    worst = max(homes, key=lambda p: (p.reading.integrity.state in FOREIGN, p.reading.integrity.confidence))
    reading = worst.reading.integrity
    # A page that is gone by now keeps the reading of the time when it was there.
    standing = [p for p in memory.pages if p.outcome in SHOWN]
    own = sum(p.asked == memory.day and _is_surely_own(p.reading.integrity) for p in standing)
    if reading.state in FOREIGN and own >= OWN_PAGES_AGAINST_FOREIGN_HOME:
        return Integrity.HACKED, reading.confidence, (reason("hacked", worst.url, _quote(reading.reasons)),)
    if reading.state not in FOREIGN:
        for state in (Integrity.CLONE, Integrity.HACKED):
            shown = [p for p in standing if p.reading.integrity.state is state and p.role in NOTICE_WEIGHT]
            for page in shown[:1]:
                found = page.reading.integrity
                return state, found.confidence, (reason(state.value, page.url, _quote(found.reasons)),)
    if reading.state is Integrity.OWN:
        return Integrity.OWN, reading.confidence, ()
    return reading.state, reading.confidence, (reason(reading.state.value, worst.url, _quote(reading.reasons)),)


def _is_surely_own(reading: IntegrityReading) -> bool:
    return reading.state is Integrity.OWN and reading.confidence >= SURELY_OWN


def _quote(reasons: Sequence[str]) -> str:
    return reasons[0] if reasons else ""


def _new_address_outcome(memory: SiteMemory, pages: Sequence[PageState]) -> Outcome | None:
    """How the address that the site says it has moved to answered in this scan; None where it was not asked."""
    new = {
        registrable_domain(finding.successor)
        for page in pages
        for finding in page.reading.closure
        if finding.kind is Declared.MOVED and finding.successor
    } - {registrable_domain(memory.cluster.website), ""}
    answers = [outcome for url, outcome in memory.outcomes if registrable_domain(url) in new]
    return min(answers, key=lambda outcome: outcome not in SHOWN, default=None)


# ---------------------------------------------------------------- notices


def _closures(memory: SiteMemory, pages: Sequence[PageState]) -> tuple[tuple[ClosureFinding, str, date], ...]:
    """Notices in force, strongest first: (finding weighed by its page, URL, day first seen)."""
    first_seen = dict(memory.notices)
    found = [
        (
            replace(finding, confidence=finding.confidence * NOTICE_WEIGHT.get(page.role, NOTICE_WEIGHT_ELSEWHERE)),
            page.url,
            first_seen.get(finding.quote, memory.day),
        )
        for page in pages
        for finding in page.reading.closure
    ]
    ranks = {kind: rank for rank, kind in enumerate(Declared)}
    return tuple(sorted(found, key=lambda row: (-row[0].confidence, ranks[row[0].kind], row[1], row[0].quote)))


# ---------------------------------------------------------------- editions


def _last_known(memory: SiteMemory) -> date | None:
    """What was held before, for a site of which nothing of its own is left to see."""
    return memory.previous.last_update if memory.previous else None


def _living_pages(pages: Sequence[PageState], stranger: str) -> tuple[PageState, ...]:
    """Pages that still stand and are the site's own: a 404, or a stranger's page, tells nothing of its life.

    Args:
        pages: all pages kept of the site.
        stranger: host of somebody else that the address leads to, "" without.
    """
    dead = {Outcome.NOT_FOUND, Outcome.GONE, Outcome.SOFT_404}
    strange = registrable_domain(stranger)
    return tuple(
        page
        for page in pages
        if page.outcome not in dead
        and page.role is not Role.PROBE
        and page.reading.integrity.state not in FOREIGN
        and not (strange and registrable_domain(page.final_url) == strange)
    )


def _languages(pages: Sequence[PageState]) -> dict[str, str]:
    """Language of each page; those that cannot be told go with the majority of the site."""
    told = Counter(p.reading.language.language for p in pages if p.reading.language.language)
    majority = told.most_common(1)[0][0] if told else ""
    return {p.url: p.reading.language.language or p.edition or majority for p in pages}


def _edition_order(pages: Sequence[PageState], languages: Mapping[str, str]) -> tuple[str, ...]:
    """Languages that form an edition: the main one, and others with a home page of their own or two pages."""
    count = Counter(languages[p.url] for p in pages if p.role not in {Role.FEED, Role.SITEMAP})
    if not count:
        count = Counter(languages[p.url] for p in pages)
    with_home = {languages[p.url] for p in pages if p.role is Role.HOME}
    ordered = sorted(count, key=lambda language: (-count[language], language))
    return tuple(x for x in ordered if x == ordered[0] or x in with_home or count[x] > 1)


def _edition(
    language: str, pages: Sequence[PageState], changes: Sequence[TextChange], memory: SiteMemory
) -> EditionEvidence:
    day = memory.day
    own = {p.url for p in pages}
    accepted = [_Claimed(c, p) for p in pages for c in p.reading.dates if not c.rejected_reason and not c.future]
    claimed = [c for c in accepted if c.claim.source not in YEARS_ONLY]
    news = sorted(
        {(i.date, i.title): i for p in pages for i in p.reading.items if i.date}.values(),
        key=lambda i: (i.date, i.title),
        reverse=True,
    )
    best = best_update([c.claim for c in claimed], day)
    seen = [c for c in changes if c.url in own]
    changed = _last_change(seen, [c.claim for c in claimed])
    exact = max((d for d in (best.value if best else None, changed) if d), default=None)
    year = _year_named(accepted, exact, memory)
    if year is not None:
        best, exact = year.claim, _estimate(year)
    by_change = year is None and changed is not None and (best is None or changed > best.value)
    home = year or next((c for c in claimed if best is not None and c.claim == best), None)
    return EditionEvidence(
        language=language,
        last_update=exact,
        last_update_source=DateSource.TEXT_CHANGE if by_change else best.source if best else None,
        last_update_url=seen[-1].url if by_change else home.page.url if home else "",
        last_update_quote=seen[-1].sample if by_change else best.snippet if best else "",
        updates=tuple(sorted({*_updates(claimed, news, seen, day), *([exact] if exact else [])})),
        future_event=_future_event(pages, day),
        pages=len(pages),
        news=tuple(news),
    )


def _year_named(accepted: Sequence[_Claimed], exact: date | None, memory: SiteMemory) -> _Claimed | None:
    """The newest year the pages name, where it says more than the dates and changes known.

    Watched since before that year, our own eyes tell more: a page may have named it ahead.  A copyright year alone
    never makes a site look alive, but an old one tells of neglect where nothing else tells.
    """
    named = [c for c in accepted if c.claim.source is DateSource.YEAR_MENTION]
    newest = max(named, key=lambda c: (c.claim.value, c.page.seen), default=None)
    watched = memory.watched_since or memory.day
    if newest is not None and (exact is None or exact < newest.claim.value < watched):
        return newest
    rights = [c for c in accepted if c.claim.source is DateSource.COPYRIGHT]
    oldest_hope = max(rights, key=lambda c: c.claim.value, default=None)
    if exact is None and oldest_hope is not None and (memory.day - _estimate(oldest_hope)).days > NEGLECT_DAYS:
        return oldest_hope
    return None


def _estimate(named: _Claimed) -> date:
    """The likeliest day of the last update of a page whose newest year is this.

    In the year of the visit the middle of what has passed of it; else late in that year, because a page updated early
    in the next one would often name that.
    """
    first = named.claim.value
    if named.page.seen.year == first.year:
        return first + (named.page.seen - first) / 2
    return first.replace(month=10, day=15)


def _updates(
    claimed: Iterable[_Claimed], news: Iterable[NewsItem], changes: Iterable[TextChange], day: date
) -> tuple[date, ...]:
    """Known days of own updates, oldest first: dated news, accepted dates exact to the day, our own sightings."""
    found = {i.date for i in news if i.date and i.precision in DATED and i.date <= day}
    found |= {
        c.claim.value
        for c in claimed
        if c.claim.precision is Precision.DAY and c.claim.value <= day and c.claim.confidence >= BELIEVED_ALONE
    }
    found |= {_middle(c) for c in changes}
    return tuple(sorted(found))


def _future_event(pages: Sequence[PageState], day: date) -> date | None:
    ahead = [c.value for p in pages for c in p.reading.dates if c.future and c.value >= day]
    return min(ahead, default=None)


# ---------------------------------------------------------------- changes seen by ourselves


def _middle(change: TextChange) -> date:
    return change.after + (change.until - change.after) / 2


def _last_change(changes: Sequence[TextChange], claims: Sequence[DateClaim] = ()) -> date | None:
    """When the text last changed: the newest date shown that falls into the interval, else its middle."""
    if not changes:
        return None
    # Of several pages that changed in the newest interval, the one we had seen last narrows it most.
    until = max(c.until for c in changes)
    after = max(c.after for c in changes if c.until == until)
    inside = [c.value for c in claims if c.precision is Precision.DAY and after < c.value <= until]
    return max(inside, default=None) or after + (until - after) / 2
