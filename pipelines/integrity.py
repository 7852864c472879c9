"""Is what a page shows the organisation's own?

A page may be the first page of a server, a parked or expired domain, somebody else's content, the old design with a
foreign link on top, or the own page with injected links; all of them answer 200.  Each detector looks at the page
alone; whether a reading is acted upon (and how often it must be seen) is decided by the verdict.  The first reason of a
reading quotes the page, the second says what it means.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from crawler.records import Integrity, IntegrityReading
from pipelines import integrity_words as words
from pipelines.identity import Owner, host_of, recognised
from pipelines.sites import registrable_domain
from pipelines.text import Link, Page, snippet

if TYPE_CHECKING:
    from collections.abc import Callable

# Lengths in characters of visible text; own pages with these words are longer (measured on 18,000 pages).
DEFAULT_LENGTH = 4500  # the longest first page met is Debian's, 3,100
PARKED_LENGTH = 2500
PARKED_ANYWHERE_LENGTH = 700  # below it the words need not stand in a heading
STAND_IN_LENGTH = 1200  # error, challenge and maintenance pages
STAND_IN_BARE_LENGTH = 250
NEXT_TO_NOTHING = 40
TOP_BLOCKS = 12  # blocks of the page within which a foreign link is "on top"
MANY_FOREIGN_LINKS = 4
FEWEST_TRADE_WORDS = 2  # different foreign words that make a title a seller's
TRADE_WORDS_BESIDE_NAME = 3
TOLD_SHARE = 0.25  # or one that is a quarter of the title: カードローン
TRADE_LENGTH = 3000
QUOTE_LENGTH = 90
NAMED_CONFIDENCE = 0.9
ADDRESS_CONFIDENCE = 0.6  # only the words of the address are shown, as whoever buys the domain shows them too
NAMELESS_CONFIDENCE = 0.5
UNSURE_CONFIDENCE = 0.5
QUOTED = re.compile("「[^」]*」")
HIDING_STYLE = re.compile(
    r"display:none|visibility:hidden|font-size:0|(?:left|top|text-indent):-\d{3,}|height:[01](?:px)?;.*overflow:hidden|opacity:0(?![.\d])"
)


@dataclass(frozen=True)
class _Shown:
    """What a page shows, folded, with the identity it is measured against; computed once for all detectors."""

    page: Page
    owner: Owner

    @cached_property
    def host(self) -> str:
        return host_of(self.page.url)

    @cached_property
    def own_host(self) -> str:
        """The host whose name the cluster goes by: a redirect may end at a stranger who shows a name of his own."""
        website = self.owner.website
        away = website and registrable_domain(website) != registrable_domain(self.page.url)
        return host_of(website) if away else self.host

    @cached_property
    def title(self) -> str:
        return _folded(self.page.title)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        found = [_folded(block.text) for block in self.page.blocks if block.kind == "heading"]
        return tuple(found or [_folded(block.text) for block in self.page.blocks[:2]])

    @cached_property
    def text(self) -> str:
        return _folded(self.page.text)

    @cached_property
    def length(self) -> int:
        return len(self.page.text)

    @cached_property
    def own(self) -> bool:
        """Whether title, description or text show the cluster's name or its distinctive words."""
        return recognised(f"{self.head}\n{self.text}", self.owner.names, self.own_host)

    @cached_property
    def named(self) -> bool:
        """The same without the address itself, which whoever takes a domain over shows as well."""
        text = f"{self.head}\n{self.text}"
        return recognised(text.replace(self.host, " ") if self.host else text, self.owner.names)

    @cached_property
    def head(self) -> str:
        """Title, description and headings, a line each."""
        return "\n".join((self.title, _folded(self.page.description), *self.headings))

    @cached_property
    def foreign_links(self) -> tuple[Link, ...]:
        """Links to hosts nobody knows that sell a foreign trade by their words, or without words by their address."""
        anchors = _folded("\n".join({link.text for link in self.page.links}))
        addresses = " ".join(link.url for link in self.page.links if not link.text)
        if not words.FOREIGN_WORDS.search(anchors) and not words.FOREIGN_URL.search(addresses):
            return ()
        return tuple(link for link in self.page.links if self._is_foreign(link))

    def _is_foreign(self, link: Link) -> bool:
        host = host_of(link.url)
        if host == self.host or host in self.owner.known_hosts or words.OFFICIAL_HOST.search(host):
            return False
        return _sells(_folded(link.text)) if link.text else bool(words.FOREIGN_URL.search(host))


def page_integrity(page: Page, owner: Owner) -> IntegrityReading:
    """What one page shows of its owner.

    Args:
        page: the page.
        owner: whose it should be.

    Returns:
        The first state of the table `DETECTORS` that fits; OWN, or UNSURE where nothing shows whose page it is.
        Without names nobody says whose page it should be: OWN with an even chance, where no stranger shows.
    """
    shown = _Shown(page, owner)
    for detector in DETECTORS:
        reading = detector(shown)
        if reading is not None:
            return reading
    if shown.own:
        return IntegrityReading(Integrity.OWN, (), NAMED_CONFIDENCE if shown.named else ADDRESS_CONFIDENCE)
    if not owner.names:
        return IntegrityReading(Integrity.OWN, (), NAMELESS_CONFIDENCE)
    quote = page.title or page.text[:60] or page.url
    return IntegrityReading(Integrity.UNSURE, (quote, "shows none of the cluster's names"), UNSURE_CONFIDENCE)


