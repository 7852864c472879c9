"""Reads one English sentence: does the organisation itself declare an end here?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines import closure_words_en as words
from pipelines.closure_voice import KIND_OF_MARK, Declaration, Voice
from pipelines.closure_words import ORG, PROJECT, SITE

if TYPE_CHECKING:
    import re


def marked(sentence: str, voice: Voice) -> str:
    """The flat sentence with every self-reference replaced by its mark; "the project" is one at home only."""
    text = voice.mark(sentence)
    patterns = words.SELF_PATTERNS_AT_HOME if _at_home(voice) else words.SELF_PATTERNS
    for pattern, mark in patterns:
        text = pattern.sub(mark, text)
    text = words.WITH_ITS_BODY.sub(r"\1", words.SITE_OF_MARK.sub(SITE, text))
    text = words.NAMED_PROJECT.sub(PROJECT, text) if voice.project else text
    return words.OUR_PROJECT.sub(PROJECT, text) if voice.project else text


def declared_in(sentence: str, voice: Voice) -> Declaration | None:
    """What a flat English sentence declares of the cluster itself, or None."""
    named, text = voice.mark(sentence), marked(sentence, voice)
    found = _heading(text) or _ended(text, named, voice)
    if found is None or words.VETO.search(text):
        return None
    return found


def _at_home(voice: Voice) -> bool:
    return voice.home or voice.letter


def _heading(text: str) -> Declaration | None:
    found = words.HEADING.match(text)
    if not found:
        return None
    mark = found["mark"] or found["mark2"] or (SITE if found["site"] else "")
    confidence = words.HEADING_CONFIDENCE if mark else words.UNNAMED_HEADING_CONFIDENCE
    return Declaration(KIND_OF_MARK[mark or ORG], found.group(), confidence, "heading")


def _ended(text: str, named: str, voice: Voice) -> Declaration | None:
    """The first row that fits; weak rows only where the subject is a name, or the page speaks for it."""
    for rule in words.ENGLISH_RULES:
        for found in rule.pattern.finditer(named if rule.home_only and not _at_home(voice) else text):
            if found.start("mark") == found.start() and _modifies(found):
                continue
            kind = KIND_OF_MARK.get(found["mark"], KIND_OF_MARK[ORG])
            return Declaration(kind, found["verb"], rule.confidence, rule.name)
    return None


def _modifies(found: re.Match[str]) -> bool:
    """Whether the mark only says whose it is that ended: the seminar of the network."""
    before = words.MODIFIER.search(found.string[: found.start()])
    heads = words.OWN_HEADS | words.HEADS_OF_PROJECT if found["mark"] == PROJECT else words.OWN_HEADS
    return before is not None and before["head"] not in heads
