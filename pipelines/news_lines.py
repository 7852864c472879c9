"""Lines that a date heads or ends: the raw material of a list of news.

A block of a page is such a line if its date stands alone, first, last, or in an element of its own.  What is left of
the line without date and labels is its title; how surely the date belongs to the line is its strength.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from crawler.records import Precision
from pipelines.eras import WrittenDate, find_dates
from pipelines.news_words import (
    DATE_LABEL,
    DECORATION,
    LABEL_CLASSES,
    LONGEST_LABEL,
    SENTENCE_GOES_ON,
    class_words,
    is_label,
    leads_on,
)
from pipelines.text import BLOCK_TAGS, Block, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 70  # characters from the start of a block in which its date may stand, with labels before it
TAIL = 45  # characters from its end
LONGEST_LINE = 1500  # longer blocks are prose that happens to begin with a date
LONGEST_TITLE = 200
SPLIT_DATE = 24  # a block no longer than this may be one date in several elements
DAY_ALONE = re.compile(r"\d{1,2}日?")
SPLIT_SEPARATORS = (" ", ".", "/")
# Cheap sign that a date may be near: saves the scan of most blocks.
DATE_NEAR = re.compile(
    r"[0-9０-９元一二三四五六七八九十〇]\s{0,2}[年月]|[0-9０-９]\s{0,2}[./／．‐－―–-]\s{0,2}[0-9０-９]|[㋀-㋋]"
    r"|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|m[aä]r|mai|okt|dez|janv|f[eé]v|avr|juin|juil|ao[uû]t|d[eé]c)",
    re.IGNORECASE,
)
# What may follow a date without being said by the line: weekday, time of day, "updated".
CLOCK = r"\d{1,2}(?:[:：]\d{2}(?::\d{2})?|時(?:\d{1,2}分|半)?)"
AFTER_DATE = re.compile(
    rf"\s*(?:[(（]\s*(?:[月火水木金土日祝休](?:曜日?)?|[・,/])+\s*[)）])?\s*(?:{CLOCK})?(?:\s*[~〜～–-]\s*(?:{CLOCK})?)?"
    r"\s*(?:に?(?:更新|掲載|公開|投稿|発表|作成)(?:しました)?|付|up|アップ)?\s*",
    re.IGNORECASE,
)
TIME_OF_DAY = re.compile(rf"^\s*{CLOCK}\s*(?:[~〜～–-]\s*(?:{CLOCK})?)?(?=\s|$)")
RANGE = re.compile(r"\s*(?:\d{1,2}[:：]\d{2})?\s*(?:[~〜～–—‐-]|から|→|・|、|,|and|&|und)\s*", re.IGNORECASE)
STAMP = re.compile(r"掲載|公開|投稿|更新|登録|\b(?:posted|published|updated|written)\b", re.IGNORECASE)
TRAILING_MARK = re.compile(r"\s*[(（\[【]?\s*\b(?:new|up)\b\s*[!！]*\s*[)）\]】]?\s*$", re.IGNORECASE)
EMPTY_BRACKETS = re.compile(r"[(（\[［【〔<＜「]\s*[)）\]］】〕>＞」]")
TITLE_ENDS = " \t\u3000:：|｜/／・-–—―,、.．>＞»→▶►▷●■□◆◇○◎★☆※*＊~〜～†‣•·"
LETTER = re.compile(r"[^\W\d_]")
DOUBTFUL = {"no_year", "loose"}
YEARS = {Precision.YEAR, Precision.FISCAL_YEAR}
ITEM_TAGS = {"li", "dt", "dd", "tr", "td"}
LONG_CELL = 8  # characters from which a cell of a table can be a title, not a department or a kind
LONG_LINK = 12


class Strength(IntEnum):
    """How surely a date is the date of its line."""

    SENTENCE = 0  # the line goes on as a sentence: 5月1日に…
    BELIEVED = 1  # only in a list of news
    SET_APART = 2
    OWN = 3  # stands alone or in an element of its own


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A block with its date; `title` is what the block says beside it, "" for a date alone."""

    index: int  # of the block
    element: HtmlElement
    written: WrittenDate
    title: str
    strength: Strength
    stamped: bool  # says that it is the day of publication, or stands in a <time>
    make: tuple[str, ...]  # tag, two tags around, class, where the date stands: the items of one list are alike


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A stretch of a block's text in one element, or in one cell of a table."""

    element: HtmlElement
    text: str


