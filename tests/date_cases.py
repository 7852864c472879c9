"""Reads tests/cases/dates.tsv: short texts with the dates they hold, for the tests and for the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

TABLE = Path(__file__).parent / "cases" / "dates.tsv"
ADDRESS = "https://www.cluster.example/"


@dataclass(frozen=True, slots=True)
class DateCase:
    """One text, the day it is read, and every claim expected of it in the order of the text."""

    group: str  # the comment line above it
    text: str
    now: date
    expected: tuple[str, ...]  # value/precision/outcome, where the outcome is ok or a code of REJECTIONS

    @property
    def markup(self) -> str:
        """The text as the only paragraph of a page."""
        return f"<html><body><p>{escape(self.text)}</p></body></html>"

    @property
    def newest(self) -> date | None:
        """The newest accepted day."""
        accepted = [claim.split("/")[0] for claim in self.expected if claim.endswith("/ok")]
        return max(map(date.fromisoformat, accepted), default=None)


def date_cases() -> tuple[DateCase, ...]:
    """All cases of the table."""
    group, cases = "", []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            group = line.strip("# -")
            continue
        text, now, expected = line.split("\t")
        claims = tuple(claim for claim in expected.split("; ") if claim)
        cases.append(DateCase(group, text, date.fromisoformat(now), claims))
    return tuple(cases)
