"""The memory: the one module that writes the database.

A scan is stored in one transaction: the register, the visits with all that was read, and what judging them yields.
Killed at any moment it has stored all of a scan or nothing; told a second time it changes nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
from pydantic import TypeAdapter

from crawler.records import (
    Change,
    Cluster,
    Decision,
    HomeVisit,
    Judgement,
    Machine,
    Retired,
    ScanSummary,
    SiteMemory,
    TextChange,
    Verdict,
)
from pipelines.alerting import Outgoing, Told, no_alarm
from pipelines.arrow import to_batch
from pipelines.asking import ask_for, records
from pipelines.change import verdict_changes
from pipelines.database import OpenDatabase, StoreError, explained, question, transaction
from pipelines.decided import decided_today, machine_side
from pipelines.memory import load_site_memories
from pipelines.outbox import post, told_before
from pipelines.recall import stored_scan
from pipelines.spool import check_spool
from pipelines.western import TOKYO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from crawler.records import ScanHeader

    Judge = Callable[[SiteMemory], Judgement]
    # Home visits (before, now) of every site visited in the scan -> why the scan is not to be believed, or "".
    Guard = Callable[[Sequence[tuple[HomeVisit | None, HomeVisit]]], str]
    # What was judged, why it is not believed (or ""), what was told before -> what is to be told.
    Alarm = Callable[[Sequence[Judgement], str, Told], Outgoing]

# Clusters whose memory is held at a time: 1000 sites of 20 pages are about 300 MB.
CLUSTERS_AT_A_TIME = 1000
DECISION = "decision"  # kind of a scan that visits nothing
# What a spool file holds, in the order it is stored.
PARTS = ("visits", "texts", "claims", "items", "findings")


class Store(OpenDatabase):
    """The memory, open to be written."""

    def ingest(
        self,
        scan: ScanHeader,
        clusters: Sequence[Cluster],
        spool_files: Sequence[Path],
        judge: Judge,
        guard: Guard,
        alarm: Alarm = no_alarm,
    ) -> ScanSummary:
        """Store a scan and what judging it yields, all in one transaction.

        Args:
            scan: the scan; one that is stored already is left as it is.
            clusters: the whole register: rows that are missing from it have left it.
            spool_files: what the shards wrote.
            judge: called once for every cluster of `scan.asked` with all that is remembered of it.
            guard: called after that; if it finds that the fault is ours, the visits are kept and nothing is judged.
            alarm: called last; the alerts and letters it answers with are stored with the verdicts.

        Raises:
            StoreError: full disk and the like; nothing was stored.
            SpoolError: a spool file is damaged or of another version; nothing was stored.
            KeyError: `scan.asked` names a cluster that the register does not have.
        """
        for file in spool_files:
            check_spool(file)
        register = {cluster.id: cluster for cluster in clusters}
        asked = [register[cluster_id] for cluster_id in scan.asked]
        with explained(self._path):
            if stored := stored_scan(self._connection, scan.scan_id):
                return replace(stored, stored_before=True)
            with transaction(self._connection):
                self._write_register(scan, clusters)
                self._write_visits(scan, spool_files)
                found, fault = self._judge(scan, asked, judge, guard)
                post(self._connection, alarm(found, fault, told_before(self._connection, scan.day)))
                self._write_scan(scan, fault)
                summary = stored_scan(self._connection, scan.scan_id)
                assert summary is not None  # written two lines above
        return summary

    def decide(
        self, scan: ScanHeader, cluster: Cluster, decision: Decision, alarm: Alarm = no_alarm
    ) -> tuple[Verdict | None, Verdict | None]:
        """Store what a person decided, with the verdict of that moment, in one transaction.

        Args:
            scan: stands for the moment of the decision, without any visit.
            cluster: as the register has it.
            decision: what was decided; what the machine holds is added to it.
            alarm: as of `ingest`.

        Returns:
            The verdicts before and after; None where the cluster was never judged: its first scan heeds the decision.

        Raises:
            StoreError: full disk and the like, or a scan stands for the very same second; nothing was stored.
        """
        with explained(self._path):
            if stored_scan(self._connection, scan.scan_id):
                raise StoreError(f"{self._path} holds a scan of this very second: give the command again")
            with transaction(self._connection):
                ask_for(self._connection, [cluster], scan.day)
                earlier = records(self._connection, "previous", {"scan": scan.scan_id}, Verdict)
                before = next(iter(earlier[cluster.id]), None)
                own = machine_side(before) if before else None
                decision = replace(decision, machine=own.state if own else None)
                self._connection.execute(question("insert_decision"), _values(decision, own))
                after = decided_today(before, decision, scan.day) if before else None
                found = [Judgement(after, (), verdict_changes(before, after))] if after else []
                self._write_judgements(scan, found)
                post(self._connection, alarm(found, "", told_before(self._connection, scan.day)))
                self._write_scan(scan, "")
        return before, after

    def retire(self, before: date, *, dry_run: bool = False) -> Retired:
        """Remove the page texts that no page has shown since a day; the last two of every page stay.

        Raises:
            StoreError: full disk and the like; nothing was removed.
        """
        with explained(self._path), transaction(self._connection):
            self._connection.execute(question("old_texts"), {"before": before})
            counted = "SELECT count(*), coalesce(sum(characters), 0) FROM old_text"
            ((texts, characters),) = self._connection.execute(counted).fetchall()
            ((all_texts,),) = self._connection.execute("SELECT count(*) FROM text").fetchall()
            if texts and not dry_run:
                self._connection.execute("DELETE FROM text WHERE text_sha IN (SELECT text_sha FROM old_text)")
        return Retired(before, texts, int(characters), all_texts - texts)

    # ------------------------------------------------------------ steps of an ingest

    def _write_register(self, scan: ScanHeader, clusters: Iterable[Cluster]) -> None:
        with self._lent("register", to_batch(Cluster, clusters)):
            self._connection.execute(question("insert_register"), {"day": scan.day})

    def _write_visits(self, scan: ScanHeader, spool_files: Iterable[Path]) -> None:
        of_scan = {"visits": {"scan": scan.scan_id, "day": scan.day}}
        for file in spool_files:
            ((first,),) = self._connection.execute("SELECT coalesce(max(visit_id) + 1, 0) FROM visit").fetchall()
            self._connection.execute(question("incoming"), {"first": first, "file": str(file)})
            for part in PARTS:
                self._connection.execute(question(f"insert_{part}"), of_scan.get(part, {}))
        self._connection.execute("DROP TABLE IF EXISTS incoming")

    def _judge(
        self, scan: ScanHeader, asked: Sequence[Cluster], judge: Judge, guard: Guard
    ) -> tuple[Sequence[Judgement], str]:
        """Judge the clusters asked for; nothing of it is kept if the guard says why not, the second of the answer."""
        found: list[Judgement] = []
        homes: list[tuple[HomeVisit | None, HomeVisit]] = []
        for first in range(0, len(asked), CLUSTERS_AT_A_TIME):
            some = asked[first : first + CLUSTERS_AT_A_TIME]
            for memory in load_site_memories(self._connection, some, scan).values():
                homes += _before_and_now(memory)
                found.append(judge(memory))
        fault = guard(homes)
        if not fault:
            self._write_in_order(scan, found)
        return found, fault

    def _write_in_order(self, scan: ScanHeader, found: Sequence[Judgement]) -> None:
        """Write what was judged; what was decided while the scan ran is published, and the scan's view comes after it.

        So the latest verdict is the one that knows both, and what was published stays what it was.
        """
        later = dict(self._connection.execute(question("overtaken"), {"scan": scan.scan_id}).fetchall())
        self._write_judgements(scan, [one for one in found if one.verdict.cluster_id not in later])
        overtaken = [one for one in found if one.verdict.cluster_id in later]
        if overtaken:
            after = _just_after(scan, max(later.values()))
            self._write_judgements(
                after, [replace(one, verdict=replace(one.verdict, day=after.day)) for one in overtaken]
            )
            self._write_scan(after, "")

    def _write_judgements(self, scan: ScanHeader, found: Sequence[Judgement]) -> None:
        texts = [(one.verdict.cluster_id, change) for one in found for change in one.text_changes]
        text_changes = to_batch(TextChange, [change for _, change in texts])
        text_changes = text_changes.append_column("cluster_id", pa.array([one for one, _ in texts], pa.string()))
        for table, batch in (
            ("verdict", to_batch(Verdict, [one.verdict for one in found])),
            ("text_change", text_changes),
            ("change", to_batch(Change, [change for one in found for change in one.changes])),
        ):
            with self._lent("told", batch):
                told = f"INSERT INTO {table} BY NAME SELECT $scan AS scan_id, * FROM told"  # noqa: S608 - names of ours
                self._connection.execute(told, {"scan": scan.scan_id})

    def _write_scan(self, scan: ScanHeader, fault: str) -> None:
        values = {item.name: getattr(scan, item.name) for item in fields(scan) if item.name not in {"scan_id", "asked"}}
        values |= {"scan": scan.scan_id, "guard": fault, "problems": list(scan.problems)}
        self._connection.execute(question("insert_scan"), values)

    @contextmanager
    def _lent(self, name: str, batch: pa.RecordBatch) -> Iterator[None]:
        """Records as a table that questions can read for a while."""
        self._connection.register(name, batch)
        try:
            yield
        finally:
            self._connection.unregister(name)


def _just_after(scan: ScanHeader, moment: datetime) -> ScanHeader:
    """A scan that visits nothing, for what another one has to say after a moment."""
    now = moment.astimezone(UTC) + timedelta(seconds=1)
    day = now.astimezone(TOKYO).date()
    return replace(scan, scan_id=f"{now:%Y%m%dT%H%M%SZ}", now=now, day=day, kind=DECISION, problems=())


def _values(decision: Decision, own: Verdict | None) -> dict[str, object]:
    """A decision as the parameters of its question; of what the machine held all that a person was shown."""
    held = [Machine(one.state, one.subtype, one.confidence, one.since, one.rule) for one in (own,) if one]
    machine = TypeAdapter(Machine).dump_json(held[0]).decode() if held else "{}"
    return {item.name: getattr(decision, item.name) for item in fields(decision)} | {"machine": machine}


def _before_and_now(memory: SiteMemory) -> Iterator[tuple[HomeVisit | None, HomeVisit]]:
    """The home visits that the guard compares; none if the site was not visited in this scan."""
    if memory.homes and memory.homes[-1].day == memory.day:
        yield memory.homes[-2] if len(memory.homes) > 1 else None, memory.homes[-1]
