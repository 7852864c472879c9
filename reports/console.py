"""The SQL console: any question to the published copy, nothing else.

The copy is opened read-only and cut off from files, network and extensions, its settings are locked, and there are
bounds on memory, threads, time and rows, so that a question may come from anybody who may see the data.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from pipelines.database import open_published

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost."""

    seconds: float = 30.0
    memory: str = "512MB"
    threads: int = 2
    rows: int = 100_000  # further rows are left out, and the answer says so


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question; `cut` says that there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    cut: bool


class ConsoleError(Exception):
    """A question that cannot be answered; the sentence says why and what to do."""


DEFAULT_LIMITS = Limits()

# In this order: nothing can be set after the last one.
FENCE = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET memory_limit = '{limits.memory}'",
    "SET max_temp_directory_size = '0KB'",  # what does not fit into the memory is refused, not written to the disk
    "SET threads = {limits.threads}",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def run(database: Path, sql: str, limits: Limits = DEFAULT_LIMITS) -> Answer:
    """Ask the published copy of a database one question in SQL.

    Raises:
        StoreError: there is no published copy, or it is of another version.
        ConsoleError: the SQL is wrong, is more than one statement, wants to write or to reach files, or costs too much.
    """
    with open_published(database) as connection:
        for setting in FENCE:
            connection.execute(setting.format(limits=limits))
        bell = threading.Timer(limits.seconds, connection.interrupt)
        bell.daemon = True
        bell.start()
        try:
            return _answer(connection, sql, limits)
        except duckdb.Error as error:
            raise ConsoleError(_explained(error, limits)) from error
        finally:
            bell.cancel()


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits) -> Answer:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise ConsoleError(f"one statement at a time, please: there are {len(statements)}")
    result = connection.execute(statements[0])
    rows = result.fetchmany(limits.rows + 1)
    names = [column[0] for column in result.description or ()]
    return Answer(_distinct(names), tuple(rows[: limits.rows]), cut=len(rows) > limits.rows)


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Column names told apart (`a`, `a_2`): JSON objects cannot hold one name twice."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    if len(seen) == len(names):
        return tuple(names)
    return tuple(name if names.index(name) == place else f"{name}_{place + 1}" for place, name in enumerate(names))


def _explained(error: duckdb.Error, limits: Limits) -> str:
    match error:
        case duckdb.InterruptException():
            return f"stopped after {limits.seconds:g} s: ask for less, for example with WHERE or LIMIT"
        case duckdb.OutOfMemoryException():
            return f"the answer needs more than {limits.memory} of memory: ask for less, or count instead of listing"
        case duckdb.PermissionException():
            return f"only the published database can be read here, no files and no network ({first_line(error)})"
        case duckdb.InvalidInputException() if "read-only" in str(error):
            return f"nothing can be changed here: {first_line(error)}"
        case _:
            return str(error).strip()


def first_line(error: duckdb.Error) -> str:
    """The sentence of an error without the drawing below it."""
    return str(error).splitlines()[0]
