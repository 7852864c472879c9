"""Who is asking: signed session cookies, tokens in forms, and what a route demands.

Everything but the entrance needs a session, and every POST needs the token of its form: both are dependencies of the
whole application, so that no page can forget them.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from fastapi import HTTPException, Request, Response
from itsdangerous import BadSignature, URLSafeSerializer

from reports.dashboard.desk import House
from reports.dashboard.roles import Role
from reports.dashboard.users import User
from reports.words import Language

SESSION, VISITOR, LANGUAGE, ERA = "session", "visitor", "language", "era"  # names of our cookies
LASTS = timedelta(hours=12)  # a working day; then the password is asked for again
KEPT = int(timedelta(days=365).total_seconds())  # cookies of language and form
# What may be asked for without a session.  The figures hold no names.
OPEN_PATHS = frozenset({"/login", "/first", "/healthz", "/metrics"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class LoginNeeded(Exception):  # noqa: N818 - it is no error of the program
    """The page needs a session: `back` is where to go after the password."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to see the pages."""

    language: Language
    era: bool


def house(request: Request) -> House:
    """All the pages need."""
    found: House = request.app.state.house
    return found


def user_of(request: Request) -> User | None:
    """Who is asking; None: nobody who has shown a password."""
    cookie = request.cookies.get(SESSION, "")
    try:
        name, stamp, until = _signer(house(request)).loads(cookie)
    except (BadSignature, ValueError):
        return None
    known = house(request).users.find(name)
    is_valid = (
        known is not None
        and secrets.compare_digest(known.stamp, stamp)
        and datetime.fromisoformat(until) > house(request).clock()
    )
    return known if is_valid else None


def sign_in(request: Request, response: Response, user: User) -> None:
    """Give somebody a session."""
    until = house(request).clock() + LASTS
    value = _signer(house(request)).dumps([user.name, user.stamp, until.isoformat()])
    set_cookie(request, response, SESSION, str(value), int(LASTS.total_seconds()))


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """A cookie that no script reads and no other site sends along."""
    is_secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=is_secure)


def token_of(request: Request) -> str:
    """What the forms of this visitor carry."""
    about = f"{request.state.visitor}|{request.cookies.get(SESSION, '')}"
    return hmac.new(house(request).users.key.encode(), about.encode(), "sha256").hexdigest()


def local(path: str) -> str:
    """A path of ours to go back to; anything else would send people to other sites."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours else "/"


# ---------------------------------------------------------------- what routes demand


async def known(request: Request) -> None:
    """Demand a session.

    Raises:
        LoginNeeded: there is none.
    """
    request.state.user = user_of(request)
    if request.state.user is None and request.url.path not in OPEN_PATHS:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise LoginNeeded(quote(asked if request.method in SAFE else "/", safe=""))


async def ours(request: Request) -> None:
    """Demand that what is sent comes from a form of ours.

    Raises:
        HTTPException: the token is missing or of another session.
    """
    if request.method in SAFE:
        return
    sent = request.headers.get("X-CSRF-Token") or str((await request.form()).get("token", ""))
    if not secrets.compare_digest(sent.encode(), token_of(request).encode()):
        raise HTTPException(403, "form")


def needs(role: Role) -> Callable[[Request], User]:
    """A dependency that demands a role and answers who is asking."""

    def allowed(request: Request) -> User:
        user: User = request.state.user
        if not user.role.includes(role):
            raise HTTPException(403, f"role:{role}")
        return user

    return allowed


def _signer(home: House) -> URLSafeSerializer:
    return URLSafeSerializer(home.users.key, salt="session")
