"""The invented web: which host shows what on which day.

A site is a folder of Jinja templates below `sites/`, with its news described in `site.toml`; `scenario.toml` tells what
becomes of the sites.  Everything here is pure: the same address on the same day gets the same bytes.
"""

from __future__ import annotations

import hashlib
import mimetypes
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, TemplateNotFound

from crawler.demo import written

SITES = Path(__file__).parent / "sites"
SCENARIO = Path(__file__).parent / "scenario.toml"
REGISTER = Path(__file__).parent / "clusters.csv"

INVENTED_EN = "This website was invented for the demo of cluster-monitor. It stands for no real organisation."
INVENTED_JA = "このサイトは cluster-monitor のデモ用に作られた架空のもので、実在の団体とは関係ありません。"

EVERY_HOST = "*"
SUNDAY = 6  # as date.weekday counts


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sends: status, headers, body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def page(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    """A plain page, as a server or a proxy writes it itself."""
    return Answer(status, (("Content-Type", "text/html"), *headers), text.encode())


# What a host in trouble answers.  A forward proxy tells the troubles below HTTP as squid does: in X-Squid-Error, with
# the error number of the system (111 refused, 110 timed out).
TROUBLES = {
    "dns": page(502, "<h1>Unable to resolve the name</h1>", ("X-Squid-Error", "ERR_DNS_FAIL 0")),
    "refused": page(502, "<h1>Connection refused</h1>", ("X-Squid-Error", "ERR_CONNECT_FAIL 111")),
    "timeout": page(504, "<h1>The server did not answer in time</h1>", ("X-Squid-Error", "ERR_CONNECT_FAIL 110")),
    "error": page(503, "<h1>Service Unavailable</h1>"),
    "maintenance": page(503, "<h1>Service Unavailable</h1>", ("Retry-After", "7200")),
    "blocked": page(403, "<title>403 Forbidden</title><h1>Forbidden</h1><p>Access to this page is not permitted.</p>"),
    "not_found": page(404, "<title>404 Not Found</title><h1>Not Found</h1>"),
    "gone": page(410, "<title>410 Gone</title><h1>Gone</h1>"),
}
KINDS = frozenset({*TROUBLES, "serve", "moved"})


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a host from a day on: a trouble, another folder served, or a move.

    `value` is the folder for kind "serve" and the new address, without a slash at its end, for "moved".
    """

    host: str  # EVERY_HOST: the whole net
    kind: str
    first: date
    last: date | None = None  # the last day of it; None: for good
    value: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of change: {self.kind!r}; there are {', '.join(sorted(KINDS))}")

    def holds(self, host: str, day: date) -> bool:
        """Does it concern this host on this day?"""
        return self.host in (host, EVERY_HOST) and self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Item:
    """One news item of a site."""

    date: date
    title: str
    path: str  # of its own page, below the root
    text: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A list of news that goes on by itself: one item every so many days, its titles in turn."""

    name: str
    first: date
    every_days: int
    titles: tuple[str, ...]  # {n} is the number of the item, {year} its year
    last: date | None = None
    text: str = ""

    def items(self, day: date) -> list[Item]:
        """All items up to a day, oldest first; the steps sway by two days and keep off Sundays."""
        found: list[Item] = []
        end = min(day, self.last or day)
        number = 0
        while True:
            at = self.first + timedelta(days=number * self.every_days + number * 7 % 5 - 2)
            at += timedelta(days=at.weekday() == SUNDAY)
            if at > end:
                return found
            title = self.titles[number % len(self.titles)].format(n=number + 1, year=at.year)
            found.append(Item(at, title, f"{self.name}/{at:%Y%m%d}.html", self.text))
            number += 1


@dataclass(frozen=True)
class Site:
    """The pages of one folder."""

    folder: Path
    charset: str = "utf-8"
    declares_charset: bool = True  # in the Content-Type header; the pages declare it in any case
    missing_status: int = 404  # 200 where the site answers so for pages it does not have
    appears: dict[str, date] = field(default_factory=dict)  # pages that come later than the site
    rhythms: tuple[Rhythm, ...] = ()
    single: tuple[tuple[str, Item], ...] = ()

    @cached_property
    def templates(self) -> Environment:
        """The folder's templates with the forms in which dates are written."""
        found = Environment(loader=FileSystemLoader(self.folder), autoescape=True, keep_trailing_newline=True)
        found.filters.update(written.FORMS)
        found.globals.update(invented_en=INVENTED_EN, invented_ja=INVENTED_JA)
        return found

    def news(self, name: str, day: date) -> list[Item]:
        """One list of news as it stands on a day, newest first."""
        regular = [item for rhythm in self.rhythms if rhythm.name == name for item in rhythm.items(day)]
        once = [item for list_name, item in self.single if list_name == name and item.date <= day]
        return sorted(regular + once, key=lambda item: item.date, reverse=True)

    def render(self, template: str, day: date, item: Item | None = None) -> bytes:
        """One page on a day; raises TemplateNotFound where the folder has none of that name."""
        text = self.templates.get_template(template).render(
            day=day,
            item=item,
            news=lambda name="news", count=10: self.news(name, day)[:count],
            since=lambda start: day >= date.fromisoformat(start),
            counter=lambda start, a_day: start + a_day * (day - date(2020, 1, 1)).days,
        )
        return text.encode(self.charset, "xmlcharrefreplace")

    def answer(self, path: str, day: date) -> Answer:
        """The page below the root, a redirect to a folder's slash, or the site's own word that there is none."""
        name = path + "index.html" if path == "" or path.endswith("/") else path
        if (self.folder / name / "index.html").is_file():
            return Answer(301, (("Location", f"/{path}/"),))
        if not self._shows(name, day):
            return self._item_page(name, day) or self._missing(day)
        return self._page(200, name, self.render(name, day))

    def _shows(self, name: str, day: date) -> bool:
        hidden = PurePosixPath(name).name.startswith("_") or name == "site.toml" or ".." in PurePosixPath(name).parts
        return not hidden and (self.folder / name).is_file() and day >= self.appears.get(name, date.min)

    def _item_page(self, name: str, day: date) -> Answer | None:
        items = self.news(name.split("/", maxsplit=1)[0], day)
        item = next((item for item in items if item.path == name), None)
        if item is None or not (self.folder / "_item.html").is_file():
            return None
        return self._page(200, name, self.render("_item.html", day, item))

    def _missing(self, day: date) -> Answer:
        try:
            return self._page(self.missing_status, "_404.html", self.render("_404.html", day))
        except TemplateNotFound:
            return TROUBLES["not_found"]

    def _page(self, status: int, name: str, body: bytes) -> Answer:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        charset = f"; charset={self.charset}" if self.declares_charset else ""
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        return Answer(status, (("Content-Type", kind + charset), ("ETag", etag)), body)


def read_site(folder: Path) -> Site:
    """The site of a folder, as its site.toml describes it."""
    table = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8"))
    rhythms = tuple(Rhythm(**{**entry, "titles": tuple(entry["titles"])}) for entry in table.pop("rhythm", []))
    single = tuple(
        (
            entry["name"],
            Item(entry["date"], entry["title"], f"{entry['name']}/{entry['date']:%Y%m%d}.html", entry["text"]),
        )
        for entry in table.pop("item", [])
    )
    return Site(folder, rhythms=rhythms, single=single, **table)


@dataclass(frozen=True, slots=True)
class World:
    """All invented sites and what becomes of them."""

    sites: dict[str, Site]  # by folder name, which is the host for all but the stand-ins
    changes: tuple[Change, ...]

    def with_change(self, change: Change) -> World:
        """The same world with one more change; the latest added outranks the others."""
        return World(self.sites, (*self.changes, change))

    def answer(self, host: str, path: str, day: date) -> Answer:
        """What a host answers for a path (with its slash) on a day."""
        change = next((change for change in reversed(self.changes) if change.holds(host, day)), None)
        if change is not None and change.kind == "moved":
            return Answer(301, (("Location", change.value + path),))
        if change is not None and change.kind != "serve":
            return TROUBLES[change.kind]
        site = self.sites.get(change.value if change else host)
        return site.answer(path.removeprefix("/"), day) if site else TROUBLES["dns"]


def read_world(sites: Path = SITES, scenario: Path = SCENARIO) -> World:
    """The invented web of the demo, or another one with the same layout."""
    changes = tomllib.loads(scenario.read_text(encoding="utf-8")).get("change", [])
    folders = sorted(folder for folder in sites.iterdir() if (folder / "site.toml").is_file())
    return World({folder.name: read_site(folder) for folder in folders}, tuple(Change(**change) for change in changes))
