"""Status badges: a small SVG of one cluster that other sites may show; the state stands there as shape and word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.dashboard.shell import environment
from reports.drawing import FONTS, plain
from reports.words import SHAPES, STATES, word

if TYPE_CHECKING:
    from datetime import date

    from reports.words import Language, Words

# White letters on them have a contrast of 4.5 and more.
GROUNDS = {"active": "#13733f", "static": "#8a5a00", "ceased": "#b3261e", "unknown": "#5b6672"}
LABEL_GROUND = "#3a4552"
PAD = 7  # pixels
NARROW, BROAD = 6.6, 11.5  # pixels of a half-width and a full-width letter; the text is fitted to what they make
TEXTS: dict[str, Words] = {
    "label": ("website", "ウェブサイト"),
    "title": ("{name}: {state} as of {day}", "{name}:{day}時点で{state}"),
}


def badge(name: str, state: str, day: date | None, language: Language) -> str:
    """The badge of a cluster; `day`: of the verdict, None where it was never judged."""
    words = word(STATES, state, language)
    label, value = word(TEXTS, "label", language), f"{SHAPES.get(state, '○')} {words}"
    left, right = (round(_width(text)) for text in (label, value))
    split = left + 2 * PAD
    return (
        environment()
        .get_template("badge.svg")
        .render(
            title=word(TEXTS, "title", language).format(name=plain(name), state=words, day=day or "–"),
            language=language,
            label=label,
            value=value,
            left=left,
            right=right,
            split=split,
            width=left + right + 4 * PAD,
            pad=PAD,
            ground=GROUNDS.get(state, LABEL_GROUND),
            label_ground=LABEL_GROUND,
            fonts=FONTS,
        )
    )


def _width(text: str) -> float:
    return sum(NARROW if sign < "\u1100" else BROAD for sign in text)
