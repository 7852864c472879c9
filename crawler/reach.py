"""One plain GET: is the net there (control hosts), and does somebody hear that we live (the dead man's switch)?"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TIMEOUT_SECONDS = 15.0
PAUSES_SECONDS = (2.0, 10.0)  # before the second and the third attempt of a ping


def control_fault(urls: Iterable[str], proxy: str = "") -> str:
    """Why our own network is not to be trusted, or "": one control host that answers is enough.

    Args:
        urls: the control hosts; without any there is nothing to say.
        proxy: the forward proxy that the scan will use, "" without.
    """
    silent = []
    for url in urls:
        try:
            status = _get(url, proxy)
        except (OSError, HTTPException, ValueError) as error:
            silent.append(f"{url} ({error})")
            continue
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:  # a proxy says 502 or 504 where there is nothing behind it
            return ""
        silent.append(f"{url} (status {status})")
    return f"no control host answers: {', '.join(silent)}" if silent else ""


def ping(url: str, pauses: tuple[float, ...] = PAUSES_SECONDS) -> str:
    """Tell a dead man's switch that we live; three attempts.

    Returns:
        "" or why it could not be told.
    """
    trouble = ""
    for pause in (0.0, *pauses):
        time.sleep(pause)
        try:
            status = _get(url, "")
        except (OSError, HTTPException, ValueError) as error:
            trouble = str(error)
            continue
        if status < HTTPStatus.BAD_REQUEST:
            return ""
        trouble = f"status {status}"
    return trouble


def _get(url: str, proxy: str) -> int:
    """The status that an address answers with.

    Raises:
        OSError, HTTPException: it does not answer.
        ValueError: it is no address.
    """
    ours = urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    opener = urllib.request.build_opener(ours)
    opener.addheaders = [("User-Agent", "cluster-monitor")]
    try:
        with opener.open(url, timeout=TIMEOUT_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
