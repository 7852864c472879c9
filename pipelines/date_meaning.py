"""What one date in the visible text means: an update, a piece of news, an event, or one of the many false friends.

The questions are asked in a fixed order: words right beside the date, the heading above it, its place in the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import DateSource, Precision
from pipelines.date_words import IS_REPORT, MEANINGS, OCCASION, REJECTIONS

if TYPE_CHECKING:
    from pipelines.date_places import Place

LABEL_CONFIDENCE = {"updated": 0.88, "published": 0.75}
LABEL_SOURCE = {"updated": DateSource.LABEL_UPDATED, "published": DateSource.LABEL_PUBLISHED}
NEWS_CONFIDENCE = 0.7
TRAILING_NEWS_CONFIDENCE = 0.6  # the date behind a title is now and then that of the event it announces
SHORT_CONFIDENCE = 0.5  # a date in a short block
PROSE_CONFIDENCE = 0.3  # in running text, which also tells of the past
EVENT_CONFIDENCE = 0.35  # somebody wrote it some time before that day
SHORT = 120  # characters of a short block

# What makes a date less telling; factors multiply.
PRECISION_FACTOR = {Precision.DAY: 1.0, Precision.MONTH: 1.0, Precision.FISCAL_YEAR: 0.6, Precision.YEAR: 0.5}
MARK_FACTOR = {
    "weekday_mismatch": 0.8,
    "pair_mismatch": 0.7,
    "impossible_day": 0.8,
    "two_digit_year": 0.8,
    "ambiguous_order": 0.8,
    "past_era_end": 0.5,  # written before the era ended, so mostly a plan
    "compact": 0.6,
    "loose": 0.5,
}
KIND_FACTOR = {"nav": 0.6, "footer": 0.6}  # menus and footers tell what a program knows
# What is written behind the date of an item of news is its title, and says nothing about the date.
OF_TITLES = frozenset({"event", "history", "planned", "name", "law"})
DAYS = frozenset({Precision.DAY, Precision.MONTH})
BESIDE_LABELS = " :;=()[]【】「」<>■●-・/"
DIGITS_ONLY = re.compile(r"^[0-9０-９.,/'’‘・．／\s-]+$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a date means: an accepted source with its confidence, or a reason to reject it."""

    source: DateSource
    confidence: float
    label: str = ""
    reason: str = ""  # code of REJECTIONS
    event: bool = False  # the day of something people come to


def meaning_of(place: Place) -> Meaning:
    """The meaning of the dates of a place, whatever the day of the visit."""
    said, label = _said(place)
    text = _text_confidence(place)
    if said in LABEL_SOURCE:
        return Meaning(LABEL_SOURCE[said], LABEL_CONFIDENCE[said], label)
    if said in REJECTIONS:
        return Meaning(DateSource.TEXT, text, label, said)
    if "lost_separators" in place.dates[0].marks:
        return Meaning(DateSource.TEXT, text, reason="lost_separators")
    if place.section in REJECTIONS:
        return Meaning(DateSource.TEXT, text, place.heading, place.section)
    if said != "event" and (news := _news_confidence(place)):
        return Meaning(DateSource.NEWS_ITEM, news, place.heading)
    return _in_text(place, said, label, text)


def _news_confidence(place: Place) -> float:
    """Confidence of the date of an item in a list of news; 0.0 where it is none."""
    if place.section != "news" or place.dates[0].precision not in DAYS or len(place.dates) > 1:
        return 0.0
    if place.leading:
        return NEWS_CONFIDENCE
    titled = place.trailing and place.block.kind != "prose" and len(place.block.text) <= SHORT
    return TRAILING_NEWS_CONFIDENCE if titled else 0.0


def _in_text(place: Place, said: str, label: str, confidence: float) -> Meaning:
    """A date of which nothing else is known; a period, or a day in a list of events, is an event."""
    event = said == "event" or len(place.dates) > 1 or (place.section == "event" and place.leading)
    if event and not IS_REPORT.search(place.after):
        return Meaning(DateSource.TEXT, min(EVENT_CONFIDENCE, confidence), label or place.heading, event=True)
    return Meaning(DateSource.TEXT, confidence, label, event=bool(OCCASION.search(place.before + place.after)))


def factor(place: Place, index: int) -> float:
    """By how much precision, marks and position weaken one of the dates of a place."""
    one = place.dates[index]
    weight = PRECISION_FACTOR[one.precision] * KIND_FACTOR.get(place.block.kind, 1.0)
    for mark in one.marks:
        weight *= MARK_FACTOR.get(mark, 1.0)
    return weight


def _text_confidence(place: Place) -> float:
    return SHORT_CONFIDENCE if len(place.block.text) <= SHORT else PROSE_CONFIDENCE


def _said(place: Place) -> tuple[str, str]:
    """The first meaning whose words stand beside the date, and those words."""
    first = place.dates[0]
    in_digits = bool(DIGITS_ONLY.match(first.written))
    titled = place.leading and place.section == "news" and first.precision in DAYS
    asked = [
        words
        for words in MEANINGS
        if (in_digits or not words.digits_only) and not (words.coarse_only and first.precision is Precision.DAY)
    ]
    for words in asked:
        if words.before and (found := words.before.search(place.before)):
            return words.meaning, found[0].strip(BESIDE_LABELS)
    for words in asked:
        if words.after and not (titled and words.meaning in OF_TITLES) and (found := words.after.match(place.after)):
            return words.meaning, found[0].strip(BESIDE_LABELS)
    return "", ""
