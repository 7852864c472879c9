"""Why did it think that?  What is read from single pages, without register and database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.commands.common import AsJson, Now, configured, present, say
from crawler.commands.failures import explained
from reports.tables import printable

if TYPE_CHECKING:
    from crawler.one_page import Inspected


def inspect(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|URL...", help="Saved pages, or addresses to fetch.", show_default=False)
    ],
    *,
    now: Now = None,
    url: Annotated[
        str, typer.Option(metavar="URL", help="The address a file was saved from.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read single pages and print all that is found: language, dates, news, notices of an end, integrity.

    Rejected dates are printed with the reason.  With --json it is one JSON object a line.
    """
    from crawler.agenda import tokyo_day  # noqa: PLC0415
    from crawler.one_page import PageError, inspect_file, inspect_url  # noqa: PLC0415 - slow: see crawler.commands.common

    moment = now or present()
    day = tokyo_day(moment)
    policy = configured(context).fetch.policy()
    failed = False
    for source in sources:
        try:
            found = (
                inspect_url(source, policy, moment, day)
                if source.startswith(("http://", "https://"))
                else inspect_file(Path(source), url, day)
            )
        except (PageError, OSError) as error:  # one bad page does not keep the others from being read
            say(f"error: {explained(error)[0]}")
            failed = True
        else:
            sys.stdout.write(json.dumps(_as_json(found), ensure_ascii=False) + "\n" if as_json else _as_text(found))
    if failed:
        raise typer.Exit(1)


def _as_json(found: "Inspected") -> dict[str, Any]:
    """The object that programs read; its keys are a promise."""
    reading = found.reading
    return {
        "source": found.source,
        "language": reading.language.language,
        "mixed": reading.language.mixed,
        "last_update": _day(found.last_update),
        "dates": [
            {
                "value": _day(claim.value),
                "precision": claim.precision,
                "source": claim.source,
                "confidence": claim.confidence,
                "snippet": claim.snippet,
                "rejected_reason": claim.rejected_reason,
            }
            for claim in reading.dates
        ],
        "items": [{"date": _day(item.date), "title": item.title, "url": item.url} for item in reading.items],
        "closure": [
            {"kind": finding.kind, "quote": finding.quote, "confidence": finding.confidence}
            for finding in reading.closure
        ],
        "integrity": {"state": reading.integrity.state, "reasons": list(reading.integrity.reasons)},
    }


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _as_text(found: "Inspected") -> str:
    return printable("\n".join(_lines(found))) + "\n\n"


def _lines(found: "Inspected") -> Iterator[str]:
    reading = found.reading
    mixed = " (mixed)" if reading.language.mixed else ""
    yield found.source
    yield f"  title: {reading.title}"
    yield f"  language: {reading.language.language or 'cannot tell'}{mixed}, charset: {reading.charset or 'none'}"
    yield f"  last update: {found.last_update or 'cannot tell'}"
    yield f"  integrity: {reading.integrity.state} ({reading.integrity.confidence:.2f})"
    yield from (f"    {reason}" for reason in reading.integrity.reasons)
    for finding in reading.closure:
        yield f"  notice: {finding.kind} ({finding.confidence:.2f}): “{finding.quote}”"
    yield f"  news items: {len(reading.items)}"
    yield from (f"    {item.date or 'no date'} {item.title} {item.url}" for item in reading.items)
    yield f"  dates: {len(reading.dates)}"
    for claim in sorted(reading.dates, key=lambda one: (bool(one.rejected_reason), -one.confidence, one.snippet)):
        verdict = f"rejected: {claim.rejected_reason}" if claim.rejected_reason else f"{claim.confidence:.2f}"
        yield f"    {claim.value} ({claim.precision}, {claim.source}) {verdict}: “{claim.snippet}”"
