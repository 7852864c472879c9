"""What the page of one cluster shows, put together from what was asked: pure, for dashboard and published site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reports import queries
from reports.charts import MonthItems
from reports.dashboard import pictures
from reports.dashboard.answer_card import answer
from reports.dashboard.timeline import Month, strip
from reports.dossier import evidence_of, rule_in_words
from reports.queries import PageRow, Period, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from crawler.records import Verdict
    from reports.words import Language


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One of the newest news of an edition."""

    edition: str
    day: date
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class EditionCard:
    """One language edition with its newest news."""

    language: str
    state: str
    last_update: date | None
    news: tuple[NewsRow, ...]


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """All that is asked of one cluster."""

    standing: Standing
    months: tuple[Month, ...]
    periods: tuple[Period, ...]
    news: tuple[NewsRow, ...]
    items: tuple[MonthItems, ...]
    pages: tuple[PageRow, ...]


def facts_of(connection: duckdb.DuckDBPyConnection, cluster_id: str) -> ClusterFacts:
    """What is known of a cluster.

    Raises:
        NoAnswerError: the register has no such id.
    """
    standing = queries.find(connection, cluster_id)
    day = day_of(standing.verdict)
    return ClusterFacts(
        standing=standing,
        months=queries.ask(connection, "months", Month, cluster=cluster_id),
        periods=queries.periods(connection, cluster_id),
        news=queries.ask(connection, "edition_news", NewsRow, cluster=cluster_id, day=day),
        items=pictures.items_of(connection, cluster_id, day).get(cluster_id, ()),
        pages=queries.pages(connection, cluster_id),
    )


def values_of(facts: ClusterFacts, language: Language) -> dict[str, Any]:
    """What the template `cluster.html` fills in, but decisions and visits to compare."""
    cluster, verdict = facts.standing.cluster, facts.standing.verdict
    return {
        "cluster": cluster,
        "verdict": verdict,
        "linkable": is_linkable(verdict),
        "answers": [(code, answer(cluster, verdict, code)) for code in ("en", "ja")],
        "rule": rule_in_words(verdict.rule, language) if verdict else "",
        "evidence": evidence_of(verdict, language),
        "strip": strip(facts.months),
        "periods": facts.periods,
        "rhythm": pictures.rhythm(facts.items, day_of(verdict), language),
        "editions": _editions(verdict, facts.news),
        "visited": facts.pages,
    }


def is_linkable(verdict: Verdict | None) -> bool:
    """False: whoever follows an address may meet somebody else's content."""
    return verdict is None or "do_not_link" not in verdict.warnings


def day_of(verdict: Verdict | None) -> date:
    """The day up to which there is something to tell."""
    return verdict.day if verdict else date.max


def _editions(verdict: Verdict | None, news: Sequence[NewsRow]) -> tuple[EditionCard, ...]:
    return tuple(
        EditionCard(
            edition.language,
            edition.state,
            edition.last_update,
            tuple(one for one in news if (one.edition or "ja") == edition.language),
        )
        for edition in (verdict.editions if verdict else ())
    )
