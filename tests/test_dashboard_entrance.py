"""Who comes in, and what they may do there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from reports.dashboard.roles import Role
from reports.dashboard.session import OPEN_PATHS
from reports.dashboard.throttle import ADDRESS_TRIES, FREE_TRIES, WINDOW
from reports.dashboard.users import UserError, Users
from tests import house
from tests.house import CHEAP, NAMES, PASSWORD, post, token

# What only some may see or do: role that suffices, method, address.
DEMANDING = [
    (Role.ANALYST, "GET", "/register/new"),
    (Role.ANALYST, "POST", "/register/new"),
    (Role.ANALYST, "POST", "/register/alive"),
    (Role.ANALYST, "POST", "/register/alive/remove"),
    (Role.ANALYST, "POST", "/register/import"),
    (Role.ANALYST, "POST", "/register/import/confirm"),
    (Role.ANALYST, "POST", "/clusters/alive/decisions"),
    (Role.ANALYST, "POST", "/alerts/alive/acknowledge"),
    (Role.ANALYST, "POST", "/alerts/alive/mute"),
    (Role.ADMIN, "GET", "/people"),
    (Role.ADMIN, "POST", "/people"),
    (Role.ADMIN, "POST", "/people/remove"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return house.build(tmp_path_factory.mktemp("site"))


def routes(app, method):
    """The addresses of a method, whatever router they come from; parameters are filled in."""
    found = [route for route in all_routes(app.routes) if method in (route.methods or ())]
    return [re.sub(r"{\w+}", "alive", route.path) for route in found]


def all_routes(routes):
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif inner := getattr(route, "original_router", None):
            yield from all_routes(inner.routes)


def test_the_addresses_of_the_application_are_found(site):
    assert {"/clusters", "/register/alive", "/query"} <= set(routes(site.app, "GET"))
    assert len(routes(site.app, "POST")) > 12


def test_nothing_is_shown_without_a_session(site):
    visitor = site.visitor()
    for path in set(routes(site.app, "GET")) - OPEN_PATHS:
        answer = visitor.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"][:12]) == (303, "/login?back="), path


def test_no_form_is_taken_without_its_token(site):
    browser = site.client(Role.ADMIN)
    for path in routes(site.app, "POST"):
        assert browser.post(path, data={"token": "wrong"}).status_code == 403, path
        assert browser.post(path).status_code == 403, path


def test_the_token_of_another_visitor_is_not_taken(site):
    stolen = token(site.visitor())
    assert site.visitor().post("/login", data={"token": stolen, "name": "ada", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(("role", "method", "path"), DEMANDING)
def test_a_lower_role_is_refused_with_a_sentence(site, role, method, path):
    lower = list(Role)[list(Role).index(role) - 1]
    browser = site.client(lower)
    data = {"token": token(browser, "/account")} if method == "POST" else None
    answer = browser.request(method, path, data=data)
    assert answer.status_code == 403
    assert "This needs the role" in answer.text


def test_after_signing_in_one_is_where_one_wanted_to_go(site):
    browser = site.visitor()
    form = browser.get("/clusters?state=static")
    assert form.url.path == "/login"
    back = re.search(r'name="back" value="([^"]*)"', form.text)[1].replace("&amp;", "&")
    answer = post(browser, "/login", name="vera", password=PASSWORD, back=back)
    assert str(answer.url).endswith("/clusters?state=static")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(site, back):
    browser = site.visitor()
    answer = browser.post(
        "/login",
        data={"token": token(browser), "name": "vera", "password": PASSWORD, "back": back},
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/"


def test_the_session_cookie_is_for_our_own_pages_only(site):
    browser = site.visitor()
    values = {"token": token(browser), "name": "vera", "password": PASSWORD}
    cookie = browser.post("/login", data=values, follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_forged_session_is_none(site):
    browser = site.client()
    value = browser.cookies["session"]
    browser.cookies.clear()
    browser.cookies.set("session", value[:-2] + ("aa" if value[-2:] != "aa" else "bb"))
    assert browser.get("/").url.path == "/login"


def test_a_session_ends_by_itself(site):
    browser = site.client()
    moment = site.clock.now
    site.clock.now += timedelta(hours=12)
    assert browser.get("/").url.path == "/login"
    site.clock.now = moment


def test_signing_out_ends_every_session_of_the_user(site):
    here, there = site.client(), site.client()
    assert post(here, "/logout", "/account").url.path == "/login"
    assert there.get("/").url.path == "/login"


def test_too_many_wrong_passwords_make_the_name_wait(tmp_path):
    site = house.build(tmp_path)
    browser = site.visitor()
    for _ in range(FREE_TRIES):
        assert post(browser, "/login", name="ada", password="wrong").status_code == 403
    refused = post(browser, "/login", name="ada", password=PASSWORD)
    assert (refused.status_code, "Too many attempts" in refused.text) == (429, True)
    site.clock.now += WINDOW
    assert post(browser, "/login", name="ada", password=PASSWORD).url.path == "/"


def test_an_address_that_tries_many_names_has_to_wait(tmp_path):
    site = house.build(tmp_path)
    browser = site.visitor()
    sent = {"token": token(browser), "password": "wrong"}
    for number in range(ADDRESS_TRIES):
        assert browser.post("/login", data=sent | {"name": f"user{number}"}).status_code == 403
    assert browser.post("/login", data=sent | {"name": "ada", "password": PASSWORD}).status_code == 429


def test_the_link_of_the_first_start_makes_one_administrator(tmp_path):
    site = house.build(tmp_path)
    for user in (NAMES[Role.VIEWER], NAMES[Role.ANALYST]):
        site.users.remove(user)
    site.users._file.do("DELETE FROM user")
    link = f"/first?token={site.users.first_token()}"
    browser = site.visitor()
    first = link.partition("=")[2]
    refused = post(browser, "/first", link, first=first, name="ada", password="short")
    assert (refused.status_code, "10 characters" in refused.text) == (422, True)
    assert post(browser, "/first", link, first=first, name="ada", password=PASSWORD).url.path == "/"
    assert site.users.find("ada").role is Role.ADMIN
    assert browser.get("/people").status_code == 200
    assert site.visitor().get(link).status_code == 403


def test_an_administrator_manages_users_and_one_always_stays(tmp_path):
    site = house.build(tmp_path)
    browser = site.client(Role.ADMIN)
    post(browser, "/people", "/people", name="new", role="analyst", password=PASSWORD)
    assert site.users.find("new").role is Role.ANALYST
    post(browser, "/people/remove", "/people", name="new")
    assert site.users.find("new") is None
    refused = post(browser, "/people/remove", "/people", name="ada")
    assert "only administrator" in refused.text
    assert site.users.find("ada")


def test_everybody_changes_their_own_password(tmp_path):
    site = house.build(tmp_path)
    browser = site.client()
    assert post(browser, "/account", "/account", password="wrong", new="another long one").status_code == 403
    assert post(browser, "/account", "/account", password=PASSWORD, new="another long one").url.path == "/"
    assert site.users.checked("vera", "another long one")
    assert site.users.checked("vera", PASSWORD) is None


def test_every_answer_forbids_scripts_in_the_page_and_frames(site):
    for answer in (site.client().get("/"), site.visitor().get("/login"), site.visitor().get("/healthz")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_passwords_are_kept_as_hashes_in_a_file_of_the_owner(tmp_path):
    path = tmp_path / "monitor.users.sqlite"
    Users(path, CHEAP).put("ada", Role.ADMIN, PASSWORD)
    assert PASSWORD.encode() not in path.read_bytes()
    assert b"$argon2id$" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\nb"])
def test_a_name_that_nobody_can_type_is_refused(tmp_path, name):
    with pytest.raises(UserError, match="name"):
        Users(tmp_path / "users.sqlite", CHEAP).put(name, Role.VIEWER, PASSWORD)
