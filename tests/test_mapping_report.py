"""The mapping counts what the hand mapping of 2016 counted, for any day, the same every time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from lxml import html as markup

from crawler.records import State
from pipelines.database import connect, open_published, publish
from reports.columns import MEANINGS
from reports.formats import MappingFormat
from reports.mapping_files import mapping_file
from reports.mapping_page import Page, to_html
from reports.mapping_report import Organisation, mapping_report
from reports.mapping_tables import sheets, to_csv, to_xlsx
from reports.queries import NoAnswerError
from tests.ledger import CLUSTERS, FORMULA, SCRIPT
from tests.ledger import build as make_ledger

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A database with three monthly scans; the register knows relations of three clusters."""
    database = make_ledger(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")
    with connect(database) as connection:
        for cluster_id, relation in (("alive", "eu-ongoing"), ("moved", "EU past"), ("unseen", "by telephone only")):
            connection.execute("UPDATE cluster_version SET relation = ? WHERE cluster_id = ?", [relation, cluster_id])
    publish(database)
    return database


@pytest.fixture(scope="module")
def mapping(ledger):
    """The mapping of November compared with October."""
    return counted(ledger, NOVEMBER, OCTOBER)


def counted(database, as_of=None, compare=None):
    with open_published(database) as connection:
        return mapping_report(connection, as_of, compare)


def figures(tally):
    return {one.code: (one.now, one.before, one.in_2016) for one in tally.figures}


def organisation(**changes):
    base = Organisation(
        "a", "A", "", "", "", "", (), "", "", "", "active", "", None, None, None, None, None, "unknown", None, (), None
    )
    return replace(base, **changes)


# ---------------------------------------------------------------- figures


def test_the_classes_of_editions_stand_beside_the_day_compared_with_and_2016(mapping):
    assert figures(mapping.tally("editions")) == {
        "active English": (0, 1, 9), "static English": (1, 0, 18), "Japanese only": (8, 9, 25), "unknown": (1, 1, None),
    }  # fmt: skip


def test_every_organisation_that_has_not_ended_counts_once_in_every_table(mapping):
    alive = sum(one.state != State.CEASED for one in mapping.organisations)
    totals = {tally.name: tally.total.now for tally in mapping.tallies}
    assert totals == {"states": 11, "editions": alive, "sectors": alive, "relations": alive, "activity": alive}


def test_each_table_of_2016_has_the_52_organisations_of_then(mapping):
    totals = {tally.name: tally.total.in_2016 for tally in mapping.tallies}
    assert totals == {"states": None, "editions": 52, "sectors": 52, "relations": 52, "activity": None}


def test_relations_are_counted_in_the_classes_of_2016_and_other_words_apart(mapping):
    found = {code: now for code, (now, _, _) in figures(mapping.tally("relations")).items() if now}
    assert found == {"eu-ongoing": 1, "eu-past": 1, "no-information": 7, "other": 1}


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", "no-information"), ("eu-past", "eu-past"), (" Not interested ", "not-interested"), ("by fax", "other")],
)
def test_a_relation_of_the_register_has_a_class(written, expected):
    assert organisation(relation=written).relation_class == expected


@pytest.mark.parametrize(
    ("ja", "en", "upkeep", "expected"),
    [
        ("active", "active", "active English", "ja+en"),
        ("active", None, "Japanese only", "ja"),
        ("static", "active", "active English", "en"),
        ("static", "static", "static English", "none"),
        (None, None, "unknown", "unseen"),
    ],
)
def test_upkeep_tells_which_editions_show_recent_work(ja, en, upkeep, expected):
    assert organisation(ja_state=ja, en_state=en, upkeep=upkeep).kept_up == expected


def test_environment_and_energy_count_together_as_2016_can_be_compared(mapping):
    assert organisation(sector=("ENER", "IT")).sector_row == organisation(sector=("ENV",)).sector_row == "ENV;ENER"
    assert figures(mapping.tally("sectors"))["ENV;ENER"] == (1, 1, 4)


def test_places_count_the_ended_ones_too_and_stand_north_to_south(mapping):
    regions = mapping.cross("regions").shares
    assert [one.code for one in regions] == ["Kanto", "Chubu", "Kansai", "Chugoku", "Kyushu"]
    assert (regions[0].active, regions[0].ceased, regions[0].total) == (1, 1, 2)


# ---------------------------------------------------------------- days


def test_the_mapping_of_a_past_day_is_what_it_would_have_been_then(tmp_path):
    then = counted(make_ledger(tmp_path / "two.duckdb", scans=2))
    later = counted(make_ledger(tmp_path / "three.duckdb"), OCTOBER)
    assert later == then


def test_what_became_of_whom_is_told_the_gravest_first(mapping):
    assert [(move.kind, move.organisation.id, move.before, move.after) for move in mapping.moves] == [
        ("ended", "closing", "active", "ceased"),
        ("silent", "dormant", "active", "static"),
        ("awake", "revived", "static", "active"),
        ("awake", "wavering", "static", "active"),
        ("editions", "english", "active English", "static English"),
    ]


