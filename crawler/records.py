"""The records that pass through the house, from register to report.

Every record is a frozen, slotted dataclass; nothing here imports anything of ours, reads a clock or does any work.
Dates are calendar days in Asia/Tokyo; moments are timezone-aware UTC.  `None` means "cannot tell", never "no".
Confidence is a number from 0 to 1: of verdicts given with 0.8, about 80 % should hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

# ---------------------------------------------------------------- vocabularies


class State(StrEnum):
    """What the helpdesk wants to know of a cluster organisation."""

    ACTIVE = "active"
    STATIC = "static"
    CEASED = "ceased"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of one fetch; every fetch has exactly one."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"  # 304, or the very bytes we already know
    MOVED = "moved"  # a redirect that leaves the site's registrable domain and was not followed
    NOT_FOUND = "not_found"  # 404
    GONE = "gone"  # 410
    SOFT_404 = "soft_404"
    SERVER_ERROR = "server_error"  # 5xx
    MAINTENANCE = "maintenance"  # 503 with Retry-After, or a page that says so
    DNS = "dns"  # no such name (NXDOMAIN)
    DNS_FAILURE = "dns_failure"  # SERVFAIL, no answer of the resolver
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    BLOCKED = "blocked"  # 401, 403, 407, 429, 451, challenge page
    ROBOTS = "robots"  # robots.txt asks us not to
    TOO_LARGE = "too_large"
    NOT_HTML = "not_html"
    REDIRECT_LOOP = "redirect_loop"
    PRIVATE_ADDRESS = "private_address"
    BUDGET = "budget"  # our own time or page budget ran out
    PROXY = "proxy"  # our own proxy failed
    ERROR = "error"  # anything else, named in `error`


class Role(StrEnum):
    """Why a page was asked for."""

    HOME = "home"
    NEWS = "news"
    FEED = "feed"
    SITEMAP = "sitemap"
    NOTICE = "notice"
    PAGE = "page"
    PROBE = "probe"  # a random path, to learn how the site answers what it does not have


class Precision(StrEnum):
    """How exact a date is; the value of a coarser date is its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"  # 1 April to 31 March; the value is the 1 April


class DateSource(StrEnum):
    """Where on a page (or about it) a date was read."""

    JSON_LD = "json_ld"
    META = "meta"
    LABEL_UPDATED = "label_updated"  # 最終更新, 更新日, 改訂, Last modified
    LABEL_PUBLISHED = "label_published"  # 掲載日, 公開日, 投稿日
    FEED = "feed"
    NEWS_ITEM = "news_item"  # heads an item of a list of news
    TIME_ELEMENT = "time_element"
    SITEMAP = "sitemap"
    TEXT = "text"  # any other short block
    HEADER = "header"  # Last-Modified
    PATH = "path"  # in the path or file name of a link
    COPYRIGHT = "copyright"
    YEAR_MENTION = "year_mention"  # a year that the text only names
    TEXT_CHANGE = "text_change"  # visible text differs from our last visit


class Reach(StrEnum):
    """Could the site be seen?"""

    UP = "up"
    BLOCKED = "blocked"
    FLAKY = "flaky"
    DOWN = "down"
    GONE = "gone"
    NO_WEBSITE = "no_website"
    NOT_VISITED = "not_visited"


class Integrity(StrEnum):
    """Is what is shown the organisation's own?"""

    OWN = "own"
    UNSURE = "unsure"
    DEFAULT = "default"  # first page of a server or host
    PARKED = "parked"  # parked, for sale or expired
    HIJACKED = "hijacked"  # someone else's content
    CLONE = "clone"  # the old design restored with a foreign link on top
    HACKED = "hacked"  # own site with injected links
    EMPTY = "empty"  # nothing is shown where there was a page


class Redirect(StrEnum):
    """What a redirect of the home page to another registrable domain is."""

    NONE = "none"  # the site answers at its own domain
    MOVED = "moved"  # the organisation lives at the new address
    SUCCESSOR = "successor"  # its own notice of a new name or a merger names the new address
    ARCHIVE = "archive"  # a web archive keeps what has ended
    UNRELATED = "unrelated"  # nothing at the new address names the organisation


class Activity(StrEnum):
    """How fresh one edition is."""

    RECENT = "recent"
    GREY = "grey"
    STALE = "stale"
    DORMANT = "dormant"
    NO_DATES = "no_dates"


class Declared(StrEnum):
    """What the organisation itself says about its end."""

    ORG_ENDED = "org_ended"
    PROJECT_ENDED = "project_ended"
    SITE_CLOSED = "site_closed"
    MOVED = "moved"
    RENAMED_MERGED = "renamed_merged"


