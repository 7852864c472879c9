"""The rule table of a verdict: one table, first row that holds decides.

A row whose state is None keeps the state published before (unknown where there is none).  Rows are tried in the order
of decision-model.md: what a person decided, then what is certain about an end, then what is doubtful, then life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.records import Activity, Integrity, Reach, Redirect, State
from pipelines.facts import Facts
from pipelines.policy import Policy

RULE_VERSION = "2026.11-3"

Test = Callable[[Facts, Policy], bool]
UNSEEN = frozenset({Reach.BLOCKED, Reach.FLAKY, Reach.DOWN, Reach.NOT_VISITED, Reach.GONE})
SILENT = frozenset({Activity.STALE, Activity.DORMANT})
EVEN_CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when it holds, what it says, and how sure it is by itself (before the evidence is weighed)."""

    code: str
    holds: Test
    state: State | None
    subtype: str
    confidence: float
    en: str
    ja: str


def _laid_over(_f: Facts, _: Policy) -> bool:
    """A decision is laid over the machine's verdict afterwards (pipelines.decided); its row is here for its words."""
    return False


def _hijacked(f: Facts, p: Policy) -> bool:
    return f.integrity is Integrity.HIJACKED and (
        f.seen_twice(f.foreign, p.hijacked_days) or (f.first_sight and f.foreign_sure)
    )


def _parked(f: Facts, p: Policy) -> bool:
    return f.integrity is Integrity.PARKED and (
        f.seen_twice(f.parked, p.parked_days) or (f.first_sight and f.foreign_sure)
    )


def _moved_away(f: Facts, _: Policy) -> bool:
    return f.moved is not None and f.new_address_dead and not f.lives_elsewhere


def _emptied(f: Facts, p: Policy) -> bool:
    return f.integrity in {Integrity.DEFAULT, Integrity.EMPTY} and f.seen_twice(f.default, p.emptied_days)


def _not_yet_revived(f: Facts, p: Policy) -> bool:
    back = f.reach is Reach.UP and f.integrity is Integrity.OWN and f.seen_twice(f.good, p.revived_days)
    return f.previous_state is State.CEASED and not back


def _foreign_doubt(f: Facts, _: Policy) -> bool:
    return f.integrity in {Integrity.HIJACKED, Integrity.PARKED, Integrity.DEFAULT, Integrity.EMPTY}


def _zombie(f: Facts, _: Policy) -> bool:
    outlived = f.lifecycle.is_project and f.lifecycle.ended_on is not None
    return f.activity in SILENT and (outlived or bool(f.lifecycle.stale_plan))


def _silence_unconfirmed(f: Facts, p: Policy) -> bool:
    if f.activity not in SILENT or f.previous_state is not State.ACTIVE or f.previous is None:
        return False
    since = f.previous.suspect_since if f.previous.suspect == "static" else None
    return since is None or (f.day - since).days < p.static_confirm_days


def _kept_up(f: Facts, p: Policy) -> bool:
    """Without a state to keep: the dates that pages show are the least that was done, so a first "static" needs more."""
    if not f.first_sight or f.silence_days is None or f.activity is Activity.NO_DATES:
        return False
    likely = f.activity is Activity.GREY and f.probability is not None and f.probability >= EVEN_CHANCE
    return f.silence_days <= p.kept_up_days or likely


def _undated(f: Facts, _: Policy) -> bool:
    return f.activity is Activity.NO_DATES and f.first_sight and f.reach is Reach.UP


def _unchanged_year(f: Facts, p: Policy) -> bool:
    return f.activity is Activity.NO_DATES and f.unchanged_days is not None and f.unchanged_days >= p.unchanged_days


