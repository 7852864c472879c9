"""Visit the register's websites and judge them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from crawler.commands.common import Database, Now, Seeds, configured, present, say

if TYPE_CHECKING:
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
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes that visit sites.", show_default=False)
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Use a Dask cluster instead, as tcp://host:8786.", show_default=False),
    ] = None,
) -> None:
    """Visit every website of the register once, judge each cluster, and publish the result.

    A scan that was killed goes on where it stopped when the same command is given again; a finished one is not done
    twice.  If so much fails that the fault must be ours, nothing is judged and the exit code is 3.
    """
    from crawler.commands.progress import shown_progress  # noqa: PLC0415 - slow: see crawler.commands.common
    from crawler.scan import run_scan  # noqa: PLC0415

    config = _with_options(configured(context, database=database, seeds=seeds), proxy, workers, dask)
    if not config.fetch.contact and not config.fetch.proxy:
        say("warning: no contact is configured, so websites cannot reach you: set fetch.contact in monitor.toml")
    try:
        with shown_progress() as progress:
            result = run_scan(config, now=now or present(), only=_ids(only), progress=progress)
    except KeyboardInterrupt as error:
        say("interrupted: give the same command again to go on")
        raise typer.Exit(INTERRUPTED) from error
    for problem in result.problems:
        say(f"warning: {problem}")
    say(summary(result))


def summary(result: "ScanResult") -> str:
    """What a scan did, in one sentence."""
    if result.already_done:
        return f"Scan {result.scan_id} was done before: nothing was changed. Published: {result.published}"
    resumed = ", taken up where it had stopped" if result.resumed else ""
    return (
        f"Scan {result.scan_id}{resumed}: {result.sites} sites, {result.pages} pages, {result.failures} sites without "
        f"answer, {result.changes} changes. Published: {result.published}"
    )


def _ids(only: list[str] | None) -> tuple[str, ...]:
    """Ids given one by one or joined by commas."""
    return tuple(part.strip() for given in only or () for part in given.split(",") if part.strip())


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
