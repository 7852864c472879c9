"""The lines that differ between two versions of a page, and the steps that take away those that do not count.

Each step is given what the steps before it left, and the earlier versions to learn from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipelines.noise import (
    dates_in,
    is_bare,
    is_event,
    is_template,
    letters,
    rotating_reach,
    skeleton,
    without_counts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SIMILAR = 60  # of 100: from here two lines are one line that was edited
LEARN_FROM = 3  # earlier versions; a part that differed in all of them changes by itself
POSTED = 2  # times a line's presence changes when it is posted and taken down again, which people do
# A new template: many short lines around the same prose.
FRAME_LINES = 8  # changed lines in all
FRAME_LENGTH = 15  # letters; menu items are no longer
PROSE_LENGTH = 25  # letters; a line as long is the page's own text
BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Line:
    """One changed line and where it stands."""

    text: str
    place: int
    letters: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The lines of the earlier version that are gone, and the new ones of the later, in reading order."""

    gone: tuple[Line, ...]
    new: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


@dataclass(frozen=True, slots=True)
class Versions:
    """All lines of all versions, oldest first; the last two are compared."""

    texts: tuple[tuple[str, ...], ...]

    @property
    def before(self) -> tuple[str, ...]:
        """Lines of the latest earlier version."""
        return self.texts[-2]

    @property
    def after(self) -> tuple[str, ...]:
        """Lines of this visit."""
        return self.texts[-1]


# ---------------------------------------------------------------- what came and went


def visible_lines(text: str, shared: frozenset[str]) -> tuple[str, ...]:
    """The lines of a text that are neither empty nor shared by the site's pages."""
    return tuple(line for line in text.splitlines() if line.strip() and line not in shared)


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Changed:
    """Lines of one version that the other has not, or has less often."""
    return Changed(_surplus(before, after), _surplus(after, before))


def _surplus(lines: Sequence[str], others: Sequence[str]) -> tuple[Line, ...]:
    left = Counter(others)
    surplus = []
    for place, line in enumerate(lines):
        if left[line]:
            left[line] -= 1
        else:
            surplus.append(Line(line, place, letters(line)))
    return tuple(surplus)


def _without_pairs(changed: Changed, key: Callable[[Line], str]) -> Changed:
    """What is left when lines of equal key on both sides are taken away, one for one."""
    pairs = Counter(map(key, changed.gone)) & Counter(map(key, changed.new))
    return Changed(_unpaired(changed.gone, pairs, key), _unpaired(changed.new, pairs, key))


def _unpaired(lines: Iterable[Line], pairs: Counter[str], key: Callable[[Line], str]) -> tuple[Line, ...]:
    left, kept = pairs.copy(), []
    for line in lines:
        if left[key(line)]:
            left[key(line)] -= 1
        else:
            kept.append(line)
    return tuple(kept)


def _kept(changed: Changed, keep: Callable[[Line], bool]) -> Changed:
    return Changed(tuple(filter(keep, changed.gone)), tuple(filter(keep, changed.new)))


# ---------------------------------------------------------------- cosmetic


def same_letters(changed: Changed) -> Changed:
    """Without lines that differ in white space, punctuation, case, width, http or https, or place only."""
    return _without_pairs(_kept(changed, lambda line: line.letters != ""), lambda line: line.letters)


def _same_flow(changed: Changed, _: Versions) -> Changed:
    """Without lines that were only cut or joined elsewhere: their letters still stand in the others' flow."""
    flow_before, flow_after = ("".join(line.letters for line in side) for side in (changed.gone, changed.new))
    return Changed(
        tuple(line for line in changed.gone if line.letters not in flow_after),
        tuple(line for line in changed.new if line.letters not in flow_before),
    )


def _no_template(changed: Changed, _: Versions) -> Changed:
    return _kept(changed, lambda line: not is_template(line.text))


def _same_bytes(changed: Changed, _: Versions) -> Changed:
    """Without lines that were only decoded otherwise: what was legible of them is the same."""
    broken = [line for side in (changed.gone, changed.new) for line in side if BROKEN in line.text]
    if not broken:
        return changed
    legible = [tuple(filter(None, map(letters, line.text.split(BROKEN)))) for line in broken]
    return _kept(changed, lambda line: BROKEN not in line.text and not any(_has(line, pieces) for pieces in legible))


def _has(line: Line, pieces: tuple[str, ...]) -> bool:
    """Whether the pieces stand in the line in their order."""
    place = 0
    for piece in pieces:
        found = line.letters.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return bool(pieces)


def _same_prose(changed: Changed, versions: Versions) -> Changed:
    """Nothing, where a new frame of short lines was put around all of the same prose."""
    lines = (*changed.gone, *changed.new)
    if len(lines) < FRAME_LINES or not changed.gone or not changed.new:
        return changed
    prose = {line for line in versions.before if len(letters(line)) >= PROSE_LENGTH} & set(versions.after)
    if not prose or any(len(line.letters) > FRAME_LENGTH or any(map(str.isdigit, line.letters)) for line in lines):
        return changed
    outside = (_outside(changed.gone, versions.before, prose), _outside(changed.new, versions.after, prose))
    return Changed((), ()) if all(outside) else changed


