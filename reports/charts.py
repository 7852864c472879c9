"""The charts of the pages and reports: typed rows in, SVG out, in English and Japanese.

Every chart is a pure function: the same rows give the same bytes.  The first one of a process takes two seconds: altair
and the engine of vl-convert are loaded; import this module where a chart is drawn, not at the top of a command.  States
are told by shape and word beside their marks, never by colour alone.  The heading belongs to the page around; the chart
carries it, and its figures in a sentence, for those who hear it.  `reports.answer_chart` draws the answers of SQL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt

from crawler.vocabulary import SECTORS
from reports.drawing import FILLS, KEPT, Frame, drawn, kept, labels, named, plain, rows, spec_of, svg_of
from reports.words import SHAPES, STATES, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reports.words import Language, Words

WIDE = 600  # pixels of the marks
LEAST_MONTHS = 12  # on an axis: a young history has room before it
BAR = 24  # pixels from one lying bar to the next
LINE = 16  # pixels between two lines of words
TICKS = 4  # steps of an axis, at most
SHORT_HISTORY = 24  # months; a longer one is marked by its years only
RHYTHM_MONTHS = 36
LABEL = 38  # half-width places of a label before a bar

# The classes of upkeep that the mappings of 2013 and 2016 counted.
EDITIONS: dict[str, Words] = {
    "active English": ("active English", "英語版:活動中"),
    "static English": ("static English", "英語版:更新停止"),
    "Japanese only": ("Japanese only", "日本語版のみ"),
    "unknown": ("unknown", "不明"),
}
# Classes of days from the first suspicion to the confirmed verdict: the last day of each, and its words.
WAITS: tuple[tuple[float, Words], ...] = (
    (0, ("same day", "当日")),
    (7, ("1–7 days", "1~7日")),
    (14, ("8–14 days", "8~14日")),
    (31, ("15–31 days", "15~31日")),
    (62, ("32–62 days", "32~62日")),
    (math.inf, ("63 days and more", "63日以上")),
)
TEXTS: dict[str, Words] = {
    "months": ("Clusters by state and month", "月別・状態別クラスター数"),
    "months_said": ("At the end of {month}: {figures}.", "{month}末時点:{figures}。"),
    "sectors": ("Clusters by sector and state", "分野別・状態別クラスター数"),
    "editions": ("Clusters by language editions", "言語版別クラスター数"),
    "rhythm": ("News by month", "月別の新着情報件数"),
    "rhythm_said": ("{count} items from {first} to {last}.", "{first}から{last}まで{count}件。"),
    "waits": ("Days from first suspicion to confirmation", "最初の疑いから確定までの日数"),
    "figure": ("{figure} {name}", "{name}{figure}"),
    "end": ("{name} {figure}", "{name} {figure}"),
}


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many clusters were in a state at the end of a month."""

    month: date  # its first day
    state: str
    clusters: int


@dataclass(frozen=True, slots=True)
class SectorCount:
    """How many clusters of a sector (a code) are in a state."""

    sector: str
    state: str
    clusters: int


@dataclass(frozen=True, slots=True)
class EditionCount:
    """How many clusters have a class of upkeep: a code of `EDITIONS`, as the SQL macro `mapping_as_of` gives it."""

    upkeep: str
    clusters: int


@dataclass(frozen=True, slots=True)
class MonthItems:
    """How many news items with a date in this month a cluster shows."""

    month: date  # its first day
    items: int


# ---------------------------------------------------------------- charts


@kept
def state_by_month(counts: tuple[MonthCount, ...], language: Language = "en") -> str:
    """Stacked columns, one a month; each state is named beside the last one, with its figure.  "" without rows."""
    if not counts:
        return ""
    by_month: dict[date, dict[str, int]] = {}
    for one in counts:
        by_month.setdefault(one.month, {})[one.state] = one.clusters
    end = max(by_month)
    months = [
        month_before(end, back) for back in reversed(range(max(LEAST_MONTHS, _months_between(min(by_month), end))))
    ]
    frame = Frame(WIDE, 220, right=140)
    top, ticks = scale_of(sum(states.values()) for states in by_month.values())
    parts = ({"month": name_of(month)} | part for month, states in by_month.items() for part in _stack(states))
    columns = alt.Chart(rows(sorted(parts, key=lambda part: str(part["fill"]))))  # one path a colour
    pieces = columns.mark_bar(yOffset=0.5).encode(
        x=month_axis(months),
        y=figure_axis(top, ticks),
        y2="end:Q",
        fill=alt.Fill("fill:N", scale=None),
    )
    last = by_month[end]
    summary = said("months_said", language, month=name_of(end), figures=_figures(last, language))
    ends = _ends(last, lambda figure: frame.height * (1 - figure / top), frame, language)
    return svg_of([pieces, *ends], frame, said("months", language), summary)


