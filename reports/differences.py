"""What differs in the visible text of a cluster's pages between two days, line by line.

A line is a block of the page (a paragraph, an item, a heading), so that Japanese, which has no spaces between words,
is compared as well as English.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports import queries
from reports.queries import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from reports.queries import PageText

CONTEXT = 1  # unchanged lines shown before and after a change


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: sign "+" (new), "-" (gone), " " (stands beside), or "…" (something is left out here)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class PageDifference:
    """One page whose text differs; `before` is None where it was not known on the first day."""

    url: str
    before: date | None  # day of the text compared with
    after: date | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    lines: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True)
class SiteDifference:
    """The pages of a cluster that differ between two days."""

    id: str
    since: date
    until: date
    pages: tuple[PageDifference, ...]


def differences(
    connection: duckdb.DuckDBPyConnection, cluster_id: str, since: date | None, until: date | None
) -> SiteDifference:
    """What differs between two days; by default between the last two visits.

    Raises:
        NoAnswerError: no such cluster, or it was not visited on two days.
    """
    queries.find(connection, cluster_id)
    days = queries.visit_days(connection, cluster_id)
    until = until or (days[-1] if days else None)
    since = since or max((day for day in days if until and day < until), default=None)
    if until is None or since is None or not any(day <= since for day in days):
        visits = f"the first visit was on {days[0]}" if days else "it was never visited"
        raise NoAnswerError(f"{cluster_id} has no two days to compare: {visits}")
    if since > until:
        raise NoAnswerError(f"the period ends ({until}) before it begins ({since}): exchange --from and --to")
    texts = queries.page_texts(connection, cluster_id, since, until)
    return SiteDifference(cluster_id, since, until, tuple(_page(text) for text in texts))


def _page(text: PageText) -> PageDifference:
    lines = tuple(_lines((text.before or "").splitlines(), (text.after or "").splitlines()))
    return PageDifference(
        url=text.url,
        before=text.before_day,
        after=text.after_day,
        added=tuple(line.text for line in lines if line.sign == "+"),
        removed=tuple(line.text for line in lines if line.sign == "-"),
        lines=lines,
    )


def _lines(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    """The changed lines with their neighbours; "…" stands for what is left out between two places."""
    heads = 2  # the first two lines of a unified diff name the files
    for number, line in enumerate(difflib.unified_diff(before, after, n=CONTEXT, lineterm="")):
        if number < heads:
            continue
        if line.startswith("@@"):
            if number > heads:
                yield DiffLine("…", "")
        else:
            yield DiffLine(line[0], line[1:])
