"""The transitions as an Atom feed (RFC 4287), in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from reports.drawing import plain
from reports.words import SHAPES, STATES, SUBTYPES, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reports.site.data import Transition
    from reports.words import Language, Words

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOST = 200  # entries, the newest
NOWHERE = "cluster-monitor.invalid"  # names the ids of a site whose address is not known
TEXTS: dict[str, Words] = {
    "title": ("Industrial clusters of Japan: changes of state", "日本の産業クラスター:状態の変化"),
    "entry": ("{shape} {name}: {before} → {after}", "{shape} {name}:{before}→{after}"),
    "summary": (
        "On {day} {name} went from {before} to {after}{detail}.",
        "{day}、{name}は「{before}」から「{after}」になりました{detail}。",
    ),
    "detail": (" ({what})", "({what})"),
}


def atom(transitions: Sequence[Transition], updated: datetime, language: Language, base_url: str) -> bytes:
    """The feed of the newest transitions.

    Args:
        transitions: the newest first.
        updated: moment of the latest scan, UTC.
        language: of titles and links.
        base_url: where the site will stand, with the slash at its end; "" if that is not known: links are relative
            then, and ids are of no host.
    """
    authority = urlsplit(base_url).hostname or NOWHERE
    feed = etree.Element(f"{{{ATOM}}}feed", {XML_LANG: language}, nsmap={None: ATOM})
    _add(feed, "id", f"tag:{authority},2026:cluster-monitor/{language}")
    _add(feed, "title", TEXTS["title"][language == "ja"])
    _add(feed, "updated", f"{updated:%Y-%m-%dT%H:%M:%SZ}")
    _add(_add(feed, "author"), "name", "cluster-monitor")
    _add(feed, "generator", "cluster-monitor")
    if base_url:
        _add(feed, "link", rel="self", href=f"{base_url}{language}/feed.atom", type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=f"{base_url}{language}/" if base_url else "index.html", type="text/html")
    for one in transitions[:MOST]:
        _entry(feed, one, language, base_url, authority)
    return bytes(etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _entry(feed: etree._Element, one: Transition, language: Language, base_url: str, authority: str) -> None:
    words = {
        "name": one.name(language), "shape": SHAPES.get(one.state, ""), "day": one.day,
        "before": word(STATES, one.state_before, language), "after": word(STATES, one.state, language),
        "detail": _said("detail", language, what=word(SUBTYPES, one.subtype, language)) if one.subtype else "",
    }  # fmt: skip
    entry = _add(feed, "entry")
    # The same transition has the same id for ever, whatever is found out about it later.
    _add(entry, "id", f"tag:{authority},2026:cluster-monitor/{language}/{one.id}/{one.scan_id}")
    _add(entry, "title", plain(_said("entry", language, **words)))
    _add(entry, "updated", f"{one.now:%Y-%m-%dT%H:%M:%SZ}")
    _add(entry, "link", rel="alternate", type="text/html",
         href=f"{base_url}{language}/clusters/{one.id}.html" if base_url else f"clusters/{one.id}.html")  # fmt: skip
    _add(entry, "category", term=one.state)
    _add(entry, "summary", plain(_said("summary", language, **words)))


def _said(key: str, tongue: Language, /, **parts: object) -> str:
    return word(TEXTS, key, tongue).format_map(parts)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child
