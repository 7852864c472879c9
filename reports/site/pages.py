"""The pages of the published site: the templates of the dashboard, on a surface of files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reports.dashboard import contents, counts
from reports.dashboard.filters import Filter
from reports.dashboard.listing import EVERYTHING, Listed
from reports.dashboard.one_cluster import ClusterFacts, values_of
from reports.dashboard.routes.clusters import options_of
from reports.dashboard.session import Wish
from reports.dashboard.shell import STATIC, Surface, environment, html_of, told
from reports.queries import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reports.words import Language

REPORTS = 12  # full scans on the page of changes
TOLD_MOST = 500  # changes of one scan
SCANS_LOOKED_AT = 1000
MENU = (("/", "overview"), ("/clusters", "clusters"), ("/charts", "charts"), ("/changes", "changes"))
NAMES = {"/": "index.html", "/clusters": "clusters.html", "/charts": "charts.html", "/changes": "changes.html"}
CLUSTER = "/clusters/"  # and an id
FEED = "feed.atom"
DATA = ("clusters.json", "transitions.json")
OURS = STATIC.parents[1] / "site" / "static"
ASSETS = {"dashboard.css": STATIC, "icon.svg": STATIC, "dashboard.js": STATIC, "site.js": OURS}


@dataclass(frozen=True, slots=True)
class Searched:
    """All that one cluster is found by."""

    id: str
    words: str


class Edition:
    """The pages of one language, as (path inside its folder, text)."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, language: Language, languages: Sequence[Language]
    ) -> None:
        self._connection = connection
        self._language = language
        self._other = next((one for one in languages if one != language), "")

    def pages(self) -> Iterator[tuple[str, str]]:
        """All pages but those of single clusters."""
        connection, language = self._connection, self._language
        yield self._page("/", "overview.html", contents.overview(connection, language))
        yield self._page("/clusters", "site_clusters.html", self._clusters())
        yield self._page("/charts", "charts.html", contents.charts(connection, language))
        yield self._page("/changes", "site_changes.html", {"reports": list(self._reports())})

    def cluster(self, facts: ClusterFacts) -> tuple[str, str]:
        """The page of one cluster; its parent is named where it has a page, too."""
        cluster_id = facts.standing.cluster.id
        return self._page(f"{CLUSTER}{cluster_id}", "cluster.html", values_of(facts, self._language))

    def _page(self, path: str, template: str, values: dict[str, Any]) -> tuple[str, str]:
        up = "../" if path.startswith(CLUSTER) else ""
        surface = Surface(
            here=path,
            menu=MENU,
            to=lambda asked: up + address(asked),
            asset=lambda name: f"../{up}{asset(name)}",
            scripts=("dashboard.js", "site.js") if path == "/clusters" else ("dashboard.js",),
            languages=f"../{up}{self._other}/{address(path)}" if self._other else "",
            feed=up + FEED,
            files=(("Atom", up + FEED), *((name, f"../{up}{name}") for name in DATA)),
            public=True,
        )
        return address(path), html_of(template, Wish(self._language, era=False), surface, user=None, **values)

    def _clusters(self) -> dict[str, Any]:
        everything = Filter().parameters() | {"most": EVERYTHING}
        words = {one.id: one.words.replace("\n", " ") for one in ask(self._connection, "searched", Searched)}
        return {
            "clusters": ask(self._connection, "listing", Listed, **everything),
            "options": options_of(self._connection, self._language),
            "words": words,
            "editions_of": editions_of,
        }

    def _reports(self) -> Iterator[tuple[object, tuple[counts.Told, ...]]]:
        """The last full scans with what was told since the one before."""
        full = [one for one in counts.scan_list(self._connection, SCANS_LOOKED_AT) if one.kind == "full"]
        for scan, before in zip(full[:REPORTS], [*full[1 : REPORTS + 1], None], strict=False):
            since = f"{before.scan_id}{counts.LATER}" if before else ""
            yield scan.day, counts.told(self._connection, since, scan.scan_id, TOLD_MOST)


def entrance(languages: Sequence[Language]) -> str:
    """The page that leads to the languages."""
    template = environment().get_template("site_index.html")
    return template.render(languages=languages, asset=asset, title=told(languages[0], "site_title"))


def address(path: str) -> str:
    """Where the page of a path of the dashboard stands in the folder of a language; a filter comes after the hash."""
    place, _, query = path.partition("?")
    name = NAMES.get(place) or f"clusters/{place.removeprefix(CLUSTER)}.html"
    return f"{name}#{query}" if query else name


def asset(name: str) -> str:
    """The address of a file of ours inside the site; it changes with the content."""
    content = (ASSETS[name] / name).read_bytes()
    return f"assets/{name}?v={sha256(content).hexdigest()[:12]}"


def editions_of(one: Listed) -> str:
    """The classes of language editions a cluster can be found by: codes of `EDITION_CHOICES`."""
    known = [(code, edition) for code, edition in (("ja", one.edition_ja), ("en", one.edition_en)) if edition]
    codes = [f"{code}-{edition.state}" for code, edition in known]
    if [code for code, _ in known] == ["ja"]:
        codes.append("ja-only")
    return " ".join([*codes, *(code for code, _ in known if code == "en")])
