"""What the published database is asked: one SQL file a question, typed rows as answers.

Everything people see is read here, from the published copy of the database (`pipelines.database.open_published`):
nobody who reads ever waits for a scan or delays one.  A question stands in `queries/<name>.sql` with named
parameters; its columns are the fields of the row type it answers with.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from crawler.records import Change, Cluster, Decision, Verdict

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).with_name("queries")
Row = TypeVar("Row")


class NoAnswerError(Exception):
    """The question does not fit the data: no such cluster, no scan on that day; the sentence says what would."""


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan, oldest first where there are several."""

    scan_id: str
    now: datetime
    day: date
    kind: str
    rule_version: str
    sites: int
    pages: int
    failures: int
    guard: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScanBounds:
    """The latest scan on a day, the newest of all, and the days of the first and the last; None: there is none."""

    scan_id: str | None
    newest: str | None
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force at a scan."""

    settings: str  # JSON


@dataclass(frozen=True, slots=True)
class Standing:
    """A cluster of the register with what was held of it at a scan; without a verdict it was never judged."""

    cluster: Cluster
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class StatePath:
    """The different states a cluster went through during some scans, in order."""

    cluster_id: str
    path: tuple[str, ...]  # "active", "static", "active"


@dataclass(frozen=True, slots=True)
class Period:
    """A time of one state: from `since` until the day before `until` (None: still)."""

    state: str
    subtype: str
    since: date
    until: date | None
    last_seen: date
    verdicts: int


@dataclass(frozen=True, slots=True)
class FreshItem:
    """A news item that was not on the site at the scan before."""

    cluster_id: str
    day: date | None
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FreshText:
    """How much visible text of a site changed during some scans, with the weightiest piece of it."""

    cluster_id: str
    pages: int
    weight: int  # characters
    url: str
    sample: str


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many fetches of some scans ended in one way."""

    outcome: str
    pages: int
    sites: int


@dataclass(frozen=True, slots=True)
class PageRow:
    """The latest fetch of one page of a cluster."""

    url: str
    role: str
    edition: str
    day: date
    outcome: str
    status: int
    title: str
    error: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The visible text of one page as it was known on two days; None where the page was not known."""

    url: str
    before_day: date | None
    before: str | None
    after_day: date | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day."""

    day: date


@dataclass(frozen=True, slots=True)
class Id:
    """The id of one cluster."""

    id: str


# ---------------------------------------------------------------- asking


def ask(connection: duckdb.DuckDBPyConnection, question: str, row: type[Row], **parameters: object) -> tuple[Row, ...]:
    """The answer to one question of the folder `queries`, one record a row."""
    answer = connection.execute(text_of(question), parameters or None)
    names = [column[0] for column in answer.description or ()]
    rows = [dict(zip(names, values, strict=True)) for values in answer.fetchall()]
    kind: Any = row  # to mypy a variable is no type
    found: tuple[Row, ...] = _reader(kind).validate_python(rows)
    return found


def ask_all(
    connection: duckdb.DuckDBPyConnection, question: str, row: type[Row], **parameters: object
) -> dict[str, tuple[Row, ...]]:
    """The answers for all clusters at once, by cluster, where a question takes $cluster NULL and tells `cluster_id`."""
    answer = connection.execute(text_of(question), {"cluster": None, **parameters})
    names = [column[0] for column in answer.description or ()]
    found: dict[str, list[dict[str, object]]] = {}
    for values in answer.fetchall():
        one = dict(zip(names, values, strict=True))
        found.setdefault(one["cluster_id"], []).append(one)
    kind: Any = row  # to mypy a variable is no type
    return {cluster_id: _reader(kind).validate_python(rows) for cluster_id, rows in found.items()}


@cache
def text_of(question: str) -> str:
    """The SQL of a question."""
    return (FOLDER / f"{question}.sql").read_text("utf-8")


@cache
def _reader(kind: Any) -> TypeAdapter[tuple[Any, ...]]:
    """What makes rows of a type; building it costs more than reading fifty rows."""
    return TypeAdapter(tuple[kind, ...])


# ---------------------------------------------------------------- the questions


def scans(connection: duckdb.DuckDBPyConnection) -> tuple[ScanRow, ...]:
    """All scans, oldest first."""
    return ask(connection, "scans", ScanRow)


def settings(connection: duckdb.DuckDBPyConnection, scan_id: str) -> str:
    """The settings in force at a scan, as JSON."""
    return ask(connection, "settings", Settings, scan=scan_id)[0].settings


