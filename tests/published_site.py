"""A published site of the invented clusters of `tests.ledger`, with private things in its database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.database import connect, publish
from tests import ledger

if TYPE_CHECKING:
    from pathlib import Path

# What stands in the database and may stand in no file of the site.
PRIVATE = ("tanaka", "Telephoned", "remark of ours", "inner-tag", "secret", "noticed by us", "helpdesk-mail")


def database(folder: Path) -> Path:
    """The ledger with a decision in force, notes, tags and an alert."""
    path = ledger.build(folder / "monitor.duckdb")
    with connect(path) as connection:
        connection.execute("UPDATE cluster_version SET notes = 'remark of ours', tags = ['inner-tag']")
        connection.execute("UPDATE cluster_version SET parent = 'alive' WHERE cluster_id = 'dormant'")
        connection.execute("UPDATE cluster_version SET parent = 'nobody' WHERE cluster_id = 'moved'")
        connection.execute(
            "UPDATE verdict SET subtype = 'decided', rule = 'decision', warnings = ['contrary'], reasons = list_append("
            "[{code: 'decided', url: '', quote: '', parameters: [{name: 'by', value: 'tanaka'},"
            " {name: 'on', value: '2026-10-15'}, {name: 'why', value: 'Telephoned: at work'}]}], reasons[1])"
            " WHERE cluster_id = 'dormant' AND scan_id = $scan",
            {"scan": ledger.SCANS[2][0]},
        )
        connection.execute("UPDATE scan SET problems = ['secret path of ours']")
        connection.execute(
            "INSERT INTO alert VALUES ('a', $scan, 'closing', $day, 'ceased', 'active', 'ceased', 'Closing', '', '',"
            " true, 'noticed by us', '', '', '', false)",
            {"scan": ledger.SCANS[2][0], "day": ledger.SCANS[2][1]},
        )
        connection.execute(
            "INSERT INTO letter VALUES ('l', 'helpdesk-mail', $scan, $at, ['a'])",
            {"scan": ledger.SCANS[2][0], "at": datetime(2026, 11, 1, tzinfo=UTC)},
        )
    publish(path)
    return path
