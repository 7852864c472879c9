"""The register: its rows, and the form that changes one with the same checks as an import."""

import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from crawler.cells import written
from crawler.records import Cluster
from crawler.registry import COLUMNS, Problem, RegisterError, check_rows, load_register
from crawler.vocabulary import PREFECTURES, REGIONS, SECTORS
from reports.dashboard.filters import PAGE_SIZE
from reports.dashboard.published import folded
from reports.dashboard.roles import Role
from reports.dashboard.session import house, needs
from reports.dashboard.shell import page, say
from reports.dashboard.users import User
from reports.queries import NoAnswerError

router = APIRouter()
Analyst = Annotated[User, Depends(needs(Role.ANALYST))]
LISTS = {"prefecture": list(PREFECTURES), "region": list(REGIONS), "sector": list(SECTORS)}


async def sent(request: Request) -> dict[str, str]:
    """The cells of the form by column."""
    return {name: str(value) for name, value in (await request.form()).items()}


Sent = Annotated[dict[str, str], Depends(sent)]


@router.get("/register")
def register(request: Request, q: str = "", note: str = "") -> Response:
    """The rows, fifty a page."""
    problems: Sequence[Problem] = ()
    clusters: Sequence[Cluster] = ()
    try:
        clusters = load_register(house(request).register)
    except RegisterError as error:
        problems = error.problems
    words = folded(q).split()
    found = [one for one in clusters if all(word in _searched(one) for word in words)]
    last = max(1, -(-len(found) // PAGE_SIZE))
    asked = request.query_params.get("page", "1")
    number = min(last, max(1, int(asked) if asked.isdecimal() and len(asked) < len(str(PAGE_SIZE**3)) else 1))
    return page(
        request,
        "register.html",
        rows=found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        total=len(clusters),
        q=q,
        number=number,
        last_page=last,
        problems=problems,
        note=say(request, "register_saved") if note == "saved" else "",
    )


@router.get("/register.csv")
def as_csv(request: Request) -> Response:
    """The file itself."""
    headers = {"Content-Disposition": 'attachment; filename="clusters.csv"'}
    return Response(house(request).register.read_bytes(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/register/new")
def blank(request: Request, _: Analyst) -> Response:
    """An empty form."""
    return _form(request, "", dict.fromkeys(COLUMNS, ""), "")


@router.get("/register/{cluster_id}")
def row(request: Request, cluster_id: str) -> Response:
    """One row as a form."""
    cells = _cells(_find(load_register(house(request).register), cluster_id))
    return _form(request, cluster_id, cells, _seen(cells))


@router.post("/register/new")
def add(request: Request, _: Analyst, form: Sent) -> Response:
    """Take a new row."""
    return _save(request, "", form)


@router.post("/register/{cluster_id}")
def change(request: Request, _: Analyst, cluster_id: str, form: Sent) -> Response:
    """Take a row as it was edited."""
    return _save(request, cluster_id, form)


@router.post("/register/{cluster_id}/remove")
def remove(request: Request, _: Analyst, cluster_id: str, form: Sent) -> Response:
    """Take a row out; its history stays in the database."""
    clusters = load_register(house(request).register)
    cells = _cells(_find(clusters, cluster_id))
    if form.get("seen") != _seen(cells):
        return _form(request, cluster_id, cells, _seen(cells), [_changed(request)], status=409)
    house(request).desk.write_register([one for one in clusters if one.id != cluster_id])
    return RedirectResponse("/register?note=saved", 303)


def _save(request: Request, cluster_id: str, form: dict[str, str]) -> Response:
    clusters = load_register(house(request).register)
    rows = [_cells(one) for one in clusters]
    cells = {column: " ".join(form.get(column, "").split()) for column in COLUMNS}
    if cluster_id:
        place = clusters.index(_find(clusters, cluster_id))
        if form.get("seen") != _seen(rows[place]):
            return _form(request, cluster_id, cells, form.get("seen", ""), [_changed(request)], status=409)
        rows[place] = cells | {"id": cluster_id}
    else:
        place = len(rows)
        rows.append(cells)
    try:
        checked = check_rows(rows)
    except RegisterError as error:
        mine = [
            problem for problem in error.problems if problem.line == place + 2
        ]  # lines count from 1, after the header
        return _form(request, cluster_id, cells, form.get("seen", ""), mine or error.problems, status=422)
    house(request).desk.write_register(checked.clusters)
    return RedirectResponse("/register?note=saved", 303)


def _form(
    request: Request,
    cluster_id: str,
    cells: dict[str, str],
    seen: str,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
) -> Response:
    names = cells["name_en"], cells["name_ja"]
    first, second = reversed(names) if request.state.wish.language == "ja" else names
    title = first or second or say(request, "new_cluster")
    return page(
        request,
        "register_row.html",
        status,
        title=title,
        row_id=cluster_id,
        is_new=not cluster_id,
        cells=list(cells.items()),
        seen=seen,
        lists=LISTS,
        problems=problems,
    )


def _find(clusters: Sequence[Cluster], cluster_id: str) -> Cluster:
    for one in clusters:
        if one.id == cluster_id:
            return one
    raise NoAnswerError(f"the register has no row {cluster_id!r}: /register lists them")


def _cells(cluster: Cluster) -> dict[str, str]:
    return {column: written(getattr(cluster, column)) for column in COLUMNS}


def _seen(cells: dict[str, str]) -> str:
    """What tells whether a row is still as it was shown."""
    return hashlib.sha256("\n".join(cells.values()).encode()).hexdigest()


def _changed(request: Request) -> Problem:
    return Problem(0, "", "", say(request, "changed_meanwhile"))


def _searched(cluster: Cluster) -> str:
    return folded(f"{cluster.id}\n{cluster.name_en}\n{cluster.name_ja}\n{cluster.website}\n{cluster.prefecture}")
