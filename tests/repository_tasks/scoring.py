"""Whether a repository task was done: the task's check runs on a copy of the folder, the rest has to be as it was.

A task is a folder: `task.yaml` (request, kind, level, `changes`: patterns of the files that may be new or otherwise), `input/`
(the repository), `expected/` (one right solution: what differs from `input`), `check.py` (see checking.py).
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import yaml

HERE = Path(__file__).resolve().parent
KINDS = ("query", "parameter", "test", "rename", "encoding", "new", "tidy")
Verdict = Literal["right", "wrong", "broke", "unchanged"]

SECONDS = 60
_MEMORY = 4 << 30
_FILE = 64 << 20
# What programs leave behind when they run, and peers keep of themselves.
_TRACES = (".git", "__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".aider*")
_WHY_CHARS = 160


@dataclass(frozen=True)
class Task:
    """`level` is 1 (one place, said outright) to 3; `aider` are flags a person who knows the files gives to that peer."""

    name: str
    request: str
    kind: str
    level: int
    changes: tuple[str, ...]
    aider: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        return HERE / self.name

    @property
    def korean(self) -> bool:
        return any("가" <= c <= "힣" for c in self.request)

    def solution(self) -> dict[str, bytes]:
        """All files as one right solution leaves them."""
        return {**files(self.folder / "input"), **files(self.folder / "expected")}

    def named(self) -> tuple[str, ...]:
        """The files the request names: by path, by name, or by name without its ending."""
        return tuple(
            path
            for path in files(self.folder / "input")
            if any(_says(self.request, p) for p in {path, Path(path).name, Path(path).stem})
        )


@dataclass(frozen=True)
class Score:
    """`why` is one line; empty where the task was done."""

    verdict: Verdict
    why: str = ""


def tasks() -> tuple[Task, ...]:
    """All tasks, in order of kind and name."""
    found = [_task(p.parent) for p in HERE.glob("*/task.yaml")]
    return tuple(sorted(found, key=lambda t: (KINDS.index(t.kind), t.name)))


def lay_out(task: Task, folder: Path) -> None:
    """Put the task's repository into the folder, which is made."""
    put(files(task.folder / "input"), folder)


def put(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write files by their path below the folder."""
    for path, raw in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder by its path from there, traces of programs left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_trace(path.relative_to(folder))
    }


def score(task: Task, folder: Path) -> Score:
    """Whether what stands in the folder now does what was asked for, and nothing else. The folder is not touched."""
    before, after = files(task.folder / "input"), files(folder)
    changed = sorted(p for p in {*before, *after} if before.get(p) != after.get(p))
    if not changed:
        return Score("unchanged", "no file was changed")
    with TemporaryDirectory(prefix="repository-task-") as top:
        put(after, Path(top) / "repository")
        said = _checked(task.folder / "check.py", Path(top))
    other = [p for p in changed if not any(fnmatch.fnmatch(p, c) for c in task.changes)]
    if said.verdict == "right" and other:
        return Score("broke", f"also changed: {', '.join(other)}"[:_WHY_CHARS])
    return said


def _checked(check: Path, top: Path) -> Score:
    """Run a check on `top`/repository, in a process of its own with an environment of its own, within limits."""
    verdict, home = top / "verdict.json", top / "home"
    home.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-P", str(HERE / "checking.py"), str(check), str(verdict)],
        cwd=top / "repository",
        env={
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.defpath)),
            "HOME": str(home),
            "TMPDIR": str(home),
            "LANG": "C.UTF-8",
            "TZ": "Asia/Seoul",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_limits,
    )
    try:
        _, err = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return Score("wrong", f"what it made runs for more than {SECONDS} s")
    finally:
        # What the code started ends with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    if not verdict.is_file():
        lines = err.decode(errors="replace").strip().splitlines()
        return Score(
            "wrong", f"ended by itself ({process.returncode}): {lines[-1] if lines else ''}"[:_WHY_CHARS]
        )
    said: dict[str, Any] = json.loads(verdict.read_text(encoding="utf-8"))
    return Score(said["verdict"], " ".join(said["why"].split())[:_WHY_CHARS])


def _limits() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        # A system may have a lower one, or not know it.
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def _task(folder: Path) -> Task:
    said: dict[str, Any] = yaml.safe_load((folder / "task.yaml").read_text(encoding="utf-8"))
    return Task(
        folder.name,
        said["request"].strip(),
        said["kind"],
        said["level"],
        tuple(said["changes"]),
        tuple(said.get("aider", ())),
    )


def _is_trace(path: Path) -> bool:
    return any(fnmatch.fnmatch(part, trace) for part in path.parts for trace in _TRACES)


def _says(request: str, name: str) -> bool:
    """Whether the name stands there as a whole; what follows in Hangul is a particle."""
    return re.search(rf"(?<![\w./-]){re.escape(name)}(?![A-Za-z0-9_/-])", request) is not None
