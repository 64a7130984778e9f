"""Every connection a program makes, seen by the kernel: of all its processes and threads, native libraries included.

A seccomp filter stops each call that reaches out and tells us; we read where to from the caller's memory, write it down
and let it go on. Needs no rights. Linux 5.6 or later, on the machines of the sandbox's own filter; elsewhere it says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import platform
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from .seccomp import AUDIT_ARCH

Kind = Literal["ip", "unix", "other"]

_PIDFD_GETFD = 438
# name → (number on x86_64, on aarch64), and where a call keeps the address it goes to.
_CALLS: dict[str, tuple[int, int]] = {
    "connect": (42, 203),
    "bind": (49, 200),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
}
_IO_URING_SETUP = 425
_ALLOW, _ERRNO, _NOTIFY = 0x7FFF0000, 0x00050000, 0x7FC00000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_RECEIVE, _SEND, _VALID = 0xC0502100, 0xC0182101, 0x40082102
_CONTINUE = 1
_MOST_MESSAGES = 64


@dataclass(frozen=True, slots=True)
class Connection:
    """One call that reached out. `to` is `address:port`, a socket's path (`@` before an abstract name), or what it is instead.

    `call` is `connect`, `send` or `listen` (bound to an address that others can reach); `process` is its name; `own` where
    one of the watched processes itself listens there.
    """

    kind: Kind
    to: str
    call: str
    process: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watched program did: every connection in order, how it ended (None: out of time), and its output."""

    connections: tuple[Connection, ...]
    code: int | None
    out: bytes


class NotWatchable(Exception):
    """This system can't be asked to tell of every call. The text says what it lacks."""


def watch(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    seconds: float,
    may: Callable[[Connection], bool] = lambda connection: True,
) -> Watched:
    """Run a program (by its whole path) and tell every connection it makes. One that `may` denies is refused.

    Raises NotWatchable where the kernel does not do it; then the program has not run.
    """
    instructions = _program(platform.machine())
    ready, written = os.pipe()
    read, go = os.pipe()
    try:
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                str(Path(__file__).with_name("observed.py")),
                str(written),
                str(read),
                instructions.hex(),
                *command,
            ],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(written, read),
            start_new_session=True,
        )
    finally:
        os.close(written)
        os.close(read)
    try:
        with os.fdopen(ready, "rb") as pipe:
            told = pipe.read(4)
        number = struct.unpack("i", told)[0] if len(told) == 4 else 0
        if not number:
            raise NotWatchable("seccomp")
        listener = _taken(process.pid, number)
        os.write(go, b"1")
    except BaseException:
        _end(process)
        raise
    finally:
        os.close(go)
    return _follow(process, listener, time.monotonic() + seconds, may)


def _program(machine: str) -> bytes:
    """The filter: calls that reach out wait for us, rings that would go round them do not exist, all else is let through."""
    if machine not in AUDIT_ARCH:
        raise NotWatchable(machine or "?")
    column = ("x86_64", "aarch64").index(machine)
    none = (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)
    out = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, AUDIT_ARCH[machine]), none, (_LOAD, 0, 0, 0)]
    # The other numbering of the same calls on x86_64.
    out += [(_AT_LEAST, 0, 1, 0x40000000), none, (_EQUAL, 0, 1, _IO_URING_SETUP), none]
    for number in (n[column] for n in _CALLS.values()):
        out += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _NOTIFY)]
    out.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("<HBBI", code, yes, no, value) for code, yes, no, value in out)


