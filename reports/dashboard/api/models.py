"""What the API answers about clusters.  The names of the fields are a promise: new ones may come, none goes."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crawler.records import Activity, Declared, Integrity, Outcome, Reach, State
from reports.dashboard.api.paging import Counted

ID = Field(description="Id of the cluster in the register", examples=["hobia"])
LANGUAGE = Field(description="ISO 639-1 code; empty: cannot tell", examples=["ja"])
CONFIDENCE = Field(description="0 to 1: of verdicts given with 0.8, about 80 % hold", examples=[0.85])
URL = Field(description="Address as it was asked for", examples=["https://www.example.jp/news/"])
MAY_LINK = Field(description="False: the address may belong to somebody else, do not follow it", examples=[True])


class Record(BaseModel):
    """Rows are read off records and rows of the same field names."""

    model_config = ConfigDict(from_attributes=True)


class Edition(Record):
    """One language edition of a website."""

    language: str = LANGUAGE
    state: State = Field(description="State of this edition", examples=["active"])
    activity: Activity | Literal[""] = Field(description="How fresh it is", examples=["recent"])
    last_update: date | None = Field(description="Newest day on which the organisation itself wrote something")


class News(Record):
    """The newest item of an edition's news."""

    day: date
    title: str = Field(examples=["第3回セミナーのご案内"])
    url: str = Field(description="Empty: without a link")


class Held(Record):
    """What is held of a cluster."""

    state: State = Field(description="active, static, ceased or unknown", examples=["active"])
    subtype: str = Field(description="Detail: declared, gone, parked, moved, zombie?, …; or empty", examples=[""])
    confidence: float = CONFIDENCE
    since: date | None = Field(description="Begin of the state; null: cannot tell")
    last_update: date | None = Field(description="Newest sign of an update on any page")
    suspect: str = Field(description="What is not yet confirmed, or empty", examples=["hijacked"])
    suspect_since: date | None
    warnings: list[str] = Field(description="do_not_link, expected_end, unreachable, …", examples=[["expected_end"]])


class ClusterRow(Counted, Held):
    """One cluster of the list."""

    id: str = ID
    name_en: str = Field(examples=["Aozora Photonics Valley"])
    name_ja: str = Field(examples=["あおぞら光産業協議会"])
    website: str = Field(description="Empty: none in the register", examples=["https://www.example.jp/"])
    prefecture: str = Field(examples=["Shizuoka"])
    region: str = Field(examples=["Chubu"])
    sector: list[str] = Field(examples=[["PHOT"]])
    programme: str = Field(examples=["METI-ICP"])
    relation: str = Field(description="International relations, as the register has them", examples=["EU"])
    tags: list[str]
    paused: bool = Field(description="True: not visited for now")
    reach: Reach | Literal[""] = Field(description="Could the site be seen?", examples=["up"])
    integrity: Integrity | Literal[""] = Field(description="Is what it shows its own?", examples=["own"])
    judged_on: date | None = Field(description="Null: never judged")
    edition_ja: Edition | None
    edition_en: Edition | None
    news_ja: News | None
    news_en: News | None


class Reason(BaseModel):
    """Why a verdict is as it is."""

    code: str = Field(examples=["newest_only"])
    sentence_en: str
    sentence_ja: str
    quote: str = Field(description="The words themselves; empty: none")
    url: str = Field(description="Where they stand; empty: nowhere in particular")


class MachineVerdict(Record):
    """What the machine holds for itself while a person's decision is in force."""

    state: State
    subtype: str
    confidence: float = CONFIDENCE
    since: date | None
    rule: str


class Verdict(Held):
    """What is held of a cluster on a day, with all that led there."""

    day: date = Field(description="Day of the judgement")
    reach: Reach
    integrity: Integrity
    activity: Activity
    rule: str = Field(description="Row of the rule table that decided", examples=["recent_news"])
    rule_version: str
    rule_en: str = Field(description="The rule in words")
    rule_ja: str
    editions: list[Edition]
    reasons: list[Reason] = Field(description="At most five, heaviest first")
    unreachable_since: date | None
    machine: MachineVerdict | None = Field(description="While a person's decision is in force")


