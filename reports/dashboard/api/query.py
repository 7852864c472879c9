"""SQL on the published copy, bounded as the page is."""

from dataclasses import replace

from fastapi import APIRouter, Request
from pydantic_core import to_jsonable_python

from reports.console import run
from reports.dashboard.api import models_desk as models
from reports.dashboard.api.problems import responses
from reports.dashboard.routes.query import TABLE, turn
from reports.dashboard.session import house

router = APIRouter(tags=["query"])


@router.post("/query", responses=responses(400, 413))
def query(request: Request, sent: models.Question) -> models.QueryAnswer:
    """Ask in SQL: read only, no files and no network, bounded in time, memory and rows."""
    with turn(request):
        found = run(house(request).published.database, sent.sql, replace(TABLE, rows=sent.rows))
    rows = to_jsonable_python(found.rows, inf_nan_mode="null", fallback=str, bytes_mode="base64")
    return models.QueryAnswer(columns=list(found.columns), rows=rows, cut=found.cut)
