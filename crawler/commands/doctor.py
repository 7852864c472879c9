"""Is everything in order?"""

import sys

import typer

from crawler.commands.common import AsJson, configured, present
from reports.tables import write_json, write_table


def doctor(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check settings, register, database, published copy, leftovers and disk; exit code 1 if something is wrong."""
    from crawler.health import Grade, examine  # noqa: PLC0415 - slow: see crawler.commands.common

    found = examine(configured(context), present())
    if as_json:
        write_json(found, sys.stdout)
    else:
        rows = [(one.grade, one.what, one.found, one.remedy) for one in found]
        write_table(("", "what", "found", "what to do"), rows, sys.stdout)
    if any(one.grade is Grade.WRONG for one in found):
        raise typer.Exit(1)
