"""The mapping: the tables that the helpdesk counted by hand in 2013 and 2016, for any day.

Built from the published database alone and without a clock: the same data give the same mapping.  What it counts by
edition, sector, relation and activity are the organisations that have not ended on that day; the ended ones are
counted apart, by state.  Files are made of it by `reports.mapping_page` (HTML, PDF) and
`reports.mapping_tables` (XLSX, CSV).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import Reason, State
from crawler.vocabulary import PREFECTURES, REGIONS, RELATIONS, SECTORS
from reports import mapping_2016, queries
from reports.change_report import Method, method_of
from reports.queries import NoAnswerError, ScanRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Mapping as Lookup

    import duckdb

UPKEEPS = (*mapping_2016.EDITIONS, "unknown")  # of the view mapping_as_of
KEPT_UP = ("ja+en", "ja", "en", "none", "unseen")  # which editions are kept up
OTHER_RELATION = "other"  # the register says it in words that are none of crawler.vocabulary.RELATIONS
SECTOR_ROWS = (
    *mapping_2016.SECTORS,
    *((code,) for code in SECTORS if not any(code in codes for codes in mapping_2016.SECTORS)),
)
# What became of an organisation between two days, the gravest first.
MOVES = ("ended", "silent", "left", "new", "back", "awake", "editions")


@dataclass(frozen=True, slots=True)
class Organisation:
    """One cluster organisation of the register as of the day of the mapping."""

    id: str
    name_en: str
    name_ja: str
    website: str
    prefecture: str
    region: str
    sector: tuple[str, ...]
    programme: str
    organisation_type: str
    relation: str  # as the register has it
    state: str
    subtype: str
    confidence: float | None  # None: never judged
    since: date | None
    last_update: date | None
    ja_state: str | None  # None: no such edition
    en_state: str | None
    upkeep: str  # of UPKEEPS
    judged_on: date | None
    warnings: tuple[str, ...]
    reason: Reason | None  # the heaviest

    @property
    def counted(self) -> bool:
        """Whether the tables of the mapping count it: it has not ended."""
        return self.state != State.CEASED

    @property
    def linkable(self) -> bool:
        """False: whoever follows the address may meet somebody else's content."""
        return "do_not_link" not in self.warnings

    @property
    def sector_row(self) -> str:
        """The row of the sector table: of its first sector, the main one."""
        main = self.sector[0] if self.sector else ""
        return next((";".join(codes) for codes in SECTOR_ROWS if main in codes), main)

    @property
    def relation_class(self) -> str:
        """The class of its international relations."""
        written = self.relation.strip().lower().replace(" ", "-")
        return written if written in RELATIONS else OTHER_RELATION if written else "no-information"

    @property
    def kept_up(self) -> str:
        """Which of its editions show recent work."""
        if self.upkeep == "unknown":
            return "unseen"
        alive = [code for code, state in (("ja", self.ja_state), ("en", self.en_state)) if state == State.ACTIVE]
        return "+".join(alive) or "none"


@dataclass(frozen=True, slots=True)
class Figure:
    """How many organisations are in one class: on the day, on the day compared with, in 2016; None: not known."""

    code: str
    now: int
    before: int | None
    in_2016: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """One table of figures; every organisation counts once."""

    name: str
    figures: tuple[Figure, ...]

    @property
    def total(self) -> Figure:
        """The sums; of 2016 only where the table existed then."""
        before = [one.before for one in self.figures if one.before is not None]
        in_2016 = [one.in_2016 for one in self.figures if one.in_2016 is not None]
        return Figure(
            "total",
            sum(one.now for one in self.figures),
            sum(before) if before else None,
            sum(in_2016) if in_2016 else None,
        )


@dataclass(frozen=True, slots=True)
class Share:
    """The organisations of one place, programme or sector by state; ended ones included."""

    code: str
    active: int
    static: int
    ceased: int
    unknown: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.active + self.static + self.ceased + self.unknown


@dataclass(frozen=True, slots=True)
class Cross:
    """One table of shares."""

    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one organisation since the day compared with."""

    kind: str  # of MOVES
    organisation: Organisation  # as it is now; as it was, where it has left the register
    before: str  # state then, or upkeep where kind is "editions"; "" = it was not in the register
    after: str  # the same now; "" = it has left


@dataclass(frozen=True, slots=True)
class MonthState:
    """How many of the clusters were in a state at the end of a month."""

    month: date  # its first day
    state: str
    clusters: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that a mapping report shows."""

    as_of: date
    scan: ScanRow  # the latest on that day
    compared_on: date | None
    compared: ScanRow | None
    tallies: tuple[Tally, ...]  # states, editions, sectors, relations, activity
    crosses: tuple[Cross, ...]  # sectors, regions, prefectures, programmes
    months: tuple[MonthState, ...]  # oldest first
    organisations: tuple[Organisation, ...]  # north to south
    moves: tuple[Move, ...]
    method: Method

    def tally(self, name: str) -> Tally:
        """One of the tables of figures."""
        return next(tally for tally in self.tallies if tally.name == name)

    def cross(self, name: str) -> Cross:
        """One of the tables by state."""
        return next(cross for cross in self.crosses if cross.name == name)


