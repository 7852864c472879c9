"""Finds the sentences in which an organisation declares its end, its move or its new name.

A finding needs a subject (the organisation, its site, its project), a verb in a form that declares, and a place on the
page where both speak for the cluster; the sentence itself is kept.  Future ends are findings too, with their day: the
verdict decides by date.  The vocabularies and their reasons are in `closure_words`, `closure_words_en`, `succession`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from crawler.records import ClosureFinding, Precision
from pipelines import closure_en, closure_ja, closure_words, succession
from pipelines.closure_voice import Voice, body_of, short_names, spoken_names
from pipelines.eras import find_dates
from pipelines.identity import JAPANESE, flat, host_of, name_pattern
from pipelines.text import BLOCK_TAGS, Block, snippet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.text import Page

# One look over the page tells most pages from those worth reading sentence by sentence.  Each begins with a letter of
# its own, which is what makes the look cheap.
SIGNS = re.compile(
    closure_words.one_of(
        "解散", "閉鎖", "終了", "廃止", "閉じ", "終え", "終わ", "幕", "終止符", "ピリオド", "看板を", "停止",
        "取りやめ",
        "打ち切り", "満了", "完了", "終結", "終息", "清算", "廃業", "閉会", "閉所", "消滅", "解消", "クローズ", "閉設",
        "閉館", "最後", "区切り", "止め", "とめ", "やめ", "更新(?:[はをもさしい致]|の予定)", "運用[はをもさ]",
        "移転", "移行",
        "引っ?越",
        "移り", "新(?:しい)?(?:サイト|ホームページ|url|アドレス|ウェブ)", "変更", "改称", "改名", "改組", "合併",
        "統合",
        "変わり", "dissol", "disband", "clos(?:e|ing|ure)", "shut", "ceas", "ended", "end[s ,.]", "conclu", "terminat",
        "no longer", "discontinu", "wound", "winding", "archive", "stop", "complet", "expired", "finished", "moved",
        "relocat", "migrat", "new (?:web|site|url|address|home|name|location|domain)", "renam", "merg", "successor",
        "folded", "liquidat", "defunct", "fulfilled", "accomplished", "updated", "maintained", "off-?line",
        "farewell", "wrapped", "abolish", "absorb", "integrat", "incorporat", "taken over", "transferr", "until",
        "operates", "part of", "ran from", "end all", "登記", "収束", "告げ", "新名称", "over[ .,;]", "no further",
        "合流", "吸収",
        "決し", "under the", "called", "known as", "kept", "changed (?:to|its|our)", "inactive", "dormant",
        "廃部", "解団", "解体", "完結", "終焉", "終幕", "終会", "休止", "おしまい", "終わらせ", "締めくく", "締め括",
        "たた[みむ]", "畳[みむ]",
        "[な無]くな[りる]", "限りと", "名称", "改め", "移管", "承継", "引き?継", "一本化", "集約", "出発",
        "スタート", "活動[はをも]?(?:一切|もう|現在|行|し)", "retired", "no more", "decommission",
    ),
)  # fmt: skip
SENTENCE_END = re.compile(r"(?<=[。．！？!?])(?![」』）)])|(?<=[a-z)\]0-9][.])\s+(?=[A-Z\d\"“(])")
UNFINISHED = re.compile(r"(?:は|を|が|に|で|と|も|の|へ|て|り|し|、|,|および|及び|ため|から|より)$")
IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]")
ENGLISH_UNFINISHED = re.compile(r"(?:[a-z]{2}|,)$")
HOME_PATH = re.compile(
    r"^/?(?:index|default|home|main|top|toppage)?(?:[._-]?(?:ja|jp|en|e|j|eng|english|japanese))?(?:\.\w{2,5})?$"
    r"|^/?(?:ja|en|jp|english|japanese|jpn|eng)/(?:index\.\w+)?$"
)
LETTER_LENGTH = 800  # characters of a page that can be nothing but a letter of farewell
LINE_LENGTH = 200  # characters of a home page that shows nothing but a line or two
PARAGRAPH_LENGTH = 500  # joined lines beyond this are no sentence
NOTICE_REACH = 8  # blocks after a heading that announces an end which still speak of it
QUOTE_LENGTH = 90
TELLING = 4  # characters of a short name before its last word (食品産業 of 食品産業協議会) that tell it from others
MOST_FINDINGS = 6
EARLIEST_END = date(1990, 1, 1)
FURTHEST_END = timedelta(days=6 * 365)  # nobody announces an end longer ahead


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph of the page, joined where a line break cuts a sentence, and where it starts."""

    text: str
    block: Block
    number: int  # of its first block
    heading: str = ""  # the line before it that announced an end: its date is that of 本日


