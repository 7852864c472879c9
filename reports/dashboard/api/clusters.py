"""Clusters: the list with the filters of the page, and one with its verdict, its history and the answer about it."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from crawler import records
from crawler.records import State
from pipelines.reasons import render
from reports.dashboard import timeline
from reports.dashboard.answer_card import answer
from reports.dashboard.api import models
from reports.dashboard.api.paging import ONCE, AsOf, Listing, Paged, Wish, asked, listing
from reports.dashboard.api.problems import responses
from reports.dashboard.filters import LONGEST, Filter
from reports.dashboard.past import as_known
from reports.dashboard.session import house
from reports.dossier import dossier, rule_in_words, story
from reports.queries import ask

router = APIRouter(tags=["clusters"], dependencies=[ONCE])
NOT_THERE = responses(404)
ClusterId = Annotated[
    str, Path(description="Id of the cluster in the register", max_length=LONGEST, examples=["hobia"])
]
Editions = Literal["en", "en-active", "en-static", "ja-active", "ja-static", "ja-only"]
Sorts = Literal["name", "state", "since", "update", "confidence", "place"]


class Past(Wish):
    """As of when."""

    as_of: AsOf


class ClusterQuery(Paged):
    """Which clusters, in which order; all that is given must fit."""

    q: str = Field(
        "", max_length=LONGEST, description="Words that all occur in names, place, sector, programme or tags"
    )
    state: State | None = None
    subtype: str = Field("", max_length=LONGEST, description="Detail or doubt", examples=["declared"])
    edition: Editions | None = Field(None, description="Which language editions there are, and how they are kept")
    sector: str = Field("", max_length=LONGEST, examples=["LIFE"])
    region: str = Field("", max_length=LONGEST, examples=["Kanto"])
    prefecture: str = Field("", max_length=LONGEST, examples=["Kyoto"])
    programme: str = Field("", max_length=LONGEST)
    relation: str = Field("", max_length=LONGEST, examples=["EU"])
    tag: str = Field("", max_length=LONGEST)
    sort: Sorts = "name"
    order: Literal["up", "down"] = Field("up", description="down: greatest first")
    as_of: AsOf

    def filter(self) -> Filter:
        """The filter of the page of clusters."""
        values = self.model_dump(exclude={"page", "size", "order", "as_of"}, exclude_none=True)
        down = "1" if self.order == "down" else ""
        return Filter(**values, down=down, page=self.page)


@router.get("/clusters", responses=NOT_THERE)
def clusters(
    request: Request, response: Response, query: Annotated[ClusterQuery, Query()]
) -> Listing[models.ClusterRow]:
    """The clusters that pass a filter: the same as the page of clusters shows."""
    with as_known(request, query.as_of) as (connection, _):
        rows, total = asked(connection, "listing", models.ClusterRow, query, query.filter().parameters())
    return listing(request, response, query, rows, total)


@router.get("/clusters/{cluster_id}", responses=NOT_THERE)
def cluster(request: Request, cluster_id: ClusterId, query: Annotated[Past, Query()]) -> models.ClusterDetail:
    """One cluster: its row of the register, the verdict with its reasons, and the answer to paste into a mail."""
    with house(request).published.reader() as connection:
        known = dossier(connection, cluster_id, "en", query.as_of)
    verdict = known.verdict
    return models.ClusterDetail(
        register_row=models.RegisterRow.model_validate(known.cluster),
        verdict=_verdict(verdict) if verdict else None,
        may_link=verdict is None or "do_not_link" not in verdict.warnings,
        answer=models.Answer(en=answer(known.cluster, verdict, "en"), ja=answer(known.cluster, verdict, "ja")),
    )


@router.get("/clusters/{cluster_id}/history", responses=NOT_THERE)
def history(request: Request, cluster_id: ClusterId, query: Annotated[Past, Query()]) -> models.History:
    """The periods of one state, the months, and what was told when."""
    with house(request).published.reader() as connection:
        told = story(connection, cluster_id, query.as_of)
        months = ask(connection, "months", timeline.Month, cluster=cluster_id)
    until = query.as_of or date.max
    return models.History(
        periods=[models.Period.model_validate(one) for one in told.periods],
        months=[models.Month.model_validate(one) for one in months if one.month <= until],
        changes=[models.Change.model_validate(one) for one in told.changes],
    )


def _verdict(verdict: records.Verdict) -> models.Verdict:
    reasons = [
        models.Reason(
            code=one.code, sentence_en=render(one, "en"), sentence_ja=render(one, "ja"), quote=one.quote, url=one.url
        )
        for one in verdict.reasons
    ]
    words = {"rule_en": rule_in_words(verdict.rule, "en"), "rule_ja": rule_in_words(verdict.rule, "ja")}
    return models.Verdict.model_validate(asdict(verdict) | {"reasons": reasons} | words)
