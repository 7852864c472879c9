"""What is answered when something cannot be done: problem details (RFC 9457) that name the thing and the remedy."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from crawler.registry import RegisterError
from pipelines.database import StoreError
from reports.console import ConsoleError
from reports.dashboard.desk import RefusedError
from reports.queries import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

MEDIA = "application/problem+json"
TOO_LARGE = 413
SHOWN = 100  # characters of a value that does not fit
# What the house raises -> the status of the answer.
STATUSES: dict[type[Exception], int] = {
    NoAnswerError: 404,
    RefusedError: 409,
    ConsoleError: 422,
    StoreError: 503,
    RegisterError: 503,
}
MEANINGS = {
    400: "The body is no JSON in UTF-8",
    401: "No token, session or a right one: make a token on the page /account and send `Authorization: Bearer <token>`",
    403: "The role does not suffice, or a session cookie came without its X-CSRF-Token",
    404: "There is no such thing, or there was not yet on the day asked for",
    409: "What the request wants does not fit how things are now; `detail` says why and what to do",
    412: "The header If-Match names another version than the present one: read again, then decide",
    413: "The body is too large",
    422: "The request is not as described here; `errors` names each place",
    429: "Too many requests, or questions in SQL at once: wait for the seconds of Retry-After",
    503: "Nothing is published yet, or the files cannot be read: `detail` says what to do",
}


class Wrong(BaseModel):
    """One place of the request that does not fit."""

    where: str = Field(description="Place in the request", examples=["query.page"])
    what: str = Field(description="What is wrong with it", examples=["Input should be greater than or equal to 1"])


class Problem(BaseModel):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(default="about:blank", description="Always about:blank: the status says the kind")
    title: str = Field(description="The status in words", examples=["Not Found"])
    status: int = Field(description="The HTTP status", examples=[404])
    detail: str = Field(description="The thing and the remedy", examples=["no cluster has the id 'x': did you mean y?"])
    errors: list[Wrong] = Field(default_factory=list, description="The places that do not fit, for status 422")


class ProblemError(Exception):
    """An answer that is a problem."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


class UnchangedError(Exception):
    """The asker has the present version already: no error, but no answer either."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What the description says of some statuses."""
    problem = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    plain = {"text/plain": {"schema": {"type": "string"}}}  # said by the server before anything is read
    return {one: {"description": MEANINGS[one], "content": plain if one == TOO_LARGE else problem} for one in statuses}


def install(api: FastAPI) -> None:
    """Let every error of an application be answered as a problem."""
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, not_routed)
    api.add_exception_handler(ProblemError, _problem)
    api.add_exception_handler(UnchangedError, _unchanged)
    for kind in STATUSES:
        api.add_exception_handler(kind, _sorry)


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(problem.model_dump(), problem.status, headers=dict(headers or {}), media_type=MEDIA)


def _made(status: int, detail: str, errors: list[Wrong] | None = None) -> Problem:
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        Wrong(where=".".join(map(str, one["loc"]))[:SHOWN], what=str(one["msg"])[: 3 * SHOWN]) for one in error.errors()
    ]
    said = "; ".join(f"{one.where}: {one.what}" for one in errors[:5])
    return _answer(_made(422, f"{said} (see /api/v1/openapi.json)", errors))


async def not_routed(_: Request, error: Exception) -> Response:
    """What no route answers, or not with this method."""
    assert isinstance(error, HTTPException)
    detail = f"{error.detail}: /api/v1/openapi.json lists what can be asked"
    return _answer(_made(error.status_code, detail), error.headers)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return _answer(_made(error.status, error.detail), error.headers)


async def _unchanged(_: Request, error: Exception) -> Response:
    assert isinstance(error, UnchangedError)
    return Response(status_code=304, headers={"ETag": error.etag})


async def _sorry(_: Request, error: Exception) -> Response:
    return _answer(_made(STATUSES[type(error)], str(error)))
