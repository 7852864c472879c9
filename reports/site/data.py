"""The data files of the published site: what programs read.  Fields are a promise; new ones come at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic_core import to_json

from reports.queries import ask
from reports.status import EditionStatus, status_of
from reports.tables import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from reports.queries import Standing
    from reports.words import Language

FORMAT = 1  # grows when a field changes its meaning


@dataclass(frozen=True, slots=True)
class Transition:
    """One change of state; fields of `transitions.json`."""

    id: str
    name_en: str
    name_ja: str
    day: date
    now: datetime  # moment of the scan that found it
    scan_id: str
    state_before: str
    state: str
    subtype: str
    confidence: float

    def name(self, language: Language) -> str:
        """The name in a language, or in the other."""
        return (self.name_ja or self.name_en) if language == "ja" else (self.name_en or self.name_ja)


@dataclass(frozen=True, slots=True)
class PublicCluster:
    """One cluster; fields of `clusters.json`."""

    id: str
    name_en: str
    name_ja: str
    state: str
    subtype: str
    since: date | None
    confidence: float
    last_update: date | None
    editions: dict[str, EditionStatus]  # by language
    suspect: str
    warnings: tuple[str, ...]
    judged_on: date | None
    website: str  # "": none, or nobody should go there
    prefecture: str
    region: str
    sector: tuple[str, ...]
    programme: str
    relation: str
    pages: dict[str, str]  # by language, relative to the folder of the site
    badges: dict[str, str]


def transitions(connection: duckdb.DuckDBPyConnection) -> tuple[Transition, ...]:
    """All changes of state, the newest first."""
    return ask(connection, "public_transitions", Transition)


def public_cluster(standing: Standing, languages: Sequence[Language]) -> PublicCluster:
    """A cluster as everybody may read it."""
    cluster, status = standing.cluster, status_of(standing)
    return PublicCluster(
        id=cluster.id,
        name_en=printable(cluster.name_en),
        name_ja=printable(cluster.name_ja),
        state=status.state,
        subtype=status.subtype,
        since=status.since,
        confidence=status.confidence,
        last_update=status.last_update,
        editions=status.editions,
        suspect=status.suspect,
        warnings=status.warnings,
        judged_on=status.judged_on,
        website="" if "do_not_link" in status.warnings else cluster.website,
        prefecture=cluster.prefecture,
        region=cluster.region,
        sector=cluster.sector,
        programme=cluster.programme,
        relation=cluster.relation,
        pages={language: f"{language}/clusters/{cluster.id}.html" for language in languages},
        badges={language: f"badges/{cluster.id}.{language}.svg" for language in languages},
    )


def as_json(as_of: date, **rows: object) -> bytes:
    """A data file: the day it stands for, the number of its format, the rows under their name."""
    return to_json({"format": FORMAT, "as_of": as_of, **rows}, indent=1) + b"\n"
