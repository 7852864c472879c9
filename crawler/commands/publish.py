"""The published site: pages, feeds and badges for everybody."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from crawler.commands.common import AsOf, Database, configured, say


class Languages(StrEnum):
    """The languages of the site."""

    BOTH = "both"
    EN = "en"
    JA = "ja"


def _base_url(text: str) -> str:
    """An address of the web as people type it; "" for none."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise typer.BadParameter(f"write an address as https://www.example.org/clusters/ (found: {text!r})")
    return text


def publish_site(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder, or an earlier site.")],
    *,
    as_of: AsOf = None,
    lang: Annotated[Languages, typer.Option("--lang", help="The languages of the site.")] = Languages.BOTH,
    base_url: Annotated[
        str,
        typer.Option(
            parser=_base_url, metavar="URL", help="Where the site will stand: for the ids and links of feeds."
        ),
    ] = "",
    database: Database = None,
) -> None:
    """Write the site for everybody: static pages, Atom feeds, JSON and status badges.

    The pages are those of the dashboard without all that needs somebody to sign in: no decisions with their authors,
    no alerts, no notes of the register.  They work from a folder, from any web server, and without scripts.  The
    folder is replaced in one step, and only if it is empty or was written by this command.
    """
    from reports.site.folder import FolderError  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.site.publish import LANGUAGES, publish_site  # noqa: PLC0415

    chosen = LANGUAGES if lang is Languages.BOTH else tuple(one for one in LANGUAGES if one == lang.value)
    place = Path(configured(context, database=database).store.database)
    try:
        written = publish_site(place, folder, as_of, chosen, base_url)
    except FolderError as error:
        raise typer.BadParameter(str(error), param_hint="DIR") from error
    say(f"Written to {folder}: {written.clusters} clusters as of {written.as_of}")
