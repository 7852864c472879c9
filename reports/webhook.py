"""A letter as signed JSON, posted to a web address.

The receiver computes HMAC-SHA256 over the value of X-Cluster-Monitor-Timestamp, a full stop and the body, with the
secret both know, and compares it with X-Cluster-Monitor-Signature ("sha256=" and hexadecimal digits).  It refuses old
timestamps, and drops a letter whose Idempotency-Key it knows.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from pydantic_core import to_json

if TYPE_CHECKING:
    from datetime import datetime

    from reports.letter import Written

TIMEOUT_SECONDS = 20.0


def send_webhook(url: str, written: Written, secret: str, now: datetime) -> None:
    """Post the letter; every answer 2xx means that it was taken.

    Raises:
        ConnectionError: no connection, no answer in time, or another answer.
    """
    body = to_json(written.payload)
    stamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "cluster-monitor",
        "Idempotency-Key": written.letter_id,
        "X-Cluster-Monitor-Timestamp": stamp,
    }
    if secret:
        headers["X-Cluster-Monitor-Signature"] = signature(secret, stamp, body)
    # A redirect of a POST would lose its body or tell it to somebody else.
    try:
        answer = requests.post(url, data=body, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:  # quotes the path, which may hold a token
        raise ConnectionError(f"no answer from {urlsplit(url).hostname}: {type(error).__name__}") from error
    if not answer.ok or answer.is_redirect:
        raise ConnectionError(f"the receiver answered {answer.status_code} {answer.reason}")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the header X-Cluster-Monitor-Signature says."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
