"""A tier under test: is it there, and a script run in it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from aiws_cli.core.runs import Run, RunLimits, RunOutcome
from aiws_cli.sandbox import bubblewrap, landlock
from aiws_cli.sandbox.probe import probe
from aiws_cli.sandbox.running import Walled

from . import judging


def need(tier: str) -> None:
    """Skip with the reason where a tier can't be had, but for CI as root: there it can, so its absence is a failure."""
    reason = _missing(tier)
    if not reason:
        return
    if os.environ.get("CI") and os.geteuid() == 0:
        pytest.fail(f"no {tier} here: {reason}")
    pytest.skip(f"no {tier} here: {reason}")


@cache
def _missing(tier: str) -> str:
    if tier == "bubblewrap" and bubblewrap.find() is None:
        return "bwrap is not installed (apt-get install bubblewrap)"
    if tier.startswith("landlock") and not landlock.version():
        return "the kernel has no Landlock, or it is off"
    # An escape is for the tests to find; here only whether it starts at all.
    found = probe(judging.walls(tier))
    return "" if found.holds or found.attempts else found.reason


class Runner:
    """Runs a script in a tier, in a folder of its own."""

    def __init__(self, tier: str, folder: Path) -> None:
        self.tier, self.base, self._count = tier, folder, 0

    def __call__(
        self,
        script: str,
        *,
        workspace: Path | None = None,
        writable: bool = False,
        argv: tuple[str, ...] = (),
        **limits: float,
    ) -> RunOutcome:
        self._count += 1
        self.folder = self.base / f"run{self._count}"
        self.folder.mkdir(exist_ok=True)
        given = RunLimits(**{"seconds": 20.0, "memory_mb": 512, **limits})  # type: ignore[arg-type]
        run = Run(self.folder, script, argv=argv, workspace=workspace, writable=writable, limits=given)
        return Walled(judging.walls(self.tier)).run(run)

    @property
    def results(self) -> Path:
        return self.folder / "results"
