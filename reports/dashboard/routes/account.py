"""One's own account: the password, and the tokens with which programs ask the API in one's name."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from reports.dashboard import session
from reports.dashboard.days import TOKYO
from reports.dashboard.roles import Role
from reports.dashboard.session import house, needs
from reports.dashboard.shell import page, say
from reports.dashboard.tokens import LASTS, TokenError
from reports.dashboard.users import User, UserError

if TYPE_CHECKING:
    from reports.dashboard.throttle import Throttle

router = APIRouter()
Anybody = Annotated[User, Depends(needs(Role.VIEWER))]


@router.get("/account")
def account(request: Request, user: Anybody, note: str = "") -> Response:
    """Who I am, the form for another password, my tokens."""
    return _page(request, user, note=say(request, "token_revoked") if note == "revoked" else "")


@router.post("/account")
def change_password(
    request: Request, user: Anybody, password: Annotated[str, Form()], new: Annotated[str, Form()]
) -> Response:
    """Take another password; wrong present ones count as failed tries to sign in."""
    throttle: Throttle = request.app.state.throttle
    users, now, key = house(request).users, house(request).clock(), f"name {user.name}"
    if wait := throttle.seconds_left(key, now):
        return _page(request, user, problem=say(request, "wait", minutes=wait // 60 + 1), status=429)
    if users.checked(user.name, password) is None:
        throttle.failed(key, now)
        return _page(request, user, problem=say(request, "wrong_password"), status=403)
    try:
        users.put(user.name, user.role, new)
    except UserError as error:
        return _page(request, user, problem=str(error), status=422)
    changed = users.find(user.name)
    assert changed is not None  # put above
    response = RedirectResponse("/", 303)
    session.sign_in(request, response, changed)
    return response


@router.post("/account/tokens")
def make_token(
    request: Request, user: Anybody, name: Annotated[str, Form()], role: Annotated[Role, Form()]
) -> Response:
    """Make a token, which is shown this once."""
    today = house(request).clock().astimezone(TOKYO).date()
    lesser = role if user.role.includes(role) else user.role
    try:
        token = house(request).users.tokens.make(user.name, name, lesser, today)
    except TokenError as error:
        return _page(request, user, token_problem=str(error), status=422)
    return _page(request, user, token=token, token_name=name.strip())


@router.post("/account/tokens/revoke")
def revoke_token(request: Request, user: Anybody, name: Annotated[str, Form()]) -> Response:
    """End a token."""
    house(request).users.tokens.revoke(user.name, name)
    return RedirectResponse("/account?note=revoked", 303)


def _page(
    request: Request,
    user: User,
    *,
    note: str = "",
    problem: str = "",
    token_problem: str = "",
    token: str = "",
    token_name: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "account.html",
        status,
        note=note,
        problem=problem,
        token_problem=token_problem,
        fresh_token=token,
        token_name=token_name,
        tokens=house(request).users.tokens.of(user.name),
        may_give=[role for role in Role if user.role.includes(role)],
        token_days=LASTS.days,
    )
