"""What lies behind a verdict: pages, visits, dates, notices, news, differences."""

from datetime import date
from typing import Annotated, Literal

import duckdb
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from crawler.records import Outcome
from reports import queries
from reports.dashboard.api import models
from reports.dashboard.api.clusters import NOT_THERE, ClusterId
from reports.dashboard.api.paging import ONCE, AsOf, Day, Listing, Paged, Wish, asked, listing
from reports.dashboard.session import house
from reports.differences import differences

router = APIRouter(tags=["evidence"], dependencies=[ONCE])
LONGEST_URL = 2000  # characters


class PagedPast(Paged):
    """Which part of the rows, as of when."""

    as_of: AsOf


class VisitQuery(Paged):
    """Which visits."""

    outcome: Outcome | None = None
    url: str = Field("", max_length=LONGEST_URL, description="Only this page, as it was asked for")
    since: Day | None = Field(None, description="First day of the scans")
    until: Day | None = Field(None, description="Last day of the scans")


class ClaimQuery(PagedPast):
    """Which dates."""

    accepted: Literal["yes", "no"] | None = Field(None, description="Only those that count, or that do not")


class Between(Wish):
    """Two days."""

    since: Day | None = Field(None, description="The earlier day; by default the last visit but one")
    until: Day | None = Field(None, description="The later day; by default the last visit")


@router.get("/clusters/{cluster_id}/pages", responses=NOT_THERE)
def pages(
    request: Request, response: Response, cluster_id: ClusterId, query: Annotated[PagedPast, Query()]
) -> Listing[models.PageRow]:
    """The pages of a cluster with the latest fetch of each, home first."""
    with house(request).published.reader() as connection:
        scan = _scan(connection, cluster_id, query.as_of)
        found = queries.pages(connection, cluster_id, scan)
    some = found[query.bounds["skipped"] :][: query.size]
    return listing(request, response, query, [models.PageRow.model_validate(one) for one in some], len(found))


@router.get("/clusters/{cluster_id}/visits", responses=NOT_THERE)
def visits(
    request: Request, response: Response, cluster_id: ClusterId, query: Annotated[VisitQuery, Query()]
) -> Listing[models.Visit]:
    """Every fetch of every page, newest first; a failed one is a visit too."""
    values = {"outcome": query.outcome or "", "url": query.url, "since": query.since, "until": query.until}
    with house(request).published.reader() as connection:
        queries.find(connection, cluster_id)
        rows, total = asked(connection, "visits_of", models.Visit, query, {"cluster": cluster_id, **values})
    return listing(request, response, query, rows, total)


@router.get("/clusters/{cluster_id}/claims", responses=NOT_THERE)
def claims(
    request: Request, response: Response, cluster_id: ClusterId, query: Annotated[ClaimQuery, Query()]
) -> Listing[models.Claim]:
    """The dates that the pages showed, with the words around them; rejected ones are kept with the reason."""
    accepted = None if query.accepted is None else query.accepted == "yes"
    values = {"cluster": cluster_id, "until": query.as_of, "accepted": accepted}
    with house(request).published.reader() as connection:
        _scan(connection, cluster_id, query.as_of)
        rows, total = asked(connection, "claims_of", models.Claim, query, values)
    return listing(request, response, query, rows, total)


@router.get("/clusters/{cluster_id}/findings", responses=NOT_THERE)
def findings(
    request: Request, response: Response, cluster_id: ClusterId, query: Annotated[PagedPast, Query()]
) -> Listing[models.Finding]:
    """The sentences in which the organisation declared its end, its move or its new name."""
    with house(request).published.reader() as connection:
        _scan(connection, cluster_id, query.as_of)
        values = {"cluster": cluster_id, "until": query.as_of}
        rows, total = asked(connection, "findings_of", models.Finding, query, values)
    return listing(request, response, query, rows, total)


@router.get("/clusters/{cluster_id}/news", responses=NOT_THERE)
def news(
    request: Request, response: Response, cluster_id: ClusterId, query: Annotated[PagedPast, Query()]
) -> Listing[models.NewsItem]:
    """The items of the lists of news and feeds, newest first."""
    with house(request).published.reader() as connection:
        _scan(connection, cluster_id, query.as_of)
        values = {"cluster": cluster_id, "until": query.as_of}
        rows, total = asked(connection, "news_of", models.NewsItem, query, values)
    return listing(request, response, query, rows, total)


@router.get("/clusters/{cluster_id}/difference", responses=NOT_THERE)
def difference(request: Request, cluster_id: ClusterId, query: Annotated[Between, Query()]) -> models.Difference:
    """What differs in the visible text between two days; 404 where there are no two visits to compare."""
    with house(request).published.reader() as connection:
        return models.Difference.model_validate(differences(connection, cluster_id, query.since, query.until))


def _scan(connection: duckdb.DuckDBPyConnection, cluster_id: str, as_of: date | None) -> str | None:
    """The scan that stands for a day, in which there was this cluster.

    Raises:
        NoAnswerError: there was no scan, or no such cluster.
    """
    scan = queries.scan_as_of(connection, as_of)
    queries.find(connection, cluster_id, scan)
    return scan