RULES: tuple[Rule, ...] = (
    Rule("decision", _laid_over, None, "decided", 1.0, "A person decided.", "人が判断しました。"),
    Rule("hijacked", _hijacked, State.CEASED, "hijacked", 0.9,
         "Somebody else's content stands at the address, seen on two visits.", "別人の内容が二度確認されました。"),
    Rule("parked", _parked, State.CEASED, "parked", 0.9,
         "The domain is parked, for sale or expired, seen on two visits.", "ドメインの失効・売出しが二度確認されました。"),
    Rule("declared", lambda f, _: f.ended is not None, State.CEASED, "declared", 0.92,
         "The organisation itself declares its end.", "団体自身が終了を告知しています。"),
    Rule("moved_away", _moved_away, State.CEASED, "moved", 0.6,
         "The site says that it moved, and the new address does not exist.", "移転先が存在しません。"),
    Rule("archived", lambda f, _: f.redirect is Redirect.ARCHIVE, State.CEASED, "archived", 0.85,
         "The address leads to a web archive: the original has ended.", "アーカイブへ転送され、元のサイトは終了しています。"),
    Rule("gone", lambda f, _: f.reach is Reach.GONE and f.ever_seen, State.CEASED, "gone", 0.85,
         "The site has been gone for long, on many visits.", "長期間、何度確認しても応答がありません。"),
    Rule("emptied", _emptied, State.CEASED, "emptied", 0.8,
         "Only a server's first page has been there for a month.", "一か月以上、初期ページだけが表示されています。"),
    Rule("not_yet_revived", _not_yet_revived, State.CEASED, "", 0.6,
         "It seems to be back; two good visits a week apart must show it.", "復活の可能性がありますが、未確認です。"),
    Rule("no_website", lambda f, _: f.reach is Reach.NO_WEBSITE, State.UNKNOWN, "no_website", 1.0,
         "The register gives no website.", "登録簿にウェブサイトがありません。"),
    Rule("never_seen", lambda f, _: f.reach in UNSEEN and f.first_sight, State.UNKNOWN, "unreachable", 0.5,
         "It could not be seen yet.", "まだ確認できていません。"),
    Rule("unreachable", lambda f, _: f.reach in UNSEEN, None, "unreachable", 0.6,
         "It cannot be seen now; the last state is kept.", "現在確認できないため、直近の状態を維持します。"),
    Rule("taken_over_doubt", _foreign_doubt, None, "", 0.5,
         "The page shown is not the organisation's own; another visit must confirm it.", "団体のページではない疑いがあります。"),
    Rule("clone_doubt", lambda f, _: f.integrity is Integrity.CLONE, None, "clone?", 0.4,
         "A foreign link stands on top of the old design: its news prove nothing.", "元のデザインの複製の疑いがあります。"),
    Rule("led_away", lambda f, _: f.redirect is Redirect.UNRELATED, None, "redirected?", 0.4,
         "The address leads to a site that does not name it: its news prove nothing.", "団体名のない別のサイトへ転送されています。"),
    Rule("moved_alive", lambda f, _: f.lives_elsewhere and f.activity is Activity.RECENT, State.ACTIVE, "moved", 0.85,
         "It lives on at a new address.", "新しい所在で活動しています。"),
    Rule("recent", lambda f, _: f.activity is Activity.RECENT, State.ACTIVE, "", 0.9,
         "There are recent updates.", "最近の更新があります。"),
    Rule("silence_unconfirmed", _silence_unconfirmed, State.ACTIVE, "", 0.5,
         "It has fallen silent; another visit must confirm it.", "更新が止まった疑いがあります(再確認待ち)。"),
    Rule("kept_up", _kept_up, State.ACTIVE, "", 0.75,
         "It is late, but kept up within a year or so: the benefit of the doubt.", "更新が遅れていますが、一年ほどの間に手入れされています。"),
    Rule("zombie", _zombie, State.STATIC, "zombie?", 0.85,
         "Nothing new, and the project it speaks of has ended.", "新しい内容がなく、事業期間も終了しています。"),
    Rule("silent", lambda f, _: f.activity in SILENT, State.STATIC, "", 0.85,
         "Nothing new for longer than its own rhythm explains.", "通常の更新間隔を超えて新しい内容がありません。"),
    Rule("grey_kept", lambda f, _: f.activity is Activity.GREY and not f.first_sight, None, "", 0.85,
         "It is late, but within its rhythm: the last state is kept.", "更新が遅れていますが、通常の範囲です。"),
    Rule("grey_silent", lambda f, _: f.activity is Activity.GREY, State.STATIC, "", 0.55,
         "It is late, and unlikely to post again.", "更新が遅れ、再開の見込みが低い状態です。"),
    Rule("unchanged_year", _unchanged_year, State.STATIC, "", 0.6,
         "No date is shown, and no text has changed for a year.", "日付がなく、一年間本文に変化がありません。"),
    Rule("undated", _undated, State.ACTIVE, "no_dates", 0.5,
         "It is up and its own, no date is shown, nothing looks old: an even chance, until a year of watching tells.",
         "日付がなく古さの兆しもないため、一年間観察するまでは五分五分とします。"),
    Rule("no_dates", lambda _f, _p: True, None, "no_dates", 0.3,
         "No date is shown; we have not watched it long enough.", "日付がなく、観察期間も足りません。"),
)  # fmt: skip
