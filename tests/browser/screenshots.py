"""Takes the pictures of the README anew: python -m tests.browser.screenshots, after `make demo`.

Everything on them is invented: the demo's clusters, and for overview and list the many of the benchmark.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.many_clusters import build
from crawler.config import Config, StoreSection
from crawler.desk import house
from reports.dashboard.app import make_app
from reports.dashboard.roles import Role
from reports.dashboard.users import Users
from tests.browser.conftest import CHROMIUM, served
from tests.house import CHEAP, NAMES, PASSWORD, Clock

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}
DARK = DESKTOP | {"color_scheme": "dark"}
COLOURS = 128  # enough for the eye, and a third of the size
DEMO, MANY = "demo", "many"
# File, which data, address, language, kind of screen, pixels of height (the first ones of the page).
PICTURES = (
    ("overview", MANY, "/", "en", DESKTOP, 1200),
    ("overview-dark", MANY, "/", "en", DARK, 1200),
    ("overview-phone", MANY, "/", "ja", PHONE, 1000),
    ("clusters", MANY, "/clusters?state=static", "en", DESKTOP, 900),
    ("clusters-ja", DEMO, "/clusters", "ja", DESKTOP, 900),
    ("clusters-phone", DEMO, "/clusters", "en", PHONE, 1000),
    ("cluster", DEMO, "/clusters/nankai-chiteki", "en", DESKTOP, 1000),
    ("cluster-dark-ja", DEMO, "/clusters/minori-energy", "ja", DARK, 1000),
    ("difference", DEMO, "/clusters/minori-energy/difference?since=2026-08-03&until=2026-09-07", "en", DESKTOP, 420),
    ("charts-dark-ja", MANY, "/charts", "ja", DARK, 1000),
    ("reports", DEMO, "/reports", "en", DESKTOP, 700),
    ("review", DEMO, "/review", "en", DESKTOP, 1000),
    ("query", MANY, "/query", "en", DESKTOP, 1000),
    ("register-row", DEMO, "/register/hoshino-aero", "en", DESKTOP, 900),
)


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        many = build(Path(folder) / "many.duckdb", clusters=160, months=60, visits=30_000)
        register = ROOT / "crawler" / "demo" / "clusters.csv"
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for kind, database in {DEMO: ROOT / "demo" / "demo.duckdb", MANY: many}.items():
            users = Users(Path(folder) / f"{kind}.sqlite", CHEAP)
            users.put(NAMES[Role.ANALYST], Role.ANALYST, PASSWORD)
            config = replace(Config(), store=StoreSection(str(database), str(register)))
            with served(make_app(house(config, users, Clock()))) as place:
                for picture in PICTURES:
                    if picture[1] == kind:
                        take(chromium, place, *picture)


def take(chromium, place, name, _, path, language, screen, height):
    """Take one picture."""
    context = chromium.new_context(locale={"en": "en-GB", "ja": "ja-JP"}[language], **screen)
    page = context.new_page()
    page.goto(f"{place}/login")
    page.fill("[name=name]", NAMES[Role.ANALYST])
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{place}/")
    page.goto(place + path)
    if path == "/query":
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector("#answer")
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": screen["viewport"]["width"], "height": min(height, whole)})
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    main()
