"""Sends what waits in the outbox; called after each scan and by the scheduler, as often as anybody likes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.lock import letter_lock, write_lock
from pipelines.alerting import Alert, Letter, next_attempt
from pipelines.database import publish
from pipelines.outbox import Outbox
from reports.channels import ChannelError, send
from reports.letter import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from crawler.config import Config
    from pipelines.alerting import Recipient
    from pipelines.outbox import Waiting


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the letters that were due."""

    sent: int = 0
    failed: int = 0  # tried in vain, or left for later because another letter to the same recipient just failed
    dead: int = 0  # given up
    problems: tuple[str, ...] = ()  # one sentence a recipient


def deliver(config: Config, now: datetime, *, dead_too: bool = False) -> Delivery:
    """Send all letters that are due, each marked before and after, then publish what became of them.

    Args:
        config: the settings in force; they know the recipients' addresses.
        now: the present; failed letters are due again some time after it.
        dead_too: try those again that were given up.

    Raises:
        LockedError: another delivery is running, which sends them, or the database is being written.
        StoreError: the database cannot be used.
    """
    database = Path(config.store.database)
    if not database.exists():
        return Delivery()
    with letter_lock(database):
        with _writing(database) as outbox:
            waiting = outbox.due(now, dead_too=dead_too)
        done = _Round(config, now)
        for one in waiting:
            done.take(one)
        if waiting:
            with write_lock(database):
                publish(database)
    return Delivery(done.sent, done.failed, done.dead, tuple(f"{name}: {why}" for name, why in done.why.items()))


def try_out(config: Config, recipient: Recipient, now: datetime) -> None:
    """Send a letter that says that it is a test; the database is not touched.

    Raises:
        ChannelError: it was not taken.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    alert = Alert(
        alert_id=f"{stamp}/test",
        scan_id=stamp,
        cluster_id="test",
        day=now.date(),
        kind="awake",
        before="static",
        after="active",
        name_en="Test of the alerts",
        name_ja="通知テスト",
        website="https://cluster.example/",
        why_en="This is a test: no cluster has changed.",
        why_ja="テスト送信です。実際の変化はありません。",
    )
    letter = Letter(f"test-{stamp}-{recipient.name}", recipient.name, stamp, now, (alert.alert_id,))
    send(recipient, write(letter, (alert,), recipient.language, test=True), config.alert.smtp, now)


@contextmanager
def _writing(database: Path) -> Iterator[Outbox]:
    """The outbox for one mark: a mail server may take its time, and others write meanwhile."""
    with write_lock(database), Outbox.open(database) as outbox:
        yield outbox


class _Round:
    """One delivery: a recipient who fails once is not tried again in it, so that a dead server delays nobody long."""

    def __init__(self, config: Config, now: datetime) -> None:
        self._database = Path(config.store.database)
        self._recipients = {one.name: one for one in config.alert.recipients}
        self._smtp = config.alert.smtp
        self._now = now
        self.sent = self.failed = self.dead = 0
        self.why: dict[str, str] = {}

    def take(self, waiting: Waiting) -> None:
        """Try one letter and mark what became of it."""
        letter = waiting.letter
        if letter.recipient in self.why:
            self.failed += 1
            return
        with _writing(self._database) as outbox:
            outbox.sending(letter, self._now)
        try:
            self._send(waiting)
        except ChannelError as error:
            again = next_attempt(waiting.attempts + 1, self._now)
            with _writing(self._database) as outbox:
                outbox.failed(letter, self._now, str(error), again)
            self.why[letter.recipient] = str(error)
            self.failed += again is not None
            self.dead += again is None
        else:
            with _writing(self._database) as outbox:
                outbox.sent(letter, self._now)
            self.sent += 1

    def _send(self, waiting: Waiting) -> None:
        recipient = self._recipients.get(waiting.letter.recipient)
        if recipient is None:
            raise ChannelError("the settings name no such recipient any more: put it back, or let the letter lapse")
        send(recipient, write(waiting.letter, waiting.alerts, recipient.language), self._smtp, self._now)