# ---------------------------------------------------------------- the register


@dataclass(frozen=True, slots=True)
class Cluster:
    """One organisation of the register, `seeds/clusters.csv`.

    `website` may be empty: the cluster is then in state unknown.  `scope` is the path inside the website's host that
    belongs to the cluster ("/" for the whole host); pages outside it are neither visited nor judged.
    """

    id: str
    name_en: str
    name_ja: str
    website: str
    website_en: str = ""
    scope: str = ""
    prefecture: str = ""
    region: str = ""
    sector: tuple[str, ...] = ()
    programme: str = ""
    organisation_type: str = ""
    project_based: bool | None = None
    parent: str = ""
    programme_start: date | None = None
    programme_end: date | None = None
    planned_end: date | None = None
    paused: bool = False
    contact_page: str = ""
    relation: str = ""
    tags: tuple[str, ...] = ()
    source_url: str = ""
    notes: str = ""


# ---------------------------------------------------------------- what is asked for


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What earlier scans remember of one page, so that a visit can be cheap."""

    url: str
    role: Role
    language: str | None
    etag: str
    last_modified: str
    body_sha: str
    text_sha: str
    reader_version: str  # version of the page reader that made the claims; another version asks for the page in full
    first_seen: date
    last_seen: date  # last visit with outcome ok or not_modified
    last_change: date | None  # last visit that found other content
    visits: int
    changes: int
    links: tuple[str, ...] = ()  # links of the page worth following, best first (so that a 304 loses no paths)


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How politely and how far a site is visited: all that a shard knows of the configuration."""

    user_agent: str = "cluster-monitor"
    delay_seconds: float = 1.0  # between two requests to one host
    jitter: float = 0.5  # share of the delay by which it varies, both ways
    timeout_seconds: float = 30.0  # one request from the question to the last byte
    max_page_bytes: int = 5_000_000  # as sent and as unpacked
    max_redirects: int = 5
    pages_per_site: int = 20  # pages transferred; an unchanged page (304) counts a tenth
    requests_per_site: int = 60  # all requests, also robots.txt, redirects and unchanged pages
    depth: int = 2  # links away from a home page
    seconds_per_site: float = 300.0
    allow_private_hosts: bool = False
    obey_robots: bool = True
    proxy: str = ""  # forward proxy for all requests, "" without


@dataclass(frozen=True, slots=True)
class DomainPolicy:
    """Whether and where it is asked who holds the domain of a site, once in a full scan; a person switches it on."""

    facts: Literal["off", "dns", "all"] = "off"  # "dns": name servers; "all": also the registry (WHOIS for .jp, RDAP)
    resolver: str = ""  # address of the name server to ask, "192.0.2.1:53"; "" = the one of the system
    rdap_base: str = "https://rdap.org"  # sends every question on to the registry of the domain
    whois_server: str = "whois.jprs.jp:43"  # of .jp, which has no RDAP
    timeout_seconds: float = 10.0  # of one question


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One cluster to visit in a scan, with all the visit may know."""

    cluster: Cluster
    known: tuple[KnownPage, ...] = ()
    full: bool = True  # also sitemap and probe, which monthly scans do and re-checks leave out
    known_hosts: tuple[str, ...] = ()  # registrable domains the site linked to before: a new one may be an intruder's


# ---------------------------------------------------------------- what is learned of a domain


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """What one source tells of a registrable domain; what it does not tell stays empty."""

    domain: str
    source: str  # "dns" | "rdap" | "whois"
    name_servers: tuple[str, ...] = ()  # lower case, without the trailing dot, in order of name
    registered_on: date | None = None
    expires_on: date | None = None
    status: tuple[str, ...] = ()  # the source's own words in lower case; "nxdomain": there is no such name
    problem: str = ""  # why nothing is told, "" if all went well


# ---------------------------------------------------------------- what is learned from a page


@dataclass(frozen=True, slots=True)
class DateClaim:
    """One date that a page shows; rejected claims are kept with their reason."""

    value: date
    precision: Precision
    source: DateSource
    label: str  # the words that say what the date is, "" without
    confidence: float
    snippet: str  # <= 90 characters around it
    rejected_reason: str = ""  # "" = accepted; otherwise a code of pipelines.dates.REJECTIONS
    future: bool = False  # an event ahead of the visit: a sign of life, not an update


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One item of a list of news or of a feed."""

    date: date | None
    precision: Precision
    title: str
    url: str  # "" without a link
    source: DateSource  # NEWS_ITEM or FEED


