"""What analysts do in the browser: alerts, views, the register, tokens; and what leaves it, on paper and as files."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from benchmarks.many_clusters import build
from crawler.registry import write_register
from reports.dashboard.roles import Role
from tests import house

CLUSTERS = 120  # three pages of the list


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The small site of the other tests; its list is replaced by many clusters where a test asks for them."""
    return house.build(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def many(site, tmp_path, monkeypatch):
    """The same dashboard over so many clusters that their list has pages."""
    database = build(tmp_path / "many.duckdb", clusters=CLUSTERS, months=6, visits=1200)
    monkeypatch.setattr(site.app.state.house.published, "database", database)


def test_an_alert_is_acknowledged_its_cluster_muted_and_told_again(opened):
    visit = opened().go("/clusters/english")
    page = visit.page
    page.get_by_label("ceased").check()
    page.get_by_label("Why").fill("Their office says so")
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_role("link", name="Alerts").click()
    alert = page.locator("article", has_text="English Energy Network")
    alert.get_by_role("textbox", name="Note").fill("Wrote to them")
    alert.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("status").first).to_have_text("Acknowledged.")
    expect(alert).to_have_count(0)
    page.get_by_role("link", name="Show all").click()
    expect(alert).to_contain_text("Seen to by anna: Wrote to them")
    alert.get_by_role("button", name="Mute").click()
    muted = page.locator("section", has_text="Muted clusters")
    expect(muted).to_contain_text("English Energy Network")
    assert visit.violations() == []
    muted.get_by_role("button", name="Tell again: English Energy Network").click()
    expect(page.get_by_role("status").first).to_have_text("It is told again.")
    expect(muted).to_have_count(0)


@pytest.mark.usefixtures("many")
def test_the_list_is_walked_through_page_by_page(opened):
    page = opened().go("/clusters?sort=place").page
    seen = []
    for number in (1, 2, 3):
        expect(page.get_by_role("navigation", name="Pages of the list")).to_contain_text(f"Page {number} of 3")
        seen += page.locator("#results tbody .name").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        if number < 3:
            page.get_by_role("link", name="Next").click()
    assert len(set(seen)) == len(seen) == CLUSTERS
    page.get_by_role("link", name="Previous").click()
    expect(page.locator("#results tbody tr")).to_have_count(50)
    page.get_by_role("link", name="State").click()
    expect(page.get_by_role("columnheader", name="State")).to_have_attribute("aria-sort", "ascending")


def test_the_filters_of_a_view_are_kept_under_its_name(opened):
    page = opened().go("/clusters?sector=IT").page
    page.get_by_text("More filters").click()
    page.get_by_label("Prefecture").select_option("Aichi")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.get_by_placeholder("Name of this view").fill("IT in Aichi")
    page.get_by_role("button", name="Save view").click()
    page.goto(page.url.split("?")[0])
    page.get_by_role("link", name="IT in Aichi").click()
    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.get_by_label("Prefecture")).to_have_value("Aichi")
    page.get_by_role("button", name="Remove the view IT in Aichi").click()
    expect(page.get_by_role("link", name="IT in Aichi")).to_have_count(0)


def test_a_day_of_the_past_is_chosen_and_left_again(opened):
    page = opened().go("/clusters?state=static").page
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.get_by_text("More filters").click()
    page.get_by_label("As it was published on").fill("2026-10-15")
    expect(page.get_by_text("how it was published on 15 Oct 2026")).to_be_visible()
    expect(page.locator("#results tbody tr")).to_contain_text(["Revived Food Valley", "Wavering Auto Project"])
    page.get_by_role("link", name="Show the present").click()
    expect(page.locator("#results tbody tr")).to_contain_text(["Dormant Robotics Forum"])


def test_a_row_of_the_register_is_saved_and_an_import_shows_its_difference_first(opened, tmp_path):
    page = opened().go("/register").page
    page.get_by_role("link", name="Revived Food Valley").click()
    page.get_by_label("Tags").fill("partner")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_have_text("Saved; the next scan uses it.")
    write_register(tmp_path / "new.csv", [one for one in house.clusters() if one.id != "never"])
    page.locator("input[type=file]").set_input_files(tmp_path / "new.csv")
    page.get_by_role("button", name="Show the difference").click()
    expect(page.get_by_role("status").first).to_contain_text("0 added, 1 removed, 1 cells changed")
    expect(page.locator("tr", has_text="revived")).to_contain_text("partner")
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register")
    expect(page.get_by_role("link", name="Never Visited Marine Club")).to_have_count(0)


def test_a_token_is_made_shown_once_used_and_revoked(opened, place):
    visit = opened(Role.VIEWER).go("/account")
    page = visit.page
    page.get_by_label("What it is for").fill("mapping")
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("#new-token").text_content()
    assert visit.violations() == []
    asked = page.context.request.get(f"{place}/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert asked.json()["token"] == "mapping"
    visit.go("/account")
    expect(page.locator("#new-token")).to_have_count(0)
    expect(page.locator("#tokens tbody tr")).to_contain_text("mapping")
    page.get_by_role("button", name="Revoke mapping").click()
    expect(page.locator("#tokens tbody tr")).to_have_count(0)


@pytest.mark.parametrize(("button", "ending"), [("CSV", "csv"), ("Excel", "xlsx")])
def test_the_list_is_downloaded_as_it_is_shown(opened, button, ending):
    page = opened().go("/clusters?q=aozora").page
    with page.expect_download() as download:
        page.get_by_role("link", name=button, exact=True).click()
    assert re.fullmatch(rf"clusters-2026-11-\d\d\.{ending}", download.value.suggested_filename)


def test_an_answer_in_sql_is_downloaded(opened):
    page = opened().go("/query").page
    page.get_by_label("SQL").fill("SELECT 1 AS one")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.path().read_text("utf-8-sig") == "one\n1\n"


@pytest.mark.parametrize("path", ["/", "/clusters", "/clusters/closing", "/review"])
def test_a_page_prints_without_what_is_only_for_the_screen(opened, path):
    page = opened().go(path).page
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("button:visible, input:visible").count() == 0
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4"))) as paper:
        text = paper[0].get_textpage().get_text_range()
        assert page.get_by_role("heading", level=1).inner_text().split("\n")[0].split()[0] in text
        assert 0 < len(paper) < 6


def test_who_signs_out_is_asked_for_the_password_again(opened):
    visit = opened()
    visit.page.get_by_role("button", name="Sign out").click()
    visit.go("/clusters")
    expect(visit.page.get_by_role("heading", name="Sign in")).to_be_visible()