# ---------------------------------------------------------------- stand-ins


def is_soft_404(page: Page) -> bool:
    """Whether a page that answered 200 says, as its main message, that there is no such page (ja, en, some others)."""
    text = _main_text(page)
    if len(text) > STAND_IN_LENGTH:
        return False
    if words.NOT_FOUND_TITLE.search(_folded(page.title)):
        return True
    headings = " ".join(_folded(block.text) for block in page.blocks if block.kind == "heading")
    if words.NOT_FOUND_TITLE.search(headings):
        return True
    own_words = QUOTED.sub("", text)  # who quotes an error message writes about one
    return len(text) <= STAND_IN_BARE_LENGTH and bool(words.NOT_FOUND_WORDS.search(own_words))


def looks_like_challenge(page: Page) -> bool:
    """Whether a page asks for proof that the visitor is human, or turns it away (Cloudflare and the like)."""
    return _stands_in(page, words.CHALLENGE_WORDS)


def looks_like_maintenance(page: Page) -> bool:
    """Whether a short page says that the site is under maintenance for now."""
    return _stands_in(page, words.MAINTENANCE_WORDS)


def _stands_in(page: Page, pattern: re.Pattern[str]) -> bool:
    """Whether the words are the page's message: in title or heading of a short page, anywhere in a very short one."""
    text = _main_text(page)
    if len(text) > STAND_IN_LENGTH:
        return False
    head = [page.title, *(block.text for block in page.blocks if block.kind == "heading")]
    return any(pattern.search(_folded(line)) for line in head) or (
        len(text) <= STAND_IN_BARE_LENGTH and bool(pattern.search(text))
    )


def _main_text(page: Page) -> str:
    """The folded text outside of navigation and footer."""
    return _folded("\n".join(block.text for block in page.blocks if block.kind not in {"nav", "footer"}))


def _stand_in(shown: _Shown) -> IntegrityReading | None:
    if shown.length > STAND_IN_LENGTH:
        return None
    for looks, meaning in ((looks_like_challenge, "challenge page"), (looks_like_maintenance, "maintenance")):
        if looks(shown.page):
            quote = shown.page.title or shown.page.text[:60]
            return IntegrityReading(Integrity.UNSURE, (quote, meaning), UNSURE_CONFIDENCE)
    return None


# ---------------------------------------------------------------- detectors


def _empty(shown: _Shown) -> IntegrityReading | None:
    """No text, no picture, no frame, no script that could paint one; or nothing but a way to another host."""
    page = shown.page
    if shown.length > NEXT_TO_NOTHING:
        return None
    target = page.refresh
    away = bool(target) and host_of(target) not in {shown.host, *shown.owner.known_hosts}
    if away and _is_root(page.url):
        return IntegrityReading(Integrity.EMPTY, (page.title or target, f"only redirects to {host_of(target)}"), 0.6)
    if shown.length or target or page.frames:
        return None
    painted = next(page.tree.iter("img", "object", "embed", "canvas", "svg", "video", "input", "form"), None)
    scripted = any(script.get("src") or (script.text or "").strip() for script in page.tree.iter("script"))
    if painted is not None or scripted or not _is_folder(page.url):
        return None
    return IntegrityReading(Integrity.EMPTY, (page.title or page.url, "no visible text"), 0.9)


def _default(shown: _Shown) -> IntegrityReading | None:
    """The first page of a server, a host or a fresh installation."""
    if shown.length > DEFAULT_LENGTH or (shown.length > STAND_IN_LENGTH and shown.named):
        return None
    found = words.DEFAULT_WORDS.search(f"{shown.title}\n{shown.text}")
    if found:
        return IntegrityReading(Integrity.DEFAULT, (_quote(found), f"first page of {found.lastgroup}"), 0.95)
    bare = " ".join(shown.text.split())
    if words.LISTING.match(shown.title) and _is_root(shown.page.url):
        return IntegrityReading(Integrity.DEFAULT, (shown.page.title, "list of files"), 0.85)
    if len(bare) <= NEXT_TO_NOTHING and (words.DEFAULT_TITLE.match(shown.title) or words.BARE_TEXTS.match(bare)):
        return IntegrityReading(Integrity.DEFAULT, (shown.page.title or bare, "first page of a server"), 0.85)
    return None


