"""What the API answers about the mapping."""

from datetime import date

from pydantic import BaseModel, Field

from crawler.records import State
from reports.dashboard.api.models import ID, Record


class Figure(Record):
    """How many organisations are in one class."""

    code: str = Field(examples=["active_english"])
    label_en: str
    label_ja: str
    now: int
    before: int | None = Field(description="On the day compared with; null: none was asked for")
    in_2016: int | None = Field(description="In the mapping of 2016; null: it had no such class")


class Tally(BaseModel):
    """One table of figures; every organisation counts once."""

    name: str = Field(examples=["editions"])
    figures: list[Figure]


class Share(Record):
    """The organisations of one class by state."""

    code: str
    label_en: str
    label_ja: str
    active: int
    static: int
    ceased: int
    unknown: int


class Cross(BaseModel):
    """One table by state."""

    name: str = Field(examples=["regions"])
    shares: list[Share]


class Mapping(BaseModel):
    """The tables of the mapping of 2016, for any day."""

    as_of: date
    scan_id: str = Field(description="The scan it counts", examples=["20261101T030000Z"])
    compared_on: date | None
    tallies: list[Tally]
    crosses: list[Cross]


class Organisation(Record):
    """One organisation of the mapping."""

    id: str = ID
    name_en: str
    name_ja: str
    counted: bool = Field(description="False: it has ended, so the tables of editions leave it out")
    state: State
    subtype: str
    since: date | None
    upkeep: str = Field(description="Class of its website's editions", examples=["active English"])
    ja_state: State | None
    en_state: State | None
    last_update: date | None
    sector: list[str]
    relation: str
    relation_class: str
    prefecture: str
    region: str
    programme: str
    organisation_type: str
    website: str
    linkable: bool = Field(description="False: the address may belong to somebody else")
    judged_on: date | None


class Move(BaseModel):
    """What became of one organisation since the day compared with."""

    kind: str = Field(examples=["ended"])
    id: str = ID
    name_en: str
    name_ja: str
    before: str = Field(description="State then; empty: it was not in the register")
    after: str = Field(description="State now; empty: it has left the register")
