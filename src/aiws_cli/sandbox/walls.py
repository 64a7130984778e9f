"""What a tier has to say of itself, so that `running` can start it, watch it and end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from ..core.errors import Actor, AiwsError
from ..core.runs import Tier

INSIDE = Path(__file__).with_name("inside.py")
# Isolated: no PYTHON* variables, no user site, no current folder on the path; no bytecode written; UTF-8 everywhere.
PYTHON_MODE = ("-I", "-B", "-X", "utf8")


class SandboxFailed(AiwsError):
    """The walls did not stand, so nothing has run. Slots: tier, detail."""

    code = "sandbox_failed"
    exit_code = 3
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run happens, all of it in the run's own folder: the script, what is read, what is written.

    `user` is whom root runs it as, 0 where it is not root who runs it.
    """

    script: Path
    inputs: Path
    results: Path
    tmp: Path
    workspace: Path | None
    writable: bool
    user: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """How to start it: the command, all of its environment, the orders for `inside.py`, the descriptors it is given
    (closed here once it has started) and the end of a pipe (`info`) that says more of it, or -1.
    """

    argv: tuple[str, ...]
    environment: Mapping[str, str]
    orders: Mapping[str, Any]
    fds: tuple[int, ...] = ()
    info: int = -1


class Walls(Protocol):
    """One way to hold a process."""

    tier: Tier
    label: str

    def prepare(self, place: Place) -> Prepared:
        """Raises OSError."""
        ...

    def session(self, info: bytes, pid: int) -> int:
        """The session that all processes of the run are in, they can't leave it; 0 where it never came about.

        `info` is all that came out of the info pipe, `pid` the process that was started.
        """
        ...
