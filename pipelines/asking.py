"""Asking the database about many clusters at once, and dealing the answers out to them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from pipelines.arrow import from_table
from pipelines.database import question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    import duckdb

    from crawler.records import Cluster

Record = TypeVar("Record")
ASKED = pa.schema([("cluster_id", pa.string()), ("website", pa.string()), ("scope", pa.string())])


def ask_for(connection: duckdb.DuckDBPyConnection, clusters: Sequence[Cluster], day: date) -> None:
    """Name the clusters that the questions are about, as of a day."""
    rows = [{"cluster_id": one.id, "website": one.website, "scope": one.scope} for one in clusters]
    connection.register("asked_now", pa.Table.from_pylist(rows, schema=ASKED))
    connection.execute(question("asked"), {"day": day})
    connection.unregister("asked_now")


def dealt(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object], make: Callable[..., Record]
) -> defaultdict[str, list[Record]]:
    """The answers to a question whose first column is the cluster, made into records, by cluster."""
    found = defaultdict(list)
    for cluster_id, *values in connection.execute(question(name), parameters).fetchall():
        found[cluster_id].append(make(*values))
    return found


def records(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object], record: type[Record]
) -> defaultdict[str, list[Record]]:
    """The answers to a question whose columns are the fields of a record, by cluster."""
    table = connection.sql(question(name), params=parameters).to_arrow_table()
    assert table is not None  # a question always has an answer, be it without rows
    found = defaultdict(list)
    ids: Any = table.column("cluster_id").to_pylist()
    for cluster_id, one in zip(ids, from_table(record, table), strict=True):
        found[cluster_id].append(one)
    return found


def by_visit(
    connection: duckdb.DuckDBPyConnection, name: str, make: Callable[..., Record]
) -> defaultdict[int, list[Record]]:
    """The answers to a question whose first column is the visit, by visit."""
    found = defaultdict(list)
    for visit_id, *values in connection.execute(question(name)).fetchall():
        found[visit_id].append(make(*values))
    return found