@kept
def sector_by_state(counts: tuple[SectorCount, ...], language: Language = "en") -> str:
    """Stacked bars, one a sector, in the order of the rows, with the total at their end.  "" without rows."""
    if not counts:
        return ""
    by_sector: dict[str, dict[str, int]] = {}
    for one in counts:
        by_sector.setdefault(one.sector, {})[one.state] = one.clusters
    names = {sector: plain(word(SECTORS, sector, language), LABEL) for sector in by_sector}
    totals = {sector: sum(states.values()) for sector, states in by_sector.items()}
    top, _ = scale_of(totals.values())
    frame = Frame(WIDE - 190, BAR * len(names), left=264, top=34, right=50, bottom=6)
    parts = ({"name": sector} | part for sector, states in by_sector.items() for part in _stack(states))
    pieces = (
        alt.Chart(rows(sorted(parts, key=lambda part: str(part["fill"]))))
        .mark_bar(xOffset=0.5)
        .encode(
            y=alt.Y("name:N", sort=list(names), axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15)),
            x=alt.X("begin:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None),
            x2="end:Q",
            fill=alt.Fill("fill:N", scale=None),
        )
    )
    ends = [(frame.width * totals[sector] / top, names[sector], str(totals[sector])) for sector in names]
    key = _key([(index * 110 - 100, -20, state, word(STATES, state, language)) for index, state in enumerate(STATES)])
    summary = "; ".join(f"{names[sector]}: {_figures(states, language)}" for sector, states in by_sector.items())
    return svg_of([pieces, *bar_words(ends), *key], frame, said("sectors", language), summary)


@kept
def edition_split(counts: tuple[EditionCount, ...], language: Language = "en") -> str:
    """Bars of the classes of upkeep that the mappings count, those of no cluster too."""
    known = {one.upkeep: one.clusters for one in counts}
    pairs = [(word(EDITIONS, code, language), known.get(code, 0)) for code in EDITIONS]
    return _bars(pairs, said("editions", language), language)


@kept
def time_to_confirm(days: tuple[int, ...], language: Language = "en") -> str:
    """Bars of classes of days from the first suspicion to the confirmed verdict; one number a verdict."""
    bounds = [-math.inf, *(most for most, _ in WAITS)]
    pairs = [
        (words[language == "ja"], sum(least < day <= most for day in days))
        for least, (most, words) in zip(bounds, WAITS, strict=False)
    ]
    return _bars(pairs, said("waits", language), language)


def posting_rhythm(items: tuple[MonthItems, ...], until: date, language: Language = "en") -> str:
    """Columns of the news of the last three years up to the month of `until`, one a month; later items are left out."""
    first, last = month_before(until, RHYTHM_MONTHS - 1), month_before(until, 0)
    shown = tuple(sorted((one.month, one.items) for one in items if first <= one.month <= last))
    bounds = {"first": name_of(first), "last": name_of(last)}
    summary = said("rhythm_said", language, count=sum(count for _, count in shown), **bounds)
    return named(_rhythm(shown, last), said("rhythm", language), summary)


@kept
def _rhythm(shown: tuple[tuple[date, int], ...], last: date) -> str:
    """The drawing, the same in every language."""
    top, ticks = scale_of(count for _, count in shown)
    months = [{"month": name_of(month), "begin": 0, "end": count} for month, count in shown]
    return drawn(_rhythm_spec(last, top, ticks[-1]) | {"datasets": {"months": months}})


@lru_cache(maxsize=KEPT)
def _rhythm_spec(last: date, top: int, tick: int) -> dict[str, Any]:
    """The chart without its data: thousands of clusters share it."""
    columns = (
        alt.Chart(alt.NamedData(name="months"))
        .mark_bar(fill=FILLS["chart"])
        .encode(
            x=month_axis([month_before(last, back) for back in reversed(range(RHYTHM_MONTHS))]),
            y=figure_axis(top, [0, tick]),
            y2="end:Q",
        )
    )
    return spec_of([columns], Frame(WIDE, 90))


# ---------------------------------------------------------------- pieces


def said(key: str, language: Language, **parts: object) -> str:
    """A sentence of a chart."""
    return TEXTS[key][language == "ja"].format_map(parts)


def name_of(month: date) -> str:
    """A month in every language: 2026-11."""
    return f"{month:%Y-%m}"


