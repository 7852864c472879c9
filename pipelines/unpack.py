"""Gzip files that servers hand out as they are, such as sitemap.xml.gz."""

from __future__ import annotations

import zlib

GZIP = b"\x1f\x8b"
MAX_BYTES = 10_000_000  # unpacked; the largest a sitemap may be is 50 MB, and the newest pages stand in small ones


def unpacked(body: bytes) -> bytes:
    """The body without gzip, cut at MAX_BYTES, so that a packed bomb fills no memory; broken gzip is empty."""
    if not body.startswith(GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, MAX_BYTES)
    except zlib.error:
        return b""
