"""What people write in the dashboard arrives in database and register, and shows at once."""

from __future__ import annotations

import re

import pytest
from lxml import html

from crawler import lock
from crawler.lock import scan_lock
from crawler.registry import load_register, write_register
from pipelines.database import connect, publish
from reports.dashboard.roles import Role
from tests import house
from tests.house import post, token
from tests.ledger import SCANS

ALERT = (
    "INSERT INTO alert SELECT 'a', $scan, 'stolen', $day, 'taken_over', 'active', 'hijacked', 'Stolen Aero Initiative',"
    " 'ぬすまれ航空機構', 'https://www.stolen.example/', false, 'Somebody else''s content.', '第三者の内容。',"
    " 'https://www.stolen.example/', '<script>alert(1)</script>', false"
)


@pytest.fixture
def site(tmp_path):
    return house.build(tmp_path)


@pytest.fixture
def browser(site):
    return site.client(Role.ANALYST)


def register(site):
    return {one.id: one for one in load_register(site.app.state.house.register)}


def text(answer):
    return " ".join(html.fromstring(answer.text).text_content().split())


def form_of(browser, path):
    """What a browser would send for the first form of the page."""
    tree = html.fromstring(browser.get(path).text)
    (form,) = tree.xpath("//form[contains(@class, 'grid')]")
    return dict(form.fields)


# ---------------------------------------------------------------- decisions


def test_a_decision_is_in_force_at_once_and_tells_who_and_why(browser):
    values = {"state": "ceased", "why": "Telephoned: dissolved", "until": "2027-03-31"}
    answer = post(browser, "/clusters/alive/decisions", "/clusters/alive", **values)
    assert answer.url.path == "/clusters/alive"
    assert "The decision is kept and in force." in answer.text
    assert "✕ ceased decided by a person" in text(browser.get("/clusters?q=aozora"))
    assert "anna Telephoned: dissolved" in re.sub(r"\s+", " ", text(browser.get("/clusters/alive")))


def test_a_decision_is_cleared_again(browser):
    for state in ("ceased", "clear"):
        post(browser, "/clusters/alive/decisions", "/clusters/alive", state=state, why="Looked again")
    assert "● active" in text(browser.get("/clusters?q=aozora"))


def test_from_the_review_one_comes_back_to_the_review(browser):
    answer = post(browser, "/clusters/stolen/decisions", "/review", state="active", why="Is theirs", back="/review")
    assert answer.url.path == "/review"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"state": "closed", "why": "x"}, "there is no state"),
        ({"state": "active", "why": "  "}, "needs its reason"),
        ({"state": "active", "why": "x", "until": "soon"}, "write a day as"),
        ({"state": "active", "why": "x", "until": "2020-01-01"}, "in the past"),
    ],
)
def test_a_decision_that_cannot_be_is_explained_and_changes_nothing(browser, values, why):
    answer = post(browser, "/clusters/alive/decisions", "/clusters/alive", **values)
    assert answer.status_code == 409
    assert why in text(answer)
    assert "None: the machine's verdict holds." in text(browser.get("/clusters/alive"))


def test_while_a_scan_runs_people_decide_all_the_same(site, browser):
    with scan_lock(site.app.state.house.published.database):
        answer = post(browser, "/clusters/alive/decisions", "/clusters/alive", state="ceased", why="x")
    assert "The decision is kept and in force." in answer.text


def test_while_another_process_writes_for_long_people_are_told_to_come_back(site, browser, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.1)
    with lock.write_lock(site.app.state.house.published.database):
        answer = post(browser, "/clusters/alive/decisions", "/clusters/alive", state="ceased", why="x")
    assert answer.status_code == 409
    assert "wait until it ends" in text(answer)


# ---------------------------------------------------------------- alerts


def test_an_alert_is_acknowledged_and_its_cluster_muted(site, browser):
    database = site.app.state.house.published.database
    with connect(database) as connection:
        connection.execute(ALERT, {"scan": SCANS[-1][0], "day": SCANS[-1][1]})
    publish(database)
    shown = browser.get("/alerts")
    assert "<script>alert" not in shown.text
    assert "may be taken over: do not link" in text(shown)
    assert "stolen.example" not in " ".join(html.fromstring(shown.text).xpath("//@href"))
    assert "Acknowledged." in post(browser, "/alerts/stolen/acknowledge", "/alerts", note="Wrote to them").text
    assert "No open alerts." in text(browser.get("/alerts"))
    assert "Seen to by anna: Wrote to them" in text(browser.get("/alerts?all=1"))
    assert "Muted." in post(browser, "/alerts/stolen/mute", "/alerts?all=1", until="2027-01-01").text
    with connect(database) as connection:
        assert connection.execute("SELECT cluster_id, until::VARCHAR FROM mute").fetchall() == [
            ("stolen", "2027-01-01")
        ]
    assert "until 1 Jan 2027Stolen Aero Initiative" in text(browser.get("/alerts"))
    assert "It is told again." in post(browser, "/alerts/stolen/mute", "/alerts?all=1", until="2026-01-01").text
    assert "Muted clusters" not in browser.get("/alerts").text


