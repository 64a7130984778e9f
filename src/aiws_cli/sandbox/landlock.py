"""The second tier: Landlock for files, seccomp for all else. For machines without bubblewrap or user namespaces.

Weaker than the first in this: names, sizes and times of files can still be asked for by who knows a path, and other
processes can be seen to exist. Contents can't be read, nothing outside can be changed, nobody can be reached.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from pathlib import Path

from ..core.runs import Tier
from . import seccomp
from .visible import DEVICES, SETTINGS, SYSTEM, clean_environment, interpreter, python_folders
from .walls import INSIDE, PYTHON_MODE, Place, Prepared

_CREATE_RULESET, _VERSION = 444, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << i for i in range(6))
_MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

_READ = _READ_FILE | _READ_DIR
_RUN = _READ | _EXECUTE
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE

# Rights on files by version of the interface: 13 in the first, then REFER, TRUNCATE, and IOCTL_DEV with the fifth.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
# What libraries size themselves by. They look whether such a file is there, which Landlock lets them, and then rely on it.
_SIZES = (
    "/sys/devices/system/cpu/online",
    "/proc/self/cgroup",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/proc/sys/vm/overcommit_memory",
)
_LIMITS = ("cpu.max", "memory.max", "memory.limit_in_bytes", "cpu.cfs_quota_us", "cpu.cfs_period_us")
_TCP = 0b11
_SCOPED = 0b11


@cache
def version() -> int:
    """The kernel's Landlock interface; 0 where there is none (or it is not switched on)."""
    if not sys.platform.startswith("linux"):
        return 0
    call = ctypes.CDLL(None, use_errno=True).syscall
    return max(int(call(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_long(0), ctypes.c_long(_VERSION))), 0)


class Landlock:
    """`walls.Walls` made by the process itself. `interface` is at most the kernel's `version()`."""

    tier: Tier = "landlock"
    label = ""

    def __init__(self, interface: int) -> None:
        self.interface = interface

    def prepare(self, place: Place) -> Prepared:
        return Prepared(
            argv=(interpreter(), *PYTHON_MODE, str(INSIDE)),
            environment=clean_environment(home=str(place.tmp)),
            orders={
                "keeper": True,
                "user": place.user,
                "script": str(place.script),
                "folder": str(place.results),
                # Only from the sixth on does Landlock itself keep signals in.
                "filter": seccomp.program(own_processes=self.interface >= 6, own_files=False),
                "landlock": {"handled": self._handled(), "paths": self._paths(place)},
            },
        )

    @staticmethod
    def session(info: bytes, pid: int) -> int:
        """The session that all of the run are in: started as one of its own."""
        return pid

    def _handled(self) -> tuple[int, ...]:
        """What is refused unless a rule allows it: file rights, TCP, and what reaches processes outside."""
        files = (1 << _FILE_RIGHTS[min(self.interface, 5)]) - 1
        if self.interface < 4:
            return (files,)
        return (files, _TCP) if self.interface < 6 else (files, _TCP, _SCOPED)

    def _paths(self, place: Place) -> list[tuple[str, int]]:
        known = self._handled()[0]
        wanted = [(p, _RUN) for p in (*SYSTEM, *python_folders())]
        wanted += [(p, _READ) for p in (*SETTINGS, *DEVICES, str(place.script), str(place.inputs))]
        wanted += [(p, _READ) for p in _sizes()]
        wanted += [("/dev/null", _READ_FILE | _WRITE_FILE)]
        wanted += [(str(place.results), _WRITE), (str(place.tmp), _WRITE)]
        if place.workspace is not None:
            wanted.append((str(place.workspace), _WRITE if place.writable else _READ))
        return [(p, r & known if Path(p).is_dir() else r & known & _OF_FILES) for p, r in wanted]


def _sizes() -> tuple[str, ...]:
    """Files that say how much of the machine there is for this process: its own control group's, nobody else's."""
    groups = Path("/sys/fs/cgroup")
    out = [*_SIZES, *(str(groups / part / name) for part in ("", "cpu", "memory") for name in _LIMITS)]
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return tuple(out)
    for line in lines:
        _, controllers, path = line.split(":", 2)
        place = groups / path.lstrip("/")
        if controllers:
            place = groups / controllers / path.lstrip("/")
        out += [str(place / name) for name in _LIMITS]
    return tuple(out)
