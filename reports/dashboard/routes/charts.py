"""The charts: how things have developed, and how they stand."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reports.dashboard import counts, pictures
from reports.dashboard.session import house
from reports.dashboard.shell import page

router = APIRouter()


@router.get("/charts")
def charts(request: Request) -> Response:
    """States by month, sectors, language editions."""
    language = request.state.wish.language
    with house(request).published.reader() as connection:
        known = pictures.months(connection)
        return page(
            request,
            "charts.html",
            scan=counts.last_full(connection),
            states=counts.STATES,
            by_month=pictures.by_month(known, language),
            months=pictures.month_rows(known),
            by_sector=pictures.by_sector(connection, language),
            by_upkeep=pictures.by_upkeep(connection, language),
        )
