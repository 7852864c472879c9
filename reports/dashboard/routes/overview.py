"""The first page: how things stand, and what has changed."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reports.dashboard import contents, counts
from reports.dashboard.cases import waiting
from reports.dashboard.session import house
from reports.dashboard.shell import page

router = APIRouter()


@router.get("/")
def overview(request: Request) -> Response:
    """Tiles, transitions, sectors, map, health."""
    with house(request).published.reader() as connection:
        shown = contents.overview(connection, request.state.wish.language)
        last = shown["scan"]
        return page(
            request,
            "overview.html",
            **shown,
            review=waiting(connection),
            outcomes=counts.outcomes_of(connection, last.scan_id) if last else (),
            next_scans=house(request).next_scans(),
        )
