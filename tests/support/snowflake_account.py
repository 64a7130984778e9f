"""A Snowflake account for tests: fakesnow over HTTP, in an environment of its own that is made once and kept."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PINNED = HERE.parents[1] / "requirements" / "fakesnow.txt"
SECONDS_TO_INSTALL = 600


def environment() -> Path:
    """The Python of fakesnow's environment: AIWS_TEST_FAKESNOW, else made under the user's cache with pip.

    Skips where it can't be made (no network, no index): that is said in the reason, and nowhere hidden.
    """
    named = os.environ.get("AIWS_TEST_FAKESNOW")
    if named:
        return Path(named)
    pins = hashlib.sha256(PINNED.read_bytes() + sys.version.encode()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aiws-test"
    folder = cache / f"fakesnow-{pins}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "fakesnow.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Of several test processes one makes it, the others wait.
        if not (folder / ".complete").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            command = [sys.executable, "-m", "venv", str(folder)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            install = [
                str(folder / "bin" / "python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ]
            install += ["--require-hashes", "--only-binary", ":all:", "-r", str(PINNED)]
            done = subprocess.run(
                install, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL, check=False
            )
            if done.returncode != 0:
                if os.environ.get("CI"):
                    pytest.fail(f"fakesnow's environment can't be made: {done.stderr[-2000:]}")
                pytest.skip(f"fakesnow can't be installed here: {done.stderr.strip().splitlines()[-1:]}")
            (folder / ".complete").touch()
    return folder / "bin" / "python"


class Account:
    """The running server. `url(…)` is a warehouse setting for it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, database: str = "DB", schema: str = "", user: str = "tester", **options: str) -> str:
        asked = {
            "host": "127.0.0.1",
            "port": str(self.port),
            "protocol": "http",
            "warehouse": "WH",
            "role": "READER",
        }
        query = "&".join(f"{k}={v}" for k, v in (asked | options).items() if v)
        return f"snowflake://{user}@acct/{database}" + (f"/{schema}" if schema else "") + f"?{query}"

    def tell(self, what: str, value: Any = None) -> Any:
        """Post to the server's test door."""
        body = json.dumps(value).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/_test/{what}", data=body, method="POST"
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=120) as answer:
            said = json.loads(answer.read())
        if isinstance(said, dict) and "failed" in said:
            raise AssertionError(said["failed"])
        return said

    def behave(self, match: str, do: str, **how: Any) -> None:
        self.tell("behave", [{"match": match, "do": do, **how}])

    def recorded(self, kind: str = "") -> list[dict[str, Any]]:
        """Everything asked of the server since the last clear, oldest first."""
        return [r for r in self.tell("recorded") if not kind or r["kind"] == kind]

    def statements(self) -> list[str]:
        return [r["sql"] for r in self.recorded("statement")]


@contextlib.contextmanager
def running() -> Iterator[Account]:
    """The server on a free loopback port, ended with the block."""
    python = environment()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp"), "PYTHONWARNINGS": "ignore"}
    command = [str(python), "-m", "uvicorn", "snowflake_asgi:app", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--app-dir", str(HERE), "--log-level", "critical"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    account = Account(port)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                account.tell("clear")
                break
            except OSError:
                if server.poll() is not None:
                    said = server.stderr.read().decode() if server.stderr else ""
                    raise RuntimeError(f"fakesnow ended: {said[-2000:]}") from None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield account
    finally:
        server.terminate()
        server.wait(10)
        if server.stderr:
            server.stderr.close()