def _outside(lines: Iterable[Line], version: Sequence[str], prose: set[str]) -> bool:
    """Whether all lines stand before the first or after the last line of prose."""
    places = [place for place, line in enumerate(version) if line in prose]
    return all(not places[0] < line.place < places[-1] for line in lines)


# ---------------------------------------------------------------- noise


def _same_skeleton(changed: Changed, _: Versions) -> Changed:
    """Without lines that differ only in what changes by itself."""
    return _without_pairs(changed, lambda line: skeleton(line.text))


def _not_rotating(changed: Changed, versions: Versions) -> Changed:
    """Without undated lines that took the place of others in a box that a script fills, known by its heading."""
    gone, new = _in_boxes(changed.gone, versions.before), _in_boxes(changed.new, versions.after)
    dropped: set[Line] = set()
    for heading in gone.keys() & new.keys():
        pair = (*gone[heading], *new[heading])
        same_number = len(gone[heading]) == len(new[heading])
        edited = any(similar(old, line) for old in gone[heading] for line in new[heading])
        if same_number and not edited and not any(dates_in(line.text) or is_event(line.text) for line in pair):
            dropped.update(pair)
    return _kept(changed, lambda line: line not in dropped)


def _in_boxes(lines: Iterable[Line], version: Sequence[str]) -> dict[str, list[Line]]:
    """The changed lines below each heading of a box."""
    heading_of: dict[int, str] = {}
    for place, text in enumerate(version):
        reach = rotating_reach(text)
        heading_of |= dict.fromkeys(range(place + 1, place + 1 + reach), text)
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.place in heading_of:
            found.setdefault(heading_of[line.place], []).append(line)
    return found


def _never_seen(changed: Changed, versions: Versions) -> Changed:
    """Without lines that come and go, and without those they take turns with."""
    seen = [set(map(letters, version)) for version in versions.texts]

    def turns(line: Line) -> int:
        return sum((line.letters in one) != (line.letters in other) for one, other in pairwise(seen))

    back = {line for line in changed.new if turns(line) > 1}
    slots = {_slot(line, versions.after) for line in back}
    return Changed(
        tuple(line for line in changed.gone if turns(line) <= POSTED and _slot(line, versions.before) not in slots),
        tuple(line for line in changed.new if line not in back),
    )


def _slot(line: Line, version: Sequence[str]) -> tuple[str, str]:
    """The neighbours of a line: where it stands, whatever stands there."""
    around = (line.place - 1, line.place + 1)
    above, below = (letters(version[place]) if 0 <= place < len(version) else "" for place in around)
    return above, below


def _not_learned(changed: Changed, versions: Versions) -> Changed:
    """Without lines that were another at every visit in the same place, or the same but for a count; dates stay."""
    if len(versions.texts) <= LEARN_FROM:
        return changed
    slots = [_by_slot(version) for version in versions.texts]
    counts = [{without_counts(line): line for line in version} for version in versions.texts]

    def learned(line: Line, version: Sequence[str]) -> bool:
        if is_event(line.text):
            return False
        in_slot = [found.get(_slot(line, version)) for found in slots]
        plain = without_counts(line.text)
        counted = [found.get(plain) for found in counts] if plain != line.letters else [None]
        replaced = _all_new(in_slot) and not dates_in(line.text) and not _edited(in_slot)
        return replaced or (_all_new(counted) and len({dates_in(text or "") for text in counted}) == 1)

    return Changed(
        tuple(line for line in changed.gone if not learned(line, versions.before)),
        tuple(line for line in changed.new if not learned(line, versions.after)),
    )


def _all_new(found: Sequence[str | None]) -> bool:
    """Whether there was something in every version, and each time something else."""
    return None not in found and len(set(found)) == len(found)


def _edited(found: Sequence[str | None]) -> bool:
    """Whether one text came out of the one before: a new version number is somebody's work, a random quote is not."""
    return any(fuzz.ratio(one or "", other or "") >= SIMILAR for one, other in pairwise(found))


def _by_slot(version: Sequence[str]) -> dict[tuple[str, str], str]:
    folded = ["", *map(letters, version), ""]
    return {(folded[place - 1], folded[place + 1]): folded[place] for place in range(1, len(folded) - 1)}


def _not_bare(changed: Changed, versions: Versions) -> Changed:
    """Without bare numbers and dates, unless they stand beside words that changed or under the label of an event."""
    return Changed(_meant(changed.gone, versions.before), _meant(changed.new, versions.after))


def _meant(lines: tuple[Line, ...], version: Sequence[str]) -> tuple[Line, ...]:
    worded = {line.place for line in lines if not is_bare(line.text)}

    def meant(line: Line) -> bool:
        beside = {line.place - 1, line.place, line.place + 1} & worded
        return bool(beside) or (line.place > 0 and bool(dates_in(line.text)) and is_event(version[line.place - 1]))

    return tuple(filter(meant, lines))


def similar(one: Line, other: Line) -> bool:
    """Whether two lines are one line that was edited."""
    return fuzz.ratio(one.letters, other.letters) >= SIMILAR


COSMETIC_STEPS = (_same_bytes, _same_flow, _no_template, _same_prose)
NOISE_STEPS = (_same_skeleton, _not_rotating, _never_seen, _not_learned, _not_bare)
