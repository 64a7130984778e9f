"""The command itself, run as users run it: in a process of its own, with a small demo warehouse."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.demo.build import build
from support.ollama_wire import OllamaWireServer
from support.terminal import PROGRAM, Screen

SQL = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"


@dataclass(frozen=True)
class Done:
    """How a run ended. Output as text; bytes that are no UTF-8 would be an error."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        import json

        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo warehouse, built once; nothing may write to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    build(path, scale=0.02)
    return path


@pytest.fixture
def aiws(aiws_home: Path) -> Run:
    """Run `aiws` with these arguments. `stdin` is bytes or text (default: nothing), `env` adds variables."""

    def run(
        *args: str | bytes, stdin: str | bytes = b"", env: dict[str, str] | None = None, seconds: float = 60
    ) -> Done:
        done = subprocess.run(
            [*PROGRAM, *args],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            env={**os.environ, **(env or {})},
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def with_demo(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the settings at the demo warehouse."""
    monkeypatch.setenv("AIWS_WAREHOUSE", f"duckdb://{demo_file}")


@pytest.fixture
def model(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    """A server that answers every question with one query, and a terminal in Korean to ask it from."""
    ollama_wire.replies = [SQL]
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    monkeypatch.setenv("AIWS_LANG", "ko")
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    return ollama_wire


@pytest.fixture
def screen(model: OllamaWireServer) -> Iterator[Screen]:
    """A conversation that waits for its first line."""
    made = Screen()
    made.wait("Ctrl-D")
    yield made
    made.process.close(force=True)
