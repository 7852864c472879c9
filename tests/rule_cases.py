"""Reads tests/cases/closure.csv and integrity.csv: invented notices, look-alikes and foreign pages.

Shared by the tests and by benchmarks/rules_bench.py.  A case is put on a page as such pages are: on a living home page,
in its list of news, on a page of its own, or alone as a letter.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.identity import Owner
from pipelines.integrity import is_soft_404, looks_like_challenge, looks_like_maintenance, page_integrity
from pipelines.text import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.text import Page

CASES = Path(__file__).parent / "cases"
HOME = "http://www.kitahama.example/"
NAMES = ("北浜精密加工クラスター協議会（KPC）", "Kitahama Precision Cluster (KPC)")
NOW = date(2026, 11, 22)
MENU = '<nav><a href="/">ホーム</a> <a href="/about/">概要</a> <a href="/news/">お知らせ</a></nav>'
LIVING = (
    "<p>加工技術の高度化と販路開拓を支援するため、会員企業と大学、公設試験研究機関が共同で取り組んでいます。</p>"
    "<p>毎年、展示会への共同出展、若手技術者の研修、海外の団体との交流会を開いています。会員は随時募集しています。</p>"
    "<p>We support small manufacturers in cooperation with universities and public research institutes of the region, "
    "run a fair every autumn and welcome partners from abroad.</p>"
)
STAND_INS = {
    "soft_404": is_soft_404,
    "challenge": looks_like_challenge,
    "maintenance": looks_like_maintenance,
}


@dataclass(frozen=True, slots=True)
class ClosureCase:
    """One sentence or letter; `expected` is the kind of the strongest finding, "" for none."""

    expected: str
    where: str  # "home" | "item" | "page" | "letter"
    names: tuple[str, ...]
    text: str  # may hold markup
    end_date: str  # ISO day, "" where any or none will do
    successor: str

    @property
    def page(self) -> Page:
        name = self.names[0]
        head = f"<header><h1>{name}</h1></header>{MENU}"
        bodies = {
            "letter": f"<div>{self.text}</div>",
            "home": f"{head}<main><div>{self.text}</div>{LIVING}{LIVING}</main>",
            "item": f"{head}<main>{LIVING}{LIVING}<h2>お知らせ</h2>"
            f"<ul><li>{self.text}</li><li>2014.05.01 総会を開催しました</li></ul></main>",
            "page": f"{head}<main>{LIVING}<p>{self.text}</p></main>",
        }
        title, url = (f"お知らせ | {name}", f"{HOME}news/12.html") if self.where == "page" else (name, HOME)
        return read_page(f"<title>{title}</title><body>{bodies[self.where]}</body>", url)


@dataclass(frozen=True, slots=True)
class IntegrityCase:
    """One small page; `expected` is a state of integrity, or the name of a page that stands in for one."""

    expected: str
    path: str
    title: str
    body: str

    @property
    def page(self) -> Page:
        return read_page(f"<title>{self.title}</title><body>{self.body}</body>", HOME.rstrip("/") + self.path)

    @property
    def answer(self) -> str:
        """What the readers say of the page."""
        page = self.page
        if self.expected in STAND_INS:
            return self.expected if STAND_INS[self.expected](page) else "not seen"
        return page_integrity(page, Owner(NAMES)).state.value


def closure_cases() -> tuple[ClosureCase, ...]:
    """All cases of closure.csv."""
    return tuple(
        ClosureCase(
            row["expected"],
            row["where"],
            tuple(row["names"].split(";")),
            row["text"],
            row["end_date"],
            row["successor"],
        )
        for row in _rows("closure.csv")
    )


def integrity_cases() -> tuple[IntegrityCase, ...]:
    """All cases of integrity.csv."""
    return tuple(
        IntegrityCase(row["expected"], row["path"], row["title"], row["body"]) for row in _rows("integrity.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
