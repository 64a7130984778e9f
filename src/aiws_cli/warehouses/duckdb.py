"""DuckDB behind `core.ports.Warehouse`: the engine lives in a worker process that can be killed.

This module never imports duckdb. The parent holds the clock, the memory watch and the right to kill.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..core.described import Described
from ..core.errors import InterruptedByUser, LimitError, SettingsError, StatementFailed, UnavailableError
from ..core.language import say
from ..core.results import Limits, ResultColumn, ResultSet
from ..core.tables import Table
from .processes import resident_bytes

TICK_SECONDS = 0.02
GRACE_SECONDS = 1.0
"""How long a worker that was told to stop may take before it is killed."""
START_SECONDS = 60.0
_PIPE_BYTES = 1024 * 1024
_F_SETPIPE_SZ = 1031


class WarehouseMissing(SettingsError):
    """There is no file at the warehouse's path. Slots: path."""

    code = "warehouse_missing"


class WarehouseForbidden(SettingsError):
    """The file may not be read by who runs this. Slots: path."""

    code = "warehouse_forbidden"


class WarehouseAmbiguous(SettingsError):
    """The file is named like one of its schemas, so names of tables could be read in two ways. Slots: path."""

    code = "warehouse_ambiguous"


class WarehouseUnreadable(SettingsError):
    """The file is no DuckDB database this version can read. Slots: path."""

    code = "warehouse_unreadable"


class WarehouseLocked(UnavailableError):
    """Another process holds the file for writing. Slots: path."""

    code = "warehouse_locked"


class WarehouseFailed(UnavailableError):
    """The worker ended, or the engine reports that its files or disk failed. Slots: detail."""

    code = "warehouse_failed"


