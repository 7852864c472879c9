"""Counts how often the state of a replayed real website flips in 24 monthly scans, beside the flips of the truth.

    python benchmarks/flips.py --replay REPLAY [--from 2020-08] [--to 2022-08] [--monitor cluster-monitor]

Names each site that flips more than once beyond its truth, with the rules that made it flip.  Exit codes: 0 enough
sites keep to that, 1 too few, 2 nothing could be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tee_monitor import STATUS_LOG

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "output"
EXTRA_FLIPS = 1  # beyond the truth's own
KEPT_SHARE = 0.95  # of the sites


@dataclass(frozen=True, slots=True)
class Step:
    """One site at one scan."""

    date: str
    truth: str
    state: str
    rule: str


def flips(states: Iterable[str]) -> int:
    """How often a state differs from the one before; "unknown" counts like any other."""
    return sum(before != after for before, after in pairwise(states))


def measure(replay: Path, monitor: str, first: str, last: str) -> dict[str, list[Step]]:
    """Scans all sites monthly with one database; the steps of each site, oldest first.

    Raises:
        subprocess.CalledProcessError: evaluate.py could not measure.
    """
    OUTPUT.mkdir(exist_ok=True)
    log, result = OUTPUT / "flips.status.jsonl", OUTPUT / "flips.json"
    log.write_text("")
    tee = f"{shlex.quote(sys.executable)} {shlex.quote(str(HERE / 'tee_monitor.py'))} {monitor}"
    command = [sys.executable, str(replay / "evaluate.py"), "--monitor", tee, "--data", str(replay / "dev")]
    command += ["--from", first, "--to", last, "--step-months", "1", "--json", str(result)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, STATUS_LOG: str(log)})
    return read_steps(result, log)


def read_steps(result: Path, log: Path) -> dict[str, list[Step]]:
    """The steps of each site: states beside the truth, with the rules that the status log names."""
    rules = {
        (answer["id"], answer["judged_on"]): answer["rule"]
        for line in log.read_text(encoding="utf-8").splitlines()
        for answer in json.loads(line)
    }
    found = defaultdict(list)
    for row in sorted(json.loads(result.read_text(encoding="utf-8"))["rows"], key=lambda row: row["date"]):
        rule = rules.get((row["site"], row["date"]), "")
        found[row["site"]].append(Step(row["date"], row["label"], row["state"], rule))
    return found


def print_flips(sites: dict[str, list[Step]]) -> bool:
    """Prints the share of sites that keep to the limit, and the others step by step; whether there are enough."""
    own = {site: flips(step.state for step in steps) for site, steps in sites.items()}
    true = {site: flips(step.truth for step in steps) for site, steps in sites.items()}
    restless = sorted(site for site in sites if own[site] > true[site] + EXTRA_FLIPS)
    share = 1 - len(restless) / len(sites)
    print(f"{len(sites)} sites, {sum(own.values())} flips, {sum(true.values())} of the truth")
    print(f"at most {EXTRA_FLIPS} flip beyond the truth: {share:.3f} of the sites (wanted: {KEPT_SHARE})")
    for site in restless:
        print(f"\n{site}: {own[site]} flips, {true[site]} of the truth")
        for before, after in pairwise(sites[site]):
            if (before.state, before.truth) != (after.state, after.truth):
                own_step = f"{before.state} ({before.rule}) -> {after.state} ({after.rule})"
                print(f"  {after.date}  {own_step}, truth {after.truth}")
    return share >= KEPT_SHARE


def main() -> int:
    """Measures and judges."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--replay", type=Path, required=True, help="folder of the replay set, with evaluate.py and dev/"
    )
    parser.add_argument("--from", dest="first", default="2020-08", metavar="YYYY-MM", help="by default the two years")
    parser.add_argument("--to", dest="last", default="2022-08", metavar="YYYY-MM", help="of which most sites are known")
    parser.add_argument("--monitor", default=str(HERE.parent / ".venv/bin/cluster-monitor"))
    arguments = parser.parse_args()
    try:
        sites = measure(arguments.replay, arguments.monitor, arguments.first, arguments.last)
    except subprocess.CalledProcessError:
        return 2  # evaluate.py has said why
    return 0 if print_flips(sites) else 1


if __name__ == "__main__":
    sys.exit(main())
