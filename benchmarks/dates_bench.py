"""How often the dates of short texts are read right: our claims against htmldate and dateparser alone, on one table.

Run: `python -m benchmarks.dates_bench`.  Exit code 1 where we fall below the share that we promise.  The question to
all three is which day is the newest that the text gives as its own (none for a telephone number or a deadline); "whole"
also asks us for every date with its precision, and for the reason of every rejection.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date

import dateparser
from htmldate import find_date

from pipelines.dates import date_claims
from pipelines.text import read_page
from tests.date_cases import ADDRESS, DateCase, date_cases

PROMISED = 0.98
LANGUAGES = ["ja", "en", "de", "fr", "ko", "zh"]
BLOCKS = 200  # paragraphs of the page that the time is taken on


def by_htmldate(case: DateCase) -> date | None:
    """The answer of htmldate as it is meant to be used: the whole page, the date of the last update."""
    found = find_date(case.markup, url=ADDRESS, original_date=False, max_date=case.now.isoformat())
    return date.fromisoformat(found) if found else None


def by_dateparser(case: DateCase) -> date | None:
    """The answer of dateparser told all that it can be told: the languages, the order, no guessing of the day."""
    settings = {"DATE_ORDER": "YMD", "PREFER_DAY_OF_MONTH": "first", "PREFER_MONTH_OF_YEAR": "first"}
    found = dateparser.parse(case.text, languages=LANGUAGES, settings=settings)
    return found.date() if found else None


def main() -> int:
    """Print the shares of right answers by group of the table, the cases we get wrong, and our time a page."""
    cases = date_cases()
    right: Counter[tuple[str, str]] = Counter()
    for case in cases:
        claims = date_claims(read_page(case.markup, ADDRESS), case.now)
        told = tuple(f"{c.value}/{c.precision}/{c.rejected_reason or 'ok'}" for c in claims)
        newest = max((c.value for c in claims if not c.rejected_reason), default=None)
        answers = {
            "number": True,
            "whole": told == case.expected,
            "ours": newest == case.newest,
            "htmldate": by_htmldate(case) == case.newest,
            "dateparser": by_dateparser(case) == case.newest,
        }
        if told != case.expected:
            print(f"wrong: {case.text}: {told} instead of {case.expected}")
        for group in (case.group, "all"):
            right.update((group, who) for who, fits in answers.items() if fits)
    print(f"{'texts':34} {'number':>6} {'whole':>6} {'ours':>6} {'htmldate':>8} {'dateparser':>10}")
    for group in dict.fromkeys([*(case.group for case in cases), "all"]):
        number = right[group, "number"]
        shares = [right[group, who] / number for who in ("whole", "ours", "htmldate", "dateparser")]
        print(f"{group:34} {number:6} {shares[0]:6.3f} {shares[1]:6.3f} {shares[2]:8.3f} {shares[3]:10.3f}")
    print(f"one page of {BLOCKS} such paragraphs: {page_milliseconds(cases):.1f} ms")
    return int(right["all", "whole"] < PROMISED * right["all", "number"])


def page_milliseconds(cases: tuple[DateCase, ...]) -> float:
    """CPU time that the claims of one page full of dates take, without parsing it."""
    page = read_page("".join(f"<p>{case.text}</p>" for case in cases[:BLOCKS]), ADDRESS)
    date_claims(page, cases[0].now)
    start = time.process_time()
    date_claims(page, cases[0].now)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
