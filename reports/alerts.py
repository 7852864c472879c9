"""What the published database knows of alerts and their letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.queries import ask

if TYPE_CHECKING:
    import duckdb


EVERY = 2**31 - 1  # rows


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert with what became of it."""

    alert_id: str
    scan_id: str
    cluster_id: str  # "": it is about ourselves
    day: date
    kind: str
    before: str
    after: str
    name_en: str
    name_ja: str
    website: str
    may_link: bool
    why_en: str
    why_ja: str
    url: str
    quote: str
    muted: bool
    sent: tuple[str, ...]  # names of recipients
    waiting: tuple[str, ...]
    dead: tuple[str, ...]  # given up
    note: str | None  # of whoever has seen to it; None: nobody, or something has happened since
    noted_by: str | None


@dataclass(frozen=True, slots=True)
class CountedAlert(AlertRow):
    """One alert of a page of them."""

    total: int  # on all pages


@dataclass(frozen=True, slots=True)
class Unsent:
    """What one recipient has not been told yet."""

    recipient: str
    waiting: int  # letters
    dead: int
    error: str  # of the latest attempt


def alerts(connection: duckdb.DuckDBPyConnection, *, everything: bool = False) -> tuple[AlertRow, ...]:
    """The alerts that nobody has acknowledged, or all; newest first."""
    return ask(connection, "alerts", AlertRow, all=everything, cluster="", most=EVERY, skipped=0)


def alert_page(
    connection: duckdb.DuckDBPyConnection, page: int, size: int, *, everything: bool = False
) -> tuple[tuple[AlertRow, ...], int]:
    """One page of them, from 1, and how many there are on all."""
    values = {"all": everything, "cluster": ""}
    rows = ask(connection, "alerts", CountedAlert, **values, most=size, skipped=(page - 1) * size)
    return rows, rows[0].total if rows else 0


def unsent(connection: duckdb.DuckDBPyConnection) -> tuple[Unsent, ...]:
    """The recipients for whom letters wait or were given up."""
    return ask(connection, "outbox", Unsent)
