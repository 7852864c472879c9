"""The list of clusters, the files of it, and the views people keep."""

from typing import Annotated

import duckdb
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from reports.dashboard.downloads import kept_file
from reports.dashboard.filters import PAGE_SIZE, Filter
from reports.dashboard.listing import all_listed, choices, listed
from reports.dashboard.past import as_known
from reports.dashboard.session import house
from reports.dashboard.shell import TABLES, page
from reports.dashboard.users import LONGEST_NAME, SavedView
from reports.dashboard.words import EDITION_CHOICES
from reports.export import export
from reports.formats import ExportFormat
from reports.queries import NoAnswerError, scan_bounds
from reports.words import Language, word

router = APIRouter()
FURTHER = ("subtype", "prefecture", "programme", "relation", "tag", "as_of")


@router.get("/clusters")
def clusters(request: Request) -> Response:
    """One page of the list."""
    chosen = Filter.of(request.query_params)
    problem = ""
    try:
        with as_known(request, chosen.day) as (connection, _):
            rows = listed(connection, chosen)
            options = options_of(connection, request.state.wish.language)
            bounds = scan_bounds(connection)
    except NoAnswerError as error:  # there was no scan yet on the day asked for
        with house(request).published.reader() as connection:
            rows, options, bounds = (), options_of(connection, request.state.wish.language), scan_bounds(connection)
        problem = str(error)
    if not rows and chosen.page > 1:
        return RedirectResponse(f"/clusters?{chosen.query(page=1)}", 303)
    total = rows[0].total if rows else 0
    answer = page(
        request,
        "clusters.html",
        clusters=rows,
        total=total,
        filter=chosen,
        options=options,
        further=any(getattr(chosen, name) for name in FURTHER),
        last_page=-(-total // PAGE_SIZE),
        bounds=bounds,
        problem=problem,
        views=house(request).users.views(request.state.user.name),
    )
    if request.headers.get("HX-Request"):
        answer.headers["HX-Push-Url"] = f"/clusters?{chosen.query()}".removesuffix("?")
    return answer


@router.get("/clusters.csv")
def as_csv(request: Request) -> Response:
    """All clusters of a filter, in its order, as CSV."""
    return _file(request, ExportFormat.CSV)


@router.get("/clusters.xlsx")
def as_xlsx(request: Request) -> Response:
    """The same for Excel."""
    return _file(request, ExportFormat.XLSX)


@router.post("/clusters/views")
def save_view(request: Request, name: Annotated[str, Form()], query: Annotated[str, Form()] = "") -> Response:
    """Keep the filter in force under a name."""
    chosen = Filter.of_text(query).query(page=1)
    if name.strip():
        house(request).users.save_view(request.state.user.name, SavedView(name.strip()[:LONGEST_NAME], chosen))
    return RedirectResponse(f"/clusters?{chosen}", 303)


@router.post("/clusters/views/drop")
def drop_view(request: Request, name: Annotated[str, Form()]) -> Response:
    """Forget a view."""
    house(request).users.drop_view(request.state.user.name, name)
    return RedirectResponse("/clusters", 303)


def _file(request: Request, style: ExportFormat) -> Response:
    chosen = Filter.of(request.query_params)
    with as_known(request, chosen.day) as (connection, scan):
        day = chosen.day or scan_bounds(connection).last_day
        assert day is not None  # there is no published copy without a scan
        content = export(all_listed(connection, chosen, scan), style, day)
    return kept_file(content, f"clusters-{day}", style.value)


def options_of(connection: duckdb.DuckDBPyConnection, language: Language) -> dict[str, list[tuple[str, str]]]:
    """The values of each filter with their words."""
    found = choices(connection)
    tables = {**TABLES, "edition": EDITION_CHOICES}
    fixed = {name: list(tables[name]) for name in ("state", "edition", "prefecture", "region", "sector")}
    occurring = {
        name: [code for code in codes if name in {"state", "edition"} or code in found[name]]
        for name, codes in fixed.items()
    }
    free = {name: found[name] for name in ("subtype", "programme", "relation", "tag")}
    return {
        name: [(code, word(tables.get(name, {}), code, language)) for code in codes]
        for name, codes in (occurring | free).items()
    }
