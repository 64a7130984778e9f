"""No walls at all: only where the administrator's settings allow it, and then every run says so."""

from __future__ import annotations

from ..core.runs import Tier
from .visible import clean_environment, interpreter
from .walls import INSIDE, PYTHON_MODE, Place, Prepared


class Unsandboxed:
    """`walls.Walls` that are none: limits, a clean environment and a process group, nothing more."""

    tier: Tier = "none"
    label = "unsandboxed"

    def prepare(self, place: Place) -> Prepared:
        return Prepared(
            argv=(interpreter(), *PYTHON_MODE, str(INSIDE)),
            environment=clean_environment(home=str(place.tmp)),
            orders={
                "keeper": True,
                "user": place.user,
                "script": str(place.script),
                "folder": str(place.results),
                "filter": b"",
                "landlock": None,
            },
        )

    @staticmethod
    def session(info: bytes, pid: int) -> int:
        return pid
