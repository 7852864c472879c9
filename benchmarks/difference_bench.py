"""How well the comparison of two versions of a page agrees with what is known of real sites, month by month.

Run: `python -m benchmarks.difference_bench --replay FOLDER [SITE ...]`; the replay set lies outside of this repository.
Every page is compared with its own earlier month-end versions; a month counts as changed where a page has content of
the weight that the verdict asks for.  Pages that are new in a month are counted apart: a comparison cannot see them.
Printed for reading by eye: each month where we and the truth disagree, with the samples of its changes.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.decode import decode
from pipelines.difference import TextDifference, compare
from pipelines.policy import Policy
from pipelines.text import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = (".html", ".htm", ".shtml", ".xhtml")
REMEMBERED = 5  # earlier versions that the store hands out


@dataclass(slots=True)
class Month:
    """What happened on a site in one month."""

    new_pages: int = 0
    differences: list[tuple[str, TextDifference]] = field(default_factory=list)

    def counts(self, weight: int) -> bool:
        """Whether a page of the month has content that counts."""
        return any(found.kind == "content" and found.weight >= weight for _, found in self.differences)


def months_of(web: Any, site_id: str) -> dict[int, Month]:
    """The changes of all pages of a site by month (202405), with the time they took."""
    months: dict[int, Month] = defaultdict(Month)
    for path, versions in web.paths(site_id)[0].items():
        if not path.lower().endswith(PAGES):
            continue
        earlier: list[str] = []
        for first, _, sha in sorted(version for version in versions if version[2]):
            text = read_page(decode(web.raw(sha)).text, "http://replay.example/").text
            if not earlier:
                months[first].new_pages += 1
            else:
                months[first].differences.append((path, compare(earlier[-REMEMBERED:], text)))
            if not earlier or earlier[-1] != text:
                earlier.append(text)
    return months


def truth_of(path: Path) -> Iterator[tuple[str, int, bool]]:
    """(site, month, did its visible text change in that month) for every row of the truth."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            month, changed = row["date"][:7], row["last_content_change"][:7]
            yield row["site_id"], int(month.replace("-", "")), month == changed


def main() -> int:
    """Print the agreement and every disagreement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replay", type=Path, required=True, help="folder of the replay set, with replay.py and dev/")
    parser.add_argument("sites", nargs="*", help="only these sites")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.replay))
    from replay import Web  # noqa: PLC0415 - lies outside of this repository

    web = Web(str(arguments.replay / "dev" / "web.sqlite"))
    started = time.perf_counter()
    chosen = [site.site_id for site in web.sites if not arguments.sites or site.site_id in arguments.sites]
    months = {site_id: months_of(web, site_id) for site_id in chosen}
    kinds = Counter(found.kind for site in months.values() for month in site.values() for _, found in month.differences)
    print(f"{kinds.total()} comparisons in {time.perf_counter() - started:.0f} s: {dict(kinds)}")
    agreement: Counter[str] = Counter()
    for site_id, number, changed in truth_of(arguments.replay / "dev" / "truth.csv"):
        if site_id not in months:
            continue
        month = months[site_id].get(number, Month())
        ours = month.counts(Policy().change_weight)
        agreement[f"truth {'changed' if changed else 'same'}, ours {'changed' if ours else 'same'}"] += 1
        if ours != changed and not month.new_pages:
            print(f"{site_id} {number}: truth {'changed' if changed else 'same'}")
            for path, found in month.differences[:5]:
                print(f"    {path} {found.kind} {found.weight} {found.sample}")
        elif changed and not ours:
            agreement["  of these with a new page"] += 1
    for label, count in agreement.items():
        print(f"{count:6} {label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
