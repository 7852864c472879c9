"""Scans told to a database of its own, without crawling: what the tests of the memory are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.records import (
    Activity,
    Change,
    Cluster,
    EditionVerdict,
    Integrity,
    Judgement,
    PageVisit,
    Reach,
    Reason,
    Role,
    ScanHeader,
    ScanSummary,
    SiteMemory,
    State,
    TextChange,
    Verdict,
)
from pipelines.spool import write_spool
from pipelines.store import Store
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HOME = builders.HOME
NEWS = f"{HOME}news/"
FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    """The day of a scan; scans are thirty days apart."""
    return FIRST + timedelta(days=30 * number)


def header(number: int, *asked: str) -> ScanHeader:
    now = datetime.combine(day(number), datetime.min.time(), UTC) + timedelta(hours=3)
    scan_id = now.strftime("%Y%m%dT%H%M%SZ")
    return ScanHeader(scan_id, now, day(number), "full", "1", "{}", "sha", asked or ("sample",))


def visit(url: str = HOME, text: str = "", **changes: object) -> PageVisit:
    """A visit that read `text`; without a text one that read nothing."""
    reading = builders.reading(FIRST, text=text, text_sha=f"sha of {text}") if text else None
    role = Role.HOME if url == HOME else Role.NEWS
    return builders.visit(url, **{"reading": reading, "role": role, "reader_version": "1", **changes})


def verdict(cluster_id: str, on: date) -> Verdict:
    return Verdict(
        cluster_id, on, State.ACTIVE, "", 0.7, FIRST, FIRST, Reach.UP, Integrity.OWN, Activity.RECENT, "recent", "1",
        editions=(
            EditionVerdict("ja", State.ACTIVE, Activity.RECENT, FIRST),
            EditionVerdict("en", State.UNKNOWN, Activity.NO_DATES, None),
        ),
        reasons=(Reason("newest_item", HOME, "お知らせ", (("day", "2026-01-01"), ("gap", "34"))), Reason("plain")),
        warnings=("expected_end",), suspect="static", suspect_since=on,
    )  # fmt: skip


class Judge:
    """Judges every cluster active, reports every text that is another, and keeps what it was told."""

    def __init__(self) -> None:
        self.told: dict[str, SiteMemory] = {}

    def __call__(self, memory: SiteMemory) -> Judgement:
        self.told[memory.cluster.id] = memory
        changed = [versions for versions in memory.texts if versions.earlier]
        return Judgement(
            verdict(memory.cluster.id, memory.day),
            tuple(TextChange(one.url, one.earlier[-1][0], one.day, "content", 9, "s", "ja") for one in changed),
            tuple(Change(memory.cluster.id, memory.day, "content", "", one.text, url=one.url) for one in changed),
        )


class World:
    """A database that scans are told to, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "monitor.duckdb"
        self.clusters: Sequence[Cluster] = (builders.cluster(),)
        self.summary: ScanSummary | None = None

    def scan(self, number: int, *visits: PageVisit, fault: str = "", asked: tuple[str, ...] = ()) -> SiteMemory:
        """Store a scan; the memory of the first cluster as the judge was told it."""
        spool = self.folder / f"{number}.parquet"
        write_spool(spool, visits)
        judge = Judge()
        with Store.open(self.database) as store:
            self.summary = store.ingest(header(number, *asked), self.clusters, [spool], judge, lambda _: fault)
        return judge.told.get(self.clusters[0].id)

    def ask(self, question: str) -> list[tuple]:
        with Store.open(self.database) as store:
            return store._connection.execute(question).fetchall()


def counts(world: World) -> list[tuple]:
    tables = (
        "scan",
        "cluster_version",
        "visit",
        "text",
        "claim",
        "item",
        "finding",
        "verdict",
        "text_change",
        "change",
    )
    return [world.ask(f"SELECT count(*) FROM {table}")[0] for table in tables]
