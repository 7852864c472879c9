"""The register as it is now: the file that the next scan uses."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import Field

from crawler.registry import load_register
from reports.dashboard.api import models
from reports.dashboard.api.clusters import NOT_THERE, ClusterId
from reports.dashboard.api.paging import Listing, Paged, listing, once
from reports.dashboard.session import house
from reports.queries import NoAnswerError

router = APIRouter(tags=["register"])


class RegisterQuery(Paged):
    """Which rows."""

    tag: str = Field("", max_length=200, description="Only rows with this tag")


IfNoneMatch = Annotated[str | None, Header(max_length=2000, description="ETag of what the asker has")]


@router.get("/register")
def register(
    request: Request,
    response: Response,
    query: Annotated[RegisterQuery, Query()],
    if_none_match: IfNoneMatch = None,
) -> Listing[models.RegisterRow]:
    """The rows of the register, in the order of the file."""
    _answer_once(request, response, if_none_match)
    rows = [one for one in load_register(house(request).register) if not query.tag or query.tag in one.tags]
    some = rows[query.bounds["skipped"] :][: query.size]
    return listing(request, response, query, [models.RegisterRow.model_validate(one) for one in some], len(rows))


@router.get("/register/{cluster_id}", responses=NOT_THERE)
def row(
    request: Request, response: Response, cluster_id: ClusterId, if_none_match: IfNoneMatch = None
) -> models.RegisterRow:
    """One row of the register."""
    _answer_once(request, response, if_none_match)
    for one in load_register(house(request).register):
        if one.id == cluster_id:
            return models.RegisterRow.model_validate(one)
    raise NoAnswerError(f"the register has no row {cluster_id!r}: /api/v1/register lists them")


def _answer_once(request: Request, response: Response, if_none_match: str | None) -> None:
    try:
        content = house(request).register.read_bytes()
    except FileNotFoundError:  # reading the rows says what to do
        return
    once(response, f'W/"{hashlib.sha256(content).hexdigest()[:32]}"', if_none_match)