@dataclass(frozen=True, slots=True)
class ClosureFinding:
    """A sentence in which the organisation declares its end, its move or its new name."""

    kind: Declared
    quote: str  # <= 90 characters, the words themselves
    confidence: float
    end_date: date | None = None
    successor: str = ""  # new name or URL, where the text gives it
    rule: str = ""  # which row of the vocabulary fired


@dataclass(frozen=True, slots=True)
class IntegrityReading:
    """Whether one page is the organisation's own, with the reasons (quoted words)."""

    state: Integrity
    reasons: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class LanguageReading:
    """The language of a page (ISO 639-1), or None where it cannot be told."""

    language: str | None
    mixed: bool = False
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that is learned from one page: pure, the same for the same bytes, address and day."""

    title: str
    charset: str
    text: str  # visible text, one block a line
    text_sha: str  # of the text without white space
    language: LanguageReading
    dates: tuple[DateClaim, ...]
    items: tuple[NewsItem, ...]
    closure: tuple[ClosureFinding, ...]
    integrity: IntegrityReading
    outside_hosts: tuple[str, ...] = ()  # registrable domains linked to from the page
    feeds: tuple[str, ...] = ()  # autodiscovered
    editions: tuple[tuple[str, str], ...] = ()  # (language, URL) of other language editions the page links to
    soft_404: bool = False


@dataclass(frozen=True, slots=True)
class PageVisit:
    """One fetch of one page and all that was learned from it; a failed fetch is a visit too."""

    cluster_id: str
    url: str  # as asked for
    role: Role
    visited_at: datetime
    outcome: Outcome
    final_url: str = ""
    status: int = 0  # HTTP status, 0 without an answer
    redirects: tuple[str, ...] = ()
    elapsed_ms: int = 0
    size: int = 0  # bytes of the decoded body
    headers: tuple[tuple[str, str], ...] = ()  # those that matter: see spiders.guard.KEPT_HEADERS
    etag: str = ""
    last_modified: str = ""
    body_sha: str = ""
    error: str = ""
    reader_version: str = ""
    edition: str = ""  # language of the edition the page was found in, "" = cannot tell
    links: tuple[str, ...] = ()
    reading: PageReading | None = None  # None: nothing new was read (failure or not_modified)


# ---------------------------------------------------------------- what the store remembers


@dataclass(frozen=True, slots=True)
class TextChange:
    """The visible text of a page differed between two visits: something happened after `after`, by `until`."""

    url: str
    after: date
    until: date
    kind: str  # "content" | "cosmetic" | "noise" | "new_page" | "gone_page"
    weight: int  # characters added or removed that count
    sample: str  # <= 90 characters of what was added, or removed
    language: str = ""


@dataclass(frozen=True, slots=True)
class HomeVisit:
    """How the home page answered in one scan: what persistence rules count.

    Where several pages of a scan have the role HOME (editions, a second try with www or https), it is the one that
    answered best, the register's own website first.
    """

    day: date
    outcome: Outcome
    integrity: Integrity | None = None
    host: str = ""  # host that answered in the end
    status: int = 0
    pages_ok: int = 0  # pages of the site that answered (ok, not_modified) in the same scan, the home page included
    final_url: str = ""
    redirects: tuple[str, ...] = ()
    name_servers: tuple[str, ...] = ()  # of the domain, where the scan asked for them: see spiders.domain_facts
    registered_on: date | None = None  # day of the domain's registration, likewise


@dataclass(frozen=True, slots=True)
class PageState:
    """The latest content known of one page, with the scan's own outcome for it."""

    url: str
    final_url: str
    role: Role
    edition: str
    seen: date  # day of the latest content
    asked: date  # day of the latest fetch
    outcome: Outcome  # of the latest fetch
    reading: PageReading


@dataclass(frozen=True, slots=True)
class TextVersions:
    """The texts of one page whose visible text is new in this scan."""

    url: str
    language: str
    earlier: tuple[
        tuple[date, str], ...
    ]  # (last day seen, text), oldest first, at most five; empty = never seen before
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided; append-only, in force over the machine until cleared, ended or contradicted."""

    cluster_id: str
    state: State | None  # None clears
    why: str
    by: str
    decided_at: datetime
    until: date | None = None
    machine: State | None = None  # what the machine held then, and the person knew


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """All that is kept of one cluster at the moment of judging, this scan's visits included; input of the judgement."""

    cluster: Cluster
    day: date  # of this scan
    pages: tuple[PageState, ...] = ()  # latest content of every page ever read that still belongs to the site
    homes: tuple[HomeVisit, ...] = ()  # oldest first; the last one is this scan's where the site was visited
    outcomes: tuple[tuple[str, Outcome], ...] = ()  # every fetch of this scan: (URL as asked for, outcome)
    texts: tuple[TextVersions, ...] = ()  # pages whose visible text is new in this scan
    text_changes: tuple[TextChange, ...] = ()  # found by earlier scans, oldest first
    notices: tuple[tuple[str, date], ...] = ()  # (quote of a closure finding, day first seen)
    previous: Verdict | None = None
    decisions: tuple[Decision, ...] = ()  # oldest first
    watched_since: date | None = None  # day of the first visit with content


