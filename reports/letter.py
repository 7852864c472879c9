"""A letter in words: what all channels say, in the language of the recipient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.alerting import KINDS, Alert
from reports.rendering import environment
from reports.words import Language, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.alerting import Letter

PROGRAM = "cluster-monitor"

# English, Japanese
WORDS = {
    "alerts": ("alerts", "件のお知らせ"),
    "why": ("Why", "理由"),
    "quote": ("Quoted", "引用"),
    "source": ("Source", "出典"),
    "website": ("Website", "ウェブサイト"),
    "not_linked": ("not linked on purpose", "リンクなし(意図的)"),
    "fleet": ("All verdicts stay as they were. Check this machine's network and proxy.",
              "判定は変更されていません。ネットワークとプロキシを確認してください。"),
    "more": ("More: cluster-monitor show {id}", "詳細:cluster-monitor show {id}"),
    "foot": ("Sent by cluster-monitor. Letter {letter}; the same letter may come twice if a connection broke.",
             "cluster-monitorからの自動送信です。番号 {letter}(通信障害時に同じものが再送される場合があります)。"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payload:
    """What programs get."""

    letter_id: str
    scan_id: str
    created_at: datetime
    recipient: str
    subject: str
    alerts: tuple[Alert, ...]
    test: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A letter ready for every channel."""

    letter_id: str
    created_at: datetime
    language: Language
    subject: str
    text: str
    html: str
    payload: Payload


def write(letter: Letter, alerts: Sequence[Alert], language: Language, *, test: bool = False) -> Written:
    """The letter in words; the same letter gives the same words."""
    subject = _subject(alerts, language)
    shown = {
        "alerts": alerts,
        "letter": letter,
        "language": language,
        "subject": subject,
        "say": lambda code, **parts: word(WORDS, code, language).format(**parts),
        "kind": lambda alert: word(KINDS, alert.kind, language),
        "name": lambda alert: name(alert, language),
        "why": lambda alert: alert.why_ja if language == "ja" else alert.why_en,
    }
    pages = environment()
    return Written(
        letter_id=letter.letter_id,
        created_at=letter.created_at,
        language=language,
        subject=subject,
        text=pages.get_template("alert.txt.j2").render(shown),
        html=pages.get_template("alert.html.j2").render(shown),
        payload=Payload(
            letter.letter_id, letter.scan_id, letter.created_at, letter.recipient, subject, tuple(alerts), test
        ),
    )


def name(alert: Alert, language: Language) -> str:
    """The organisation's name in the language of the recipient, else in the other; the program's own for ourselves."""
    names = (alert.name_ja, alert.name_en) if language == "ja" else (alert.name_en, alert.name_ja)
    return next(filter(None, names), alert.cluster_id or PROGRAM)


def _subject(alerts: Sequence[Alert], language: Language) -> str:
    """One line, whatever the names hold."""
    first = f"{name(alerts[0], language)}: {word(KINDS, alerts[0].kind, language)}"
    if len(alerts) > 1:
        gap = "" if language == "ja" else " "
        first = f"{len(alerts)}{gap}{word(WORDS, 'alerts', language)} – {first}"
    return " ".join(f"[{PROGRAM}] {first}".split())
