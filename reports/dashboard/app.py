"""The application: the routers, what every request has to show, and what every answer carries."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as RoutingError

from crawler.registry import RegisterError
from pipelines.database import StoreError
from reports.dashboard import session
from reports.dashboard.api.problems import not_routed
from reports.dashboard.api.surface import PLACE, make_api
from reports.dashboard.desk import RefusedError
from reports.dashboard.figures import Figures
from reports.dashboard.routes import (
    account,
    alerts,
    charts,
    cluster,
    clusters,
    entrance,
    files,
    machine,
    overview,
    people,
    query,
    register,
    register_import,
    review,
    scans,
)
from reports.dashboard.routes.register_import import MOST_MEGABYTES
from reports.dashboard.session import Wish
from reports.dashboard.shell import page, say
from reports.dashboard.throttle import ADDRESS_TRIES, Throttle
from reports.pdf import PdfError
from reports.queries import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reports.dashboard.desk import House

STATIC = Path(__file__).with_name("static")
PAGES = (
    entrance, overview, clusters, cluster, charts, files,
    review, alerts, scans, query, register_import, register, people, account, machine,
)  # fmt: skip
# Nothing but our own files is loaded, no script or style stands in a page, nobody frames us.
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# An answer of the API may be kept by whoever asked, and is asked for again before it is used.
PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
YEAR = "public, max-age=31536000, immutable"  # the address of a file of ours changes with its content


def make_app(house: House) -> FastAPI:
    """The dashboard of one database."""
    app = FastAPI(
        title="cluster-monitor",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=(MOST_MEGABYTES + 1) * 10**6,  # an import says itself that it is too large, with the remedy
        dependencies=[Depends(session.known), Depends(session.ours)],
    )
    app.state.house = house
    app.state.throttle = Throttle()
    app.state.addresses = Throttle(ADDRESS_TRIES)
    app.state.figures = Figures()
    for module in PAGES:
        app.include_router(module.router)
    app.mount(PLACE, make_api(app.state))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.middleware("http")(_surrounded)
    app.add_exception_handler(session.LoginNeeded, _to_login)
    app.add_exception_handler(RoutingError, _refused)
    for kind in (NoAnswerError, StoreError, RefusedError, RegisterError, PdfError):
        app.add_exception_handler(kind, _sorry)
    return app


async def _surrounded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Learn the visitor's wishes first, and give every answer its headers and cookies."""
    visitor = request.cookies.get(session.VISITOR, "")
    request.state.visitor = visitor or secrets.token_urlsafe(16)
    request.state.wish = _wish(request)
    request.state.user = None
    with request.app.state.figures.timing(request):
        response = await call_next(request)
    if _is_api(request):
        response.headers.update(SECURITY | PRIVATE)
        return response
    if not visitor:
        session.set_cookie(request, response, session.VISITOR, request.state.visitor, session.KEPT)
    for name in (session.LANGUAGE, session.ERA):
        if (said := request.query_params.get({session.LANGUAGE: "lang"}.get(name, name))) is not None:
            session.set_cookie(request, response, name, said[:2], session.KEPT)
    is_file = request.url.path.startswith("/static/")
    response.headers.update(SECURITY | {"Cache-Control": YEAR if is_file else "no-store"})
    return response


def _is_api(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.startswith(f"{PLACE}/")


def _wish(request: Request) -> Wish:
    """Language and calendar: what the address says, else the cookie, else the browser."""
    accepted = request.headers.get("Accept-Language", "")
    asked = request.query_params.get("lang", request.cookies.get(session.LANGUAGE, accepted))
    era = request.query_params.get("era", request.cookies.get(session.ERA, ""))
    return Wish("ja" if asked.lower().startswith("ja") else "en", era == "1")


# ---------------------------------------------------------------- what is not possible


async def _to_login(request: Request, error: Exception) -> Response:
    assert isinstance(error, session.LoginNeeded)
    if request.headers.get("HX-Request"):  # a piece of a page cannot hold the login form: load it whole
        return Response(status_code=401, headers={"HX-Redirect": f"/login?back={error.back}"})
    return RedirectResponse(f"/login?back={error.back}", 303)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RoutingError)
    if _is_api(request):  # an address with a line end in it is none for the router
        return await not_routed(request, error)
    what, _, detail = str(error.detail).partition(":")
    if what == "role":
        title, sentence = (
            say(request, "refused"),
            say(request, "refused_role", role=say(request, f"role_{detail}")),
        )
    elif what == "form":
        title, sentence = say(request, "refused"), say(request, "refused_form")
    elif error.status_code == HTTPException(404).status_code:
        title, sentence = say(request, "not_found"), say(request, "not_found_text")
    else:
        title, sentence = say(request, "not_now"), str(error.detail)
    return page(request, "trouble.html", error.status_code, title=title, sentence=sentence)


async def _sorry(request: Request, error: Exception) -> HTMLResponse:
    """What has a sentence of its own: no such cluster, nothing published, the register cannot be written."""
    status, key = {NoAnswerError: (404, "not_found"), RefusedError: (409, "not_now")}.get(type(error), (503, "not_now"))
    return page(request, "trouble.html", status, title=say(request, key), sentence=str(error))
