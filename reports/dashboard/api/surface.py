"""The application of the API: its routers, its description, and who may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI

from reports.dashboard.api import access, clusters, desk, evidence, mapping, problems, query, register, state_of_things

if TYPE_CHECKING:
    from starlette.datastructures import State

PLACE = "/api/v1"
MOST_BYTES = 200_000  # of a body: the longest question in SQL, every sign of it escaped
PARTS = (clusters, evidence, state_of_things, mapping, desk, register, query)
ABOUT = """What cluster-monitor knows of Japanese industrial cluster organisations, for programs.

**Who may ask:** send `Authorization: Bearer <token>`; tokens are made on the page /account or by
`cluster-monitor user token`. A token can do what its role may: viewers read, analysts also write. Pages of the same
host may use their session cookie; what writes then needs the header `X-CSRF-Token`, which `GET /me` tells.

**Lists** come a page at a time: `page`, `size`, and `next` and the header `Link` for the one that follows.

**Versions:** each answer has an `ETag`; sent back as `If-None-Match` it is answered with 304 and no body until
something else is published. Sent as `If-Match` with a write, that is refused with 412 if something was published since.

**The past:** `as_of` answers as it was published on that day. Days are days in Tokyo, moments UTC.

**Problems** are `application/problem+json` (RFC 9457): `detail` names the thing and the remedy.
"""
VERSION = {"ETag": {"description": "The version that is answered", "schema": {"type": "string"}}}
UNCHANGED = {"description": "Not modified: the asker has the present version (If-None-Match)", "headers": VERSION}


def make_api(state: State) -> FastAPI:
    """The API over the house, users and figures that the pages use."""
    api = FastAPI(
        title="cluster-monitor",
        version="1",
        description=ABOUT,
        servers=[{"url": PLACE}],
        max_body_size=MOST_BYTES,
        openapi_url="/openapi.json",
        docs_url=None,  # they would load scripts from other hosts
        redoc_url=None,
        dependencies=[Depends(access.caller)],
        responses=problems.responses(401, 403, 422, 429, 503),
        generate_unique_id_function=lambda route: route.name,
    )
    api.state = state
    access.prepare(api)
    api.state.mappings = mapping.Counted()
    problems.install(api)
    for part in PARTS:
        api.include_router(part.router)
    described = api.openapi
    api.openapi = lambda: _completed(described())  # type: ignore[method-assign]  # the way FastAPI documents it
    return api


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    """The description with what no route answers itself: problems, and that nothing is new."""
    schemas = document["components"]["schemas"]
    if "Problem" not in schemas:
        made = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update({**made.pop("$defs"), "Problem": made})
    for operations in document["paths"].values():
        for operation in operations.values():
            if any(one["name"] == "if-none-match" for one in operation.get("parameters", ())):
                operation["responses"]["200"]["headers"] = VERSION
                operation["responses"]["304"] = UNCHANGED
    return document