# ---------------------------------------------------------------- verdicts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code with its parameters, rendered in English and Japanese by pipelines.reasons."""

    code: str
    url: str = ""
    quote: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EditionEvidence:
    """What is known of one language edition on a day."""

    language: str
    last_update: date | None
    last_update_source: DateSource | None
    last_update_url: str
    last_update_quote: str
    updates: tuple[date, ...]  # known days of own updates, oldest first
    future_event: date | None
    pages: int
    news: tuple[NewsItem, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """All that speaks for or against a cluster's life on a day; the input of the verdict."""

    cluster: Cluster
    day: date
    reach: Reach
    home: HomeVisit | None  # this scan's
    homes: tuple[HomeVisit, ...]  # earlier ones, oldest first, without this scan's
    integrity: Integrity
    integrity_reasons: tuple[Reason, ...]
    closures: tuple[tuple[ClosureFinding, str, date], ...]  # finding, URL, day first seen; strongest first
    editions: tuple[EditionEvidence, ...]
    last_update: date | None
    changes: tuple[TextChange, ...]  # all that ever counted, oldest first
    watched_since: date | None  # day of the first visit with content
    pages: int
    integrity_confidence: float = 0.0
    redirect: Redirect = Redirect.NONE  # of the home page to another registrable domain
    redirect_host: str = ""  # where it ends, "" without
    new_address_outcome: Outcome | None = None  # how the address of a declared move answered


@dataclass(frozen=True, slots=True)
class EditionVerdict:
    """State of one language edition."""

    language: str
    state: State
    activity: Activity
    last_update: date | None


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine holds for itself while a person's decision is in force; fields as in Verdict."""

    state: State
    subtype: str
    confidence: float
    since: date | None
    rule: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is held of a cluster on a day, with all that led there."""

    cluster_id: str
    day: date
    state: State
    subtype: str  # "" or "zombie?", "declared", "gone", "parked", "hijacked", "moved", ...
    confidence: float
    since: date | None
    last_update: date | None
    reach: Reach
    integrity: Integrity
    activity: Activity
    rule: str  # row of the rule table that decided
    rule_version: str
    editions: tuple[EditionVerdict, ...] = ()
    reasons: tuple[Reason, ...] = ()  # at most five, heaviest first
    warnings: tuple[str, ...] = ()  # "do_not_link", "expected_end", "unreachable", "suspect_gone", ...
    suspect: str = ""  # what is not yet confirmed: "gone", "parked", "hijacked", "static", "revived", ...
    suspect_since: date | None = None
    unreachable_since: date | None = None
    machine: Machine | None = None  # while a person's decision is in force


@dataclass(frozen=True, slots=True)
class Judgement:
    """What judging one cluster adds to the memory."""

    verdict: Verdict
    text_changes: tuple[TextChange, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two verdicts or two visits of a cluster: one row of a change report."""

    cluster_id: str
    day: date
    kind: str  # a code of pipelines.change.KINDS
    before: str
    after: str
    detail: str = ""
    url: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ScanHeader:
    """What is known of a scan before its visits are stored."""

    scan_id: str  # "20261122T030000Z", the moment the scan stands for: scan ids sort by time
    now: datetime
    day: date  # of `now` in Asia/Tokyo
    kind: str  # "full" | "recheck"
    rule_version: str
    settings: str  # JSON: thresholds and budgets in force
    register_sha: str
    asked: tuple[str, ...]  # ids of the clusters to judge, visited or not: one without website has nothing to visit
    problems: tuple[str, ...] = ()  # shards that could not be finished, and the like


@dataclass(frozen=True, slots=True)
class Retired:
    """The page texts whose time is over."""

    before: date  # no page has shown them since
    texts: int
    characters: int
    kept: int  # texts that stay


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """Figures of one scan."""

    scan_id: str
    now: datetime
    sites: int  # clusters of which a page was asked for
    pages: int  # fetches, the failed ones included
    failures: int  # sites of which no home page answered
    changes: int  # rows of the change report
    guard: str = ""  # why nothing was judged, "" if all was well
    problems: tuple[str, ...] = field(default_factory=tuple)
    stored_before: bool = False  # the scan was in the database already, and nothing was done
