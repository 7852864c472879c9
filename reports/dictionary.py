"""The data dictionary: every column of the files and of the published views, with its kind and meaning.

It is generated from the definitions themselves, so that it cannot tell otherwise than the files do:

    python -m reports.dictionary docs/data-dictionary.md
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.database import connect
from reports import change_tables, export, legend, mapping_tables, workbook
from reports.columns import MEANINGS
from reports.rendering import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reports.sheets import Column

INTRODUCTION = """# Data dictionary

Generated from the definitions by `python -m reports.dictionary docs/data-dictionary.md`; a test compares them.

Columns are a promise: new ones are added at the end, none is renamed or removed. The same name means the same
everywhere. Days are calendar days in Japan, moments are UTC. An empty cell means that it cannot be told, or that there
is none; it never means "no".
"""
FILES = """## Files

`report changes --format csv` holds the table **Changes of a scan**; `--format xlsx` also **New content**, **Counts**,
**Scans** and **Method**. `export --format csv` and `--format parquet` hold the table **Status**; `--format xlsx` is a
workbook with a sheet each for **Status** and the tables after it. `report mapping --format xlsx` and `--format csv`
hold the tables of the mapping: **Classes** for states, language editions, sectors, relations and upkeep, **Shares** for
sectors, regions, prefectures and programmes by state.
"""
VIEWS = """## Views for SQL

For `cluster-monitor query` and the page *Query* of the dashboard. Lists are lists, structures are structures (DuckDB).
"""
# Tables of files with their question, in their order.
TABLES: tuple[tuple[str, str, Sequence[Column]], ...] = (
    ("Status", "A row for each cluster of the register. The sheet Ended has the same columns.", export.COLUMNS),
    ("Changes of a scan", "The sheets Needs you and Changed.", change_tables.LINE_COLUMNS),
    ("New content", "A row for each item of new content in a change report.", change_tables.NEWS_COLUMNS),
    ("Counts", "A row for each state in a change report.", change_tables.COUNT_COLUMNS),
    ("New items", "A row for each news item that is new.", workbook.ITEM_COLUMNS),
    ("Editions", "A row for each language edition of a cluster.", workbook.EDITION_COLUMNS),
    ("Review", "A row for each cluster that asks for a person.", workbook.REVIEW_COLUMNS),
    ("Scans", "A row for each scan, the latest first.", change_tables.SCAN_COLUMNS),
    ("Decisions", "A row for each decision of a person.", workbook.DECISION_COLUMNS),
    ("Classes", "A row for each class of each table of the mapping.", mapping_tables.TALLY_COLUMNS),
    ("Shares", "A row for each sector, place or programme, by state.", mapping_tables.CROSS_COLUMNS),
    ("Changes of a mapping", "A row for each organisation that changed between two days.", mapping_tables.MOVE_COLUMNS),
    ("Organisations", "A row for each organisation of the mapping.", mapping_tables.ORGANISATION_COLUMNS),
    ("Method", "The settings in force.", mapping_tables.FACT_COLUMNS),
    ("Legend", "A row for each code, sheet and column.", legend.COLUMNS),
)


@dataclass(frozen=True, slots=True)
class View:
    """One view that SQL can ask."""

    name: str
    question: str
    sql: str


SOME_DAY = "(DATE '2026-11-01')"
PUBLISHED: tuple[View, ...] = (
    View("cluster", "The register as it is now.", "cluster"),
    View("status", "The latest verdict of every cluster.", "status"),
    View("status_history", "Periods of one state of every cluster.", "status_history"),
    View("transition", "Each verdict with another state or subtype than the one before.", "transition"),
    View(f"verdict_as_of{SOME_DAY}", "The verdicts as they were published on a day.", f"verdict_as_of{SOME_DAY}"),
    View(f"status_history_as_of{SOME_DAY}", "Periods as they were known on a day.", f"status_history_as_of{SOME_DAY}"),
    View(f"mapping_as_of{SOME_DAY}", "What a mapping of a day counts.", f"mapping_as_of{SOME_DAY}"),
)


def dictionary() -> str:
    """The dictionary as Markdown."""
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder) / "empty.duckdb") as connection:
        return "\n".join((INTRODUCTION, FILES, *_files(), VIEWS, *_views(connection)))


def _files() -> Iterator[str]:
    for name, question, columns in TABLES:
        yield _chapter(name, question, [(column.name, column.kind) for column in columns])


def _views(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for view in PUBLISHED:
        described = connection.execute(f"DESCRIBE SELECT * FROM {view.sql}").fetchall()  # noqa: S608 - from our table
        yield _chapter(f"`{view.name}`", view.question, [(name, kind.lower()) for name, kind, *_ in described])


def _chapter(name: str, question: str, columns: Sequence[tuple[str, str]]) -> str:
    """One table: its columns with kind and meaning."""
    rows = (
        f"| `{column}` | {markdown(kind)} | {markdown(MEANINGS[column][0])} | {markdown(MEANINGS[column][1])} |"
        for column, kind in columns
    )
    head = ("| Column | Kind | Meaning | 意味 |", "| --- | --- | --- | --- |")
    return "\n".join((f"### {name}", "", question, "", *head, *rows, ""))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(), encoding="utf-8")
