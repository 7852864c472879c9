"""Whose address it is: the registrable domain of a URL or host, and the archives that keep what others have ended."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

import tldextract

# Offline: the public suffix list comes with the package; names under github.io and its like belong to different people.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
# A redirect there means: the original has ended, a copy is kept.
ARCHIVE_HOSTS = frozenset({"warp.da.ndl.go.jp", "warp.ndl.go.jp", "web.archive.org", "archive.org", "archive.today"})


@cache
def registrable_domain(address: str) -> str:
    """The domain that somebody registered, of a URL or a host ("www.cluster.or.jp" gives "cluster.or.jp").

    Of a name without a public suffix (.example, .internal) the last two labels; an IP address is its own domain; ""
    where there is no host.
    """
    host = host_of(address)
    found = _SUFFIXES(host)
    if found.top_domain_under_public_suffix or found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


def host_of(address: str) -> str:
    """The host of a URL (or the host given), in lower case; "" where the address is broken."""
    try:
        return (urlsplit(address).hostname or "") if "//" in address else address.strip().lower()
    except ValueError:
        return ""


def is_archive(address: str) -> bool:
    """Does the address lie in a web archive?"""
    return host_of(address) in ARCHIVE_HOSTS