def closure_findings(page: Page, names: tuple[str, ...], now: date) -> tuple[ClosureFinding, ...]:
    """What the page declares of the cluster, strongest first, at most six findings.

    Args:
        page: the page.
        names: the cluster's names in both scripts, as the register has them.
        now: day of the visit; ends further away than six years are misread dates.
    """
    title = flat(page.title)
    signs = _signs(page)
    if closure_words.STATUTES.search(title) or not (signs or page.refresh or SIGNS.search(title)):
        return ()
    voice = _voice(page, names)
    found = [finding for line, spoken in _heard(page, voice, signs) for finding in _read(page, line, spoken, now)]
    found.extend(succession.page_moves(page, voice))
    best: dict[tuple[str, str], ClosureFinding] = {}
    for finding in found:
        key = (finding.kind, finding.quote)
        if key not in best or finding.confidence > best[key].confidence:
            best[key] = finding
    return tuple(sorted(best.values(), key=lambda f: -f.confidence)[:MOST_FINDINGS])


def _signs(page: Page) -> frozenset[int]:
    """Numbers of the blocks that hold a word of ending, by one look over the whole text."""
    ends = list(accumulate(len(block.text) + 1 for block in page.blocks))  # blocks are joined by a line feed
    return frozenset(bisect_right(ends, sign.start()) for sign in SIGNS.finditer(flat(page.text)))


def _voice(page: Page, names: tuple[str, ...]) -> Voice:
    """Who speaks on the page: the cluster's names, and those of the page's own title where it is the home page."""
    own = name_pattern(spoken_names(names), host_of(page.url))
    path = re.sub(r"^https?://[^/]+", "", page.url).split("?")[0]
    lead = re.split(r"\s*[|｜»›:：–—]\s*|\s+-\s+", flat(page.title).strip())[0]
    titled = bool(own and lead and own.fullmatch(lead))
    at_root = bool(HOME_PATH.match(path))
    home = at_root or titled
    if home and page.title and not SIGNS.search(flat(page.title)):
        own = name_pattern((*spoken_names(names), page.title), host_of(page.url))
    short = len(page.text) <= LETTER_LENGTH and bool(closure_words.FAREWELL.search(flat(page.text)))
    letter = (home and short) or (at_root and len(page.text) <= LINE_LENGTH)
    project = any(closure_words.PROJECT_WORDS.search(flat(name)) for name in names)
    return Voice(
        own=own,
        home=home,
        letter=letter,
        named=letter and bool(own and own.search(flat(f"{page.title} {page.text}"))),
        project=project,
        body=body_of(names),
        short=short_names(names),
        telling=short_names(names, TELLING),
    )


# ---------------------------------------------------------------- lines of the page


def _heard(page: Page, voice: Voice, signs: frozenset[int]) -> Iterator[tuple[_Line, Voice]]:
    """The lines worth reading, each with who speaks there: under a closing heading, or in a letter."""
    announced = _Line(page.title, page.blocks[0], 0) if page.blocks and _announces(page.title, voice) else None
    for line in _lines(page.blocks, signs):
        if announced is not None and line.number - announced.number <= NOTICE_REACH:
            yield replace(line, heading=announced.text), replace(voice, notice=True)
        else:
            yield line, voice
        if _announces(line.text, voice):
            announced = line


def _announces(heading: str, voice: Voice) -> bool:
    """Whether a line is the heading of a notice of the end."""
    text = closure_ja.marked(flat(heading), voice)
    found = closure_words.HEADING.match(text)
    ours = found and (not found["bound"] or (found["self"] and found["bound"] in closure_words.WHOLE_ENDS))
    return bool(ours and not closure_words.CEREMONY.search(text))


