"""The data for other programs: export and SQL."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.common import (
    AsJson,
    AsOf,
    Database,
    Output,
    Style,
    configured,
    deliver,
    no_binary_on_a_terminal,
    published,
    say,
)
from reports.formats import ExportFormat
from reports.tables import Format, write_rows


def export(
    context: typer.Context,
    *,
    style: Annotated[ExportFormat, typer.Option("--format", help="Kind of file.")] = ExportFormat.CSV,
    as_of: AsOf = None,
    output: Output = None,
    database: Database = None,
) -> None:
    """Write the state of every cluster: one table as CSV or Parquet, or a workbook (XLSX) with a sheet per question.

    The columns stay the same from version to version; new ones come at the end.  Texts that a spreadsheet would run as
    a formula begin with an apostrophe.
    """
    from reports.export import export as table  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.queries import scan_as_of, scans, standings  # noqa: PLC0415
    from reports.workbook import workbook  # noqa: PLC0415

    if style is not ExportFormat.CSV:
        no_binary_on_a_terminal(style, output)
    with published(context, database) as connection:
        if style is ExportFormat.XLSX:
            content = workbook(connection, as_of)
        else:
            scan = scan_as_of(connection, as_of)
            day = next(one.day for one in reversed(scans(connection)) if scan in (None, one.scan_id))
            content = table(standings(connection, scan), style, day)
    deliver(content, output)


def query(
    context: typer.Context,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One statement, in quotation marks.", show_default=False)],
    *,
    style: Style = Format.TABLE,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Ask the published database in SQL (DuckDB): it can be read only, with bounds on time, memory and rows.

    Views for the usual questions: cluster, status, status_history, transition; of any day: verdict_as_of(DATE
    '2026-05-01'), status_history_as_of(...), mapping_as_of(...).
    """
    from reports.console import run  # noqa: PLC0415 - slow: see crawler.commands.common

    answer = run(Path(configured(context, database=database).store.database), sql)
    write_rows(answer.columns, answer.rows, Format.JSON if as_json else style, sys.stdout)
    if answer.cut:
        say(f"only the first {len(answer.rows)} rows: add LIMIT or WHERE")
