"""Show one cluster with all that is known of it."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.common import AsJson, AsOf, ClusterId, Database, published
from reports.tables import printable, write_json
from reports.words import EDITIONS, OUTCOMES, SHAPES, STATES, SUBTYPES, SUSPECTS, WARNINGS, Words, word

if TYPE_CHECKING:
    from crawler.records import Verdict
    from reports.dossier import Dossier
    from reports.words import Language

INDENT = "  "


# English, Japanese
LABELS: dict[str, Words] = {
    "no_website": ("no website in the register", "登録簿にウェブサイトなし"),
    "never": ("never judged", "未判定"),
    "since": (", since {day}", "({day}以降)"),
    "judged": ("judged on {day} with confidence {share}: {rule}", "{day}判定(確信度{share}):{rule}"),
    "last_update": ("last update: {day}", "最終更新:{day}"),
    "cannot_tell": ("cannot tell", "不明"),
    "suspect": ("in doubt: {what}", "要確認:{what}"),
    "unseen": ("not seen since {day}", "{day}以降確認できず"),
    "machine": ("the machine by itself: {what}", "機械の判定:{what}"),
    "warning": ("warning: {what}", "注意:{what}"),
    "decision": ("{day} {by}: {state}: {why}", "{day} {by}:{state}:{why}"),
    "until": (" until {day}", "({day}まで)"),
    "cleared": ("cleared", "解除"),
    "Editions": ("Editions", "言語版"),
    "Evidence": ("Evidence", "根拠"),
    "Decisions": ("Decisions", "人の判断"),
    "Pages": ("Pages", "ページ"),
}


class Tongue(StrEnum):
    """Languages of the reasons."""

    EN = "en"
    JA = "ja"


def show(
    context: typer.Context,
    cluster_id: ClusterId,
    *,
    lang: Annotated[Tongue, typer.Option("--lang", help="The language of states and reasons.")] = Tongue.EN,
    as_of: AsOf = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Show all that is known of one cluster: verdict, editions, reasons with their source, pages, decisions."""
    from reports.dossier import dossier  # noqa: PLC0415 - slow: see crawler.commands.common

    language: Language = "ja" if lang is Tongue.JA else "en"
    with published(context, database) as connection:
        known = dossier(connection, cluster_id, language, as_of)
    if as_json:
        write_json(known, sys.stdout)
    else:
        typer.echo(printable("\n".join(_text(known, language))))


def _text(known: "Dossier", language: "Language") -> Iterator[str]:
    cluster = known.cluster
    yield " / ".join(filter(None, (cluster.name_en, cluster.name_ja)))
    yield INDENT + (cluster.website or word(LABELS, "no_website", language))
    yield INDENT + " · ".join(filter(None, (cluster.prefecture, ", ".join(cluster.sector), cluster.programme)))
    yield ""
    if known.verdict is None:
        yield f"{_state('unknown', language)}: {word(LABELS, 'never', language)}"
    else:
        yield from _verdict(known, known.verdict, language)
    if known.decisions:
        yield f"\n{word(LABELS, 'Decisions', language)}"
    for one in known.decisions:
        state = word(STATES, one.state, language) if one.state else word(LABELS, "cleared", language)
        until = word(LABELS, "until", language).format(day=one.until) if one.until else ""
        parts = {"day": one.decided_at.date(), "by": one.by, "state": state + until, "why": one.why}
        yield INDENT + word(LABELS, "decision", language).format_map(parts)
    if known.pages:
        yield f"\n{word(LABELS, 'Pages', language)}"
    for page in known.pages:
        status = f" {page.status}" if page.status else ""
        yield f"{INDENT}{page.day} {page.role}{status}, {word(OUTCOMES, page.outcome, language)}: {page.url}"
        if page.title:
            yield f"{INDENT * 2}{page.title}"


def _verdict(known: "Dossier", verdict: "Verdict", language: "Language") -> Iterator[str]:
    def told(label: str, **parts: object) -> str:
        return word(LABELS, label, language).format_map(parts)

    subtype = f" ({word(SUBTYPES, verdict.subtype, language)})" if verdict.subtype else ""
    yield _state(verdict.state, language) + subtype + (told("since", day=verdict.since) if verdict.since else "")
    yield INDENT + told("judged", day=verdict.day, share=f"{verdict.confidence:.0%}", rule=known.rule)
    yield INDENT + told("last_update", day=verdict.last_update or told("cannot_tell"))
    if verdict.suspect:
        yield INDENT + told("suspect", what=word(SUSPECTS, verdict.suspect, language))
    if verdict.unreachable_since:
        yield INDENT + told("unseen", day=verdict.unreachable_since)
    if verdict.machine:
        yield INDENT + told("machine", what=_state(verdict.machine.state, language))
    for code in verdict.warnings:
        yield INDENT + told("warning", what=word(WARNINGS, code, language))
    yield from _grounds(known, verdict, language)


def _grounds(known: "Dossier", verdict: "Verdict", language: "Language") -> Iterator[str]:
    """The editions, and the reasons with what is quoted and where."""

    def told(label: str, **parts: object) -> str:
        return word(LABELS, label, language).format_map(parts)

    if verdict.editions:
        yield f"\n{told('Editions')}"
    for edition in verdict.editions:
        last = told("last_update", day=edition.last_update or told("cannot_tell"))
        yield f"{INDENT}{word(EDITIONS, edition.language, language)}: {_state(edition.state, language)}, {last}"
    yield f"\n{told('Evidence')}"
    for number, one in enumerate(known.evidence, start=1):
        yield f"{INDENT}{number}. {one.sentence}"
        if one.quote and one.quote not in one.sentence:
            yield f"{INDENT * 2} “{one.quote}”"
        if one.url:
            yield f"{INDENT * 2} {one.url}"


def _state(code: str, language: "Language") -> str:
    """A state by shape and word."""
    return f"{SHAPES[code]} {word(STATES, code, language)}"