def _taken(pid: int, number: int) -> int:
    """Our own descriptor of the process's one."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    try:
        other = os.pidfd_open(pid)
    except OSError as problem:
        raise NotWatchable("pidfd") from problem
    try:
        got = int(
            libc.syscall(
                ctypes.c_long(_PIDFD_GETFD), ctypes.c_long(other), ctypes.c_long(number), ctypes.c_long(0)
            )
        )
    finally:
        os.close(other)
    if got < 0:
        raise NotWatchable("pidfd_getfd")
    return got


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()


def _follow(
    process: subprocess.Popen[bytes], listener: int, ends: float, may: Callable[[Connection], bool]
) -> Watched:
    assert process.stdout is not None
    out: list[bytes] = []
    seen: list[Connection] = []
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(process.stdout, select.POLLIN)
    open_ = {listener, process.stdout.fileno()}
    code: int | None = None
    try:
        while open_ and time.monotonic() < ends:
            for descriptor, event in poll.poll(200):
                if descriptor == listener and event & select.POLLIN:
                    seen += _answered(listener, process.pid, may)
                elif descriptor != listener and event & select.POLLIN:
                    out.append(os.read(descriptor, 65_536))
                else:
                    poll.unregister(descriptor)
                    open_.discard(descriptor)
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=max(0.0, ends - time.monotonic()))
    finally:
        _end(process)
        os.close(listener)
        process.stdout.close()
    return Watched(tuple(seen), code, b"".join(out))


def _answered(listener: int, top: int, may: Callable[[Connection], bool]) -> list[Connection]:
    """Take one call from the kernel, say whether it goes on, and give what it reached out to."""
    call = bytearray(80)
    try:
        fcntl.ioctl(listener, _RECEIVE, call)
    except OSError:  # the caller is gone already
        return []
    id_, pid, _, number, _, _, *arguments = struct.unpack("<QIIiIQ6Q", call)
    found: list[Connection] = []
    answer, flags = 0, _CONTINUE
    try:
        with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
            found = list(_reached(memory, number, arguments, pid, top))
        fcntl.ioctl(listener, _VALID, struct.pack("<Q", id_))
    except OSError:
        # Unreadable is unknown, and unknown is told.
        found = [Connection("other", "unreadable", "connect", _name(pid))]
    if not all(may(c) for c in found):
        answer, flags = -errno.ECONNREFUSED, 0
    with contextlib.suppress(OSError):
        fcntl.ioctl(listener, _SEND, bytearray(struct.pack("<QqiI", id_, 0, answer, flags)))
    return found


def _reached(
    memory: IO[bytes], number: int, arguments: Sequence[int], pid: int, top: int
) -> Iterator[Connection]:
    column = ("x86_64", "aarch64").index(platform.machine())
    name = next(name for name, numbers in _CALLS.items() if numbers[column] == number)
    places: list[tuple[int, int]] = []
    match name:
        case "connect" | "bind":
            places = [(arguments[1], arguments[2])]
        case "sendto":
            places = [(arguments[4], arguments[5])]
        case "sendmsg":
            places = [_message(memory, arguments[1])]
        case "sendmmsg":
            # struct mmsghdr: a message of 56 bytes and a length, together 64.
            places = [
                _message(memory, arguments[1] + 64 * i) for i in range(min(arguments[2], _MOST_MESSAGES))
            ]
    for address, size in places:
        if not address:
            continue
        read = _read(memory, address, min(size & 0xFFFFFFFF, 128))
        connection = _connection(read, {"bind": "listen", "connect": "connect"}.get(name, "send"), pid, top)
        if connection is not None:
            yield connection


def _message(memory: IO[bytes], at: int) -> tuple[int, int]:
    """Where a struct msghdr says the address is, and how long."""
    name, size = struct.unpack("<QI", _read(memory, at, 12))
    return name, size


def _read(memory: IO[bytes], at: int, size: int) -> bytes:
    memory.seek(at)
    return memory.read(size)


def _connection(address: bytes, call: str, pid: int, top: int) -> Connection | None:
    """What a socket address means; None for what reaches nobody: an end of a connection, the kernel, our own ears."""
    if len(address) < 2:
        return None
    family = int.from_bytes(address[:2], "little")
    if family == socket.AF_UNSPEC or family == socket.AF_NETLINK:
        return None
    process = _name(pid)
    if family == socket.AF_UNIX:
        if call == "listen":
            return None
        path = address[2:]
        text = (
            "@" + path[1:].decode("utf-8", "replace")
            if path[:1] == b"\0"
            else path.partition(b"\0")[0].decode("utf-8", "replace")
        )
        return Connection("unix", text, call, process)
    if family not in (socket.AF_INET, socket.AF_INET6):
        return Connection("other", f"family {family}", call, process)
    start, size = (4, 4) if family == socket.AF_INET else (8, 16)
    port = int.from_bytes(address[2:4], "big")
    host = socket.inet_ntop(family, address[start : start + size])
    host = host.removeprefix("::ffff:") if "." in host else host
    near = host == "::1" or host.startswith("127.")
    if call == "listen":
        # Asking for any address and port is how a client makes its own end.
        return None if near or port == 0 else Connection("ip", _joined(host, port), call, process)
    return Connection("ip", _joined(host, port), call, process, own=near and _listens(port, top))


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "?"


def _listens(port: int, top: int) -> bool:
    """Whether one of the watched processes (of the session `top`) listens on that port of this machine."""
    ears: set[str] = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{top}/net/{table}").read_text().splitlines()[1:]:
                row = line.split()
                if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port:
                    ears.add(f"socket:[{row[9]}]")
    if not ears:
        return False
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if os.getsid(int(folder.name)) == top and any(
                str(entry.readlink()) in ears for entry in (folder / "fd").iterdir()
            ):
                return True
    return False
