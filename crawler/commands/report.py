"""Reports for people: what has changed, and the mapping of all organisations."""

from datetime import date
from typing import Annotated

import typer

from crawler.commands.common import (
    AsOf,
    Database,
    From,
    Language,
    Output,
    ToOrAsOf,
    day,
    deliver,
    no_binary_on_a_terminal,
    published,
)
from reports.formats import MappingFormat, ReportFormat

NOT_TEXT = frozenset({MappingFormat.PDF, MappingFormat.XLSX, MappingFormat.CSV})


def changes(
    context: typer.Context,
    *,
    since: From = None,
    until: ToOrAsOf = None,
    style: Annotated[
        ReportFormat, typer.Option("--format", help="One HTML file, Markdown, JSON, XLSX, or CSV (its lines).")
    ] = ReportFormat.MD,
    output: Output = None,
    database: Database = None,
) -> None:
    """Tell what has changed: at the last scan, or between two days.

    With --to alone it is the scan of that day (or the last one before) against the scan before it.  What needs somebody
    comes first: taken over, ceased, fallen silent, each with its reason and quoted words.  The same data give the same
    bytes.
    """
    from reports.change_files import change_file  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.change_report import build  # noqa: PLC0415

    if style is ReportFormat.XLSX:
        no_binary_on_a_terminal(style, output)
    with published(context, database) as connection:
        report = build(connection, since, until)
    deliver(change_file(report, style), output)


def mapping(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    compare: Annotated[
        date | None,
        typer.Option(parser=day, metavar="D", help="Also tell what has changed since this day.", show_default=False),
    ] = None,
    style: Annotated[
        MappingFormat, typer.Option("--format", help="One HTML file, PDF, XLSX, CSV (a ZIP file of tables), or JSON.")
    ] = MappingFormat.HTML,
    language: Language = "en",
    output: Output = None,
    database: Database = None,
) -> None:
    """Count all cluster organisations as the mapping of 2016 did: editions, sectors, relations, upkeep, places.

    For any day, beside the figures of 2016; with --compare it tells who ended, fell silent, came back or is new since.
    The same data give the same bytes.
    """
    from reports.mapping_files import mapping_file  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.mapping_report import mapping_report  # noqa: PLC0415

    if style in NOT_TEXT:
        no_binary_on_a_terminal(style, output)
    with published(context, database) as connection:
        report = mapping_report(connection, as_of, compare)
    deliver(mapping_file(report, style, language), output)
