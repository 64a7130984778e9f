"""The first tier: bubblewrap. Own namespaces, no network, and a file system of which only a few places exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from ..core.runs import Tier
from . import seccomp
from .visible import DEVICES, SETTINGS, SYSTEM, clean_environment, interpreter, python_folders
from .walls import INSIDE, PYTHON_MODE, Place, Prepared

# Never by PATH: what stands first there need not be the system's.
_PLACES = ("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap", "/run/current-system/sw/bin/bwrap")
_INFO = re.compile(rb'"child-pid"\s*:\s*(\d+)')
# Whoever it is outside, inside it is nobody in particular.
_NOBODY = "1000"


def find() -> str | None:
    """The system's bwrap, or None."""
    if not sys.platform.startswith("linux"):
        return None
    return next((p for p in _PLACES if os.access(p, os.X_OK)), None)


def version() -> str:
    """What it says of itself, `bubblewrap 0.8.0`; its bare name where it says nothing."""
    try:
        said = subprocess.run([find() or "bwrap", "--version"], capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return "bubblewrap"
    return said.stdout.strip() or "bubblewrap"


class Bubblewrap:
    """`walls.Walls` made by `bwrap`. Needs user namespaces, or root."""

    tier: Tier = "bubblewrap"
    label = ""

    def __init__(self, program: str) -> None:
        self.program = program

    def prepare(self, place: Place) -> Prepared:
        """Everything bwrap is told goes through descriptors, so that it stands in no process list."""
        filter_ = seccomp.program(own_processes=True, own_files=True)
        arguments, arguments_end = os.pipe()
        rules, rules_end = os.pipe()
        info, info_end = os.pipe()
        told = [*self._arguments(place), "--info-fd", str(info_end)]
        if not place.user:
            told += ["--seccomp", str(rules)]
        # Both fit into a pipe: a few kilobytes each.
        for end, content in ((arguments_end, "\0".join(told).encode() + b"\0"), (rules_end, filter_)):
            os.write(end, content)
            os.close(end)
        return Prepared(
            argv=(
                self.program,
                "--args",
                str(arguments),
                "--",
                interpreter(),
                *PYTHON_MODE,
                "/sandbox/inside.py",
            ),
            environment=clean_environment(home="/tmp"),
            orders={
                "keeper": False,
                "user": place.user,
                "script": "/sandbox/script.py",
                "folder": "/sandbox/results",
                # Who still has to become somebody else puts the filter on afterwards.
                "filter": filter_ if place.user else b"",
                "landlock": None,
            },
            fds=(arguments, rules, info_end),
            info=info,
        )

    @staticmethod
    def session(info: bytes, pid: int) -> int:
        """The session that all of the run are in: bwrap's child leads it. 0 where bwrap did not come so far."""
        found = _INFO.search(info)
        return int(found[1]) if found is not None else 0

    def _arguments(self, place: Place) -> list[str]:
        out = [
            "--die-with-parent",
            "--new-session",
            "--hostname",
            "sandbox",
            "--proc",
            "/proc",
            "--cap-drop",
            "ALL",
        ]
        if place.user:
            # In a user namespace root would stay root to the kernel: nothing would count its processes.
            for namespace in ("ipc", "pid", "net", "uts", "cgroup-try"):
                out.append(f"--unshare-{namespace}")
            for capability in ("SETUID", "SETGID", "SETPCAP", "DAC_READ_SEARCH"):
                out += ["--cap-add", f"CAP_{capability}"]
        else:
            out += ["--unshare-all", "--unshare-user", "--uid", _NOBODY, "--gid", _NOBODY]
        for folder in SYSTEM:
            if Path(folder).is_symlink():
                out += ["--symlink", str(Path(folder).readlink()), folder]
            elif Path(folder).is_dir():
                out += ["--ro-bind", folder, folder]
        # Before what may lie below it: a Python under /tmp would be covered.
        out += ["--bind", str(place.tmp), "/tmp"]
        for path in (*SETTINGS, *python_folders()):
            if Path(path).exists():
                out += ["--ro-bind", os.path.realpath(path), path]
        for device in DEVICES:
            out += ["--dev-bind", device, device]
        out += ["--bind", str(place.results), "/sandbox/results"]
        out += [
            "--ro-bind",
            str(INSIDE),
            "/sandbox/inside.py",
            "--ro-bind",
            str(place.script),
            "/sandbox/script.py",
        ]
        out += ["--ro-bind", str(place.inputs), "/sandbox/inputs"]
        if place.workspace is not None:
            out += ["--bind" if place.writable else "--ro-bind", str(place.workspace), "/sandbox/workspace"]
        # Last: the mount points above had to be made first. Nobody has to set the kernel from inside.
        return [*out, "--remount-ro", "/proc", "--remount-ro", "/"]
