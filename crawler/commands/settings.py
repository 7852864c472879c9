"""The settings in force."""

import sys

import typer

from crawler.commands.common import AsJson, configured
from crawler.config import origins
from reports.tables import write_json, write_table


def show(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show every setting with its value and where that came from: default, file and line, or environment variable."""
    found = origins(configured(context))
    if as_json:
        write_json(found, sys.stdout)
    else:
        rows = [(one.key, one.value, one.source) for one in found]
        write_table(("setting", "value", "source"), rows, sys.stdout)
