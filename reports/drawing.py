"""From an altair chart to the SVG that stands in a page, a report or a file: small, the same for the same data.

What vl-convert draws is taken apart and put together without roles, wrappers and fonts of single labels; marks of one
colour become one path.  A mark also gets the class of its colour (`fill-active`): a page's style sheet may choose the
colour for its own light and dark; without one the mid-tones below can be read on white and on dark paper.  There are no
style attributes, no scripts and no ids: a strict Content-Security-Policy has nothing to say against it.  Places do not
depend on the fonts of the machine: nothing is laid out by the width of a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, ParamSpec, cast

import altair as alt
import vl_convert
from lxml import etree

from reports.tables import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Asked = ParamSpec("Asked")
KEPT = 256  # drawings; some 7 kB each
# Mid-tones: 3:1 and more against white and against #1a2129.  The states keep the hues of the pages, and neighbours in a
# stack differ in lightness, too.
FILLS = {
    "active": "#3a9f69", "static": "#8f6114", "ceased": "#d4514a", "unknown": "#848f9a", "chart": "#3f86bb",
}  # fmt: skip
INK = "currentColor"
FONTS = "system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, 'Noto Sans CJK JP', sans-serif"
SIZE = 12  # pixels, of letters
GRID = 0.18  # opacity of the lines behind
SVG = "http://www.w3.org/2000/svg"
CLASS_OF = {colour: code for code, colour in FILLS.items()}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
CLUTTER = ("role", "class", "pointer-events", "font-family", "font-size", "stroke-miterlimit", "opacity")


@dataclass(frozen=True, slots=True)
class Frame:
    """The place of the marks inside a drawing, in pixels; around it is room for words."""

    width: int
    height: int
    left: int = 44
    top: int = 12
    right: int = 12
    bottom: int = 26


def kept(draw: Callable[Asked, str]) -> Callable[Asked, str]:
    """Draw the same data once: a drawing takes 20 to 150 ms.  All that is given must be hashable."""
    return cast("Callable[Asked, str]", lru_cache(maxsize=KEPT)(draw))  # with its own signature


def plain(text: str, most: int = 1000) -> str:
    """A text that XML can hold, no longer than so many half-width places; what is cut off becomes an ellipsis."""
    clean = NOT_XML.sub("", printable(text)).replace("\n", " ").replace("\t", " ")
    taken = 0
    for at, sign in enumerate(clean):
        taken += places(sign)
        if taken > most:
            return clean[:at].rstrip() + "…"
    return clean


def places(text: str) -> int:
    """How many half-width places a text takes, whatever the font."""
    return sum(1 if sign < "\u1100" else 2 for sign in text)


def rows(records: Iterable[Mapping[str, object]]) -> alt.InlineData:
    """Data of a layer."""
    values = [dict(record) for record in records]
    return alt.InlineData(values=values)


def labels(records: Iterable[Mapping[str, object]], **mark: Any) -> alt.Chart:
    """Words at places in pixels: records of x, y, text; `mark` says how (align, fontWeight)."""
    made: alt.Chart = (
        alt.Chart(rows(records))
        .mark_text(**{"align": "left", "baseline": "middle", **mark})
        .encode(
            x=alt.X("x:Q", scale=None, axis=None),
            y=alt.Y("y:Q", scale=None, axis=None),
            text="text:N",
        )
    )
    return made


def svg_of(layers: Iterable[alt.Chart], frame: Frame, title: str, summary: str) -> str:
    """The drawing as a piece of XML that may stand in an HTML page; `title` and `summary` are what a reader hears."""
    return named(drawn(spec_of(layers, frame)), title, summary)


def spec_of(layers: Iterable[alt.Chart], frame: Frame) -> dict[str, Any]:
    """What vl-convert draws.  Building it takes longer than drawing: keep it where only the data of a chart differ."""
    chart = alt.layer(*layers).properties(
        width=frame.width,
        height=frame.height,
        autosize=alt.AutoSizeParams(type="none"),
        padding={"left": frame.left, "top": frame.top, "right": frame.right, "bottom": frame.bottom},
    )
    quiet = {"labelColor": INK, "gridColor": INK, "gridOpacity": GRID, "labelFontSize": SIZE, "labelOverlap": False}
    spec: dict[str, Any] = chart.configure(
        font="sans-serif",
        background="transparent",
        view={"stroke": None},
        axis={"domain": False, "ticks": False, "title": None, "labelLimit": 0, "labelPadding": 6, **quiet},
        text={"color": INK, "fontSize": SIZE, "limit": 0},
    ).to_dict()
    return spec


def drawn(spec: Mapping[str, Any]) -> str:
    """The drawing without its name; nothing is fetched for it."""
    return _tidied(vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[]))


def named(svg: str, title: str, summary: str) -> str:
    """The drawing with what a reader hears of it."""
    head, _, rest = svg.partition(">")
    return f"{head}><title>{escape(plain(title))}</title><desc>{escape(plain(summary))}</desc>{rest}"


# ---------------------------------------------------------------- tidying


def _tidied(svg: str) -> str:
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, huge_tree=False))
    for element in list(root.iter()):
        _simplify(element)
    for group in list(root.iter(f"{{{SVG}}}g")):
        _join_paths(group)
        if not group.attrib:
            _unwrap(group)
    shape = {name: root.get(name, "") for name in ("viewBox", "width", "height")}
    made = etree.Element(f"{{{SVG}}}svg", shape | {"class": "drawing", "role": "img"}, nsmap={None: SVG})
    made.set("font-family", FONTS)
    made.set("font-size", str(SIZE))
    made.extend(list(root))
    return str(etree.tostring(made, encoding="unicode"))


def _simplify(element: Any) -> None:
    """Leave what shows: geometry, colour, words."""
    if element.get("class") in {"background", "foreground"} or element.get("display") == "none":
        element.getparent().remove(element)
        return
    for name in list(element.attrib):
        if name in CLUTTER or name.startswith("aria-") or (name, element.get(name)) == ("transform", "translate(0,0)"):
            del element.attrib[name]
        else:
            element.set(name, LONG_NUMBER.sub(_rounded, element.get(name)))
    for name in ("fill", "stroke"):
        if code := CLASS_OF.get(element.get(name, "")):
            element.set("class", f"{name}-{code}")


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _join_paths(group: Any) -> None:
    """Paths that follow each other and look alike become one."""
    before = None
    for path in list(group):
        if before is not None and "transform" not in path.attrib and _look(path) == _look(before):
            before.set("d", before.get("d", "") + path.get("d", ""))
            group.remove(path)
        else:
            before = path


def _look(element: Any) -> dict[str, str]:
    """All but the geometry of a path; of anything else all, so that nothing looks like it."""
    is_path = element.tag == f"{{{SVG}}}path"
    return {name: value for name, value in element.attrib.items() if name != "d"} if is_path else {"": str(id(element))}


def _unwrap(group: Any) -> None:
    """A group without attributes only holds its children together."""
    parent = group.getparent()
    place = parent.index(group)
    parent[place : place + 1] = list(group)
