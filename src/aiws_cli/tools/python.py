"""A tool that runs Python in the sandbox, on results of this session. The database is not there, nor a network.

What goes in are files made here: the results the code names, as Parquet, and the code. What comes out is text and one
table, read as JSON that the sandbox wrote: no parser of ours opens a file that unknown code has made.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.deeds import Deed
from ..core.errors import AiwsError
from ..core.ports import AuditLog
from ..core.results import ResultColumn, ResultSet
from ..core.runs import Run, RunOutcome
from ..core.untrusted import clean
from .bench import Bench
from .data import for_model
from .registry import ToolContext, ToolError, ToolResult, tool
from .results import Named, Results

_TABLE = ".table.json"
_MAX_ROWS = 1_000
_MAX_COLUMNS = 200
_MAX_TABLE_BYTES = 8 * 1024 * 1024
_MAX_CELL = 10_000
_MAX_CODE = 50_000
_LEFT_AFTER_S = 3_600
_CHARS_FOR_MODEL = 2_000
_WORD = re.compile(r"\br[0-9]+\b")


@dataclass(frozen=True, slots=True)
class PythonOutcome:
    """What came of the code: the run, the table it left as `result.csv` or `result.parquet`, the audit record."""

    run: RunOutcome
    table: ResultSet | None
    audit_id: str


def _deed(context: ToolContext, code: str) -> Deed:
    """The whole code, what goes in, and whether anything holds it."""
    sandbox = bench_of(context).sandbox()
    _check(code)
    names = ", ".join(n.name for n in _named(context.results, code)) or "-"
    held = f"{sandbox.tier} {sandbox.label}".strip()
    return Deed(
        "run_python",
        "execute",
        {},
        f"{code}\n# inputs: {names}\n# sandbox: {held}",
        confined=not sandbox.label,
    )


@tool("run_python", effect="execute", deed=_deed)
def run_python(context: ToolContext, code: str) -> ToolResult:
    """Run Python on earlier results: tables r1, r2, … of duckdb.sql(). Print, or save a table as result.csv."""
    bench = bench_of(context)
    sandbox = bench.sandbox()
    inputs = _named(context.results, code)
    with run_folder(bench.runs) as folder:
        for named in inputs:
            bench.write_table(
                folder / "inputs" / f"{named.name}.parquet", named.result.columns, named.result.rows
            )
        (folder / "inputs" / "code.py").write_text(code, encoding="utf-8")
        about = {**bench.who(), **context.evidence, "tool": "run_python"}
        audit_id = bench.audit.append(
            "python",
            {
                **about,
                "code": code,
                "inputs": [n.name for n in inputs],
                "source": {n.name: n.audit_id for n in inputs},
                "result_digest": {n.name: bench.audit.digest(n.result) for n in inputs},
                "tier": sandbox.tier,
                "label": sandbox.label,
            },
        )
        try:
            run = sandbox.run(Run(folder, bench.program.read_text(encoding="utf-8"), limits=bench.limits))
            table = _table(folder / "results" / _TABLE) if run.exit == 0 else None
        except BaseException as problem:
            code_ = problem.code if isinstance(problem, AiwsError) else type(problem).__name__
            bench.audit.append("outcome", {**about, "of": audit_id, "status": "failed", "error": code_})
            raise
        bench.audit.append("outcome", {**about, "of": audit_id, **_counts(bench.audit, run, table)})
    outcome = PythonOutcome(run, table, audit_id)
    name = context.results.keep(table, audit_id) if table is not None else ""
    return ToolResult(_text(outcome, name), _summary(outcome), outcome)


def bench_of(context: ToolContext) -> Bench:
    """What code is run with. Raises ToolError where no code is run."""
    if context.bench is None:
        raise ToolError(tool="run_python", detail="not available here")
    return context.bench


def _check(code: str) -> None:
    if len(code) > _MAX_CODE:
        raise ToolError(tool="run_python", detail=f"the code is longer than {_MAX_CODE:,} characters")
    try:
        compile(code, "code.py", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise ToolError(tool="run_python", detail=f"{type(problem).__name__}: {problem}") from problem


def _named(results: Results, code: str) -> tuple[Named, ...]:
    """The results the code speaks of by name; the others do not go in."""
    words = set(_WORD.findall(code))
    return tuple(n for n in results.all() if n.name in words)


@contextlib.contextmanager
def run_folder(runs: Path) -> Iterator[Path]:
    """A folder for one run, gone afterwards, with those that programs which died left behind."""
    runs.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in runs.glob("*-*"):
        with contextlib.suppress(OSError):
            # Not by its number alone: a home may be shared by containers, each with numbers of its own.
            dead = not Path(f"/proc/{old.name.partition('-')[0]}").exists()
            if dead and time.time() - old.stat().st_mtime > _LEFT_AFTER_S:
                shutil.rmtree(old)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=runs))
    try:
        (folder / "inputs").mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _table(path: Path) -> ResultSet | None:
    """The table the sandbox wrote, taken for what it is: text of unknown code. None where it is none, or no such table."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(fd, "rb") as file:
            content = file.read(_MAX_TABLE_BYTES + 1)
        if len(content) > _MAX_TABLE_BYTES:
            return None
        said = json.loads(content)
        columns = tuple(ResultColumn(_word(n), _word(t)) for n, t in said["columns"])
        rows = tuple(tuple(_cell(c) for c in row) for row in said["rows"][:_MAX_ROWS])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if not columns or len(columns) > _MAX_COLUMNS or any(len(row) != len(columns) for row in rows):
        return None
    return ResultSet(columns, rows, truncated=bool(said.get("more")) or len(said["rows"]) > _MAX_ROWS)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a name is text")
    return clean(value)[:200]


