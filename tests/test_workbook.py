"""The workbook answers a question a sheet, explains its words, and runs nothing that came from the web."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from crawler.records import State
from pipelines.database import open_published
from reports import excel
from reports.export import COLUMNS
from reports.sheets import Column, Kind, Sheet
from reports.workbook import workbook
from tests.ledger import CLUSTERS, FORMULA, SCRIPT
from tests.ledger import build as make_ledger

SHEETS = [
    "Legend", "Status", "Needs you", "Changed", "New items", "Ended", "Editions", "Review", "Scans", "Decisions",
    "Mapping", "Mapping by state",
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A database with three monthly scans."""
    return make_ledger(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")


@pytest.fixture(scope="module")
def content(ledger):
    """Its workbook."""
    with open_published(ledger) as connection:
        return workbook(connection)


@pytest.fixture(scope="module")
def book(content):
    """The workbook as a reader of Excel files sees it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet):
    """The rows of a sheet as cells by column."""
    head, *body = sheet.iter_rows()
    return [{name.value: cell for name, cell in zip(head, row, strict=True)} for row in body]


def ids(sheet):
    return [row["id"].value for row in rows(sheet)]


def written(*values, kind=Kind.TEXT, **changes):
    """The cells of a sheet of one column."""
    sheet = Sheet("One", ("?", "?"), (Column("id", kind, 10, lambda value: value, **changes),), values)
    page = openpyxl.load_workbook(io.BytesIO(excel.workbook("One", (sheet,), date(2026, 11, 1))))["One"]
    return [cell for (cell,) in page.iter_rows(min_row=2)]


# ---------------------------------------------------------------- what the sheets say


def test_it_has_a_sheet_per_question_and_opens_on_the_status(book):
    assert book.sheetnames == SHEETS
    assert book.active.title == "Status"


def test_each_question_has_its_answer(book):
    assert ids(book["Status"]) == sorted(CLUSTERS)
    assert ids(book["Needs you"]) == ["stolen", "closing", "dormant"]
    assert ids(book["Ended"]) == ["closing"]
    assert ids(book["New items"]) == ["alive"]
    assert ids(book["Review"]) == ["stolen", "moved", "unseen"]
    assert ids(book["Decisions"]) == ["dormant"]
    assert {(row["id"].value, row["language"].value) for row in rows(book["Editions"])} >= {("english", "en")}
    assert [row["day"].value.date() for row in rows(book["Scans"])] == [
        date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1),
    ]  # fmt: skip
    assert ("revived", "revived") in {(row["section"].value, row["id"].value) for row in rows(book["Changed"])}
    assert {"code": "static English", "count": 1, "count_2016": 18}.items() <= {
        name: cell.value for name, cell in rows(book["Mapping"])[5].items()
    }.items()


def test_the_columns_of_the_first_sheet_are_those_of_csv_and_parquet(book):
    assert [cell.value for cell in book["Status"][1]] == [column.name for column in COLUMNS]


def test_the_legend_explains_every_column_sheet_and_state_in_both_languages(book):
    found = {(row["kind"].value, row["code"].value): row for row in rows(book["Legend"])}
    columns = {cell.value for sheet in book for cell in sheet[1] if sheet.title != "Legend"}
    assert {code for kind, code in found if kind == "column"} == columns
    assert {code for kind, code in found if kind == "sheet"} == set(SHEETS) - {"Legend"}
    assert {code for kind, code in found if kind == "state"} == set(State)
    assert {code for kind, code in found if kind == "section"} >= {
        row["section"].value for row in rows(book["Changed"])
    }
    assert all(row["english"].value and row["japanese"].value for row in found.values())


def test_the_workbook_of_a_past_day_is_what_it_would_have_been_then(ledger, tmp_path):
    two = make_ledger(tmp_path / "two.duckdb", scans=2)
    with open_published(two) as then, open_published(ledger) as now:
        assert workbook(then, date(2026, 10, 1)) == workbook(now, date(2026, 10, 1))


def test_the_same_data_give_the_same_bytes(ledger, content):
    with open_published(ledger) as connection:
        assert workbook(connection) == content


# ---------------------------------------------------------------- how Excel shows them


def test_headers_stay_in_view_and_every_sheet_has_filters(book):
    for sheet in book:
        assert sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.auto_filter.ref.startswith("A1:"), sheet.title
        assert sheet.print_title_rows == "$1:$1"


def test_states_are_coloured_by_their_word(book):
    rules = [
        (str(found.sqref), rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for found in book["Status"].conditional_formatting
        for rule in found.rules
    ]
    assert {formula.strip('"') for _, formula, _ in rules} == set(State)
    assert len({colour for *_, colour in rules}) == len(State)
    assert {place for place, *_ in rules} == {"D2:D12", "I2:I12", "K2:K12"}


def test_links_can_be_followed_but_for_a_site_that_was_taken_over(book):
    found = {row["id"].value: row for row in rows(book["Status"])}
    assert found["alive"]["website"].hyperlink.target == "https://www.alive.example/"
    assert found["stolen"]["website"].hyperlink is None
    assert found["stolen"]["website"].value == "https://www.stolen.example/"
    assert all(row["reason_url"].hyperlink is None for row in rows(book["Review"]))


def test_nothing_is_a_formula_and_words_of_the_web_are_words(book):
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    found = {row["id"].value: row for row in rows(book["Status"])}
    assert found["formula"]["name_en"].value == f"'{FORMULA}"
    assert found["formula"]["name_ja"].value == "'+計算協議会"
    assert SCRIPT in found["closing"]["name_en"].value


def test_japanese_has_a_japanese_font_and_days_are_days(book):
    cell = rows(book["Status"])[0]["name_ja"]
    assert (cell.value, cell.font.name) == ("あおぞら光産業協議会", "Yu Gothic")
    assert rows(book["Status"])[0]["last_update"].value == datetime(2026, 10, 25)  # noqa: DTZ001 - Excel has no zones
    assert rows(book["Decisions"])[0]["decided_at"].number_format == "yyyy-mm-dd hh:mm"


# ---------------------------------------------------------------- what would break a workbook


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "file:///etc/passwd", "internal:Sheet1!A1", "http://[", 'https://a.example/"x',
        "https://a b/", "https://a.example/" + "x" * 2100,
    ],
)  # fmt: skip
def test_what_is_no_harmless_address_stays_text(address):
    (cell,) = written(address, kind=Kind.LINK)
    assert (cell.hyperlink, cell.value) == (None, address)


def test_no_sheet_has_more_links_than_excel_takes(monkeypatch):
    monkeypatch.setattr(excel, "LINKS_MOST", 2)
    cells = written(*(f"https://a.example/{number}" for number in range(4)), kind=Kind.LINK)
    assert [cell.hyperlink is not None for cell in cells] == [True, True, False, False]
    assert cells[3].value == "https://a.example/3"


def test_a_text_too_long_for_a_cell_is_cut_and_steering_characters_are_left_out():
    long, steering = written("あ" * 40_000, "a\x00\x0b\x1bb")
    assert long.value == "あ" * 32_767
    assert steering.value == "ab"


def test_moments_are_utc_numbers_are_numbers_and_nothing_is_nothing():
    moment, nothing, number = written(datetime(2026, 11, 1, 12, tzinfo=UTC), None, -1.5)
    assert moment.value == datetime(2026, 11, 1, 12)  # noqa: DTZ001 - Excel has no zones
    assert (number.value, nothing.value) == (-1.5, None)
