"""The sentences of a verdict, in English and Japanese, rendered from a code and its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crawler.records import Reason
from pipelines.words import OUTCOMES, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

Language = Literal["en", "ja"]

# code: (English, Japanese); {quote} and the reason's own parameters may be used.
SENTENCES: dict[str, tuple[str, str]] = {
    "decided": ("Decided by {by} on {on}: {why}", "{on}に{by}が判断しました:{why}"),
    "contrary": ("The machine now sees otherwise: {machine}.", "機械の判定はこれと異なります:{machine}。"),
    "newest": (
        "Newest sign of an update is {date}, {days} days ago; it used to post every {gap} days.",
        "最新の更新の形跡は{date}({days}日前)。以前は約{gap}日ごとに更新。",
    ),
    "newest_only": ("Newest sign of an update is {date}, {days} days ago.", "最新の更新の形跡は{date}({days}日前)。"),
    "changed": (
        "Visible text changed between our visits of {after} and {until}.",
        "{after}から{until}までの間に本文が変わりました。",
    ),
    "unchanged": (
        "No visible text has changed since {since} ({days} days).",
        "{since}以降、本文に変化がありません({days}日間)。",
    ),
    "no_dates": (
        "No date was found that tells when it was last updated.",
        "最終更新日が分かる日付は見つかりませんでした。",
    ),
    "future_event": ("An event is announced for {date}.", "{date}の催しが予告されています。"),
    "org_ended": ("The organisation declares its end: “{quote}”", "団体の終了が告知されています:「{quote}」"),
    "project_ended": ("The project declares its end: “{quote}”", "事業の終了が告知されています:「{quote}」"),
    "site_closed": ("The website declares that it is closed: “{quote}”", "サイトの閉鎖が告知されています:「{quote}」"),
    "moved": ("The site says that it has moved: “{quote}”", "移転が告知されています:「{quote}」"),
    "renamed_merged": (
        "A new name or a merger is announced: “{quote}”",
        "改称または統合が告知されています:「{quote}」",
    ),
    "notice_contradicted": (
        "There is newer content ({date}) than the notice of the end: a person should look.",
        "終了の告知より新しい内容({date})があります。人による確認が必要です。",
    ),
    "end_announced": ("The end is announced for {date}: “{quote}”", "{date}の終了が予告されています:「{quote}」"),
    "redirected": ("The address leads to {host} now.", "現在は{host}へ転送されます。"),
    "led_away": (
        "The address leads to {host} now, whose page does not name the organisation.",
        "現在は{host}へ転送され、そのページに団体名は見当たりません。",
    ),
    "successor_unseen": (
        "The new address {host} could not be seen, the old one has ended.",
        "新しい所在{host}は確認できず、元のサイトは終了しています。",
    ),
    "hijacked": ("Somebody else's content stands there: “{quote}”", "別人の内容が表示されています:「{quote}」"),
    "parked": (
        "The domain is parked, for sale or expired: “{quote}”",
        "ドメインは駐車・売出し・期限切れの状態です:「{quote}」",
    ),
    "default": (
        "Only a server's first page is shown: “{quote}”",
        "サーバーの初期ページだけが表示されています:「{quote}」",
    ),
    "empty": ("Nothing is shown where there was a page.", "以前あったページに何も表示されません。"),
    "clone": (
        "A foreign link stands on top of the old design: “{quote}”. Do not link.",
        "元のデザインに無関係なリンクが置かれています:「{quote}」。リンクしないでください。",
    ),
    "hacked": ("Foreign links were injected: “{quote}”", "無関係なリンクが埋め込まれています:「{quote}」"),
    "unsure": ("The page no longer names the organisation.", "ページに団体名が見当たりません。"),
    "parking_name_server": (
        "The domain's name server {server} belongs to a parking service.",
        "ドメインのネームサーバー{server}は駐車サービスのものです。",
    ),
    "registered_anew": (
        "The domain was registered anew on {date}: somebody else may have taken it.",
        "ドメインは{date}に新たに登録されています。第三者が取得した可能性があります。",
    ),
    "failed": (
        "The site has not answered since {since} ({visits} visits): {outcome}.",
        "{since}以降応答がありません({visits}回確認):{outcome}。",
    ),
    "blocked": (
        "The site does not let us in since {since}: {outcome}.",
        "{since}以降アクセスが拒否されています:{outcome}。",
    ),
    "not_seen_yet": ("The site could not be seen yet: {outcome}.", "まだ一度も確認できていません:{outcome}。"),
    "no_website": ("The register gives no website.", "登録簿にウェブサイトがありません。"),
    "programme_ended": (
        "Its programme ended on {date} and nothing new has come since.",
        "{date}に事業期間が終了し、その後新しい内容がありません。",
    ),
    "stale_plan": ("It still plans what is long past: “{quote}”", "過去の予定がそのまま残っています:「{quote}」"),
    "expected_end": ("Its planned end is {date}.", "終了予定日は{date}です。"),
    "kept": ("The last state known is kept: {state}.", "直近の状態を維持しています:{state}。"),
    "awaiting": ("To be confirmed by another visit: {suspect}.", "再確認待ち:{suspect}。"),
    "few_pages": ("Only {pages} page(s) could be read.", "{pages}ページしか読めませんでした。"),
}


def reason(code: str, url: str = "", quote: str = "", **parameters: object) -> Reason:
    """A reason; its code must have a sentence."""
    if code not in SENTENCES:
        raise KeyError(f"no sentence for reason {code!r}: add it to pipelines.reasons.SENTENCES")
    return Reason(code, url, quote, tuple((name, str(value)) for name, value in sorted(parameters.items())))


# Parameters that hold a code, with its words.
CODES = {"state": STATES, "machine": STATES, "outcome": OUTCOMES}


def render(given: Reason, language: Language = "en") -> str:
    """The sentence of a reason; an unknown code (from a newer version) is shown as it is."""
    pair = SENTENCES.get(given.code)
    if pair is None:
        return given.code
    place = language == "ja"
    said = {name: CODES.get(name, {}).get(value, (value, value))[place] for name, value in given.parameters}
    return pair[place].format_map({"quote": given.quote, **said})


def heaviest(reasons: Iterable[Reason], most: int = 5) -> tuple[Reason, ...]:
    """At most so many different reasons, in the order given (heaviest first)."""
    return tuple(dict.fromkeys(reasons))[:most]