class RegisterRow(Record):
    """One row of the register."""

    id: str = ID
    name_en: str
    name_ja: str
    website: str
    website_en: str
    scope: str = Field(description="Path of the website that belongs to the cluster; empty or / for all of it")
    prefecture: str
    region: str
    sector: list[str]
    programme: str
    organisation_type: str
    project_based: bool | None
    parent: str = Field(description="Id of the organisation it belongs to, or empty")
    programme_start: date | None
    programme_end: date | None
    planned_end: date | None
    paused: bool
    contact_page: str
    relation: str
    tags: list[str]
    source_url: str
    notes: str


class Answer(BaseModel):
    """The answer to "is this cluster alive, whom do I write to?", ready to paste into a mail."""

    en: str
    ja: str


class ClusterDetail(BaseModel):
    """One cluster."""

    register_row: RegisterRow
    verdict: Verdict | None = Field(description="Null: never judged")
    may_link: bool = MAY_LINK
    answer: Answer


class Period(Record):
    """A time of one state."""

    state: State
    subtype: str
    since: date
    until: date | None = Field(description="The day after its last one; null: still")
    last_seen: date = Field(description="Day of its last verdict")
    verdicts: int = Field(ge=1)


class Month(Record):
    """What was held at the end of a month."""

    month: date = Field(description="Its first day")
    state: State
    subtype: str
    ja: State | None = Field(description="Japanese edition; null: there is none")
    en: State | None = Field(description="English edition; null: there is none")


class Change(Record):
    """What a scan told of a cluster."""

    day: date
    kind: str = Field(examples=["dormant"])
    before: str
    after: str
    detail: str
    url: str
    quote: str


class History(BaseModel):
    """The history of one cluster."""

    periods: list[Period]
    months: list[Month]
    changes: list[Change]


class Visit(Counted):
    """One fetch of one page."""

    scan_id: str = Field(examples=["20261101T030000Z"])
    visited_at: datetime
    day: date = Field(description="Of the scan, in Tokyo")
    url: str = URL
    final_url: str
    role: str = Field(description="Why it was asked for", examples=["home"])
    edition: str = LANGUAGE
    outcome: Outcome
    status: int = Field(description="HTTP status; 0 without an answer", examples=[200])
    elapsed_ms: int
    size: int = Field(description="Bytes of the decoded body")
    title: str | None = Field(description="Null: nothing new was read")
    text_sha: str | None = Field(description="SHA-256 of the visible text; null: nothing new was read")
    error: str


class PageRow(Record):
    """The latest fetch of one page."""

    url: str = URL
    role: str
    edition: str = LANGUAGE
    day: date
    outcome: Outcome
    status: int
    title: str
    error: str


class Claim(Counted):
    """A date that a page shows; rejected ones are kept with the reason."""

    day: date = Field(description="Of the visit")
    url: str = URL
    value: date
    precision: str = Field(examples=["day"])
    source: str = Field(description="Where on the page", examples=["news_item"])
    label: str = Field(description="The words that say what the date is", examples=["最終更新"])
    confidence: float = CONFIDENCE
    snippet: str
    rejected_reason: str = Field(description="Empty: accepted")
    future: bool = Field(description="An event ahead of the visit: a sign of life, not an update")


class Finding(Counted):
    """A sentence in which the organisation declares its end, its move or its new name."""

    day: date = Field(description="Of the visit")
    url: str = URL
    kind: Declared
    quote: str
    confidence: float = CONFIDENCE
    end_date: date | None
    successor: str
    rule: str


class NewsItem(Counted):
    """An item of a list of news or of a feed, as it was last seen."""

    day: date | None = Field(description="As the item is dated; null: cannot tell")
    title: str
    url: str
    source: str = Field(examples=["news_item"])
    edition: str = LANGUAGE
    last_seen: date


class Line(Record):
    """One line of a difference."""

    sign: Literal["+", "-", " ", "…"] = Field(description="New, gone, stands beside, or something is left out here")
    text: str


class PageDifference(Record):
    """One page whose visible text differs."""

    url: str = URL
    before: date | None = Field(description="Day of the text compared with; null: not known then")
    after: date | None
    added: list[str]
    removed: list[str]
    lines: list[Line]


class Difference(Record):
    """What differs in the visible text of a cluster's pages between two days."""

    id: str = ID
    since: date
    until: date
    pages: list[PageDifference]
