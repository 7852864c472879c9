"""How often something may be tried: a password, a token, requests of a program."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE_TRIES = 5  # typing errors of a person
ADDRESS_TRIES = 30  # of a whole office behind one address
WINDOW = timedelta(minutes=15)
MOST_KEYS = 10_000  # names and addresses remembered; the oldest are forgotten first


@dataclass(slots=True)
class Throttle:
    """Counts failures by key (a name, an address): after so many `tries` in a `window` the key has to wait."""

    tries: int = FREE_TRIES
    window: timedelta = WINDOW
    _failures: dict[str, deque[datetime]] = field(default_factory=dict)

    def seconds_left(self, key: str, now: datetime) -> int:
        """How long the key has to wait; 0 = it may try."""
        known = self._failures.get(key)
        if known is None or len(known) < self.tries:
            return 0
        return max(0, int((known[0] + self.window - now).total_seconds()))

    def failed(self, key: str, now: datetime) -> None:
        """Count a failure."""
        self._failures.setdefault(key, deque(maxlen=self.tries)).append(now)
        while len(self._failures) > MOST_KEYS:
            del self._failures[next(iter(self._failures))]

    def forget(self, key: str) -> None:
        """Count from nothing again: the password was right."""
        self._failures.pop(key, None)
