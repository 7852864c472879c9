"""Users: who may do what (administrators), and one's own password (everybody)."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from reports.dashboard import session
from reports.dashboard.roles import Role
from reports.dashboard.session import house, needs
from reports.dashboard.shell import page, say
from reports.dashboard.users import User, UserError

if TYPE_CHECKING:
    from reports.dashboard.throttle import Throttle

router = APIRouter()
Admin = Annotated[User, Depends(needs(Role.ADMIN))]
Anybody = Annotated[User, Depends(needs(Role.VIEWER))]


@router.get("/people")
def people(request: Request, _: Admin) -> Response:
    """Everybody, and the form to add somebody."""
    return _people(request)


@router.post("/people")
def put(
    request: Request,
    _: Admin,
    name: Annotated[str, Form()],
    role: Annotated[Role, Form()],
    password: Annotated[str, Form()],
) -> Response:
    """Add somebody, or give them another role and password."""
    try:
        house(request).users.put(name, role, password)
    except UserError as error:
        return _people(request, problem=str(error), status=422)
    return RedirectResponse("/people", 303)


@router.post("/people/remove")
def remove(request: Request, _: Admin, name: Annotated[str, Form()]) -> Response:
    """Forget somebody."""
    try:
        house(request).users.remove(name)
    except UserError as error:
        return _people(request, problem=str(error), status=422)
    return RedirectResponse("/people", 303)


@router.get("/account")
def account(request: Request, _: Anybody) -> Response:
    """Who I am, and the form for another password."""
    return page(request, "account.html", note="", problem="")


@router.post("/account")
def change_password(
    request: Request, user: Anybody, password: Annotated[str, Form()], new: Annotated[str, Form()]
) -> Response:
    """Take another password; wrong present ones count as failed tries to sign in."""
    throttle: Throttle = request.app.state.throttle
    users, now, key = house(request).users, house(request).clock(), f"name {user.name}"
    if wait := throttle.seconds_left(key, now):
        return page(request, "account.html", 429, note="", problem=say(request, "wait", minutes=wait // 60 + 1))
    if users.checked(user.name, password) is None:
        throttle.failed(key, now)
        return page(request, "account.html", 403, note="", problem=say(request, "wrong_password"))
    try:
        users.put(user.name, user.role, new)
    except UserError as error:
        return page(request, "account.html", 422, note="", problem=str(error))
    changed = users.find(user.name)
    assert changed is not None  # put above
    response = RedirectResponse("/", 303)
    session.sign_in(request, response, changed)
    return response


def _people(request: Request, *, problem: str = "", status: int = 200) -> Response:
    return page(request, "people.html", status, everybody=house(request).users.all(), note="", problem=problem)
