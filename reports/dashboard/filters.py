"""What part of the clusters is shown: filter, order and page, as they stand in the address."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from reports.dashboard.published import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE_SIZE = 50
SORTS = ("name", "state", "since", "update", "confidence", "place")
LONGEST = 200  # characters of one value
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Filter:
    """An empty field lets everything pass."""

    q: str = ""  # words, all of which must occur
    state: str = ""
    subtype: str = ""
    edition: str = ""  # see EDITION_CHOICES of reports.dashboard.words
    sector: str = ""
    region: str = ""
    prefecture: str = ""
    programme: str = ""
    relation: str = ""
    tag: str = ""
    as_of: str = ""  # a day: as it was published then
    sort: str = "name"
    down: str = ""  # "1" = greatest first
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """The filter of an address; what is unknown or does not fit is as if it were not there."""
        names = {item.name for item in fields(cls)} - {"page"}
        values = {name: value.strip()[:LONGEST] for name, value in query.items() if name in names}
        if values.get("sort") not in SORTS:
            values.pop("sort", None)
        if not _is_day(values.get("as_of", "")):
            values.pop("as_of", None)
        page = query.get("page", "")
        number = int(page) if page.isdecimal() and len(page) < len(str(LAST_PAGE)) else 1
        return cls(**values, page=max(1, number))

    @classmethod
    def of_text(cls, query: str) -> Filter:
        """The filter of the part of an address after the question mark."""
        return cls.of(dict(parse_qsl(query)))

    def query(self, **changes: object) -> str:
        """The filter for an address, with some fields changed; what is not set is left out."""
        values = asdict(replace(self, **changes))  # type: ignore[arg-type]
        nothing = asdict(Filter())
        return urlencode({name: value for name, value in values.items() if value != nothing[name]})

    def by(self, sort: str) -> str:
        """The address of the same clusters in another order; the order in force is turned round."""
        return self.query(sort=sort, down="" if self.down or self.sort != sort else "1", page=1)

    def parameters(self) -> dict[str, object]:
        """The filter as the parameters of queries/listing.sql."""
        chosen = {item.name: getattr(self, item.name) for item in fields(self)}
        for name in ("q", "page", "as_of"):
            del chosen[name]
        return chosen | {
            "words": folded(self.q).split(),
            "down": bool(self.down),
            "most": PAGE_SIZE,
            "skipped": (self.page - 1) * PAGE_SIZE,
        }

    @property
    def day(self) -> date | None:
        """The day that is asked for; None: now."""
        return date.fromisoformat(self.as_of) if self.as_of else None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.query(sort="name", down="", page=1))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