def _lines(blocks: tuple[Block, ...], signs: frozenset[int]) -> Iterator[_Line]:
    """The paragraphs with a word of ending; a line that ends within a sentence is joined with those it goes on in."""
    done = -1
    for sign in sorted(signs):
        first = last = sign
        while first > done + 1 and _goes_on(blocks[first - 1], blocks[first]):
            first -= 1
        while last + 1 < len(blocks) and _goes_on(blocks[last], blocks[last + 1]):
            last += 1
        if sign > done and not _in_statutes(blocks, first):
            if first and IN_BRACKETS.fullmatch(blocks[first].text):
                first -= 1  # what a bracket says, it says of the line before
            yield _Line(_joined(blocks[first : last + 1]), blocks[first], first)
        done = max(done, last)


def _joined(blocks: tuple[Block, ...]) -> str:
    text = ""
    for block in blocks:
        glue = " " if text and not JAPANESE.search(text[-1]) else ""
        text += glue + block.text
    return text


def _in_statutes(blocks: tuple[Block, ...], number: int) -> bool:
    """Whether the heading above a block is that of statutes or terms, where ends are conditional."""
    headings = (blocks[n].text for n in range(number, -1, -1) if blocks[n].kind == "heading")
    return bool(closure_words.STATUTES.search(flat(next(headings, ""))))


def _goes_on(block: Block, following: Block) -> bool:
    """Whether a sentence runs on into the following block."""
    end = block.text[-3:]
    unfinished = UNFINISHED.search(end) if JAPANESE.search(end) else ENGLISH_UNFINISHED.search(end)
    if not unfinished or following.kind == "heading" or len(block.text) > PARAGRAPH_LENGTH:
        return False
    if not JAPANESE.search(end) and not following.text[:1].islower():
        return False
    return _container(block.element) is _container(following.element)


def _container(element: HtmlElement) -> HtmlElement:
    """The block-level element around an element; a line break is none."""
    for around in chain([element], element.iterancestors()):
        if around.tag in BLOCK_TAGS and around.tag != "br":
            return around
    return element


# ---------------------------------------------------------------- sentences


def _read(page: Page, line: _Line, voice: Voice, now: date) -> Iterator[ClosureFinding]:
    if closure_words.PARTING.search(line.text):
        voice = replace(voice, notice=True)
    for sentence in SENTENCE_END.split(line.text):
        text = flat(sentence).strip(" 。")
        if not SIGNS.search(text):
            continue
        reader = closure_ja if JAPANESE.search(text) else closure_en
        passed_on = succession.declared_in(page, line.number, text, voice)
        if passed_on is not None:
            yield replace(
                passed_on,
                quote=_quote(sentence, ""),
                successor=_as_written(passed_on.successor, sentence),
                end_date=_end_date(sentence, line, now),
            )
            continue
        declared = reader.declared_in(text, voice)
        if declared is not None:
            yield ClosureFinding(
                kind=declared.kind,
                quote=_quote(sentence, declared.words),
                confidence=declared.confidence,
                end_date=_end_date(sentence, line, now),
                rule=declared.rule,
            )


def _as_written(name: str, sentence: str) -> str:
    """A name found in flat text, as the sentence writes it."""
    start = flat(sentence).find(name)
    return sentence[start : start + len(name)] if start >= 0 else name


def _quote(sentence: str, words: str) -> str:
    """The sentence, or the stretch of it that holds the declaring words."""
    sentence = sentence.strip()
    start = max(flat(sentence).rfind(words), 0) if words else 0
    return snippet(sentence, start, start + len(words), QUOTE_LENGTH)


def _end_date(sentence: str, line: _Line, now: date) -> date | None:
    """The day of the end: the last date of the sentence, else the first of its paragraph or heading (本日をもって)."""
    for text, order in ((sentence, -1), (line.text, 0), (line.heading, 0)):
        days = [day for written in find_dates(text) if (day := _last_day(written.value, written.precision, now))]
        if days:
            return days[order]
    return None


def _last_day(value: date, precision: Precision, now: date) -> date | None:
    """The last day of a written date, None where it cannot be the day of an end."""
    last = value
    if precision is Precision.MONTH:
        last = (value.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    elif precision is Precision.YEAR:
        last = value.replace(month=12, day=31)
    elif precision is Precision.FISCAL_YEAR:
        last = date(value.year + 1, 3, 31)
    return last if EARLIEST_END <= last <= now + FURTHEST_END else None
