"""A dashboard on loopback, and a browser that notes what must not happen."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from reports.dashboard.roles import Role
from tests import house
from tests.house import NAMES, PASSWORD

AXE = Path(__file__).with_name("axe.min.js")
SERIOUS = {"serious", "critical"}
PATIENCE_MILLISECONDS = 60_000  # for a machine under load; it says nothing of speed
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


@dataclass
class Visit:
    """A page of the browser with what went wrong in it."""

    page: Page
    place: str
    wrong: list[str] = field(default_factory=list)

    def go(self, path):
        self.page.goto(self.place + path)
        return self

    def violations(self):
        """What axe finds serious: rule and the first element."""
        self.page.evaluate(AXE.read_text("utf-8") + "; 1")  # through the protocol: the page's policy forbids scripts
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in SERIOUS]


@contextmanager
def served(app):
    """The application on a free port of loopback."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            thread.join(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def chromium():
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return house.build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def place(site):
    with served(site.app) as address:
        yield address


@pytest.fixture
def opened(chromium, place):
    """Opens a page in a browser of its own; at the end nothing may have gone wrong in any."""
    visits = []

    def open_one(role=Role.ANALYST, language="en", **options):
        locale = {"en": "en-GB", "ja": "ja-JP"}[language]
        context = chromium.new_context(locale=locale, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        visit = Visit(context.new_page(), place)
        visits.append((context, visit))
        visit.page.on("console", lambda said: said.type in {"error", "warning"} and visit.wrong.append(said.text))
        visit.page.on("pageerror", lambda error: visit.wrong.append(str(error)))
        visit.page.on("request", lambda request: _note_foreign(visit, request.url))
        if role is not None:
            visit.go("/login")
            visit.page.fill("[name=name]", NAMES[role])
            visit.page.fill("[name=password]", PASSWORD)
            visit.page.press("[name=password]", "Enter")
            visit.page.wait_for_url(f"{place}/")
        return visit

    yield open_one
    for context, _ in visits:
        context.close()
    assert [visit.wrong for _, visit in visits if visit.wrong] == []


def _note_foreign(visit, url):
    if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and not url.startswith(visit.place):
        visit.wrong.append(f"left the host: {url}")
