"""The box: one small server on loopback that answers for every invented host.

It is a forward proxy (`GET http://host/path`) and a plain server (`Host: host`) in one.  `play` sets the day it shows;
`outage` lays a trouble over a host or over the whole net; `requests` keeps what was asked for.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime
from datetime import time as clock
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.demo.world import TROUBLES, Answer, Change, World, read_world

if TYPE_CHECKING:
    from types import TracebackType

LOOPBACK = "127.0.0.1"
WORTH_PACKING = 500  # bytes
NOON = clock(12)


class BoxWeb:
    """A running box; leave its `with` block, or call `close`, to end it."""

    def __init__(self, day: date, world: World | None = None, *, pause_seconds: float = 0) -> None:
        self.world = world or read_world()
        self.day = day
        self.pause_seconds = pause_seconds  # before each answer: for tests that interrupt a scan
        self.requests: list[tuple[str, str]] = []  # host and path, in the order of their arrival
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def proxy(self) -> str:
        """Address of the box, for `scan --proxy`."""
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    def play(self, day: date) -> None:
        """Shows every site as it is on this day from now on."""
        self.day = day

    def outage(self, host: str, kind: str, first: date, last: date | None = None) -> None:
        """Lays a trouble of `world.TROUBLES` over a host, or over all with "*", until `last` (None: for good)."""
        self.world = self.world.with_change(Change(host, kind, first, last))

    def asked(self) -> Counter[str]:
        """Number of requests of each host so far."""
        return Counter(host for host, _ in self.requests)

    def answer(self, host: str, path: str) -> Answer:
        """What is sent for an address today."""
        self.requests.append((host, path))
        if self.pause_seconds:
            time.sleep(self.pause_seconds)
        return self.world.answer(host, path, self.day)

    def close(self) -> None:
        """Ends the server and frees its port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, box: BoxWeb) -> None:
        self.box = box
        super().__init__((LOOPBACK, 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one packet: two would wait for each other on a kept connection

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        host = asked.hostname or self.headers.get("Host", "").partition(":")[0]
        self._send(self.server.box.answer(host.lower(), asked.path or "/"))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_CONNECT(self) -> None:
        """No invented host speaks TLS: its name fails, or its port 443 refuses."""
        answer = self.server.box.answer(self.path.partition(":")[0].lower(), "/")
        self.close_connection = True
        self._send(answer if answer is TROUBLES["dns"] else TROUBLES["refused"])

    def _send(self, answer: Answer) -> None:
        headers, status, body = dict(answer.headers), answer.status, answer.body
        if headers.get("ETag", "no ETag") in self.headers.get("If-None-Match", ""):
            status, body = HTTPStatus.NOT_MODIFIED, b""
        elif len(body) > WORTH_PACKING and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"], body = "gzip", gzip.compress(body, 5, mtime=0)
        noon = datetime.combine(self.server.box.day, NOON, UTC)
        self.send_response_only(status)
        for name, value in {"Date": format_datetime(noon, usegmt=True), **headers}.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Keeps the terminal quiet; `BoxWeb.requests` tells what was asked for."""
