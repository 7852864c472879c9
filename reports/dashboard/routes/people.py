"""Users: who may do what, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from reports.dashboard.roles import Role
from reports.dashboard.session import house, needs
from reports.dashboard.shell import page
from reports.dashboard.users import User, UserError

router = APIRouter()
Admin = Annotated[User, Depends(needs(Role.ADMIN))]


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


def _people(request: Request, *, problem: str = "", status: int = 200) -> Response:
    return page(request, "people.html", status, everybody=house(request).users.all(), note="", problem=problem)
