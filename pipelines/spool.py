"""The seam between crawling and storing: visits as Parquet files, and the task files of shards.

A shard reads its task file (`read_plan`) and writes one spool file (`SpoolWriter`); the ingest reads the spool files
of a scan.  A file under its final name is complete: it was written under another name, flushed and renamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from crawler.durable import part_of, put_in_place
from crawler.records import PageVisit, SitePlan
from pipelines.arrow import from_table, schema_of, to_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

Record = TypeVar("Record")
# Rows a row group: large enough to compress well, small enough to be held in memory (a visit is about 10 KB).
ROWS_PER_GROUP = 256


class SpoolError(Exception):
    """A spool or task file cannot be read; the sentence names the file and the remedy."""


class RecordWriter(Generic[Record]):
    """Writes records of one dataclass to a Parquet file that appears, whole, at `close()`.

    Used as a context manager it closes after a clean end and aborts after an error.

    Raises:
        OSError: the folder is missing, read-only or full.
    """

    def __init__(self, path: Path, record: type[Record]) -> None:
        self._path = path
        self._record = record
        self._part = part_of(path)
        self._waiting: list[Record] = []
        self._file = pq.ParquetWriter(self._part, schema_of(record), compression="zstd")

    def add(self, record: Record) -> None:
        """Keep one record; written out when a row group is full."""
        self._waiting.append(record)
        if len(self._waiting) >= ROWS_PER_GROUP:
            self._write_group()

    def close(self) -> None:
        """Write what waits and put the file in its place."""
        try:
            self._write_group()
            self._file.close()
            put_in_place(self._part, self._path)
        finally:
            self.abort()

    def abort(self) -> None:
        """Leave nothing behind; what was at the path before stays."""
        self._waiting.clear()
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _write_group(self) -> None:
        if self._waiting:
            self._file.write_batch(to_batch(self._record, self._waiting))
            self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()


class SpoolWriter(RecordWriter[PageVisit]):
    """The spool file of one shard while it is being written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, PageVisit)


def write_spool(path: Path, visits: Iterable[PageVisit]) -> None:
    """Write visits to a spool file that appears whole or not at all."""
    with SpoolWriter(path) as writer:
        for visit in visits:
            writer.add(visit)


def read_spool(path: Path) -> Iterator[PageVisit]:
    """The visits of a spool file, a row group in memory at a time.

    Raises:
        SpoolError: missing, damaged, or written by another version.
    """
    return _read(path, PageVisit)


def check_spool(path: Path) -> None:
    """Make sure that all of a spool file can be read, without making records of it.

    Raises:
        SpoolError: missing, damaged, or written by another version.
    """
    for _ in _batches(path, PageVisit):
        pass


def write_plan(path: Path, plans: Iterable[SitePlan]) -> None:
    """Write the task file of a shard: the sites to visit and what is remembered of them."""
    with RecordWriter(path, SitePlan) as writer:
        for plan in plans:
            writer.add(plan)


def read_plan(path: Path) -> tuple[SitePlan, ...]:
    """The sites of a task file, in order.

    Raises:
        SpoolError: missing, damaged, or written by another version.
    """
    return tuple(_read(path, SitePlan))


def _read(path: Path, record: type[Record]) -> Iterator[Record]:
    for batch in _batches(path, record):
        yield from from_table(record, batch)


def _batches(path: Path, record: type) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            if not file.schema_arrow.equals(schema_of(record)):
                raise SpoolError(f"{path} was written by another version of cluster-monitor: delete it and scan again")
            yield from file.iter_batches(batch_size=ROWS_PER_GROUP)
    except (OSError, pa.ArrowException) as error:
        raise SpoolError(f"{path} cannot be read ({error}): delete it and scan again") from error
