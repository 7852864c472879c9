"""From what a scan found to the alerts it raises and the letters that carry them: pure.

A transition of a verdict is one alert; an alert goes to everybody who asked for its kind, sector, region or tag.  What
one scan has to tell one recipient is one letter, but for the kinds that the recipient wants at once: a letter each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from crawler.records import State
from pipelines.reasons import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.records import Change, Cluster, Judgement, ScanHeader

# kind: (English, Japanese); the order is that of a letter: what needs somebody first.
KINDS: dict[str, tuple[str, str]] = {
    "fleet": ("a scan judged nothing: so much failed that the fault must be ours", "判定中止:当方の障害の疑い"),
    "taken_over": ("may be taken over: do not link", "乗っ取りの疑い(リンク禁止)"),
    "declared": ("declares its end", "終了を告知"),
    "ceased": ("has ceased", "活動終了"),
    "dormant": ("has fallen silent", "更新停止"),
    "expected_end": ("its end is near", "終了予定"),
    "revived": ("is back", "復活"),
    "awake": ("is active again", "活動再開"),
}
# Doubts and warnings come and go with the pages that show them: the same one again within so many days is the same
# story.  Changes of state are told every time, because the verdict has confirmed them.
SAME_STORY_DAYS = {"taken_over": 90, "expected_end": 366}
# From the first failed attempt to the next ones; after the last the letter is dead.  About five days in all, which
# covers a weekend without anybody at the mail server.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 540, 1440, 1440, 1440, 1440))
REASONS_TOLD = 2
LETTER_ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told; an empty filter lets everything pass.  The fleet alert knows no sector, region or tag."""

    name: str
    channel: Literal["mail", "webhook", "apprise"]
    address: str = field(repr=False)  # mail address, web address, or apprise's own; "env:NAME" names a variable
    kinds: tuple[str, ...] = ()  # codes of KINDS
    immediate: tuple[str, ...] = ()  # kinds that get a letter each
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # regions or prefectures
    tags: tuple[str, ...] = ()
    language: Literal["en", "ja"] = "en"
    secret: str = field(default="", repr=False)  # signs what a webhook gets; "env:NAME" names a variable

    def wants(self, kind: str, cluster: Cluster | None) -> bool:
        """Whether an alert of this kind is for them; without a cluster it is about ourselves."""
        if self.kinds and kind not in self.kinds:
            return False
        if cluster is None:
            return True
        return (
            _meets(self.sectors, cluster.sector)
            and _meets(self.regions, (cluster.region, cluster.prefecture))
            and _meets(self.tags, cluster.tags)
        )


