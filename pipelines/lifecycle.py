"""What is known of a project's planned life: the end that is near, and the website that outlived it.

Most clusters began as funded projects.  When the money ends, the website often stays, unchanged, with no word of the
end.  Silence alone never proves that (of Japanese sites silent for three years about 6 % posted again within a year),
so a zombie needs outside evidence and a person's confirmation: until then it is "static / zombie?".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import Cluster, PageState

# Words in a name that say: this was meant to end (domain.md).
PROJECT_NAME = re.compile(
    r"プロジェクト|事業(?!団|協会|組合|者|所|部)|計画|構想|プログラム|イニシアティブ|\bproject\b|\bprogram(?:me)?\b|\binitiative\b",
    re.IGNORECASE,
)
EXPECTED_END_AHEAD = timedelta(days=92)  # warn three months before a planned end
PLAN_IS_LONG_PAST = timedelta(days=365)  # a plan that names a time a year ago and still stands as a plan
PLANNED = "planned"  # rejection code of pipelines.dates for a date that a sentence only plans


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What register and pages say about a planned end."""

    is_project: bool
    ended_on: date | None  # the planned or programme end, where it has passed
    ends_on: date | None  # the same, where it lies within the next three months
    stale_plan: str = ""  # quoted words that still plan what is long past
    stale_plan_url: str = ""


def lifecycle(cluster: Cluster, pages: Sequence[PageState], day: date) -> Lifecycle:
    """What is known of the planned life of a cluster on a day."""
    end = cluster.planned_end or cluster.programme_end
    quote, url = _stale_plan(pages, day)
    return Lifecycle(
        is_project=cluster.project_based
        if cluster.project_based is not None
        else bool(PROJECT_NAME.search(f"{cluster.name_ja} {cluster.name_en}")),
        ended_on=end if end and end < day else None,
        ends_on=end if end and day <= end <= day + EXPECTED_END_AHEAD else None,
        stale_plan=quote,
        stale_plan_url=url,
    )


def _stale_plan(pages: Sequence[PageState], day: date) -> tuple[str, str]:
    """The newest sentence that still plans what is long past, with its page."""
    found = [
        (claim.value, claim.snippet, page.url)
        for page in pages
        for claim in page.reading.dates
        if claim.rejected_reason == PLANNED and claim.value < day - PLAN_IS_LONG_PAST
    ]
    if not found:
        return "", ""
    _, quote, url = max(found)
    return quote, url
