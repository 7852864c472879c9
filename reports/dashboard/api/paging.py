"""How much is answered at once, as of when, and whether the asker has it already."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import duckdb
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reports.dashboard.api.problems import ProblemError, UnchangedError
from reports.dashboard.session import house
from reports.queries import ask

MOST, USUAL, LAST = 500, 50, 100_000  # rows a page, without asking for a number; pages
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Item = TypeVar("Item")


def _iso(value: object) -> object:
    """Days have one form only: a number would be taken for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError("write a day as 2026-11-01")


Day = Annotated[date, BeforeValidator(_iso)]
AsOf = Annotated[
    Day | None, Field(None, description="As it was published on this day, not now", examples=["2026-11-01"])
]


class Wish(BaseModel):
    """Parameters of an address; one that is not known is an error: a filter that was misspelt would let all pass."""

    model_config = ConfigDict(extra="forbid")


class Paged(Wish):
    """Which part of the rows."""

    page: int = Field(1, ge=1, le=LAST, description="Number of the page, from 1")
    size: int = Field(USUAL, ge=1, le=MOST, description="Rows a page")

    @property
    def bounds(self) -> dict[str, int]:
        """As parameters of a question."""
        return {"most": self.size, "skipped": (self.page - 1) * self.size}


class Listing(BaseModel, Generic[Item]):
    """One page of rows; the header Link names the pages around it, too."""

    # A class made for one kind of row has no docstring of its own.
    model_config = ConfigDict(
        json_schema_extra={"description": "One page of rows; Link names the pages around it, too."}
    )

    items: list[Item] = Field(description="The rows of this page")
    page: int = Field(description="Number of this page, from 1", examples=[1])
    size: int = Field(description="Rows a page at most", examples=[50])
    total: int = Field(description="Rows on all pages", examples=[195])
    next: str | None = Field(description="Where the next page is; null on the last", examples=["/api/v1/scans?page=2"])

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """The name in the description: ClusterRowList."""
        name: str = params[0].__name__
        return f"{name}List"


class Counted(BaseModel):
    """A row that knows how many there are on all pages."""

    total: int = Field(exclude=True)


def listing(request: Request, response: Response, wanted: Paged, items: Sequence[Item], total: int) -> Listing[Item]:
    """A page, with the addresses of its neighbours in the header Link."""
    last = max(1, -(-total // wanted.size))
    places = {"first": 1, "prev": wanted.page - 1, "next": wanted.page + 1, "last": last}
    addresses = {name: _address(request, page) for name, page in places.items() if 1 <= page <= last}
    response.headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in addresses.items())
    return Listing(items=list(items), page=wanted.page, size=wanted.size, total=total, next=addresses.get("next"))


Rows = TypeVar("Rows", bound=Counted)


def asked(
    connection: duckdb.DuckDBPyConnection, question: str, row: type[Rows], wanted: Paged, values: Mapping[str, object]
) -> tuple[tuple[Rows, ...], int]:
    """The rows of one page of a question, and how many there are on all pages."""
    rows = ask(connection, question, row, **{**values, **wanted.bounds})
    if rows or wanted.page == 1:
        return rows, rows[0].total if rows else 0
    first = ask(connection, question, row, **{**values, "most": 1, "skipped": 0})  # the page lies behind the last one
    return (), first[0].total if first else 0


def _address(request: Request, page: int) -> str:
    query = {name: value for name, value in request.query_params.items() if name != "page"}
    return f"{request.url.path}?{urlencode({**query, 'page': page})}"


# ---------------------------------------------------------------- versions


def etag_of(request: Request) -> str:
    """The version of all that is published: what was read before a newer one came has another."""
    return f'W/"{version("cluster-monitor")}-{house(request).published.version()}"'


def _names(header: str, etag: str) -> bool:
    """Whether a header names a version; weakly, as the tags are."""
    return header.strip() == "*" or etag in (f"W/{tag}" for tag in re.findall(r'"[^"]*"', header))


async def answer_once(
    request: Request,
    response: Response,
    if_none_match: Annotated[
        str | None,
        Header(max_length=2000, description="ETag of what the asker has: if it is still so, 304 is answered"),
    ] = None,
) -> None:
    """Answer 304 to whoever has what is published now, and name its version to all others.

    Raises:
        UnchangedError: the asker has it.
    """
    once(response, etag_of(request), if_none_match)


def once(response: Response, etag: str, if_none_match: str | None) -> None:
    """Name a version, unless the asker has it.

    Raises:
        UnchangedError: the asker has it.
    """
    if if_none_match is not None and _names(if_none_match, etag):
        raise UnchangedError(etag)
    response.headers["ETag"] = etag


async def as_it_was_read(request: Request) -> None:
    """Refuse to write over what the writer has not seen, where the writer says what was seen (If-Match).

    Raises:
        ProblemError: something has been published since.
    """
    seen = request.headers.get("If-Match")
    if seen is not None and not _names(seen, etag_of(request)):
        raise ProblemError(412, "something was published since you read: read again, then write")


ONCE = Depends(answer_once)
SEEN = Depends(as_it_was_read)
