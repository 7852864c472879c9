"""A mail server and settings that lead to it: what the tests of alerts send to."""

from __future__ import annotations

from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from crawler.config import AlertSection
from reports.mail import MailSettings

if TYPE_CHECKING:
    from pipelines.alerting import Recipient


class Inbox:
    """Keeps every message it takes; refuses while `refusing` is not empty."""

    def __init__(self):
        self.messages = []
        self.recipients = []
        self.refusing = ""

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.refusing:
            return self.refusing
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 taken"

    def ids(self):
        return [message["Message-ID"] for message in self.messages]

    def texts(self):
        return [message.get_body(("plain",)).get_content() for message in self.messages]


class _Server(Controller):
    """On a port that the kernel chooses while it binds: nobody else can take it in between."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**server):
    """A mail server on a free port of this machine: its inbox and the settings to reach it; `server` is aiosmtpd's."""
    inbox = Inbox()
    controller = _Server(inbox, hostname="127.0.0.1", port=0, **server)
    controller.start()
    try:
        yield inbox, MailSettings(host="127.0.0.1", port=controller.port, sender="Monitor <monitor@helpdesk.example>")
    finally:
        controller.stop()


def section(settings, *recipients: Recipient) -> AlertSection:
    """The settings of alerts with this mail server and these recipients."""
    return AlertSection(recipients, settings)
