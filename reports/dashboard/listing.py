"""The list of clusters: the part of it that a filter shows, what the filters offer, and the same as a file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reports.queries import Standing, ask, standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reports.dashboard.filters import Filter

EVERYTHING = 2**31 - 1  # rows


@dataclass(frozen=True, slots=True)
class Edition:
    """One language edition in short."""

    language: str
    state: str
    activity: str
    last_update: date | None


@dataclass(frozen=True, slots=True)
class News:
    """The newest item of an edition's news."""

    day: date
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One cluster with what is held of it now: a row of `memory.present`."""

    id: str
    name_en: str
    name_ja: str
    website: str
    prefecture: str
    region: str
    sector: tuple[str, ...]
    state: str
    subtype: str
    confidence: float
    since: date | None
    last_update: date | None
    suspect: str
    suspect_since: date | None
    warnings: tuple[str, ...]
    judged_on: date | None
    edition_ja: Edition | None
    edition_en: Edition | None
    news_ja: News | None
    news_en: News | None
    total: int  # rows that pass, on all pages

    @property
    def linkable(self) -> bool:
        """False: whoever follows an address may meet somebody else's content."""
        return "do_not_link" not in self.warnings


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    field: str
    code: str


def listed(connection: duckdb.DuckDBPyConnection, chosen: Filter) -> tuple[Listed, ...]:
    """The clusters of one page of the list."""
    return ask(connection, "listing", Listed, **chosen.parameters())


def choices(connection: duckdb.DuckDBPyConnection) -> Mapping[str, Sequence[str]]:
    """What occurs in the register and can be chosen, by field."""
    found = defaultdict(list)
    for choice in ask(connection, "choices", Choice):
        found[choice.field].append(choice.code)
    return found


def all_listed(
    connection: duckdb.DuckDBPyConnection, chosen: Filter, scan_id: str | None = None
) -> tuple[Standing, ...]:
    """All clusters of a filter in its order, whole, for a file; as of a scan where the connection shows that."""
    parameters = replace(chosen, page=1).parameters() | {"most": EVERYTHING}
    order = [row.id for row in ask(connection, "listing", Listed, **parameters)]
    register = {standing.cluster.id: standing for standing in standings(connection, scan_id)}
    return tuple(register[one] for one in order)
