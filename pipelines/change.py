"""What is different from the verdict published before: the rows of a change report and the cause of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Change, Reach, SiteEvidence, State, TextChange, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# kind: (English, Japanese); the order is that of a report: what needs a person first.
KINDS: dict[str, tuple[str, str]] = {
    "taken_over": ("taken over: do not link", "乗っ取り(リンク禁止)"),
    "ceased": ("has ceased", "活動終了"),
    "dormant": ("has fallen silent", "更新停止"),
    "suspect": ("in doubt", "要確認"),
    "expected_end": ("its end is near", "終了予定"),
    "revived": ("is back", "復活"),
    "awake": ("is active again", "活動再開"),
    "moved": ("has moved", "移転"),
    "renamed_merged": ("new name or merger", "改称・統合"),
    "edition_gained": ("new language edition", "言語版の追加"),
    "edition_lost": ("language edition lost", "言語版の消失"),
    "edition_dormant": ("language edition has fallen silent", "言語版の更新停止"),
    "edition_awake": ("language edition is active again", "言語版の更新再開"),
    "unreachable": ("cannot be seen", "確認不能"),
    "reachable": ("can be seen again", "確認再開"),
    "first_verdict": ("first verdict", "初回判定"),
    "state": ("other change of state", "その他の状態変更"),
    "new_content": ("new content", "新着内容"),
}
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.ACTIVE, State.CEASED): "ceased",
    (State.STATIC, State.CEASED): "ceased",
    (State.UNKNOWN, State.CEASED): "ceased",
    (State.ACTIVE, State.STATIC): "dormant",
    (State.STATIC, State.ACTIVE): "awake",
    (State.CEASED, State.ACTIVE): "revived",
    (State.CEASED, State.STATIC): "revived",
}
# Doubts that mean somebody else may be speaking at the address.
TAKEN = frozenset({"hijacked", "clone", "parked", "hacked"})


def changes_between(
    previous: Verdict | None, verdict: Verdict, evidence: SiteEvidence, text_changes: Sequence[TextChange]
) -> tuple[Change, ...]:
    """The changes from the verdict published before, and the new text of this scan."""
    found = [*verdict_changes(previous, verdict, evidence.redirect_host)]
    if previous is not None:
        found += _content(verdict, text_changes)
    return _in_order(found)


def verdict_changes(previous: Verdict | None, verdict: Verdict, moved_to: str = "") -> tuple[Change, ...]:
    """What differs between any two verdicts of a cluster; without one before, the first verdict is the change."""
    if previous is None:
        found = [_change(verdict, "first_verdict", "", _shown(verdict))]
        if verdict.state is State.CEASED:
            found.append(_change(verdict, "ceased", "", _shown(verdict)))
        elif _is_taken(verdict):
            found.append(_change(verdict, "taken_over", "", verdict.suspect))
    else:
        found = [
            *_transition(previous, verdict),
            *_doubts(previous, verdict),
            *_places(previous, verdict, moved_to),
            *_editions(previous, verdict),
            *_reach(previous, verdict),
        ]
    return _in_order(found)


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(changes, key=lambda c: (order[c.kind], c.url, c.detail)))


def _is_taken(verdict: Verdict) -> bool:
    return verdict.suspect in TAKEN and "do_not_link" in verdict.warnings


def _shown(verdict: Verdict) -> str:
    return f"{verdict.state.value}/{verdict.subtype}" if verdict.subtype else verdict.state.value


def _change(verdict: Verdict, kind: str, before: str, after: str, detail: str = "") -> Change:
    """A change with the heaviest reason of the verdict as its quote."""
    first = next(iter(verdict.reasons), None)
    return Change(
        cluster_id=verdict.cluster_id,
        day=verdict.day,
        kind=kind,
        before=before,
        after=after,
        detail=detail,
        url=first.url if first else "",
        quote=first.quote if first else "",
    )


def _transition(previous: Verdict, verdict: Verdict) -> Iterator[Change]:
    if previous.state is not verdict.state:
        kind = TRANSITIONS.get((previous.state, verdict.state), "state")
        yield _change(verdict, kind, _shown(previous), _shown(verdict))


def _doubts(previous: Verdict, verdict: Verdict) -> Iterator[Change]:
    if verdict.suspect and verdict.suspect != previous.suspect:
        kind = "taken_over" if _is_taken(verdict) else "suspect"
        yield _change(verdict, kind, previous.suspect, verdict.suspect)
    if "expected_end" in verdict.warnings and "expected_end" not in previous.warnings:
        yield _change(verdict, "expected_end", "", "expected_end")


def _places(previous: Verdict, verdict: Verdict, moved_to: str) -> Iterator[Change]:
    for kind in ("moved", "renamed_merged"):
        if verdict.subtype == kind and previous.subtype != kind and verdict.state is not State.CEASED:
            yield _change(verdict, kind, _shown(previous), _shown(verdict), moved_to)


def _editions(previous: Verdict, verdict: Verdict) -> Iterator[Change]:
    """Editions are compared only while the site can be seen: an unseen edition is not a lost one."""
    if verdict.reach is not Reach.UP or verdict.state is State.CEASED:
        return
    before = {e.language: e for e in previous.editions}
    after = {e.language: e for e in verdict.editions}
    for language in sorted(after.keys() - before.keys()) if before else ():
        yield _change(verdict, "edition_gained", "", after[language].state.value, language)
    for language in sorted(before.keys() - after.keys()):
        yield _change(verdict, "edition_lost", before[language].state.value, "", language)
    for language in sorted(before.keys() & after.keys()):
        pair = (before[language].state, after[language].state)
        kind = {
            (State.ACTIVE, State.STATIC): "edition_dormant",
            (State.STATIC, State.ACTIVE): "edition_awake",
        }.get(pair)
        if kind and len(after) > 1:
            yield _change(verdict, kind, pair[0].value, pair[1].value, language)


def _reach(previous: Verdict, verdict: Verdict) -> Iterator[Change]:
    unseen = verdict.unreachable_since is not None
    if unseen and previous.unreachable_since is None and verdict.state is not State.CEASED:
        yield _change(verdict, "unreachable", "", verdict.reach.value)
    if not unseen and previous.unreachable_since is not None:
        yield _change(verdict, "reachable", previous.reach.value, verdict.reach.value)


def _content(verdict: Verdict, text_changes: Sequence[TextChange]) -> Iterator[Change]:
    """The weightiest new text of the scan, once a cluster."""
    new = [c for c in text_changes if c.kind == "content" and c.until == verdict.day]
    if new and verdict.state is not State.CEASED:
        most = max(new, key=lambda c: (c.weight, c.url))
        yield Change(
            cluster_id=verdict.cluster_id,
            day=verdict.day,
            kind="new_content",
            before="",
            after=str(len(new)),
            detail=most.language,
            url=most.url,
            quote=most.sample,
        )
