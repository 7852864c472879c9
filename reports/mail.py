"""A letter as e-mail, by SMTP: one message with a text and an HTML part, in UTF-8."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from reports.letter import Written


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server that takes our letters."""

    host: str = "localhost"
    port: int = 25  # 587 is usual with starttls, 465 with ssl
    security: Literal["none", "starttls", "ssl"] = "none"
    user: str = ""  # "": no login
    password: str = field(default="", repr=False)  # best given as MONITOR_ALERT__SMTP__PASSWORD
    sender: str = "cluster-monitor@localhost"  # may have a name: "Cluster monitor <monitor@example.org>"
    timeout_seconds: float = 20.0


def send_mail(address: str, written: Written, settings: MailSettings) -> None:
    """Hand the letter to the mail server.

    Raises:
        OSError: no connection, no answer in time; smtplib's errors are among them.
        ValueError: sender or address cannot stand in a mail.
    """
    message = mail(address, written, settings.sender)
    with _server(settings) as server:
        if settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            server.login(settings.user, settings.password)
        server.send_message(message)


def mail(address: str, written: Written, sender: str) -> EmailMessage:
    """The message; its Message-ID is the letter's own, so that a repetition can be dropped."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(policy=SMTP)
    for name, value in _headers(written, sender, address, domain):
        message[name] = value
    message.set_content(written.text, cte="base64")
    message.add_alternative(written.html, subtype="html", cte="base64")
    return message


def _headers(written: Written, sender: str, address: str, domain: str) -> Iterator[tuple[str, str]]:
    yield "Subject", written.subject
    yield "From", sender
    yield "To", address
    yield "Date", format_datetime(written.created_at)
    yield "Message-ID", f"<{written.letter_id}@{domain}>"
    yield "Auto-Submitted", "auto-generated"  # RFC 3834: no holiday notes in answer
    yield "Content-Language", written.language


def _server(settings: MailSettings) -> AbstractContextManager[smtplib.SMTP]:
    if settings.security == "ssl":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout_seconds, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_seconds)
