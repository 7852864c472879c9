"""The chart of an SQL answer: bars of labels and numbers, a line of days and numbers, else why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import altair as alt

from reports.charts import BAR, LABEL, WIDE, bar_words, bars
from reports.drawing import FILLS, Frame, kept, labels, places, plain, rows, svg_of
from reports.tables import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.words import Language, Words

BARS = 40  # rows; more cannot be read as bars
POINTS = 2000  # rows of a line
PLACE = 7  # pixels of a half-width letter
DAYS_NAMED = 6  # days written below a line, at most
TEXTS: dict[str, Words] = {
    "title": ("{value} by {label}", "{label}別の{value}"),
    "summary": ("{count} rows, from {least} to {most}.", "{count}行、{least}から{most}まで。"),
    "shape": (
        "No chart: it needs two columns, a label or a day and a number.",
        "グラフなし:項目または日付と数値の2列が必要です。",
    ),
    "few": ("No chart: it needs two rows or more.", "グラフなし:2行以上が必要です。"),
    "many": ("No chart: it has more than {most} rows.", "グラフなし:{most}行を超えています。"),
    "twice": ("No chart: a day stands in several rows.", "グラフなし:同じ日付の行が複数あります。"),
}


@dataclass(frozen=True, slots=True)
class AnswerChart:
    """The chart of an answer; where it cannot be drawn, no SVG and the reason in words."""

    svg: str
    why_not: str = ""


def of_rows(columns: Sequence[str], found: Sequence[Sequence[object]], language: Language = "en") -> AnswerChart:
    """The chart of rows with two columns: a day and a number as a line, anything else and a number as bars."""
    if problem := _problem(columns, found):
        return AnswerChart("", _said(problem, language, most=POINTS if _is_line(found) else BARS))
    names = plain(columns[0], LABEL), plain(columns[1], LABEL)
    figures = tuple((float(str(value)), shown(value)) for _, value in found)
    if _is_line(found):
        days = tuple((_moment(label), shown(label)) for label, _ in found)
        return AnswerChart(_line(names, tuple(sorted(zip(days, figures, strict=True))), language))
    texts = tuple(plain(shown(label), LABEL) for label, _ in found)
    return AnswerChart(_bars(names, tuple(zip(texts, figures, strict=True)), language))


# ---------------------------------------------------------------- can it be drawn?


def _problem(columns: Sequence[str], found: Sequence[Sequence[object]]) -> str:
    """Why rows cannot be drawn, a key of `TEXTS`; "" where they can."""
    if len(columns) != 2 or not all(_is_number(row[1]) for row in found):  # noqa: PLR2004 - a label and a number
        return "shape"
    if len(found) < 2:  # noqa: PLR2004 - one mark is no picture
        return "few"
    if not _is_line(found):
        return "many" if len(found) > BARS else ""
    if len(found) > POINTS:
        return "many"
    return "twice" if len({row[0] for row in found}) < len(found) else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value)


def _is_line(found: Sequence[Sequence[object]]) -> bool:
    return all(isinstance(row[0], date) for row in found)  # a datetime is a date, too


def _moment(value: object) -> float:
    """Days since the beginning of the calendar."""
    assert isinstance(value, date)
    seconds = (value.hour * 60 + value.minute) * 60 + value.second if isinstance(value, datetime) else 0
    return value.toordinal() + seconds / 86400


# ---------------------------------------------------------------- drawing

Figure = tuple[float, str]  # as a number, as it is written


@kept
def _bars(names: tuple[str, str], pairs: tuple[tuple[str, Figure], ...], language: Language) -> str:
    figures = [number for _, (number, _) in pairs]
    least, most = _bounds(figures)
    left = 24 + PLACE * max(places(label) for label, _ in pairs)
    frame = Frame(WIDE - left, BAR * len(pairs), left=left, top=6, right=120, bottom=6)
    ends = [
        (frame.width * (max(number, 0) - least) / (most - least), label, plain(text, 14))
        for label, (number, text) in pairs
    ]
    return svg_of([bars(figures, least, most), *bar_words(ends)], frame, *_heard(names, pairs, language))


@kept
def _line(names: tuple[str, str], points: tuple[tuple[Figure, Figure], ...], language: Language) -> str:
    least, most = _bounds([number for _, (number, _) in points])
    frame = Frame(WIDE, 200, left=70, right=60)
    first, last = points[0][0][0], points[-1][0][0]
    records = ({"at": at, "value": number} for (at, _), (number, _) in points)
    drawn = (
        alt.Chart(rows(records))
        .mark_line(color=FILLS["chart"], strokeWidth=2, point=False)
        .encode(
            x=alt.X("at:Q", scale=alt.Scale(domain=[first, last], nice=False, zero=False), axis=None),
            y=alt.Y("value:Q", scale=alt.Scale(domain=[least, most], nice=False), axis=alt.Axis(tickCount=4)),
        )
    )
    named = list(_named([day for day, _ in points]))
    words = labels(
        (
            {"x": frame.width * (at - first) / (last - first), "y": frame.height + 16, "text": plain(text, 10)}
            for at, text in named
        ),
        align="center",
    )
    pairs = tuple((text, figure) for (_, text), figure in points)
    return svg_of([drawn, words], frame, *_heard(names, pairs, language))


def _named(days: Sequence[Figure]) -> Iterator[Figure]:
    """The first day, the last, and some between that stand far enough from those before."""
    apart = (days[-1][0] - days[0][0]) / DAYS_NAMED
    before = -math.inf
    for day in days[:-1]:
        if day[0] - before >= apart and days[-1][0] - day[0] >= apart:
            yield day
            before = day[0]
    yield days[-1]


def _bounds(figures: Sequence[float]) -> tuple[float, float]:
    """The ends of a scale that holds all figures and zero."""
    least, most = min(0.0, *figures), max(0.0, *figures)
    return least, most if most > least else least + 1


def _heard(names: tuple[str, str], pairs: Sequence[tuple[str, Figure]], language: Language) -> tuple[str, str]:
    """Title and summary for those who hear the chart."""
    in_order = sorted(pairs, key=lambda pair: pair[1][0])
    ends = {"least": in_order[0][1][1], "most": in_order[-1][1][1]}
    return (
        _said("title", language, label=names[0], value=names[1]),
        _said("summary", language, count=len(pairs), **ends),
    )


def _said(key: str, language: Language, **parts: object) -> str:
    return TEXTS[key][language == "ja"].format_map(parts)
