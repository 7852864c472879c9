"""The published site in a real browser, from a real web server and from the disk."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import expect

from reports.site.publish import LANGUAGES, publish_site
from tests import ledger, published_site

PAGES = ("index.html", "clusters.html", "charts.html", "changes.html", "clusters/closing.html", "clusters/stolen.html")
DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}}


class Quiet(SimpleHTTPRequestHandler):
    """A plain web server, as many use for static sites."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("web")
    place = root / "some" / "path"
    place.parent.mkdir()
    publish_site(published_site.database(root), place, None, LANGUAGES, "")
    return place


@pytest.fixture(scope="module")
def place(folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder.parents[1])) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/some/path/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_to_all_and_asks_nobody_else(opened, language):
    visit = opened(None, language)
    found = {path: violations for path in PAGES if (violations := visit.go(f"{language}/{path}").violations())}
    assert found == {}


@pytest.mark.parametrize("options", [DARK, PHONE], ids=["dark", "phone"])
def test_dark_and_narrow_screens_are_accessible_and_need_no_sideways_scrolling(opened, options):
    visit = opened(None, "ja", **options)
    for path in ("ja/index.html", "ja/clusters.html", "ja/charts.html", "ja/clusters/alive.html"):
        assert visit.go(path).violations() == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert visit.page.evaluate(wide) <= 0, path


def test_all_pages_are_reached_from_the_entrance(opened, place):
    visit, seen, todo = opened(None), set(), [f"{place}index.html"]
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = visit.page.request.get(address)
        assert answer.ok, address
        if address.endswith(".html"):
            visit.page.goto(address)
            found = visit.page.evaluate(
                "[...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))"
            )
            links = (urldefrag(urljoin(address, link)).url for link in found)
            todo += [link for link in links if link.startswith(place)]
    assert {f"{place}{language}/clusters/{one}.html" for language in LANGUAGES for one in ledger.CLUSTERS} <= seen


def test_a_tile_leads_to_the_clusters_in_its_state_and_the_search_narrows_them(opened):
    page = opened(None).go("en/index.html").page
    page.locator(".tile-active").click()
    expect(page.locator("#count")).to_have_text("8 found")
    expect(page.get_by_label("State")).to_have_value("active")
    page.get_by_label("Search").fill("ｱｵｿﾞﾗ 光")
    expect(page.locator("#results tbody tr:visible")).to_have_count(1)
    assert page.url.endswith("#q=%EF%BD%B1%EF%BD%B5%EF%BD%BF%EF%BE%9E%EF%BE%97+%E5%85%89&state=active")
    page.get_by_label("Search").fill("no such cluster")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()


def test_the_other_language_is_the_same_page(opened, place):
    page = opened(None).go("en/clusters/alive.html").page
    page.get_by_role("link", name="日本語").click()
    assert page.url == f"{place}ja/clusters/alive.html"
    expect(page.get_by_role("heading", level=1)).to_contain_text("あおぞら光産業協議会")


def test_without_scripts_the_whole_table_is_there_and_no_field_that_does_nothing(opened):
    page = opened(None, java_script_enabled=False).go("en/clusters.html").page
    expect(page.locator("#results tbody tr:visible")).to_have_count(len(ledger.CLUSTERS))
    expect(page.get_by_label("Search")).to_be_hidden()


def test_it_works_from_the_disk(opened, folder):
    page = opened(None).page
    page.goto(f"{folder.as_uri()}/en/clusters.html#sector=FOOD")
    expect(page.locator("#results tbody tr:visible")).to_have_count(1)
    page.get_by_role("link", name="Revived Food Valley").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Revived Food Valley")


def test_a_badge_can_stand_on_the_site_of_somebody_else(opened):
    page = opened(None).go("en/index.html").page
    size = page.evaluate(
        "async () => { const one = new Image(); one.src = '../badges/alive.ja.svg'; await one.decode();"
        " return [one.naturalWidth, one.naturalHeight]; }"
    )
    assert size[0] > 80
    assert size[1] == 20
