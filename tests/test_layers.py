"""Who loads what, seen from outside: each check runs in a process of its own, so nothing is loaded already.

Import contracts between our own packages are `.importlinter`'s; here is what only running shows.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import aiws_cli

PACKAGE = Path(aiws_cli.__file__).parent

DRIVERS = frozenset(
    "duckdb git gitlab httpx ollama openpyxl prompt_toolkit rich snowflake sqlite3 typer vl_convert xllamacpp xlsxwriter".split()
)
SLOW = DRIVERS | frozenset("asyncio click pydantic pydantic_settings sqlglot tiktoken yaml".split())


def loaded_by(code: str) -> set[str]:
    """Top-level names of all modules that a fresh interpreter has loaded after running `code`."""
    report = (
        "\nimport json, sys\nprint('\\n' + json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def modules_below(package: str) -> list[str]:
    """Importable names of all modules of one of our packages, sorted."""
    top = PACKAGE / package
    names = (p.relative_to(PACKAGE.parent).with_suffix("").parts for p in sorted(top.rglob("*.py")))
    return [".".join(n[:-1] if n[-1] == "__init__" else n) for n in names]


@pytest.mark.parametrize(
    "code",
    [
        "import aiws_cli.cli.main",
        "import aiws_cli.cli.main as m; assert m.main(['--version']) == 0",
    ],
)
def test_the_door_and_the_version_load_nothing_heavy(code: str) -> None:
    assert loaded_by(code) & SLOW == set()


def test_help_loads_no_command() -> None:
    loaded = loaded_by("import aiws_cli.cli.main as m; assert m.main(['--help']) == 0")
    assert loaded & SLOW == set()


@pytest.mark.parametrize("package", ["core", "governance", "analysis", "tools", "agent"])
def test_the_middle_loads_no_driver_and_no_screen(package: str) -> None:
    modules = modules_below(package)
    assert modules
    loaded = loaded_by("\n".join(f"import {m}" for m in modules))
    # SQLite comes with Python and is the catalog's index, not a warehouse's driver.
    assert loaded & (DRIVERS - {"sqlite3"}) == set()


def test_one_adapter_does_not_load_another() -> None:
    """A question to a local model over DuckDB must not pay for Snowflake, and the other way round."""
    assert "snowflake" not in loaded_by("import aiws_cli.app, aiws_cli.cli.ask")
    assert "xllamacpp" not in loaded_by("import aiws_cli.app, aiws_cli.cli.ask")
