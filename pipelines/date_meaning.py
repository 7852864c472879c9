"""What one date in the visible text means: an update, a piece of news, an event, or one of the many false friends.

The questions are asked in a fixed order: words right beside the date, the heading above it, its place in the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.records import DateSource, Precision
from pipelines.date_words import HAS_TIME, IS_REPORT, MEANINGS, OCCASION, REJECTIONS, Words

if TYPE_CHECKING:
    from pipelines.date_places import Place
    from pipelines.eras import WrittenDate

LABEL_CONFIDENCE = {"updated": 0.88, "published": 0.75}
LABEL_SOURCE = {"updated": DateSource.LABEL_UPDATED, "published": DateSource.LABEL_PUBLISHED}
NEWS_CONFIDENCE = 0.7
TRAILING_NEWS_CONFIDENCE = 0.6  # the date behind a title is now and then that of the event it announces
SHORT_CONFIDENCE = 0.5  # a date in a short block
PROSE_CONFIDENCE = 0.3  # inside running text, which also tells of the past
EVENT_CONFIDENCE = 0.45  # somebody wrote it some time before that day
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
DAYS = frozenset({Precision.DAY, Precision.MONTH})
SENTENCE_END = re.compile(r"。|[a-z]\.(?:\s|$)")
BESIDE_LABELS = " \n:;=()[]【】「」<>■●-・/"
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
    text *= KIND_FACTOR.get(place.block.kind, 1.0)
    if place.section in REJECTIONS:
        return Meaning(DateSource.TEXT, text, place.heading, place.section)
    if said != "event" and (news := _news_confidence(place)):
        return Meaning(DateSource.NEWS_ITEM, news, place.heading, event=_is_occasion(place))
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
    return Meaning(DateSource.TEXT, confidence, label, event=_is_occasion(place))


def _is_occasion(place: Place) -> bool:
    """Do the words around tell of something to come to, if the date lies ahead?"""
    words = place.before + place.after + place.following
    return bool(HAS_TIME.match(place.after) or OCCASION.search(words))


def factor(place: Place, index: int) -> float:
    """By how much precision and marks weaken one of the dates of a place."""
    one = place.dates[index]
    weight = PRECISION_FACTOR[one.precision]
    for mark in one.marks:
        weight *= MARK_FACTOR.get(mark, 1.0)
    return weight


def _text_confidence(place: Place) -> float:
    short = len(place.block.text) <= SHORT
    running = not (place.leading or place.trailing) and SENTENCE_END.search(place.block.text[:SHORT])
    return SHORT_CONFIDENCE if short and not running else PROSE_CONFIDENCE


def _said(place: Place) -> tuple[str, str]:
    """The first meaning whose words stand beside the date, and those words."""
    first = place.dates[0]
    in_digits = bool(DIGITS_ONLY.match(first.written))
    titled = place.leading and place.section == "news" and first.precision in DAYS
    asked = [words for words in MEANINGS if _is_asked(words, first, in_digits=in_digits, single=len(place.dates) == 1)]
    for words in asked:
        if words.before and (found := words.before.search(place.before)):
            return words.meaning, found[0].strip(BESIDE_LABELS)
    for words in asked:
        if words.after and (words.in_titles or not titled) and (found := words.after.match(place.after)):
            return words.meaning, found[0].strip(BESIDE_LABELS)
    return "", ""


def _is_asked(words: Words, date: WrittenDate, *, in_digits: bool, single: bool) -> bool:
    if words.coarse_only and date.precision is Precision.DAY:
        return False
    return (in_digits or not words.digits_only) and (single or not words.single_only)
