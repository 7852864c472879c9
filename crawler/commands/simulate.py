"""The rules as a whole, tried on years of the invented web."""

from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from crawler.commands.common import configured, say
from reports.words import STATES, word

if TYPE_CHECKING:
    from crawler.demo.simulation import Played

AFTER_THE_LAST = timedelta(days=28)
DARK_BEFORE, DARK_AFTER = timedelta(hours=6), timedelta(hours=18)  # our own network, around a full scan


def simulate(
    context: typer.Context,
    *,
    months: Annotated[int, typer.Option(metavar="N", min=1, help="Months to play, a full scan each.")] = 24,
    folder: Annotated[Path, typer.Option(metavar="F", help="Where to write the database.")] = Path("simulation"),
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, other outages.")] = 1,
) -> None:
    """Play the invented web through months or years with outages, in minutes, and print every alert it raises.

    The thresholds are those of the settings in force.  Nothing is sent to anybody.
    """
    from crawler.config import AlertSection  # noqa: PLC0415 - slow: see crawler.commands.common
    from crawler.demo.play import DAYS  # noqa: PLC0415
    from crawler.demo.simulation import monthly, play  # noqa: PLC0415
    from crawler.demo.weather import outages, whole_net  # noqa: PLC0415
    from crawler.demo.web import BoxWeb  # noqa: PLC0415
    from crawler.registry import load_register  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "simulation.duckdb"
    if database.exists():
        raise typer.BadParameter(
            f"{database} is there already: remove it, or name another folder", param_hint="--folder"
        )
    register = Path(str(files("crawler.demo").joinpath("clusters.csv")))
    hosts = sorted({urlsplit(one.website).hostname or "" for one in load_register(register) if one.website})
    moments = monthly(DAYS[0], months)
    weather = outages(hosts, moments[0], moments[-1] + AFTER_THE_LAST, seed)
    if months > 1:  # in the middle our own network fails; a first scan must have seen something before
        middle = moments[months // 2]
        weather += (whole_net(middle - DARK_BEFORE, middle + DARK_AFTER),)
    say(f"{months} months, {len(weather)} outages")
    with BoxWeb(DAYS[0]) as box:
        config = configured(context, database=database, seeds=register)
        fetch = replace(config.fetch, delay_seconds=0, allow_private_hosts=True, proxy=box.proxy)
        config = replace(config, fetch=fetch, alert=AlertSection())
        play(config, box, weather, DAYS[0], months, _print)
    say(f"More: cluster-monitor status --database {database}")


def _print(played: "Played") -> None:
    """The alerts of one scan."""
    for alert in played.alerts:
        before, after = (word(STATES, state) for state in (alert.before or "–", alert.after))
        typer.echo(f"{alert.day} {alert.cluster_id or 'ourselves'}: {alert.kind}: {before} → {after}")
