"""Who holds a .jp domain: JPRS, the registry, tells it by WHOIS (RFC 3912) and has no RDAP.

Its answer is lines of `[Label]   value`, in English when asked for `name/e`, in Japanese (ISO-2022-JP) otherwise; what
stands before the bracket ("p. ") says of which kind the domain is and is not needed.
"""

from __future__ import annotations

import asyncio
import re
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.records import DomainFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.records import DomainPolicy

PORT = 43
MAX_BYTES = 100_000  # an answer has two or three thousand
PAUSE_SECONDS = 1.0  # between two questions: JPRS shuts out who asks too fast
FAILURES_IN_A_ROW = 3  # after them the server is left alone
NO_MATCH = "No match!!"
LINE = re.compile(r"^(?:[a-z]\. ?)?\[(?P<label>[^\]]+)\][ \t]*(?P<value>.*)$", re.MULTILINE)
DATE = re.compile(r"(\d{4})/(\d{2})/(\d{2})")
# Labels of the two kinds of domain, general (example.jp) and by organisation (example.or.jp), in both languages.
LABELS: Mapping[str, str] = {
    "Name Server": "name_server", "ネームサーバ": "name_server",
    "Created on": "registered", "登録年月日": "registered", "Registered Date": "registered",
    "Expires on": "expires", "有効期限": "expires",
    "Status": "status", "State": "status", "状態": "status",
}  # fmt: skip
# The day that stands behind a state, "Connected (2027/03/31)", is its end; behind others it is their beginning.
STATES_WITH_END = {"connected", "registered"}


class JprsWhois:
    """Asks the WHOIS server, one question at a time."""

    name = "whois"

    def __init__(self, policy: DomainPolicy) -> None:
        self._policy = policy
        self._turn = asyncio.Lock()
        self._next = 0.0  # time.monotonic()
        self._failures = 0

    def covers(self, domain: str) -> bool:
        """Whether the server knows such domains."""
        return domain.endswith(".jp")

    async def ask(self, domain: str) -> DomainFacts:
        """What the registry tells of a domain; a failure is told as the problem."""
        async with self._turn:
            if self._failures >= FAILURES_IN_A_ROW:
                return _nothing(domain, f"{self._policy.whois_server} failed {self._failures} times: left alone")
            await asyncio.sleep(self._next - monotonic())
            try:
                async with asyncio.timeout(self._policy.timeout_seconds):
                    answer = await self._talk(domain)
            except TimeoutError:
                facts = _nothing(domain, f"{self._policy.whois_server} did not answer in time")
            except OSError as error:
                facts = _nothing(domain, f"{self._policy.whois_server}: {error}")
            else:
                facts = read_whois(answer, domain)
                self._failures = -1
            self._failures += 1
            self._next = monotonic() + PAUSE_SECONDS
            return facts

    async def _talk(self, domain: str) -> bytes:
        """The whole answer, or MAX_BYTES and one of an endless one."""
        server = urlsplit(f"//{self._policy.whois_server}")
        reader, writer = await asyncio.open_connection(server.hostname, server.port or PORT)
        try:
            writer.write(f"{domain}/e\r\n".encode("ascii"))
            await writer.drain()
            answer = b""
            while len(answer) <= MAX_BYTES and (part := await reader.read(MAX_BYTES + 1 - len(answer))):
                answer += part
            return answer
        finally:
            writer.transport.abort()  # nothing more is said, and an endless answer must not hold us


def read_whois(answer: bytes, domain: str) -> DomainFacts:
    """Read an answer of JPRS, English or Japanese; one that is none is told as the problem."""
    if len(answer) > MAX_BYTES:
        return _nothing(domain, f"the answer is longer than {MAX_BYTES} bytes")
    text = answer.decode("iso-2022-jp" if b"\x1b" in answer else "utf-8", errors="replace").replace("\r\n", "\n")
    if NO_MATCH in text:
        return _nothing(domain, "the registry knows no such domain")
    found: dict[str, list[str]] = {}
    for line in LINE.finditer(text):
        value = line["value"].strip()
        if line["label"] in LABELS and value:
            found.setdefault(LABELS[line["label"]], []).append(value)
    if not found:
        return _nothing(domain, "the answer has no line that we can read")
    states = [value.partition("(")[0].strip().lower() for value in found.get("status", ())]
    ends = [value for value, state in zip(found.get("status", ()), states, strict=True) if state in STATES_WITH_END]
    return DomainFacts(
        domain=domain,
        source="whois",
        name_servers=tuple(sorted({value.split()[0].lower().rstrip(".") for value in found.get("name_server", ())})),
        registered_on=_first_day(found.get("registered", [])),
        expires_on=_first_day([*found.get("expires", ()), *ends]),
        status=tuple(states),
    )


def _first_day(values: list[str]) -> date | None:
    """The first calendar day (Asia/Tokyo, as JPRS writes) in a list of values."""
    for value in values:
        for year, month, day in DATE.findall(value):
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue  # no day of the calendar
    return None


def _nothing(domain: str, problem: str) -> DomainFacts:
    return DomainFacts(domain, "whois", problem=problem)
