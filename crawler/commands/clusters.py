"""Questions about clusters: status and history."""

import sys
from typing import TYPE_CHECKING

import typer

from crawler.commands.common import AsJson, AsOf, ClusterId, Database, Style, published
from reports.tables import Format, printable, write_json, write_rows, write_table

if TYPE_CHECKING:
    from reports.status import ClusterStatus

STATUS_COLUMNS = (
    "id", "name", "state", "subtype", "confidence", "since", "last_update",
    "ja", "ja_last_update", "en", "en_last_update", "suspect", "warnings", "unreachable_since",
)  # fmt: skip


def status(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    database: Database = None,
    style: Style = Format.TABLE,
    as_json: AsJson = False,
) -> None:
    """Print the state of every cluster of the register, as of the last scan or of a day."""
    from reports.queries import scan_as_of, standings  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.status import status_of  # noqa: PLC0415

    with published(context, database) as connection:
        found = [status_of(standing) for standing in standings(connection, scan_as_of(connection, as_of))]
    if as_json or style is Format.JSON:
        write_json(found, sys.stdout)
    else:
        write_rows(STATUS_COLUMNS, [_cells(one) for one in found], style, sys.stdout)


def _cells(one: "ClusterStatus") -> tuple[object, ...]:
    editions = [one.editions.get(language) for language in ("ja", "en")]
    both = [value for edition in editions for value in (edition and edition.state, edition and edition.last_update)]
    return (
        one.id, one.name, one.state, one.subtype, one.confidence, one.since, one.last_update, *both,
        one.suspect, one.warnings, one.unreachable_since,
    )  # fmt: skip


def history(
    context: typer.Context,
    cluster_id: ClusterId,
    *,
    as_of: AsOf = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Tell the history of one cluster: its states with their times, what changed when, what people decided."""
    from reports.dossier import story  # noqa: PLC0415 - slow: see crawler.commands.common

    with published(context, database) as connection:
        told = story(connection, cluster_id, as_of)
    if as_json:
        write_json(told, sys.stdout)
        return
    typer.echo(printable(f"{told.name} ({told.id})\n"))
    periods = [(one.since, one.until or "still", one.state, one.subtype, one.verdicts) for one in told.periods]
    write_table(("from", "until", "state", "subtype", "verdicts"), periods, sys.stdout)
    if told.changes:
        changes = [(one.day, one.kind, one.before, one.after, one.detail, one.quote) for one in told.changes]
        write_table(("day", "what changed", "before", "after", "detail", "quoted words"), changes, sys.stdout)
    if told.decisions:
        decisions = [(one.decided_at, one.by, one.state or "cleared", one.until, one.why) for one in told.decisions]
        write_table(("decided", "by", "state", "until", "why"), decisions, sys.stdout)
