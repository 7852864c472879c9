"""The page of reports hands out the files that the commands write."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from reports.dashboard.roles import Role
from tests import house


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return house.build(tmp_path_factory.mktemp("site")).client(Role.VIEWER)


def had(browser, address):
    """The content of a file that is to be kept, and its name."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    kept, _, name = answer.headers["content-disposition"].partition("; filename=")
    assert kept == "attachment"
    return answer.content, name.strip('"')


@pytest.mark.parametrize("path", ["changes", "mapping"])
def test_every_kind_offered_can_be_had_under_a_name_with_its_days(browser, path):
    begins = {
        "html": b"<!DOCTYPE html>", "json": b"{", "xlsx": b"PK", "zip": b"PK", "md": b"# Change report",
        "csv": "\ufeffsection".encode(), "pdf": b"%PDF-",
    }  # fmt: skip
    offered = browser.get("/reports").text.partition(f'action="/reports/{path}"')[2].partition("</form>")[0]
    kinds = [piece.partition('"')[0] for piece in offered.split('<option value="')[1:]]
    assert len(kinds) == 5
    for kind in kinds:
        content, name = had(browser, f"/reports/{path}?kind={kind}")
        assert content.lstrip().startswith(begins[name.rpartition(".")[2]]), kind
        assert name.startswith(path)
        assert "2026-" in name


def test_a_change_report_tells_of_the_days_asked_for(browser):
    content, name = had(browser, "/reports/changes?since=2026-09-01&until=2026-11-01&kind=md")

    assert name == "changes-2026-09-01-to-2026-11-01.md"
    assert "2026-09-01 to 2026-11-01" in content.decode()


def test_the_mapping_comes_in_the_language_of_the_reader_and_its_tables_as_a_zip_file(browser):
    page, _ = had(browser, "/reports/mapping?as_of=2026-11-01&lang=ja")
    tables, name = had(browser, "/reports/mapping?kind=csv")

    assert '<html lang="ja"' in page.decode()
    assert name.endswith(".zip")
    assert "organisations.csv" in zipfile.ZipFile(io.BytesIO(tables)).namelist()


def test_the_workbook_is_that_of_the_command(browser):
    content, name = had(browser, "/reports/workbook?as_of=2026-11-01")

    assert name == "clusters-2026-11-01.xlsx"
    assert "Status" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames


@pytest.mark.parametrize(
    ("query", "status"),
    [("since=yesterday", 409), ("since=2020-01-01", 404), ("kind=exe", 422), ("since=" + "1" * 50, 422)],
)
def test_what_is_no_day_or_kind_is_refused_with_a_sentence(browser, query, status):
    assert browser.get(f"/reports/changes?{query}").status_code == status


def test_nobody_has_a_report_without_signing_in(browser):
    browser.cookies.clear()

    assert browser.get("/reports/workbook", follow_redirects=False).status_code == 303
