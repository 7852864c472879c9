"""What the name servers of a domain tell: whether it stands with a parking service.

A fact about the domain, not about a page: it supports a reading of the page and never decides alone.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

TABLE = "data/parking_name_servers.txt"


def is_parking_name_server(name: str) -> bool:
    """Whether a name server ("ns1.sedoparking.com", trailing dot or not) belongs to a parking service of the table."""
    labels = name.rstrip(".").lower().split(".")
    return any(".".join(labels[start:]) in _parking_services() for start in range(len(labels) - 1))


@cache
def _parking_services() -> frozenset[str]:
    lines = files("pipelines").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
