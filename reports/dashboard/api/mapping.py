"""The mapping: the tables that were counted by hand in 2016, for any day."""

import threading
from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from reports import mapping_report
from reports.dashboard.api import models_mapping as models
from reports.dashboard.api.clusters import NOT_THERE
from reports.dashboard.api.paging import ONCE, AsOf, Day, Listing, Paged, Wish, listing
from reports.dashboard.session import house
from reports.mapping_words import label

router = APIRouter(prefix="/mapping", tags=["mapping"], dependencies=[ONCE], responses=NOT_THERE)
Key = tuple[str, date | None, date | None]
KEPT = 4  # mappings, each of all organisations: the pages of one list come from the same one


class MappingQuery(Wish):
    """Which mapping."""

    as_of: AsOf
    compare: Day | None = Field(None, description="An earlier day to compare with", examples=["2025-11-01"])


class OrganisationQuery(Paged):
    """Which part of the organisations."""

    as_of: AsOf


class MoveQuery(Paged):
    """Since when."""

    as_of: AsOf
    compare: Day = Field(description="The earlier day to compare with", examples=["2025-11-01"])


class Counted:
    """The last few mappings that were counted; one at a time, because it takes long with many clusters."""

    def __init__(self) -> None:
        self._known: dict[Key, mapping_report.Mapping] = {}
        self._turn = threading.Lock()

    def mapping(self, request: Request, as_of: date | None, compare: date | None) -> mapping_report.Mapping:
        """The mapping of a day; counted anew where something was published since."""
        published = house(request).published
        key = published.version(), as_of, compare
        with self._turn:
            found = self._known.pop(key, None)
            if found is None:
                with published.reader() as connection:
                    found = mapping_report.mapping_report(connection, as_of, compare)
            self._known[key] = found
            while len(self._known) > KEPT:
                del self._known[next(iter(self._known))]
        return found


def _of(request: Request, as_of: date | None, compare: date | None = None) -> mapping_report.Mapping:
    counted: Counted = request.app.state.mappings
    return counted.mapping(request, as_of, compare)


@router.get("")
def mapping(request: Request, query: Annotated[MappingQuery, Query()]) -> models.Mapping:
    """The tables of figures, and those by state: the codes of their classes with words in both languages."""
    found = _of(request, query.as_of, query.compare)
    return models.Mapping(
        as_of=found.as_of,
        scan_id=found.scan.scan_id,
        compared_on=found.compared_on,
        tallies=[
            models.Tally(
                name=one.name,
                figures=[models.Figure.model_validate(_worded(one.name, row)) for row in one.figures],
            )
            for one in found.tallies
        ],
        crosses=[
            models.Cross(
                name=one.name, shares=[models.Share.model_validate(_worded(one.name, row)) for row in one.shares]
            )
            for one in found.crosses
        ],
    )


@router.get("/organisations")
def organisations(
    request: Request, response: Response, query: Annotated[OrganisationQuery, Query()]
) -> Listing[models.Organisation]:
    """The organisations that were counted, north to south."""
    found = _of(request, query.as_of).organisations
    some = found[query.bounds["skipped"] :][: query.size]
    return listing(request, response, query, [models.Organisation.model_validate(one) for one in some], len(found))


@router.get("/moves")
def moves(request: Request, response: Response, query: Annotated[MoveQuery, Query()]) -> Listing[models.Move]:
    """What ended, what is new, and what else became of organisations since an earlier day."""
    found = _of(request, query.as_of, query.compare).moves
    some = [
        models.Move(
            kind=one.kind, id=one.organisation.id, name_en=one.organisation.name_en, name_ja=one.organisation.name_ja,
            before=one.before, after=one.after,
        )
        for one in found[query.bounds["skipped"] :][: query.size]
    ]  # fmt: skip
    return listing(request, response, query, some, len(found))


def _worded(table: str, row: mapping_report.Figure | mapping_report.Share) -> dict[str, object]:
    words = {"label_en": label(table, row.code, "en"), "label_ja": label(table, row.code, "ja")}
    return {**asdict(row), **words}
