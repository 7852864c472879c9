"""The entrance: password, one-time link of the first start, end of a session."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from reports.dashboard import session
from reports.dashboard.roles import Role
from reports.dashboard.session import house
from reports.dashboard.shell import page, say
from reports.dashboard.users import UserError

if TYPE_CHECKING:
    from reports.dashboard.throttle import Throttle

router = APIRouter()
SEE_OTHER = 303


@router.get("/login")
def ask(request: Request, back: str = "/") -> Response:
    """The form for the password."""
    if request.state.user is not None:
        return RedirectResponse(session.local(back), SEE_OTHER)
    return _form(request, back)


@router.post("/login")
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Take the password; failures make the name and the address wait."""
    now = house(request).clock()
    counters: tuple[tuple[Throttle, str], ...] = (
        (request.app.state.throttle, f"name {name[:60]}"),
        (request.app.state.addresses, request.client.host if request.client else ""),
    )
    if wait := max(throttle.seconds_left(key, now) for throttle, key in counters):
        return _form(request, back, name, "wait", status=429, minutes=wait // 60 + 1)
    user = house(request).users.checked(name, password)
    for throttle, key in counters:
        if user is None:
            throttle.failed(key, now)
        else:
            throttle.forget(key)
    if user is None:
        return _form(request, back, name, "wrong_password", status=403)
    response = RedirectResponse(session.local(back), SEE_OTHER)
    session.sign_in(request, response, user)
    return response


@router.get("/first")
def welcome(request: Request, token: str = "") -> Response:
    """The form of the first start."""
    if not house(request).users.is_first(token):
        return _form(request, "/", problem="first_used", status=403)
    return page(request, "entrance.html", first=token, back="", name="", problem="")


@router.post("/first")
def begin(
    request: Request,
    first: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Make the holder of the one-time link the administrator."""
    users = house(request).users
    if not users.is_first(first):
        return _form(request, "/", problem="first_used", status=403)
    try:
        users.put(name, Role.ADMIN, password)
    except UserError as error:
        return page(request, "entrance.html", 422, first=first, back="", name=name, problem=str(error))
    response = RedirectResponse("/", SEE_OTHER)
    user = users.find(name.strip())
    assert user is not None  # put three lines above
    session.sign_in(request, response, user)
    return response


@router.post("/logout")
def sign_out(request: Request) -> Response:
    """End all sessions of whoever asks."""
    house(request).users.sign_out(request.state.user.name)
    response = RedirectResponse("/login", SEE_OTHER)
    response.delete_cookie(session.SESSION)
    return response


def _form(
    request: Request, back: str, name: str = "", problem: str = "", *, status: int = 200, **parts: object
) -> Response:
    text = say(request, problem, **parts) if problem else ""
    return page(request, "entrance.html", status, first="", back=back, name=name, problem=text)
