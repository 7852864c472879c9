"""Taking another register over: first the difference, then the word of a person."""

import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from crawler.records import Cluster
from crawler.registry import Difference, Problem, RegisterError, difference, fingerprint, load_register, read_register
from reports.dashboard.desk import RefusedError
from reports.dashboard.roles import Role
from reports.dashboard.session import house, needs
from reports.dashboard.shell import page, say
from reports.dashboard.users import User

router = APIRouter()
Analyst = Annotated[User, Depends(needs(Role.ANALYST))]
MOST_MEGABYTES = 10  # ten thousand rows are three
MOST_WAITING = 5  # imports shown and not yet confirmed; the oldest is forgotten


@dataclass(frozen=True, slots=True)
class Waiting:
    """A register somebody has been shown the difference of."""

    user: str
    clusters: tuple[Cluster, ...]
    against: str  # fingerprint of the register it was compared with


@router.post("/register/import")
def show(request: Request, user: Analyst, file: UploadFile) -> Response:
    """Read a file and show what it would change."""
    content = file.file.read(MOST_MEGABYTES * 10**6 + 1)
    if len(content) > MOST_MEGABYTES * 10**6:
        raise RefusedError(say(request, "too_large", size=MOST_MEGABYTES))
    present = load_register(house(request).register)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "import"
            path.write_bytes(content)
            new = read_register(path)
    except RegisterError as error:
        return _shown(request, problems=error.problems, status=422)
    waiting = _all_waiting(request)
    ticket = secrets.token_urlsafe(12)
    waiting[ticket] = Waiting(user.name, new.clusters, fingerprint(present))
    while len(waiting) > MOST_WAITING:
        del waiting[next(iter(waiting))]
    return _shown(request, found=difference(present, new.clusters), warnings=new.warnings, ticket=ticket)


@router.post("/register/import/confirm")
def confirm(request: Request, user: Analyst, ticket: Annotated[str, Form()]) -> Response:
    """Take over what was shown."""
    chosen = _all_waiting(request).pop(ticket, None)
    present = fingerprint(load_register(house(request).register))
    if chosen is None or chosen.user != user.name or chosen.against != present:
        raise RefusedError(say(request, "import_old"))
    house(request).desk.write_register(chosen.clusters)
    return RedirectResponse("/register?note=saved", 303)


def _all_waiting(request: Request) -> dict[str, Waiting]:
    state = request.app.state
    if not hasattr(state, "imports"):
        state.imports = {}
    imports: dict[str, Waiting] = state.imports
    return imports


def _shown(
    request: Request,
    *,
    found: Difference | None = None,
    warnings: tuple[Problem, ...] = (),
    problems: tuple[Problem, ...] = (),
    ticket: str = "",
    status: int = 200,
) -> Response:
    return page(
        request, "register_import.html", status, found=found, warnings=warnings, problems=problems, ticket=ticket
    )
