"""One cluster: the answer, why, its history, its pages, and what people decide."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from crawler.records import Decision, State
from reports import queries
from reports.dashboard.desk import RefusedError, day_of
from reports.dashboard.marks import MarkedLine, marked
from reports.dashboard.one_cluster import facts_of, is_linkable, values_of
from reports.dashboard.roles import Role
from reports.dashboard.session import house, local, needs
from reports.dashboard.shell import page, say
from reports.dashboard.users import User
from reports.differences import differences
from reports.queries import NoAnswerError

router = APIRouter()
Analyst = Annotated[User, Depends(needs(Role.ANALYST))]
LONGEST_WHY = 500  # characters


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """One page that differs, its changed words marked."""

    url: str
    before: date | None
    after: date | None
    lines: tuple[MarkedLine, ...]


@router.get("/clusters/{cluster_id}")
def cluster(request: Request, cluster_id: str, note: str = "") -> Response:
    """All that is known of a cluster."""
    with house(request).published.reader() as connection:
        return page(
            request,
            "cluster.html",
            **values_of(facts_of(connection, cluster_id), request.state.wish.language),
            note=say(request, "decided") if note == "decided" else "",
            visit_days=queries.visit_days(connection, cluster_id),
            decisions=tuple(reversed(queries.decisions(connection, cluster_id))),
        )


@router.get("/clusters/{cluster_id}/difference")
def difference(request: Request, cluster_id: str, since: date | None = None, until: date | None = None) -> Response:
    """What differs in the text of its pages between two visits."""
    with house(request).published.reader() as connection:
        known = queries.find(connection, cluster_id)
        try:
            found, problem = differences(connection, cluster_id, since, until), ""
        except NoAnswerError as error:
            found, problem = None, str(error)
    return page(
        request,
        "difference.html",
        422 if problem else 200,
        id=cluster_id,
        name=known.cluster.name_en or known.cluster.name_ja,
        linkable=is_linkable(known.verdict),
        problem=problem,
        pages=[
            ChangedPage(one.url, one.before, one.after, marked(one.lines)) for one in (found.pages if found else ())
        ],
        since=found.since if found else None,
        until=found.until if found else None,
    )


@router.post("/clusters/{cluster_id}/decisions")
def decide(
    request: Request,
    user: Analyst,
    cluster_id: str,
    state: Annotated[State | str, Form()],
    why: Annotated[str, Form()],
    until: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Keep what a person decided of a cluster."""
    with house(request).published.reader() as connection:
        queries.find(connection, cluster_id)
    decision = Decision(
        cluster_id=cluster_id,
        state=None if state == "clear" else _state(state),
        why=_why(why),
        by=user.name,
        decided_at=house(request).clock(),
        until=day_of(until),
    )
    house(request).desk.decide(decision)
    place = local(back) if back else f"/clusters/{cluster_id}"
    return RedirectResponse(f"{place}?note=decided", 303)


def _state(code: str) -> State:
    try:
        return State(code)
    except ValueError as error:
        raise RefusedError(f"there is no state {code!r}: choose one of {', '.join(State)}, or clear") from error


def _why(text: str) -> str:
    if not (said := text.strip()):
        raise RefusedError("a decision needs its reason: write what you know, and from whom")
    return said[:LONGEST_WHY]
