"""The change report as a file: one self-contained HTML page for browsers, mail and paper, Markdown, or JSON."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic_core import to_json

from reports.formats import ReportFormat
from reports.tables import printable
from reports.words import OUTCOMES, SHAPES, STATES, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reports.change_report import ChangeReport, Count

TEMPLATES = Path(__file__).with_name("templates")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]|~]|^[-+#=>])")  # also those that begin a list, a heading, a quotation
ADDRESS_SHOWN = 60  # characters

# What the reader can do about the news that need somebody first.
ADVICE = {
    "taken_over": "take the address out of your lists until a person has looked at the site.",
    "ceased": "read the source, ask the contact or the parent body for a successor, tell the partners.",
    "dormant": "ask the organisation whether it is still at work before you recommend it.",
}


def render_report(report: ChangeReport, style: ReportFormat) -> str:
    """The report as text, in one of the kinds for reading or JSON; the same for the same report."""
    if style is ReportFormat.JSON:
        return to_json(report, indent=2).decode() + "\n"
    return environment().get_template(f"change_report.{style}.j2").render(report=report)


def environment() -> Environment:
    """The templates with their filters; what stands in an HTML template is escaped."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    found.filters |= {
        "day": day,
        "percent": lambda share: f"{share:.0%}",
        "signed": signed,
        "difference": difference,
        "state": lambda code: word(STATES, code),
        "shape": lambda code: SHAPES.get(code, ""),
        "outcome": lambda code: word(OUTCOMES, code),
        "advice": lambda kind: ADVICE.get(kind, ""),
        "headline": headline,
        "second_line": second_line,
        "contents": contents,
        "is_web": is_web,
        "defanged": defanged,
        "short_address": short_address,
        "md": markdown,
        "md_address": markdown_address,
    }
    return found


# ---------------------------------------------------------------- sentences


def headline(report: ChangeReport) -> str:
    """The one sentence of the report."""
    urgent = len(report.comparison.needs_you_first)
    if urgent:
        return f"{_many(urgent, 'cluster needs', 'clusters need')} you."
    return "Nothing needs you." if second_parts(report) else "Nothing changed."


def second_line(report: ChangeReport) -> str:
    """What else there is, and how much stayed as it was."""
    quiet = f"{_many(report.comparison.unchanged, 'cluster', 'clusters')} as before."
    parts = second_parts(report)
    return f"{', '.join(parts).capitalize()}; {quiet}" if parts else f"{quiet}"


def second_parts(report: ChangeReport) -> tuple[str, ...]:
    """The figures of the sections after the first, those that are not zero."""
    found = report.comparison
    counts = (
        (len(found.revived), "revived", "revived"),
        (len(found.moved), "moved or renamed", "moved or renamed"),
        (len(found.transitions), "other change of state", "other changes of state"),
        (len(found.editions), "change of an edition", "changes of editions"),
        (len(found.doubtful), "doubtful", "doubtful"),
        (len(found.unseen), "not seen", "not seen"),
        (len(found.first_verdicts), "judged for the first time", "judged for the first time"),
    )
    return tuple(_many(count, one, many) for count, one, many in counts if count)


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def contents(report: ChangeReport) -> Iterator[tuple[str, str, int]]:
    """The sections that hold something: (anchor, title, how many)."""
    found = report.comparison
    sections = (
        ("first", "Needs you first", len(found.needs_you_first)),
        ("transitions", "Other changes", len(found.transitions)),
        ("revived", "Revived", len(found.revived)),
        ("moved", "Moved", len(found.moved)),
        ("editions", "Editions", len(found.editions)),
        ("doubtful", "Doubtful", len(found.doubtful)),
        ("unseen", "Not seen", len(found.unseen)),
        ("new", "First verdicts", len(found.first_verdicts)),
        ("news", "New content", sum(len(sector.clusters) for sector in report.news)),
        ("register", "Register", len(report.register)),
    )
    return (section for section in sections if section[2])


def difference(count: Count) -> str:
    """A figure against the one before."""
    if count.before is None:
        return "first count"
    return signed(count.now - count.before) if count.now != count.before else "as before"


def signed(number: int) -> str:
    """A difference with its sign, a true minus."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def day(value: date | None) -> str:
    """A day as people write it, in every locale the same: 1 Nov 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


# ---------------------------------------------------------------- what comes from the web


def is_web(url: str) -> bool:
    """Whether an address may become a link: javascript: and the like may not."""
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:  # brackets that are no IPv6 address
        return False


def short_address(url: str) -> str:
    """An address without scheme and final slash, cut where it is long."""
    bare = re.sub(r"^https?://", "", url).removesuffix("/")
    return bare if len(bare) <= ADDRESS_SHOWN else f"{bare[: ADDRESS_SHOWN - 1]}…"


def markdown(text: str) -> str:
    """Text that Markdown shows as it is, whatever it holds."""
    return MARKDOWN_SIGNS.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def defanged(url: str) -> str:
    """An address that no mail program turns into a link: without scheme, its last dot of the host in brackets."""
    bare = re.sub(r"^[a-zA-Z][\w+.-]*:/*", "", url)
    host, slash, path = bare.partition("/")
    return f"{'[.]'.join(host.rsplit('.', 1))}{slash}{path}".removesuffix("/")


def markdown_address(url: str, linkable: bool = True) -> str:  # noqa: FBT001, FBT002 - a filter of the template
    """An address as a link, or as plain text that no viewer turns into one."""
    if linkable and is_web(url):
        return f"<{escape(url).replace(' ', '%20')}>"
    return f"`{defanged(url).replace('`', '%60')}` (not linked on purpose)"
