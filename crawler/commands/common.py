"""What the commands share: their options, the settings in force, the one clock, and talk apart from data.

Data goes to standard output, talk to standard error, so that `cluster-monitor status --json > file` holds data only.
The modules of this package have no postponed annotations, because typer reads the options off them.  What is slow to
import (crawling, reading pages, rendering) is imported by the command that needs it: programs call `status` often.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from crawler.config import Config, load_config
from crawler.durable import replacing
from reports.tables import Format

if TYPE_CHECKING:
    import duckdb

TOKYO = ZoneInfo("Asia/Tokyo")
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Session:
    """What the options before the command say."""

    config_file: Path | None = None
    debug: bool = False


# ---------------------------------------------------------------- how options are read


def day(text: str) -> date:
    """A day as people type it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"write a day as 2026-11-01 (found: {text!r})") from error


def moment(text: str) -> datetime:
    """A moment in UTC: a day means its noon in Tokyo, a time without zone is Tokyo's."""
    try:
        value = datetime.fromisoformat(text)
        if ":" not in text and "T" not in text:
            value = datetime.combine(value, NOON)
        return (value if value.tzinfo else value.replace(tzinfo=TOKYO)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        example = "2026-11-01 or 2026-11-01T03:00+09:00"
        raise typer.BadParameter(f"write a day or a moment as {example} (found: {text!r})") from error


Database = Annotated[
    Path | None,
    typer.Option(metavar="F", help="The database to use, instead of the configured one.", show_default=False),
]
Seeds = Annotated[
    Path | None,
    typer.Option(metavar="F", help="The register to use, instead of the configured one.", show_default=False),
]
Now = Annotated[
    datetime | None,
    typer.Option(
        parser=moment,
        metavar="ISO",
        help="The moment to stand for, instead of the present: a day (its noon in Tokyo) or an ISO moment.",
        show_default=False,
    ),
]
From = Annotated[
    date | None,
    typer.Option("--from", parser=day, metavar="D", help="Begin of the period, as 2026-10-01.", show_default=False),
]
To = Annotated[
    date | None,
    typer.Option("--to", parser=day, metavar="D", help="End of the period, as 2026-11-01.", show_default=False),
]
ToOrAsOf = Annotated[
    date | None,
    typer.Option(
        "--to", "--as-of", parser=day, metavar="D", help="End of the period, as 2026-11-01.", show_default=False
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(parser=day, metavar="D", help="As it was published on this day, not now.", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option(metavar="F", help="The file to write, instead of standard output.", show_default=False),
]
Style = Annotated[Format, typer.Option("--format", help="How to print the rows.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Language = Annotated[
    Literal["en", "ja"], typer.Option("--lang", help="Language of the text: English or Japanese.", metavar="en|ja")
]
ClusterId = Annotated[str, typer.Argument(metavar="ID", help="The id of a cluster.", show_default=False)]


# ---------------------------------------------------------------- what commands do


def session(context: typer.Context) -> Session:
    """What the options before the command say."""
    return context.find_object(Session) or Session()


def configured(context: typer.Context, *, database: Path | None = None, seeds: Path | None = None) -> Config:
    """The settings in force; files named on the command line outrank them.

    Raises:
        ConfigError: they cannot be used.
    """
    config = load_config(session(context).config_file, os.environ)
    store = replace(
        config.store,
        database=str(database or config.store.database),
        register=str(seeds or config.store.register),
    )
    return replace(config, store=store)


@contextmanager
def published(context: typer.Context, database: Path | None) -> Iterator["duckdb.DuckDBPyConnection"]:
    """The published copy of the database, open for reading.

    Raises:
        StoreError: there is none, or it is of another version.
    """
    from pipelines.database import open_published  # noqa: PLC0415 - slow, and not every command needs it

    with open_published(Path(configured(context, database=database).store.database)) as connection:
        yield connection


def say(text: str) -> None:
    """Talk to the person; data go to standard output."""
    typer.echo(text, err=True)


def present() -> datetime:
    """The one place where the clock is read."""
    return datetime.now(UTC)


def no_binary_on_a_terminal(style: str, output: Path | None) -> None:
    """Refuse to print to a terminal what is no text.

    Raises:
        typer.BadParameter: the output is a terminal; the sentence says what to add.
    """
    if output is None and sys.stdout.isatty():
        raise typer.BadParameter(
            f"{style} is no text for a terminal: add --output FILE, or > FILE", param_hint="--format"
        )


def deliver(content: bytes, output: Path | None) -> None:
    """Write data to a file that is there whole or not at all, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        with replacing(output) as part:
            part.write_bytes(content)
    except OSError as error:  # names the temporary file
        raise OSError(error.errno, error.strerror, str(output)) from error
    say(f"Written to {output}")
