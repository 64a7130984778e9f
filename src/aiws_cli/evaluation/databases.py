"""A suite's database made ready to be asked: a DuckDB file and a catalog folder, made once and kept."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from ..catalog.contract_text import write_catalog
from ..core.language import say
from .database_errors import SuiteDatabaseBroken, SuiteDatabaseNotKept, SuiteDatabaseUnread
from .introspection import Declared, tables_of

FORMAT = 1
"""Raised whenever the same source would be made into something else, so that what is kept is made again."""
_ABANDONED_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A DuckDB file and the catalog folder that describes it."""

    database: Path
    catalog: Path


def prepare(source: Path, folder: Path, *, as_of: date | None = None) -> Prepared:
    """The DuckDB file and catalog of a suite's `.sqlite`, `.sql` (a Postgres dump) or `.duckdb` file.

    They are kept in `folder/<name>-<hash>`; a second call with the same content finds them there. A `.duckdb` file is
    used where it lies. `as_of` is what a dump's CURRENT_DATE and NOW() mean (`postgres.CLOCK` where None).
    Raises SuiteDatabaseUnread, SuiteDatabaseBroken, SuiteStatementUnreadable, SuiteDatabaseNotKept.
    """
    try:
        mark = _mark(source, as_of)
    except OSError as e:
        raise SuiteDatabaseUnread(file=source, detail=e.strerror or str(e)) from e
    target = folder / f"{source.stem}-{mark}"
    own = source.suffix.lower() == ".duckdb"
    made = Prepared(source.absolute() if own else target / "database.duckdb", target / "catalog")
    if made.catalog.is_dir():
        return made
    part = folder / f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}"
    try:
        _clear_abandoned(folder)
        part.mkdir(parents=True)
        _make(source, part, as_of)
        part.rename(target)
    except OSError as e:
        # Two at once make the same thing: whoever is second takes what the first has put there.
        if not made.catalog.is_dir():
            raise SuiteDatabaseNotKept(file=source, folder=folder, detail=e.strerror or str(e)) from e
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def _make(source: Path, part: Path, as_of: date | None) -> None:
    suffix = source.suffix.lower()
    declared: Declared | None = None
    with _told(source):
        if suffix == ".duckdb":
            connection = duckdb.connect(str(source), read_only=True)
        else:
            connection = duckdb.connect(str(part / "database.duckdb"))
    try:
        with _told(source):
            if suffix == ".sqlite":
                from .sqlite_source import load

                declared = load(source, connection)
            elif suffix == ".sql":
                from .dump_source import load_dump

                declared = load_dump(source, connection, as_of)
            tables = tables_of(connection, declared)
    finally:
        connection.close()
    if not tables:
        raise SuiteDatabaseBroken(file=source, detail=say("evaluation.db_empty"))
    write_catalog(part / "catalog", tables, name=source.stem)


@contextmanager
def _told(source: Path) -> Iterator[None]:
    """A driver's errors as ours, naming the file."""
    try:
        yield
    except sqlite3.Error as e:
        raise SuiteDatabaseBroken(file=source, detail=str(e)) from e
    except duckdb.IOException as e:
        text = str(e)
        detail = say("evaluation.db_locked") if "lock" in text else text.splitlines()[0]
        raise SuiteDatabaseBroken(file=source, detail=detail) from e
    except duckdb.Error as e:
        raise SuiteDatabaseBroken(file=source, detail=str(e).splitlines()[0]) from e


def _mark(source: Path, as_of: date | None) -> str:
    digest = hashlib.sha256(f"{FORMAT}\0".encode())
    suffix = source.suffix.lower()
    if suffix == ".duckdb":
        # It may be many gigabytes and is never copied: its place, size and time say enough.
        stat = source.stat()
        digest.update(
            f"{source.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}".encode("utf-8", "surrogateescape")
        )
        return digest.hexdigest()[:16]
    if suffix == ".sql":
        digest.update(str(as_of).encode())
    for path in (source, source.with_name(source.name + "-wal")):
        if path == source or path.is_file():
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()[:16]


def _clear_abandoned(folder: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in folder.glob(".*"):
        if not re.fullmatch(r"\..+-[0-9a-f]{16}\.\d+-[0-9a-f]{8}", left.name):
            continue
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