def test_many_alerts_come_a_page_at_a_time(site, browser):
    database = site.app.state.house.published.database
    many = ALERT.replace("SELECT 'a'", "SELECT 'a' || n") + " FROM range(60) AS numbers(n)"
    with connect(database) as connection:
        connection.execute(many, {"scan": SCANS[-1][0], "day": SCANS[-1][1]})
    publish(database)
    pages = [html.fromstring(browser.get(f"/alerts?page={number}").text) for number in (1, 2)]
    assert [len(page.xpath("//article")) for page in pages] == [50, 10]
    assert pages[0].xpath("//a[@rel='next']/@href") == ["/alerts?page=2"]
    assert browser.get("/alerts?page=3").url.query == b""


def test_what_has_no_alert_cannot_be_acknowledged(browser):
    answer = post(browser, "/alerts/alive/acknowledge", "/alerts?all=1")
    assert (answer.status_code, "there is no alert of alive" in text(answer)) == (409, True)


# ---------------------------------------------------------------- the register


def test_a_row_of_the_register_is_edited(site, browser):
    values = form_of(browser, "/register/alive") | {
        "contact_page": "https://www.alive.example/contact",
        "tags": "eu;key",
    }
    answer = browser.post("/register/alive", data=values)
    assert "Saved; the next scan uses it." in answer.text
    assert register(site)["alive"].contact_page == "https://www.alive.example/contact"
    assert register(site)["alive"].tags == ("eu", "key")
    assert len(register(site)) == 11


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("website", "javascript:alert(1)", "website: "),
        ("sector", "SPACE", "sector: "),
        ("planned_end", "soon", "planned_end: "),
        ("scope", "nothing like a path", "scope: "),
    ],
)
def test_a_wrong_cell_is_named_with_its_remedy_and_nothing_is_saved(site, browser, column, value, remedy):
    before = register(site)
    answer = browser.post("/register/alive", data=form_of(browser, "/register/alive") | {column: value})
    assert answer.status_code == 422
    assert remedy in text(answer)
    assert html.fromstring(answer.text).xpath(f"//*[@id='field-{column}']/@aria-invalid") == ["true"]
    assert register(site) == before


def test_a_row_that_somebody_else_has_changed_meanwhile_is_not_overwritten(site, browser):
    mine, theirs = form_of(browser, "/register/alive"), form_of(browser, "/register/alive")
    browser.post("/register/alive", data=theirs | {"notes": "theirs"})
    answer = browser.post("/register/alive", data=mine | {"notes": "mine"})
    assert answer.status_code == 409
    assert register(site)["alive"].notes == "theirs"


def test_a_cluster_is_added_and_removed(site, browser):
    new = form_of(browser, "/register/new") | {"id": "new-one", "name_ja": "あたらしい会", "sector": "FOOD"}
    browser.post("/register/new", data=new)
    assert register(site)["new-one"].name_ja == "あたらしい会"
    again = browser.post("/register/new", data=new)
    assert (again.status_code, "is taken" in text(again)) == (422, True)
    seen = form_of(browser, "/register/new-one")["seen"]
    post(browser, "/register/new-one/remove", "/register/new-one", seen=seen)
    assert "new-one" not in register(site)


def test_an_import_shows_its_difference_before_it_is_taken_over(site, browser, tmp_path):
    changed = [one for one in house.clusters() if one.id != "never"]
    write_register(tmp_path / "new.csv", changed)
    file = {"file": ("new.csv", (tmp_path / "new.csv").read_bytes())}
    shown = browser.post("/register/import", data={"token": token(browser, "/register")}, files=file)
    assert "0 added, 1 removed, 0 cells changed" in text(shown)
    assert "never" in register(site)
    ticket = re.search(r'name="ticket" value="([^"]+)"', shown.text)[1]
    post(browser, "/register/import/confirm", "/register", ticket=ticket)
    assert set(register(site)) == {one.id for one in changed}
    assert post(browser, "/register/import/confirm", "/register", ticket=ticket).status_code == 409


def test_a_broken_import_names_every_line_and_changes_nothing(site, browser):
    file = {"file": ("new.csv", b"id,name_en,website\na,A,ftp://x\na,B,\n")}
    answer = browser.post("/register/import", data={"token": token(browser, "/register")}, files=file)
    assert answer.status_code == 422
    assert "line 2, column website" in text(answer)
    assert "line 3, column id" in text(answer)
    assert len(register(site)) == 11
