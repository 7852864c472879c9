"""What users of the dashboard may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; each may do what the ones before may."""

    VIEWER = "viewer"  # see everything
    ANALYST = "analyst"  # decide, acknowledge, edit the register
    ADMIN = "admin"  # and say who may

    def includes(self, other: Role) -> bool:
        """Whether this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)
