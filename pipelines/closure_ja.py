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
# 北浜協議会（平成25年3月をもって解散）: a line of its own
ENDED_IN_BRACKETS = re.compile(
    r"[(（](?P<end>[^()（）]{0,30}\d年[^()（）]{0,20}(?:解散|活動を?終了|廃止|事業を?終了))[)）]$"
)
BEGINNING = re.compile(rf"(?:{words.LABEL}|{words.DATED}|{words.LABELLED}|{words.PADDING.pattern})*+")
AFTER_SHORT_NAME = re.compile(rf"[はがをも、]|の?(?:解散|閉鎖|活動|清算|{words.SITE_NOUN})")
AS_A_BODY = "(?<![一-龠ァ-ヶー])(?:{body}会|法人|団体)として(?=の?(?:全?活動|事業|歴史|役割|使命))"
WHOLLY_BRACKETED = re.compile(r"^[(（]([^()（）]+)[)）]$")
QUOTES = '[「」『』“”"]'
# 当会の活動, 本サイト自体: what may stand between the speaker and its particle without becoming another subject.
OWN_HEAD = re.compile(
    rf"(?P<mark>{SELF})(?:として|における|に(?:よる|係る))?の?(?P<acts>{verbs.ACTS}|{verbs.SITE_ACTS})?(?:全体|自体"
    rf"|そのもの)?$"
)
PARTICLE = re.compile(r"は|につきまして(?:は|も)?|に関しまして(?:は|も)?|については|に関しては|が|も(?!の|っ|ち)")
OTHER_BODY = re.compile(rf"(?:{words.BODIES}|{words.GATHERINGS}|部会|分科会|社|店|室|校)$")
A_NOUN = re.compile(r"[一-龠ァ-ヶー](?<![今回度後日月年])$")
BARE_ADVERB = re.compile(
    r"[\d年月日度末付けでに以降後元令和平成昭和\s()火水木金土頃]*|[ぁ-ん]{1,4}|事実上|実質的に|発展的に?|自主的?に?"
    r"|となり"
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
    sentence = WHOLLY_BRACKETED.sub(r"\1", sentence)
    text = voice.mark(BRACKETS.sub("", ENDED_IN_BRACKETS.sub(r"は\g<end>", sentence)))
    text = re.sub(rf"{QUOTES}({SELF}){QUOTES}", r"\1", text)
    text = words.SELF_SITE.sub(SITE, words.SITE_BELOW.sub(SITE, text))
    if voice.home or voice.letter:
        text = words.SELF_PAGE.sub(SITE, text)
        text = words.BARE_PROJECT.sub(rf"\1{PROJECT}", text) if voice.project else text
    text = words.SELF_PROJECT.sub(PROJECT, text)
    text = words.SELF_ORG.sub(ORG, text)
    text = words.ORGAN.sub(ORG, _short_names(text, voice))
    return re.sub(rf"([{ORG}{PROJECT}])の?{words.SITE_NOUN}", SITE, text)


def _short_names(text: str, voice: Voice) -> str:
    """The sentence with the cluster's short names replaced: 本協議会, 協議会として, 協議会は at the beginning."""
    if voice.short is None:
        return text
    text = re.sub(rf"(?:当|本|この){voice.body}(?=[のはがをも、])", ORG, text)
    text = re.sub(AS_A_BODY.format(body=f"{voice.body}|"), f"{ORG}として", text)
    text = voice.telling.sub(ORG, text) if voice.telling else text
    opening = BEGINNING.match(text)
    start = opening.end() if opening else 0
    short = voice.short.match(text, start)
    if short is None or not AFTER_SHORT_NAME.match(text, short.end()):
        return text
    return f"{text[:start]}{ORG}{text[short.end() :]}"


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
    if found["body"] == words.PART and not mark:
        return None  # 研究会の解散 is a part's; its own short name would be marked
    if found["title"] is not None and not mark:
        return None  # 解散 or 活動終了 alone is a label
    if found["bound"] and not mark and not voice.letter:
        return None
    if found["project"]:
        if not mark and not voice.letter and not voice.project:
            return None
        mark = PROJECT
    if re.match(f"{words.SITE_NOUN}|公開|更新", end):
        mark = SITE
    confidence = words.HEADING_CONFIDENCE if mark else words.UNNAMED_HEADING_CONFIDENCE
    return Declaration(KIND_OF_MARK[mark or ORG], end, confidence, "heading")


# ---------------------------------------------------------------- sentences


def _ended(text: str, voice: Voice) -> Declaration | None:
    for rule in verbs.END_RULES:
        for found in rule.verb.finditer(text):
            subject = _subject(text[: found.start()], rule, voice)
            if subject is not None and (subject.mark or rule.name not in verbs.NEEDS_SUBJECT):
                return _declaration(rule, subject, found.group())
    return _plainly_ended(text, voice) or _on_the_whole(text)


def _plainly_ended(text: str, voice: Voice) -> Declaration | None:
    """Weak forms (解散する, 解散し) with a subject and a day: 当会は令和5年3月31日をもって解散."""
    for rule in verbs.END_RULES:
        for found in rule.weak.finditer(text) if rule.weak else ():
            head = text[: found.start()]
            dated = verbs.A_DAY.search(head) and (verbs.DAY_OF_END.search(head) or rule.name == "dissolved")
            subject = _subject(head, rule, voice)
            if subject is not None and subject.mark and (dated or (subject.mark == SITE and subject.acts)):
                return _declaration(rule, subject, found.group())
    return None


def _on_the_whole(text: str) -> Declaration | None:
    """A sentence about the speaker with a strong verb of ending, in no known frame, in which nothing else ends."""
    for topic in verbs.TOPIC.finditer(text):
        for end in verbs.STRONG_END.finditer(text, topic.end()):
            between = text[topic.end() : end.start()]
            dated = not end["by_day"] or verbs.DAY_OF_END.search(between)
            between = words.PADDING.sub("、", words.CAUSE.sub("、", between))
            nothing_else = verbs.CLOSED_CLAUSE.search(between) and not verbs.ELSE.search(between)
            if dated and nothing_else and verbs.SAID.fullmatch(text[end.end() :].rstrip("。 ")):
                kind = KIND_OF_MARK[topic["mark"]]
                return Declaration(kind, end.group(), verbs.ON_THE_WHOLE_CONFIDENCE, "on_the_whole")
    before = verbs.ENDED_BEFORE_NAME.search(text)
    if before:
        return Declaration(KIND_OF_MARK[before["mark"]], before["end"], verbs.ON_THE_WHOLE_CONFIDENCE, "on_the_whole")
    return None


def _declaration(rule: verbs.EndRule, subject: _Subject, said: str) -> Declaration:
    confidence = rule.confidence if subject.mark else min(rule.confidence, UNNAMED_CONFIDENCE)
    mark = subject.mark or (SITE if rule.name in verbs.OF_SITE else ORG)
    return Declaration(KIND_OF_MARK[mark], said, confidence, rule.name)


def _subject(head: str, rule: verbs.EndRule, voice: Voice) -> _Subject | None:
    """Who ends according to the words before the verb; None where it is somebody else, or nobody one may assume."""
    plain = words.PADDING.sub("、", words.CAUSE.sub("、", words.AS_FOR.sub(r"\1は", head)))
    plain = re.sub("、+", "、", words.CLAUSE_GA.sub("", plain)).strip()
    thing, rest = _thing(plain)
    if BARE_ADVERB.fullmatch(thing):
        thing = ""
    if thing and (own := _own(thing)):
        return _fits(own, rule, head, voice)
    topic = _topic(rest)
    if thing and re.fullmatch(words.BARE_SITE, thing):
        return _Subject(SITE) if topic is not None and SITE in rule.bare else None
    if (
        topic is None
        and voice.letter
        and not voice.named
        and rule.name in verbs.OF_A_WHOLE
        and not verbs.PART_OF_A_WHOLE.search(rest)
    ):
        return _Subject(NO_SUBJECT)
    if topic is None or (thing and not (rule.things and re.fullmatch(rule.things, thing))):
        return None
    if topic.mark == NO_SUBJECT:
        of_home = voice.home and bool(re.fullmatch(verbs.SITE_ACTS, thing)) and not rest.strip("、 ")
        return _Subject(SITE, acts=True) if of_home else topic if voice.letter or voice.notice else None
    return _fits(replace(topic, acts=topic.acts or bool(thing)), rule, head, voice)


def _fits(subject: _Subject, rule: verbs.EndRule, head: str, voice: Voice) -> _Subject | None:
    """The subject, if the rule's verb may be said of it."""
    if not (rule.things if subject.acts else subject.mark in rule.bare):
        return None
    needs_day = rule.name in (verbs.ACTS_NEED_DAY if subject.acts else verbs.NEEDS_DAY)
    dated = verbs.DAY_OF_END.search(head) or (voice.project and verbs.A_DAY.search(head))
    return None if subject.mark == ORG and needs_day and not dated else subject


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
            if not particle.group().startswith("も") or OTHER_BODY.search(phrase):
                return None
    # 当会は活動してまいりましたが…: a topic inside an earlier clause still governs.
    for clause in reversed(clauses[:-1]):
        for particle in PARTICLE.finditer(clause):
            own = _own(clause[: particle.start()])
            if own is not None and particle.group() != "が":
                return own
    found = [(clause[: at.start()], at.group()) for clause in clauses for at in PARTICLE.finditer(clause)]
    others = any(
        OTHER_BODY.search(phrase) or (particle == "は" and A_NOUN.search(phrase)) for phrase, particle in found
    )
    return None if others else _Subject(NO_SUBJECT)


def _own(phrase: str) -> _Subject | None:
    """The speaker as the head of a phrase (当会, 当会の活動), or None: the head of 当会の分科会 is another."""
    found = OWN_HEAD.search(phrase)
    return _Subject(found["mark"], acts=bool(found["acts"])) if found else None
