"""The answer to "is this cluster alive, whom do I write to?": one dated paragraph, ready to paste into a mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.records import Declared, State
from crawler.vocabulary import PREFECTURES, SECTORS
from reports.dashboard.days import day
from reports.rendering import defanged
from reports.words import EDITIONS, STATES, SUBTYPES, SUSPECTS, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.records import Cluster, Verdict
    from reports.words import Language, Words

# What is said of a state, or of what has ceased by its subtype; {since} and {dated} tell the day in their own way.
SAID: dict[str, Words] = {
    "active": ("{name} is active", "{name}は活動しています"),
    "static": (
        "{name} has a website on which nothing new has appeared for a long time; whether it is at work we do not know",
        "{name}のウェブサイトは長期間更新されておらず、現在の活動状況は確認できません",
    ),
    "ceased": (
        "{name} has ended, or its own website has{since}",
        "{name}は、団体または自身のウェブサイトが終了しています{since}",
    ),
    "declared": ("{name} has announced its end{dated}", "{name}は{dated}活動の終了を告知しています"),
    "archived": (
        "Only a web archive keeps the website of {name}{since}",
        "{name}のウェブサイトはアーカイブにのみ残っています{since}",
    ),
    "gone": (
        "The website of {name} is gone{since}; whether the organisation goes on without it we do not know",
        "{name}のウェブサイトは消失しています{since}。団体が活動を続けているかは確認できません",
    ),
    "parked": (
        "The domain of {name} has lapsed or is for sale{since}; whether the organisation goes on we do not know",
        "{name}のドメインは失効または売出し中です{since}。団体が活動を続けているかは確認できません",
    ),
    "hijacked": (
        "Somebody else's content stands at the address of {name}{since}; whether it goes on elsewhere we do not know",
        "{name}のアドレスには第三者の内容が表示されています{since}。団体が活動を続けているかは確認できません",
    ),
    "emptied": (
        "The website of {name} has been emptied{since}; whether the organisation goes on without it we do not know",
        "{name}のウェブサイトは内容が消えています{since}。団体が活動を続けているかは確認できません",
    ),
    "unknown": ("We could not find out whether {name} is active", "{name}の活動状況は確認できませんでした"),
}
# The same where the last state known is kept, because what is shown now is not its own or cannot be seen.
SAID_OF_BEFORE: dict[str, Words] = {
    "active": ("{name} was active when we last could tell", "{name}は最後に確認できた時点では活動していました"),
    "static": (
        "The website of {name} showed nothing new when we last could tell",
        "{name}のウェブサイトは最後に確認できた時点で更新が止まっていました",
    ),
}
KEPT = frozenset({"unreachable", "redirected?", "clone?", "hijacked?", "parked?", "emptied?", "hacked?"})  # subtypes
WHOLE = re.compile(r"[。．.!！?？)）」』]$")
PARTS: dict[str, Words] = {
    "as_of": ("As of {day}: ", "{day}現在、"),
    "never": (
        "{name} is in our register, but was not looked at yet.",
        "{name}は登録済みですが、まだ確認していません。",
    ),
    "detail": (" ({what})", "({what})"),
    "since": (" (since {day})", "({day}から)"),
    "dated": (" as of {day}", "{day}付で"),
    "words": (" Its own words: “{quote}” ({url}).", "告知:「{quote}」({url})。"),
    "moved": (" It answers at {host} now.", "現在は{host}で公開されています。"),
    "end": (".", "。"),
    "place": (" It belongs to {place}; field: {sectors}.", "所在地は{place}、分野は{sectors}です。"),
    "last": (" The newest sign of an update is of {day}.", "確認できた最新の更新は{day}です。"),
    "edition": (" Its {language} pages are {state}{last}.", "{language}ページは{state}です{last}。"),
    "edition_last": (", last updated {day}", "(最終更新{day})"),
    "doubt": (" Not confirmed yet: {what}.", "未確認の点:{what}。"),
    "do_not_link": (
        " Please do not open {website}: the address may belong to somebody else now.",
        "{website}は第三者の管理下にある可能性があるため、アクセスしないでください。",
    ),
    "website": (" Website: {website}", "ウェブサイト:{website}"),
    "contact": (" Contact: {page}", " 問い合わせ:{page}"),
    "basis": (
        " (Judged from its public website{by}; confidence {share}.)",
        " (公開ウェブサイトに基づく判定{by}、確信度{share})",
    ),
    "by_person": (" and a person's decision", "および担当者の判断"),
}


def answer(cluster: Cluster, verdict: Verdict | None, language: Language) -> str:
    """The paragraph in one language."""
    return "".join(_sentences(cluster, verdict, language))


def _sentences(cluster: Cluster, verdict: Verdict | None, language: Language) -> Iterator[str]:
    name = _name(cluster, language)
    if verdict is None:
        yield _part("never", language, name=name)
        return
    yield _part("as_of", language, day=day(verdict.day, language)) + _said(verdict, name, language)
    if verdict.subtype and verdict.subtype not in SAID:
        yield _part("detail", language, what=word(SUBTYPES, verdict.subtype, language))
    yield _part("end", language)
    if verdict.subtype == "declared":
        yield from _words(verdict, language)
    if cluster.prefecture and cluster.sector:
        place = cluster.prefecture if language == "en" else PREFECTURES.get(cluster.prefecture, cluster.prefecture)
        sectors = ("、" if language == "ja" else ", ").join(word(SECTORS, code, language) for code in cluster.sector)
        yield _part("place", language, place=place, sectors=sectors)
    yield from _freshness(verdict, language)
    if verdict.suspect:
        yield _part("doubt", language, what=word(SUSPECTS, verdict.suspect, language))
    yield from _address(cluster, verdict, language)
    if verdict.subtype == "no_website":
        return
    by = _part("by_person", language) if verdict.rule == "decision" else ""
    yield _part("basis", language, by=by, share=f"{verdict.confidence:.0%}")


def _said(verdict: Verdict, name: str, language: Language) -> str:
    """The first sentence: what is held of the organisation, as far as it can be said."""
    ceased = verdict.state is State.CEASED
    kept = verdict.subtype in KEPT and verdict.state in SAID_OF_BEFORE
    code = verdict.subtype if ceased and verdict.subtype in SAID else verdict.state
    days = {"day": day(verdict.since, language)} if ceased and verdict.since else None
    return word(SAID_OF_BEFORE if kept else SAID, code, language).format(
        name=name,
        since=_part("since", language, **days) if days else "",
        dated=_part("dated", language, **days) if days else "",
    )


def _words(verdict: Verdict, language: Language) -> Iterator[str]:
    """The sentence in which the organisation says so, where the reasons quote one."""
    said = {kind.value for kind in Declared}
    for one in verdict.reasons:
        if one.code in said and one.quote:
            quote = one.quote if WHOLE.search(one.quote) else f"{one.quote}…"  # as much as is kept of it
            yield _part("words", language, quote=quote, url=one.url)
            return


def _freshness(verdict: Verdict, language: Language) -> Iterator[str]:
    ceased = verdict.state is State.CEASED
    if verdict.last_update and (ceased or not verdict.editions):
        yield _part("last", language, day=day(verdict.last_update, language))
    for edition in () if ceased else verdict.editions:
        last = _part("edition_last", language, day=day(edition.last_update, language)) if edition.last_update else ""
        names = word(EDITIONS, edition.language, language), word(STATES, edition.state, language)
        yield _part("edition", language, language=names[0], state=names[1], last=last)


def _address(cluster: Cluster, verdict: Verdict, language: Language) -> Iterator[str]:
    if "do_not_link" in verdict.warnings:
        yield _part("do_not_link", language, website=defanged(cluster.website))
    elif cluster.website:
        for one in verdict.reasons:
            if one.code == "redirected":
                yield _part("moved", language, host=dict(one.parameters)["host"])
        yield _part("website", language, website=cluster.website)
        if cluster.contact_page:
            yield _part("contact", language, page=cluster.contact_page)


def _part(key: str, tongue: Language, /, **parts: object) -> str:
    return word(PARTS, key, tongue).format_map(parts)


def _name(cluster: Cluster, language: Language) -> str:
    first, second = (cluster.name_ja, cluster.name_en) if language == "ja" else (cluster.name_en, cluster.name_ja)
    if first and second and language == "en":
        return f"{first} ({second})"
    return first or second
