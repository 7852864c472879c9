"""The first page: how things stand, and what has changed."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reports.dashboard import counts, pictures
from reports.dashboard.cases import waiting
from reports.dashboard.session import house
from reports.dashboard.shell import page

router = APIRouter()
CHANGES_SHOWN = 12


@router.get("/")
def overview(request: Request) -> Response:
    """Tiles, transitions, sectors, map, health."""
    with house(request).published.reader() as connection:
        last = counts.last_full(connection)
        tiles, sectors = counts.tiles(connection), counts.sectors(connection)
        return page(
            request,
            "overview.html",
            scan=last,
            states=counts.STATES,
            tiles=tiles,
            total=sum(tile.now for tile in tiles),
            transitions=counts.told(connection, last.scan_id, counts.LATER, CHANGES_SHOWN) if last else (),
            review=waiting(connection),
            sectors=sectors,
            most_sector=max((row.total for row in sectors), default=1),
            by_month=pictures.by_month(pictures.months(connection), request.state.wish.language),
            map=counts.japan(connection),
            outcomes=counts.outcomes_of(connection, last.scan_id) if last else (),
            next_scans=house(request).next_scans(),
        )
