"""Short ways to make the records that tests are about; every default is an ordinary living site."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from crawler.records import (
    ClosureFinding,
    Cluster,
    DateClaim,
    DateSource,
    Declared,
    HomeVisit,
    Integrity,
    IntegrityReading,
    LanguageReading,
    NewsItem,
    Outcome,
    PageReading,
    PageState,
    PageVisit,
    Precision,
    Role,
    SiteMemory,
)

DAY = date(2026, 11, 1)
HOME = "https://cluster.example/"


def cluster(**changes: object) -> Cluster:
    base = Cluster(id="sample", name_en="Sample Cluster", name_ja="見本クラスター協議会", website=HOME)
    return replace(base, **changes)


def ago(days: int, day: date = DAY) -> date:
    return day - timedelta(days=days)


def claim(value: date, **changes: object) -> DateClaim:
    base = DateClaim(value, Precision.DAY, DateSource.NEWS_ITEM, "", 0.7, value.isoformat())
    return replace(base, **changes)


def item(day: date, title: str = "お知らせ") -> NewsItem:
    return NewsItem(day, Precision.DAY, title, "", DateSource.NEWS_ITEM)


def reading(
    *days: date, language: str = "ja", integrity: Integrity = Integrity.OWN, sure: float = 0.9, **changes: object
) -> PageReading:
    base = PageReading(
        title="見本クラスター協議会",
        charset="utf-8",
        text="見本クラスター協議会\n" + "\n".join(day.isoformat() for day in days),
        text_sha="sha",
        language=LanguageReading(language, confidence=1.0),
        dates=tuple(claim(day) for day in days),
        items=tuple(item(day) for day in days),
        closure=(),
        integrity=IntegrityReading(integrity, ("the words",), sure),
    )
    return replace(base, **changes)


def page(*days: date, day: date = DAY, url: str = HOME, role: Role = Role.HOME, **changes: object) -> PageState:
    keys = {"edition", "outcome", "seen", "asked", "final_url"}
    state = {key: value for key, value in changes.items() if key in keys}
    told = {key: value for key, value in changes.items() if key not in keys}
    base = PageState(url, url, role, "ja", day, day, Outcome.OK, reading(*days, **told))
    return replace(base, **state)


def notice(kind: Declared = Declared.ORG_ENDED, **changes: object) -> ClosureFinding:
    return replace(ClosureFinding(kind, "当協議会は解散いたしました。", 0.9, rule="test"), **changes)


def home(day: date = DAY, outcome: Outcome = Outcome.OK, **changes: object) -> HomeVisit:
    seen = outcome in {Outcome.OK, Outcome.NOT_MODIFIED}
    base = HomeVisit(
        day, outcome, Integrity.OWN if seen else None, "cluster.example" if seen else "", 200 if seen else 0, int(seen)
    )
    return replace(base, **changes)


def memory(*pages: PageState, homes: tuple[HomeVisit, ...] | None = None, **changes: object) -> SiteMemory:
    day = pages[0].asked if pages else DAY
    base = SiteMemory(
        cluster=cluster(),
        day=day,
        pages=pages,
        homes=homes if homes is not None else (home(day),),
        watched_since=day if pages else None,
    )
    return replace(base, **changes)


def visit(url: str = HOME, **changes: object) -> PageVisit:
    base = PageVisit(
        cluster_id="sample",
        url=url,
        role=Role.HOME,
        visited_at=datetime(2026, 11, 1, 3, tzinfo=UTC),
        outcome=Outcome.OK,
        final_url=url,
        status=200,
        reading=reading(DAY),
    )
    return replace(base, **changes)
