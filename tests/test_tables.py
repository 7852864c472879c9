"""Rows come out for people and programs, and what the web wrote into them acts nowhere."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.tables import Format, neutral, printable, shown, write_rows

COLUMNS = ("id", "day", "words", "share")
ROWS = [("a", date(2026, 11, 1), ("x", "y"), 0.5), ("日本語", None, (), float("nan"))]


def written(style, rows=ROWS):
    stream = io.StringIO()
    write_rows(COLUMNS, rows, style, stream)
    return stream.getvalue()


def test_json_is_a_list_of_objects_with_iso_days_and_no_nan():
    assert json.loads(written(Format.JSON)) == [
        {"id": "a", "day": "2026-11-01", "words": ["x", "y"], "share": 0.5},
        {"id": "日本語", "day": None, "words": [], "share": None},
    ]


def test_csv_is_read_back_by_any_reader():
    assert list(csv.reader(io.StringIO(written(Format.CSV)))) == [
        list(COLUMNS),
        ["a", "2026-11-01", "x, y", "0.5"],
        ["日本語", "", "", "NaN"],
    ]


def test_a_table_that_goes_to_a_file_cuts_nothing():
    long = "長い名前" * 100
    assert long in written(Format.TABLE, [(long, None, (), 0)])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\n="])
def test_a_text_that_could_be_a_formula_begins_with_an_apostrophe(start):
    assert neutral(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("number", [-1, -0.5, Decimal("-2.5")])
def test_a_negative_number_stays_a_number(number):
    assert neutral(number) == str(number)


@pytest.mark.parametrize("text", ["a=b", "", "2026-11-01", "日本"])
def test_any_other_text_stays_as_it_is(text):
    assert neutral(text) == text


def test_nothing_from_the_web_steers_a_terminal():
    assert printable("a\x1b[2Jb\x07\x9bc\u202ed\r") == "a[2Jbcd"
    assert "\x1b" not in written(Format.TABLE, [("\x1b[31mred", None, (), 0)])


def test_markup_in_a_cell_is_text():
    assert "[bold]x[/bold]" in written(Format.TABLE, [("[bold]x[/bold]", None, (), 0)])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "true"),
        (datetime(2026, 11, 1, 3, tzinfo=UTC), "2026-11-01T03:00:00Z"),
        ({"a": [1, 2]}, '{"a":[1,2]}'),
        ([1, 2], "[1,2]"),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(value, expected):
    assert shown(value) == expected
