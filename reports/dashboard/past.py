"""The present and the past: a connection that shows how things stood on a day."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reports import queries
from reports.dashboard.session import house

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb
    from fastapi import Request


@contextmanager
def as_known(request: Request, as_of: date | None) -> Iterator[tuple[duckdb.DuckDBPyConnection, str | None]]:
    """A connection that shows what was known on a day, and the scan of it; None: now.

    Raises:
        NoAnswerError: there was no scan yet.
    """
    published = house(request).published
    with published.reader() as connection:
        scan = queries.scan_as_of(connection, as_of)
        if scan is None or scan == queries.scan_bounds(connection).newest:
            yield connection, scan
            return
    with published.reader(scan) as connection:
        yield connection, scan
