"""What the first page and the charts show, for dashboard and published site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.dashboard import counts, pictures

if TYPE_CHECKING:
    import duckdb

    from reports.words import Language

CHANGES_SHOWN = 12


def overview(connection: duckdb.DuckDBPyConnection, language: Language) -> dict[str, Any]:
    """Tiles, transitions, months, sectors, map: what `overview.html` fills in, but the health of our own scans."""
    last = counts.last_full(connection)
    tiles, sectors = counts.tiles(connection), counts.sectors(connection)
    return {
        "scan": last,
        "states": counts.STATES,
        "tiles": tiles,
        "total": sum(tile.now for tile in tiles),
        "transitions": counts.told(connection, last.scan_id, counts.LATER, CHANGES_SHOWN) if last else (),
        "sectors": sectors,
        "most_sector": max((row.total for row in sectors), default=1),
        "by_month": pictures.by_month(pictures.months(connection), language),
        "map": counts.japan(connection),
    }


def charts(connection: duckdb.DuckDBPyConnection, language: Language) -> dict[str, Any]:
    """States by month, sectors, language editions: what `charts.html` fills in."""
    months = pictures.months(connection)
    return {
        "scan": counts.last_full(connection),
        "states": counts.STATES,
        "by_month": pictures.by_month(months, language),
        "months": pictures.month_rows(months),
        "by_sector": pictures.by_sector(connection, language),
        "by_upkeep": pictures.by_upkeep(connection, language),
    }
