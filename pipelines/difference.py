"""What really changed between two visits of a page: its visible text compared, without what changes by itself.

Lines come off one reason at a time (same letters, template, self-changing parts, learned slots), cheapest first; what
is left is content.  Measured on the month-end versions of real sites: see `benchmarks/difference_bench.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from pipelines.lines import (
    COSMETIC_STEPS,
    NOISE_STEPS,
    SIMILAR,
    Changed,
    Line,
    Versions,
    changed_lines,
    same_letters,
    visible_lines,
)
from pipelines.noise import dates_in

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE_LENGTH = 90  # characters
PAIRED_LINES = 300  # lines on either side; beyond that a page was rewritten and pairing its lines explains nothing
SHARED_PAGES = 3  # pages of a site from which it can be told what they share
SHARED_SHARE = 0.5  # a line on more of the pages is navigation or footer


@dataclass(frozen=True, slots=True)
class TextDifference:
    """What differs between two versions of a page's visible text.

    `kind` is "none", "noise" (changes by itself), "cosmetic" (template, punctuation, order, encoding) or "content";
    `added`, `removed`, `weight` (letters really different) and `sample` (at most 90 characters) are of content only.
    """

    kind: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    weight: int = 0
    sample: str = ""


def compare(earlier: Sequence[str], later: str, shared: frozenset[str] = frozenset()) -> TextDifference:
    """Compare the visible text of a page with its latest earlier version, knowing the ones before that.

    Args:
        earlier: 1 to 6 texts, one block a line, oldest first; the more there are, the more is learned of what always
            changes.
        later: the text of this visit.
        shared: lines to leave out, because many pages of the site have them (see `shared_lines`).

    Raises:
        ValueError: without an earlier text.
    """
    if not earlier:
        raise ValueError("nothing to compare with: give at least one earlier text")
    if "".join(earlier[-1].split()) == "".join(later.split()):
        return TextDifference("none")
    versions = Versions(tuple(visible_lines(text, shared) for text in (*earlier, later)))
    candidates = same_letters(changed_lines(versions.before, versions.after))
    changed = candidates
    for step in COSMETIC_STEPS:
        changed = step(changed, versions)
    if not changed:
        return TextDifference("cosmetic")
    for step in NOISE_STEPS:
        changed = step(changed, versions)
    if not changed:
        return TextDifference("noise")
    return _content(changed, candidates)


def shared_lines(texts: Sequence[str]) -> frozenset[str]:
    """Lines that most pages of a site have (navigation, footer), so that a new menu item counts once, not everywhere.

    Empty for fewer than three pages.
    """
    if len(texts) < SHARED_PAGES:
        return frozenset()
    pages = Counter(line for text in texts for line in set(text.splitlines()))
    return frozenset(line for line, count in pages.items() if count > SHARED_SHARE * len(texts))


# ---------------------------------------------------------------- content


def _content(changed: Changed, candidates: Changed) -> TextDifference:
    """The answer where something counts; `candidates` are all lines that differ in their letters."""
    first = max(changed.new or changed.gone, key=lambda line: len(line.letters))
    return TextDifference(
        kind="content",
        added=tuple(line.text for line in changed.new),
        removed=tuple(line.text for line in changed.gone),
        weight=_weight(changed, candidates),
        sample=first.text[:SAMPLE_LENGTH],
    )


def _weight(changed: Changed, candidates: Changed) -> int:
    """Letters really different: of an edited line the edited ones, of any other all; a new date counts as a whole."""
    gone = {line.letters: line for line in candidates.gone}
    pairing = max(len(gone), len(changed.new)) <= PAIRED_LINES
    explained: set[str] = set()
    weight = 0
    for line in changed.new:
        choice = [text for text in gone if text not in explained] if pairing else []
        match = process.extractOne(line.letters, choice, scorer=fuzz.ratio, score_cutoff=SIMILAR)
        if match is None:
            weight += len(line.letters)
            continue
        explained.add(match[0])
        weight += _edited(gone[match[0]], line)
    return weight + sum(len(line.letters) for line in changed.gone if line.letters not in explained)


def _edited(old: Line, new: Line) -> int:
    dates = set(dates_in(new.text)) - set(dates_in(old.text))
    return max(Levenshtein.distance(old.letters, new.letters), sum(map(len, dates)))