def settled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the element that makes each of them a block: the row, item or paragraph around its first word."""
    return tuple(Block(block.text, block.kind, _seat(block), block.pieces) for block in blocks)


def _seat(block: Block) -> HtmlElement:
    element = next((element for element, text in block.pieces if not text.isspace()), block.element)
    while element.tag not in BLOCK_TAGS and (around := element.getparent()) is not None:
        element = around
    return element


def dated_lines(blocks: tuple[Block, ...]) -> list[Line]:
    """The dated lines of a page in reading order; menus and footers have none."""
    found = (line_of(block, index) for index, block in enumerate(blocks) if block.kind not in {"nav", "footer"})
    return [_with_day(line, blocks) for line in found if line and _counts(line)]


def _counts(line: Line) -> bool:
    """A year alone is a heading; a sentence that begins with a date is an item only where it is marked up as one."""
    if line.strength is Strength.SENTENCE:
        return line.element.tag in ITEM_TAGS
    return bool(line.title) or line.written.precision not in YEARS


def _with_day(line: Line, blocks: tuple[Block, ...]) -> Line:
    """A month alone, with the day that stands in a block of its own beside it: <div>05</div><div>Oct 2026</div>."""
    if line.title or line.written.precision is not Precision.MONTH:
        return line
    beside = [blocks[index] for index in (line.index - 1, line.index + 1) if 0 <= index < len(blocks)]
    for block in beside:
        if DAY_ALONE.fullmatch(block.text) and block.element.getparent() is line.element.getparent():
            day = int(block.text.removesuffix("日"))
            if 1 <= day <= monthrange(line.written.value.year, line.written.value.month)[1]:
                whole = replace(line.written, value=line.written.value.replace(day=day), precision=Precision.DAY)
                return replace(line, written=whole)
    return line


def line_of(block: Block, index: int) -> Line | None:
    """The block as a dated line, or None where no date heads or ends it."""
    candidates = list(_dates_of(block))
    if not candidates:
        return None
    spans = spans_of(block)
    for written in candidates:
        before, after, own = _around(block, spans, written)
        if own or (not (before and after) and written.precision not in YEARS):
            return Line(
                index,
                block.element,
                written,
                title_of(block, spans, written.written),
                _strength(written, before, after, own=own),
                bool(STAMP.search(block.text)) or any(element.tag == "time" for element, _ in block.pieces),
                (*_tags(block), "tail" if before else "head", "own" if own else ""),
            )
    return None


def spans_of(block: Block) -> list[Span]:
    """The stretches of a block's text, in reading order."""
    merged: list[tuple[HtmlElement, list[str]]] = []
    for element, piece in block.pieces:
        holder = _holder(element, block.element)
        if merged and merged[-1][0] is holder:
            merged[-1][1].append(piece)
        else:
            merged.append((holder, [piece]))
    spans = (Span(element, fold("".join(pieces))) for element, pieces in merged)
    return [span for span in spans if span.text]


def _holder(element: HtmlElement, top: HtmlElement) -> HtmlElement:
    """The cell of a row that an element lies in, else the element."""
    if top.tag != "tr":
        return element
    around: HtmlElement | None = element
    while around is not None and around is not top:
        if around.tag in {"td", "th"}:
            return around
        around = around.getparent()
    return element


# ---------------------------------------------------------------- the date of a line


