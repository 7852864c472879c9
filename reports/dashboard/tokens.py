"""Tokens with which programs ask the API in somebody's name: shown once, kept as hashes, ended by their owner.

A token is 256 random bits, so that a plain hash guards it as well as a slow one guards a password.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reports.dashboard.roles import Role

if TYPE_CHECKING:
    from reports.dashboard.ownfile import OwnFile

PREFIX = "cm_"  # so that scanners for leaked secrets, and people, know what it is
LASTS = timedelta(days=365)
LONGEST_NAME = 60
MOST = 20  # of one user


class TokenError(Exception):
    """A token that cannot be made; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; itself it is nowhere kept."""

    user: str
    name: str
    role: Role  # may be less than what the user may do, never more
    made: date
    until: date  # the last day on which it holds
    used: date | None


class Tokens:
    """The tokens of one file of users."""

    def __init__(self, file: OwnFile) -> None:
        self._file = file

    def of(self, user: str) -> tuple[Token, ...]:
        """Those of somebody, by name."""
        rows = self._file.rows(
            "SELECT user, name, role, made, until, used FROM token WHERE user = ? ORDER BY name", user
        )
        return tuple(_token(row) for row in rows)

    def make(self, user: str, name: str, role: Role, today: date) -> str:
        """A new token, which nobody can be shown again.

        Raises:
            TokenError: the name cannot be taken, or there are too many.
        """
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise TokenError(f"write what the token is for, in 1 to {LONGEST_NAME} printable characters")
        known = self.of(user)
        if any(one.name == name for one in known):
            raise TokenError(f"there is a token {name!r} already: revoke it first, or choose another name")
        if len(known) >= MOST:
            raise TokenError(f"{MOST} tokens are the most one user may have: revoke one first")
        token = PREFIX + secrets.token_urlsafe(32)
        self._file.do(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, '')",
            user, name, role.value, _digest(token), today.isoformat(), (today + LASTS).isoformat(),
        )  # fmt: skip
        return token

    def known(self, token: str, today: date) -> Token | None:
        """Whose a token is; None for one that is unknown, revoked or over."""
        digest = _digest(token)
        rows = self._file.rows("SELECT user, name, role, made, until, used FROM token WHERE digest = ?", digest)
        found = _token(rows[0]) if rows else None
        if found is None or found.until < today:
            return None
        if found.used != today:
            self._file.do("UPDATE token SET used = ? WHERE digest = ?", today.isoformat(), digest)
        return found

    def revoke(self, user: str, name: str) -> bool:
        """End a token; False: there was none."""
        return self._file.do("DELETE FROM token WHERE user = ? AND name = ?", user, name) > 0

    def revoke_all(self, user: str) -> None:
        """End all tokens of somebody."""
        self._file.do("DELETE FROM token WHERE user = ?", user)


def _token(row: tuple[str, ...]) -> Token:
    user, name, role, made, until, used = row
    days = date.fromisoformat(made), date.fromisoformat(until), date.fromisoformat(used) if used else None
    return Token(user, name, Role(role), *days)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
