"""All that is known of one cluster: what `show` and `history` print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import Change, Cluster, Decision, Verdict
from pipelines.reasons import render
from pipelines.rules import RULES
from reports import queries
from reports.queries import PageRow, Period

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from reports.words import Language


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason in words, where it stands and what stands there."""

    sentence: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A cluster, the verdict with its reasons, and what lies behind it."""

    cluster: Cluster
    verdict: Verdict | None
    rule: str  # the rule that decided, in words
    evidence: tuple[Evidence, ...]
    decisions: tuple[Decision, ...]  # oldest first
    pages: tuple[PageRow, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The times of one state, and what was told when."""

    id: str
    name: str
    periods: tuple[Period, ...]
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]


def dossier(
    connection: duckdb.DuckDBPyConnection, cluster_id: str, language: Language, as_of: date | None = None
) -> Dossier:
    """All that is known of a cluster, or was known on a day.

    Raises:
        NoAnswerError: the register has no such id.
    """
    scan = queries.scan_as_of(connection, as_of)
    standing = queries.find(connection, cluster_id, scan)
    verdict = standing.verdict
    return Dossier(
        cluster=standing.cluster,
        verdict=verdict,
        rule=rule_in_words(verdict.rule, language) if verdict else "",
        evidence=evidence_of(verdict, language),
        decisions=queries.decisions(connection, cluster_id, scan),
        pages=queries.pages(connection, cluster_id, scan),
    )


def story(connection: duckdb.DuckDBPyConnection, cluster_id: str, as_of: date | None = None) -> Story:
    """The history of a cluster as it is known, or was on a day.

    Raises:
        NoAnswerError: the register has no such id.
    """
    scan = queries.scan_as_of(connection, as_of)
    cluster = queries.find(connection, cluster_id, scan).cluster
    return Story(
        id=cluster.id,
        name=cluster.name_en or cluster.name_ja,
        periods=queries.periods(connection, cluster_id, as_of),
        changes=queries.changes(connection, cluster_id, scan),
        decisions=queries.decisions(connection, cluster_id, scan),
    )


def evidence_of(verdict: Verdict | None, language: Language) -> tuple[Evidence, ...]:
    """The reasons of a verdict in words, the heaviest first."""
    reasons = verdict.reasons if verdict else ()
    return tuple(Evidence(render(reason, language), reason.quote, reason.url) for reason in reasons)


def rule_in_words(code: str, language: Language) -> str:
    """The sentence of a rule; its code where a newer version wrote it."""
    return next((rule.ja if language == "ja" else rule.en for rule in RULES if rule.code == code), code)
