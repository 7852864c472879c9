"""Visit the register's websites and judge them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from crawler.commands.alert import send_alerts
from crawler.commands.common import Database, Now, Seeds, configured, present, say
from crawler.lock import LockedError

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.config import Config
    from crawler.scan import ScanResult

INTERRUPTED = 130  # what shells expect after Ctrl-C


def scan(
    context: typer.Context,
    *,
    seeds: Seeds = None,
    database: Database = None,
    now: Now = None,
    proxy: Annotated[
        str | None, typer.Option(metavar="URL", help="Forward proxy for all requests.", show_default=False)
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Visit only this cluster; may be given several times.", show_default=False),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Visit also what ended long ago and is not due this time.")
    ] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Visit only what is due between full scans, such as sites in doubt.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes that visit sites.", show_default=False)
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Use a Dask cluster instead, as tcp://host:8786.", show_default=False),
    ] = None,
    wacz: Annotated[
        bool, typer.Option("--wacz", help="Keep all requests and answers as evidence, in one WACZ file.")
    ] = False,
) -> None:
    """Visit the websites of the register, judge each cluster, and publish the result.

    A cluster that ended long ago is visited once a quarter only, and keeps its verdict in between.

    A scan that was killed goes on where it stopped when the same command is given again; a finished one is not done
    twice.  If so much fails that the fault must be ours, nothing is judged and the exit code is 3.
    """
    from crawler.agenda import FULL, RECHECK  # noqa: PLC0415

    if sum((bool(only), everything, recheck)) > 1:
        raise typer.BadParameter("give one of --only, --all and --recheck")
    config = _with_options(configured(context, database=database, seeds=seeds), proxy, workers, dask)
    if wacz:
        config = replace(config, evidence=replace(config.evidence, wacz=True))
    if not config.fetch.contact and not config.fetch.proxy:
        say("warning: no contact is configured, so websites cannot reach you: set fetch.contact in monitor.toml")
    moment = now or present()
    result = _visited(config, moment, _all_ids(config) if everything else _ids(only), RECHECK if recheck else FULL)
    for problem in result.problems:
        say(f"warning: {problem}")
    say(summary(result))
    _tell(config, moment)


def _visited(config: "Config", moment: "datetime", only: tuple[str, ...], kind: str) -> "ScanResult":
    """Make the scan under a bar of progress; what the guard refuses is told to the operator too."""
    from crawler.commands.progress import shown_progress  # noqa: PLC0415 - slow: see crawler.commands.common
    from crawler.scan import GuardTripped, run_scan  # noqa: PLC0415

    try:
        with shown_progress() as progress:
            return run_scan(config, now=moment, only=only, progress=progress, kind=kind)
    except KeyboardInterrupt as error:
        say("interrupted: give the same command again to go on")
        raise typer.Exit(INTERRUPTED) from error
    except GuardTripped:
        _tell(config, moment)
        raise


def _tell(config: "Config", moment: "datetime") -> None:
    """Send the alerts; what cannot be sent now waits, and does not make the scan a failure."""
    try:
        send_alerts(config, moment)
    except LockedError as error:
        say(f"warning: letters are left to whoever sends now, or to the next scan: {error}")


def summary(result: "ScanResult") -> str:
    """What a scan did, in one sentence."""
    if result.nothing_due:
        return "No site is due for a visit."
    if result.already_done:
        return f"Scan {result.scan_id} was done before: nothing was changed. Published: {result.published}"
    resting = f", {result.left_out} left until their turn" if result.left_out else ""
    evidence = f". Evidence: {result.evidence}" if result.evidence else ""
    resumed = ", taken up where it had stopped" if result.resumed else ""
    return (
        f"Scan {result.scan_id}{resumed}: {result.sites} sites, {result.pages} pages, {result.failures} sites without "
        f"answer{resting}, {result.changes} changes. Published: {result.published}{evidence}"
    )


def _ids(only: list[str] | None) -> tuple[str, ...]:
    """Ids given one by one or joined by commas."""
    return tuple(part.strip() for given in only or () for part in given.split(",") if part.strip())


def _all_ids(config: "Config") -> tuple[str, ...]:
    from crawler.registry import load_register  # noqa: PLC0415 - slow: see crawler.commands.common

    return tuple(cluster.id for cluster in load_register(Path(config.store.register)))


def _with_options(config: "Config", proxy: str | None, workers: int | None, dask: str | None) -> "Config":
    if proxy is not None and urlsplit(proxy).scheme not in {"http", "https"}:
        raise typer.BadParameter(f"write http://host:port (found: {proxy!r})", param_hint="--proxy")
    if dask is not None and "://" not in dask:
        raise typer.BadParameter(f"write tcp://host:port (found: {dask!r})", param_hint="--dask")
    return replace(
        config,
        fetch=replace(config.fetch, proxy=config.fetch.proxy if proxy is None else proxy),
        scan=replace(
            config.scan,
            workers=config.scan.workers if workers is None else workers,
            dask=config.scan.dask if dask is None else dask,
        ),
    )
