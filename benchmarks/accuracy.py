"""Measures the verdicts on replayed real websites against the floors of floors.toml.

The replay set lies outside of this repository; its `evaluate.py` does the measuring.  A reliability table follows each
mode whose verdicts the truth table covers.  Exit codes: 0 every floor is kept, 1 a figure lies under its floor,
2 nothing could be measured.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from reliability import print_reliability, read_given
from tee_monitor import STATUS_LOG

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.toml"
OUTPUT = HERE / "output"  # full results as JSON; not committed


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to measure, with the arguments of evaluate.py and the floors of its figures."""

    name: str
    arguments: tuple[str, ...]
    floors: tuple[tuple[str, float], ...]


def read_modes(path: Path, *, short: bool) -> tuple[Mode, ...]:
    """The modes of floors.toml: the long ones, or those under [short] that CI runs."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    chosen = tables.pop("short")
    if not short:
        chosen = tables
    prefix = "short_" if short else ""
    return tuple(
        Mode(prefix + name, tuple(table["arguments"]), tuple(table["floors"].items())) for name, table in chosen.items()
    )


def measure(mode: Mode, replay: Path, monitor: str) -> int:
    """Runs evaluate.py in one mode, prints its tables and those of reliability, and returns its exit code."""
    print(f"\n=== {mode.name}", flush=True)
    log = OUTPUT / f"{mode.name}.status.jsonl"
    log.write_text("")
    tee = f"{shlex.quote(sys.executable)} {shlex.quote(str(HERE / 'tee_monitor.py'))} {monitor}"
    needs = ",".join(f"{figure}={bound:g}" for figure, bound in mode.floors)
    command = [sys.executable, str(replay / "evaluate.py"), "--monitor", tee, "--data", str(replay / "dev")]
    command += [*mode.arguments, "--need", needs, "--json", str(OUTPUT / f"{mode.name}.json")]
    code = subprocess.run(command, check=False, env={**os.environ, STATUS_LOG: str(log)}).returncode
    if "--endings" not in mode.arguments:  # their truth is another table
        print_reliability(read_given(log, replay / "dev/truth.csv"))
    return code


def main() -> int:
    """Measures every mode asked for; the worst exit code counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--replay", type=Path, required=True, help="folder of the replay set, with evaluate.py and dev/"
    )
    parser.add_argument("--monitor", default=str(HERE.parent / ".venv/bin/cluster-monitor"))
    parser.add_argument("--short", action="store_true", help="the few dates that CI measures")
    parser.add_argument("--mode", help="only this mode of floors.toml")
    arguments = parser.parse_args()
    OUTPUT.mkdir(exist_ok=True)
    modes = [m for m in read_modes(FLOORS, short=arguments.short) if arguments.mode in (None, m.name)]
    if not modes:
        parser.error(f"no mode {arguments.mode!r} in {FLOORS}")
    return max(measure(mode, arguments.replay, arguments.monitor) for mode in modes)


if __name__ == "__main__":
    sys.exit(main())
