"""The scans: what each saw and told."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reports.dashboard import counts, pictures
from reports.dashboard.session import house
from reports.dashboard.shell import page
from reports.queries import NoAnswerError

router = APIRouter()
SCANS_SHOWN = 500
CHANGES_SHOWN = 500


@router.get("/scans")
def scans(request: Request) -> Response:
    """All scans, newest first."""
    with house(request).published.reader() as connection:
        found = counts.scan_list(connection, SCANS_SHOWN)
        waits = pictures.waits(connection, request.state.wish.language)
    return page(request, "scans.html", scans=found, waits=waits, next_scans=house(request).next_scans())


@router.get("/scans/{scan_id}")
def scan(request: Request, scan_id: str) -> Response:
    """One scan."""
    with house(request).published.reader() as connection:
        found = counts.one_scan(connection, scan_id)
        if found is None:
            raise NoAnswerError(f"there was no scan {scan_id!r}: /scans lists them")
        changes = counts.told(connection, scan_id, scan_id, CHANGES_SHOWN)
        return page(request, "scan.html", scan=found, changes=changes, outcomes=counts.outcomes_of(connection, scan_id))
