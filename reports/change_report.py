"""The change report: what a person must hear of between two scans.

Built from the published database alone and without a clock: the same data give the same bytes.  By default it tells
of the last scan; with days it tells of the time between the scans that were the latest on those days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.vocabulary import SECTORS
from pipelines.rules import RULES
from reports import queries
from reports.comparison import Comparison, compare
from reports.queries import FreshItem, NoAnswerError, OutcomeCount, ScanRow
from reports.words import STATES, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import duckdb

    from reports.queries import Standing

THRESHOLDS = ("verdict", "guard")  # the sections of the settings that decide
TITLES_SHOWN = 3  # news titles a cluster; the rest is counted


@dataclass(frozen=True, slots=True)
class Count:
    """How many clusters are in a state, now and before (None: there was no scan before)."""

    state: str
    now: int
    before: int | None


@dataclass(frozen=True, slots=True)
class ClusterNews:
    """What is new on the site of one cluster."""

    id: str
    name_en: str
    name_ja: str
    items: tuple[FreshItem, ...]
    more: int  # further new items
    changed_pages: int
    sample: str  # the weightiest new piece of text, where there are no items
    url: str


@dataclass(frozen=True, slots=True)
class SectorNews:
    """What is new in one sector."""

    sector: str
    clusters: tuple[ClusterNews, ...]


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """A cluster that came into the register or left it."""

    id: str
    name_en: str
    name_ja: str
    what: str


@dataclass(frozen=True, slots=True)
class Health:
    """How the scans of the period went."""

    scans: tuple[ScanRow, ...]
    outcomes: tuple[OutcomeCount, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """By which rules and thresholds was judged."""

    rule_version: str
    thresholds: tuple[tuple[str, str], ...]  # name, value
    rules: tuple[tuple[str, str], ...]  # state, the rule in words; in the order they are tried


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All that a change report shows."""

    since: ScanRow | None
    until: ScanRow
    clusters: int
    never_judged: int
    counts: tuple[Count, ...]
    changes: int  # clusters whose state changed in the period
    changes_before: int | None  # in the period before, of as many scans
    comparison: Comparison
    news: tuple[SectorNews, ...]
    register: tuple[RegisterChange, ...]
    health: Health
    method: Method


def build(connection: duckdb.DuckDBPyConnection, since: date | None = None, until: date | None = None) -> ChangeReport:
    """The report of the last scan, or of the time between two days.

    Raises:
        NoAnswerError: there was no scan yet on one of the days.
    """
    scans = queries.scans(connection)
    first, last = _period(scans, since, until)
    begin = scans[first].scan_id if first is not None else ""
    end = scans[last].scan_id
    after = queries.standings(connection, end)
    before = queries.standings(connection, begin) if first is not None else ()
    paths = {path.cluster_id: path.path for path in queries.state_paths(connection, begin, end)}
    return ChangeReport(
        since=scans[first] if first is not None else None,
        until=scans[last],
        clusters=len(after),
        never_judged=sum(standing.verdict is None for standing in after),
        counts=tuple(_counts(before, after) if first is not None else _counts(None, after)),
        changes=len(paths),
        changes_before=_changes_before(connection, scans, first, last),
        comparison=compare(before, after, paths),
        news=_news(connection, begin, end, after) if first is not None else (),
        register=tuple(_register(before, after)) if first is not None else (),
        health=Health(
            scans=tuple(scan for scan in scans if begin < scan.scan_id <= end),
            outcomes=queries.outcomes(connection, begin, end),
        ),
        method=method_of(scans[last], json.loads(queries.settings(connection, end))),
    )


def _period(scans: Sequence[ScanRow], since: date | None, until: date | None) -> tuple[int | None, int]:
    """Places of the first and last scan of the period; the first is None where nothing was before."""
    if not scans:
        raise NoAnswerError("there was no scan yet: run `cluster-monitor scan` first")
    last = _latest(scans, until) if until else len(scans) - 1
    if since is None:
        return _full_before(scans, last), last
    first = _latest(scans, since)
    if first > last:
        raise NoAnswerError(f"the period ends ({until}) before it begins ({since}): exchange --from and --to")
    return first, last


