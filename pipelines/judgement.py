"""From all that is kept of a cluster to what judging it adds: text changes, the verdict, the changes to report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Judgement, SiteMemory, TextChange
from pipelines.change import changes_between
from pipelines.difference import compare
from pipelines.evidence import site_evidence
from pipelines.lifecycle import lifecycle
from pipelines.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.policy import Policy


def judgement(memory: SiteMemory, policy: Policy) -> Judgement:
    """Judges one cluster on the day of its memory; pure."""
    found = text_changes(memory)
    known: Sequence[TextChange] = (*memory.text_changes, *found)
    evidence = site_evidence(memory, known, policy.change_weight)
    life = lifecycle(memory.cluster, memory.pages, memory.day)
    verdict = judge(evidence, memory.previous, memory.decisions, life, policy)
    counted = tuple(change for change in found if change in evidence.changes)
    return Judgement(
        verdict=verdict,
        text_changes=found,
        changes=changes_between(memory.previous, verdict, evidence, counted),
    )


def text_changes(memory: SiteMemory) -> tuple[TextChange, ...]:
    """What changed on the pages whose visible text is new in this scan, compared with how we knew them.

    A page seen for the first time is no change: it may be as old as the site.
    """
    found = []
    for versions in memory.texts:
        if not versions.earlier:
            continue
        difference = compare([text for _, text in versions.earlier], versions.text)
        if difference.kind == "none":
            continue
        found.append(
            TextChange(
                url=versions.url,
                after=versions.earlier[-1][0],
                until=versions.day,
                kind=difference.kind,
                weight=difference.weight,
                sample=difference.sample,
                language=versions.language,
            )
        )
    return tuple(sorted(found, key=lambda change: change.url))
