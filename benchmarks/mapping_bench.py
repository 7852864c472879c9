"""How long the mapping and the workbook take with 10,000 clusters and five years of monthly verdicts.

Prints seconds from the question to the last byte, compared with a day one year earlier.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from many_clusters import build

from pipelines.database import open_published
from reports.formats import MappingFormat
from reports.mapping_files import mapping_file
from reports.mapping_report import mapping_report
from reports.workbook import workbook

AS_OF, COMPARED = date(2026, 11, 30), date(2025, 11, 30)


def main(database: Path | None) -> None:
    """Build the database unless one is named, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = database or Path(folder) / "many.duckdb"
        if not database.exists():
            build(database, clusters=10_000, months=60, visits=1_000_000)
        print(f"{'file':<10}{'seconds':>8}{'MB':>7}")
        for style in MappingFormat:
            start = time.perf_counter()
            with open_published(database) as connection:
                mapping = mapping_report(connection, AS_OF, COMPARED)
            told(style, start, mapping_file(mapping, style))
        start = time.perf_counter()
        with open_published(database) as connection:
            told("workbook", start, workbook(connection))


def told(name: str, start: float, content: bytes) -> None:
    """Print one line."""
    print(f"{name:<10}{time.perf_counter() - start:>8.1f}{len(content) / 1e6:>7.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, help="kept for the next time; built if it is not there")
    main(parser.parse_args().database)
