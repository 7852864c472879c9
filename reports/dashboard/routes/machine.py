"""For machines: is it alive, and its figures."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from pipelines.database import StoreError
from reports.dashboard.session import house

router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> JSONResponse:
    """Whether the pages can be read, and as of when."""
    try:
        with house(request).published.reader() as connection:
            ((scan,),) = connection.execute("SELECT max(scan_id) FROM scan").fetchall()
    except StoreError as error:
        return JSONResponse({"status": "nothing to show", "why": str(error)}, 503)
    return JSONResponse({"status": "ok", "scan": scan})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures of Prometheus."""
    with house(request).published.reader() as connection:
        return Response(request.app.state.figures.text(connection), media_type=CONTENT_TYPE_LATEST)
