"""What waits for a person."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from reports.dashboard.cases import SHOWN, cases
from reports.dashboard.session import house
from reports.dashboard.shell import page, say

router = APIRouter()
LAST_PAGE = 10_000


@router.get("/review")
def review(
    request: Request, note: str = "", number: Annotated[int, Query(alias="page", ge=1, le=LAST_PAGE)] = 1
) -> Response:
    """The queue, the most urgent first."""
    with house(request).published.reader() as connection:
        found, total = cases(connection, request.state.wish.language, number)
    if not found and number > 1:  # decided meanwhile
        return RedirectResponse(f"/review?note={note}" if note else "/review", 303)
    text = say(request, "decided") if note == "decided" else ""
    return page(
        request, "review.html", cases=found, total=total, number=number, last_page=-(-total // SHOWN), note=text
    )