def _cell(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        exact = not isinstance(value, (int, float)) or isinstance(value, bool) or -(2**53) < value < 2**53
        return value if exact else str(value)
    return value[:_MAX_CELL] if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:_MAX_CELL]


def _counts(audit: AuditLog, run: RunOutcome, table: ResultSet | None) -> dict[str, Any]:
    """What the log says of the outcome: figures, never what was printed or written."""
    out: dict[str, Any] = {
        "status": "ok" if run.exit == 0 else "failed",
        "exit": run.exit,
        "killed_by": run.killed_by,
        "tier": run.tier,
        "label": run.label,
        "bytes": {"stdout": len(run.stdout.encode()), "stderr": len(run.stderr.encode())},
        "files": [{"name": f.name, "bytes": f.size} for f in run.files if f.name != _TABLE],
        "elapsed_ms": run.elapsed_ms,
    }
    if table is not None:
        out |= {
            "row_count": table.row_count,
            "truncated": table.truncated,
            "result_digest": audit.digest(table),
        }
    return out


def _text(outcome: PythonOutcome, name: str) -> str:
    """What the model reads of it."""
    run = outcome.run
    parts = [run.label] if run.label else []
    if run.killed_by:
        parts.append(f"ended: it went over the limit of {run.killed_by}")
    if run.stdout.strip():
        parts.append(shortened(clean(run.stdout.strip())))
    if run.exit != 0 and run.stderr.strip():
        parts.append(shortened(clean(run.stderr.strip()), at_end=True))
    if outcome.table is not None:
        parts.append(f"{name}:\n{for_model(outcome.table)}")
    if not parts:
        parts.append(f"exit {run.exit}, nothing printed, no result.csv")
    return "\n".join(parts)


def shortened(text: str, *, at_end: bool = False) -> str:
    """As much of what a run printed as the model reads: its beginning, or its end."""
    if len(text) <= _CHARS_FOR_MODEL:
        return text
    return f"…{text[-_CHARS_FOR_MODEL:]}" if at_end else f"{text[:_CHARS_FOR_MODEL]}…"


def _summary(outcome: PythonOutcome) -> str:
    """One line for the person."""
    run = outcome.run
    said = [run.label, run.killed_by or f"exit {run.exit}", f"{run.elapsed_ms / 1000:.1f} s"]
    if outcome.table is not None:
        said.append(f"{outcome.table.row_count} × {len(outcome.table.columns)}")
    return " · ".join(filter(None, said))
