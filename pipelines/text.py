"""One page, parsed once: title, visible blocks, links, frames.

All readers of `pipelines` share the `Page` made here, because parsing costs more than anything they do with it
(lxml 1.4 ms a page, BeautifulSoup 18).  A block is what a reader sees as one piece: a paragraph, a list item, a table
row, a heading, or the stretch between two `<br>`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterator

# Not "head": where a page leaves out <body>, libxml2 takes its <section> or <main> for a part of the head.
HIDDEN_TAGS = {"script", "style", "noscript", "template", "title", "svg", "math", "object", "audio", "video", "canvas"}
HEADING_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary"}
# A table row is one block (date in one cell, title in the next), and so is a term with the definition after it.
BLOCK_TAGS = {
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "option", "select", "noframes", "marquee",
} | HEADING_TAGS  # fmt: skip
CELL_TAGS = {"td", "th"}
# Where a block stands tells what it is; the first ancestor of a kind decides.
KIND_OF_TAG = {
    **dict.fromkeys(HEADING_TAGS, "heading"),
    "li": "item", "dt": "item", "dd": "item", "tr": "table", "nav": "nav", "footer": "footer", "option": "nav",
}  # fmt: skip
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
REFRESH = re.compile(r"^\s*\d*(?:\.\d+)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]+)", re.IGNORECASE)
WHITE = re.compile(r"\s+")
# Control characters that no page means; lxml refuses them.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
CUT_WORD = re.compile(r"[A-Za-z0-9]{2}")
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One visible piece of text with white space folded, and the element it starts in."""

    text: str
    kind: str  # "heading" | "item" | "table" | "nav" | "footer" | "prose"
    element: html.HtmlElement
    pieces: tuple[tuple[html.HtmlElement, str], ...] = ()  # the text as it stands, piece by piece, with what holds it


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One link of a page: an absolute http(s) address without fragment."""

    url: str
    text: str  # anchor text, or the alternative text of its image
    element: html.HtmlElement
    nofollow: bool = False
    hreflang: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One parsed page; see the module's docstring."""

    url: str
    base_url: str
    tree: html.HtmlElement
    title: str
    html_lang: str
    description: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    text: str
    frames: tuple[str, ...]
    refresh: str  # absolute address of a meta refresh, "" without


def read_page(markup: str, url: str) -> Page:
    """Parses the markup of a page found at `url`; never fails, an empty page has no blocks."""
    tree = _parse(markup)
    base_url = _absolute(_first(tree, "//base/@href"), url) or url
    blocks = tuple(_blocks(tree))
    return Page(
        url=url,
        base_url=base_url,
        tree=tree,
        title=fold(_first(tree, "//title/text()")),
        html_lang=tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or tree.get("xml:lang")
        or "",
        description=fold(_first(tree, "//meta[translate(@name,'DESCRIPTION','description')='description']/@content")),
        blocks=blocks,
        links=tuple(_links(tree, base_url)),
        text="\n".join(block.text for block in blocks),
        frames=tuple(_frames(tree, base_url)),
        refresh=_refresh(tree, base_url),
    )


def fold(text: str) -> str:
    """The text with runs of white space (also the ideographic space) as one space."""
    return " ".join(text.split())


def text_sha(text: str) -> str:
    """SHA-256 (hex) of a text without its white space: markup and re-wrapping do not change it."""
    return hashlib.sha256(WHITE.sub("", text).encode("utf-8", "surrogatepass")).hexdigest()


