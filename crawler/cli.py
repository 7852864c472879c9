"""The command line: puts the commands together and decides nothing."""

import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands import (
    alert,
    clusters,
    data,
    decide,
    demo,
    diff,
    doctor,
    inspection,
    publish,
    register,
    report,
    retention,
    scan,
    schedule,
    serve,
    settings,
    show,
    simulate,
)
from crawler.commands.common import Session
from crawler.commands.failures import Commands

NAME = "cluster-monitor"

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 failure, 2 usage, 3 the fleet guard tripped (so much failed that the fault is ours).",
)
report_app = typer.Typer(no_args_is_help=True, help="Reports for people.")
alert_app = typer.Typer(no_args_is_help=True, help="Alerts: who is told of a transition.")
config_app = typer.Typer(no_args_is_help=True, help="The settings.")
schedule_app = typer.Typer(no_args_is_help=True, help="Scans and re-checks that come by themselves.")
user_app = typer.Typer(no_args_is_help=True, help="The users of the dashboard.")
register_app = typer.Typer(no_args_is_help=True, help="The register of clusters.")


def _version(asked: bool) -> None:  # noqa: FBT001 - typer's signature
    if asked:
        typer.echo(f"{NAME} {version(NAME)}")
        raise typer.Exit


@app.callback()
def cluster_monitor(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(metavar="F", help="The settings to use, instead of monitor.toml here.", show_default=False),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    _asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Know which industrial cluster organisations are alive, from their websites."""
    context.obj = Session(config, debug)


app.command("scan")(scan.scan)
schedule_app.command("run")(schedule.run)
schedule_app.command("list")(schedule.show)
schedule_app.command("next")(schedule.soonest)
schedule_app.command("run-now")(schedule.run_now)
schedule_app.command("pause")(schedule.pause)
schedule_app.command("resume")(schedule.resume)
app.add_typer(schedule_app, name="schedule")
app.command("status")(clusters.status)
app.command("history")(clusters.history)
app.command("show")(show.show)
app.command("diff")(diff.diff)
app.command("decide")(decide.decide)
app.command("review")(decide.review)
app.command("retention")(retention.retention)
report_app.command("changes")(report.changes)
report_app.command("mapping")(report.mapping)
app.add_typer(report_app, name="report")
app.command("inspect")(inspection.inspect)
app.command("export")(data.export)
app.command("query")(data.query)
alert_app.command("list")(alert.show)
alert_app.command("ack")(alert.ack)
alert_app.command("mute")(alert.mute)
alert_app.command("deliver")(alert.deliver)
alert_app.command("test")(alert.trial)
app.add_typer(alert_app, name="alert")
config_app.command("show")(settings.show)
app.add_typer(config_app, name="config")
register_app.command("check")(register.check)
register_app.command("list")(register.show)
register_app.command("import")(register.take_over)
app.add_typer(register_app, name="register")
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("publish-site")(publish.publish_site)
app.command("serve")(serve.serve)
user_app.command("add")(serve.add_user)
user_app.command("token")(serve.make_token)
app.add_typer(user_app, name="user")
app.command("simulate")(simulate.simulate)


def main() -> None:
    """The command `cluster-monitor`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # names are Japanese, whatever the machine's locale says
    app(prog_name=NAME)


if __name__ == "__main__":
    main()
