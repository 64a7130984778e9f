"""Who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """The asker: `user` as the system knows them, the `role` in force, and every role they may narrow to.

    `groups` are the groups the source vouches for; `attributes` are what row filters may speak of as
    `{user.<name>}`, each a tuple of texts. `source` says who vouches: `os`, `token`, `service` or `suite`.
    """

    user: str
    role: str = "analyst"
    roles: tuple[str, ...] = ("analyst",)
    source: str = "os"
    groups: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
