"""Attempts to get out, run inside a tier before it is trusted (`probe`). Imports nothing of ours.

`main` gets the world outside: `canary` and `hidden` (files and folders that must not be readable), `shown` (files and
folders below a hidden one that are meant to be seen), `beside` (a file that must not be made), `parent` and `since` (the process that started us, and its start in clock ticks), `nonce`.
It prints one line: the nonce, how many attempts were made, and the names of those that got out.
"""

import contextlib
import ctypes
import os
import platform
import sys

_ENVIRONMENT = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "PWD"}
_ENVIRONMENT |= {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE"}
_LIBC = ctypes.CDLL(None, use_errno=True)
_ARM = platform.machine() == "aarch64"
_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
# Names of families, with a kind each has: internet, UNIX, netlink, packet, and the one to a hypervisor's host.
_SOCKETS = {
    "tcp": (2, 1),
    "udp": (2, 2),
    "tcp6": (10, 1),
    "unix": (1, 1),
    "netlink": (16, 3),
    "packet": (17, 3),
}
_SOCKETS |= {"raw": (2, 3), "vsock": (40, 1)}


def _syscall(x86_64: int, aarch64: int, *arguments: object) -> int:
    longs = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return int(_LIBC.syscall(ctypes.c_long(aarch64 if _ARM else x86_64), *longs))


def _readable(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def _reached(path: str, shown: list) -> bool:
    """Whether more can be read here than what is shown on purpose, and the names that lead to it.

    A Python below a hidden folder is mounted there, and a mount point needs folders above it: made for it, and bare.
    """
    if not any(place.startswith(path + "/") for place in shown):
        return _readable(path)
    try:
        names = os.listdir(path)
    except OSError:
        return False
    below = [f"{path}/{name}" for name in names]
    return any(_reached(p, shown) for p in below if p not in shown)


def _writable(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_WRONLY))
    except OSError:
        return False
    return True


def _makeable(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    except OSError:
        return False
    with contextlib.suppress(OSError):
        os.unlink(path)
    return True


def _socket(kind: str) -> bool:
    family, type_ = _SOCKETS[kind]
    return _syscall(41, 198, family, type_, 0) >= 0


def _signal(world: dict) -> bool:
    try:
        os.kill(world["parent"], 0)
    except OSError:
        return False
    # In a namespace of its own the number may be somebody else's, who was started at another time.
    try:
        with open(f"/proc/{world['parent']}/stat", "rb") as file:
            return file.read().rsplit(b")", 1)[1].split()[19] == world["since"]
    except OSError:
        return True


def _memory(world: dict) -> bool:
    """A byte of the parent's memory; only that the kernel would look for it counts."""
    if not _signal(world):
        return False
    ctypes.set_errno(0)
    local = ctypes.create_string_buffer(8)
    piece = (ctypes.c_uint64 * 2)(ctypes.addressof(local), 1)
    there = (ctypes.c_uint64 * 2)(1, 1)
    got = _syscall(310, 270, world["parent"], piece, 1, there, 1, 0)
    return got >= 0 or ctypes.get_errno() == 14


def attempts(world: dict) -> dict:
    """Name → a call that says whether it got out."""
    out = {
        "a file outside": lambda: _readable(world["canary"]),
        "a new file outside": lambda: _makeable(world["beside"]),
        "a new file among Python's own": lambda: _makeable(sys.prefix + "/lib/aiws-probe"),
        "/etc/shadow": lambda: _readable("/etc/shadow"),
        "the parent's environment": lambda: _signal(world) and _readable(f"/proc/{world['parent']}/environ"),
        "a signal to the parent": lambda: _signal(world),
        "the parent's memory": lambda: _memory(world),
        "an open descriptor": lambda: any(_is_open(fd) for fd in range(3, 256)),
        "the environment": lambda: bool(set(os.environ) - _ENVIRONMENT),
        "a setting of the kernel": lambda: _writable("/proc/sys/kernel/core_pattern"),
        "io_uring": lambda: _syscall(425, 425, 1, ctypes.create_string_buffer(120)) >= 0,
        "a keyring": lambda: _syscall(250, 219, 0, -3, 0) >= 0,
        "userfaultfd": lambda: _syscall(323, 282, 1) >= 0,
        "the terminal": lambda: _readable("/dev/tty"),
    }
    for number, path in enumerate(world["hidden"]):
        out[f"hidden place {number}"] = lambda path=path: _reached(path, world["shown"])
    for kind in _SOCKETS:
        out["a socket: " + kind] = lambda kind=kind: _socket(kind)
    # Last: who gets into a namespace of its own is another process from then on.
    out["a mount namespace"] = lambda: _syscall(272, 97, _NEW_MOUNTS) == 0
    out["a user namespace"] = lambda: _syscall(272, 97, _NEW_USER) == 0
    return out


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def main(world: dict) -> None:
    made = attempts(world)
    out = [name for name, attempt in made.items() if attempt()]
    print("\t".join([world["nonce"], str(len(made)), *out]))
