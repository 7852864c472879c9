"""A web of our own on loopback that may behave as badly as it likes: raw bytes out, one function a page.

It answers for any host name as a forward proxy (`GET http://host/path`), and for 127.0.0.x as a plain server.
"""

from __future__ import annotations

import contextlib
import gzip
import socketserver
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawler.records import Cluster, FetchPolicy, KnownPage, PageVisit, SitePlan
from crawler.shard import ShardTask, run_shard
from pipelines.spool import read_spool, write_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from socket import socket
    from types import TracebackType

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
POLICY = FetchPolicy(delay_seconds=0, jitter=0, timeout_seconds=5, allow_private_hosts=True)
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body>{1}</body></html>"


@dataclass(frozen=True)
class Asked:
    host: str
    path: str
    headers: dict[str, str]


Behaviour = Callable[["socket", Asked], None]


def answer(body: str | bytes = "", status: str = "200 OK", **headers: str) -> bytes:
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + data


def page(title: str, body: str, **headers: str) -> bytes:
    return answer(PAGE.format(title, body), **headers)


def redirect(target: str) -> bytes:
    return answer("", "301 Moved Permanently", Location=target)


def packed(body: bytes) -> bytes:
    return answer(gzip.compress(body), Content_Encoding="gzip")


def with_etag(body: bytes, etag: str) -> Behaviour:
    def behave(connection: socket, asked: Asked) -> None:
        same = asked.headers.get("if-none-match") == etag
        connection.sendall(
            answer("", "304 Not Modified", ETag=etag)
            if same
            else body.replace(b"\r\n", f"\r\nETag: {etag}\r\n".encode(), 1)
        )

    return behave


@dataclass
class RawWeb:
    routes: dict[str, bytes | Behaviour] = field(default_factory=dict)  # "host/path"; "host/*" for the rest of a host
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(("0.0.0.0", 0), _Handler)
        self._server.web = self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def find(self, asked: Asked) -> bytes | Behaviour:
        missing = answer("<h1>Not Found</h1>", "404 Not Found")
        return self.routes.get(asked.host + asked.path, self.routes.get(f"{asked.host}/*", missing))

    def paths(self, host: str) -> list[str]:
        return [asked.path for asked in self.asked if asked.host == host]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64
    web: RawWeb


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            if self.rfile.peek(1)[:1] == b"\x16":  # a TLS client greets; nobody here speaks TLS
                self.connection.sendall(answer("", "400 Bad Request"))
                return
            while line := self.rfile.readline():
                target = line.split()[1].decode("latin-1") if len(line.split()) > 1 else "/"
                headers: dict[str, str] = {}
                while (field_line := self.rfile.readline()).strip():
                    name, _, value = field_line.decode("latin-1").partition(":")
                    headers[name.strip().lower()] = value.strip()
                parts = urlsplit(target)
                host = parts.hostname or headers.get("host", "").partition(":")[0]
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                asked = Asked(host, path, headers)
                self.server.web.asked.append(asked)
                found = self.server.web.find(asked)
                if callable(found):
                    found(self.connection, asked)
                    return
                self.connection.sendall(found)


@contextlib.contextmanager
def tls_server(folder: Path, name: str) -> Iterator[int]:
    """A small site over TLS with an expired certificate of its own making for a name; yields its port."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(datetime(2001, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2002, 1, 1, tzinfo=UTC))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
    (folder / "index.html").write_bytes(PAGE.format("見本", "<p>本文</p>").encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "key.pem")
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def plan(website: str, **fields: str) -> SitePlan:
    host = urlsplit(website).hostname or website
    return SitePlan(Cluster(fields.pop("id", host), "Example Cluster", "見本クラスター", website, **fields))


def crawl(folder: Path, plans: list[SitePlan], policy: FetchPolicy = POLICY) -> dict[str, list[PageVisit]]:
    """The visits of each cluster, by its id, from a real shard in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    write_plan(folder / "plan.parquet", plans)
    task = ShardTask(1, folder / "plan.parquet", folder / "spool.parquet", len(plans), policy, NOW)
    result = run_shard(task)
    assert result.error == ""
    visits: dict[str, list[PageVisit]] = {p.cluster.id: [] for p in plans}
    for visit in read_spool(task.spool):
        visits[visit.cluster_id].append(visit)
    return visits


def remembered(visits: list[PageVisit], **changes: object) -> tuple[KnownPage, ...]:
    """What the memory keeps of pages that were read."""
    day = NOW.date()
    return tuple(
        replace(
            KnownPage(
                v.url, v.role, v.edition, v.etag, v.last_modified, v.body_sha, v.reading.text_sha, v.reader_version,
                day, day, None, 1, 0, v.links,
            ),
            **changes,
        )
        for v in visits
        if v.reading is not None
    )  # fmt: skip
