"""GGUF files on disk: their SHA-256, computed once and kept beside size and time of change; the machine's cores."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .errors import ModelFileError

_MAGIC = b"GGUF"


def check_header(path: Path) -> None:
    """Raises ModelFileError when the file is missing, unreadable or no GGUF."""
    try:
        with path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ModelFileError(path=str(path), detail="not a GGUF file")
    except OSError as problem:
        raise ModelFileError(path=str(path), detail=problem.strerror or str(problem)) from problem


def digest(path: Path, home: Path) -> str:
    """`sha256:…` of the file. Computed once (1 s a gigabyte), then taken from `home/cache/digests.json`.

    A changed size or time of change computes it anew. Raises ModelFileError for a file that can't be read.
    """
    try:
        key = _key(path)
    except OSError as problem:
        raise ModelFileError(path=str(path), detail=problem.strerror or str(problem)) from problem
    known = _load(home).get(key)
    if known is not None:
        return known
    try:
        with path.open("rb") as file:
            found = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise ModelFileError(path=str(path), detail=problem.strerror or str(problem)) from problem
    remember(path, home, found)
    return found


def remember(path: Path, home: Path, digest_text: str) -> None:
    """Keep a digest that was just computed elsewhere (a download). A cache: failing to write it costs only time."""
    known = {k: v for k, v in _load(home).items() if not k.startswith(f"{path.resolve()}|")}
    known[_key(path)] = digest_text
    try:
        write_private(home / "cache" / "digests.json", json.dumps(known, indent=1).encode())
    except OSError:
        return


def _key(path: Path) -> str:
    stat = path.stat()
    return f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"


def _load(home: Path) -> dict[str, str]:
    try:
        value = json.loads((home / "cache" / "digests.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}


def private_folder(path: Path) -> Path:
    """Make the folder with mode 0700, its missing parents too."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def write_private(path: Path, data: bytes) -> None:
    """Write a whole file with mode 0600 so that a reader sees the old or the new one, never half. Raises OSError."""
    private_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def physical_cores() -> int:
    """Cores this process may use, hyper-threads counted once: llama.cpp gets slower with more threads than that."""
    if sys.platform == "darwin":
        # The performance cores only: efficiency cores hold the others up.
        for name in ("hw.perflevel0.physicalcpu", "hw.physicalcpu"):
            found = subprocess.run(["sysctl", "-n", name], capture_output=True, text=True, check=False).stdout
            if found.strip().isdigit():
                return max(1, int(found))
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    allowed = os.sched_getaffinity(0)
    siblings = set()
    for cpu in allowed:
        file = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            siblings.add(file.read_text().strip())
        except OSError:
            siblings.add(str(cpu))
    return max(1, min(len(siblings), _quota(len(allowed))))


def _quota(fallback: int) -> int:
    """Whole CPUs a container is held to (cgroup v2), at least one."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return max(1, int(quota) // int(period)) if quota != "max" else fallback
    except (OSError, ValueError):
        return fallback
