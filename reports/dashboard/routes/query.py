"""SQL on the published copy, with its answer as a table, a chart and CSV."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from pipelines.database import StoreError
from reports.answer_chart import of_rows
from reports.console import Answer, ConsoleError, Limits, run
from reports.dashboard.session import house
from reports.dashboard.shell import page, say
from reports.tables import write_csv

router = APIRouter()
TABLE = Limits(seconds=15, rows=1000)  # more rows than a person reads in a browser
FILE = Limits(seconds=30, rows=100_000)
AT_ONCE = threading.BoundedSemaphore(2)  # questions may be heavy: the pages keep the rest of the machine
PATIENCE = 20.0  # seconds a question waits for the ones before it
EXAMPLES = {
    "example_states": "SELECT state, count(*) AS clusters FROM status GROUP BY state ORDER BY clusters DESC",
    "example_months": (
        "SELECT day, count(*) FILTER (state = 'active') AS active FROM verdict GROUP BY day ORDER BY day"
    ),
    "example_sectors": (
        "SELECT unnest(sector) AS sector, count(*) AS active FROM cluster JOIN status USING (cluster_id)"
        " WHERE state = 'active' GROUP BY 1 ORDER BY active DESC"
    ),
    "example_english": (
        "SELECT name_en, website FROM cluster JOIN status USING (cluster_id)"
        " WHERE len(list_filter(editions, e -> e.language = 'en' AND e.state = 'active')) > 0"
    ),
}


class BusyError(ConsoleError):
    """So many questions are being answered that this one has to wait; the sentence says so."""


@router.get("/query")
def ask(request: Request, sql: str = "") -> Response:
    """The form; a question in the address is filled in, not run."""
    return _page(request, sql or EXAMPLES["example_states"])


@router.post("/query")
def answer(request: Request, sql: Annotated[str, Form()] = "") -> Response:
    """The answer as a table."""
    try:
        with turn(request):
            found = run(house(request).published.database, sql, TABLE)
    except (ConsoleError, StoreError) as error:
        return _page(request, sql, problem=str(error), status=422)
    return _page(request, sql, found)


@router.post("/query.csv")
def as_csv(request: Request, sql: Annotated[str, Form()] = "") -> Response:
    """The answer as CSV for Excel."""
    try:
        with turn(request):
            found = run(house(request).published.database, sql, FILE)
    except (ConsoleError, StoreError) as error:
        return _page(request, sql, problem=str(error), status=422)
    text = io.StringIO()
    write_csv(found.columns, found.rows, text)
    headers = {"Content-Disposition": 'attachment; filename="query.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@contextmanager
def turn(request: Request, patience: float = PATIENCE) -> Iterator[None]:
    """Wait so many seconds for a place among the questions being answered.

    Raises:
        BusyError: there was none.
    """
    if not AT_ONCE.acquire(timeout=patience):
        raise BusyError(say(request, "busy"))
    try:
        yield
    finally:
        AT_ONCE.release()


def _page(request: Request, sql: str, found: Answer | None = None, *, problem: str = "", status: int = 200) -> Response:
    examples = [(say(request, key), text) for key, text in EXAMPLES.items()]
    language = request.state.wish.language
    chart = of_rows(found.columns, found.rows, language) if found else None
    return page(request, "query.html", status, sql=sql, answer=found, problem=problem, examples=examples, chart=chart)
