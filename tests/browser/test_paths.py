"""The main paths of the helpdesk and of analysts, as they walk them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from reports.dashboard.roles import Role

DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}}

PAGES = (
    "/", "/clusters", "/clusters/closing", "/clusters/stolen", "/clusters/alive/difference", "/charts", "/reports",
    "/review", "/alerts?all=1", "/scans", "/scans/20261101T030000Z", "/query", "/register", "/register/alive",
    "/register/new", "/people", "/account",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_page_is_accessible_to_all_and_asks_nobody_else(opened, language):
    visit = opened(Role.ADMIN, language)
    found = {path: violations for path in PAGES if (violations := visit.go(path).violations())}
    assert found == {}


@pytest.mark.parametrize("options", [DARK, PHONE], ids=["dark", "phone"])
def test_dark_and_narrow_screens_are_accessible_too(opened, options):
    visit = opened(Role.ADMIN, **options)
    found = {path: violations for path in PAGES if (violations := visit.go(path).violations())}
    assert found == {}


def test_the_entrance_is_accessible_and_a_wrong_password_is_told(opened):
    visit = opened(None).go("/clusters?state=static")
    assert visit.violations() == []
    visit.page.fill("[name=name]", "nobody")
    visit.page.fill("[name=password]", "wrong password")
    visit.page.get_by_role("button", name="Sign in").click()
    expect(visit.page.get_by_role("status")).to_have_text("Name or password is wrong.")
    visit.wrong.clear()  # the browser notes every answer 403 in its console


def test_searching_narrows_the_list_while_typing_and_stays_in_the_address(opened):
    visit = opened().go("/clusters")
    page = visit.page
    page.get_by_label("Search").type("あおぞら")
    expect(page.locator("#count")).to_contain_text("1 found")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    assert re.search(r"/clusters\?q=%", page.url)
    page.get_by_label("Search").fill("")
    page.get_by_label("State").select_option("static")
    expect(page.locator("#results tbody tr")).to_contain_text(["Dormant Robotics Forum"])
    page.reload()
    expect(page.get_by_label("State")).to_have_value("static")
    expect(page.locator("#results tbody tr")).to_have_count(1)


def test_the_list_works_by_keyboard_alone(opened):
    page = opened().go("/clusters").page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("photonics")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Aozora Photonics Valley").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aozora Photonics Valley")


def test_what_is_shown_is_downloaded(opened):
    page = opened().go("/clusters?sector=IT").page
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "clusters-2026-11-01.xlsx"


def test_two_visits_are_compared_inside_the_page(opened):
    page = opened().go("/clusters/alive").page
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#differing mark").first).to_have_text("10")
    assert page.url.endswith("/clusters/alive")


def test_the_answer_is_copied(opened, place):
    visit = opened()
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=place)
    page = visit.go("/clusters/alive").page
    page.get_by_role("button", name="Copy English").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("As of 1 Nov 2026: Aozora Photonics Valley")


def test_a_question_is_asked_and_answered(opened):
    page = opened().go("/query").page
    page.get_by_label("SQL").fill("SELECT cluster_id FROM status WHERE state = 'ceased'")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer tbody td")).to_have_text("closing")
    page.get_by_label("SQL").fill("SELECT '<img src=x onerror=alert(1)>' AS x")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer tbody td")).to_have_text("<img src=x onerror=alert(1)>")


def test_a_decision_is_made_from_the_review(opened):
    page = opened().go("/review").page
    case = page.locator("article", has_text="Moved Nano Alliance")
    case.get_by_text("Decide", exact=True).first.click()
    case.get_by_label("active").check()
    case.get_by_label("Why").fill("Wrote to them, they answered")
    case.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_role("status").first).to_have_text("The decision is kept and in force.")
    expect(page.locator("article", has_text="Moved Nano Alliance")).to_have_count(0)


def test_the_register_names_a_wrong_cell(opened):
    visit = opened().go("/register/alive")
    visit.page.get_by_label("Sectors").fill("SPACE")
    visit.page.get_by_role("button", name="Save").click()
    expect(visit.page.get_by_role("alert")).to_contain_text("Nothing was saved")
    assert visit.violations() == []
    visit.wrong.clear()  # the browser notes every answer 422 in its console


def test_a_viewer_sees_no_forms_that_write_and_is_refused(opened):
    visit = opened(Role.VIEWER).go("/clusters/alive")
    expect(visit.page.get_by_role("button", name="Keep the decision")).to_have_count(0)
    visit.go("/register/new")
    expect(visit.page.get_by_role("heading", name="Not allowed")).to_be_visible()
    visit.wrong.clear()  # the browser notes every answer 403 in its console


def test_language_and_calendar_are_switched_on_any_page_and_kept(opened):
    page = opened().go("/clusters?state=ceased").page
    page.get_by_role("link", name="日本語").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("クラスター")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.get_by_role("link", name="和暦表示").click()
    expect(page.locator("#results .day").first).to_contain_text("令和8年")
    page.get_by_role("link", name="概要").click()
    expect(page.locator(".lead").first).to_contain_text("令和8年(2026年)11月1日の巡回時点")


def test_a_narrow_screen_needs_no_sideways_scrolling(opened):
    visit = opened(Role.ADMIN, **PHONE)
    for path in PAGES:
        wide = visit.go(path).page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, path


def test_everything_works_without_scripts(opened):
    page = opened(java_script_enabled=False).go("/clusters").page
    page.get_by_label("Search").fill("aozora")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.goto(page.url.split("/clusters")[0] + "/clusters/alive")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#differing mark").first).to_have_text("10")
