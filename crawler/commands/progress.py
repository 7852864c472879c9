"""How far a scan has come: a bar on a terminal, a line now and then elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from crawler.scan import ScanProgress

    Tell = Callable[[ScanProgress], None]

STEPS = 10  # lines where there is no terminal: one for each tenth of the sites


@contextmanager
def shown_progress(stream: TextIO | None = None) -> Iterator["Tell"]:
    """Give a function that shows how far a scan is; talk goes to standard error."""
    stream = stream or sys.stderr
    if stream.isatty():
        with _bar(stream) as tell:
            yield tell
    else:
        yield _lines(stream)


@contextmanager
def _bar(stream: TextIO) -> Iterator["Tell"]:
    columns = (
        TextColumn("sites"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} requests, {task.fields[failures]} without a page"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=stream)) as bar:
        task = bar.add_task("", total=None, pages=0, failures=0)

        def tell(now: "ScanProgress") -> None:
            bar.update(task, completed=now.sites_done, total=now.sites, pages=now.pages, failures=now.failures)

        yield tell


def _lines(stream: TextIO) -> "Tell":
    told = -1

    def tell(now: "ScanProgress") -> None:
        nonlocal told
        step = STEPS * now.sites_done // max(now.sites, 1)
        if step > told:
            told = step
            text = f"{now.sites_done} of {now.sites} sites, {now.pages} requests, {now.failures} without a page"
            stream.write(f"{text}\n")
            stream.flush()

    return tell
