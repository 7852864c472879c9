"""Lists of news in every structure that hand-written and generated pages use, and their look-alikes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crawler.records import DateSource, NewsItem, Precision
from pipelines.news import news_items
from pipelines.text import read_page

CASES = Path(__file__).parent / "cases" / "news"
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
HOME = "https://mirai-cluster.example/"
NOW = date(2026, 11, 22)


def items_of(markup: str, url: str = HOME) -> tuple[NewsItem, ...]:
    return news_items(read_page(markup, url), NOW)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_list_is_read_as_its_items(name: str) -> None:
    """Each file is one structure; expected.json holds date, title and link of its items, newest first."""
    expected = [
        NewsItem(
            date=date.fromisoformat(row["date"]) if row["date"] else None,
            precision=Precision(row.get("precision", "day")),
            title=row["title"],
            url=row["url"],
            source=DateSource.NEWS_ITEM,
        )
        for row in EXPECTED[name]
    ]
    assert list(items_of((CASES / f"{name}.html").read_text(encoding="utf-8"))) == expected


def test_every_file_is_expected() -> None:
    assert {path.stem for path in CASES.glob("*.html")} == set(EXPECTED)
