"""Reads one Japanese sentence: does somebody declare an end here, and is it the organisation itself?

The sentence is cut at the declaring verb.  What stands before it is searched backwards for what ends (the object:
活動を終了) and for who ends it (the topic: 当会は), because Japanese puts the verb last and leaves the subject out
where it is clear.  Anything that is not known to be the organisation's own is somebody else's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines import closure_verbs as verbs
from pipelines import closure_words as words
from pipelines.closure_voice import KIND_OF_MARK, Declaration, Voice
from pipelines.closure_words import ORG, PROJECT, SELF, SITE

BRACKETS = re.compile(r"[(（][^()（）]{0,40}[)）]")
QUOTES = '[「」『』“”"]'
# 当会の活動, 本サイト自体: what may stand between the speaker and its particle without becoming another subject.
OWN_HEAD = re.compile(
    rf"(?P<mark>{SELF})(?:として|における|に(?:よる|係る))?の?(?P<acts>{verbs.ACTS}|{verbs.SITE_ACTS})?(?:全体|自体|そのもの)?$"
)
PARTICLE = re.compile(r"は|につきまして(?:は|も)?|に関しまして(?:は|も)?|については|に関しては|が|も(?!の|っ|ち)")
BARE_ADVERB = re.compile(
    r"[\d年月日度末付けでに元令和平成昭和\s()火水木金土頃]*|[ぁ-ん]{1,4}|発展的に?|自主的?に?|となり"
)
UNNAMED_CONFIDENCE = 0.75
NO_SUBJECT = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who ends, and whether it is an act of theirs that ends (活動, 運用) or they themselves."""

    mark: str  # NO_SUBJECT where the sentence names nobody
    acts: bool = False


def marked(sentence: str, voice: Voice) -> str:
    """The flat sentence with every self-reference replaced by its mark."""
    text = voice.mark(BRACKETS.sub("", sentence))
    text = re.sub(rf"{QUOTES}({SELF}){QUOTES}", r"\1", text)
    text = words.SELF_SITE.sub(SITE, words.SITE_BELOW.sub(SITE, text))
    if voice.home or voice.letter:
        text = words.SELF_PAGE.sub(SITE, text)
        text = words.BARE_PROJECT.sub(PROJECT, text) if voice.project else text
    text = words.SELF_PROJECT.sub(PROJECT, text)
    text = words.SELF_ORG.sub(ORG, text)
    if voice.body:  # 協議会は解散しました: by itself at the beginning, the word means the speaker
        text = re.sub(
            rf"^((?:{words.PADDING.pattern})*){voice.body}(?=[はがをも、]|の?(?:解散|閉鎖|活動|清算))",
            rf"\1{ORG}",
            text,
        )
    return re.sub(rf"([{ORG}{PROJECT}])の?{words.SITE_NOUN}", SITE, text)


def declared_in(sentence: str, voice: Voice) -> Declaration | None:
    """What a flat Japanese sentence declares of the cluster itself, or None."""
    text = marked(sentence, voice)
    readings = [reading for reading in (_ended(re.sub(QUOTES, "", text), voice), _heading(text, voice)) if reading]
    if not readings or words.VETO.search(text):
        return None
    found = max(readings, key=lambda reading: reading.confidence)
    if words.SITE_BELOW.search(sentence):
        return replace(found, confidence=words.SITE_BELOW_CONFIDENCE)
    return found


# ---------------------------------------------------------------- headings


def _heading(text: str, voice: Voice) -> Declaration | None:
    """A notice's heading: 解散のお知らせ, サイト閉鎖について, 【重要】活動終了のご挨拶."""
    found = words.HEADING.match(text)
    if not found or words.CEREMONY.search(text):
        return None
    mark, end = found["self"] or NO_SUBJECT, found["end"]
    if found["title"] is not None and not mark:
        return None  # 解散 or 活動終了 alone is a label
    if found["bound"] and not mark and not voice.letter:
        return None
    if found["project"]:
        if not mark and not voice.letter and not voice.project:
            return None
        mark = PROJECT
    if re.match(words.SITE_NOUN, end):
        mark = SITE
    confidence = words.HEADING_CONFIDENCE if mark else words.UNNAMED_HEADING_CONFIDENCE
    return Declaration(KIND_OF_MARK[mark or ORG], end, confidence, "heading")


# ---------------------------------------------------------------- sentences


def _ended(text: str, voice: Voice) -> Declaration | None:
    for rule in verbs.END_RULES:
        for found in rule.verb.finditer(text):
            subject = _subject(text[: found.start()], rule, voice)
            if subject is not None:
                return _declaration(rule, subject, found.group())
    return _plainly_ended(text, voice)


