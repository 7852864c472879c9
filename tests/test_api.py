"""What programs get from the API, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.datastructures import State

from reports.dashboard.api.access import MOST_REQUESTS
from reports.dashboard.api.surface import MOST_BYTES, PLACE, make_api
from reports.dashboard.roles import Role
from reports.dashboard.routes.query import AT_ONCE
from reports.dashboard.tokens import LASTS, MOST, TokenError
from reports.export import COLUMNS
from tests import house, ledger
from tests.house import NAMES, PASSWORD, post

DOCUMENT = make_api(State()).openapi()
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods]
WRITES = {
    "/clusters/{cluster_id}/decisions": {"state": "ceased", "why": "telephone call"},
    "/clusters/{cluster_id}/acknowledgements": {"note": "seen"},
    "/clusters/{cluster_id}/mute": {"until": "2027-01-01"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return house.build(tmp_path_factory.mktemp("site"))


@pytest.fixture
def own_site(tmp_path):
    """One that a test may write to."""
    return house.build(tmp_path)


@pytest.fixture(scope="module")
def written_site(tmp_path_factory):
    """One that several tests write to."""
    return house.build(tmp_path_factory.mktemp("written"))


def program(site, role=Role.VIEWER, name="test", of=None):
    """A program with a token of a role, and how it asks."""
    tokens = site.users.tokens
    tokens.revoke(NAMES[of or role], name)
    token = tokens.make(NAMES[of or role], name, role, site.clock().date())
    client = site.visitor()
    client.headers["Authorization"] = f"Bearer {token}"
    client.base_url = client.base_url.join(f"{PLACE}/")
    return client


@pytest.fixture(scope="module")
def viewer(site):
    return program(site)


def ids(answer, field="id"):
    return [row[field] for row in answer.json()["items"]]


# ---------------------------------------------------------------- the description


def test_the_description_needs_no_token_and_is_the_one_of_the_program(site):
    answer = site.visitor().get(f"{PLACE}/openapi.json")
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == set(DOCUMENT["paths"])


def test_every_field_and_operation_has_a_type_and_a_sentence():
    assert [one for one, schema in DOCUMENT["components"]["schemas"].items() if not schema.get("description")] == []
    assert all(DOCUMENT["paths"][path][method]["description"] for method, path in OPERATIONS)


def test_whatever_has_a_version_says_so():
    described = [DOCUMENT["paths"][path][method] for method, path in OPERATIONS if method == "get" and path != "/me"]
    assert all("304" in one["responses"] for one in described)
    assert all("ETag" in one["responses"]["200"]["headers"] for one in described)


def test_the_documentation_names_every_address():
    text = (Path(__file__).parent.parent / "docs" / "api.md").read_text("utf-8")
    assert [one for method, path in OPERATIONS if f"`{(one := f'{method.upper()} {path}')}`" not in text] == []


# ---------------------------------------------------------------- who may ask


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nobody_asks_without_a_token_or_with_a_wrong_one(site, method, path):
    for headers in ({}, {"Authorization": "Bearer cm_wrong"}, {"Authorization": "Basic YTpi"}):
        answer = site.visitor().request(method, PLACE + path.format(cluster_id="alive", scan_id="x"), headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", WRITES)
def test_viewers_and_tokens_for_viewing_write_nothing(site, path):
    method = next(iter(DOCUMENT["paths"][path]))
    for who in (program(site), program(site, Role.VIEWER, of=Role.ANALYST)):
        answer = who.request(method, path.format(cluster_id="alive")[1:], json=WRITES[path])
        assert (answer.status_code, "this needs the role analyst" in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize("path", [*WRITES, "/query"])
def test_what_a_session_writes_needs_its_csrf_token(written_site, path):
    browser = written_site.client(Role.ANALYST)
    method, sent = next(iter(DOCUMENT["paths"][path])), WRITES.get(path, {"sql": "SELECT 1"})
    address = PLACE + path.format(cluster_id="alive")
    for headers in ({}, {"X-CSRF-Token": "wrong"}):
        assert browser.request(method, address, json=sent, headers=headers).status_code == 403
    assert browser.post(address, data={"token": "x"}).status_code in {403, 405}
    right = {"X-CSRF-Token": browser.get(f"{PLACE}/me").json()["csrf_token"]}
    assert browser.request(method, address, json=sent, headers=right).status_code in {200, 201, 204, 409}


def test_a_token_is_shown_once_kept_as_a_hash_and_ends_when_it_is_revoked(own_site):
    browser = own_site.client()
    made = post(browser, "/account/tokens", "/account", name="mapping", role="admin")
    token = made.text.partition('id="new-token">')[2].partition("<")[0]
    asking = {"Authorization": f"Bearer {token}"}
    answer = own_site.visitor().get(f"{PLACE}/me", headers=asking)
    assert answer.json() == {"name": "vera", "role": "viewer", "token": "mapping", "csrf_token": None}
    assert "mapping" in browser.get("/account").text
    assert token not in browser.get("/account").text
    (kept,) = own_site.users._file.rows("SELECT digest FROM token")[0]
    assert token.removeprefix("cm_") not in kept
    assert "The token is revoked." in post(browser, "/account/tokens/revoke", "/account", name="mapping").text
    assert own_site.visitor().get(f"{PLACE}/me", headers=asking).status_code == 401


def test_a_token_ends_with_its_year_its_user_and_its_users_password(own_site):
    def status(client):
        return client.get("me").status_code

    first = program(own_site)
    own_site.clock.now += LASTS + timedelta(days=1)
    assert status(first) == 401
    second = program(own_site)
    assert status(second) == 200
    own_site.users.put(NAMES[Role.VIEWER], Role.VIEWER, f"{PASSWORD} again")
    assert status(second) == 401
    third = program(own_site)
    own_site.users.remove(NAMES[Role.VIEWER])
    assert status(third) == 401


def test_a_token_may_do_no_more_than_its_user_still_may(own_site):
    client = program(own_site, Role.ANALYST)
    own_site.users._file.do("UPDATE user SET role = 'viewer' WHERE name = ?", NAMES[Role.ANALYST])
    assert client.get("me").json()["role"] == "viewer"


def test_names_and_numbers_of_tokens_are_bounded(own_site):
    make, today = own_site.users.tokens.make, own_site.clock().date()
    for number in range(MOST):
        make("vera", f"token {number}", Role.VIEWER, today)
    for name, why in (("token 1", "already"), ("", "printable"), ("a\nb", "printable"), ("one more", "the most")):
        with pytest.raises(TokenError, match=why):
            make("vera", name, Role.VIEWER, today)
    answer = post(own_site.client(), "/account/tokens", "/account", name="one more", role="viewer")
    assert (answer.status_code, "the most" in answer.text) == (422, True)


def test_who_asks_too_often_waits_but_nobody_else(own_site):
    own_site.app.state.api_requests.tries = 3
    assert own_site.app.state.api_requests.window == timedelta(minutes=1)
    busy, other = program(own_site), program(own_site, Role.ANALYST)
    assert [busy.get("me").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(busy.get("me").headers["retry-after"]) <= 60
    assert other.get("me").status_code == 200
    wrong = [own_site.visitor().get(f"{PLACE}/me", headers={"Authorization": "Bearer x"}) for _ in range(4)]
    assert [one.status_code for one in wrong] == [401, 401, 401, 429]
    assert other.get("me").status_code == 200
    assert MOST_REQUESTS > 600


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=static",
        "sector=IT",
        "region=Kyushu&sort=place",
        "edition=en-static",
        "q=あおぞら",
        "subtype=hijacked",
    ],
)
def test_the_list_is_the_one_of_the_page(site, viewer, query):
    rows = site.client().get(f"/clusters.csv?{query}").text.removeprefix("\ufeff").splitlines()
    place = [column.name for column in COLUMNS].index("id")
    assert ids(viewer.get(f"clusters?{query}")) == [row.split(",")[place] for row in rows[1:]]


def test_pages_follow_each_other_by_their_links(viewer):
    found, address = [], "clusters?size=4&sort=place"
    while address:
        answer = viewer.get(address)
        assert answer.json()["total"] == len(ledger.CLUSTERS)
        assert ('rel="next"' in answer.headers["link"]) == (answer.json()["next"] is not None)
        found += ids(answer)
        address = (answer.json()["next"] or "").removeprefix(f"{PLACE}/")
    assert found == ids(viewer.get("clusters?sort=place"))


def test_behind_the_last_page_there_is_nothing_but_the_number_of_all(viewer):
    answer = viewer.get("clusters?page=99").json()
    assert (answer["items"], answer["total"], answer["next"]) == ([], len(ledger.CLUSTERS), None)


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("clusters?staet=static", "query.staet"),
        ("clusters?state=dead", "query.state"),
        ("clusters?size=100000", "query.size"),
        ("clusters?as_of=yesterday", "query.as_of"),
        ("clusters?as_of=1700000000", "query.as_of"),
        ("clusters/alive/visits?since=2026", "query.since"),
    ],
)
def test_what_does_not_fit_is_named(viewer, path, where):
    answer = viewer.get(path)
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["errors"]] == [where]


@pytest.mark.parametrize(
    "path", ["clusters/nobody", "clusters/alive?as_of=2020-01-01", "scans/never", "register/nobody", "no"]
)
def test_what_is_not_there_is_said_so(viewer, path):
    answer = viewer.get(path)
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")


@pytest.mark.parametrize("path", ["clusters/a%0Ab", "clusters/a%0Ab/pages", "nowhere"])
def test_an_address_that_is_none_is_answered_as_a_problem_too(site, path):
    answer = site.visitor().get(f"{PLACE}/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_body_that_is_no_text_is_refused(viewer):
    answer = viewer.post("query", content=b"\xff", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(viewer):
    assert viewer.post("query", json={"sql": "SELECT 1", "more": "x" * MOST_BYTES}).status_code == 413


def test_an_answer_that_the_asker_has_is_not_sent_again(own_site):
    client = program(own_site, Role.ANALYST)
    for path in ("clusters", "clusters/alive", "overview", "register"):
        etag = client.get(path).headers["etag"]
        for said in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
            again = client.get(path, headers={"If-None-Match": said})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    etag = client.get("clusters").headers["etag"]
    client.post("clusters/alive/decisions", json=WRITES["/clusters/{cluster_id}/decisions"])
    assert client.get("clusters", headers={"If-None-Match": etag}).status_code == 200


# ---------------------------------------------------------------- the past, and what lies behind a verdict


def test_the_past_is_answered_as_it_was_published(viewer):
    assert ids(viewer.get("clusters?state=static&as_of=2026-10-15")) == ["revived", "wavering"]
    assert ids(viewer.get("clusters?state=static")) == ["dormant"]
    assert viewer.get("clusters/closing?as_of=2026-10-15").json()["verdict"]["state"] == "active"
    assert len(viewer.get("clusters/closing/history?as_of=2026-10-15").json()["periods"]) == 1
    counts = {one["state"]: one["now"] for one in viewer.get("overview?as_of=2026-09-15").json()["states"]}
    assert counts == {"active": 9, "static": 1, "ceased": 0, "unknown": 1}
    assert viewer.get("scans?as_of=2026-10-15").json()["total"] == 2


def test_a_verdict_comes_with_its_reasons_in_both_languages_and_the_words_themselves(viewer):
    (reason,) = viewer.get("clusters/closing").json()["verdict"]["reasons"]
    assert ledger.SCRIPT in reason["quote"]
    assert reason["sentence_en"] != reason["sentence_ja"]


def test_nobody_is_told_to_link_to_what_others_may_have_taken_over(viewer):
    answer = viewer.get("clusters/stolen").json()
    assert answer["may_link"] is False
    assert "www.stolen[.]example" in answer["answer"]["en"]


def test_visits_news_and_differences_of_a_cluster(viewer):
    visits = viewer.get("clusters/alive/visits?until=2026-10-31&size=1").json()
    assert (visits["total"], visits["items"][0]["day"]) == (2, "2026-10-01")
    assert len(viewer.get("clusters/alive/news").json()["items"]) == 3
    lines = viewer.get("clusters/alive/difference?since=2026-10-01&until=2026-11-01").json()["pages"][0]["lines"]
    assert {"sign": "+", "text": "2026年11月の活動報告"} in lines
    assert viewer.get("clusters/alive/difference?since=2026-11-01&until=2026-10-01").status_code == 404


def test_transitions_tell_what_went_where(viewer):
    found = viewer.get("transitions?since=2026-11-01&state=ceased").json()["items"]
    assert [(one["cluster_id"], one["state_before"], one["subtype"]) for one in found] == [
        ("closing", "active", "declared")
    ]


def test_the_mapping_has_the_tables_of_its_report_for_any_day(viewer):
    answer = viewer.get("mapping?as_of=2026-11-10&compare=2026-10-15").json()
    editions = next(one["figures"] for one in answer["tallies"] if one["name"] == "editions")
    assert sum(one["in_2016"] or 0 for one in editions) == 52
    assert sum(one["now"] for one in editions) > 0
    assert {one["name"] for one in answer["crosses"]} >= {"regions", "prefectures"}
    organisations = viewer.get("mapping/organisations?size=3").json()
    assert (len(organisations["items"]), organisations["total"]) == (3, len(ledger.CLUSTERS))
    moves = viewer.get("mapping/moves?compare=2026-10-15").json()["items"]
    assert "closing" in {one["id"] for one in moves}
    assert viewer.get("mapping?compare=2026-12-01").status_code == 404


# ---------------------------------------------------------------- what analysts write


def test_a_decision_is_in_force_at_once_and_listed(own_site):
    client = program(own_site, Role.ANALYST)
    sent = {"state": "ceased", "why": " telephone call ", "until": "2027-03-31"}
    answer = client.post("clusters/alive/decisions", json=sent)
    assert answer.status_code == 201
    assert (answer.json()["why"], answer.json()["by"], answer.json()["until"]) == (
        "telephone call",
        "anna",
        "2027-03-31",
    )
    assert client.get("clusters/alive").json()["verdict"]["state"] == "ceased"
    assert client.get("decisions?cluster=alive").json()["total"] == 1
    assert [one["kind"] for one in client.get("alerts").json()["items"]] == ["ceased"]
    assert client.post("clusters/alive/acknowledgements", json={"note": "done"}).status_code == 204
    assert client.get("alerts").json()["total"] == 0
    assert client.put("clusters/alive/mute", json={"until": "2027-01-01"}).status_code == 204
    assert client.get("alerts?which=all").json()["items"][0]["note"] == "done"


def test_a_write_over_what_has_changed_meanwhile_is_refused(own_site):
    client = program(own_site, Role.ANALYST)
    seen = {"If-Match": client.get("clusters/alive").headers["etag"]}
    sent = WRITES["/clusters/{cluster_id}/decisions"]
    assert client.post("clusters/alive/decisions", json=sent, headers=seen).status_code == 201
    assert client.post("clusters/alive/decisions", json=sent, headers=seen).status_code == 412


def test_what_cannot_be_done_now_says_why(own_site):
    client = program(own_site, Role.ANALYST)
    answer = client.post("clusters/alive/decisions", json={"state": "ceased", "why": "x", "until": "2020-01-01"})
    assert (answer.status_code, "in the past" in answer.json()["detail"]) == (409, True)
    answer = client.post("clusters/alive/acknowledgements", json={})
    assert (answer.status_code, "no alert" in answer.json()["detail"]) == (409, True)


# ---------------------------------------------------------------- SQL


def test_answers_in_sql_are_json_whatever_they_hold(viewer):
    sql = "SELECT 'nan'::DOUBLE, 1e400, DATE '2026-11-01', '\\xFF'::BLOB, INTERVAL 1 DAY, {a: [1]}"
    assert viewer.post("query", json={"sql": sql}).json()["rows"] == [
        [None, None, "2026-11-01", "_w==", "P1D", {"a": [1]}]
    ]
    cut = viewer.post("query", json={"sql": "FROM range(9)", "rows": 2}).json()
    assert (cut["rows"], cut["cut"]) == ([[0], [1]], True)


@pytest.mark.parametrize(
    "sql", ["DROP TABLE scan", "SELECT * FROM read_csv('/etc/passwd')", "SELECT 1; SELECT 2", "SELEC"]
)
def test_what_sql_may_not_do_is_refused(viewer, sql):
    assert viewer.post("query", json={"sql": sql}).status_code == 422


def test_a_question_that_finds_no_place_among_the_others_is_to_come_again(viewer, monkeypatch):
    monkeypatch.setattr("reports.dashboard.api.query.PATIENCE", 0.01)
    with AT_ONCE, AT_ONCE:
        answer = viewer.post("query", json={"sql": "SELECT 1"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert viewer.post("query", json={"sql": "SELECT 1"}).status_code == 200


def test_without_a_published_copy_it_says_what_to_do(own_site, tmp_path):
    client = program(own_site)
    (tmp_path / "monitor.published.duckdb").unlink()
    answer = client.get("clusters")
    assert (answer.status_code, "run `cluster-monitor scan`" in answer.json()["detail"]) == (503, True)
