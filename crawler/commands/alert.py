"""Alerts: who was told what, who has seen to it, and the sending itself."""

import getpass
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.common import TOKYO, AsJson, ClusterId, Database, Style, configured, day, present, published, say
from reports.tables import Format, write_json, write_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawler.config import Config
    from pipelines.outbox import Outbox

COLUMNS = ("day", "cluster_id", "kind", "before", "after", "sent", "waiting", "dead", "muted", "note")


def trial(
    context: typer.Context,
    *,
    recipient: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this one of the recipients.", show_default=False)
    ] = None,
) -> None:
    """Send a letter that says it is a test, to every recipient; exit code 1 if one did not take it."""
    from crawler.delivery import try_out  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.channels import ChannelError  # noqa: PLC0415

    config = configured(context)
    chosen = [one for one in config.alert.recipients if recipient in (None, one.name)]
    if not chosen:
        known = ", ".join(one.name for one in config.alert.recipients)
        raise typer.BadParameter(
            f"no such recipient; the settings name: {known or 'none, see [[alert.recipients]] in the README'}",
            param_hint="--recipient",
        )
    failed = False
    for one in chosen:
        try:
            try_out(config, one, present())
            say(f"{one.name}: taken by the {one.channel} channel")
        except ChannelError as error:
            failed = True
            say(f"{one.name}: not taken: {error}")
    if failed:
        raise typer.Exit(1)


def show(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also those that somebody has acknowledged.")] = False,
    style: Style = Format.TABLE,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List the alerts that nobody has acknowledged, newest first, with who was told."""
    from reports.alerts import alerts  # noqa: PLC0415 - slow: see crawler.commands.common

    with published(context, database) as connection:
        found = alerts(connection, everything=everything)
    if as_json or style is Format.JSON:
        write_json(found, sys.stdout)
    else:
        write_rows(COLUMNS, [[getattr(one, column) for column in COLUMNS] for one in found], style, sys.stdout)


def ack(
    context: typer.Context,
    cluster_id: ClusterId,
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What was done about it.", show_default=False)],
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who says so; without it your login.", show_default=False)
    ] = None,
    database: Database = None,
) -> None:
    """Acknowledge the alerts of a cluster; it ends with the cluster's next transition."""
    if not note.strip():
        raise typer.BadParameter("say what was done about it", param_hint="--note")
    who = by or getpass.getuser()
    _write(
        configured(context, database=database),
        lambda outbox, now: outbox.acknowledge(cluster_id, note.strip(), who, now),
    )
    say(f"{cluster_id}: acknowledged by {who}, until its next transition")


def mute(
    context: typer.Context,
    cluster_id: ClusterId,
    *,
    until: Annotated[date, typer.Option(parser=day, metavar="D", help="The last day of silence.", show_default=False)],
    database: Database = None,
) -> None:
    """Tell nobody anything of a cluster up to a day; its alerts are kept all the same.  A day in the past ends it."""
    _write(configured(context, database=database), lambda outbox, now: outbox.mute(cluster_id, until, now))
    over = until < present().astimezone(TOKYO).date()
    say(f"{cluster_id}: no longer muted" if over else f"{cluster_id}: muted until {until}")


def deliver(
    context: typer.Context,
    *,
    again: Annotated[bool, typer.Option("--again", help="Also the letters that were given up.")] = False,
    database: Database = None,
) -> None:
    """Send the letters that are due; exit code 1 if one was not taken.  Each scan does so at its end."""
    if not send_alerts(configured(context, database=database), present(), dead_too=again):
        raise typer.Exit(1)


def send_alerts(config: "Config", now: "datetime", *, dead_too: bool = False) -> bool:
    """Send what is due and say what became of it; False if a letter was not taken."""
    from crawler.delivery import deliver as send_due  # noqa: PLC0415 - slow: see crawler.commands.common

    done = send_due(config, now, dead_too=dead_too)
    for problem in done.problems:
        say(f"warning: not told: {problem}")
    if done.sent or done.failed or done.dead:
        say(f"Alerts: {done.sent} letters sent, {done.failed} to be tried again, {done.dead} given up.")
    return not (done.failed or done.dead)


def _write(config: "Config", change: "Callable[[Outbox, datetime], None]") -> None:
    """Change the outbox under the lock, and publish that."""
    from crawler.lock import write_lock  # noqa: PLC0415 - slow: see crawler.commands.common
    from pipelines.database import StoreError, publish  # noqa: PLC0415
    from pipelines.outbox import Outbox  # noqa: PLC0415

    path = Path(config.store.database)
    if not path.exists():
        raise StoreError(f"{path} is not there yet: run `cluster-monitor scan`")
    with write_lock(path):
        with Outbox.open(path) as outbox:
            change(outbox, present())
        publish(path)
