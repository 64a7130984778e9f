"""A SQLite file into DuckDB. SQLite's declared types bind nothing, so the types come from the values."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from .introspection import Declared, ForeignKey, quoted

_CHUNK_ROWS = 20_000
# Eighteen digits always fit BIGINT; fifteen always survive DOUBLE. A leading zero makes it a code.
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")
_DECLARED = (
    (r"INT", "BIGINT"),
    (r"DATETIME|TIMESTAMP", "TIMESTAMP"),
    (r"DATE", "DATE"),
    (r"REAL|FLOA|DOUB|DEC|NUM", "DOUBLE"),
)


def load(source: Path, connection: duckdb.DuckDBPyConnection) -> Declared:
    """Copy every table (and what every view that works shows) into `connection`, and say which keys the file declares.

    Text is decoded as UTF-8, broken bytes replaced. Raises sqlite3.Error and duckdb.Error.
    """
    # Without a write-ahead log the file is whole as it lies, and nothing has to be written beside it to read it.
    waiting = source.with_name(source.name + "-wal").is_file()
    reading = sqlite3.connect(
        f"{source.absolute().as_uri()}?{'mode=ro' if waiting else 'immutable=1'}", uri=True
    )
    reading.text_factory = _decoded
    try:
        named = reading.execute(
            "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
            "ESCAPE '\\' ORDER BY type, rowid"
        ).fetchall()
        tables = [name for name, kind in named if kind == "table"]
        for name, kind in named:
            try:
                _copy(reading, name, connection)
            except sqlite3.OperationalError:
                # A view may name what is gone, or a function of the program that made it.
                if kind == "table":
                    raise
        return _declared(reading, tables)
    finally:
        reading.close()


def column_type(values: Sequence[Sequence[Any]], declared: str = "") -> str:
    """The DuckDB type for a column's values, given in chunks: BIGINT, DOUBLE, TIMESTAMP, DATE, BLOB or VARCHAR.

    `declared` counts only where there is no value at all.
    """
    seen = _Seen()
    for chunk in values:
        seen.take(chunk)
    return seen.type(declared)


class _Seen:
    """What a column's values may still be, after those taken so far."""

    def __init__(self) -> None:
        self._classes: set[type] = set()
        self._texts = {"BIGINT": _INTEGER, "DOUBLE": _NUMBER, "TIMESTAMP": _TIMESTAMP, "DATE": _DATE}

    def take(self, values: Sequence[Any]) -> None:
        self._classes |= set(map(type, values))
        if str not in self._classes or not self._texts:
            return
        texts = {v for v in values if type(v) is str}
        for kind, pattern in list(self._texts.items()):
            if not all(_fits(kind, pattern, v) for v in texts):
                del self._texts[kind]

    def type(self, declared: str) -> str:
        classes = self._classes - {type(None)}
        if not classes:
            upper = declared.upper()
            return next((kind for pattern, kind in _DECLARED if re.search(pattern, upper)), "VARCHAR")
        if classes == {bytes}:
            return "BLOB"
        if bytes in classes:
            return "VARCHAR"
        if str not in classes:
            return "DOUBLE" if float in classes else "BIGINT"
        numbers = classes & {int, float}
        for kind in self._texts:
            if (kind == "BIGINT" and float in classes) or (numbers and kind in {"TIMESTAMP", "DATE"}):
                continue
            return kind
        return "VARCHAR"


def _fits(kind: str, pattern: re.Pattern[str], value: str) -> bool:
    if pattern.fullmatch(value.strip()) is None:
        return False
    if kind in {"TIMESTAMP", "DATE"}:
        try:
            datetime.fromisoformat(value.strip())
        except ValueError:
            return False
    return True


def _copy(reading: sqlite3.Connection, name: str, connection: duckdb.DuckDBPyConnection) -> None:
    source = f"SELECT * FROM {quoted(name)}"
    cursor = reading.execute(source)
    columns = [d[0] for d in cursor.description]
    kinds = {r[1]: r[2] for r in reading.execute(f"PRAGMA table_xinfo({quoted(name)})")}
    seen = [_Seen() for _ in columns]
    for chunk in _chunks(cursor):
        for one, values in zip(seen, chunk, strict=True):
            one.take(values)
    types = [one.type(kinds.get(c, "")) for one, c in zip(seen, columns, strict=True)]
    body = ", ".join(f"{quoted(c)} {t}" for c, t in zip(columns, types, strict=True))
    connection.execute(f"CREATE TABLE main.{quoted(name)} ({body})")
    # Whole columns at a time: a parameter a row takes a hundred times as long.
    passed = {"TIMESTAMP": "VARCHAR", "DATE": "VARCHAR"}
    given = ", ".join(f"unnest(${i}::{passed.get(t, t)}[])::{t}" for i, t in enumerate(types, 1))
    for chunk in _chunks(reading.execute(source)):
        parameters = [list(map(_conversion(t), values)) for t, values in zip(types, chunk, strict=True)]
        connection.execute(f"INSERT INTO main.{quoted(name)} SELECT {given}", parameters)


def _chunks(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as columns, some thousand rows at a time."""
    while rows := cursor.fetchmany(_CHUNK_ROWS):
        yield list(zip(*rows, strict=True))


def _conversion(kind: str) -> Any:
    if kind == "BIGINT":
        return lambda v: None if v is None else int(v)
    if kind == "DOUBLE":
        return lambda v: None if v is None else float(v)
    if kind == "VARCHAR":
        return lambda v: v if v is None or type(v) is str else _decoded(v) if type(v) is bytes else str(v)
    if kind == "BLOB":
        return lambda v: v
    return lambda v: None if v is None else v.strip()


def _decoded(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _declared(reading: sqlite3.Connection, tables: Sequence[str]) -> Declared:
    primary: dict[str, tuple[str, ...]] = {}
    required: set[tuple[str, str]] = set()
    foreign: list[ForeignKey] = []
    for table in tables:
        columns = reading.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
        key = sorted((position, name) for _, name, _, _, _, position in columns if position)
        if key:
            primary[table] = tuple(name for _, name in key)
        required |= {(table, name) for _, name, _, not_null, _, _ in columns if not_null}
        found: dict[int, tuple[str, list[str], list[str | None]]] = {}
        for number, _, to_table, column, to_column, *_ in reading.execute(
            f"PRAGMA foreign_key_list({quoted(table)})"
        ):
            _, mine, theirs = found.setdefault(number, (to_table, [], []))
            mine.append(column)
            theirs.append(to_column)
        # SQLite numbers them from the last declared to the first.
        for _, (to_table, mine, theirs) in sorted(found.items(), reverse=True):
            to_columns = tuple(c for c in theirs if c is not None)
            foreign.append(ForeignKey(table, tuple(mine), to_table, to_columns))
    return Declared(primary, tuple(foreign), frozenset(required))
