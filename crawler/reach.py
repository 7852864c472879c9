"""One plain GET: is the net there, and does somebody hear that we live (the dead man's switch)?"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

AGENT = "cluster-monitor"
TIMEOUT_SECONDS = 15.0
PAUSES_SECONDS = (2.0, 10.0)  # before the second and the third attempt of a ping


def silent(urls: Iterable[str], enough: int, proxy: str = "", agent: str = AGENT) -> tuple[str, ...]:
    """Who does not answer, each with its reason; empty as soon as enough of them have answered.

    Args:
        urls: the addresses; a redirect is an answer and is not followed.
        enough: how many answers settle it.
        proxy: the forward proxy that the scan will use, "" without.
        agent: who asks.
    """
    told: list[str] = []
    answers = 0
    for url in urls:
        try:
            status = _get(url, proxy, agent, _NoRedirect)
        except (OSError, HTTPException, ValueError) as error:
            told.append(f"{url} ({error})")
            continue
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # a proxy says 502 or 504 where there is nothing behind it
            told.append(f"{url} (status {status})")
            continue
        answers += 1
        if answers >= enough:
            return ()
    return tuple(told)


def ping(url: str, pauses: tuple[float, ...] = PAUSES_SECONDS) -> str:
    """Tell a dead man's switch that we live; three attempts.

    Returns:
        "" or why it could not be told.
    """
    trouble = ""
    for pause in (0.0, *pauses):
        time.sleep(pause)
        try:
            status = _get(url, "", AGENT)
        except (OSError, HTTPException, ValueError) as error:
            trouble = str(error)
            continue
        if status < HTTPStatus.BAD_REQUEST:
            return ""
        trouble = f"status {status}"
    return trouble


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Lets a redirect be the answer."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Follow nothing."""


def _get(url: str, proxy: str, agent: str, *handlers: type[urllib.request.BaseHandler]) -> int:
    """The status that an address answers with.

    Raises:
        OSError, HTTPException: it does not answer.
        ValueError: it is no address.
    """
    ours = urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    opener = urllib.request.build_opener(ours, *handlers)
    opener.addheaders = [("User-Agent", agent)]
    try:
        with opener.open(url, timeout=TIMEOUT_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
