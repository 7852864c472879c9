"""How often the language of short, clean texts is right: our rules against langdetect alone, on the same cases.

Run: `python -m benchmarks.language_bench`.  Exit code 1 where we fall below the share that we promise.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from langdetect import DetectorFactory, LangDetectException, detect

from pipelines.language import SEED, language_of

CASES = Path(__file__).parents[1] / "tests" / "language_cases.csv"
PROMISED = 0.99


def alone(text: str) -> str | None:
    """What langdetect, seeded so that the figure can be repeated, says without any rule of ours."""
    try:
        return str(detect(text)).split("-")[0]
    except LangDetectException:
        return None


def main() -> int:
    """Print the share of right answers by kind of text, and the cases we get wrong."""
    DetectorFactory.seed = SEED
    with CASES.open(encoding="utf-8", newline="") as file:
        cases = [(row["language"], row["kind"], row["text"]) for row in csv.DictReader(file)]
    total: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for language, kind, text in cases:
        answer = language_of(text).language
        for group in (f"{language} {kind}", "all"):
            total[group] += 1
            ours[group] += answer == language
            theirs[group] += alone(text) == language
        if answer != language:
            print(f"wrong: {language} read as {answer}: {text}")
    print(f"{'texts':20} {'number':>6} {'ours':>6} {'langdetect':>11}")
    for group, number in total.items():
        print(f"{group:20} {number:6} {ours[group] / number:6.3f} {theirs[group] / number:11.3f}")
    return int(ours["all"] < PROMISED * total["all"])


if __name__ == "__main__":
    sys.exit(main())
