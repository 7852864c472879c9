"""What differs in the visible text of a cluster's pages between two days."""

import sys
from typing import TYPE_CHECKING

import typer

from crawler.commands.common import AsJson, ClusterId, Database, From, To, published, say
from reports.tables import printable, write_json

if TYPE_CHECKING:
    from reports.differences import SiteDifference

COLOURS = {"+": typer.colors.GREEN, "-": typer.colors.RED}


def diff(
    context: typer.Context,
    cluster_id: ClusterId,
    *,
    since: From = None,
    until: To = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Print what differs in the visible text of a cluster's pages between two days (default: the last two visits).

    A line is a paragraph or an item of the page: "-" is gone, "+" is new, "…" leaves unchanged lines out.
    """
    from reports.differences import differences  # noqa: PLC0415 - slow: see crawler.commands.common

    with published(context, database) as connection:
        found = differences(connection, cluster_id, since, until)
    if as_json:
        write_json(found, sys.stdout)
    else:
        _print(found)


def _print(found: "SiteDifference") -> None:
    if not found.pages:
        say(f"{found.id}: no visible text differs between {found.since} and {found.until}")
    for page in found.pages:
        before = f"as of {page.before}" if page.before else "not known before"
        typer.secho(printable(f"{page.url} ({before}, now as of {page.after})"), bold=True)
        for line in page.lines:
            typer.secho(printable(f"{line.sign} {line.text}"), fg=COLOURS.get(line.sign))
        typer.echo("")
