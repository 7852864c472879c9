"""The charts, read back as the XML they are."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from crawler.vocabulary import SECTORS
from reports.answer_chart import of_rows
from reports.charts import (
    EditionCount,
    MonthCount,
    MonthItems,
    SectorCount,
    edition_split,
    month_before,
    posting_rhythm,
    scale_of,
    sector_by_state,
    state_by_month,
    time_to_confirm,
)
from reports.dashboard import counts, pictures
from reports.dashboard.published import Published
from reports.queries import ask
from reports.words import STATES
from tests import ledger

SVG = "{http://www.w3.org/2000/svg}"
NOVEMBER = date(2026, 11, 1)
EVIL = "<script>alert(1)</script>"
MONTHS = tuple(
    MonthCount(month_before(NOVEMBER, back), state, count + back % 3)
    for back in range(60)
    for state, count in zip(STATES, (90, 40, 20, 2), strict=True)
)
SECTOR_COUNTS = tuple(SectorCount(code, state, 3) for code in SECTORS for state in STATES)
DRAWINGS = {
    "months": lambda language: state_by_month(MONTHS, language),
    "sectors": lambda language: sector_by_state(SECTOR_COUNTS, language),
    "editions": lambda language: edition_split((EditionCount("static English", 18),), language),
    "rhythm": lambda language: posting_rhythm((MonthItems(NOVEMBER, 4),), NOVEMBER, language),
    "waits": lambda language: time_to_confirm((0, 7, 8, 400), language),
    "bars": lambda language: of_rows(["who", EVIL], [(EVIL, 2), ("クラスター", 3)], language).svg,
    "line": lambda language: of_rows(["day", "n"], [(NOVEMBER, 2), (date(2026, 12, 1), 3)], language).svg,
}


def words(svg):
    """The words of a drawing in their order."""
    return [element.text for element in etree.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg, code):
    """The rectangles of one colour: x, y, width, height."""
    paths = [one.get("d") for one in etree.fromstring(svg).iter(f"{SVG}path") if one.get("class") == f"fill-{code}"]
    number = r"(-?[\d.]+)"
    return [
        tuple(map(float, found))
        for found in re.findall(rf"M{number},{number}h{number}v{number}h-[\d.]+Z", "".join(paths))
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_is_an_image_with_name_and_summary_that_a_strict_page_may_hold(name, language):
    svg = DRAWINGS[name](language)
    root = etree.fromstring(svg)
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert [one.tag for one in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert all(one.text for one in root[:2])
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "line", "text"}
    attributes = {name for one in root.iter() for name in one.attrib}
    assert not attributes & {"style", "id", "href"}
    assert len(svg.encode()) < 9_500


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_languages_differ_and_japanese_is_drawn_with_japanese_words(name):
    english, japanese = (DRAWINGS[name](language) for language in ("en", "ja"))
    assert english != japanese
    assert re.search("[\u3040-\u9fff]", japanese)


def test_the_same_rows_give_the_same_bytes_in_another_process():
    program = (
        "from datetime import date; from reports.charts import *; "
        "print(state_by_month(tuple(MonthCount(date(2026, month, 1), state, month) "
        "for month in range(1, 13) for state in ('static', 'active')), 'ja'))"
    )
    asked = [subprocess.run([sys.executable, "-c", program], capture_output=True, check=True) for _ in range(2)]
    assert asked[0].stdout == asked[1].stdout
    assert b"</svg>" in asked[0].stdout


def test_the_columns_of_a_month_stand_on_each_other_in_the_measure_of_their_figures():
    svg = state_by_month(tuple(MonthCount(NOVEMBER, state, count) for state, count in (("active", 60), ("static", 40))))
    ((left, top, width, height),) = boxes(svg, "active")
    ((left_above, top_above, width_above, height_above),) = boxes(svg, "static")
    assert (left, width) == (left_above, width_above)
    assert abs(height / height_above - 60 / 40) < 0.02
    assert abs(top_above + height_above - top) <= 1


def test_states_are_named_beside_their_column_with_shape_word_and_figure():
    found = words(state_by_month(MONTHS, "ja"))
    assert {"●", "■", "✕", "○"} <= set(found)
    assert {"活動中 90", "更新停止 40", "終了 20", "不明 2"} <= set(found)


@pytest.mark.parametrize("counts", [(997, 1, 1, 1), (1, 1, 1, 997), (0, 0, 0, 5), (500, 0, 0, 1)])
def test_names_beside_a_column_never_cover_each_other_or_leave_the_drawing(counts):
    svg = state_by_month(tuple(MonthCount(NOVEMBER, *pair) for pair in zip(STATES, counts, strict=True)))
    named = [one for one in etree.fromstring(svg).iter(f"{SVG}text") if (one.text or "").split()[0] in STATES]
    heights = sorted(float(one.get("transform").split(",")[1].rstrip(")")) for one in named)
    assert len(heights) == sum(count > 0 for count in counts)
    assert all(below - above >= 15 for above, below in itertools.pairwise(heights))
    assert heights[0] >= 0
    assert heights[-1] <= 230


def test_sectors_stand_in_the_order_of_the_rows_with_their_totals():
    rows = (SectorCount("IT", "active", 2), SectorCount("FOOD", "static", 3), SectorCount("IT", "ceased", 5))
    svg = sector_by_state(rows)
    assert [word for word in words(svg) if word in {"IT", "Food", "7", "3"}] == ["IT", "Food", "7", "3"]
    assert boxes(svg, "active")[0][1] < boxes(svg, "static")[0][1]


def test_the_rhythm_shows_three_years_up_to_its_day_and_nothing_later():
    items = tuple(MonthItems(month, 1) for month in (date(2023, 11, 1), date(2023, 12, 1), NOVEMBER, date(2026, 12, 1)))
    svg = posting_rhythm(items, date(2026, 11, 22))
    assert len(boxes(svg, "chart")) == 2
    assert "2 items from 2023-12 to 2026-11." in svg


def test_days_to_a_verdict_fall_into_their_classes():
    found = words(time_to_confirm((0, 1, 7, 8, 31, 32, 63, 4000)))
    assert found[-6:] == ["1", "2", "1", "1", "1", "2"]


def test_without_rows_there_is_no_chart_of_months_or_sectors():
    assert (state_by_month(()), sector_by_state(())) == ("", "")


@pytest.mark.parametrize(
    ("most", "expected"), [(0, (1, [0, 1])), (3, (3, [0, 1, 2, 3])), (98, (100, [0, 50, 100])), (10_000, None)]
)
def test_an_axis_ends_above_its_figures_with_few_round_ticks(most, expected):
    end, ticks = scale_of([most])
    assert end >= most
    assert len(ticks) <= 5
    assert expected is None or (end, ticks) == expected


# ---------------------------------------------------------------- answers of SQL


def test_what_would_be_a_script_stands_in_a_chart_as_text():
    svg = of_rows([EVIL, "n"], [(EVIL, 2), ("a\x00\x1b\ufffe\nb", 3)]).svg
    assert words(svg)[:2] == [EVIL, "a b"]
    assert EVIL not in svg


def test_numbers_below_zero_go_to_the_other_side():
    below, above = boxes(of_rows(["x", "n"], [("a", -5), ("b", Decimal("2.5"))]).svg, "chart")
    assert below[0] + below[2] == above[0]


def test_days_are_a_line_in_the_order_of_time_and_moments_too():
    days = [datetime(2026, 11, day, 3, tzinfo=UTC) for day in (3, 1, 2)]
    svg = of_rows(["moment", "n"], [(day, day.day) for day in days]).svg
    (line,) = [one.get("d") for one in etree.fromstring(svg).iter(f"{SVG}path")]
    places = [float(x) for x, _ in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", line)]
    assert places == sorted(places)
    assert len(places) == 3


@pytest.mark.parametrize(
    ("columns", "rows", "why_not"),
    [
        (["a"], [(1,), (2,)], "two columns"),
        (["a", "b", "c"], [("x", 1, 2)] * 2, "two columns"),
        (["a", "b"], [("x", "y"), ("z", 1)], "two columns"),
        (["a", "b"], [("x", float("nan")), ("z", 1)], "two columns"),
        (["a", "b"], [("x", None), ("z", 1)], "two columns"),
        (["a", "b"], [("x", True), ("z", False)], "two columns"),
        (["a", "b"], [("x", 1)], "two rows"),
        (["a", "b"], [], "two rows"),
        (["a", "b"], [(f"x{number}", number) for number in range(41)], "more than 40 rows"),
        (["a", "b"], [(NOVEMBER, 1), (NOVEMBER, 2)], "several rows"),
    ],
)
def test_rows_without_a_chart_are_told_why(columns, rows, why_not):
    answer = of_rows(columns, rows)
    assert answer.svg == ""
    assert why_not in answer.why_not
    assert of_rows(columns, rows, "ja").why_not != answer.why_not


# ---------------------------------------------------------------- what the pages draw


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    published = Published(ledger.build(tmp_path_factory.mktemp("charts") / "monitor.duckdb"))
    with published.reader() as connection:
        yield connection


def test_the_last_month_of_the_chart_says_what_the_tiles_say(reader):
    last = {one.state: one.clusters for one in pictures.months(reader) if one.month == NOVEMBER}
    assert last == {tile.state: tile.now for tile in counts.tiles(reader) if tile.now}


def test_a_cluster_counts_in_the_months_after_it_was_judged_and_before_as_unknown(reader):
    september = {one.state: one.clusters for one in pictures.months(reader) if one.month == date(2026, 9, 1)}
    assert september == {"active": 9, "static": 1, "unknown": 1}


def test_verdicts_that_came_at_once_waited_no_day(reader):
    assert "same day" in pictures.waits(reader, "en")
    assert [wait.days for wait in ask(reader, "wait_days", pictures.Wait)] == [0, 0, 0]


def test_news_are_counted_once_however_often_they_were_read(reader):
    items = pictures.items_of(reader, "alive", NOVEMBER)["alive"]
    assert [(one.month.month, one.items) for one in items] == [(9, 1), (10, 1), (11, 1)]
    assert pictures.items_of(reader, None, NOVEMBER)["alive"] == items
    assert pictures.rhythm((), NOVEMBER, "en") == ""
