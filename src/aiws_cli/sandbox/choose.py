"""Which tier this process runs code in: the strongest that holds, never a weaker one in silence, else none at all."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..core.errors import AiwsError
from ..core.language import say
from ..core.runs import Tier
from . import bubblewrap, landlock, seccomp
from .probe import Probed, probe
from .running import Walled
from .unsandboxed import Unsandboxed
from .walls import Walls

Asked = Literal["auto", "bubblewrap", "landlock", "none-allowed"]


class SandboxMissing(AiwsError):
    """There is no sandbox that holds, so nothing is run. Slots: reasons (why not, a tier each)."""

    code = "sandbox_missing"
    exit_code = 3
    actor = "user"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sandbox in use and how it came to be: what the settings asked for and every tier that was tried, in order."""

    sandbox: Walled
    asked: Asked
    tried: tuple[Probed, ...]

    @property
    def fell(self) -> tuple[Probed, ...]:
        """Stronger tiers that were tried and are not used; empty where the first one holds."""
        return tuple(p for p in self.tried if not p.holds)


def try_tiers(asked: Asked, hidden: Iterable[Path]) -> tuple[Probed, ...]:
    """The tiers these settings allow, strongest first, up to the first that holds."""
    out: list[Probed] = []
    for tier in ("bubblewrap", "landlock") if asked in ("auto", "none-allowed") else (asked,):
        walls, missing = _walls(tier)
        out.append(probe(walls, hidden) if walls is not None else Probed(_tier(tier), missing))
        if out[-1].holds:
            break
    return tuple(out)


def choose(asked: Asked, hidden: Iterable[Path] = ()) -> Chosen:
    """Probe and pick. `hidden` are places that code inside must never read.

    `none-allowed` is for administrators (settings see to that): then code runs without walls where none hold, under a
    label. Raises SandboxMissing.
    """
    hidden = tuple(hidden)
    tried = try_tiers(asked, hidden)
    if tried[-1].holds:
        walls, _ = _walls(tried[-1].tier)
        assert walls is not None
        return Chosen(Walled(walls, hidden), asked, tried)
    if asked == "none-allowed" and sys.platform.startswith("linux"):
        return Chosen(Walled(Unsandboxed(), hidden), asked, tried)
    raise SandboxMissing(reasons="; ".join(f"{p.tier}: {p.reason}" for p in tried))


def tell(chosen: Chosen, record: Callable[[dict[str, Any]], object], notify: Callable[[str], None]) -> None:
    """Write down and say that it is not the strongest there could be; nothing where it is. Raises what `record` does."""
    if not chosen.fell:
        return
    tier = chosen.sandbox.tier
    fell = [{"tier": p.tier, "reason": p.reason} for p in chosen.fell]
    record({"asked": chosen.asked, "tier": tier, "label": chosen.sandbox.label, "fell": fell})
    reason = "; ".join(f"{p.tier}: {p.reason}" for p in chosen.fell)
    notify(say("sandbox.unsandboxed" if tier == "none" else "sandbox.fell", tier=tier, reason=reason))


def named(tier: Tier) -> str:
    """The tier with the version that is in use: `bubblewrap 0.8.0`, `landlock 7`."""
    if tier == "landlock":
        return f"landlock {landlock.version()}"
    return bubblewrap.version() if tier == "bubblewrap" else tier


def _tier(name: str) -> Tier:
    return "bubblewrap" if name == "bubblewrap" else "landlock"


def _walls(tier: str) -> tuple[Walls | None, str]:
    """The walls of a tier, or why there are none on this machine."""
    if not sys.platform.startswith("linux"):
        return None, say("sandbox.no.system", system=platform.system())
    if not seccomp.supported():
        return None, say("sandbox.no.machine", machine=platform.machine())
    if tier == "bubblewrap":
        program = bubblewrap.find()
        return (bubblewrap.Bubblewrap(program), "") if program else (None, say("sandbox.no.bubblewrap"))
    interface = landlock.version()
    return (landlock.Landlock(interface), "") if interface else (None, say("sandbox.no.landlock"))
