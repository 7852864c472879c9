"""Who may use the dashboard: names, roles, passwords and saved views, in an SQLite file beside the database.

Users are kept apart from the data on purpose: the published copy may be handed on, passwords may not.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from reports.dashboard.ownfile import OwnFile
from reports.dashboard.roles import Role
from reports.dashboard.tokens import Tokens

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST_PASSWORD = 10  # characters; NIST SP 800-63B asks for 8, and none of these is a second factor
LONGEST_PASSWORD = 1000
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is known."""

    name: str
    role: Role
    stamp: str  # changes with the password and when they sign out: earlier sessions end


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list of clusters somebody comes back to."""

    name: str
    query: str  # of the address: "state=active&sector=LIFE"


class UserError(Exception):
    """A user or password that cannot be taken; the sentence says what to do."""


class Users:
    """The file of users of one database."""

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        self._file = OwnFile(path)
        self._hasher = hasher or PasswordHasher()
        self.tokens = Tokens(self._file)

    @classmethod
    def beside(cls, database: Path) -> Users:
        """The users of a database."""
        return cls(database.with_name(f"{database.stem}.users.sqlite"))

    # ------------------------------------------------------------ users

    def all(self) -> tuple[User, ...]:
        """Everybody, by name."""
        return tuple(User(name, Role(role), stamp) for name, role, stamp in self._file.rows(
            "SELECT name, role, stamp FROM user ORDER BY name"
        ))  # fmt: skip

    def find(self, name: str) -> User | None:
        """Somebody by name."""
        rows = self._file.rows("SELECT name, role, stamp FROM user WHERE name = ?", name)
        return User(rows[0][0], Role(rows[0][1]), rows[0][2]) if rows else None

    def put(self, name: str, role: Role, password: str) -> None:
        """Add somebody, or give them another role and password; their sessions and tokens end.

        Raises:
            UserError: the name or the password cannot be taken, or nobody would be left who may manage users.
        """
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise UserError(f"write a name of 1 to {LONGEST_NAME} printable characters")
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise UserError(f"choose a password of {SHORTEST_PASSWORD} characters or more")
        if role is not Role.ADMIN:
            self._keep_an_admin(name)
        self.tokens.revoke_all(name)
        self._file.do(
            "INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)",
            name, role.value, self._hasher.hash(password), secrets.token_hex(16),
        )  # fmt: skip

    def remove(self, name: str) -> None:
        """Forget somebody with their views and tokens.

        Raises:
            UserError: nobody would be left who may manage users.
        """
        self._keep_an_admin(name)
        self._file.do("DELETE FROM user WHERE name = ?", name)
        self._file.do("DELETE FROM view WHERE user = ?", name)
        self.tokens.revoke_all(name)

    def checked(self, name: str, password: str) -> User | None:
        """Somebody whose password is right; an unknown name takes as long as a wrong password."""
        rows = self._file.rows("SELECT password FROM user WHERE name = ?", name)
        try:
            self._hasher.verify(rows[0][0] if rows else self._nobody, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        return self.find(name) if rows else None

    def sign_out(self, name: str) -> None:
        """End all sessions of somebody."""
        self._file.do("UPDATE user SET stamp = ? WHERE name = ?", secrets.token_hex(16), name)

    def _keep_an_admin(self, without: str) -> None:
        admins = {user.name for user in self.all() if user.role is Role.ADMIN}
        if admins == {without}:
            raise UserError(f"{without} is the only administrator: appoint another one first")

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    # ------------------------------------------------------------ the one-time link of the first start

    def first_token(self) -> str:
        """A new token that lets one person make themselves administrator; earlier ones are void."""
        token = secrets.token_urlsafe(24)
        self._file.do("INSERT OR REPLACE INTO secret VALUES ('first', ?)", _digest(token))
        return token

    def is_first(self, token: str) -> bool:
        """Whether a token is the one of the first start, and nobody has used it."""
        rows = self._file.rows("SELECT value FROM secret WHERE name = 'first'")
        return bool(rows) and not self.all() and secrets.compare_digest(rows[0][0], _digest(token))

    # ------------------------------------------------------------ views and keys

    def views(self, user: str) -> tuple[SavedView, ...]:
        """The saved views of somebody."""
        return tuple(SavedView(*row) for row in self._file.rows(
            "SELECT name, query FROM view WHERE user = ? ORDER BY name", user
        ))  # fmt: skip

    def save_view(self, user: str, view: SavedView) -> None:
        """Keep a view under its name."""
        self._file.do("INSERT OR REPLACE INTO view VALUES (?, ?, ?)", user, view.name, view.query)

    def drop_view(self, user: str, name: str) -> None:
        """Forget a view."""
        self._file.do("DELETE FROM view WHERE user = ? AND name = ?", user, name)

    @cached_property
    def key(self) -> str:
        """What sessions and forms are signed with; made once."""
        self._file.do("INSERT OR IGNORE INTO secret VALUES ('key', ?)", secrets.token_hex(32))
        return str(self._file.rows("SELECT value FROM secret WHERE name = 'key'")[0][0])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
