"""The figures of the overview: states, sectors, prefectures, and what a scan told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.change import KINDS
from reports import japan as drawn
from reports.dashboard.words import TONE_OF
from reports.queries import OutcomeCount, ScanRow, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

STATES = ("active", "static", "ceased", "unknown")
NO_NEWS = frozenset({"new_content", "first_verdict"})
TOLD_KINDS = [kind for kind in KINDS if kind not in NO_NEWS]
LATER = "~"  # after every scan id


@dataclass(frozen=True, slots=True)
class Tile:
    """How many clusters are in a state now and were at the scan before; None: there was none."""

    state: str
    now: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Shares:
    """The clusters of one sector or prefecture by state."""

    code: str
    active: int
    static: int
    ceased: int
    unknown: int

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """State and figure, in the usual order."""
        return tuple((state, getattr(self, state)) for state in STATES)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Place:
    """One prefecture on the map."""

    code: str
    path: str
    depth: int
    total: int
    counts: tuple[tuple[str, int], ...]

    def said(self, word: Callable[[str, str], str], _: object) -> str:
        """The figures in words: "3 active, 1 static"."""
        return ", ".join(f"{count} {word('state', state)}" for state, count in self.counts if count)


@dataclass(frozen=True, slots=True)
class Map:
    """The map of Japan."""

    view_box: str
    places: tuple[Place, ...]
    key: tuple[tuple[int, str], ...]  # depth and the figures it stands for


@dataclass(frozen=True, slots=True)
class Told:
    """One change that a scan told."""

    id: str
    name_en: str
    name_ja: str
    kind: str
    before: str
    after: str
    detail: str
    quote: str

    @property
    def tone(self) -> str:
        """How much it asks of a person."""
        return TONE_OF.get(self.kind, "plain")


@dataclass(frozen=True, slots=True)
class ListedScan(ScanRow):
    """One scan with how many changes it told."""

    changes: int


def tiles(connection: duckdb.DuckDBPyConnection, scan_id: str | None = None) -> tuple[Tile, ...]:
    """The four states; of a past scan where the connection shows that."""
    return ask(connection, "state_counts", Tile, scan=scan_id)


def sectors(connection: duckdb.DuckDBPyConnection) -> tuple[Shares, ...]:
    """The sectors, the largest first."""
    return ask(connection, "sector_counts", Shares)


def prefectures(connection: duckdb.DuckDBPyConnection) -> tuple[Shares, ...]:
    """The prefectures that have clusters; "": those whose place is not known."""
    return ask(connection, "place_counts", Shares)


def japan(connection: duckdb.DuckDBPyConnection) -> Map:
    """The prefectures with their clusters; the largest first in the table, all of them on the map."""
    known = {shares.code: shares for shares in prefectures(connection)}
    outline = drawn.outline()
    places = []
    for code, path in outline.paths:
        shares = known.get(code, Shares(code, 0, 0, 0, 0))
        places.append(Place(code, path, drawn.depth(shares.total), shares.total, shares.counts))
    in_order = sorted(places, key=lambda place: (-place.total, place.code))
    return Map(outline.view_box, tuple(in_order), drawn.key())


def told(connection: duckdb.DuckDBPyConnection, since: str, until: str, most: int) -> tuple[Told, ...]:
    """What the scans from one to another told (ids), the most urgent first."""
    return ask(connection, "told_changes", Told, since=since, until=until, kinds=TOLD_KINDS, most=most)


def last_full(connection: duckdb.DuckDBPyConnection, until: str | None = None) -> ListedScan | None:
    """The last scan of the whole register, up to one; where there is none, the last of any kind."""
    for kind in ("full", ""):
        if found := scan_list(connection, 1, kind=kind, until=until):
            return found[0]
    return None


def one_scan(connection: duckdb.DuckDBPyConnection, scan_id: str) -> ListedScan | None:
    """One scan by its id."""
    found = scan_list(connection, 1, only=scan_id) if scan_id else ()
    return found[0] if found else None


def scan_list(
    connection: duckdb.DuckDBPyConnection, most: int, *, kind: str = "", until: str | None = None, only: str = ""
) -> tuple[ListedScan, ...]:
    """The scans, newest first; of one kind, up to one, or only one."""
    values = {"kind": kind, "last": until, "only": only}
    return ask(connection, "scan_list", ListedScan, **values, most=most, skipped=0)


def outcomes_of(connection: duckdb.DuckDBPyConnection, scan_id: str) -> tuple[OutcomeCount, ...]:
    """How the fetches of one scan ended."""
    return ask(connection, "outcomes_of", OutcomeCount, scan=scan_id)
