"""How long bulky parts are kept."""

import sys
from typing import Annotated

import typer

from crawler.commands.common import AsJson, Database, Now, configured, present
from reports.tables import write_json


def retention(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be removed.")] = False,
    database: Database = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Remove the texts of pages that have not been shown for longer than the settings keep them, and old evidence.

    Verdicts, reasons with their quotes, decisions, visits and the last two texts of every page always stay.
    """
    from crawler.retention import retire  # noqa: PLC0415 - slow: see crawler.commands.common

    found = retire(configured(context, database=database), now or present(), dry_run=dry_run)
    if as_json:
        write_json(found, sys.stdout)
        return
    what = "would be removed" if dry_run else "removed"
    if (texts := found.texts) is None:
        typer.echo("all texts are kept: retention.page_text_days is 0")
    else:
        size = f"{texts.characters / 1e6:.1f} million characters"
        typer.echo(f"{texts.texts} texts ({size}) not shown since {texts.before} {what}; {texts.kept} texts stay")
    if found.evidence:
        typer.echo(f"{len(found.evidence)} files of evidence {what}, {found.evidence[-1].name} and older")
