"""The system-call filter both tiers run under: a classic BPF program made from `syscalls.txt`.

What is not listed there does not exist (ENOSYS); no socket, namespace, mount, key, trace or clock call is let through.
Arguments are compared by their lower 32 bits, which is what the kernel reads of them.
"""

from __future__ import annotations

import errno
import platform
import struct
from functools import cache
from pathlib import Path

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000

# struct seccomp_data: nr, arch, instruction pointer (8 bytes), six arguments of 8 bytes; both machines are little-endian.
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06

_NEW_NAMESPACE = 0x7E020000
_CLONE_PARENT, _CLONE_PTRACE = 0x8000, 0x2000
_SET_ID_BITS = 0o6000
_TRUNCATE, _WRITING = 0o1000, 0o3
# TCGETS TIOCGPGRP TIOCGWINSZ FIONREAD FIONBIO FIONCLEX FIOCLEX: asking, and three that change only one's own file.
_IOCTLS = (0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# DUPFD GETFD SETFD GETFL SETFL GETLK SETLK SETLKW, the same three of open files, DUPFD_CLOEXEC, GETPIPE_SZ, GET_SEALS.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034)
# GET_PDEATHSIG GET_DUMPABLE SET_NAME GET_NAME GET_SECCOMP CAPBSET_READ GET_TIMERSLACK GET_NO_NEW_PRIVS SET_VMA.
_PRCTLS = (2, 3, 15, 16, 21, 23, 30, 39, 0x53564D41)

_Instruction = tuple[int, int, int, int]


def supported(machine: str = "") -> bool:
    """Is there a filter for this kind of processor?"""
    return (machine or platform.machine()) in AUDIT_ARCH


@cache
def numbers(machine: str) -> dict[str, tuple[int, str]]:
    """Name → (number, answer) of the calls that exist on `machine` (`x86_64` or `aarch64`)."""
    column = ("x86_64", "aarch64").index(machine) + 1
    out: dict[str, tuple[int, str]] = {}
    for line in Path(__file__).with_name("syscalls.txt").read_text(encoding="ascii").splitlines():
        row = line.split()
        if len(row) == 4 and not line.startswith("#") and row[column] != "-":
            out[row[0]] = (int(row[column]), row[3])
    return out


def program(machine: str = "", *, own_processes: bool, own_files: bool) -> bytes:
    """The filter as an array of `struct sock_filter`, in the order the kernel runs it.

    `own_processes`: signals reach only processes of the sandbox anyway, so they may be sent. `own_files`: nothing but
    the sandbox's own files can be named for writing, so their modes and times may be changed. KeyError for a machine
    without a table.
    """
    machine = machine or platform.machine()
    out: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NR),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, ERRNO | errno.ENOSYS),
    ]
    answers = {"allow": ALLOW, "refuse": ERRNO | errno.EPERM, "none": ERRNO | errno.ENOTSUP}
    for name, (number, answer) in numbers(machine).items():
        if answer == "checked":
            block = _checked(name, own_processes=own_processes, own_files=own_files)
        else:
            block = [(_RETURN, 0, 0, answers[answer])]
        out += [(_EQUAL, 0, len(block), number), *block]
    out.append((_RETURN, 0, 0, ERRNO | errno.ENOSYS))
    return b"".join(struct.pack("<HBBI", *i) for i in out)


def _checked(name: str, *, own_processes: bool, own_files: bool) -> list[_Instruction]:
    allow, refuse = (_RETURN, 0, 0, ALLOW), (_RETURN, 0, 0, ERRNO | errno.EPERM)
    if name == "clone":
        return _without_bits(0, _NEW_NAMESPACE | _CLONE_PARENT | _CLONE_PTRACE)
    if name == "ioctl":
        return _one_of(1, _IOCTLS)
    if name == "fcntl":
        return _one_of(1, _FCNTLS)
    if name == "prctl":
        return _one_of(0, _PRCTLS)
    if name in ("prlimit64", "sched_setaffinity"):
        return _one_of(0, (0,))
    if name in ("kill", "tgkill"):
        return [allow if own_processes else refuse]
    if name in ("open", "openat"):
        if own_files:
            return [allow]
        # Opened to be read, but emptied on the way: the first versions of Landlock only look at the reading.
        emptied = [(_ANY_BIT, 0, 2, _TRUNCATE), (_ANY_BIT, 1, 0, _WRITING), refuse]
        return [_load(2 if name == "openat" else 1), *emptied, allow]
    if not own_files:
        return [refuse]
    mode = {"chmod": 1, "fchmod": 1, "fchmodat": 2, "fchmodat2": 2}.get(name)
    return [allow] if mode is None else _without_bits(mode, _SET_ID_BITS)


def _one_of(argument: int, values: tuple[int, ...]) -> list[_Instruction]:
    tests = [(_EQUAL, len(values) - i, 0, v) for i, v in enumerate(values)]
    return [_load(argument), *tests, (_RETURN, 0, 0, ERRNO | errno.EPERM), (_RETURN, 0, 0, ALLOW)]


def _without_bits(argument: int, bits: int) -> list[_Instruction]:
    refuse = (_RETURN, 0, 0, ERRNO | errno.EPERM)
    return [_load(argument), (_ANY_BIT, 0, 1, bits), refuse, (_RETURN, 0, 0, ALLOW)]


def _load(argument: int) -> _Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)