def mapping_report(
    connection: duckdb.DuckDBPyConnection, as_of: date | None = None, compare: date | None = None
) -> Mapping:
    """The mapping as of a day (None: the latest scan), compared with another day.

    Raises:
        NoAnswerError: there was no scan yet on one of the days, or they are in the wrong order.
    """
    scan = _scan(connection, as_of)
    compared = _scan(connection, compare) if compare else None
    if compared and compared.scan_id >= scan.scan_id:
        raise NoAnswerError(
            f"the mapping of {as_of or scan.day} has no scan later than {compare}: compare an earlier day"
        )
    now = _organisations(connection, scan.day)
    before = _organisations(connection, compared.day) if compared else None
    return Mapping(
        as_of=as_of or scan.day,
        scan=scan,
        compared_on=compare,
        compared=compared,
        tallies=tuple(_tallies(now, before)),
        crosses=tuple(_crosses(now)),
        months=queries.ask(connection, "state_months", MonthState, day=scan.day),
        organisations=now,
        moves=tuple(_moves(now, before or ())) if compared else (),
        method=method_of(scan, json.loads(queries.settings(connection, scan.scan_id))),
    )


def _scan(connection: duckdb.DuckDBPyConnection, day: date | None) -> ScanRow:
    known = queries.scans(connection)
    if not known:
        raise NoAnswerError("there was no scan yet: run `cluster-monitor scan` first")
    wanted = queries.scan_as_of(connection, day)
    return next(scan for scan in reversed(known) if wanted in (None, scan.scan_id))


def _organisations(connection: duckdb.DuckDBPyConnection, day: date) -> tuple[Organisation, ...]:
    regions, prefectures = list(REGIONS), list(PREFECTURES)

    def north_to_south(one: Organisation) -> tuple[int, int, str, str]:
        return (
            regions.index(one.region) if one.region in REGIONS else len(regions),
            prefectures.index(one.prefecture) if one.prefecture in PREFECTURES else len(prefectures),
            (one.name_en or one.name_ja).casefold(),
            one.id,
        )

    return tuple(sorted(queries.ask(connection, "mapping", Organisation, day=day), key=north_to_south))


# ---------------------------------------------------------------- tables


def _tallies(now: Sequence[Organisation], before: Sequence[Organisation] | None) -> Iterator[Tally]:
    sectors = [";".join(codes) for codes in SECTOR_ROWS]
    sectors_2016 = {";".join(codes): count for codes, count in mapping_2016.SECTORS.items()}

    def tally(
        name: str,
        read: Callable[[Organisation], str],
        codes: Iterable[str],
        in_2016: Lookup[str, int],
        *,
        ended: bool = False,
    ) -> Tally:
        counts = Counter(read(one) for one in now if ended or one.counted)
        was = None if before is None else Counter(read(one) for one in before if ended or one.counted)
        rows = [*codes]
        rows += sorted({*counts, *(was or ())} - {*rows})
        return Tally(
            name,
            tuple(Figure(code, counts[code], None if was is None else was[code], in_2016.get(code)) for code in rows),
        )

    yield tally("states", lambda one: one.state, map(str, State), {}, ended=True)
    yield tally("editions", lambda one: one.upkeep, UPKEEPS, mapping_2016.EDITIONS)
    yield tally("sectors", lambda one: one.sector_row, sectors, sectors_2016)
    yield tally("relations", lambda one: one.relation_class, RELATIONS, mapping_2016.RELATIONS)
    yield tally("activity", lambda one: one.kept_up, KEPT_UP, {})


def _crosses(now: Sequence[Organisation]) -> Iterator[Cross]:
    def cross(name: str, codes: Iterable[str], read: Callable[[Organisation], Iterable[str]]) -> Cross:
        counts = Counter((code, one.state) for one in now for code in read(one))
        found = {code for code, _ in counts}
        rows = [code for code in codes if code in found]
        rows += sorted(found - {*rows}, key=lambda code: (code == "", code))
        return Cross(name, tuple(Share(code, *(counts[code, state] for state in State)) for code in rows))

    yield cross("sectors", SECTORS, lambda one: one.sector or ("",))
    yield cross("regions", REGIONS, lambda one: (one.region,))
    yield cross("prefectures", PREFECTURES, lambda one: (one.prefecture,))
    yield cross("programmes", (), lambda one: (one.programme,))


# ---------------------------------------------------------------- what has changed


def _moves(now: Sequence[Organisation], before: Sequence[Organisation]) -> list[Move]:
    was = {one.id: one for one in before}
    present = {one.id for one in now}
    found = [move for one in now for move in _moves_of(one, was.get(one.id))]
    found += [Move("left", one, one.state, "") for one in before if one.id not in present]
    return sorted(found, key=lambda move: MOVES.index(move.kind))  # stable: north to south within a kind


def _moves_of(one: Organisation, was: Organisation | None) -> Iterator[Move]:
    if was is None:
        yield Move("new", one, "", one.state)
        return
    kind = ""
    if was.counted != one.counted:
        kind = "back" if one.counted else "ended"
    elif (was.state, one.state) == (State.ACTIVE, State.STATIC):
        kind = "silent"
    elif (was.state, one.state) == (State.STATIC, State.ACTIVE):
        kind = "awake"
    if kind:
        yield Move(kind, one, was.state, one.state)
    if was.counted and one.counted and was.upkeep != one.upkeep:
        yield Move("editions", one, was.upkeep, one.upkeep)