@dataclass(frozen=True, slots=True)
class Alert:
    """One transition of one cluster, with all that a letter says of it."""

    alert_id: str
    scan_id: str
    cluster_id: str  # "": it is about ourselves
    day: date
    kind: str  # a code of KINDS
    before: str
    after: str
    name_en: str = ""
    name_ja: str = ""
    website: str = ""
    may_link: bool = True
    why_en: str = ""
    why_ja: str = ""
    url: str = ""
    quote: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient is told at once."""

    letter_id: str  # the same for the same scan, recipient and alerts
    recipient: str
    scan_id: str
    created_at: datetime
    alerts: tuple[str, ...]  # ids


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a scan has to tell."""

    alerts: tuple[Alert, ...] = ()
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What was told before the scan."""

    latest: Mapping[tuple[str, str], date]  # (cluster id, kind) -> day of its last alert
    muted: frozenset[str]  # ids of clusters of which nobody wants to hear on the day of the scan
    fault: bool  # our own failure was told, and no scan has been believed since


def no_alarm(_found: Sequence[Judgement], _fault: str, _told: Told) -> Outgoing:
    """Nothing is told to anybody."""
    return Outgoing()


def outgoing(
    found: Sequence[Judgement],
    fault: str,
    told: Told,
    *,
    scan: ScanHeader,
    clusters: Sequence[Cluster],
    recipients: Sequence[Recipient],
) -> Outgoing:
    """The alerts of a scan and the letters that carry them.

    Args:
        found: what was judged; nothing of it counts if there is a fault.
        fault: why the scan is not believed, or "".
        told: what was told before.
        scan: the scan.
        clusters: the whole register.
        recipients: who is to be told.
    """
    register = {cluster.id: cluster for cluster in clusters}
    alerts = tuple(_fleet(scan, fault, told)) if fault else tuple(_transitions(scan, found, told, register))
    order = {kind: place for place, kind in enumerate(KINDS)}
    alerts = tuple(sorted(alerts, key=lambda alert: (order[alert.kind], alert.cluster_id)))
    letters = tuple(letter for one in recipients for letter in _letters(scan, one, alerts, register))
    return Outgoing(alerts, letters)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When a letter is tried again after so many attempts; None: never, it is dead."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


# ---------------------------------------------------------------- alerts


def _fleet(scan: ScanHeader, fault: str, told: Told) -> Iterator[Alert]:
    if not told.fault:
        yield Alert(f"{scan.scan_id}/fleet", scan.scan_id, "", scan.day, "fleet", "", fault, why_en=fault, why_ja=fault)


def _transitions(
    scan: ScanHeader, found: Sequence[Judgement], told: Told, register: Mapping[str, Cluster]
) -> Iterator[Alert]:
    for judgement in found:
        for kind, change in {_kind(change): change for change in judgement.changes}.items():
            over = kind == "expected_end" and judgement.verdict.state is State.CEASED  # near no more
            if kind and not over and not _same_story(kind, change, told):
                cluster = register[change.cluster_id]
                yield _alert(scan, judgement, kind, change, cluster, muted=cluster.id in told.muted)


def _kind(change: Change) -> str:
    """The kind of alert a change raises, "" for none: what was so when we first looked is no transition."""
    if change.kind == "ceased" and not change.before:
        return ""
    if change.kind == "ceased" and change.after.endswith("/declared"):
        return "declared"
    return change.kind if change.kind in KINDS else ""


def _same_story(kind: str, change: Change, told: Told) -> bool:
    last = told.latest.get((change.cluster_id, kind))
    return last is not None and (change.day - last).days < SAME_STORY_DAYS.get(kind, 0)


def _alert(
    scan: ScanHeader, judgement: Judgement, kind: str, change: Change, cluster: Cluster, *, muted: bool
) -> Alert:
    reasons = judgement.verdict.reasons[:REASONS_TOLD]
    return Alert(
        alert_id=f"{scan.scan_id}/{cluster.id}/{kind}",
        scan_id=scan.scan_id,
        cluster_id=cluster.id,
        day=change.day,
        kind=kind,
        before=change.before,
        after=change.after,
        name_en=cluster.name_en,
        name_ja=cluster.name_ja,
        website=cluster.website,
        may_link="do_not_link" not in judgement.verdict.warnings,
        why_en=" ".join(render(reason, "en") for reason in reasons),
        why_ja="".join(render(reason, "ja") for reason in reasons),
        url=change.url,
        quote=change.quote,
        muted=muted,
    )


# ---------------------------------------------------------------- letters


def _letters(
    scan: ScanHeader, recipient: Recipient, alerts: Sequence[Alert], register: Mapping[str, Cluster]
) -> Iterator[Letter]:
    theirs = [
        alert for alert in alerts if not alert.muted and recipient.wants(alert.kind, register.get(alert.cluster_id))
    ]
    at_once = [(alert.alert_id,) for alert in theirs if alert.kind in recipient.immediate]
    together = tuple(alert.alert_id for alert in theirs if alert.kind not in recipient.immediate)
    for ids in (*at_once, *([together] if together else [])):
        said = "\n".join((scan.scan_id, recipient.name, *ids))
        letter_id = hashlib.sha256(said.encode()).hexdigest()[:LETTER_ID_DIGITS]
        yield Letter(letter_id, recipient.name, scan.scan_id, scan.now, ids)


def _meets(asked: Sequence[str], has: Sequence[str]) -> bool:
    """Whether nothing is asked, or one of it is there; capital letters do not matter."""
    return not asked or bool({one.casefold() for one in asked} & {one.casefold() for one in has})
