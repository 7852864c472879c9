"""Who asks the API: a program with a token, or a page of ours with its session; and how often.

A browser sends cookies along wherever a request comes from, a token never: so what a session writes needs the
X-CSRF-Token of that session, which only our own pages and `GET /api/v1/me` tell.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from reports.dashboard import session
from reports.dashboard.api.problems import ProblemError
from reports.dashboard.days import TOKYO
from reports.dashboard.roles import Role
from reports.dashboard.session import house
from reports.dashboard.throttle import Throttle

MOST_REQUESTS, MINUTE = 1200, timedelta(minutes=1)  # of one user, or wrong ones of one address
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="cluster-monitor"'}
REMEDY = "make one on the page /account and send `Authorization: Bearer <token>`"
BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token made on the page /account.")
COOKIE = APIKeyCookie(
    name=session.SESSION, auto_error=False, scheme_name="session", description="The session of the pages; what writes"
    " needs the header X-CSRF-Token, too, which GET /api/v1/me tells.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks."""

    name: str
    role: Role  # the lesser of the user's and the token's
    token: str  # name of the token, "" for a session


def prepare(api: FastAPI) -> None:
    """Give an application its counter."""
    api.state.api_requests = Throttle(MOST_REQUESTS, MINUTE)


async def caller(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
    _: Annotated[str | None, Security(COOKIE)],
) -> Caller:
    """Demand a token or a session, and count the request.

    Raises:
        ProblemError: neither is right, a session writes without its token, or it is too often.
    """
    if bearer is not None or "authorization" in request.headers:
        found = _by_token(request, bearer.credentials if bearer else "")
    else:
        found = _by_session(request)
    _count(request, f"name {found.name}")
    return found


Anybody = Annotated[Caller, Depends(caller)]


def _needs(role: Role) -> Callable[[Caller], Caller]:
    def allowed(found: Anybody) -> Caller:
        if not found.role.includes(role):
            by = f"the token {found.token!r}" if found.token else found.name
            raise ProblemError(403, f"this needs the role {role}, {by} has {found.role}: ask an administrator")
        return found

    return allowed


Analyst = Annotated[Caller, Depends(_needs(Role.ANALYST))]


def _count(request: Request, who: str) -> None:
    """Count a request.

    Raises:
        ProblemError: there were too many.
    """
    requests: Throttle = request.app.state.api_requests
    now = house(request).clock()
    if wait := requests.seconds_left(who, now):
        detail = f"more than {MOST_REQUESTS} requests a minute: wait {wait} s"
        raise ProblemError(429, detail, {"Retry-After": str(wait)})
    requests.failed(who, now)


def _by_token(request: Request, token: str) -> Caller:
    """Whoever a token stands for; wrong ones make the address wait, right ones from there are heard all the same."""
    users, today = house(request).users, house(request).clock().astimezone(TOKYO).date()
    known = users.tokens.known(token, today) if token else None
    user = users.find(known.user) if known else None
    if known is not None and user is not None:
        return Caller(user.name, known.role if user.role.includes(known.role) else user.role, known.name)
    _count(request, f"address {request.client.host if request.client else ''}")
    raise ProblemError(401, f"this token is unknown, revoked or over: {REMEDY}", CHALLENGE)


def _by_session(request: Request) -> Caller:
    user = session.user_of(request)
    if user is None:
        raise ProblemError(401, f"this needs a token: {REMEDY}", CHALLENGE)
    if request.method not in session.SAFE:
        sent = request.headers.get("X-CSRF-Token", "")
        if not secrets.compare_digest(sent.encode(), session.token_of(request).encode()):
            raise ProblemError(403, "a session cookie needs the X-CSRF-Token that GET /api/v1/me tells, or use a token")
    return Caller(user.name, user.role, "")
