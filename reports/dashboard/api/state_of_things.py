"""How things stand and what scans told: overview, scans, transitions."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from crawler.records import State
from reports import queries
from reports.dashboard import counts
from reports.dashboard.api import models_desk as models
from reports.dashboard.api.clusters import NOT_THERE, Past
from reports.dashboard.api.paging import ONCE, AsOf, Day, Listing, Paged, asked, listing
from reports.dashboard.cases import waiting
from reports.dashboard.past import as_known
from reports.dashboard.session import house
from reports.queries import NoAnswerError

router = APIRouter(tags=["scans"], dependencies=[ONCE])
ScanId = Annotated[str, Path(description="Id of a scan", max_length=40, examples=["20261101T030000Z"])]


class ScanQuery(Paged):
    """Which scans."""

    kind: Literal["full", "recheck", "decision"] | None = None
    as_of: AsOf


class TransitionQuery(Paged):
    """Which transitions."""

    since: Day | None = Field(None, description="First day")
    until: Day | None = Field(None, description="Last day")
    state: State | None = Field(None, description="The state it went to")
    state_before: State | None = Field(None, description="The state it came from")


class ChangeQuery(Paged):
    """Which changes."""

    kind: str = Field("", max_length=40, description="Only this kind", examples=["dormant"])


@router.get("/overview", responses=NOT_THERE)
def overview(request: Request, query: Annotated[Past, Query()]) -> models.Overview:
    """How many clusters are in each state, by sector and by prefecture."""
    with as_known(request, query.as_of) as (connection, scan):
        last = counts.last_full(connection, scan)
        return models.Overview(
            scan=models.Scan.model_validate(last) if last else None,
            states=[models.StateCount.model_validate(one) for one in counts.tiles(connection, scan)],
            sectors=[models.Shares.model_validate(one) for one in counts.sectors(connection)],
            prefectures=[models.Shares.model_validate(one) for one in counts.prefectures(connection)],
            to_review=waiting(connection),
        )


@router.get("/transitions")
def transitions(
    request: Request, response: Response, query: Annotated[TransitionQuery, Query()]
) -> Listing[models.Transition]:
    """Which clusters went from one state (or detail of it) to another, newest first."""
    values = {
        "since": query.since, "until": query.until, "state": query.state or "", "before": query.state_before or "",
    }  # fmt: skip
    with house(request).published.reader() as connection:
        rows, total = asked(connection, "transitions", models.Transition, query, values)
    return listing(request, response, query, rows, total)


@router.get("/scans", responses=NOT_THERE)
def scans(request: Request, response: Response, query: Annotated[ScanQuery, Query()]) -> Listing[models.ScanRow]:
    """The scans, newest first."""
    with house(request).published.reader() as connection:
        last = queries.scan_as_of(connection, query.as_of)
        values = {"kind": query.kind or "", "last": last, "only": ""}
        rows, total = asked(connection, "scan_list", models.ScanRow, query, values)
    return listing(request, response, query, rows, total)


@router.get("/scans/{scan_id}", responses=NOT_THERE)
def scan(request: Request, scan_id: ScanId) -> models.ScanDetail:
    """One scan, and how its fetches ended."""
    with house(request).published.reader() as connection:
        found = counts.one_scan(connection, scan_id)
        if found is None:
            raise NoAnswerError(f"there was no scan {scan_id!r}: /api/v1/scans lists them")
        outcomes = [models.OutcomeCount.model_validate(one) for one in counts.outcomes_of(connection, scan_id)]
    return models.ScanDetail.model_validate({**models.Scan.model_validate(found).model_dump(), "outcomes": outcomes})


@router.get("/scans/{scan_id}/changes", responses=NOT_THERE)
def changes(
    request: Request, response: Response, scan_id: ScanId, query: Annotated[ChangeQuery, Query()]
) -> Listing[models.ToldChange]:
    """All that a scan told."""
    with house(request).published.reader() as connection:
        if counts.one_scan(connection, scan_id) is None:
            raise NoAnswerError(f"there was no scan {scan_id!r}: /api/v1/scans lists them")
        rows, total = asked(connection, "scan_changes", models.ToldChange, query, {"scan": scan_id, "kind": query.kind})
    return listing(request, response, query, rows, total)
