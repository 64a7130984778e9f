"""Builds the demo group's warehouse: one DuckDB file, seven company schemas, no chance and no network.

The data comes from the SQL files beside this module. `00_common.sql` holds the arithmetic they share and says
which rules keep the rows the same on every machine; then each company's file runs, statement by statement.
A row count that grows with the scale is written `{{n:50000}}` and becomes max(1, round(50000 * scale)).
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AS_OF = date(2026, 9, 30)
"""The last day of the demo data; relative periods resolve against it."""

DATA_VERSION = "1"
"""Changes whenever the same scale would give other rows than before."""

COMPANIES = ("bank", "card", "securities", "life", "capital", "am", "grp")
"""Schemas in build order: `grp` comes last because it reads the others."""

MEMORY_LIMIT = "8GB"
THREADS = 2

_COUNT = re.compile(r"\{\{n:(\d+)\}\}")
_WORKSHOP_PREFIX = ".aiws-demo-"
_ABANDONED_AFTER_SECONDS = 6 * 3600

Progress = Callable[[str, float], None]
"""Called with the name of what is being built and the share done, 0.0 to 1.0."""


@dataclass(frozen=True)
class BuildReport:
    """What a build left behind. `tables` and `rows` count the company schemas, `seconds` is wall time."""

    path: Path
    tables: int
    rows: int
    seconds: float
    as_of: date


def build(
    path: Path, scale: float = 1.0, progress: Progress | None = None, *, threads: int = THREADS
) -> BuildReport:
    """Build the warehouse at `path`, replacing what was there only once the new file is whole.

    The work happens in a folder beside `path`, so the last step is a rename on one file system; when anything
    stops it (Ctrl-C, a full disk, a failing statement) the folder goes and the old file stays.
    `scale` multiplies the row counts marked in the SQL; about two million rows at 1.0.

    Raises ValueError for a scale that is not above 0, OSError when the folder cannot be written or the disk is full,
    duckdb.Error when the engine cannot finish.
    """
    import duckdb

    if not scale > 0:
        raise ValueError(f"scale must be above 0, not {scale}")
    started = time.monotonic()
    report_progress = progress or (lambda _name, _share: None)
    path = Path(path).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep_abandoned(path.parent)
    workshop = Path(tempfile.mkdtemp(prefix=_WORKSHOP_PREFIX, dir=path.parent))
    try:
        unfinished = workshop / "warehouse.duckdb"
        connection = duckdb.connect(
            str(unfinished),
            config={
                "threads": threads,
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(workshop / "spill"),
                # Kept on, so that a LIMIT without ORDER BY shows the same rows on every machine.
                "preserve_insertion_order": True,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        try:
            # DuckDB would draw its own bar on stdout, which is for results.
            connection.execute("SET enable_progress_bar = false")
            _run_files(connection, scale, report_progress)
            tables, rows = _count(connection)
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        # A write-ahead log left by a crash belongs to the old file and must not be replayed into the new one.
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
        unfinished.replace(path)
    except duckdb.IOException as problem:
        if "no space left" not in str(problem).lower():
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from problem
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    report_progress("done", 1.0)
    return BuildReport(path=path, tables=tables, rows=rows, seconds=time.monotonic() - started, as_of=AS_OF)


def is_demo(path: Path) -> bool:
    """Whether the file at `path` is a warehouse that `build` made: False for anyone's own data, and for what is no
    DuckDB file or cannot be opened now."""
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute("SELECT scale, version FROM aiws_meta.warehouse").fetchone() is not None
    except duckdb.Error:
        return False


def sql_text(name: str, scale: float) -> str | None:
    """The SQL file `name` with its row counts filled in for `scale`; None where the demo has no such file."""
    file = resources.files("aiws_cli.demo").joinpath("sql", f"{name}.sql")
    if not file.is_file():
        return None
    return _COUNT.sub(
        lambda found: str(max(1, round(int(found[1]) * scale))), file.read_text(encoding="utf-8")
    )


def _run_files(connection: DuckDBPyConnection, scale: float, progress: Progress) -> None:
    names = ("00_common", *COMPANIES)
    for position, name in enumerate(names):
        text = sql_text(name, scale)
        if text is None:
            continue
        statements = connection.extract_statements(text)
        for done, statement in enumerate(statements):
            progress(name, (position + done / len(statements)) / len(names))
            connection.execute(statement)
    connection.execute("CREATE TABLE aiws_meta.warehouse (as_of DATE, scale DOUBLE, version VARCHAR)")
    connection.execute("INSERT INTO aiws_meta.warehouse VALUES (?, ?, ?)", [AS_OF, scale, DATA_VERSION])


def _count(connection: DuckDBPyConnection) -> tuple[int, int]:
    names = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary AND schema_name <> 'aiws_meta'"
    ).fetchall()
    rows = 0
    for schema, table in names:
        counted = connection.execute(f'SELECT count(*) FROM "{schema}"."{table}"').fetchone()
        rows += counted[0] if counted else 0
    return len(names), rows


def _sweep_abandoned(folder: Path) -> None:
    """Remove workshops that a killed build left; a living one touches its file far more often than this."""
    for workshop in folder.glob(f"{_WORKSHOP_PREFIX}*"):
        newest = max((file.stat().st_mtime for file in workshop.rglob("*")), default=workshop.stat().st_mtime)
        if time.time() - newest > _ABANDONED_AFTER_SECONDS:
            shutil.rmtree(workshop, ignore_errors=True)
