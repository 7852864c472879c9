"""What the cells of the register mean: one reader a kind of cell, and the table that says which column has which kind.

A reader takes the text of a cell that is not empty and returns the value; a `CellError` carries the remedy.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.vocabulary import PREFECTURES, REGIONS, SECTORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WHITE = re.compile(r"\s")
# The year before the first year of an era; MEXT and prefectures write programme dates that way.
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
DATE = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])(?P<era_year>元|\d{1,2})|(?P<year>\d{4}))\s*[-/.年]\s*(?P<month>\d{1,2})"
    r"\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?: 00:00:00)?"
)
TRUE = {"true", "yes", "y", "1", "はい", "○", "〇"}
FALSE = {"false", "no", "n", "0", "いいえ", "×"}
SEPARATOR = re.compile(r"[;,、；，]")


class CellError(ValueError):
    """A cell whose value cannot be used; the sentence is the remedy."""


def text(cell: str) -> str:
    """Any text without control characters."""
    if CONTROL.search(cell):
        raise CellError("remove the control characters")
    return cell


def identifier(cell: str) -> str:
    """An id: it stands in addresses, file names and commands."""
    if not ID.fullmatch(cell):
        raise CellError("write an id of letters, digits and - . _ only, for instance east-metal")
    return cell


def address(cell: str) -> str:
    """An absolute http or https address, as it was written."""
    if WHITE.search(cell) or CONTROL.search(cell):
        raise CellError("write one address without white space")
    try:
        parts = urlsplit(cell)
        host, _port = parts.hostname, parts.port  # the port is read because reading it checks it
    except ValueError as error:
        raise CellError(f"write a valid address ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise CellError("write an address that begins with http:// or https://")
    if not host or not all(0 < len(label) <= 63 for label in host.rstrip(".").split(".")):  # noqa: PLR2004 - RFC 1035
        raise CellError("write an address with a host name, for instance https://cluster.example/")
    if parts.username is not None:
        raise CellError("leave user name and password out of the address")
    return cell


def scope(cell: str) -> str:
    """A path inside the website's host that belongs to the cluster."""
    if not cell.startswith("/") or WHITE.search(cell):
        raise CellError("write a path that begins with /, for instance /industry/cluster/")
    return cell


def day(cell: str) -> date:
    """A day in ISO form, with slashes as Excel writes it, or in Japanese form, eras included."""
    found = DATE.fullmatch(unicodedata.normalize("NFKC", cell))
    if not found:
        raise CellError("write a day as 2026-03-31, 2026/3/31, 2026年3月31日 or 令和8年3月31日")
    if found["era"]:
        year = ERAS[found["era"]] + (1 if found["era_year"] == "元" else int(found["era_year"]))
    else:
        year = int(found["year"])
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise CellError(f"write a day that exists ({error})") from error


def truth(cell: str) -> bool:
    """Yes or no."""
    word = unicodedata.normalize("NFKC", cell).lower()
    if word not in TRUE | FALSE:
        raise CellError("write true or false, or leave it empty")
    return word in TRUE


def codes(cell: str) -> tuple[str, ...]:
    """Sector codes joined by ";", in the order written."""
    return tuple(dict.fromkeys(_known(part.upper(), SECTORS, "sector") for part in words(cell)))


def words(cell: str) -> tuple[str, ...]:
    """Words joined by ";"."""
    return tuple(dict.fromkeys(part.strip() for part in SEPARATOR.split(text(cell)) if part.strip()))


def region(cell: str) -> str:
    """The English name of a region written in either language."""
    return _named(cell, REGIONS, "region")


def prefecture(cell: str) -> str:
    """The English name of a prefecture written in either language."""
    return _named(cell, PREFECTURES, "prefecture")


def _named(cell: str, names: Mapping[str, str], kind: str) -> str:
    by_name = {japanese: english for english, japanese in names.items()}
    return by_name.get(cell) or _known(cell.capitalize(), names, kind)


def _known(word: str, names: Mapping[str, object], kind: str) -> str:
    if word not in names:
        near = get_close_matches(word, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
        raise CellError(f"unknown {kind} {word}: {hint}")
    return word


# The columns of the register in their order, which is that of the fields of `Cluster`.
READERS: Mapping[str, Callable[[str], object]] = {
    "id": identifier,
    "name_en": text,
    "name_ja": text,
    "website": address,
    "website_en": address,
    "scope": scope,
    "prefecture": prefecture,
    "region": region,
    "sector": codes,
    "programme": text,
    "organisation_type": text,
    "project_based": truth,
    "parent": text,
    "programme_start": day,
    "programme_end": day,
    "planned_end": day,
    "paused": truth,
    "contact_page": address,
    "relation": text,
    "tags": words,
    "source_url": text,  # some sources are printed
    "notes": text,
}


def written(value: object) -> str:
    """A value as a cell that its reader reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)
