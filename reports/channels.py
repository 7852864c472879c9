"""The ways out: mail, webhook, and every service that apprise knows.

Each takes a letter or raises `ChannelError`; none of them knows whether the letter was sent before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.mail import MailSettings, send_mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipelines.alerting import Recipient
    from reports.letter import Written

    Way = Callable[["Recipient", "Written", MailSettings, datetime], None]


class ChannelError(Exception):
    """The letter was not taken; the sentence says why, without addresses and secrets."""


def send(recipient: Recipient, written: Written, settings: MailSettings, now: datetime) -> None:
    """Hand a letter to the recipient's channel.

    Raises:
        ChannelError: it was not taken.
    """
    try:
        WAYS[recipient.channel](recipient, written, settings, now)
    except (OSError, ValueError) as error:
        # An error of the network may quote the address, and an address may hold a token.
        said = str(error).replace(recipient.address, "(address)").replace(settings.password or "\0", "(password)")
        raise ChannelError(f"{type(error).__name__}: {said}") from error


def _mail(recipient: Recipient, written: Written, settings: MailSettings, _: datetime) -> None:
    send_mail(recipient.address, written, settings)


def _webhook(recipient: Recipient, written: Written, _: MailSettings, now: datetime) -> None:
    from reports.webhook import send_webhook  # noqa: PLC0415 - slow to import, and mail does not need it

    send_webhook(recipient.address, written, recipient.secret, now)


def _apprise(recipient: Recipient, written: Written, _: MailSettings, __: datetime) -> None:
    import apprise  # noqa: PLC0415 - slow to import, and mail does not need it

    service = apprise.Apprise()
    if not service.add(recipient.address):
        raise ChannelError("apprise does not know such an address: see its documentation for the service")
    if not service.notify(title=written.subject, body=written.text, body_format=apprise.NotifyFormat.TEXT):
        raise ChannelError("the service did not take it: try the address with apprise's own command")


WAYS: dict[str, Way] = {"mail": _mail, "webhook": _webhook, "apprise": _apprise}
