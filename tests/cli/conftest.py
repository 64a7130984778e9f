"""The command itself, run as users run it: in a process of its own, with a small demo warehouse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.demo.build import build

PROGRAM = [sys.executable, "-c", "import sys; from aiws_cli.cli.main import main; sys.exit(main())"]


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