def test_who_enters_leaves_or_comes_back_is_told(tmp_path):
    database = make_ledger(tmp_path / "moves.duckdb")
    with connect(database) as connection:
        connection.execute("UPDATE cluster_version SET valid_from = DATE '2026-10-20' WHERE cluster_id = 'alive'")
        connection.execute(
            "INSERT INTO cluster_version BY NAME SELECT * REPLACE (DATE '2026-10-20' AS valid_from, true AS removed)"
            " FROM cluster_version WHERE cluster_id = 'moved'"
        )
        connection.execute("UPDATE verdict SET state = 'ceased' WHERE cluster_id = 'formula' AND day <= '2026-10-01'")
    publish(database)
    moves = {
        (move.organisation.id, move.kind, move.before, move.after) for move in counted(database, None, OCTOBER).moves
    }
    assert {
        ("alive", "new", "", "active"), ("moved", "left", "active", ""), ("formula", "back", "ceased", "active"),
    } <= moves  # fmt: skip


def test_a_day_before_the_first_scan_and_a_comparison_with_a_later_one_are_refused(ledger):
    with pytest.raises(NoAnswerError, match="first was on 2026-09-01"):
        counted(ledger, date(2026, 1, 1))
    with pytest.raises(NoAnswerError, match="compare an earlier day"):
        counted(ledger, OCTOBER, NOVEMBER)


def test_without_a_scan_it_says_what_to_do(tmp_path):
    database = tmp_path / "empty.duckdb"
    connect(database).close()
    publish(database)
    with pytest.raises(NoAnswerError, match="cluster-monitor scan"):
        counted(database)


@pytest.fixture(scope="module")
def nobody(tmp_path_factory):
    """The mapping of a register in which nobody is any more."""
    database = make_ledger(tmp_path_factory.mktemp("empty") / "empty.duckdb")
    with connect(database) as connection:
        connection.execute("DELETE FROM cluster_version")
    publish(database)
    return counted(database, None, OCTOBER)


@pytest.mark.parametrize("style", MappingFormat)
def test_an_empty_register_gives_a_file_all_the_same(nobody, style):
    assert len(mapping_file(nobody, style)) > 500
    assert "The register is empty" in to_html(nobody).decode()


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_shows_the_words_of_the_web_as_words_and_loads_nothing(mapping, language):
    page = to_html(mapping, language).decode()
    tree = markup.document_fromstring(page)
    assert SCRIPT not in page
    assert FORMULA in tree.text_content()
    assert tree.xpath("//script | //img | //link | //iframe | //@src | //@onclick") == []
    assert {address.partition(":")[0] for address in tree.xpath("//a/@href")} == {"https", "http"}
    assert "url(" not in page
    assert all(names[1] in tree.text_content() for names in CLUSTERS.values())


def test_a_website_that_was_taken_over_is_not_linked(mapping):
    page = to_html(mapping).decode()
    assert 'href="https://www.alive.example/"' in page
    assert "https://www.stolen.example/" not in page
    assert "www.stolen[.]example" in page


def test_the_page_says_by_which_rules_and_from_what_source(mapping):
    text = markup.document_fromstring(to_html(mapping).decode()).text_content()
    assert "Helpdesk for Clusters" in text
    assert "Rule version 1." in text
    assert "stale_days" in text
    assert "CC BY 4.0" in text


def test_a_rule_change_between_the_days_is_told(mapping):
    other = replace(mapping, compared=replace(mapping.compared, rule_version="0"))
    assert "some differences may come from the rules" in to_html(other).decode()
    assert "some differences may come from the rules" not in to_html(mapping).decode()


def test_long_lists_are_cut_on_paper_and_it_says_so(mapping):
    page = Page(mapping, "en", 4, 2)
    assert [len(moves) for _, moves, _ in page.moves()] == [1, 1, 0, 0]
    assert sum(len(organisations) for _, organisations in page.regions()) == page.listed() == 4


# ---------------------------------------------------------------- tables


def test_csv_is_a_zip_file_of_tables_that_excel_reads(mapping):
    with zipfile.ZipFile(io.BytesIO(to_csv(mapping))) as archive:
        assert set(archive.namelist()) == {sheet.file_name for sheet in sheets(mapping)}
        text = archive.read("language-editions.csv")
        names = list(csv.DictReader(io.StringIO(archive.read("organisations.csv").decode("utf-8-sig"))))
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [(row["code"], row["count"], row["count_before"], row["count_2016"]) for row in rows] == [
        ("active English", "0", "1", "9"), ("static English", "1", "0", "18"), ("Japanese only", "8", "9", "25"),
        ("unknown", "1", "1", ""),
    ]  # fmt: skip
    assert next(row for row in names if row["id"] == "formula")["name_en"] == f"'{FORMULA}"


def test_every_table_is_a_sheet_whose_columns_have_a_meaning(mapping):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(mapping)))
    assert book.sheetnames == [sheet.name for sheet in sheets(mapping)]
    assert {cell.value for sheet in book for cell in sheet[1]} <= set(MEANINGS)
    rows = list(book["Organisations"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(CLUSTERS)
    assert book["Organisations"].column_dimensions["A"].width > 20


def test_json_has_the_figures(mapping):
    found = json.loads(mapping_file(mapping, MappingFormat.JSON))
    assert found["tallies"][1]["figures"][0] == {"code": "active English", "now": 0, "before": 1, "in_2016": 9}


@pytest.mark.parametrize("style", [MappingFormat.HTML, MappingFormat.XLSX, MappingFormat.CSV, MappingFormat.JSON])
def test_the_same_data_give_the_same_bytes(ledger, mapping, style):
    assert mapping_file(counted(ledger, NOVEMBER, OCTOBER), style) == mapping_file(mapping, style)
