"""What waits for a person."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reports.dashboard.cases import cases
from reports.dashboard.session import house
from reports.dashboard.shell import page, say

router = APIRouter()


@router.get("/review")
def review(request: Request, note: str = "") -> Response:
    """The queue, the most urgent first."""
    with house(request).published.reader() as connection:
        found, total = cases(connection, request.state.wish.language)
    text = say(request, "decided") if note == "decided" else ""
    return page(request, "review.html", cases=found, total=total, note=text)
