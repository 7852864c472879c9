"""The database file itself: opening it, its migrations, its published copy, and what its errors mean to a person.

While a process has the file open for writing, no other process can open it, not even for reading (DuckDB).  So it is
open only for the seconds of an ingest, and everybody reads the copy that `publish` puts beside it.
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Self

import duckdb

from crawler.durable import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

CATALOGUE = "published"  # name of the published copy inside a reader's instance
MIGRATION = re.compile(r"(\d{4})_(\w+)\.sql")
# What DuckDB or the system says -> what it means and what to do; the first row that fits.
TROUBLES: tuple[tuple[str, str], ...] = (
    (r"Could not set lock .*PID (\d+)", "is in use by process {0}: wait until it ends, then try again"),
    (r"Could not set lock", "is in use by another process: wait until it ends, then try again"),
    (r"database file with version number", "was written by a newer DuckDB: upgrade cluster-monitor"),
    (r"not a valid DuckDB database", "is no DuckDB database: name another file, or copy {published} over it"),
    (r"[Cc]hecksum|Corrupt|enough bytes|deserialize", "is damaged: copy {published} over it, or restore a backup"),
    (r"No space left|File too large|quota", "cannot grow, the disk is full: free space and run the same command again"),
    (r"Read-only|Permission denied", "cannot be written: give the folder and the file write permission"),
    (
        r"No such file|Is a directory|Not a directory",
        "is no file that can be made there: name one in a folder that exists",
    ),
)


class StoreError(Exception):
    """The database cannot be used; the sentence names the file and the remedy.  Nothing was changed."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what DuckDB and the system raise about the file into a `StoreError` with a remedy; others pass."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        said = str(error)
        for pattern, meaning in TROUBLES:
            if found := re.search(pattern, said, re.DOTALL):
                remedy = meaning.format(*found.groups(), published=published_path(path))
                raise StoreError(f"{path} {remedy}") from error
        raise


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the database for writing, made and migrated to the present schema where needed.

    Raises:
        StoreError: locked, damaged, not ours, of a newer version, or not writable.
    """
    with explained(path):
        connection = duckdb.connect(str(path))
        try:
            connection.execute("SET TimeZone = 'UTC'")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


class OpenDatabase:
    """The database open for writing: for seconds only, because nobody else can read the file meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database, made or migrated where needed.

        Raises:
            StoreError: locked, damaged, not ours, of a newer version, or not writable.
        """
        return cls(path)

    def close(self) -> None:
        """Merge what was written into the file and let others open it.

        Raises:
            StoreError: the disk is full; what was stored is kept beside the file and merged at the next opening.
        """
        with explained(self._path):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the published copy of the database `path` for reading; `publish` may replace the file meanwhile.

    DuckDB shares one instance, its settings and the state of the file among all who open a file by its name in one
    process.  A reader gets an instance of its own, with the copy attached: it sees the file as it is now, and what a
    reader sets (the fence of the SQL console) binds nobody else.

    Raises:
        StoreError: there is none, or it is of another version.
    """
    copy = published_path(path)
    if not copy.exists():
        raise StoreError(
            f"nothing is published at {copy} yet: run `cluster-monitor scan`, or name another with --database"
        )
    connection = duckdb.connect()
    try:
        with explained(copy):
            name = str(copy).replace("'", "''")
            connection.execute(f"ATTACH '{name}' AS {CATALOGUE} (READ_ONLY)")
            _as_reader(connection)
        version = _version(connection)
    except BaseException:
        connection.close()
        raise
    if version != migrations()[-1].number:
        connection.close()
        raise StoreError(
            f"{copy} was published by another version: run `cluster-monitor scan`, which publishes it anew"
        )
    return connection


def another_reader(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A second connection to what `open_published` opened, for another thread; close it after use."""
    return _as_reader(connection.cursor())


def _as_reader(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute(f"USE {CATALOGUE}")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is done inside is kept after a clean end, and nothing of it after an error."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):  # after a failed write DuckDB has rolled back already and says so
            connection.rollback()
        raise


@cache
def question(name: str) -> str:
    """The text of `queries/<name>.sql`."""
    return resources.files("pipelines").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


# ---------------------------------------------------------------- the published copy


def published_path(path: Path) -> Path:
    """Where the copy of a database lies that everybody reads."""
    return path.with_name(f"{path.stem}.published.duckdb")


def publish(path: Path) -> Path:
    """Put a copy of the closed database in the place of the published one; readers of the old copy keep it.

    Raises:
        StoreError: the database is open, or the copy cannot be written; the earlier copy stays then.
    """
    copy = published_path(path)
    with explained(path):
        if path.with_name(f"{path.name}.wal").exists():  # a killed process left it; opening and closing merges it
            connect(path).close()
        with replacing(copy) as part:
            shutil.copyfile(path, part)
    return copy


# ---------------------------------------------------------------- migrations


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step of the schema; never edited once released."""

    number: int
    name: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """The steps from an empty database to the present schema, in order."""
    found = (
        Migration(int(name[1]), name[2], file.read_text(encoding="utf-8"))
        for file in resources.files("pipelines").joinpath("migrations").iterdir()
        if (name := MIGRATION.fullmatch(file.name))
    )
    return tuple(sorted(found, key=lambda step: step.number))


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    """Number of the last migration applied; 0 for an empty database, -1 for one that is not ours."""
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "schema_version" in tables:
        return int(connection.execute("SELECT max(version) FROM schema_version").fetchall()[0][0])
    return -1 if tables else 0


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    version, known = _version(connection), migrations()[-1].number
    if version < 0:
        raise StoreError(f"{path} is the database of another program: name another file")
    if version > known:
        raise StoreError(f"{path} has schema {version}, this version knows {known}: upgrade cluster-monitor")
    for step in migrations():
        if step.number > version:
            with transaction(connection):
                connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, name VARCHAR)")
                connection.execute(step.sql)
                connection.execute("INSERT INTO schema_version VALUES (?, ?)", [step.number, step.name])