def _parked(shown: _Shown) -> IntegrityReading | None:
    """For sale, parked or expired."""
    if shown.length > PARKED_LENGTH or (shown.length > PARKED_ANYWHERE_LENGTH and shown.named):
        return None
    if words.PARKED_STEMS.search(f"{shown.head}\n{shown.text}"):
        found = words.PARKED_WORDS.search(shown.head) or words.PARKED_WORDS.search(shown.text)
        if found:
            return IntegrityReading(Integrity.PARKED, (_quote(found), "domain parked, for sale or expired"), 0.9)
    if not shown.own and words.LANDER_WORDS.search(shown.text):
        landers = {host_of(link.url) for link in shown.page.links if words.LANDER_HOSTS.search(host_of(link.url))}
        if landers:
            return IntegrityReading(Integrity.PARKED, (shown.page.title, f"links to {min(landers)}"), 0.7)
    return None


def _hijacked(shown: _Shown) -> IntegrityReading | None:
    """Somebody else's trade in title and headings, and nothing of the cluster left (or only its name beside)."""
    if not words.FOREIGN_WORDS.search(shown.head) and not words.BRAND_TITLE.match(shown.title):
        return None
    selling = [line for line in shown.head.split("\n") if _sells(line)]
    trade = {found.group() for found in words.FOREIGN_WORDS.finditer(f"{shown.head}\n{shown.text[:TRADE_LENGTH]}")}
    if not selling:
        branded = words.BRAND_TITLE.match(shown.title) and (trade or shown.foreign_links) and not shown.named
        reasons = (shown.page.title, "brand of a betting site")
        return IntegrityReading(Integrity.HIJACKED, reasons, 0.7) if branded else None
    quote = (shown.page.title if selling[0] == shown.title else selling[0])[:QUOTE_LENGTH]
    found = list(words.FOREIGN_WORDS.finditer(selling[0]))
    if shown.named:
        reasons = (quote, f"{found[0].lastgroup} beside the cluster's name")
        taken = selling[0] == shown.title and len(trade) >= TRADE_WORDS_BESIDE_NAME
        return IntegrityReading(Integrity.HACKED, reasons, 0.7) if taken else None
    told = sum(len(word.group()) for word in found)
    if len(trade) < FEWEST_TRADE_WORDS and told < TOLD_SHARE * len(selling[0]):
        return None
    return IntegrityReading(Integrity.HIJACKED, (quote, f"{found[0].lastgroup}, and none of the cluster's names"), 0.9)


def _foreign_links(shown: _Shown) -> IntegrityReading | None:
    """Foreign links on pages that are else the cluster's: on top a clone, hidden or many an injection."""
    links = shown.foreign_links
    if not links:
        return None
    quote = (links[0].text or links[0].url)[:QUOTE_LENGTH]
    meaning = f"link to {host_of(links[0].url)}"
    if any(_is_hidden(link) for link in links):
        return IntegrityReading(Integrity.HACKED, (quote, f"hidden {meaning}"), 0.9)
    hosts = {host_of(link.url) for link in links}
    if len(links) >= MANY_FOREIGN_LINKS and len(hosts) > 1:
        return IntegrityReading(Integrity.HACKED, (quote, f"{len(links)} foreign links"), 0.85)
    if _on_top(shown.page, links[0]):
        return IntegrityReading(Integrity.CLONE, (quote, f"{meaning} on top or in a list of news"), 0.85)
    return IntegrityReading(Integrity.HACKED, (quote, meaning), 0.6)


DETECTORS: tuple[Callable[[_Shown], IntegrityReading | None], ...] = (
    _stand_in,
    _empty,
    _default,
    _parked,
    _hijacked,
    _foreign_links,
)


# ---------------------------------------------------------------- helpers


def _folded(text: str) -> str:
    """NFKC, case folded: "ＮＨÀ ＣÁI" and "nhà cái" are one."""
    return unicodedata.normalize("NFKC", text).casefold()


def _quote(found: re.Match[str]) -> str:
    return snippet(found.string.replace("\n", " "), found.start(), found.end())


def _sells(line: str) -> bool:
    """Whether a folded line sells something foreign and does not just report on it."""
    if not words.FOREIGN_WORDS.search(line):
        return False
    return not words.REPORTS.search(line) or bool(words.SELLS.search(line))


def _is_root(url: str) -> bool:
    return re.sub(r"^https?://[^/]+", "", url).partition("?")[0] in {"", "/"}


def _is_folder(url: str) -> bool:
    """Whether an address is that of a home page, of a site or of a folder in one."""
    return bool(re.search(r"/(?:index\.\w+)?$", re.sub(r"^https?://[^/]+$", "/", url.partition("?")[0])))


def _is_hidden(link: Link) -> bool:
    """Whether the link or something around it is styled out of sight."""
    for around in chain([link.element], link.element.iterancestors()):
        if around.get("hidden") is not None or around.tag in {"noscript", "marquee"}:
            return True
        style = around.get("style")
        if style and HIDING_STYLE.search(re.sub(r"\s+", "", style.lower())):
            return True
    return False


def _on_top(page: Page, link: Link) -> bool:
    """Whether a link stands in one of the first blocks of the page or in an item of a list."""
    for number, block in enumerate(page.blocks):
        if link.text and link.text in block.text:
            return number < TOP_BLOCKS or block.kind in {"item", "table"}
    return False
