"""The map of Japan by prefecture, which dashboard and mapping report draw."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DRAWN = Path(__file__).with_name("data") / "japan.json"
CREDIT = "Victor Cazanave, svg-maps, CC BY 4.0"
# From how many clusters on a prefecture gets which depth of colour; the figure stands in its title and in a table.
DEPTHS = ((1, 1), (2, 3), (3, 6), (4, 10))  # depth, clusters


@dataclass(frozen=True, slots=True)
class Outline:
    """The outlines of the prefectures."""

    view_box: str
    paths: tuple[tuple[str, str], ...]  # prefecture as in the register, path of an SVG


@cache
def outline() -> Outline:
    """The map as it lies in the project."""
    drawn = json.loads(DRAWN.read_text("utf-8"))
    return Outline(drawn["viewBox"], tuple(drawn["prefectures"].items()))


def depth(clusters: int) -> int:
    """How deeply a prefecture with so many clusters is coloured; 0: not at all."""
    return max((depth for depth, least in DEPTHS if clusters >= least), default=0)


def key() -> tuple[tuple[int, str], ...]:
    """Each depth with the figures it stands for: (2, "3–5")."""
    tops = [least - 1 for _, least in DEPTHS[1:]]
    known = [
        (depth, f"{least}–{top}" if top > least else f"{least}")
        for (depth, least), top in zip(DEPTHS[:-1], tops, strict=True)
    ]
    return (*known, (DEPTHS[-1][0], f"{DEPTHS[-1][1]}+"))
