"""A database of what everybody may see, made for the time in which the site is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.database import connect, explained, published_path
from reports.dashboard.published import Published
from reports.queries import NoAnswerError, scan_as_of, scans

if TYPE_CHECKING:
    from datetime import date

    from reports.queries import ScanRow

SQL = Path(__file__).with_name("public.sql")


def public_copy(database: Path, folder: Path, as_of: date | None) -> Published:
    """The public part of the published copy of `database` as of a day (None: now): a database of its own in `folder`.

    Raises:
        StoreError: nothing is published, or by another version.
        NoAnswerError: there was no scan yet, or none on that day or before.
    """
    scan = _scan(database, as_of)
    place = folder / "public.duckdb"
    source = str(published_path(database)).replace("'", "''")
    with explained(place), connect(published_path(place)) as connection:
        connection.execute(f"ATTACH '{source}' AS source (READ_ONLY)")
        values = {"day": scan.day, "scan": scan.scan_id}
        for statement in connection.extract_statements(SQL.read_text("utf-8")):
            connection.execute(statement, {name: values[name] for name in statement.named_parameters} or None)
        connection.execute("DETACH source")
    return Published(place)


def _scan(database: Path, as_of: date | None) -> ScanRow:
    with Published(database).reader() as connection:
        known = scans(connection)
        if not known:
            raise NoAnswerError("there was no scan yet: run `cluster-monitor scan` first")
        wanted = scan_as_of(connection, as_of) or known[-1].scan_id
        return next(scan for scan in known if scan.scan_id == wanted)
