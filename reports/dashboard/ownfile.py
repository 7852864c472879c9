"""The SQLite file of the dashboard's own: users, views, tokens.  Kept apart from the data, which may be handed on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS user (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, stamp TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS view (
    user TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, PRIMARY KEY (user, name)
);
CREATE TABLE IF NOT EXISTS token (
    user TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
    made TEXT NOT NULL, until TEXT NOT NULL, used TEXT NOT NULL, PRIMARY KEY (user, name)
);
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
ONLY_OWNER = 0o600  # the file holds the key that signs sessions


class OwnFile:
    """The file, opened for each question: SQLite sorts out who writes first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as file, file:
            file.executescript(SCHEMA)
        path.chmod(ONLY_OWNER)

    def rows(self, sql: str, *values: str) -> Sequence[tuple[str, ...]]:
        """The rows of a question."""
        with closing(self._open()) as file:
            return file.execute(sql, values).fetchall()

    def do(self, sql: str, *values: str) -> int:
        """Write; how many rows that concerned."""
        with closing(self._open()) as file, file:
            return file.execute(sql, values).rowcount

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10)