def standings(connection: duckdb.DuckDBPyConnection, scan_id: str | None = None) -> tuple[Standing, ...]:
    """The register with its verdicts as of a scan (None: the latest), in the order of the ids."""
    return ask(connection, "standings", Standing, scan=scan_id)


def state_paths(connection: duckdb.DuckDBPyConnection, since: str, until: str) -> tuple[StatePath, ...]:
    """The ways of the clusters whose state changed at a scan after `since`, up to `until` (scan ids)."""
    return ask(connection, "state_paths", StatePath, since=since, until=until)


def changes(connection: duckdb.DuckDBPyConnection, cluster_id: str, scan_id: str | None = None) -> tuple[Change, ...]:
    """The recorded changes of a cluster as of a scan (None: the latest), oldest first."""
    return ask(connection, "changes", Change, cluster=cluster_id, scan=scan_id)


def periods(connection: duckdb.DuckDBPyConnection, cluster_id: str, as_of: date | None = None) -> tuple[Period, ...]:
    """The times of one state of a cluster as they were known on a day (None: now), oldest first."""
    return ask(connection, "periods", Period, cluster=cluster_id, day=as_of or date.max)


def decisions(
    connection: duckdb.DuckDBPyConnection, cluster_id: str, scan_id: str | None = None
) -> tuple[Decision, ...]:
    """What people had decided of a cluster as of a scan (None: the latest), oldest first."""
    return ask(connection, "decisions", Decision, cluster=cluster_id, scan=scan_id)


def pages(connection: duckdb.DuckDBPyConnection, cluster_id: str, scan_id: str | None = None) -> tuple[PageRow, ...]:
    """The pages of a cluster with their latest fetch as of a scan (None: the latest), home first."""
    return ask(connection, "pages", PageRow, cluster=cluster_id, scan=scan_id)


def page_texts(
    connection: duckdb.DuckDBPyConnection, cluster_id: str, since: date, until: date
) -> tuple[PageText, ...]:
    """The pages of a cluster whose visible text differs between two days."""
    return ask(connection, "page_texts", PageText, cluster=cluster_id, since=since, until=until)


def visit_days(connection: duckdb.DuckDBPyConnection, cluster_id: str) -> tuple[date, ...]:
    """The days on which a cluster was visited, oldest first."""
    return tuple(row.day for row in ask(connection, "visit_days", Day, cluster=cluster_id))


def fresh_items(connection: duckdb.DuckDBPyConnection, since: str, until: str) -> tuple[FreshItem, ...]:
    """News items first met at a scan after `since`, up to `until`, newest first; undated and old ones left out."""
    return ask(connection, "fresh_items", FreshItem, since=since, until=until)


def fresh_texts(connection: duckdb.DuckDBPyConnection, since: str, until: str) -> tuple[FreshText, ...]:
    """Clusters whose pages got other content at a scan after `since`, up to `until`."""
    return ask(connection, "fresh_texts", FreshText, since=since, until=until)


def outcomes(connection: duckdb.DuckDBPyConnection, since: str, until: str) -> tuple[OutcomeCount, ...]:
    """How the fetches of the scans after `since`, up to `until`, ended; most frequent first."""
    return ask(connection, "outcomes", OutcomeCount, since=since, until=until)


def scan_as_of(connection: duckdb.DuckDBPyConnection, as_of: date | None) -> str | None:
    """The scan that was the latest on a day; None for no day: the latest of all.

    Raises:
        NoAnswerError: there was none yet.
    """
    if as_of is None:
        return None
    known = scan_bounds(connection, as_of)
    if known.scan_id is None:
        first = f"the first was on {known.first_day}" if known.first_day else "run `cluster-monitor scan` first"
        raise NoAnswerError(f"there was no scan on {as_of} or before: {first}")
    return known.scan_id


def scan_bounds(connection: duckdb.DuckDBPyConnection, day: date = date.max) -> ScanBounds:
    """The latest scan on a day, and what there is before and after."""
    return ask(connection, "scan_bounds", ScanBounds, day=day)[0]


def find(connection: duckdb.DuckDBPyConnection, cluster_id: str, scan_id: str | None = None) -> Standing:
    """One cluster of the register as of a scan (None: the latest).

    Raises:
        NoAnswerError: the register has no such id; the sentence names the nearest ones.
    """
    if found := ask(connection, "standing", Standing, scan=scan_id, cluster=cluster_id):
        return found[0]
    near = difflib.get_close_matches(cluster_id, [one.id for one in ask(connection, "ids", Id)], n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`cluster-monitor status` lists the ids"
    raise NoAnswerError(f"no cluster has the id {cluster_id!r}: {hint}")
