"""The mapping as one self-contained HTML page, for browsers and for paper; `reports.pdf` prints the same page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.vocabulary import REGIONS
from pipelines.reasons import render
from pipelines.rules import RULE_VERSION, RULES
from reports import charts, japan, mapping_2016, pdf
from reports.mapping_words import MOVES, TABLES, TEXTS, label, moved
from reports.rendering import day as english_day
from reports.rendering import environment
from reports.words import EDITIONS, STATES, SUBTYPES, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from reports.mapping_report import Figure, Mapping, Move, Organisation, Share, Tally
    from reports.words import Language

# What a printed file lists at most; one row takes some ten milliseconds.
PRINTED_ORGANISATIONS = 300
PRINTED_MOVES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """One prefecture on the map."""

    path: str
    depth: int
    title: str


class Page:
    """What the template asks for: the mapping in the words of one language."""

    def __init__(self, mapping: Mapping, language: Language, most: int | None, most_moves: int | None) -> None:
        self.mapping = mapping
        self.language = language
        self.most = most  # organisations listed; None: all
        self.most_moves = most_moves

    # ------------------------------------------------------------ words

    def t(self, key: str, **parts: object) -> str:
        """A text of the page."""
        return word(TEXTS, key, self.language).format_map(parts)

    def table(self, name: str) -> str:
        """The title of a table."""
        return word(TABLES, name, self.language)

    def label(self, table: str, code: str) -> str:
        """The words of a class."""
        return label(table, code, self.language)

    def day(self, value: date | None) -> str:
        """A day as the reader writes it."""
        if value is None or self.language == "en":
            return english_day(value)
        return f"{value.year}年{value.month}月{value.day}日"

    def state(self, code: str) -> str:
        """The word of a state."""
        return word(STATES, code, self.language)

    def subtype(self, code: str) -> str:
        """The words of a subtype."""
        return word(SUBTYPES, code, self.language)

    def edition(self, code: str) -> str:
        """The name of a language."""
        return word(EDITIONS, code, self.language)

    def sectors(self, one: Organisation) -> str:
        """The sectors of an organisation."""
        return (", " if self.language == "en" else "、").join(self.label("sectors", code) for code in one.sector)

    def names(self, one: Organisation) -> tuple[tuple[str, str], ...]:
        """The names it has with their languages, that of the reader first."""
        names = (("en", one.name_en), ("ja", one.name_ja))
        return tuple(pair for pair in (names if self.language == "en" else names[::-1]) if pair[1])

    def share(self, count: int, total: int) -> str:
        """A part of a whole; nothing where there is no whole."""
        return f"{count / total:.0%}" if total else ""

    def reason(self, one: Organisation) -> str:
        """The heaviest reason of its verdict."""
        return render(one.reason, self.language) if one.reason else ""

    # ------------------------------------------------------------ figures

    @cached_property
    def counted(self) -> int:
        """How many organisations the tables count."""
        return sum(one.counted for one in self.mapping.organisations)

    @property
    def ended(self) -> int:
        """How many have ended."""
        return len(self.mapping.organisations) - self.counted

    def tallies(self) -> tuple[Tally, ...]:
        """The tables of figures but for the states, which are shown as tiles."""
        return tuple(tally for tally in self.mapping.tallies if tally.name != "states")

    def note(self, tally: Tally) -> str:
        """What must be known to read a table."""
        return self.t(f"{tally.name}_note")

    def has_2016(self, tally: Tally) -> bool:
        """Whether 2016 counted this."""
        return tally.total.in_2016 is not None

    def rows(self, tally: Tally) -> tuple[Figure, ...]:
        """The classes of a table; sectors in which there never was anybody are left out."""
        return tuple(
            one for one in tally.figures if tally.name != "sectors" or one.now or one.before or one.in_2016 is not None
        )

    # ------------------------------------------------------------ drawings

    def months_chart(self) -> str:
        """The states month by month; nothing where there is only one."""
        months = self.mapping.months
        if len({one.month for one in months}) < 2:  # noqa: PLR2004 - one column shows no course
            return ""
        counts = tuple(charts.MonthCount(one.month, one.state, one.clusters) for one in months)
        return charts.state_by_month(counts, self.language)

    def sectors_chart(self) -> str:
        """The sectors by state as bars."""
        shares = sorted(self.mapping.cross("sectors").shares, key=lambda one: -one.total)
        counts = tuple(
            charts.SectorCount(one.code, state, getattr(one, state)) for one in shares if one.code for state in STATES
        )
        return charts.sector_by_state(counts, self.language)

    def map(self) -> tuple[str, tuple[Place, ...]]:
        """The map of Japan: its view box and its prefectures, coloured by how many organisations are at work there."""
        outline = japan.outline()
        known = {one.code: one for one in self.mapping.cross("prefectures").shares}
        return outline.view_box, tuple(self._place(code, path, known.get(code)) for code, path in outline.paths)

    def _place(self, code: str, path: str, share: Share | None) -> Place:
        count = share.total - share.ceased if share else 0
        return Place(path, japan.depth(count), f"{self.label('prefectures', code)}: {count}")

    def map_key(self) -> tuple[tuple[int, str], ...]:
        """The depths of colour with their figures."""
        return japan.key()

    # ------------------------------------------------------------ lists

    def moves(self) -> Iterator[tuple[str, tuple[Move, ...], int]]:
        """What has changed, by kind: its words, the moves shown, how many are left out."""
        left = self.most_moves
        for kind, group in groupby(self.mapping.moves, key=lambda move: move.kind):
            moves = tuple(group)
            shown = moves if left is None else moves[:left]
            left = None if left is None else left - len(shown)
            yield word(MOVES, kind, self.language), shown, len(moves) - len(shown)

    def moved(self, move: Move, code: str) -> str:
        """What stood before or after a move."""
        return moved(move.kind, code, self.language)

    def regions(self) -> Iterator[tuple[str, tuple[Organisation, ...]]]:
        """The organisations listed, by region; those that have ended last."""
        alive = [one for one in self.mapping.organisations if one.counted]
        ended = [one for one in self.mapping.organisations if not one.counted]
        shown = self._shown(alive)
        for region, group in groupby(shown, key=lambda one: one.region if one.region in REGIONS else ""):
            yield self.label("regions", region), tuple(group)
        rest = ended if self.most is None else ended[: self.most - len(shown)]
        if rest:
            yield self.t("ended_ones"), tuple(rest)

    def listed(self) -> int:
        """How many organisations are listed."""
        return len(self._shown(self.mapping.organisations))

    def _shown(self, organisations: Sequence[Organisation]) -> Sequence[Organisation]:
        return organisations if self.most is None else organisations[: self.most]

    # ------------------------------------------------------------ method

    def rules(self) -> Iterator[tuple[str, str]]:
        """State and sentence of every rule, in the order they are tried."""
        for rule in RULES:
            state = self.state(rule.state) if rule.state else self.t("as_before_state")
            yield state, rule.ja if self.language == "ja" else rule.en

    @property
    def present_rules(self) -> str:
        """The version of the sentences of `rules`."""
        return RULE_VERSION

    source = mapping_2016.SOURCE
    source_url = mapping_2016.SOURCE_URL
    organisations_2016 = mapping_2016.ORGANISATIONS
    map_credit = japan.CREDIT


def to_html(mapping: Mapping, language: Language = "en") -> bytes:
    """The page, whole."""
    return _render(Page(mapping, language, None, None)).encode()


def to_pdf(mapping: Mapping, language: Language = "en") -> bytes:
    """The page on paper (A4); lists of thousands are cut there, and it says so.

    Raises:
        PdfError: what PDF needs is missing on this machine; the sentence says what to install.
    """
    return pdf.printed(_render(Page(mapping, language, PRINTED_ORGANISATIONS, PRINTED_MOVES)))


def _render(page: Page) -> str:
    return environment().get_template("mapping.html.j2").render(page=page, mapping=page.mapping, t=page.t)
