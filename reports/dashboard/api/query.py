"""SQL on the published copy, bounded as the page is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from fastapi import APIRouter, Request
from pydantic_core import to_jsonable_python

from reports.console import run
from reports.dashboard.api import models_desk as models
from reports.dashboard.api.problems import ProblemError, responses
from reports.dashboard.routes.query import TABLE, BusyError, turn
from reports.dashboard.session import house

router = APIRouter(tags=["query"])
PATIENCE = 2.0  # seconds; a program can ask again, and whoever waits keeps others from being heard
AGAIN = {"Retry-After": "5"}


@router.post("/query", responses=responses(400, 413))
def query(request: Request, sent: models.Question) -> models.QueryAnswer:
    """Ask in SQL: read only, no files and no network, bounded in time, memory and rows."""
    with _turn(request):
        found = run(house(request).published.database, sent.sql, replace(TABLE, rows=sent.rows))
    rows = to_jsonable_python(found.rows, inf_nan_mode="null", fallback=str, bytes_mode="base64")
    return models.QueryAnswer(columns=list(found.columns), rows=rows, cut=found.cut)


@contextmanager
def _turn(request: Request) -> Iterator[None]:
    try:
        with turn(request, PATIENCE):
            yield
    except BusyError as error:
        raise ProblemError(429, str(error), AGAIN) from error
