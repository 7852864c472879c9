"""The charts: how things have developed, and how they stand."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reports.dashboard import contents
from reports.dashboard.session import house
from reports.dashboard.shell import page

router = APIRouter()


@router.get("/charts")
def charts(request: Request) -> Response:
    """States by month, sectors, language editions."""
    with house(request).published.reader() as connection:
        return page(request, "charts.html", **contents.charts(connection, request.state.wish.language))
