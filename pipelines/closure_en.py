"""Reads one English sentence: does the organisation itself declare an end here?"""

from __future__ import annotations

from pipelines import closure_words_en as words
from pipelines.closure_voice import KIND_OF_MARK, Declaration, Voice
from pipelines.closure_words import ORG, SITE


def marked(sentence: str, voice: Voice) -> str:
    """The flat sentence with every self-reference replaced by its mark; "the project" is one at home only."""
    text = voice.mark(sentence)
    patterns = words.SELF_PATTERNS_AT_HOME if _at_home(voice) else words.SELF_PATTERNS
    for pattern, mark in patterns:
        text = pattern.sub(mark, text)
    return text


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
        found = rule.pattern.search(named if rule.home_only and not _at_home(voice) else text)
        if found:
            kind = KIND_OF_MARK.get(found["mark"], KIND_OF_MARK[ORG])
            return Declaration(kind, found["verb"], rule.confidence, rule.name)
    return None