def _dates_of(block: Block) -> Iterator[WrittenDate]:
    """The first date near the start of a block and the last near its end; a range counts as its first day."""
    text = block.text
    for element, piece in block.pieces:
        stamp = element.get("datetime") if element.tag == "time" else None
        stamped = find_dates(stamp) if stamp else ()
        if stamped and fold(piece):
            yield replace(stamped[0], written=fold(piece))
            return
    if len(text) <= HEAD + TAIL:
        found = list(_ends(text, 0)) if DATE_NEAR.search(text) else []
        if not found or "no_year" in found[0].marks:
            found = [*_split_date(block), *found]
        yield from found
        return
    if DATE_NEAR.search(text, 0, HEAD):
        yield from _ends(text[: HEAD + TAIL], 0, last=False)
    if len(text) <= LONGEST_LINE and DATE_NEAR.search(text, len(text) - TAIL):
        yield from _ends(text[-TAIL:], len(text) - TAIL, first=False)


def _ends(text: str, offset: int, *, first: bool = True, last: bool = True) -> Iterator[WrittenDate]:
    found = _joined(text, list(find_dates(text)))
    moved = [replace(one, start=one.start + offset, end=one.end + offset) for one in found]
    if moved and first:
        yield moved[0]
    if moved and last and (len(moved) > 1 or not first):
        yield moved[-1]


def _joined(text: str, dates: list[WrittenDate]) -> list[WrittenDate]:
    """The dates, with the end of a range made a part of its start: "5月1日～3日" is one."""
    joined: list[WrittenDate] = []
    for one in dates:
        if joined and RANGE.fullmatch(text, joined[-1].end, one.start):
            start = joined[-1].start
            joined[-1] = replace(joined[-1], end=one.end, written=text[start : one.end])
        else:
            joined.append(one)
    return joined


def _split_date(block: Block) -> Iterator[WrittenDate]:
    """A date whose parts stand in elements of their own: <b>01</b><i>May</i>2024, <span>2024</span><span>5.1</span>."""
    parts = [fold(piece) for _, piece in block.pieces if fold(piece)]
    if len(parts) > 1 and len(block.text) <= SPLIT_DATE:
        for separator in SPLIT_SEPARATORS:
            found = find_dates(separator.join(parts))
            if found and "no_year" not in found[0].marks:
                yield replace(found[0], start=0, end=len(block.text), written=block.text)
                return


def _around(block: Block, spans: list[Span], written: WrittenDate) -> tuple[str, str, bool]:
    """What a line says before and after its date, labels left out, and whether the date has an element of its own."""
    for place, span in enumerate(spans):
        if written.written in span.text:
            head, _, tail = span.text.partition(written.written)
            own = not (_said(head) or _said(tail)) and (len(spans) == 1 or span.element is not block.element)
            before = [*(other.text for other in spans[:place] if not _is_label(other, block)), head]
            after = [tail, *(other.text for other in spans[place + 1 :] if not _is_label(other, block))]
            return _said("".join(before)), _said(" ".join(after)), own
    return _said(block.text[: written.start]), _said(block.text[written.end :]), False


def _said(text: str) -> str:
    """What a text beside a date says, "" where it only decorates or labels it."""
    bare = text.strip(DECORATION)
    if not bare or is_label(bare) or DATE_LABEL.fullmatch(bare) or AFTER_DATE.fullmatch(text):
        return ""
    return text


def _strength(written: WrittenDate, before: str, after: str, *, own: bool) -> Strength:
    if not own and not before and SENTENCE_GOES_ON.match(after):
        return Strength.SENTENCE
    if written.marks & DOUBTFUL or written.precision in YEARS:
        return Strength.BELIEVED
    if own or not (before or after):
        return Strength.OWN
    return Strength.SET_APART if after or written.precision is Precision.DAY else Strength.BELIEVED


