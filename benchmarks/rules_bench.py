"""How well ends and foreign pages are told: our cases, and (where it lies beside the project) the shared samples.

Run: `python benchmarks/rules_bench.py [--shared FOLDER]`.  FOLDER holds `samples/` and `replay/`; without it only the
project's own cases are measured.  Exit code 1 where a notice of the table is missed or a look-alike fires.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.closure import closure_findings
from pipelines.decode import decode
from pipelines.identity import Owner
from pipelines.integrity import is_soft_404, page_integrity
from pipelines.text import read_page
from tests.rule_cases import HOME, NAMES, NOW, closure_cases, integrity_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).parents[2] / "shared"
# What a folder of samples holds, and what we should say of its pages ("" = nothing foreign).
FOLDERS = {
    "default": "default",
    "parked": "parked",
    "soft404": "soft 404",
    "falsefriend": "",
    "active": "",
    "zombie": "",
}
NOTICE_LABELS = frozenset(
    {
        "closure_declared",
        "closure_title",
        "closure_with_successor",
        "programme_ended",
        "site_closed",
        "site_ops_stopped",
        "updates_ended",
    },
)
# Take-overs that no title tells: an agency, or a description where a title should be.
UNTOLD = frozenset(
    {
        "domain_reused_unrelated",
        "hijacked_CLONE_inject_en",
        "hijacked_CLONE_inject_ja",
        "hijacked_CLONE_ja",
        "hijacked_ja",
    },
)


def main() -> int:
    """Print the shares of all tables and every case that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared: Path = parser.parse_args().shared
    wrong = _own_closure() + _own_integrity()
    if (shared / "samples").is_dir():
        _report("shared phrases", _phrases(shared / "samples"))
        _report("shared pages", _pages(shared / "samples"))
        _report("shared take-overs", _titles(shared / "samples"))
    return int(wrong > 0)


def _own_closure() -> int:
    started = time.perf_counter()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in closure_cases():
        sort = "notices found" if case.expected else "look-alikes silent"
        kinds = [finding.kind.value for finding in closure_findings(case.page, case.names, NOW)]
        total[sort] += 1
        if kinds[:1] == [case.expected] or (not case.expected and not kinds):
            right[sort] += 1
        else:
            print(f"wrong: {case.expected or 'nothing'} read as {kinds or 'nothing'}: {case.text}")
    _shares(right, total, time.perf_counter() - started)
    return sum(total.values()) - sum(right.values())


def _own_integrity() -> int:
    started = time.perf_counter()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in integrity_cases():
        answer = case.answer
        total[case.expected] += 1
        right[case.expected] += answer == case.expected
        if answer != case.expected:
            print(f"wrong: {case.expected} read as {answer}: {case.title} {case.body[:60]}")
    _shares(right, total, time.perf_counter() - started)
    return sum(total.values()) - sum(right.values())


def _shares(right: Counter[str], total: Counter[str], seconds: float) -> None:
    for sort, number in total.items():
        print(f"{sort:24} {right[sort]:4} of {number:4}")
    print(f"{'milliseconds a page':24} {seconds / total.total() * 1000:.2f}\n")


def _report(title: str, answers: Iterator[tuple[bool, str]]) -> None:
    known = list(answers)
    print(f"{title:24} {sum(right for right, _ in known):4} of {len(known):4}")
    for right, words in known:
        if not right:
            print(f"  wrong: {words}")


def _phrases(samples: Path) -> Iterator[tuple[bool, str]]:
    """Each phrase alone on a home page: notices must be found, look-alikes must not."""
    rows = _table(samples / "ja_closure_and_false_friend_phrases.csv")
    names = tuple(name for row in rows for name in row["context"].split() if not name.isascii())
    for row in rows:
        page = read_page(f"<title>-</title><p>{row['phrase']}</p>", HOME)
        found = [finding.kind.value for finding in closure_findings(page, names, NOW)]
        yield bool(found) == (row["label"] in NOTICE_LABELS), f"{row['label']}: {row['phrase']} -> {found}"


def _pages(samples: Path) -> Iterator[tuple[bool, str]]:
    for folder, expected in FOLDERS.items():
        for path in sorted((samples / folder).iterdir()):
            page = read_page(decode(path.read_bytes(), "text/html").text, HOME)
            state = page_integrity(page, Owner(NAMES)).state.value
            answer = "soft 404" if is_soft_404(page) else "" if state in {"own", "unsure"} else state
            closed = closure_findings(page, NAMES, NOW)
            yield answer == expected and not closed, f"{folder}/{path.name} read as {answer or state} {closed}"


def _titles(samples: Path) -> Iterator[tuple[bool, str]]:
    """Known take-overs by their title alone."""
    for row in _table(samples / "hijack_cases.csv"):
        if row["label"] in UNTOLD:
            continue
        title = row["title_or_content"]
        page = read_page(f"<title>{title}</title><h1>{title}</h1>", HOME)
        state = page_integrity(page, Owner(NAMES)).state.value
        yield state == ("parked" if row["label"].startswith("parked") else "hijacked"), f"{title} read as {state}"


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