def _plainly_ended(text: str, voice: Voice) -> Declaration | None:
    """Weak forms (解散する, 解散し) with a subject and a day: 当会は令和5年3月31日をもって解散."""
    for rule in verbs.END_RULES:
        for found in rule.weak.finditer(text) if rule.weak else ():
            head = text[: found.start()]
            dated = verbs.DAY_OF_END.search(head) and verbs.A_DAY.search(head)
            subject = _subject(head, rule, voice)
            if subject is not None and subject.mark and (dated or (subject.mark == SITE and subject.acts)):
                return _declaration(rule, subject, found.group())
    return None


def _declaration(rule: verbs.EndRule, subject: _Subject, said: str) -> Declaration:
    confidence = rule.confidence if subject.mark else min(rule.confidence, UNNAMED_CONFIDENCE)
    mark = subject.mark or (SITE if rule.name in verbs.OF_SITE else ORG)
    return Declaration(KIND_OF_MARK[mark], said, confidence, rule.name)


def _subject(head: str, rule: verbs.EndRule, voice: Voice) -> _Subject | None:
    """Who ends according to the words before the verb; None where it is somebody else, or nobody one may assume."""
    plain = words.CLAUSE_GA.sub("", words.PADDING.sub("、", words.AS_FOR.sub(r"\1は", head))).strip()
    thing, rest = _thing(plain)
    if BARE_ADVERB.fullmatch(thing):
        thing = ""
    if thing and (own := _own(thing)):
        return _fits(own, rule, head)
    topic = _topic(rest)
    if thing and re.fullmatch(words.BARE_SITE, thing):
        return _Subject(SITE) if topic is not None and SITE in rule.bare else None
    if topic is None and voice.letter and rule.name in verbs.OF_A_WHOLE and not verbs.PART_OF_A_WHOLE.search(rest):
        return _Subject(NO_SUBJECT)
    if topic is None or (thing and not (rule.things and re.fullmatch(rule.things, thing))):
        return None
    if topic.mark == NO_SUBJECT:
        of_home = voice.home and bool(re.fullmatch(verbs.SITE_ACTS, thing)) and not rest.strip("、 ")
        return _Subject(SITE, acts=True) if of_home else topic if voice.letter or voice.notice else None
    return _fits(replace(topic, acts=topic.acts or bool(thing)), rule, head)


def _fits(subject: _Subject, rule: verbs.EndRule, head: str) -> _Subject | None:
    """The subject, if the rule's verb may be said of it."""
    if not (rule.things if subject.acts else subject.mark in rule.bare):
        return None
    needs_day = rule.name in (verbs.ACTS_NEED_DAY if subject.acts else verbs.NEEDS_DAY)
    if subject.mark == ORG and needs_day and not verbs.DAY_OF_END.search(head):
        return None
    return subject


def _thing(plain: str) -> tuple[str, str]:
    """(what stands directly before the verb as its object, the words before that); 期間が終了 counts as 期間を."""
    if plain.endswith("、") and not plain.endswith("を、"):  # an adverbial stood here: the clause before it is closed
        return "", plain
    plain = plain.rstrip("、")
    last = plain.rpartition("、")[2]
    bare = re.sub(r"[をにの]$", "", last)
    if re.search(rf"(?:{verbs.ACTS}|{verbs.SITE_ACTS})[はが]$", bare) and not _own(bare[:-1]):
        bare = bare[:-1]
    cut = max((found.end() for found in PARTICLE.finditer(bare)), default=0)
    return bare[cut:].strip(), plain[: len(plain) - len(last) + cut]


def _topic(rest: str) -> _Subject | None:
    """The nearest topic or subject that governs the verb; None where it is somebody else's."""
    clauses = rest.split("、")
    for number, clause in enumerate(reversed(clauses)):
        governing = [match for match in PARTICLE.finditer(clause) if number == 0 or match.end() == len(clause)]
        for particle in reversed(governing):
            phrase = clause[: particle.start()].strip()
            own = _own(phrase)
            if own is not None:
                return own
            if re.fullmatch(words.BARE_SITE, phrase) and not any(clauses[: -number - 1]):
                return _Subject(SITE, acts=True)
            if not particle.group().startswith("も"):
                return None
    # 当会は活動してまいりましたが…: a topic inside an earlier clause still governs.
    for clause in reversed(clauses[:-1]):
        for particle in PARTICLE.finditer(clause):
            own = _own(clause[: particle.start()])
            if own is not None and particle.group() != "が":
                return own
    return _Subject(NO_SUBJECT)


def _own(phrase: str) -> _Subject | None:
    """The speaker as the head of a phrase (当会, 当会の活動), or None: the head of 当会の分科会 is another."""
    found = OWN_HEAD.search(phrase)
    return _Subject(found["mark"], acts=bool(found["acts"])) if found else None
