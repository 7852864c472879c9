"""Does confidence mean what it says?  Of the verdicts given with 0.8, about 80 % should hold.

Joins the answers that tee_monitor.py kept with the clear rows of truth.csv.
"""

from __future__ import annotations

import csv
import json
import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LOWEST_BIN = 5  # tenths; a verdict below 0.5 says that it does not know
HIGHEST_BIN = 9  # 1.0 belongs to the bin of 0.9


@dataclass(frozen=True, slots=True)
class Given:
    """One verdict on a day whose truth is clear; "unknown" is none."""

    site: str
    rule: str
    confidence: float
    held: bool


def read_given(log: Path, truth: Path) -> list[Given]:
    """The verdicts of a status log that truth.csv can judge, each counted on the day it was made and once only."""
    with truth.open(newline="", encoding="utf-8") as handle:
        labels = {
            (row["site_id"], row["date"]): row["label"] for row in csv.DictReader(handle) if row["clear"] == "yes"
        }
    given = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        for answer in json.loads(line):
            key = answer["id"], answer["judged_on"]
            if key in labels and answer["state"] != "unknown":
                held = answer["state"] == labels[key]
                given[key] = Given(answer["id"], answer["rule"], answer["confidence"], held)
    return list(given.values())


def print_reliability(given: Iterable[Given]) -> None:
    """Two tables: by confidence, and by the rule that decided."""
    bins: defaultdict[str, list[Given]] = defaultdict(list)
    rules: defaultdict[str, list[Given]] = defaultdict(list)
    for one in given:
        bins[bin_of(one.confidence)].append(one)
        rules[one.rule].append(one)
    print_groups("confidence", bins)
    print_groups("rule", rules)


def bin_of(confidence: float) -> str:
    """The name of the bin of a confidence: "0.8-0.9"; all below the lowest bin are one."""
    tenths = min(int(confidence * 10 + 1e-9), HIGHEST_BIN)  # 0.6 is stored as 0.5999...
    return f"{tenths / 10:.1f}-{(tenths + 1) / 10:.1f}" if tenths >= LOWEST_BIN else f"0.0-{LOWEST_BIN / 10:.1f}"


def print_groups(title: str, groups: Mapping[str, list[Given]]) -> None:
    """How many verdicts of how many sites, what share of them held, and what share they promised."""
    print(f"\n{title:28}{'verdicts':>10}{'sites':>8}{'held':>8}{'promised':>10}")
    for name, group in sorted(groups.items()):
        held = statistics.fmean(one.held for one in group)
        promised = statistics.fmean(one.confidence for one in group)
        print(f"{name:28}{len(group):>10}{len({one.site for one in group}):>8}{held:>8.3f}{promised:>10.3f}")
