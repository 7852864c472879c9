"""The published copy, open for the pages: once for each version of the file, a connection a request.

What every page needs, the state of each cluster now, is put into a table in memory when a version is opened: ten
thousand clusters with five years of verdicts are then searched in milliseconds.  The same is done for a past scan when
somebody asks how things stood then; the last few of these are kept.
"""

from __future__ import annotations

import threading
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from crawler.vocabulary import PREFECTURES, REGIONS, SECTORS
from pipelines.database import StoreError, another_reader, open_published, published_path
from reports import queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KATAKANA, HIRAGANA = range(0x30A1, 0x30F7), range(0x3041, 0x3097)
TO_HIRAGANA = dict(zip(KATAKANA, HIRAGANA, strict=True))


def folded(text: str) -> str:
    """A text as it is searched: one width, one case, one kana, no accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn" or sign in "\u3099\u309a")
    return unicodedata.normalize("NFC", bare).translate(TO_HIRAGANA)


PASTS_KEPT = 3  # past scans open at a time: some 20 MB each with ten thousand clusters


@dataclass(frozen=True, slots=True)
class _Opened:
    mark: tuple[int, int]
    connection: duckdb.DuckDBPyConnection


class Published:
    """The published copy of one database."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self._opened: _Opened | None = None
        self._opening = threading.Lock()
        self._pasts: dict[str, _Opened] = {}
        self._opening_past = threading.Lock()

    @contextmanager
    def reader(self, scan_id: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the newest version; the table `memory.present` stands beside those of the database.

        Args:
            scan_id: `memory.present` holds what was held after this scan; None: what is held now.

        Raises:
            StoreError: nothing is published yet, or by another version.
        """
        opened = self._newest() if scan_id is None else self._past(scan_id)
        connection = another_reader(opened.connection)
        try:
            yield connection
        finally:
            connection.close()

    def version(self) -> str:
        """What changes whenever something else is published.

        Raises:
            StoreError: nothing is published yet, or by another version.
        """
        return "-".join(f"{part:x}" for part in self._newest().mark)

    def _past(self, scan_id: str) -> _Opened:
        mark = self._newest().mark
        with self._opening_past:
            known = self._pasts.pop(scan_id, None)
            if known is None or known.mark != mark:
                known = _Opened(mark, _prepared(self.database, scan_id))
            self._pasts[scan_id] = known  # the last one used comes last
            while len(self._pasts) > PASTS_KEPT:
                del self._pasts[next(iter(self._pasts))]
        return known

    def _newest(self) -> _Opened:
        copy = published_path(self.database)
        try:
            facts = copy.stat()
        except FileNotFoundError as error:
            raise StoreError(f"nothing is published at {copy} yet: run `cluster-monitor scan`") from error
        mark = facts.st_ino, facts.st_mtime_ns
        known = self._opened
        if known is not None and known.mark == mark:
            return known
        # One request opens the new version; those that come meanwhile are answered from the old one.
        if not self._opening.acquire(blocking=known is None):
            assert known is not None  # otherwise it would have waited
            return known
        try:
            if self._opened is None or self._opened.mark != mark:
                self._opened = _Opened(mark, _prepared(self.database))
            return self._opened
        finally:
            self._opening.release()


def _prepared(database: Path, scan_id: str | None = None) -> duckdb.DuckDBPyConnection:
    connection = open_published(database)
    connection.execute(queries.text_of("present"), {"scan": scan_id})
    connection.execute(queries.text_of("offered"))
    if scan_id is None:
        connection.execute(queries.text_of("turns"))
        connection.execute(queries.text_of("state_turns"))
        connection.execute(queries.text_of("month_turns"))
    rows = connection.execute(
        "SELECT id, name_en, name_ja, website, prefecture, region, sector, programme, tags FROM memory.present"
    ).fetchall()
    searched = pa.table({"id": [row[0] for row in rows], "words": [_words(*row) for row in rows]})
    connection.register("searched", searched)
    connection.execute("CREATE TABLE memory.searched_words AS FROM searched")
    connection.unregister("searched")
    return connection


def _words(*cells: str | list[str]) -> str:
    """All that a cluster is found by: its own words, and those of its place and sectors in both languages."""
    cluster_id, name_en, name_ja, website, prefecture, region, sectors, programme, tags = cells
    places = (prefecture, PREFECTURES.get(str(prefecture), ""), region, REGIONS.get(str(region), ""))
    fields = [word for code in sectors for word in (code, *SECTORS.get(code, ()))]
    return folded("\n".join(map(str, (cluster_id, name_en, name_ja, website, programme, *places, *fields, *tags))))
