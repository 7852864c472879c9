"""Packs what the shards of a scan recorded into one WACZ file, which pywb and ReplayWeb.page show as it was.

Format: https://specs.webrecorder.net/wacz/1.1.1/ and, for the index, https://specs.webrecorder.net/cdxj/0.1.0/.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes, urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from warcio.archiveiterator import ArchiveIterator
from warcio.timeutils import iso_date_to_timestamp

from crawler.durable import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

WACZ_VERSION = "1.1.1"
UNESCAPED = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # of SURT: all of ASCII but blank, # and %
WWW = re.compile(r"^www\d*\.")
DEFAULT_PORTS = frozenset({80, 443})
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Capture:
    """One recorded answer: a line of the index."""

    url: str
    timestamp: str  # "20261122030000", UTC
    status: str
    mime: str  # "unk" where the server did not say
    digest: str
    offset: int  # in bytes, of the compressed record
    length: int
    filename: str

    def line(self) -> str:
        """The line of the CDXJ index; lines sort by site and time."""
        values = {
            "url": self.url,
            "mime": self.mime,
            "status": self.status,
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
        }
        return f"{site_key(self.url)} {self.timestamp} {json.dumps(values, ensure_ascii=False)}\n"


def pack(warcs: Sequence[Path], place: Path, created: datetime, title: str) -> None:
    """Write the WACZ file of a scan; it is there whole or not at all.

    Args:
        warcs: gzipped WARC files of different names.
        place: where it goes; a file that is there is replaced.
        created: the moment of the scan, UTC.
        title: what the archive is called.

    Raises:
        OSError: a file cannot be read, or the folder not written.
    """
    found = [capture for warc in warcs for capture in captures(warc)]
    index = "".join(sorted(capture.line() for capture in found))
    with replacing(place) as part, ZipFile(part, "w") as archive:
        resources = [_add_file(archive, f"archive/{warc.name}", warc, created) for warc in warcs]
        resources.append(_add_text(archive, "indexes/index.cdx", index, created))
        resources.append(_add_text(archive, "pages/pages.jsonl", _pages(found), created))
        package = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": title,
            "created": f"{created:%Y-%m-%dT%H:%M:%SZ}",
            "software": f"cluster-monitor {version('cluster-monitor')}",
            "resources": resources,
        }
        told = _add_text(archive, "datapackage.json", json.dumps(package, indent=2), created)
        digest = {"path": told["path"], "hash": told["hash"]}
        _add_text(archive, "datapackage-digest.json", json.dumps(digest, indent=2), created)


def captures(warc: Path) -> Iterator[Capture]:
    """The answers in a WARC file, in its order.

    "Not modified" is kept in the file and left out here: whoever looks for that day is led to the page as it was read
    last, where the archives of earlier scans lie in the same collection.
    """
    with warc.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            if record.rec_type != "response":
                continue
            mime = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            yield Capture(
                url=record.rec_headers.get_header("WARC-Target-URI"),
                timestamp=iso_date_to_timestamp(record.rec_headers.get_header("WARC-Date")),
                status=record.http_headers.get_statuscode(),
                mime=mime or "unk",
                digest=record.rec_headers.get_header("WARC-Payload-Digest") or "-",
                offset=records.get_record_offset(),
                length=records.get_record_length(),
                filename=warc.name,
            )


def site_key(url: str) -> str:
    """Where an address stands in the index: "jp,example)/news?a=1", host backwards and all in lower case.

    So that readers find it under the key they make (SURT, https://github.com/internetarchive/surt): http and https,
    www and none, a slash at the end and none, and the order of a query make no difference.
    """
    parts = urlsplit(url)
    host = ",".join(reversed(WWW.sub("", parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port not in {None, *DEFAULT_PORTS} else ""
    path = re.sub(r"/{2,}", "/", _escaped(parts.path)).rstrip("/") or "/"
    query = "&".join(sorted(_escaped(parts.query).split("&")))
    return f"{host}{port}){path}" + (f"?{query}" if query else "")


def _escaped(text: str) -> str:
    """In lower case, with no more escapes than are needed."""
    return quote(unquote_to_bytes(text), safe=UNESCAPED).lower()


def _pages(found: Sequence[Capture]) -> str:
    """The pages that a reader begins with."""
    lines: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    for capture in found:
        if capture.status == "200" and capture.mime in PAGE_TYPES:
            stamp = capture.timestamp
            moment = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}Z"
            lines.append({"url": capture.url, "ts": moment, "title": capture.url})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _add_text(archive: ZipFile, path: str, text: str, created: datetime) -> dict[str, Any]:
    data = text.encode()
    archive.writestr(_entry(path, created, ZIP_DEFLATED), data)
    return _resource(path, hashlib.sha256(data), len(data))


def _add_file(archive: ZipFile, path: str, source: Path, created: datetime) -> dict[str, Any]:
    """A WARC file, stored as it is: readers go to single records of it."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file, archive.open(_entry(path, created, ZIP_STORED), "w", force_zip64=True) as target:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return _resource(path, digest, size)


def _entry(path: str, created: datetime, compression: int) -> ZipInfo:
    entry = ZipInfo(path, created.timetuple()[:6])
    entry.compress_type = compression
    return entry


def _resource(path: str, digest: Any, size: int) -> dict[str, Any]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
