"""Who says whether an attempt got out: the attempt itself, or the world afterwards. Run as a program: all of a tier.

`python -m support.sandbox.judging TIER` prints a JSON line a row, for tests that have to be another user.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from aiws_cli.core.runs import Run, RunLimits
from aiws_cli.sandbox import bubblewrap, landlock
from aiws_cli.sandbox.running import Walled
from aiws_cli.sandbox.walls import Walls

from .escapes import ESCAPES, Escape, script
from .world import World

TIERS = ("bubblewrap", "landlock", "landlock-1")
_LIMITS = RunLimits(seconds=20.0, memory_mb=256, processes=16, written_mb=16, file_mb=8)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`held`, `escaped`, or `unclear` when neither the attempt nor the world tells."""

    name: str
    verdict: str
    detail: str


def walls(tier: str) -> Walls:
    """The walls of a tier; `landlock-1` is Landlock as its first kernels had it."""
    if tier == "bubblewrap":
        program = bubblewrap.find()
        assert program is not None, "bubblewrap is not installed"
        return bubblewrap.Bubblewrap(program)
    assert landlock.version(), "the kernel has no Landlock"
    return landlock.Landlock(1 if tier == "landlock-1" else landlock.version())


def rows(tier: str) -> tuple[Escape, ...]:
    return tuple(r for r in ESCAPES if tier.startswith(r.only))


def in_sandbox(tier: str, row: Escape, world: World) -> Verdict:
    """One attempt, in a new run of the tier."""
    folder = _new_folder(world)
    with world.environment():
        outcome = Walled(walls(tier), world.hidden()).run(
            Run(
                folder,
                script(row, world.facts),
                workspace=world.workspace,
                writable=row.writable,
                limits=_LIMITS,
            )
        )
    said = f"{outcome.stdout} {outcome.stderr} exit {outcome.exit} {outcome.killed_by}"
    links = [p for p in (folder / "results").rglob("*") if p.is_symlink() or p.stat().st_mode & 0o6000]
    harm = [*world.harm(), *_beating(folder / "results"), *(f"left behind: {p.name}" for p in links)]
    # -31: the kernel ended it for a call of a kind that does not exist (SIGSYS).
    held = "HELD" in outcome.stdout or outcome.exit == -31
    return _verdict(row, said, harm, held=held)


def in_the_open(row: Escape, world: World) -> Verdict:
    """The same attempt by a careless program: the environment, the descriptors and the folders as they are."""
    folder = _new_folder(world)
    results = folder / "results"
    results.mkdir()
    (folder / "workspace").symlink_to(world.workspace)
    (results / "script.py").write_text(script(row, world.facts), encoding="utf-8")
    (folder / "script.py").touch()
    with world.environment():
        done = subprocess.run(
            [sys.executable, "script.py"],
            cwd=results,
            close_fds=False,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env=dict(os.environ),
        )
    said = f"{done.stdout} {done.stderr} exit {done.returncode}"
    return _verdict(row, said, [*world.harm(), *_beating(results)], held="HELD" in done.stdout)


def _new_folder(world: World) -> Path:
    folder = world.base / "run"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "inputs").mkdir(parents=True)
    (folder / "inputs" / "r1.parquet").write_bytes(b"PAR1")
    return folder


def _beating(results: Path) -> list[str]:
    """Is something still writing there?"""
    beat = results / "beat"
    if not beat.exists():
        return []
    before = beat.stat().st_size
    time.sleep(0.1)
    return ["still alive"] if beat.stat().st_size > before else []


def _verdict(row: Escape, said: str, harm: list[str], *, held: bool) -> Verdict:
    if "ESCAPED" in said or harm:
        return Verdict(row.name, "escaped", f"{said.strip()} {harm}")
    return Verdict(row.name, "held" if held else "unclear", said.strip())


def main() -> None:
    """All rows of the tier named on the command line."""
    tier = sys.argv[1]
    with World() as world:
        for row in rows(tier):
            found = in_sandbox(tier, row, world)
            print(json.dumps(asdict(found), ensure_ascii=False), flush=True)
            if found.verdict == "escaped":
                break


if __name__ == "__main__":
    main()