def _tags(block: Block) -> tuple[str, ...]:
    """The item, its list, and what holds the list, with the class of the item."""
    around = islice(chain([block.element], block.element.iterancestors()), 3)
    return (*(str(element.tag) for element in around), block.element.get("class", ""))


# ---------------------------------------------------------------- the title of a line


def title_of(block: Block, spans: list[Span], written: str = "") -> str:
    """What a block says, without its date, labels and links that only lead on; "" where that is nothing."""
    kept = _without_labels(block, spans, written)
    if block.element.tag == "tr":
        cells = [cleaned(span.text.replace(written, " ", 1) if written else span.text) for span in kept]
        return _title_cell([(cell, span) for cell, span in zip(cells, kept, strict=True) if cell])
    text, parts, cursor = block.text, [], 0
    for span in spans:
        start = text.find(span.text, cursor)
        if start < 0:
            continue
        parts.append(text[cursor:start])
        parts.append(span.text if span in kept else " ")
        cursor = start + len(span.text)
    joined = "".join([*parts, text[cursor:]])
    return cleaned(joined.replace(written, " ", 1) if written else joined)


def _without_labels(block: Block, spans: list[Span], written: str) -> list[Span]:
    """The spans without labels and links that lead on at either end; within a sentence they are words of it."""
    said = [span for span in spans if not (written and span.text == written)]
    while len(said) > 1 and (_is_label(said[0], block) or _is_kind(said[0], said[1], block)):
        said = said[1:]
    while len(said) > 1 and (_is_label(said[-1], block) or _leads_on(said[-1], said[-2])):
        said = said[:-1]
    return said


def _is_kind(span: Span, after: Span, block: Block) -> bool:
    """Whether a short stretch of its own before a long link is the kind of item, be it a word that no list holds."""
    return span.element is not block.element and len(span.text) < LONG_CELL and _is_long_link(after)


def _is_long_link(span: Span) -> bool:
    return span.element.tag == "a" and len(span.text) >= LONG_CELL


def _title_cell(cells: list[tuple[str, Span]]) -> str:
    """The cell of a row that is its title: a linked text where there is a long one, else the first long cell."""
    long = [(cell, span) for cell, span in cells if len(cell) >= LONG_CELL]
    if not long:
        return max((cell for cell, _ in cells), key=len, default="")
    for cell, span in long:
        if len(cell) >= LONG_LINK and any(
            fold(str(link.text_content())) == span.text for link in span.element.iter("a")
        ):
            return cell
    return long[0][0]


def cleaned(text: str) -> str:
    """A title without empty brackets, marks of newness, time of day and decoration at its ends."""
    text = TIME_OF_DAY.sub(" ", EMPTY_BRACKETS.sub(" ", fold(text)).lstrip(TITLE_ENDS))
    first, bar, rest = text.replace("|", "｜").partition("｜")
    if bar and is_label(first):
        text = rest
    text = fold(TRAILING_MARK.sub("", text)).strip(TITLE_ENDS)
    if not LETTER.search(text) or AFTER_DATE.fullmatch(text) or DATE_LABEL.fullmatch(text):
        return ""
    return text[:LONGEST_TITLE]


def _is_label(span: Span, block: Block) -> bool:
    """Whether a stretch in an element of its own is the name of a category or a mark of newness."""
    if span.element is block.element or len(span.text) > LONGEST_LABEL:
        return False
    if is_label(span.text):
        return True
    return any(LABEL_CLASSES & class_words(around.get("class", "")) for around in _inside(span.element, block.element))


def _inside(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    """The element and what is around it, up to and without `top`."""
    around: HtmlElement | None = element
    while around is not None and around is not top:
        yield around
        around = around.getparent()


def _leads_on(span: Span, before: Span) -> bool:
    """Whether a link at the end of a line only leads on and ends no sentence (詳細は<a>こちら</a>)."""
    return span.element.tag == "a" and leads_on(span.text) and not before.text.endswith(tuple("はをにのへが"))
