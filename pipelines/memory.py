"""All that is remembered of clusters when they are judged, read from the database for many clusters at once.

A handful of questions is asked for all clusters together, and the answers are dealt out to them: one question a cluster
would take hours for a register of ten thousand.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crawler.records import (
    ClosureFinding,
    DateClaim,
    DateSource,
    Decision,
    Declared,
    HomeVisit,
    Integrity,
    IntegrityReading,
    LanguageReading,
    NewsItem,
    Outcome,
    PageReading,
    PageState,
    Precision,
    Role,
    SiteMemory,
    TextChange,
    TextVersions,
    Verdict,
)
from pipelines.asking import ask_for, by_visit, dealt, records
from pipelines.database import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import duckdb

    from crawler.records import Cluster, ScanHeader

# Looked up a million times in a large scan: a dictionary is three times as fast as calling the Enum.
PRECISIONS = {member.value: member for member in Precision}
SOURCES = {member.value: member for member in DateSource}
OUTCOMES = {member.value: member for member in Outcome}


def load_site_memories(
    connection: duckdb.DuckDBPyConnection, clusters: Sequence[Cluster], scan: ScanHeader
) -> dict[str, SiteMemory]:
    """What is remembered of each cluster at a scan, its own visits and what was decided meanwhile included.

    Args:
        connection: the database, with register and visits of the scan stored.
        clusters: as the register has them now; some hundreds at a time, because their pages are held in memory.
        scan: the scan that asks.

    Returns:
        One memory for each cluster, by id; empty but for the register row where nothing was ever seen.
    """
    ask_for(connection, clusters, scan.day)
    this = {"scan": scan.scan_id}
    connection.execute(question("seen"), this)
    connection.execute(question("page"))
    with _collector_resting():
        pages = _pages(connection)
    homes = dealt(connection, "homes", {}, _home)
    outcomes = dealt(connection, "outcomes", this, lambda url, outcome: (url, OUTCOMES[outcome]))
    texts = _texts(connection, this, pages)
    text_changes = records(connection, "text_changes", this, TextChange)
    notices = dealt(connection, "notices", {}, lambda quote, first: (quote, first))
    previous = records(connection, "previous", this, Verdict)
    decisions = records(connection, "decisions", {}, Decision)
    watched = dealt(connection, "watched_since", {}, lambda first: first)
    return {
        cluster.id: SiteMemory(
            cluster=cluster,
            day=scan.day,
            pages=tuple(pages[cluster.id]),
            homes=tuple(homes[cluster.id]),
            outcomes=tuple(outcomes[cluster.id]),
            texts=tuple(texts[cluster.id]),
            text_changes=tuple(text_changes[cluster.id]),
            notices=tuple(notices[cluster.id]),
            previous=next(iter(previous[cluster.id]), None),
            decisions=tuple(decisions[cluster.id]),
            watched_since=next(iter(watched[cluster.id]), None),
        )
        for cluster in clusters
    }


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Without the garbage collector, which walks over a million new records again and again and finds no cycle."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


# ---------------------------------------------------------------- pages and what they say


def _pages(connection: duckdb.DuckDBPyConnection) -> defaultdict[str, list[PageState]]:
    claims = by_visit(connection, "page_claims", _claim)
    items = by_visit(connection, "page_items", _item)
    findings = by_visit(connection, "page_findings", _finding)

    def page(visit_id: int, *row: Any) -> PageState:
        url, final_url, role, edition, seen, asked, outcome, *content = row
        reading = _reading(content, claims.get(visit_id, ()), items.get(visit_id, ()), findings.get(visit_id, ()))
        return PageState(url, final_url, Role(role), edition, seen, asked, OUTCOMES[outcome], reading)

    return dealt(connection, "pages", {}, page)


def _reading(
    content: Sequence[Any], dates: Iterable[DateClaim], items: Iterable[NewsItem], closure: Iterable[ClosureFinding]
) -> PageReading:
    title, charset, text, text_sha, language, mixed, language_confidence, *rest = content
    integrity, integrity_reasons, integrity_confidence, outside_hosts, feeds, editions, soft_404 = rest
    return PageReading(
        title=title,
        charset=charset,
        text=text,
        text_sha=text_sha,
        language=LanguageReading(language, mixed, language_confidence),
        dates=tuple(dates),
        items=tuple(items),
        closure=tuple(closure),
        integrity=IntegrityReading(Integrity(integrity), tuple(integrity_reasons), integrity_confidence),
        outside_hosts=tuple(outside_hosts),
        feeds=tuple(feeds),
        editions=tuple((one["language"], one["url"]) for one in editions),
        soft_404=soft_404,
    )


def _claim(value: date, precision: str, source: str, *rest: Any) -> DateClaim:
    return DateClaim(value, PRECISIONS[precision], SOURCES[source], *rest)


def _item(day: date | None, precision: str, title: str, url: str, source: str) -> NewsItem:
    return NewsItem(day, PRECISIONS[precision], title, url, SOURCES[source])


def _finding(kind: str, *rest: Any) -> ClosureFinding:
    return ClosureFinding(Declared(kind), *rest)


def _home(day: date, outcome: str, integrity: str | None, *rest: Any) -> HomeVisit:
    host, status, pages_ok, final_url, redirects, name_servers, registered_on = rest
    state = Integrity(integrity) if integrity else None
    told = (final_url, tuple(redirects), tuple(name_servers or ()), registered_on)
    return HomeVisit(day, OUTCOMES[outcome], state, host, status, pages_ok, *told)


# ---------------------------------------------------------------- texts that changed


def _texts(
    connection: duckdb.DuckDBPyConnection, this: Mapping[str, object], pages: Mapping[str, Sequence[PageState]]
) -> defaultdict[str, list[TextVersions]]:
    """Pages whose text is another than when their cluster was last judged, and pages never seen before."""
    earlier = defaultdict(list)
    for cluster_id, url, last_day, text in connection.execute(question("earlier_texts"), this).fetchall():
        earlier[cluster_id, url].append((last_day, text))
    new = set(connection.execute(question("new_pages"), this).fetchall())
    found = defaultdict(list)
    for cluster_id, url, page in _addressed(pages):
        if (cluster_id, url) in earlier or (cluster_id, url) in new:
            language = page.reading.language.language or page.edition
            before = tuple(earlier.get((cluster_id, url), ()))
            found[cluster_id].append(TextVersions(url, language, before, page.seen, page.reading.text))
    return found


def _addressed(pages: Mapping[str, Sequence[PageState]]) -> Iterator[tuple[str, str, PageState]]:
    for cluster_id, own in pages.items():
        for page in own:
            yield cluster_id, page.url, page
