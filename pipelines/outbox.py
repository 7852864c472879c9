"""The outbox in the database: letters are written with the verdicts and sent afterwards.

One process sends at a time (`crawler.lock`).  A letter is marked before and after each attempt, each
time in a transaction of its own: a process killed in between leaves it "sending", and the next one sends it again
under the same id, by which a receiver can drop it.  Sent is sent: it is never taken out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from pipelines.alerting import Alert, Letter, Outgoing, Told
from pipelines.arrow import to_batch
from pipelines.database import OpenDatabase, explained, question, transaction

if TYPE_CHECKING:
    from datetime import date, datetime

    import duckdb

ALERTS = TypeAdapter(tuple[Alert, ...])


class OutboxError(Exception):
    """There is nothing to acknowledge or to mute; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter to be sent now, with what it says."""

    letter: Letter
    alerts: tuple[Alert, ...]
    attempts: int  # made so far


def told_before(connection: duckdb.DuckDBPyConnection, day: date) -> Told:
    """What was told before the scan of a day that is being stored."""
    latest = connection.execute("SELECT cluster_id, kind, max(day) FROM alert GROUP BY ALL").fetchall()
    muted = connection.execute(question("muted"), {"day": day}).fetchall()
    ((fault,),) = connection.execute(question("fault_told")).fetchall()
    return Told({(cluster, kind): last for cluster, kind, last in latest}, frozenset(one for (one,) in muted), fault)


def post(connection: duckdb.DuckDBPyConnection, told: Outgoing) -> None:
    """Write alerts and letters, inside the transaction of the scan."""
    for table, batch in (("alert", to_batch(Alert, told.alerts)), ("letter", to_batch(Letter, told.letters))):
        connection.register("posted", batch)
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM posted")  # noqa: S608 - names of ours
        connection.unregister("posted")


class Outbox(OpenDatabase):
    """The open outbox; hold the lock of the database meanwhile."""

    # ------------------------------------------------------------ letters

    def due(self, now: datetime, *, dead_too: bool = False) -> tuple[Waiting, ...]:
        """The letters to be sent now, oldest first; those a killed process left in the middle are among them."""
        rows = self._connection.execute(question("due_letters"), {"now": now, "dead": dead_too}).fetchall()
        return tuple(
            Waiting(Letter(letter_id, recipient, scan_id, created_at, tuple(ids)), self._alerts(ids), attempts)
            for letter_id, recipient, scan_id, created_at, ids, attempts in rows
        )

    def sending(self, letter: Letter, now: datetime) -> None:
        """Mark that an attempt begins."""
        self._mark(letter, now, "sending")

    def sent(self, letter: Letter, now: datetime) -> None:
        """Mark that the receiver has taken it."""
        self._mark(letter, now, "sent")

    def failed(self, letter: Letter, now: datetime, error: str, again: datetime | None) -> None:
        """Mark that it was not taken, with the moment of the next attempt; None: there is none, the letter is dead."""
        self._mark(letter, now, "failed" if again else "dead", error, again)

    def _alerts(self, ids: list[str]) -> tuple[Alert, ...]:
        answer = self._connection.execute(question("alerts_of_letter"), {"ids": ids})
        names = [column[0] for column in answer.description or ()]
        return ALERTS.validate_python([dict(zip(names, row, strict=True)) for row in answer.fetchall()])

    def _mark(self, letter: Letter, now: datetime, state: str, error: str = "", again: datetime | None = None) -> None:
        values = {"letter": letter.letter_id, "now": now, "state": state, "again": again, "error": error}
        with explained(self._path), transaction(self._connection):
            self._connection.execute(question("mark_letter"), values)

    # ------------------------------------------------------------ people

    def acknowledge(self, cluster_id: str, note: str, by: str, now: datetime) -> None:
        """Keep that somebody has seen to the latest alert of a cluster.

        Raises:
            OutboxError: the cluster has no alert.
        """
        last = "SELECT alert_id FROM alert WHERE cluster_id = ? ORDER BY alert_id DESC LIMIT 1"
        with explained(self._path), transaction(self._connection):
            found = self._connection.execute(last, [cluster_id]).fetchall()
            if not found:
                raise OutboxError(f"there is no alert of {cluster_id}: `cluster-monitor alert list --all` shows all")
            self._connection.execute(
                "INSERT INTO acknowledgement VALUES (?, ?, ?, ?, ?)", [cluster_id, found[0][0], note, by, now]
            )

    def mute(self, cluster_id: str, until: date, now: datetime) -> None:
        """Tell nothing of a cluster up to a day.

        Raises:
            OutboxError: the register has no such cluster.
        """
        with explained(self._path), transaction(self._connection):
            if not self._connection.execute("SELECT 1 FROM cluster WHERE cluster_id = ?", [cluster_id]).fetchall():
                raise OutboxError(f"no cluster has the id {cluster_id!r}: `cluster-monitor status` lists the ids")
            self._connection.execute("INSERT INTO mute VALUES (?, ?, ?)", [cluster_id, until, now])
