"""What lies outside a sandbox: people's files, listeners on every kind of socket, a process; and whether it is unharmed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_VICTIM = Path(__file__).with_name("victim.py")


class World:
    """A context manager: everything in a folder of its own, gone afterwards. `facts` is what an attempt is told."""

    def __enter__(self) -> World:
        self.base = Path(tempfile.mkdtemp(prefix="world-"))
        self._closing = contextlib.ExitStack()
        self._closing.callback(shutil.rmtree, self.base, ignore_errors=True)
        self.heard: list[str] = []
        self._files()
        self._listen()
        self._start_victim()
        self._before = self._seen()
        self._victim_before = self.ask_victim()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    # — what there is —

    def _files(self) -> None:
        def put(path: str, text: str) -> str:
            file = self.base / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            return str(file)

        self.home, self.workspace = self.base / "people/me", self.base / "people/me/project"
        self.aiws_home = self.home / ".local/share/aiws"
        put("people/other/notes.txt", "secret notes")
        put("people/me/.ssh/id_ed25519", "secret key")
        put("people/me/project/code.py", "print(1)\n")
        put("people/me/project/sub/data.txt", "1\n")
        put("people/me/project/.env", "PASSWORD=secret\n")
        put("people/me/project/.git/config", "[remote] url = https://user:secret@host\n")
        put("people/me/project/sitecustomize.py", "PLANTED = True\n")
        put("people/me/project/AGENTS.md", "Be careful.\n")
        policy = put("people/me/.local/share/aiws/policy.yaml", "roles: {}\n")
        with contextlib.suppress(OSError):
            os.setxattr(policy, "user.tag", b"secret")
        (self.workspace / "leads_out").symlink_to(policy)
        self.facts: dict[str, object] = {
            "home": str(self.home),
            "other_home": str(self.base / "people/other"),
            "aiws_home": str(self.aiws_home),
            "workspace": str(self.workspace),
            "policy": policy,
            "warehouse": put("people/me/.local/share/aiws/demo.duckdb", "secret rows"),
            "audit": put("people/me/.local/share/aiws/audit/me.jsonl", '{"id":"1"}\n'),
            "catalog": str(Path(put("people/me/catalog/table.yaml", "name: t\n")).parent),
            "parent": os.getpid(),
            "judged_outside": True,
        }
        # Something a careless program would hand down.
        self._left_open = os.open(policy, os.O_RDONLY)
        os.set_inheritable(self._left_open, True)
        self._closing.callback(os.close, self._left_open)

    def hidden(self) -> tuple[Path, ...]:
        return (self.aiws_home, Path(str(self.facts["catalog"])))

    @contextlib.contextmanager
    def environment(self) -> Iterator[None]:
        """The environment of somebody who has keys in it and a workspace on Python's path."""
        more = {
            "AIWS_OPENAI_API_KEY": "secret",
            "PYTHONPATH": str(self.workspace),
            "LD_PRELOAD": "libm.so.6",
            "HOME": str(self.home),
        }
        before = {name: os.environ.get(name) for name in more}
        os.environ.update(more)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def _listen(self) -> None:
        self._socket("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self._socket("http", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self._socket("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._socket("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(self.base / "listening"))
        self._socket("datagrams", socket.AF_UNIX, socket.SOCK_DGRAM, str(self.base / "datagrams"))
        self._socket("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0aiws-test-{secrets.token_hex(6)}")
        self.facts["tcp6"] = 9
        with contextlib.suppress(OSError):
            self._socket("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0))

    def _socket(self, name: str, family: int, kind: int, address: object) -> None:
        listening = socket.socket(family, kind)
        self._closing.callback(listening.close)
        listening.bind(address)
        where = listening.getsockname()
        self.facts[name] = (
            where[1] if isinstance(where, tuple) else where.decode() if isinstance(where, bytes) else where
        )
        if kind == socket.SOCK_STREAM:
            listening.listen()
        threading.Thread(target=self._hear, args=(name, listening, kind), daemon=True).start()

    def _hear(self, name: str, listening: socket.socket, kind: int) -> None:
        with contextlib.suppress(OSError):
            while True:
                if kind == socket.SOCK_DGRAM:
                    listening.recv(100)
                    self.heard.append(name)
                else:
                    connection, _ = listening.accept()
                    self.heard.append(name)
                    if name == "http":
                        connection.recv(1000)
                        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    connection.close()

    def _start_victim(self) -> None:
        name = f"aiws-test-{secrets.token_hex(6)}"
        self._victim = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_VICTIM), str(self.facts["policy"]), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.base,
        )
        self._closing.callback(self._end_victim)
        assert self._victim.stdout is not None
        self.facts |= json.loads(self._victim.stdout.readline())
        self.facts |= {"victim": self._victim.pid, "shm_name": name}

    def _end_victim(self) -> None:
        self._victim.communicate(timeout=10)

    def ask_victim(self) -> dict[str, object]:
        assert self._victim.stdin is not None and self._victim.stdout is not None
        self._victim.stdin.write("\n")
        self._victim.stdin.flush()
        return dict(json.loads(self._victim.stdout.readline()))

    # — what became of it —

    def harm(self) -> list[str]:
        """Everything that is not as it was."""
        out = [f"heard on {name}" for name in self.heard]
        now = self._seen()
        for path in sorted(self._before.keys() | now.keys()):
            if self._before.get(path) != now.get(path):
                out.append(f"changed: {path}")
        state = self.ask_victim()
        out += [f"victim's {k}: {v}" for k, v in state.items() if v != self._victim_before[k]]
        return out

    def _seen(self) -> dict[str, tuple[object, ...]]:
        """What may not change, by path. Plain files of the workspace may, where a run may write to it."""
        out: dict[str, tuple[object, ...]] = {}
        for path in sorted(self.base.rglob("*")):
            if path.is_relative_to(self.base / "run"):
                continue
            found = path.lstat()
            if path.is_symlink():
                out[str(path)] = ("link", str(path.readlink()))
            elif path.is_dir():
                out[str(path)] = ("folder", found.st_mode)
            elif path.is_file() and path not in (self.workspace / "code.py", self.workspace / "sub/data.txt"):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                tag = ""
                with contextlib.suppress(OSError):
                    tag = " ".join(sorted(os.listxattr(path)))
                out[str(path)] = (found.st_mode, found.st_uid, found.st_mtime_ns, digest, tag)
        return out