def snippet(text: str, start: int, end: int, limit: int = 90) -> str:
    """At most `limit` characters of the text around [start, end), cut evenly on both sides, inside no Latin word."""
    if end - start >= limit:
        first, last = start, start + limit
    else:
        first = max(0, min(start - (limit - (end - start)) // 2, len(text) - limit))
        last = first + limit
    while 0 < first < start and CUT_WORD.match(text, first - 1):
        first += 1
    while min(end, first + limit // 2) < last < len(text) and CUT_WORD.match(text, last - 1):
        last -= 1
    return fold(text[first:last])


def absolute_url(reference: str, base: str) -> str:
    """The absolute http(s) address of a reference without fragment, or "" where there is none."""
    return _absolute(reference, base)


# ---------------------------------------------------------------- parsing


def _parse(markup: str) -> html.HtmlElement:
    """The tree of a page; broken or empty markup gives an empty body."""
    clean = XML_DECLARATION.sub("", CONTROLS.sub(" ", markup), count=1)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        tree = html.document_fromstring("<html><body></body></html>")
    return tree


def _first(tree: html.HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return str(found[0]) if isinstance(found, list) and found else ""


def _absolute(reference: str, base: str) -> str:
    """`urljoin` that answers "" where the reference is no http(s) address (tel:, mailto:, broken brackets)."""
    reference = reference.strip()
    if not reference:
        return ""
    try:
        joined = urldefrag(urljoin(base, reference)).url
        parts = urlsplit(joined)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port  # raises where the port is no number
    except ValueError:
        return ""
    return WHITE.sub("%20", joined) if usable else ""


# ---------------------------------------------------------------- blocks


def _blocks(tree: html.HtmlElement) -> Iterator[Block]:
    """The visible blocks in reading order."""
    parts: list[tuple[html.HtmlElement, str]] = []
    owner: html.HtmlElement = tree
    for element, piece, breaks in _walk(tree):
        if breaks:
            yield from _flush(parts, owner)
            parts, owner = [], element
        elif piece:
            if not parts:
                owner = element
            parts.append((element, piece))
    yield from _flush(parts, owner)


def _walk(tree: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, bool]]:
    """(element, text, is this a border between blocks) in reading order, without what is hidden.

    Iterative, because real pages nest thousands of unclosed `<font>`.
    """
    stack: list[tuple[html.HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, leaving = stack.pop()
        shown = isinstance(element.tag, str) and not _is_hidden(element)
        if shown:
            yield from _leave(element) if leaving else _enter(element)
        if shown and not leaving:
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        elif element.tail and (parent := element.getparent()) is not None:
            yield parent, element.tail, False


def _enter(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, bool]]:
    if element.tag in BLOCK_TAGS:
        yield element, "", True
    if element.tag == "img" and (alternative := element.get("alt")):
        yield element, f" {alternative} ", False
    if element.text:
        yield element, element.text, False


def _leave(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, bool]]:
    if element.tag in BLOCK_TAGS:
        yield element, "", True
    elif element.tag in CELL_TAGS:
        yield element, " ", False


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.tag in HIDDEN_TAGS or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and HIDDEN_STYLE.search(style))


def _flush(parts: list[tuple[html.HtmlElement, str]], owner: html.HtmlElement) -> Iterator[Block]:
    text = fold("".join([piece for _, piece in parts]))
    if text:
        yield Block(text, _kind(owner), owner, tuple(parts))


def _kind(element: html.HtmlElement) -> str:
    """What a block is, by the first telling element around it; navigation and footer outrank the list inside them."""
    kind = ""
    for around in chain([element], element.iterancestors()):
        found = KIND_OF_TAG.get(str(around.tag), "")
        if found in {"nav", "footer"}:
            return found
        kind = kind or found
    return kind or "prose"


# ---------------------------------------------------------------- links


def _links(tree: html.HtmlElement, base_url: str) -> Iterator[Link]:
    """Links of `<a>` and `<area>`; the alternate links of the head are read by those who need them."""
    for element in tree.iter("a", "area"):
        url = _absolute(element.get("href", ""), base_url)
        if url:
            yield Link(
                url=url,
                text=_anchor_text(element),
                element=element,
                nofollow="nofollow" in element.get("rel", ""),
                hreflang=element.get("hreflang", ""),
            )


def _anchor_text(element: html.HtmlElement) -> str:
    text = fold("".join(map(str, element.itertext())))
    if text:
        return text
    images = [image.get("alt", "") for image in element.iter("img")]
    return fold(" ".join(images) or element.get("title", "") or element.get("alt", ""))


def _frames(tree: html.HtmlElement, base_url: str) -> Iterator[str]:
    for element in tree.iter("frame", "iframe"):
        url = _absolute(element.get("src", ""), base_url)
        if url:
            yield url


def _refresh(tree: html.HtmlElement, base_url: str) -> str:
    for element in tree.iter("meta"):
        if element.get("http-equiv", "").lower() == "refresh":
            found = REFRESH.match(element.get("content", ""))
            return _absolute(found.group(1), base_url) if found else ""
    return ""
