"""Saved pages of invented sites, each with what a person would say about it: tests/sites/<case>/.

A case is page.html or page.xml, as bytes, and expected.json: under "visit" how the page was met (url, now, names;
content_type, last_modified, website and known_hosts where they matter), under "why" what the case is about, and under
"expected" what a person reads there.  Only what a case is about is stated:

    language, soft_404, integrity, last_update   the answer itself; null for "cannot tell"
    closure                                      kinds of all findings, sorted
    items                                        [date, title] of all items, newest first
    editions                                     languages of other editions linked to, sorted
    dates                                        claims that must be among those read: value, precision and
                                                 rejected_reason ("" = accepted) where stated

A new case needs a folder and no code.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.dates import best_update
from pipelines.identity import Owner
from pipelines.reader import read

if TYPE_CHECKING:
    from crawler.records import PageReading

SITES = Path(__file__).parent / "sites"
CASES = sorted(folder.name for folder in SITES.iterdir())


@cache
def case_of(name: str) -> dict[str, Any]:
    return json.loads((SITES / name / "expected.json").read_text(encoding="utf-8"))


@cache
def reading_of(name: str) -> PageReading:
    visit = case_of(name)["visit"]
    (page,) = (SITES / name).glob("page.*")
    reading = read(
        page.read_bytes(),
        visit["url"],
        visit.get("content_type", ""),
        Owner(tuple(visit["names"]), visit.get("website", ""), frozenset(visit.get("known_hosts", ()))),
        date.fromisoformat(visit["now"]),
        visit.get("last_modified", ""),
    )
    assert reading is not None
    return reading


def last_update(name: str) -> str | None:
    now = date.fromisoformat(case_of(name)["visit"]["now"])
    best = best_update(reading_of(name).dates, now)
    return best.value.isoformat() if best else None


READERS = {
    "language": lambda name: reading_of(name).language.language,
    "soft_404": lambda name: reading_of(name).soft_404,
    "integrity": lambda name: reading_of(name).integrity.state.value,
    "last_update": last_update,
    "closure": lambda name: sorted({finding.kind.value for finding in reading_of(name).closure}),
    "items": lambda name: [
        [item.date.isoformat() if item.date else None, item.title] for item in reading_of(name).items
    ],
    "editions": lambda name: sorted({language for language, _ in reading_of(name).editions}),
}
DATE_FIELDS = ("value", "precision", "rejected_reason")


def fields(kind: str) -> list[tuple[str, str]]:
    """(case, field) of all that the cases state; of "dates" or of the rest."""
    return [
        (name, field)
        for name in CASES
        for field in case_of(name)["expected"]
        if (field == "dates") == (kind == "dates")
    ]


@pytest.mark.parametrize(("name", "field"), fields("answers"))
def test_a_page_is_read_as_a_person_reads_it(name: str, field: str) -> None:
    assert READERS[field](name) == case_of(name)["expected"][field], case_of(name)["why"]


@pytest.mark.parametrize(("name", "field"), fields("dates"))
def test_a_page_shows_the_dates_that_a_person_sees(name: str, field: str) -> None:
    shown = [
        {"value": c.value.isoformat(), "precision": c.precision.value, "rejected_reason": c.rejected_reason}
        for c in reading_of(name).dates
    ]
    for wanted in case_of(name)["expected"][field]:
        assert wanted.keys() <= set(DATE_FIELDS)
        assert any(wanted.items() <= claim.items() for claim in shown), (wanted, shown)


def test_there_are_enough_sites() -> None:
    assert len(CASES) >= 60
