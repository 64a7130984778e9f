"""The process a DuckDB query runs in: `python -P -m aiws_cli.warehouses.duckdb_worker`.

It can be killed without harm, so that a statement which does not react to an interrupt (a sleep, one huge string)
still ends. It reads frames on stdin and writes frames on stdout: four bytes of length, big-endian, then JSON.
The first request is `open`; then `run`, `tables`, `columns`, `describe`, `as_of`, `is_demo`; `cancel` is taken at any time. End of stdin
ends the process. Imports little, because somebody waits for it to start.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

from .duckdb_errors import clean
from .duckdb_tree import plain, quoted, touched
from .duckdb_values import Column, columns_of, needs_text

try:  # The engine without the data frame interface on top of it: 50 ms instead of 140 ms.
    import _duckdb as duckdb
except ImportError:
    import duckdb

CHUNK_ROWS = 2048


class Refused(Exception):
    """A bound was passed; `args` are its name and value."""


class Worker:
    def __init__(self, out: int) -> None:
        self._out = out
        self._database: Any = None
        self._connection: Any = None
        self._deadline = 0.0
        self._macros: frozenset[str] = frozenset()
        self._views: dict[str, tuple[str, str]] = {}

    def interrupt(self) -> None:
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    def send(self, message: dict[str, Any], at_most: int | None = None) -> int:
        """Write a frame and return its bytes. Raises Refused instead where there would be more than `at_most`."""
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8")
        if at_most is not None and len(body) > at_most:
            raise Refused("bytes", at_most)
        frame = len(body).to_bytes(4, "big") + body
        view = memoryview(frame)
        while view:
            view = view[os.write(self._out, view) :]
        return len(body)

    def handle(self, request: dict[str, Any]) -> None:
        # A connection for each request: closing it ends what an abandoned result or an error left open.
        self._connection = self._database.cursor() if self._database is not None else None
        try:
            getattr(self, "do_" + request["op"])(request)
        except Refused as refused:
            bound, value = refused.args
            self.send({"error": "limit", "limit": bound, "value": request.get(f"max_{bound}", value)})
        except MemoryError:
            self.send({"error": "memory"})
        except UnicodeError:
            # The engine cut its message in the middle of a letter: not even its class is known.
            self.send({"error": "value", "form": "other", "names": []})
        except duckdb.Error as problem:
            self.send(clean(problem))
            if isinstance(problem, (duckdb.FatalException, duckdb.InternalException)):
                os._exit(3)  # The engine says that its state can't be trusted any more.
        finally:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def do_open(self, request: dict[str, Any]) -> None:
        database = duckdb.connect(request["path"], read_only=True, config=request["config"])
        execute = database.execute
        for name, path in request["attach"]:
            execute(f"ATTACH '{path.replace(chr(39), chr(39) * 2)}' AS \"{name}\" (READ_ONLY)")
        execute("SET enable_external_access = false")
        execute("SET lock_configuration = true")
        # `shop.stores` in shop.duckdb with a schema shop could be a table of either: no name is sure there.
        if execute(
            "SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database()"
            " AND lower(schema_name) = lower(current_database())"
        ).fetchone():
            self.send({"error": "ambiguous"})
            return
        rows = execute(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE NOT internal"
        ).fetchall()
        self._macros = frozenset(row[0] for row in rows)
        rows = execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        self._views = {f"{schema}.{name}".lower(): (schema, name) for schema, name in rows}
        self._database = database
        self.send({"ready": duckdb.__version__})

    def do_run(self, request: dict[str, Any]) -> None:
        sql = request["sql"]
        started = time.perf_counter()
        self._only_select(sql)
        # The engine's own max_execution_time is fixed when the settings are locked; a statement's may be shorter.
        timer = threading.Timer(request["seconds"], self.interrupt)
        timer.daemon = True
        timer.start()
        self._deadline = started + request["seconds"]
        try:
            result, columns = self._execute(sql)
            self.send({"columns": [[c.name, c.type] for c in columns]})
            truncated = self._send_rows(result, columns, request)
        finally:
            timer.cancel()
        self.send({"done": True, "truncated": truncated, "ms": (time.perf_counter() - started) * 1000})

    def _only_select(self, sql: str) -> None:
        statements = self._connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise duckdb.InvalidInputException("only one SELECT statement can be run")

    def _execute(self, sql: str) -> tuple[Any, tuple[Column, ...]]:
        execute = self._connection.execute
        described = execute("DESCRIBE " + sql).fetchall()
        if not any(needs_text(row[1]) for row in described):
            result = execute(sql)
            return result, columns_of(result.description)
        # Some types have no Python value that keeps all they say; those columns leave the engine as text.
        shape = columns_of(execute(f"SELECT * FROM ({sql}) LIMIT 0").description)
        names = [f"c{i}" for i in range(len(shape))]
        picked = ", ".join(
            n if c.cast is None else f"CAST({n} AS {c.cast}) AS {n}"
            for n, c in zip(names, shape, strict=True)
        )
        result = execute(f"SELECT {picked} FROM ({sql}) AS q({', '.join(names)})")
        return result, tuple(
            Column(row[0], c.type, c.cast, c.convert) for row, c in zip(described, shape, strict=True)
        )

    def _send_rows(self, result: Any, columns: tuple[Column, ...], request: dict[str, Any]) -> bool:
        max_rows, max_cells = request["max_rows"], request["max_cells"]
        max_bytes, max_cell = request["max_bytes"], request["max_cell_chars"]
        sent, left = 0, max_bytes
        while True:
            rows = result.fetchmany(min(CHUNK_ROWS, max_rows - sent + 1))
            if time.perf_counter() > self._deadline:
                raise Refused("seconds", request["seconds"])
            if not rows:
                return False
            truncated = sent + len(rows) > max_rows
            if truncated:
                rows = rows[: max_rows - sent]
            sent += len(rows)
            if sent * len(columns) > max_cells:
                raise Refused("cells", max_cells)
            if rows:
                values = [
                    c.values(cells, max_cell)
                    for c, cells in zip(columns, zip(*rows, strict=True), strict=True)
                ]
                if None in values:
                    raise Refused("cell_chars", max_cell)
                left -= self.send({"rows": list(zip(*values, strict=True))}, left)
            if truncated:
                return True

    def do_tables(self, request: dict[str, Any]) -> None:
        sql = request["sql"]
        self._only_select(sql)
        text = self._connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()[0]
        names = touched(json.loads(text), self._macros)
        if names is None:
            raise duckdb.InvalidInputException("the statement can't be looked into")
        read = {plain(name) for name in names}
        bound = self._connection.get_table_names
        # The binder's list too, where it has one: it binds without knowing types, and some statements need them.
        with contextlib.suppress(duckdb.Error):
            read.update(plain(name) for name in bound(sql, qualified=True))
        # What views read, by statements that always bind.
        for schema, view in [self._views[name.lower()] for name in read if name.lower() in self._views]:
            inner = bound(f"SELECT * FROM {quoted(schema)}.{quoted(view)}", qualified=True)
            read.update(plain(name) for name in inner)
        self.send({"tables": sorted(read)})

    def do_columns(self, request: dict[str, Any]) -> None:
        rows = self._connection.execute(
            "SELECT CASE WHEN database_name = 'files' THEN 'files' ELSE schema_name END, table_name, column_name, data_type"
            " FROM duckdb_columns() WHERE NOT internal AND database_name NOT IN ('system', 'temp')"
            " ORDER BY 1, 2, column_index"
        ).fetchall()
        self.send({"columns": rows})

    def do_describe(self, request: dict[str, Any]) -> None:
        """Everything the engine's catalog says of the file's own tables, as lists of rows."""
        own = "NOT internal AND database_name NOT IN ('system', 'temp', 'files')"
        rows = {
            "tables": "SELECT schema_name, table_name, 'table', comment, estimated_size FROM duckdb_tables()"
            f" WHERE {own} AND NOT temporary UNION ALL SELECT schema_name, view_name, 'view', comment, NULL"
            f" FROM duckdb_views() WHERE {own} AND NOT temporary ORDER BY 1, 2",
            "columns": "SELECT schema_name, table_name, column_name, data_type, is_nullable, comment"
            f" FROM duckdb_columns() WHERE {own} ORDER BY 1, 2, column_index",
            "keys": "SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table,"
            " referenced_column_names FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')"
            " AND database_name NOT IN ('system', 'temp', 'files') ORDER BY schema_name, table_name, constraint_index",
        }
        self.send({name: self._connection.execute(sql).fetchall() for name, sql in rows.items()})

    def do_as_of(self, request: dict[str, Any]) -> None:
        known = self._connection.execute(
            "SELECT 1 FROM duckdb_columns() WHERE schema_name = 'aiws_meta' AND table_name = 'warehouse'"
            " AND column_name = 'as_of'"
        ).fetchone()
        row = (
            known
            and self._connection.execute(
                "SELECT max(as_of)::DATE::VARCHAR FROM aiws_meta.warehouse"
            ).fetchone()
        )
        self.send({"as_of": row[0] if row else None})

    def do_is_demo(self, request: dict[str, Any]) -> None:
        named = self._connection.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'aiws_meta' AND table_name = 'warehouse'"
            " AND column_name IN ('scale', 'version', 'as_of')"
        ).fetchone()
        self.send({"is_demo": bool(named and named[0] == 3)})


def read_frames(fd: int) -> Iterator[dict[str, Any]]:
    """Every request on `fd` until its end."""
    with os.fdopen(fd, "rb") as stream:
        while len(head := stream.read(4)) == 4:
            yield json.loads(stream.read(int.from_bytes(head, "big")))


def main() -> None:
    # Ctrl-C is for the parent, which then says `cancel`.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.dup(1)
    os.dup2(2, 1)  # Nothing but frames may reach the pipe.
    worker = Worker(out)
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def listen() -> None:
        for request in read_frames(os.dup(0)):
            if request["op"] == "cancel":
                worker.interrupt()
            else:
                requests.put(request)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        worker.handle(requests.get())


if __name__ == "__main__":
    main()
    sys.exit(0)
