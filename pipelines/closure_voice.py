"""Who speaks on a page, and what a sentence was found to declare: shared by the Japanese and the English reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.records import Declared
from pipelines.closure_words import BODIES, GATHERINGS, ORG, PROJECT, PROJECT_WORDS, SITE, SITE_WORDS, one_of
from pipelines.identity import name_forms

BODY_AT_END = re.compile(rf"(?:{BODIES}|{GATHERINGS})$")
LAST_WORDS = re.compile(
    r"(?:\s+(?:knowledge|industry|industrial))?\s+(?:association|consortium|council|network|forum|cluster|project"
    r"|initiative)(?:\s*\([^)]*\))?$",
    re.IGNORECASE,
)
FEWEST_WORDS = 3  # of a name without its last, that still tell it from others
KIND_OF_MARK = {ORG: Declared.ORG_ENDED, SITE: Declared.SITE_CLOSED, PROJECT: Declared.PROJECT_ENDED}
LEGAL_FORM_BEFORE_MARK = re.compile(
    rf"(?:(?:一般|公益|特例)?(?:社団|財団)法人|(?:認定)?(?:特定非営利活動|npo)法人|任意団体"
    rf"|株式会社)\s*(?=[{ORG}{PROJECT}])"
)
SITE_OF_MARK = re.compile(
    rf"[{ORG}{PROJECT}](?:の|公式|オフィシャル|\s|'s)*(?:(?:公式|ウェブ|web)?(?:サイト|ホームページ|hp)"
    rf"|(?:web ?)?site|home ?page)"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks on a page.

    Attributes:
        own: finds the cluster's own names in flat text.
        home: the page speaks for the whole site (home page, or titled with the cluster's name).
        letter: the page is short and says goodbye: sentences without a subject are the organisation's own.
        named: the letter names the cluster: another body in it is another body.
        notice: a heading just before announced an end.
        project: the cluster is a project by name.
        body: what the cluster is by name (協議会, 機構), "" where the name does not tell.
        short: finds what the cluster calls itself in short, by the end of its name; None where the name does not tell.
        telling: finds those of them that are long enough to mean nobody else anywhere.
    """

    own: re.Pattern[str] | None
    home: bool = False
    letter: bool = False
    named: bool = False
    notice: bool = False
    project: bool = False
    body: str = ""
    short: re.Pattern[str] | None = None
    telling: re.Pattern[str] | None = None

    def mark(self, sentence: str) -> str:
        """The flat sentence with the cluster's own names replaced by the mark of what they name."""
        if self.own is None:
            return sentence
        marked = self.own.sub(lambda found: mark_of(found.group()), sentence)
        marked = LEGAL_FORM_BEFORE_MARK.sub("", marked)
        return SITE_OF_MARK.sub(SITE, marked)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one sentence declares, and the words that say so."""

    kind: Declared
    words: str  # the declaring words, as they stand in the flat sentence
    confidence: float
    rule: str


def body_of(names: tuple[str, ...]) -> str:
    """What the cluster is by the end of its name: 協議会 of 北浜精密加工協議会, "" where the name does not tell."""
    found = [BODY_AT_END.search(form) for form in name_forms(names)]
    return next((body.group() for body in found if body), "")


@lru_cache(maxsize=256)
def short_names(names: tuple[str, ...], shortest: int = 0) -> re.Pattern[str] | None:
    """What the cluster calls itself in short: 協議会, 加工協議会, 精密加工協議会 of 北浜精密加工協議会, longest first.

    Args:
        names: the cluster's names.
        shortest: characters before the last word (協議会); where there must be some, no other name may run into it.
    """
    ends = {
        form[start:]
        for form in name_forms(names)
        if (body := BODY_AT_END.search(form))
        for start in range(1, body.start() - shortest + 1)
    }
    longest_first = sorted(ends, key=lambda end: (-len(end), end))
    border = "(?<![一-龠ァ-ヶーa-z0-9の])" if shortest else ""
    return re.compile(border + one_of(*map(re.escape, longest_first))) if ends else None


@lru_cache(maxsize=256)
def spoken_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, and the Latin ones without the last words that say what the cluster is: Hokuto Space (Forum)."""
    cut = (LAST_WORDS.sub("", name) for name in names if name.isascii())
    return (*names, *(name for name in cut if len(name.split()) >= FEWEST_WORDS))


def mark_of(name: str) -> str:
    """What a name names: a project and a site are told by their words, everything else is an organisation."""
    if PROJECT_WORDS.search(name):
        return PROJECT
    return SITE if SITE_WORDS.search(name) else ORG