class DuckDBWarehouse:
    """One DuckDB file, opened read-only in a worker process.

    `limits` are the widest any statement may have: their memory bounds the engine's buffers, and the worker as a
    whole together with what an idle worker takes. `threads` 0 leaves the number to the engine. `spill_mb` bounds
    what the engine may write beside memory, in a temporary folder that goes with `close`.
    """

    dialect = "duckdb"

    def __init__(
        self,
        path: Path | str,
        *,
        limits: Limits | None = None,
        threads: int = 0,
        spill_mb: int = 20_480,
    ) -> None:
        self._path = Path(path)
        self._widest = limits or Limits()
        self._threads, self._spill_mb = threads, spill_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._opened = False
        self._idle_rss = 0
        self._buffer = bytearray()
        self._one_at_a_time = threading.RLock()
        self._writing = threading.Lock()
        self._cancelled = threading.Event()
        self._busy = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: Path | None = None

    # ── the port ────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
        """Execute one SELECT; an embedded file keeps no history, so `tag` goes nowhere. Raises WarehouseError, LimitError, UnavailableError, SettingsError, InterruptedByUser."""
        request = {
            "op": "run",
            "sql": sql,
            "seconds": limits.seconds,
            "max_rows": limits.max_rows,
            "max_cells": limits.max_cells,
            "max_bytes": limits.max_bytes,
            "max_cell_chars": limits.max_cell_chars,
        }
        columns: tuple[ResultColumn, ...] = ()
        rows: list[tuple[Any, ...]] = []
        for frame in self._ask(request, limits.seconds, limits.memory_mb):
            if "rows" in frame:
                rows.extend(map(tuple, frame["rows"]))
            elif "columns" in frame:
                columns = tuple(ResultColumn(name, _kind(kind)) for name, kind in frame["columns"])
            elif "done" in frame:
                return ResultSet(columns, tuple(rows), frame["truncated"], frame["ms"])
        raise WarehouseFailed(detail=say("sql.worker.silent"))

    def tables_touched(self, sql: str) -> frozenset[str]:
        """Tables and functions in FROM as the engine's own parser and binder see them: `schema.table`, `name()`."""
        frame = self._one({"op": "tables", "sql": sql})
        return frozenset(frame["tables"])

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        out: dict[str, dict[str, str]] = {}
        for schema, table, column, kind in self._one({"op": "columns"})["columns"]:
            out.setdefault(f"{schema}.{table}", {})[column] = kind
        return out

    def describe(self, schemas: Collection[str] = ()) -> Described:
        """What the file says of its tables and views. Raises as `run` does."""
        from .duckdb_described import described

        return described(self._one({"op": "describe"}), schemas)

    def as_of(self) -> date | None:
        text = self._one({"op": "as_of"})["as_of"]
        return date.fromisoformat(text) if text else None

    def is_demo(self) -> bool:
        """Whether `aiws demo build` made the file. Raises as `run` does where it can't be opened."""
        return bool(self._one({"op": "is_demo"})["is_demo"])

    def attach_file(self, path: Path) -> Table:
        from .file_tables import load

        with self._one_at_a_time:
            self._stop()  # The file of attached tables has one writer or many readers.
            if self._files is None:
                self._files = self._temporary() / "files.duckdb"
            return load(path, self._files)

    def cancel(self) -> None:
        if self._busy:
            self._cancelled.set()
            with contextlib.suppress(OSError):
                self._send({"op": "cancel"})

    def close(self) -> None:
        with self._one_at_a_time:
            self._stop()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder, self._files = None, None

    # ── the worker ──────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Start the worker without waiting for it; safe to call twice. Raises WarehouseMissing."""
        with self._one_at_a_time:
            if self._process is not None and self._process.poll() is None:
                return
            if not self._path.is_file():
                raise WarehouseMissing(name="warehouse", path=self._path, detail=str(self._path))
            if not os.access(self._path, os.R_OK):
                raise WarehouseForbidden(name="warehouse", path=self._path, detail=str(self._path))
            spill = self._temporary() / "spill"
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-m", "aiws_cli.warehouses.duckdb_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._temporary(),
                start_new_session=True,
                bufsize=0,
            )
            self._buffer.clear()
            self._opened = False
            with contextlib.suppress(OSError):
                fcntl.fcntl(self._stdout(), _F_SETPIPE_SZ, _PIPE_BYTES)
            self._send(
                {
                    "op": "open",
                    "path": str(self._path.absolute()),
                    "attach": [["files", str(self._files)]] if self._files is not None else [],
                    "config": {
                        "memory_limit": f"{self._widest.memory_mb}MiB",
                        "temp_directory": str(spill),
                        "max_temp_directory_size": f"{self._spill_mb}MiB",
                        "max_execution_time": int((self._widest.seconds + GRACE_SECONDS) * 1000),
                        "autoinstall_known_extensions": False,
                        "autoload_known_extensions": False,
                        "allow_community_extensions": False,
                        "allow_persistent_secrets": False,
                        "python_enable_replacements": False,
                        **({"threads": self._threads} if self._threads else {}),
                    },
                }
            )

    def _ask(self, request: dict[str, Any], seconds: float, memory_mb: int) -> Iterator[dict[str, Any]]:
        """Send a request and yield the frames of its reply; every way of leaving early leaves no running statement."""
        with self._one_at_a_time:
            self._cancelled.clear()
            self._busy = True
            finished = False
            try:
                self._ready()
                self._send(request)
                deadline = time.monotonic() + seconds
                while True:
                    frame = self._frame(deadline, seconds, memory_mb)
                    if "error" in frame:
                        finished = True
                        raise self._error(frame, seconds, memory_mb)
                    finished = "rows" not in frame and not ("columns" in frame and request["op"] == "run")
                    yield frame
                    if finished:
                        return
            except BrokenPipeError:
                raise self._ended() from None
            finally:
                self._busy = False
                if not finished:
                    self._stop()

    def _one(self, request: dict[str, Any]) -> dict[str, Any]:
        return next(self._ask(request, START_SECONDS, self._widest.memory_mb))

    def _ready(self) -> None:
        self.start()
        if not self._opened:
            frame = self._frame(time.monotonic() + START_SECONDS, START_SECONDS, 1 << 20)
            if "error" in frame:
                raise self._error(frame, START_SECONDS, self._widest.memory_mb)
            self._opened = True
            self._idle_rss = self._rss()

    def _frame(self, deadline: float, seconds: float, memory_mb: int) -> dict[str, Any]:
        """The next frame. Watches time, memory and cancellation; kills the worker when one of them is up."""
        fd = self._stdout()
        cap = memory_mb * 1024 * 1024 + self._idle_rss
        stop_at: float | None = None
        look_at, over = 0.0, False
        while True:
            if len(self._buffer) >= 4:
                size = int.from_bytes(self._buffer[:4], "big")
                if len(self._buffer) >= 4 + size:
                    frame: dict[str, Any] = json.loads(self._buffer[4 : 4 + size])
                    del self._buffer[: 4 + size]
                    return frame
            ready, _, _ = select.select([fd], [], [], TICK_SECONDS)
            if ready:
                piece = os.read(fd, _PIPE_BYTES)
                if not piece:
                    raise self._ended()
                self._buffer += piece
            now = time.monotonic()
            if self._cancelled.is_set():
                stop_at = stop_at or now + GRACE_SECONDS
                if now > stop_at:
                    self._stop()
                    raise InterruptedByUser
            elif now > deadline + GRACE_SECONDS:
                self._stop()
                raise LimitError(limit=say("sql.limit.seconds"), value=f"{seconds:g}")
            if now > look_at:
                look_at = now + TICK_SECONDS
                over = self._rss() > cap
            if over:
                self._stop()
                raise LimitError(limit=say("sql.limit.memory"), value=f"{memory_mb} MB")

    def _error(self, frame: dict[str, Any], seconds: float, memory_mb: int) -> Exception:
        code = frame["error"]
        if code == "interrupt":
            if self._cancelled.is_set():
                return InterruptedByUser()
            return LimitError(limit=say("sql.limit.seconds"), value=f"{seconds:g}")
        if code == "limit":
            return LimitError(limit=say(f"sql.limit.{frame['limit']}"), value=frame["value"])
        if code == "memory":
            return LimitError(limit=say("sql.limit.memory"), value=f"{memory_mb} MB")
        if code == "names":
            return StatementFailed(form="names", detail=frame["detail"])
        if code == "value":
            names = [*frame["names"], "", ""]
            return StatementFailed(form=frame["form"], detail=frame["form"], first=names[0], second=names[1])
        self._stop()
        if code == "locked":
            return WarehouseLocked(what="DuckDB", path=self._path, detail=str(self._path))
        if code == "missing":
            return WarehouseMissing(name="warehouse", path=self._path, detail=str(self._path))
        if code == "ambiguous":
            return WarehouseAmbiguous(name="warehouse", path=self._path, detail=str(self._path))
        if code == "corrupt":
            return WarehouseUnreadable(name="warehouse", path=self._path, detail=str(self._path))
        return WarehouseFailed(what="DuckDB", detail=say(f"sql.worker.{code}"))

    def _ended(self) -> Exception:
        process = self._process
        code = process.wait() if process is not None else 0
        self._stop()
        return WarehouseFailed(what="DuckDB", detail=say("sql.worker.ended", code=code))

    def _stop(self) -> None:
        process, self._process = self._process, None
        self._opened = False
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _send(self, message: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        body = json.dumps(message).encode("utf-8")
        with self._writing:
            view = memoryview(len(body).to_bytes(4, "big") + body)
            while view:
                view = view[process.stdin.write(view) or 0 :]

    def _stdout(self) -> int:
        process = self._process
        if process is None or process.stdout is None:
            raise WarehouseFailed(what="DuckDB", detail=say("sql.worker.silent"))
        return process.stdout.fileno()

    def _rss(self) -> int:
        """Bytes of real memory the worker holds; 0 where that can't be told."""
        process = self._process
        return resident_bytes(process.pid) if process is not None else 0

    def _temporary(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="aiws-duckdb-")
        return Path(self._folder.name)


def _kind(text: str) -> str:
    """A type without an enum's words: they are values, of rows too that the asker does not see."""
    return _ENUM.sub("ENUM", text)


_ENUM = re.compile(r"ENUM\((?:'(?:[^']|'')*'(?:, )?)*\)")
