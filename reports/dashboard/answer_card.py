"""The answer to "is this cluster alive, whom do I write to?": one dated paragraph, ready to paste into a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.vocabulary import PREFECTURES, SECTORS
from reports.dashboard.days import day
from reports.rendering import defanged
from reports.words import EDITIONS, STATES, SUBTYPES, SUSPECTS, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.records import Cluster, Verdict
    from reports.words import Language, Words

# What is said of a state; {name} is the organisation.
SAID: dict[str, Words] = {
    "active": ("{name} is active", "{name}は活動しています"),
    "static": (
        "{name} has a website on which nothing new has appeared for a long time; whether it is at work we do not know",
        "{name}のウェブサイトは長期間更新されておらず、現在の活動状況は確認できません",
    ),
    "ceased": ("{name} has ended, or its own website has", "{name}は、団体または自身のウェブサイトが終了しています"),
    "unknown": ("We could not find out whether {name} is active", "{name}の活動状況は確認できませんでした"),
}
PARTS: dict[str, Words] = {
    "as_of": ("As of {day}: ", "{day}現在、"),
    "never": (
        "{name} is in our register, but was not looked at yet.",
        "{name}は登録済みですが、まだ確認していません。",
    ),
    "detail": (" ({what})", "({what})"),
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
    "website": (" Website: {website}", " ウェブサイト:{website}"),
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
    said = word(SAID, verdict.state, language).format(name=name)
    yield _part("as_of", language, day=day(verdict.day, language)) + said
    if verdict.subtype:
        yield _part("detail", language, what=word(SUBTYPES, verdict.subtype, language))
    yield _part("end", language)
    if cluster.prefecture and cluster.sector:
        place = cluster.prefecture if language == "en" else PREFECTURES.get(cluster.prefecture, cluster.prefecture)
        sectors = ("、" if language == "ja" else ", ").join(word(SECTORS, code, language) for code in cluster.sector)
        yield _part("place", language, place=place, sectors=sectors)
    yield from _freshness(verdict, language)
    if verdict.suspect:
        yield _part("doubt", language, what=word(SUSPECTS, verdict.suspect, language))
    yield from _address(cluster, verdict, language)
    by = _part("by_person", language) if verdict.rule == "decision" else ""
    yield _part("basis", language, by=by, share=f"{verdict.confidence:.0%}")


def _freshness(verdict: Verdict, language: Language) -> Iterator[str]:
    if verdict.last_update and not verdict.editions:
        yield _part("last", language, day=day(verdict.last_update, language))
    for edition in verdict.editions:
        last = _part("edition_last", language, day=day(edition.last_update, language)) if edition.last_update else ""
        names = word(EDITIONS, edition.language, language), word(STATES, edition.state, language)
        yield _part("edition", language, language=names[0], state=names[1], last=last)


def _address(cluster: Cluster, verdict: Verdict, language: Language) -> Iterator[str]:
    if "do_not_link" in verdict.warnings:
        yield _part("do_not_link", language, website=defanged(cluster.website))
    elif cluster.website:
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
