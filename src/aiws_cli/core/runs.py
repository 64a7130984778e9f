"""Code that is run in a sandbox: what it gets, what bounds it, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Tier = Literal["bubblewrap", "landlock", "none"]

KilledBy = Literal["", "time", "memory", "processes", "files", "output"]


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Bounds of one run. Whoever goes over one is killed with all it started, but for `open_files` and `file_mb`,
    which the kernel refuses, and `output_kb`, past which output is dropped.

    `memory_mb` is of all processes together, without the files they read; `processes` counts threads too;
    `written_mb` and `written_files` are of everything that may be written together, `file_mb` of one file.
    """

    seconds: float = 60.0
    memory_mb: int = 1_024
    processes: int = 64
    open_files: int = 256
    file_mb: int = 128
    written_mb: int = 256
    written_files: int = 1_000
    output_kb: int = 64


@dataclass(frozen=True, slots=True)
class Run:
    """One run: a Python `script`, or `argv` of a program of the system, which starts in `folder`/results.

    `folder` is nobody else's; what lies in its `inputs` can only be read, and `results` is made there, for what the
    run writes. Clearing the folder away is the caller's. `workspace`, where given, is seen as a copy without `.git`,
    settings of tools and links; with `writable` what changed in the copy is put back after a run that ended with 0.
    A script finds the other two as `../inputs` and `../workspace`. `keep` is told, before anything is put back, which files
    of the workspace that will be; where it raises, nothing is.
    """

    folder: Path
    script: str = ""
    argv: tuple[str, ...] = ()
    workspace: Path | None = None
    writable: bool = False
    limits: RunLimits = RunLimits()
    keep: Callable[[tuple[Path, ...]], object] = lambda _paths: None


@dataclass(frozen=True, slots=True)
class RunFile:
    """A file a run left behind: its path below the results folder, size, and SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What came of a run. `exit` is the exit code, or minus the signal that ended it.

    `stdout` and `stderr` keep their beginning and end where they were longer than allowed. `files` are what lies in
    the results folder now, by name; `left_out` names what was removed there (links, devices, pipes) and changes of the
    workspace that were not put back; `changed` those that were. `label` is what must be said of the run wherever it is
    shown: empty for a sandbox, `unsandboxed` where there was none. `elapsed_ms` is wall time with starting.
    """

    exit: int
    stdout: str
    stderr: str
    files: tuple[RunFile, ...]
    killed_by: KilledBy
    tier: Tier
    label: str = ""
    left_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
