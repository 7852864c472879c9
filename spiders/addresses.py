"""What an address says of itself: whose it is, which page it means, whether it lies inside a cluster's scope.

Pure.  The same page has many addresses (http and https, bare and www, `/a`, `/a/` and `/a/index.html`, session ids);
`page_key` makes them one, so that no request is spent twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from pipelines.sites import registrable_domain
from spiders.private import literal_address

if TYPE_CHECKING:
    from urllib.parse import SplitResult

DEFAULT_PORTS = {"http": 80, "https": 443}
INDEX_NAME = re.compile(r"(?<=/)(?:index|default)\.(?:s?html?|xhtml|php\d?|aspx?|jsp|cgi)$", re.IGNORECASE)
FILE_NAME = re.compile(r"\.[a-z0-9]{1,6}$", re.IGNORECASE)
PATH_SESSION = re.compile(r";(?:jsessionid|sid)=[^/?]*", re.IGNORECASE)
# Parameters that tell who came from where, never which page is meant.
TRACKING_PARAMETERS = {
    "_ga", "cid_", "fbclid", "gclid", "jsessionid", "mc_cid", "mc_eid", "msclkid", "phpsessid", "ref", "sessionid",
    "sid", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "yclid",
}  # fmt: skip
# A website that is registered with the folder of one language is meant as a whole.
LANGUAGE_FOLDERS = {
    "ja", "jp", "jpn", "ja-jp", "ja_jp", "japanese", "en", "eng", "en-us", "en-gb", "en_us", "english", "e", "j",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """A folder of a host, for instance ("pref.example", "/cluster/"); "www." is not part of the host."""

    host: str
    folder: str

    def covers(self, url: str) -> bool:
        """Whether a page lies in the folder; http and https, bare and www are one."""
        parts = split(url)
        if parts is None or bare_host(parts) != self.host:
            return False
        path = parts.path or "/"
        return path.startswith(self.folder) or path + "/" == self.folder


def area_of(website: str, scope: str = "") -> Area | None:
    """The area of a website: its scope if one is set, else the folder of its home page; None for a broken address."""
    parts = split(website)
    if parts is None:
        return None
    if scope:
        folder = (urlsplit(scope).path if "://" in scope else scope).strip("/")
        return Area(bare_host(parts), f"/{folder}/" if folder else "/")
    return Area(bare_host(parts), _without_language(_folder(parts.path)))


def split(url: str) -> SplitResult | None:
    """`urlsplit` that answers None where the address is no usable http(s) address."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in DEFAULT_PORTS and bool(parts.hostname)
        _ = parts.port  # raises where the port is no number
    except ValueError:
        return None
    return parts if usable else None


def join(base: str, reference: str) -> str:
    """The absolute http(s) address of a reference, "" where there is none (tel:, mailto:, broken brackets)."""
    try:
        joined = urljoin(base, reference.strip())
    except ValueError:
        return ""
    return joined if split(joined) else ""


def bare_host(parts: SplitResult) -> str:
    """Host in lower case without "www.", with the port where it is not the usual one."""
    host = (parts.hostname or "").removeprefix("www.")
    if parts.port in {None, DEFAULT_PORTS[parts.scheme]}:
        return host
    return f"{host}:{parts.port}"


def same_owner(one: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain."""
    first, second = (registrable_domain(url).removeprefix("www.") for url in (one, other))
    return first == second != ""


def page_key(url: str) -> str:
    """One text for all addresses of a page; the address itself where it is broken."""
    parts = split(url)
    if parts is None:
        return url
    path = INDEX_NAME.sub("", PATH_SESSION.sub("", parts.path)).rstrip("/")  # servers send /a on to /a/
    pairs = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0].lower() not in TRACKING_PARAMETERS
    ]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    return f"{bare_host(parts)}{quote(unquote(path))}{query}"


def with_origin(url: str, origin: str) -> str:
    """The address asked for at the scheme and form of host of `origin`, where both mean the same host.

    A site that answers at https://www.… is not asked at http://… again for each of its links.
    """
    parts, wanted = split(url), split(origin)
    if parts is None or wanted is None or bare_host(parts) != bare_host(wanted):
        return url
    return parts._replace(scheme=wanted.scheme, netloc=wanted.netloc).geturl()


def other_addresses(url: str) -> tuple[str, ...]:
    """The same page at the other scheme, and at the other form of the host (bare or www)."""
    parts = split(url)
    if parts is None:
        return ()
    host = parts.netloc
    other_host = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    other_scheme = "http" if parts.scheme == "https" else "https"
    if parts.port is not None or literal_address(parts.hostname or ""):
        return ()  # a port or a bare address is meant as it stands
    forms = ((other_scheme, host), (parts.scheme, other_host), (other_scheme, other_host))
    return tuple(parts._replace(scheme=scheme, netloc=netloc).geturl() for scheme, netloc in forms)


def _folder(path: str) -> str:
    """The folder of a page: `/a/b.html` and `/a/` are in `/a/`; `/a` is taken for a folder."""
    head, _, last = path.rpartition("/")
    return f"{head}/" if not last or FILE_NAME.search(last) else f"{path}/"


def _without_language(folder: str) -> str:
    head, _, last = folder.rstrip("/").rpartition("/")
    return f"{head}/" if last.lower() in LANGUAGE_FOLDERS else folder
