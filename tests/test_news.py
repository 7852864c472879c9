"""Lists of news in every structure that hand-written and generated pages use, and their look-alikes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


# ---------------------------------------------------------------- any list, in any structure, with any form of date

STRUCTURES = {
    "list": ("<ul>{}</ul>", "<li>{date} <a href='{url}'>{title}</a></li>"),
    "list, date behind": ("<ul>{}</ul>", "<li><a href='{url}'>{title}</a> ({date})</li>"),
    "spans": ("<div>{}</div>", "<div><span>{date}</span><span><a href='{url}'>{title}</a></span></div>"),
    "definitions": ("<dl>{}</dl>", "<dt>{date}</dt><dd><a href='{url}'>{title}</a></dd>"),
    "table": ("<table>{}</table>", "<tr><td>{date}</td><td><a href='{url}'>{title}</a></td></tr>"),
    "lines": ("<p>{}</p>", "{date} <a href='{url}'>{title}</a><br>"),
    "paragraphs": ("<div>{}</div>", "<p>{date}</p><p><a href='{url}'>{title}</a></p>"),
    "cells of paragraphs": (
        "<table>{}</table>",
        "<tr><td><p>{date}</p></td><td><p><a href='{url}'>{title}</a></p></td></tr>",
    ),
    "nested tables": (
        "<table>{}</table>",
        "<tr><td><table><tr><td>{date}</td><td><a href='{url}'>{title}</a></td></tr></table></td></tr>",
    ),
    "small date above": ("<div>{}</div>", "<p><small>{date}</small><br><a href='{url}'>{title}</a></p>"),
    "list below each date": ("<div>{}</div>", "<h4>{date}</h4><ul><li><a href='{url}'>{title}</a></li></ul>"),
    "link around": ("<ul>{}</ul>", "<li><a href='{url}'><span>{date}</span> <span>{title}</span></a></li>"),
    "link laid over": ("<div>{}</div>", "<div class='c'><a href='{url}'></a><p>{date}</p><p>{title}</p></div>"),
    "cards": ("<div>{}</div>", "<div><a href='{url}'><p>{date}</p><h4>{title}</h4></a></div>"),
    "articles": (
        "<div>{}</div>",
        "<article><h4><a href='{url}'>{title}</a></h4><p>{date}</p><p>詳しくは本文で。</p></article>",
    ),
}
FORMS = {
    "kanji": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "slashes": lambda day: f"{day:%Y/%m/%d}",
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "era": lambda day: f"令和{day.year - 2018}年{day.month}月{day.day}日",
    "english": lambda day: f"{day.day} {day:%b} {day.year}",
    "iso": lambda day: day.isoformat(),
}
SUBJECTS = (
    "医療機器分科会",
    "海外展示会への出展",
    "会員企業の見学会",
    "試作支援の公募",
    "技術相談の窓口",
    "総会の日程",
)
ENDINGS = ("について", "を開きました", "を始めます", "が決まりました", "を掲載しました")
ITEMS = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.sampled_from(SUBJECTS), st.sampled_from(ENDINGS)),
    min_size=2,
    max_size=8,
    unique_by=lambda item: item[0],
)


def listed(items: list[tuple[date, str, str]], structure: str, form: str) -> tuple[str, list[tuple[date, str, str]]]:
    """The markup of a list of (day, subject, ending), and its items as (day, title, link)."""
    outer, inner = STRUCTURES[structure]
    rows = [(day, f"{what}{ending}", f"{HOME}{day:%Y%m%d}x{place}") for place, (day, what, ending) in enumerate(items)]
    parts = [inner.format(date=FORMS[form](day), title=title, url=url) for day, title, url in rows]
    return outer.format("".join(parts)), rows


@settings(deadline=None)  # a busy machine is no failure
@given(
    ITEMS, st.sampled_from(sorted(STRUCTURES)), st.sampled_from(sorted(FORMS)), st.sampled_from(["お知らせ", "News"])
)
def test_every_item_of_any_list_comes_back(
    items: list[tuple[date, str, str]], structure: str, form: str, heading: str
) -> None:
    markup, rows = listed(items, structure, form)
    found = items_of(f"<h1>みらい協議会</h1><h2>{heading}</h2>{markup}<h2>所在地</h2><p>県庁内</p>")
    assert [(item.date, item.title, item.url) for item in found] == sorted(rows, reverse=True)


@settings(deadline=None)
@given(ITEMS, st.sampled_from(sorted(STRUCTURES)), st.sampled_from(sorted(FORMS)))
def test_without_a_heading_three_items_newest_first_are_a_list(
    items: list[tuple[date, str, str]], structure: str, form: str
) -> None:
    markup, rows = listed(sorted(items, reverse=True), structure, form)
    found = items_of(f"<h1>みらい協議会</h1>{markup}<h2>所在地</h2><p>県庁内</p>")
    titles = {title for _, title, _ in rows}
    is_list = len(rows) >= 3 and len(titles) * 2 > len(rows)  # one and the same title tells nothing
    assert [(item.date, item.title, item.url) for item in found] == (rows if is_list else [])


@pytest.mark.parametrize(
    "markup", ["", "<p>", "<h2>お知らせ</h2>", "<h2>お知らせ</h2><p>準備中です。</p>", "2026年10月5日"]
)
def test_a_page_without_items_has_none(markup: str) -> None:
    assert items_of(markup) == ()


def test_a_news_page_is_known_by_its_address() -> None:
    """Two dated lines are a list on /news/, and are not on any other page."""
    markup = "<div><p>2026.10.05 展示会に出ます</p><p>2026.09.05 会員を募ります</p></div>"
    assert len(items_of(markup, f"{HOME}news/")) == 2
    assert items_of(markup, f"{HOME}about/") == ()


def test_a_date_far_ahead_is_a_typing_error() -> None:
    markup = "<h2>お知らせ</h2><ul><li>2066/10/05 展示会に出ます</li><li>2026/09/05 会員を募ります</li></ul>"
    assert [item.date for item in items_of(markup)] == [date(2026, 9, 5), None]


def test_many_items_are_all_read() -> None:
    rows = "".join(f"<li>{2026 - number // 12}/{12 - number % 12}/05 第{number}回の報告</li>" for number in range(300))
    assert len(items_of(f"<h2>活動報告</h2><ul>{rows}</ul>")) == 300


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_breaks_the_reader(before: str, after: str) -> None:
    items = items_of(f"<h2>お知らせ</h2><ul><li>{before} 2026年10月5日 {after}</li><li>2026.9.5 {after}</li></ul>")
    assert all(item.title for item in items)
