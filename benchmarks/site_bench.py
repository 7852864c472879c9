"""How long the published site takes with 10,000 clusters, five years of monthly verdicts and a million page visits.

Prints wall and processor time, peak memory, files and sizes.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from many_clusters import build

from reports.site.publish import LANGUAGES, publish_site


def main(database: Path | None, clusters: int) -> None:
    """Build the database unless one is named, write the site, and tell."""
    with tempfile.TemporaryDirectory() as aside:
        database = database or build(Path(aside) / "many.duckdb", clusters, 60, 100 * clusters)
        folder = Path(aside) / "site"
        wall, processor = time.perf_counter(), time.process_time()
        written = publish_site(database, folder, None, LANGUAGES, "")
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{written.clusters} clusters in {wall:.0f} s ({processor:.0f} s of processor), {memory} MB of memory")
        print(f"{len(sizes)} files, {sum(sizes.values()) // 1_000_000} MB; the largest:")
        for path, size in sorted(sizes.items(), key=lambda one: -one[1])[:3]:
            print(f"{size // 1000:>8} kB  {path.relative_to(folder)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, help="an existing one; built if none is named")
    parser.add_argument("--clusters", type=int, default=1_000)
    chosen = parser.parse_args()
    main(chosen.database, chosen.clusters)
