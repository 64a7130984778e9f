"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The asker: `user` as the system knows them, the `role` in force, and every role they may narrow to.

    `source` says where it came from (`os`: the operating system's user).
    """

    user: str
    role: str = "analyst"
    roles: tuple[str, ...] = ("analyst",)
    source: str = "os"
