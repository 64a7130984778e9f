"""What of the machine is seen from inside, in both tiers: the system's programs and this Python, to be read only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ..core.errors import AiwsError

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
# Of /etc only what the loader and the clock read: never a password, a key or a host's name.
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts")
_PARTS = ("bin", "lib", "lib64", "pyvenv.cfg")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


class SandboxExposed(AiwsError):
    """Something that must stay hidden lies where sandboxed code can read. Slots: path, folder."""

    code = "sandbox_exposed"
    exit_code = 3
    actor = "user"


@cache
def python_folders() -> tuple[str, ...]:
    """What this interpreter needs, by every name it goes by: a virtual environment may name its base through a link.

    Only the parts a Python has, so that a prefix as wide as `~/.local` shows nothing else of it.
    """
    base = Path(getattr(sys, "_base_executable", sys.executable)).parent.parent
    roots = (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, str(base))
    outside = [r for r in roots if not any(_within(Path(r), Path(s)) for s in SYSTEM)]
    named = dict.fromkeys([*outside, *(os.path.realpath(r) for r in outside)])
    return tuple(str(p) for r in named for part in _PARTS if (p := Path(r, part)).exists())


def interpreter() -> str:
    """The Python to start inside: the one of this environment."""
    return (
        str(Path(sys.prefix) / "bin" / Path(sys.executable).name)
        if sys.prefix != sys.base_prefix
        else sys.executable
    )


def clean_environment(*, home: str) -> dict[str, str]:
    """All that sandboxed code knows of the environment. `home` is its home and its place for temporary files."""
    out = {
        # `python` is this one, with the libraries that come with aiws: the system's has none of them.
        "PATH": f"{Path(interpreter()).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        # What a run changes in a workspace comes back: nobody asked for these.
        "PYTHONDONTWRITEBYTECODE": "1",
        # Numeric libraries start a thread a core, each with a stack and an arena of its own.
        "OMP_NUM_THREADS": "2",
        "OPENBLAS_NUM_THREADS": "2",
    }
    return out | {name: os.environ[name] for name in ("TZ",) if name in os.environ}


def check_hidden(hidden: Iterable[Path]) -> None:
    """Raises SandboxExposed where one of these lies in a folder that sandboxed code can read."""
    seen = [Path(os.path.realpath(f)) for f in (*SYSTEM, *SETTINGS, *python_folders())]
    for path in hidden:
        real = Path(os.path.realpath(path))
        for folder in seen:
            if _within(real, folder):
                raise SandboxExposed(path=path, folder=folder)


def _within(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents
