"""The data dictionary tells what the files and views really hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.database import connect
from reports.columns import MEANINGS
from reports.dictionary import PUBLISHED, TABLES, dictionary

BOOK = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
INNER = {"letter_status"}  # of the outbox: `alert list` tells what it holds


@pytest.fixture(scope="module")
def made():
    """The dictionary as it would be generated now."""
    return dictionary()


def test_the_dictionary_in_the_repository_is_the_present_one(made):
    assert BOOK.read_text(encoding="utf-8") == made, (
        "columns or views have changed: run `.venv/bin/python -m reports.dictionary docs/data-dictionary.md`"
    )


def test_every_view_of_the_database_is_in_it(tmp_path):
    with connect(tmp_path / "empty.duckdb") as connection:
        views = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal UNION"
            " SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
        ).fetchall()
    assert {name for (name,) in views} - INNER == {view.name.partition("(")[0] for view in PUBLISHED}


def test_every_meaning_is_of_a_column_that_exists(made):
    assert [name for name in MEANINGS if f"| `{name}` |" not in made] == []


def test_no_table_names_a_column_twice():
    for name, _, columns in TABLES:
        names = [column.name for column in columns]
        assert len(names) == len(set(names)), name
