"""Is a tier what it says? Tried by trying to get out of it, in every process that is going to use it.

Nothing is remembered between processes: it costs about as much as one run (benchmarks/sandbox.py), and what is kept
on disk could be forged or out of date.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import AiwsError
from ..core.language import say
from ..core.runs import Run, RunLimits, Tier
from . import attempts
from .running import Walled
from .visible import SandboxExposed, python_folders
from .walls import Walls

_LIMITS = RunLimits(seconds=20.0, memory_mb=256, processes=4)


@dataclass(frozen=True, slots=True)
class Probed:
    """What probing a tier found. `reason` is empty where it holds; else why it is not used, in the asker's language.

    `hint` is what to do about it, where that is not simply to make the tier work here: something lies within its reach.
    """

    tier: Tier
    reason: str
    attempts: int = 0
    elapsed_ms: float = 0.0
    hint: str = ""

    @property
    def holds(self) -> bool:
        return not self.reason


def probe(walls: Walls, hidden: Iterable[Path] = ()) -> Probed:
    """Run the attempts in a new run of this tier. One that gets out, or a run that does not tell, is a refusal."""
    started = time.monotonic()
    places = [p for p in hidden if p.exists()]
    nonce = secrets.token_hex(8)
    outside = Path(tempfile.mkdtemp(prefix="aiws-probe-"))
    try:
        canary = outside / "canary"
        canary.write_text(nonce, encoding="utf-8")
        world = {
            "nonce": nonce,
            "canary": str(canary),
            "beside": str(outside / "beside"),
            "hidden": [str(p) for p in places],
            "shown": [*python_folders()],
            "parent": os.getpid(),
            "since": Path("/proc/self/stat").read_bytes().rsplit(b")", 1)[1].split()[19],
        }
        script = Path(attempts.__file__).read_text(encoding="utf-8") + f"\n\nmain({world!r})\n"
        folder = outside / "run"
        folder.mkdir(mode=0o700)
        outcome = Walled(walls, places).run(Run(folder, script, limits=_LIMITS))
    except SandboxExposed as problem:
        return Probed(walls.tier, problem.message(), hint=problem.hint())
    except AiwsError as problem:
        return Probed(walls.tier, problem.slots.get("detail") or problem.message())
    except OSError as problem:
        return Probed(walls.tier, problem.strerror or str(problem))
    finally:
        shutil.rmtree(outside, ignore_errors=True)
    elapsed = round((time.monotonic() - started) * 1000, 1)
    told = outcome.stdout.rstrip("\n").split("\t")
    expected = len(attempts.attempts(world))
    if outcome.exit != 0 or len(told) < 2 or told[:2] != [nonce, str(expected)]:
        last = (outcome.stderr.strip().splitlines() or [f"exit {outcome.exit}"])[-1]
        return Probed(walls.tier, say("sandbox.probe.silent", detail=last), 0, elapsed)
    if told[2:]:
        reason = say("sandbox.probe.escaped", what=", ".join(told[2:]))
        return Probed(walls.tier, reason, expected, elapsed, say("error.sandbox_exposed.hint"))
    return Probed(walls.tier, "", expected, elapsed)
