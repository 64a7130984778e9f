"""What checks of repository tasks are written with. Run as `checking.py CHECK VERDICT` inside of the repository.

A check is plain Python: what it finds wrong it says with `expect` (the task is not done) or `kept` (something that worked does
not any more). Whatever else is raised comes from the code that is checked, and is wrong as well.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

_PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider")


class Wrong(Exception):
    """What was asked for is not done."""


class Broke(Exception):
    """What worked before does not any more."""


@dataclass(frozen=True)
class Ran:
    """How a program ended; output as text."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line it said, of errors first."""
        lines = [line for line in (self.err.strip() or self.out.strip()).splitlines() if line.strip()]
        return lines[-1] if lines else ""


def expect(condition: object, why: str) -> None:
    """What was asked for holds. Raises Wrong."""
    if not condition:
        raise Wrong(why)


def kept(condition: object, why: str) -> None:
    """What worked before still does. Raises Broke."""
    if not condition:
        raise Broke(why)


def text(path: str, encoding: str = "utf-8") -> str:
    """A file's text, line ends as they are. Raises Wrong where it is not there or not in this encoding."""
    try:
        return Path(path).read_bytes().decode(encoding)
    except FileNotFoundError:
        raise Wrong(f"{path} is not there") from None
    except UnicodeDecodeError:
        raise Wrong(f"{path} is not {encoding} any more") from None


def rows(query: str, world: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """What a query gives in DuckDB on the tables that the statements of `world` make. Decimals become floats."""
    import duckdb

    with duckdb.connect(config={"threads": 1, "enable_external_access": False}) as connection:
        connection.execute(world)
        try:
            found = connection.execute(query, dict(parameters) if parameters else None).fetchall()
        except duckdb.Error as problem:
            raise Wrong(f"the query does not run: {str(problem).splitlines()[0]}") from None
    return [tuple(float(c) if isinstance(c, Decimal) else c for c in row) for row in found]


def module(name: str) -> ModuleType:
    """A module of the repository, imported from its top (`report`, `src.report`)."""
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    return importlib.import_module(name)


def script(path: str, *args: str, **environment: str) -> Ran:
    """Run a script of the repository with Python."""
    return _run(sys.executable, path, *args, **environment)


def tests(hidden: str = "", *, path: str = "tests") -> None:
    """The tests pass: those of the repository (below `path`), or hidden ones given as source. Raises Wrong."""
    if hidden:
        path = "check_hidden_test.py"
        Path(path).write_text(hidden, encoding="utf-8")
    ran = _run(*_PYTEST, path)
    if ran.code != 0:
        failed = [x for x in ran.out.splitlines() if x.startswith(("FAILED", "ERROR", "E ", "/"))]
        raise Wrong(f"tests fail: {failed[0].removeprefix('E ').strip() if failed else ran.last}")


def fails(path: str, source: str, *, on: str = "tests") -> None:
    """With `source` in place of the file, the repository's tests notice: they do test. Raises Wrong."""
    before = Path(path).read_bytes()
    Path(path).write_text(source, encoding="utf-8")
    try:
        expect(_run(*_PYTEST, on).code == 1, f"the tests do not notice that {path} is wrong")
    finally:
        Path(path).write_bytes(before)


def _run(*command: str, **environment: str) -> Ran:
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), **environment}
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def _main(check: str, verdict: str) -> NoReturn:
    sys.modules["checking"] = sys.modules["__main__"]
    said = {"verdict": "right", "why": ""}
    try:
        runpy.run_path(check)
    except Wrong as problem:
        said = {"verdict": "wrong", "why": str(problem)}
    except Broke as problem:
        said = {"verdict": "broke", "why": str(problem)}
    except (Exception, SystemExit) as problem:  # noqa: BLE001  whatever the repository's code raises
        said = {"verdict": "wrong", "why": f"{type(problem).__name__}: {problem}"}
    Path(verdict).write_text(json.dumps(said), encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    _main(*sys.argv[1:])
