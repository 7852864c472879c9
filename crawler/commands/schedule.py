"""The schedule: monthly scans and re-checks that come by themselves."""

import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from crawler.commands.common import AsJson, Database, configured, present, say, session
from reports.tables import write_json, write_table

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.schedule import Planned

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The entry: scan or recheck.", show_default=False)
]  # as `schedule list` shows them


def run(context: typer.Context, *, database: Database = None) -> None:
    """Keep the schedule until it is ended: scans and re-checks at their times, each in a process of its own.

    A scan missed while the machine was off runs once at the next start.  One that failed is tried again, and a killed
    one goes on where it was.
    """
    from crawler import logs, schedule  # noqa: PLC0415 - slow: see crawler.commands.common

    config = configured(context, database=database)
    logs.set_up(config.log)
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    command = schedule.own_command(session(context).config_file)
    schedule.run(config, command, present, stop)


def show(context: typer.Context, *, database: Database = None, as_json: AsJson = False) -> None:
    """List what is planned, with the times of each entry and when it comes next."""
    from crawler.schedule import planned  # noqa: PLC0415 - slow: see crawler.commands.common

    config = configured(context, database=database)
    found = planned(config)
    if as_json:
        write_json(found, sys.stdout)
    else:
        rows = [(one.name, one.cron, _told(one, config)) for one in found]
        write_table(("entry", "times", "next"), rows, sys.stdout)


def soonest(context: typer.Context, *, database: Database = None, as_json: AsJson = False) -> None:
    """Print what comes next, and when."""
    from crawler.schedule import planned  # noqa: PLC0415 - slow: see crawler.commands.common

    config = configured(context, database=database)
    first = planned(config)[0]
    if as_json:
        write_json(first, sys.stdout)
    else:
        typer.echo(f"{first.name}: {_told(first, config)}")


def run_now(context: typer.Context, name: Name, *, database: Database = None) -> None:
    """Let an entry run at once, where `schedule run` is at work, else when it is started; ends a pause."""
    from crawler import schedule  # noqa: PLC0415 - slow: see crawler.commands.common

    config = configured(context, database=database)
    schedule.run_now(config, name, present())
    say(f"{name} runs within seconds where `cluster-monitor schedule run` is at work, else when that is started")


def pause(context: typer.Context, name: Name, *, database: Database = None) -> None:
    """Leave an entry out until it is resumed; one that runs already comes to its end."""
    from crawler import schedule  # noqa: PLC0415 - slow: see crawler.commands.common

    schedule.pause(configured(context, database=database), name)
    say(f"{name} is paused: `cluster-monitor schedule resume {name}` ends that")


def resume(context: typer.Context, name: Name, *, database: Database = None) -> None:
    """Take up a paused entry again, from its next time on."""
    from crawler import schedule  # noqa: PLC0415 - slow: see crawler.commands.common

    config = configured(context, database=database)
    schedule.resume(config, name)
    (entry,) = (one for one in schedule.planned(config) if one.name == name)
    say(f"{name} comes next at {_told(entry, config)}")


def _told(one: "Planned", config: "Config") -> str:
    """When an entry comes next, in the time of the schedule."""
    if one.next_run is None:
        return "paused"
    return f"{one.next_run.astimezone(ZoneInfo(config.schedule.timezone)):%Y-%m-%d %H:%M} {config.schedule.timezone}"
