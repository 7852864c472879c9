"""Which part of a line is new: the lines of a difference, with the changed words marked.

A piece is a word of letters or one character of Japanese, which has no spaces between words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.differences import DiffLine

PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
ALIKE = 0.4  # less in common, and the line is another line, not a changed one
LONGEST = 2000  # characters; longer lines are shown unmarked, comparing them would take long


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """One line of a difference; each piece with whether it is what changed."""

    sign: str
    pieces: tuple[tuple[str, bool], ...]


def marked(lines: Sequence[DiffLine]) -> tuple[MarkedLine, ...]:
    """The lines with their changes marked, where a removed line is followed by the one that took its place."""
    found: list[MarkedLine] = []
    place = 0
    while place < len(lines):
        gone = _run(lines, place, "-")
        new = _run(lines, place + len(gone), "+")
        if gone and len(gone) == len(new):
            pairs = [_pair(before.text, after.text) for before, after in zip(gone, new, strict=True)]
            found += [MarkedLine("-", before) for before, _ in pairs]
            found += [MarkedLine("+", after) for _, after in pairs]
            place += 2 * len(gone)
        else:
            found.append(MarkedLine(lines[place].sign, ((lines[place].text, False),)))
            place += 1
    return tuple(found)


def _run(lines: Sequence[DiffLine], place: int, sign: str) -> list[DiffLine]:
    end = place
    while end < len(lines) and lines[end].sign == sign:
        end += 1
    return list(lines[place:end])


Pieces = tuple[tuple[str, bool], ...]


def _pair(before: str, after: str) -> tuple[Pieces, Pieces]:
    left, right = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if max(len(before), len(after)) > LONGEST or matcher.ratio() < ALIKE:
        return ((before, False),), ((after, False),)
    steps = matcher.get_opcodes()
    return (
        tuple(_joined((left[a:b], tag != "equal") for tag, a, b, _, _ in steps)),
        tuple(_joined((right[a:b], tag != "equal") for tag, _, _, a, b in steps)),
    )


def _joined(steps: Iterator[tuple[list[str], bool]]) -> Iterator[tuple[str, bool]]:
    for pieces, is_new in steps:
        if pieces:
            yield "".join(pieces), is_new
