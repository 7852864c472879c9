"""What passes between the web and a visit: one request with its answer, and what a page came to after redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.records import Outcome


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back; `headers` by lower-case name."""

    url: str
    outcome: Outcome
    status: int = 0
    headers: Mapping[str, str] | None = None
    body: bytes = b""
    elapsed_ms: int = 0
    error: str = ""

    def header(self, name: str) -> str:
        """A header, "" without."""
        return (self.headers or {}).get(name, "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page that was asked for came to, after redirects."""

    last: Exchange
    redirects: tuple[str, ...] = ()  # where the page sent us, in order; the last one is where we ended
    requests: int = 0
    stop: bool = False  # the server asks us to stay away for longer than a visit lasts

    @property
    def outcome(self) -> Outcome:
        """The outcome of the last exchange."""
        return self.last.outcome
