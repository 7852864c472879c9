"""Reports for people: what has changed."""

from typing import Annotated

import typer

from crawler.commands.common import Database, From, Output, ToOrAsOf, deliver, published
from reports.formats import ReportFormat


def changes(
    context: typer.Context,
    *,
    since: From = None,
    until: ToOrAsOf = None,
    style: Annotated[
        ReportFormat, typer.Option("--format", help="One HTML file, Markdown, or JSON.")
    ] = ReportFormat.MD,
    output: Output = None,
    database: Database = None,
) -> None:
    """Tell what has changed: at the last scan, or between two days.

    With --to alone it is the scan of that day (or the last one before) against the scan before it.  What needs somebody
    comes first: taken over, ceased, fallen silent, each with its reason and quoted words.  The same data give the same
    bytes.
    """
    from reports.change_report import build  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.rendering import render_report  # noqa: PLC0415

    with published(context, database) as connection:
        report = build(connection, since, until)
    deliver(render_report(report, style).encode(), output)
