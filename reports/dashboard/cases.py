"""What a person should look at: the queue of the review page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import Reason
from pipelines.reasons import render
from reports.dashboard.listing import Listed
from reports.dossier import Evidence
from reports.queries import ask
from reports.review import ORDER as DOUBTS

if TYPE_CHECKING:
    import duckdb

    from reports.words import Language

LOW_CONFIDENCE = 0.6  # below it a verdict is hardly better than a guess between two states
SHOWN = 25
ORDER = (*DOUBTS, "doubtful")  # at the end what is never sure
URGENT = frozenset({"hijacked", "clone", "hacked", "contrary"})


@dataclass(frozen=True, slots=True)
class Row(Listed):
    """A cluster of the queue."""

    kind: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of one verdict."""

    id: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A cluster to look at, why it is in the queue, and what is known."""

    cluster: Listed
    kind: str
    tone: str
    linkable: bool
    grounds: tuple[Evidence, ...]


def cases(connection: duckdb.DuckDBPyConnection, language: Language, page: int = 1) -> tuple[tuple[Case, ...], int]:
    """One page of the queue, from 1, and how long it is."""
    values = {"low": LOW_CONFIDENCE, "order": list(ORDER), "most": SHOWN}
    rows = ask(connection, "review", Row, **values, skipped=(page - 1) * SHOWN)
    found = ask(connection, "reasons_of", Reasons, ids=[row.id for row in rows])
    reasons = {one.id: one.reasons for one in found}
    queue = tuple(
        Case(
            cluster=row,
            kind=row.kind,
            tone="bad" if row.kind in URGENT else "plain" if row.kind == "doubtful" else "warn",
            linkable=row.linkable,
            grounds=tuple(
                Evidence(render(reason, language), reason.quote, reason.url) for reason in reasons.get(row.id, ())
            ),
        )
        for row in rows
    )
    return queue, rows[0].total if rows else 0


def waiting(connection: duckdb.DuckDBPyConnection) -> int:
    """How long the queue is."""
    rows = ask(connection, "review", Row, low=LOW_CONFIDENCE, order=list(ORDER), most=1, skipped=0)
    return rows[0].total if rows else 0
