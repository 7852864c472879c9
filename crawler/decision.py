"""A person's decision: stored, in force at once, and published, also while a scan runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.agenda import tokyo_day
from crawler.job import scan_id_of
from crawler.lock import write_lock
from crawler.records import ScanHeader, Verdict
from crawler.registry import fingerprint, load_register
from pipelines.alerting import outgoing
from pipelines.database import open_published, publish
from pipelines.recall import last_scan
from pipelines.rules import RULE_VERSION
from pipelines.store import DECISION, Store

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.records import Decision


class DecisionError(Exception):
    """A decision cannot be taken; the sentence says why and what to do."""


def decide(config: Config, decision: Decision) -> tuple[Verdict | None, Verdict | None]:
    """Store a decision and publish what it changes; `decision.decided_at` is now.

    Returns:
        The verdicts before and after; None where the cluster was never judged: its first scan heeds the decision.

    Raises:
        DecisionError: the register has no such cluster, the decision is over already, or a later scan is stored.
        RegisterError, LockedError, StoreError: with the remedy.
    """
    database, now = Path(config.store.database), decision.decided_at
    register = load_register(Path(config.store.register))
    cluster = next((one for one in register if one.id == decision.cluster_id), None)
    if cluster is None:
        raise DecisionError(
            f"the register {config.store.register} has no cluster {decision.cluster_id!r}: "
            "`cluster-monitor register list` shows its ids; the setting store.register names another register"
        )
    if decision.until is not None and decision.until < tokyo_day(now):
        raise DecisionError(f"--until {decision.until} lies in the past: name the last day on which it is to hold")
    scan = ScanHeader(
        scan_id=scan_id_of(now), now=now, day=tokyo_day(now), kind=DECISION, rule_version=RULE_VERSION,
        settings="{}", register_sha=fingerprint(register), asked=(cluster.id,),
    )  # fmt: skip
    with write_lock(database):
        with open_published(database) as connection:
            last = last_scan(connection)
        if last is not None and last > now:
            raise DecisionError(f"the database holds a scan of {last:%Y-%m-%d %H:%M} UTC: --now must not lie before it")
        alarm = partial(outgoing, scan=scan, clusters=register, recipients=config.alert.recipients)
        with Store.open(database) as store:
            found = store.decide(scan, cluster, decision, alarm)
        publish(database)
    return found
