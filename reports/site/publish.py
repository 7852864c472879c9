"""The published site as a whole: from the database to a folder of files, the same bytes for the same data."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reports.dashboard import pictures
from reports.dashboard.one_cluster import ClusterFacts, NewsRow
from reports.dashboard.timeline import Month
from reports.queries import PageRow, Period, ScanRow, ask_all, scans, standings
from reports.site import pages
from reports.site.badges import badge
from reports.site.data import as_json, public_cluster, transitions
from reports.site.feed import atom
from reports.site.folder import replacing_folder
from reports.site.public import public_copy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reports.words import Language

LANGUAGES: tuple[Language, ...] = ("en", "ja")
NAMES = frozenset({"index.html", "assets", "badges", *LANGUAGES, *pages.DATA})  # what stands at the top of the folder


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    clusters: int
    as_of: date


def publish_site(
    database: Path, folder: Path, as_of: date | None, languages: Sequence[Language], base_url: str
) -> Written:
    """Write the site as of a day (None: now) into a folder that is empty, new, or was made here.

    Args:
        database: the database whose published copy is read.
        folder: is replaced as a whole, in one step.
        as_of: the day.
        languages: of the pages, feeds and badges; the first one is that of the entrance.
        base_url: where the site will stand; "" if that is not known.

    Raises:
        FolderError: the folder holds something else.
        StoreError: nothing is published.
        NoAnswerError: there was no scan on that day or before.
    """
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    with (
        replacing_folder(folder, NAMES) as part,
        tempfile.TemporaryDirectory() as aside,
        public_copy(database, Path(aside), as_of).reader() as connection,
    ):
        last = scans(connection)[-1]
        _frame(part, languages)
        _data(connection, part, last, languages, base)
        editions = {language: pages.Edition(connection, language, languages) for language in languages}
        for language, edition in editions.items():
            for name, text in edition.pages():
                (part / language / name).write_text(text, "utf-8")
        count = 0
        for facts in _facts(connection, last.day):
            _cluster(part, facts, editions)
            count += 1
    return Written(count, last.day)


def _frame(part: Path, languages: Sequence[Language]) -> None:
    """The folders, the entrance, and the files that pages load."""
    for name in ("assets", "badges", *(f"{language}/clusters" for language in languages)):
        (part / name).mkdir(parents=True)
    for name, source in pages.ASSETS.items():
        (part / "assets" / name).write_bytes((source / name).read_bytes())
    (part / "index.html").write_text(pages.entrance(languages), "utf-8")


def _data(
    connection: duckdb.DuckDBPyConnection, part: Path, last: ScanRow, languages: Sequence[Language], base: str
) -> None:
    """Feeds and JSON."""
    known = transitions(connection)
    for language in languages:
        (part / language / pages.FEED).write_bytes(atom(known, last.now, language, base))
    rows = [public_cluster(standing, languages) for standing in standings(connection)]
    (part / "clusters.json").write_bytes(as_json(last.day, clusters=rows))
    (part / "transitions.json").write_bytes(as_json(last.day, transitions=known))


def _cluster(part: Path, facts: ClusterFacts, editions: dict[Language, pages.Edition]) -> None:
    """Pages and badges of one cluster."""
    cluster, verdict = facts.standing.cluster, facts.standing.verdict
    for language, edition in editions.items():
        name, text = edition.cluster(facts)
        (part / language / name).write_text(text, "utf-8")
        named = (cluster.name_ja or cluster.name_en) if language == "ja" else (cluster.name_en or cluster.name_ja)
        state, day = (verdict.state, verdict.day) if verdict else ("unknown", None)
        (part / "badges" / f"{cluster.id}.{language}.svg").write_text(badge(named, state, day, language), "utf-8")


def _facts(connection: duckdb.DuckDBPyConnection, day: date) -> Iterator[ClusterFacts]:
    """All that is known of each cluster: every question is asked once for all of them."""
    register = standings(connection)
    ids = {standing.cluster.id for standing in register}
    months = ask_all(connection, "months", Month)
    periods = ask_all(connection, "periods", Period, day=day)
    news = ask_all(connection, "edition_news", NewsRow, day=day)
    items = pictures.items_of(connection, None, day)
    visited = ask_all(connection, "pages", PageRow, scan=None)
    for standing in register:
        cluster = standing.cluster
        if cluster.parent and cluster.parent not in ids:  # there is no page to lead to
            standing = replace(standing, cluster=replace(cluster, parent=""))  # noqa: PLW2901
        yield ClusterFacts(
            standing=standing,
            months=months.pop(cluster.id, ()),
            periods=periods.pop(cluster.id, ()),
            news=news.pop(cluster.id, ()),
            items=items.pop(cluster.id, ()),
            pages=visited.pop(cluster.id, ()),
        )
