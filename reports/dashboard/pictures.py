"""The charts of the pages: what each shows is asked here, and drawn by `reports.charts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports import charts
from reports.charts import EditionCount, MonthCount, MonthItems, SectorCount
from reports.dashboard.counts import STATES, sectors
from reports.queries import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from reports.words import Language

MONTHS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one verdict waited for its confirmation."""

    days: int


@dataclass(frozen=True, slots=True)
class ItemsOf:
    """How many news of a month one cluster shows."""

    cluster_id: str
    month: date
    items: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The states at the end of one month, for the table beside the chart."""

    month: date
    counts: tuple[tuple[str, int], ...]


def months(connection: duckdb.DuckDBPyConnection) -> tuple[MonthCount, ...]:
    """The states at the end of each of the last months."""
    return ask(connection, "month_states", MonthCount, most=MONTHS_SHOWN)


def month_rows(counts: Sequence[MonthCount]) -> tuple[MonthRow, ...]:
    """The same as rows of a table, the latest first."""
    known = {(one.month, one.state): one.clusters for one in counts}
    return tuple(
        MonthRow(month, tuple((state, known.get((month, state), 0)) for state in STATES))
        for month in sorted({one.month for one in counts}, reverse=True)
    )


def by_month(counts: Sequence[MonthCount], language: Language) -> str:
    """The states by month; empty before the first scan."""
    return charts.state_by_month(tuple(counts), language)


def by_sector(connection: duckdb.DuckDBPyConnection, language: Language) -> str:
    """The sectors with their states, the largest first."""
    rows = tuple(SectorCount(row.code, state, count) for row in sectors(connection) for state, count in row.counts)
    return charts.sector_by_state(rows, language)


def by_upkeep(connection: duckdb.DuckDBPyConnection, language: Language) -> str:
    """The language editions that are kept up, of the clusters that have not ended."""
    return charts.edition_split(ask(connection, "upkeep_counts", EditionCount), language)


def waits(connection: duckdb.DuckDBPyConnection, language: Language) -> str:
    """How long verdicts waited for their confirmation; empty where there was none."""
    days = tuple(wait.days for wait in ask(connection, "wait_days", Wait))
    return charts.time_to_confirm(days, language) if days else ""


def items_of(
    connection: duckdb.DuckDBPyConnection, cluster_id: str | None, until: date
) -> dict[str, tuple[MonthItems, ...]]:
    """The news by month up to a day, by cluster; None: of all clusters."""
    found: dict[str, list[MonthItems]] = {}
    for row in ask(connection, "month_items", ItemsOf, cluster=cluster_id, until=until):
        found.setdefault(row.cluster_id, []).append(MonthItems(row.month, row.items))
    return {one: tuple(items) for one, items in found.items()}


def rhythm(items: Sequence[MonthItems], until: date, language: Language) -> str:
    """The news of a cluster by month; empty without any."""
    return charts.posting_rhythm(tuple(items), until, language) if items else ""
