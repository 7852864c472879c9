"""What the dashboard is given: where it reads, who may come in, and the desk that takes what people write.

The pages write nothing themselves; the command that starts them says what the desk does (`crawler.commands.serve`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reports.dashboard.published import Published
from reports.dashboard.users import Users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import Cluster, Decision


class RefusedError(Exception):
    """What a person wanted cannot be done now; the sentence says why and what to do."""


def day_of(text: str) -> date | None:
    """The day written in a field, None where it is empty.

    Raises:
        RefusedError: it is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RefusedError(f"write a day as 2026-11-01 (found: {text!r})") from error


class Desk(Protocol):
    """What people may write.  Every method raises `RefusedError` where it cannot be done."""

    def decide(self, decision: Decision) -> None:
        """Keep a decision; it shows at once and counts from the next scan on."""

    def acknowledge(self, cluster_id: str, note: str, by: str) -> None:
        """Keep that somebody has seen to the latest alert of a cluster."""

    def mute(self, cluster_id: str, until: date) -> None:
        """Tell nothing of a cluster up to a day."""

    def write_register(self, clusters: Sequence[Cluster]) -> None:
        """Replace the register; the next scan uses it."""


@dataclass(frozen=True, slots=True)
class House:
    """All the pages need."""

    published: Published
    users: Users
    desk: Desk
    register: Path
    clock: Callable[[], datetime]  # the present moment, UTC
    next_scans: Callable[[], tuple[tuple[str, datetime], ...]] = tuple  # what the scheduler will do: name and moment