def month_before(day: date, back: int) -> date:
    """The first day of the month so many months before that of a day."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _months_between(first: date, last: date) -> int:
    """How many months from one to another, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def scale_of(figures: Iterable[int]) -> tuple[int, list[int]]:
    """The end of an axis that begins at zero, and the figures to write at it: whole and round."""
    most = max([1, *figures])
    step = next(factor * 10**power for power in range(20) for factor in (1, 2, 5) if most <= factor * 10**power * TICKS)
    end = -(-most // step) * step
    return end, list(range(0, end + 1, step))


def figure_axis(top: int, ticks: Sequence[int]) -> alt.Y:
    """The upright axis of columns whose records have `begin` and `end`."""
    return alt.Y("begin:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(values=list(ticks), format="d"))


def month_axis(months: Sequence[date]) -> alt.X:
    """The lying axis of columns by `month`; a long history is marked by its years only."""
    is_short = len(months) <= SHORT_HISTORY
    every = -(-len(months) // 6)
    marked = months[::every] if is_short else [month for month in months if month.month == 1]
    years = -(-len(marked) // 12)
    return alt.X(
        "month:O",
        scale=alt.Scale(domain=[name_of(month) for month in months], paddingInner=0.15, paddingOuter=0.1),
        axis=alt.Axis(
            values=[name_of(month) for month in marked[::years]],
            labelAngle=0,
            labelExpr="datum.value" if is_short else "slice(datum.value, 0, 4)",
            grid=False,
        ),
    )


def bar_words(ends: Sequence[tuple[float, str, str]]) -> Iterator[alt.Chart]:
    """The label before and the figure behind each bar: place of its end in pixels, label, figure."""
    middles = [BAR * index + BAR / 2 for index in range(len(ends))]
    lines = list(zip(middles, ends, strict=True))
    yield labels(({"x": -8, "y": y, "text": label} for y, (_, label, _) in lines), align="right")
    yield labels({"x": end + 6, "y": y, "text": figure} for y, (end, _, figure) in lines)


def _bars(pairs: Sequence[tuple[str, int]], title: str, language: Language) -> str:
    """Bars of one colour, one a label, with their figures."""
    top, _ = scale_of(figure for _, figure in pairs)
    frame = Frame(WIDE - 160, BAR * len(pairs), left=180, top=6, right=70, bottom=6)
    pieces = bars([figure for _, figure in pairs], 0, top)
    words = bar_words([(frame.width * figure / top, plain(label, LABEL), f"{figure}") for label, figure in pairs])
    summary = ", ".join(said("figure", language, figure=figure, name=label) for label, figure in pairs)
    return svg_of([pieces, *words], frame, title, summary)


def bars(figures: Sequence[float], least: float, most: float) -> alt.Chart:
    """Lying bars from zero to each figure, on a scale from `least` to `most`."""
    records = ({"place": place, "begin": 0, "end": figure} for place, figure in enumerate(figures))
    made: alt.Chart = (
        alt.Chart(rows(records))
        .mark_bar(fill=FILLS["chart"])
        .encode(
            y=alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15)),
            x=alt.X("begin:Q", scale=alt.Scale(domain=[least, most], nice=False), axis=None),
            x2="end:Q",
        )
    )
    return made


def _stack(counts: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """The pieces of one stacked bar, in the order of the states."""
    begin = 0
    for state in STATES:
        if count := counts.get(state, 0):
            yield {"begin": begin, "end": begin + count, "fill": FILLS[state]}
            begin += count


def _figures(counts: Mapping[str, int], language: Language) -> str:
    """The figures of the states in words: "98 active, 39 static"."""
    return ", ".join(
        said("figure", language, figure=counts[state], name=word(STATES, state, language))
        for state in STATES
        if counts.get(state)
    )


def _ends(
    counts: Mapping[str, int], place: Callable[[float], float], frame: Frame, language: Language
) -> tuple[alt.Chart, ...]:
    """The states beside the last column, each at the height of its piece; none covers another."""
    states = [state for state in STATES if counts.get(state)]
    heights: list[float] = []
    begin = 0
    for state in states:
        heights.append(min(place(begin + counts[state] / 2), heights[-1] - LINE if heights else frame.height))
        begin += counts[state]
    for at, least in zip(reversed(range(len(states))), range(0, frame.height, LINE), strict=False):
        heights[at] = max(heights[at], least)
    return _key(
        [
            (
                frame.width + 8.0,
                y,
                state,
                said("end", language, figure=counts[state], name=word(STATES, state, language)),
            )
            for state, y in zip(states, heights, strict=True)
        ]
    )


def _key(entries: Sequence[tuple[float, float, str, str]]) -> tuple[alt.Chart, ...]:
    """States as coloured shape and plain words: place in pixels, code, words."""
    shapes = [labels([{"x": x, "y": y, "text": SHAPES[state]}], color=FILLS[state]) for x, y, state, _ in entries]
    return (*shapes, labels({"x": x + LINE, "y": y, "text": text} for x, y, _, text in entries))
