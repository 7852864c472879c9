"""From values to a page: the templates, with the words, days and shapes of the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from reports.dashboard.days import day, moment, spoken
from reports.dashboard.roles import Role
from reports.dashboard.session import Wish, token_of
from reports.dashboard.words import CASES, SCAN_KINDS, TEXTS, TONES
from reports.rendering import defanged, is_web, short_address
from reports.tables import printable, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from reports.dashboard.users import User
    from reports.words import Language, Words

HERE = Path(__file__).parent
STATIC = HERE / "static"
# Path and key of the word of each entry of the menu.
MENU = (
    ("/", "overview"), ("/clusters", "clusters"), ("/charts", "charts"), ("/reports", "reports"),
    ("/review", "review"), ("/alerts", "alerts"), ("/scans", "scans"), ("/query", "query"), ("/register", "register"),
)  # fmt: skip
PEOPLE = ("/people", "people")  # of administrators
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


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a page is shown, in the dashboard or on the published site: what differs in the same templates."""

    here: str  # path of the page, as the dashboard has it
    menu: tuple[tuple[str, str], ...]  # paths with the keys of their words
    to: Callable[[str], str]  # the address of a path of the dashboard
    asset: Callable[[str], str]  # the address of a file of ours
    scripts: tuple[str, ...]  # such files
    languages: str  # address of this page in the other language; "" = there is none
    calendars: str = ""  # in the other calendar; "" = there is none
    feed: str = ""  # address of the Atom feed
    files: tuple[tuple[str, str], ...] = ()  # names and addresses of data for programs
    public: bool = False  # for everybody: nothing that only makes sense to those who may come in


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page in the reader's language; values are escaped, whatever they hold."""
    wish: Wish = request.state.wish
    user: User | None = request.state.user
    surface = Surface(
        here=request.url.path,
        menu=() if user is None else (*MENU, PEOPLE) if user.role.includes(Role.ADMIN) else MENU,
        to=lambda path: path,
        asset=_asset,
        scripts=("htmx.min.js", "dashboard.js"),
        languages=_with_wish(request, lang="en" if wish.language == "ja" else "ja"),
        calendars=_with_wish(request, era="" if wish.era else "1"),
    )
    return HTMLResponse(html_of(template, wish, surface, user=user, token=token_of(request), **values), status)


def html_of(template: str, wish: Wish, surface: Surface, **values: object) -> str:
    """A page as text; values are escaped, whatever they hold."""
    language = wish.language
    text: str = environment().get_template(template).render(
        t=partial(told, language),
        word=partial(_word, language),
        day=partial(day, language=language, era=wish.era),
        moment=partial(moment, language=language, era=wish.era),
        spoken=partial(spoken, language=language, era=wish.era),
        language=language,
        era=wish.era,
        roles=Role,
        surface=surface,
        to=surface.to,
        asset=surface.asset,
        **values,
    )  # fmt: skip
    return text


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
        loader=FileSystemLoader([HERE / "templates", HERE.parent / "site" / "templates"]),
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
    made.globals |= {"shape": shape}
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