def _full_before(scans: Sequence[ScanRow], last: int) -> int | None:
    """The place of the full scan before the last full one: re-checks and decisions in between belong to the month."""
    full = [place for place, scan in enumerate(scans[: last + 1]) if scan.kind == "full"]
    if len(full) > 1:
        return full[-2]
    return full[0] if full and full[0] < last else None


def _latest(scans: Sequence[ScanRow], day: date) -> int:
    """The place of the latest scan on a day."""
    found = sum(scan.day <= day for scan in scans) - 1
    if found < 0:
        raise NoAnswerError(f"there was no scan on {day} or before: the first was on {scans[0].day}")
    return found


def _changes_before(
    connection: duckdb.DuckDBPyConnection, scans: Sequence[ScanRow], first: int | None, last: int
) -> int | None:
    """How many clusters changed state in as many full scans before the period."""
    if first is None:
        return None
    full = [place for place, scan in enumerate(scans) if scan.kind == "full" and place <= last]
    before = [place for place in full if place <= first]
    if len(full) == len(before) or 2 * len(before) <= len(full):
        return None
    start = before[2 * len(before) - len(full) - 1]
    return len(queries.state_paths(connection, scans[start].scan_id, scans[first].scan_id))


def _counts(before: Sequence[Standing] | None, after: Sequence[Standing]) -> Iterator[Count]:
    for state in STATES:
        yield Count(state, _in_state(after, state), None if before is None else _in_state(before, state))


def _in_state(standings: Sequence[Standing], state: str) -> int:
    return sum((standing.verdict.state if standing.verdict else "unknown") == state for standing in standings)


def _register(before: Sequence[Standing], after: Sequence[Standing]) -> Iterator[RegisterChange]:
    was = {standing.cluster.id: standing.cluster for standing in before}
    now = {standing.cluster.id: standing.cluster for standing in after}
    for cluster_id in sorted({*was, *now}):
        if cluster_id not in was or cluster_id not in now:
            cluster = now.get(cluster_id) or was[cluster_id]
            what = "entered" if cluster_id in now else "left"
            yield RegisterChange(cluster.id, cluster.name_en, cluster.name_ja, what)


# ---------------------------------------------------------------- new content


def _news(
    connection: duckdb.DuckDBPyConnection, since: str, until: str, standings: Sequence[Standing]
) -> tuple[SectorNews, ...]:
    """New content by the first sector of its cluster; what stands on a site that was taken over is no news."""
    items: dict[str, list[FreshItem]] = {}
    for item in queries.fresh_items(connection, since, until):
        items.setdefault(item.cluster_id, []).append(item)
    texts = {text.cluster_id: text for text in queries.fresh_texts(connection, since, until)}
    sectors: dict[str, list[ClusterNews]] = {}
    for standing in standings:
        cluster, text = standing.cluster, texts.get(standing.cluster.id)
        own = standing.verdict is not None and "do_not_link" not in standing.verdict.warnings
        found = items.get(cluster.id, [])
        if own and (found or text):
            news = ClusterNews(
                id=cluster.id,
                name_en=cluster.name_en,
                name_ja=cluster.name_ja,
                items=tuple(found[:TITLES_SHOWN]),
                more=max(0, len(found) - TITLES_SHOWN),
                changed_pages=text.pages if text else 0,
                sample=text.sample if text and not found else "",
                url=text.url if text else "",
            )
            sector = word(SECTORS, cluster.sector[0]) if cluster.sector else "Without a sector"
            sectors.setdefault(sector, []).append(news)
    return tuple(SectorNews(sector, tuple(clusters)) for sector, clusters in sorted(sectors.items()))


# ---------------------------------------------------------------- method


def method_of(scan: ScanRow, settings: dict[str, object]) -> Method:
    """By which rules and thresholds a scan judged; `settings` are those in force at it."""
    return Method(
        rule_version=scan.rule_version,
        thresholds=tuple(_flat({name: settings[name] for name in THRESHOLDS if name in settings})),
        rules=tuple((rule.state or "as before", rule.en) for rule in RULES),
    )


def _flat(settings: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Nested settings as (dotted name, value), sorted."""
    if isinstance(settings, dict):
        for key in sorted(settings):
            yield from _flat(settings[key], f"{name}.{key}" if name else str(key))
    else:
        yield name, str(settings)
