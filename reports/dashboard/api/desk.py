"""What people work on: alerts, the review, decisions; and what analysts write, as the pages do."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from crawler.records import Decision, State
from reports import queries
from reports.dashboard import cases
from reports.dashboard.api import models_desk as models
from reports.dashboard.api.access import Analyst, Anybody
from reports.dashboard.api.clusters import NOT_THERE, ClusterId
from reports.dashboard.api.evidence import PagedPast
from reports.dashboard.api.paging import ONCE, SEEN, AsOf, Listing, Paged, asked, listing
from reports.dashboard.api.problems import responses
from reports.dashboard.past import as_known
from reports.dashboard.session import house, token_of

router = APIRouter()
WRITES = {"responses": responses(400, 404, 409, 412, 413), "dependencies": [SEEN], "tags": ["writing"]}


class AlertQuery(Paged):
    """Which alerts."""

    which: Literal["open", "all"] = Field("open", description="open: those that nobody has acknowledged")
    cluster: str = Field("", max_length=200, description="Only of this cluster")


class DecisionQuery(Paged):
    """Which decisions."""

    cluster: str = Field("", max_length=200, description="Only of this cluster")
    as_of: AsOf


@router.get("/me", tags=["who asks"])
def me(request: Request, who: Anybody) -> models.Me:
    """Who asks, in which role."""
    csrf = None if who.token else token_of(request)
    return models.Me(name=who.name, role=who.role.value, token=who.token, csrf_token=csrf)


@router.get("/alerts", tags=["desk"], dependencies=[ONCE])
def list_alerts(
    request: Request, response: Response, query: Annotated[AlertQuery, Query()]
) -> Listing[models.CountedAlert]:
    """What was told to people, newest first."""
    values = {"all": query.which == "all", "cluster": query.cluster}
    with house(request).published.reader() as connection:
        rows, total = asked(connection, "alerts", models.CountedAlert, query, values)
    return listing(request, response, query, rows, total)


@router.get("/review", tags=["desk"], dependencies=[ONCE], responses=NOT_THERE)
def review(request: Request, response: Response, query: Annotated[PagedPast, Query()]) -> Listing[models.ReviewCase]:
    """What a person should look at, the most harmful first."""
    values = {"low": cases.LOW_CONFIDENCE, "order": list(cases.ORDER)}
    with as_known(request, query.as_of) as (connection, _):
        rows, total = asked(connection, "review", models.ReviewCase, query, values)
    return listing(request, response, query, rows, total)


@router.get("/decisions", tags=["desk"], dependencies=[ONCE], responses=NOT_THERE)
def decisions(
    request: Request, response: Response, query: Annotated[DecisionQuery, Query()]
) -> Listing[models.CountedDecision]:
    """What people decided, newest first."""
    with house(request).published.reader() as connection:
        values = {"cluster": query.cluster, "scan": queries.scan_as_of(connection, query.as_of)}
        rows, total = asked(connection, "all_decisions", models.CountedDecision, query, values)
    return listing(request, response, query, rows, total)


# ---------------------------------------------------------------- for analysts


@router.post("/clusters/{cluster_id}/decisions", status_code=201, **WRITES)  # type: ignore[arg-type]  # one table
def decide(request: Request, who: Analyst, cluster_id: ClusterId, sent: models.NewDecision) -> models.DecisionRow:
    """Put a person's decision over the machine, or clear it; it is in force at once."""
    with house(request).published.reader() as connection:
        queries.find(connection, cluster_id)
    decision = Decision(
        cluster_id=cluster_id,
        state=None if sent.state == "clear" else State(sent.state),
        why=sent.why.strip(),
        by=who.name,
        decided_at=house(request).clock(),
        until=sent.until,
    )
    house(request).desk.decide(decision)
    with house(request).published.reader() as connection:
        kept = queries.decisions(connection, cluster_id)
    return models.DecisionRow.model_validate(kept[-1] if kept else decision)


@router.post("/clusters/{cluster_id}/acknowledgements", status_code=204, **WRITES)  # type: ignore[arg-type]  # one table
def acknowledge(request: Request, who: Analyst, cluster_id: ClusterId, sent: models.NewAcknowledgement) -> None:
    """Keep that somebody has seen to the alerts of a cluster; it ends with its next one."""
    with house(request).published.reader() as connection:
        queries.find(connection, cluster_id)
    house(request).desk.acknowledge(cluster_id, sent.note.strip(), who.name)


@router.put("/clusters/{cluster_id}/mute", status_code=204, **WRITES)  # type: ignore[arg-type]  # one table
def mute(request: Request, _: Analyst, cluster_id: ClusterId, sent: models.NewMute) -> None:
    """Tell nobody anything of a cluster up to a day; its alerts are kept and listed all the same."""
    with house(request).published.reader() as connection:
        queries.find(connection, cluster_id)
    house(request).desk.mute(cluster_id, sent.until)
