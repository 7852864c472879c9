"""What the API answers about scans, alerts and people's work, and what it takes."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crawler.records import Outcome, State
from reports.dashboard.api.models import CONFIDENCE, ID, MAY_LINK, Record
from reports.dashboard.api.paging import Counted, Day

SCAN_ID = Field(description="Moment the scan stands for; ids sort by time", examples=["20261101T030000Z"])


class Me(BaseModel):
    """Who asks."""

    name: str
    role: Literal["viewer", "analyst", "admin"]
    token: str = Field(description="Name of the token; empty: a session")
    csrf_token: str | None = Field(description="What a session sends as X-CSRF-Token to write; null for tokens")


class StateCount(Record):
    """How many clusters are in a state."""

    state: State
    now: int
    before: int | None = Field(description="When the last full scan began; null: there was none before")


class Shares(Record):
    """The clusters of one sector or prefecture by state."""

    code: str = Field(examples=["LIFE"])
    active: int
    static: int
    ceased: int
    unknown: int


class Scan(Record):
    """One scan."""

    scan_id: str = SCAN_ID
    now: datetime
    day: date = Field(description="In Tokyo")
    kind: str = Field(description="full, recheck or decision", examples=["full"])
    rule_version: str
    sites: int = Field(description="Clusters of which a page was asked for")
    pages: int = Field(description="Fetches, the failed ones included")
    failures: int = Field(description="Sites of which no home page answered")
    guard: str = Field(description="Why nothing was judged; empty: all was well")
    problems: list[str]
    changes: int = Field(description="What it told, new content left out")


class ScanRow(Scan, Counted):
    """One scan of the list."""


class OutcomeCount(Record):
    """How many fetches ended in one way."""

    outcome: Outcome
    pages: int
    sites: int


class ScanDetail(Scan):
    """One scan with how its fetches ended."""

    outcomes: list[OutcomeCount]


class Overview(BaseModel):
    """How things stand."""

    scan: Scan | None = Field(description="The last scan of the whole register; null: there was none")
    states: list[StateCount]
    sectors: list[Shares] = Field(description="A cluster of two sectors counts in both")
    prefectures: list[Shares]
    to_review: int = Field(description="Clusters that ask for a person")


class Transition(Counted):
    """A cluster that went from one state to another."""

    scan_id: str = SCAN_ID
    day: date
    cluster_id: str = ID
    name_en: str
    name_ja: str
    state_before: State
    subtype_before: str
    state: State
    subtype: str
    rule: str
    confidence: float = CONFIDENCE


class ToldChange(Counted):
    """What a scan told of a cluster."""

    scan_id: str = SCAN_ID
    cluster_id: str = ID
    day: date
    kind: str = Field(examples=["dormant"])
    before: str
    after: str
    detail: str
    url: str
    quote: str


class Alert(Record):
    """One alert with what became of it."""

    alert_id: str
    scan_id: str = SCAN_ID
    cluster_id: str = Field(description="Empty: it is about our own scan", examples=["hobia"])
    day: date
    kind: str = Field(examples=["taken_over"])
    before: str
    after: str
    name_en: str
    name_ja: str
    website: str
    may_link: bool = MAY_LINK
    why_en: str
    why_ja: str
    url: str
    quote: str
    muted: bool
    sent: list[str] = Field(description="Names of recipients who were told")
    waiting: list[str]
    dead: list[str] = Field(description="Names of recipients who could not be told")
    note: str | None = Field(description="Of whoever has seen to it; null: nobody has")
    noted_by: str | None


class CountedAlert(Alert, Counted):
    """One alert of the list."""


class ReviewCase(Counted):
    """A cluster that a person should look at."""

    id: str = ID
    kind: str = Field(description="The gravest of its doubts", examples=["hijacked"])
    name_en: str
    name_ja: str
    website: str
    state: State
    subtype: str
    confidence: float = CONFIDENCE
    suspect_since: date | None
    warnings: list[str]
    judged_on: date | None


class DecisionRow(Record):
    """What a person decided of a cluster."""

    cluster_id: str = ID
    state: State | None = Field(description="Null: the machine's verdict holds again")
    why: str
    by: str
    decided_at: datetime
    until: date | None = Field(description="The last day on which it holds; null: until it is cleared")
    machine: State | None = Field(description="What the machine held then")


class CountedDecision(DecisionRow, Counted):
    """One decision of the list."""


# ---------------------------------------------------------------- what is sent


class Sent(BaseModel):
    """A body; a field that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class NewDecision(Sent):
    """A person's decision over the machine."""

    state: Literal["active", "static", "ceased", "unknown", "clear"] = Field(
        description="clear: the machine's verdict holds again", examples=["active"]
    )
    why: str = Field(
        min_length=1, max_length=500, pattern=r"\S", description="How you know", examples=["telephone call, 2026-11-02"]
    )
    until: Day | None = Field(None, description="The last day on which it is to hold", examples=["2027-03-31"])


class NewAcknowledgement(Sent):
    """Somebody has seen to the alerts of a cluster."""

    note: str = Field("", max_length=300, description="What was done", examples=["wrote to their office"])


class NewMute(Sent):
    """Silence about a cluster."""

    until: Day = Field(description="The last day of silence; a past one ends it", examples=["2027-03-31"])


class Question(Sent):
    """A question in SQL."""

    sql: str = Field(
        min_length=1, max_length=20_000, description="One statement of DuckDB's SQL, that reads",
        examples=["SELECT state, count(*) AS clusters FROM status GROUP BY state"],
    )  # fmt: skip
    rows: int = Field(1000, ge=1, le=100_000, description="Further rows are left out")


class QueryAnswer(BaseModel):
    """The rows of a question."""

    columns: list[str]
    rows: list[list[object]] = Field(description="Days and moments as ISO texts; no number (NaN) and infinity as null")
    cut: bool = Field(description="There were more rows")
