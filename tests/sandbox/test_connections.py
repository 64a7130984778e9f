"""Every way out is seen: each row is a program that reaches out in its own way, and what must be told of it."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from aiws_cli.sandbox.connections import Connection, NotWatchable, Watched, watch

pytestmark = pytest.mark.loopback


def run(code: str, **options: object) -> Watched:
    return watch([sys.executable, "-c", code], env=dict(os.environ), seconds=60, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def watchable() -> None:
    try:
        run("")
    except NotWatchable as problem:
        pytest.skip(f"this kernel does not tell of calls: {problem}")


NATIVE = """
import ctypes, struct, threading
libc = ctypes.CDLL(None, use_errno=True)
def to(host, port): return struct.pack("<H", 2) + struct.pack(">H", port) + bytes(map(int, host.split("."))) + bytes(8)
"""
# what reaches out, and what is told of it as `call to`
ROWS: list[tuple[str, str, list[str]]] = [
    ("nothing", "print('hello')", []),
    (
        "tcp",
        "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass",
        ["connect 127.0.0.1:9"],
    ),
    (
        "tcp over IPv6",
        "import socket\ntry: socket.create_connection(('::1', 9), 1)\nexcept OSError: pass",
        ["connect [::1]:9"],
    ),
    (
        "an IPv4 address written as IPv6",
        "import socket\ns = socket.socket(socket.AF_INET6)\ntry: s.connect(('::ffff:127.0.0.1', 9))\nexcept OSError: pass",
        ["connect 127.0.0.1:9"],
    ),
    (
        "without waiting",
        "import socket\ns = socket.socket()\ns.setblocking(False)\ns.connect_ex(('127.0.0.1', 9))",
        ["connect 127.0.0.1:9"],
    ),
    (
        "a datagram",
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        ["send 127.0.0.1:9"],
    ),
    (
        "a datagram in parts",
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('127.0.0.1', 9))",
        ["send 127.0.0.1:9"],
    ),
    (
        "two datagrams at once, from C",
        NATIVE
        + """
f = libc.socket(2, 2, 0)
class V(ctypes.Structure): _fields_ = [("b", ctypes.c_void_p), ("n", ctypes.c_size_t)]
class M(ctypes.Structure): _fields_ = [("name", ctypes.c_char_p), ("len", ctypes.c_uint), ("iov", ctypes.POINTER(V)),
    ("iovlen", ctypes.c_size_t), ("c", ctypes.c_void_p), ("cl", ctypes.c_size_t), ("fl", ctypes.c_long), ("sent", ctypes.c_long)]
two = (M * 2)(*(M(to("127.0.0.1", p), 16, ctypes.pointer(V(0, 0)), 1) for p in (7, 8)))
libc.sendmmsg(f, two, 2, 0)""",
        ["send 127.0.0.1:7", "send 127.0.0.1:8"],
    ),
    (
        "from C, in a thread",
        NATIVE
        + "t = threading.Thread(target=lambda: libc.connect(libc.socket(2, 1, 0), to('127.0.0.1', 9), 16))\nt.start()\nt.join()",
        ["connect 127.0.0.1:9"],
    ),
    (
        "by the number of the call",
        NATIVE
        + "import platform\nn = {'x86_64': 42, 'aarch64': 203}[platform.machine()]\nlibc.syscall(n, libc.socket(2, 1, 0), to('127.0.0.1', 9), 16)",
        ["connect 127.0.0.1:9"],
    ),
    (
        "a child's child",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import subprocess, sys; subprocess.run([sys.executable, \"-c\","
        ' "import socket; socket.socket().connect_ex((chr(49) + chr(50) + chr(55) + chr(46) + chr(48) + chr(46) + chr(48) + chr(46) + chr(49), 9))"])\'])',
        ["connect 127.0.0.1:9"],
    ),
    (
        "a child in a session of its own",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import socket; socket.socket().connect_ex((\"127.0.0.1\", 9))'], start_new_session=True)",
        ["connect 127.0.0.1:9"],
    ),
    (
        "a local socket",
        "import socket\ntry: socket.socket(socket.AF_UNIX).connect('/run/no-such.sock')\nexcept OSError: pass",
        ["connect /run/no-such.sock"],
    ),
    (
        "a local socket without a file",
        "import socket\ntry: socket.socket(socket.AF_UNIX).connect('\\0nobody')\nexcept OSError: pass",
        ["connect @nobody"],
    ),
    (
        "an ear for everybody",
        "import socket\ns = socket.socket()\ns.bind(('0.0.0.0', 45999))\ns.listen()",
        ["listen 0.0.0.0:45999"],
    ),
    (
        "an ear for this machine",
        "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()",
        [],
    ),
    ("two ends of one pipe", "import socket\na, b = socket.socketpair()\na.send(b'x')\nb.recv(1)", []),
    (
        "a ring that goes round the calls",
        NATIVE + "import os\nassert libc.syscall(425, 1, bytes(120)) == -1 and ctypes.get_errno() == 38",
        [],
    ),
]


@pytest.mark.parametrize(("code", "told"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_what_is_told(code: str, told: list[str]) -> None:
    done = run(code)
    assert done.code == 0
    # The C library's name service is asked for users and hosts by some systems' sockets.
    assert [f"{c.call} {c.to}" for c in done.connections if "nscd" not in c.to] == told


@pytest.fixture
def ear() -> Iterator[tuple[int, list[bytes]]]:
    """A port where somebody listens, and what came."""
    heard: list[bytes] = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(20)

        def listen() -> None:
            try:
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        heard.append(connection.recv(100))
            except OSError:
                return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield listening.getsockname()[1], heard
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


CALL = "import socket\ns = socket.create_connection(('127.0.0.1', {port}))\ns.sendall(b'hello')\ns.close()\nprint('sent')"


@pytest.mark.parametrize("lets", [True, False])
def test_what_is_denied_does_not_leave(ear: tuple[int, list[bytes]], lets: bool) -> None:
    port, heard = ear
    done = run(CALL.format(port=port), may=lambda c: lets)
    assert [c.to for c in done.connections] == [f"127.0.0.1:{port}"]
    assert (b"sent" in done.out, done.code == 0) == (lets, lets)
    assert (b"hello" in heard) is lets


def test_a_servers_own_clients_are_told_apart() -> None:
    own = "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\nsocket.create_connection(s.getsockname())"
    (connection,) = run(own).connections
    assert connection.own and connection.process.startswith("python")


def test_somebody_elses_server_is_not_ours(ear: tuple[int, list[bytes]]) -> None:
    (connection,) = run(CALL.format(port=ear[0])).connections
    assert not connection.own


def test_out_of_time(tmp_path: object) -> None:
    done = watch([sys.executable, "-c", "import time\ntime.sleep(60)"], env=dict(os.environ), seconds=1)
    assert done == Watched((), None, b"")


def test_a_program_that_is_not_there() -> None:
    assert watch(["/no/such/program"], env={}, seconds=20).code != 0


def test_a_machine_without_a_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(NotWatchable):
        run("")


def test_what_can_not_be_read_is_told_as_that() -> None:
    bad = NATIVE + "libc.connect(libc.socket(2, 1, 0), ctypes.c_void_p(8), 16)"
    assert [(c.kind, c.to) for c in run(bad).connections] == [("other", "unreadable")]


def test_a_family_nobody_knows() -> None:
    odd = NATIVE + "libc.connect(libc.socket(2, 1, 0), struct.pack('<H', 40) + bytes(14), 16)"
    (connection,) = run(odd).connections
    assert connection == Connection("other", "family 40", "connect", connection.process)
