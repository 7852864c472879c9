"""From values to a page: the templates, with the words, days and shapes of the reader's language."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.vocabulary import PREFECTURES, REGIONS, SECTORS
from pipelines.alerting import KINDS as ALERTS
from pipelines.change import KINDS
from reports import words
from reports.dashboard.days import day, moment
from reports.dashboard.roles import Role
from reports.dashboard.session import Wish, token_of
from reports.dashboard.words import CASES, SCAN_KINDS, TEXTS, TONES
from reports.rendering import defanged, is_web, short_address
from reports.tables import printable, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from reports.words import Language, Words

HERE = Path(__file__).parent
STATIC = HERE / "static"
# What templates call a table of words by.
TABLES: Mapping[str, Mapping[str, Words]] = {
    "state": words.STATES,
    "subtype": words.SUBTYPES | {code: pair for code, pair in words.SUSPECTS.items() if code not in words.SUBTYPES},
    "suspect": words.SUSPECTS,
    "warning": words.WARNINGS,
    "edition": words.EDITIONS,
    "reach": words.REACHES,
    "outcome": words.OUTCOMES,
    "sector": SECTORS,
    "region": {code: (code, japanese) for code, japanese in REGIONS.items()},
    "prefecture": {code: (code, japanese) for code, japanese in PREFECTURES.items()},
    "change": KINDS,
    "alert": ALERTS,
    "tone": TONES,
    "scan": SCAN_KINDS,
    "case": CASES,
}


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page in the reader's language; values are escaped, whatever they hold."""
    wish: Wish = request.state.wish
    language = wish.language
    html = environment().get_template(template).render(
        t=partial(told, language),
        word=partial(_word, language),
        day=partial(day, language=language, era=wish.era),
        moment=partial(moment, language=language, era=wish.era),
        language=language,
        era=wish.era,
        user=request.state.user,
        roles=Role,
        token=token_of(request),
        here=request.url.path,
        with_wish=partial(_with_wish, request),
        **values,
    )  # fmt: skip
    return HTMLResponse(html, status)


def told(language: Language, key: str, **parts: object) -> str:
    """A text of the surface; its parts are filled in."""
    text = TEXTS[key][language == "ja"]
    return text.format_map(parts) if parts else text


def say(request: Request, key: str, **parts: object) -> str:
    """A text in the reader's language."""
    wish: Wish = request.state.wish
    return told(wish.language, key, **parts)


def shape(code: str) -> str:
    """The shape of a state: it is told apart without colour."""
    return words.SHAPES.get(code, "○")


@cache
def environment() -> Environment:
    """The templates; every value is escaped, a missing one is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    made.filters |= {
        "percent": lambda share: f"{share:.0%}",
        "address": short_address,
        "defanged": defanged,
        "is_web": is_web,
        "shown": shown,
    }
    made.globals |= {"shape": shape, "asset": _asset}
    return made


@cache
def _asset(name: str) -> str:
    """The address of a file of ours; it changes with the content, so that browsers may keep it."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def _word(language: Language, table: str, code: str) -> str:
    return words.word(TABLES[table], code, language)


def _with_wish(request: Request, **wish: str) -> str:
    """The address of this page in another language or calendar."""
    query = [(name, value) for name, value in parse_qsl(request.url.query) if name not in wish]
    return f"{request.url.path}?{urlencode([*query, *wish.items()])}"
