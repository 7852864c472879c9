"""The main job on a small invented web, six months in a minute."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.common import moment, say
from crawler.config import Config

if TYPE_CHECKING:
    from crawler.demo.play import Scan


def demo(
    *,
    folder: Annotated[Path, typer.Option(metavar="F", help="Where to write database and reports.")] = Path("demo"),
) -> None:
    """Scan a small invented web on this machine once a month for six months, and report what changed."""
    from crawler.demo.play import DAYS, run_demo  # noqa: PLC0415 - slow: see crawler.commands.common
    from crawler.demo.world import REGISTER  # noqa: PLC0415
    from pipelines.database import open_published  # noqa: PLC0415
    from reports.change_report import build  # noqa: PLC0415
    from reports.formats import ReportFormat  # noqa: PLC0415
    from reports.rendering import render_report  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    database, register, settings = (folder / name for name in ("demo.duckdb", "clusters.csv", "monitor.toml"))
    register.write_bytes(REGISTER.read_bytes())
    run_demo(_scanner(database, register))
    settings.write_text(f"[store]\ndatabase = {json.dumps(str(database))}\nregister = {json.dumps(str(register))}\n")
    with open_published(database) as connection:
        for name, since in (("last-scan", None), ("six-months", DAYS[0])):
            path = folder / f"changes-{name}.html"
            path.write_text(render_report(build(connection, since, DAYS[-1]), ReportFormat.HTML), encoding="utf-8")
            say(f"Change report: {path.resolve()}")
    say(f"More: cluster-monitor --config {settings} status")
    say(f"In the browser: cluster-monitor --config {settings} serve --no-schedule")


def _scanner(database: Path, register: Path) -> "Scan":
    """A scan of the invented web as it is on a day: no pauses, and this machine's own addresses are allowed."""
    from crawler.commands.progress import shown_progress  # noqa: PLC0415
    from crawler.commands.scan import summary  # noqa: PLC0415
    from crawler.scan import run_scan  # noqa: PLC0415

    config = Config()
    store = replace(config.store, database=str(database), register=str(register))

    def scan(day: date, proxy: str) -> None:
        fetch = replace(config.fetch, delay_seconds=0, allow_private_hosts=True, proxy=proxy)
        with shown_progress() as progress:
            result = run_scan(replace(config, store=store, fetch=fetch), now=moment(str(day)), progress=progress)
        say(summary(result))

    return scan
