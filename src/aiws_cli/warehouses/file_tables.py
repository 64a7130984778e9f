"""The asker's own files as tables: what the parent does (checks, names, the loading process, the table's description).

Reading happens in a process of its own (`file_loader`), because a hostile or huge file must not take the program with it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

from ..core.errors import LimitError, UsageError
from ..core.language import Language, say
from ..core.tables import Column, Table
from .processes import resident_bytes

KINDS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
MAX_MB = {"csv": 1024, "tsv": 1024, "xlsx": 100, "parquet": 4096, "json": 512, "jsonl": 1024}
SECONDS = 300.0
MEMORY_MB = 3_072
_TICK_SECONDS = 0.02


class FileUnreadable(UsageError):
    """A file that can't be read as its ending says. Slots: file, line (0 where unknown), reason (a text key's tail), what."""

    code = "file_unreadable"

    def message(self, language: Language | None = None) -> str:
        line = self.slots.get("line") or 0
        reason = say(f"files.{self.slots['reason']}", language, what=self.slots.get("what", ""))
        key = "files.at_line" if line else "files.whole"
        return say(key, language, file=self.slots["file"], line=line, reason=reason)


def load(path: Path, database: Path) -> Table:
    """Add the file to the DuckDB file `database` and describe it as a table of schema `files`.

    `path` may end in `#Sheet` for one sheet of a workbook. Loading the same file again replaces its table; another
    file of the same name gets `_2`. Raises UsageError (no such file, unknown ending), FileUnreadable, LimitError.
    """
    path, sheet = _split_sheet(path)
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(detail=say("files.ending", file=path.name, endings=" ".join(KINDS)))
    if not path.is_file():
        raise UsageError(detail=say("files.missing", file=path))
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as problem:
        raise UsageError(detail=say("files.no_right", file=path, detail=problem.strerror or "")) from problem
    if size == 0:
        raise FileUnreadable(file=path.name, line=0, reason="empty")
    if size > MAX_MB[kind] * 1024 * 1024:
        raise LimitError(limit=say("files.limit.size", file=path.name), value=f"{MAX_MB[kind]} MB")
    reply = run_apart(
        "file_loader",
        {
            "path": str(path.absolute()),
            "kind": kind,
            "sheet": sheet,
            "database": str(database),
            "name": table_name(f"{path.stem}_{sheet}" if sheet else path.stem),
            "memory_mb": MEMORY_MB // 2,
        },
        path.name,
        database.parent,
    )
    if "error" in reply:
        raise FileUnreadable(
            file=path.name, line=reply.get("line", 0), reason=reply["error"], what=reply.get("what", "")
        )
    return _table(reply, path)


def table_name(stem: str) -> str:
    """A file's name as an SQL name that needs no quotes: letters (Korean too), digits and `_`."""
    text = re.sub(r"\W+", "_", unicodedata.normalize("NFC", stem)).strip("_")[:60]
    if not text:
        return "file"
    return f"t_{text}" if text[0].isdigit() else text


def _split_sheet(path: Path) -> tuple[Path, str]:
    name = path.name
    if "#" in name and not path.exists():
        file, _, sheet = name.partition("#")
        return path.with_name(file), sheet
    return path, ""


def run_apart(module: str, request: dict[str, Any], file: str, folder: Path) -> dict[str, Any]:
    """The JSON reply of `python -m aiws_cli.warehouses.<module>` to a JSON request, under limits of time and memory.

    `{"error": "crashed"}` where it ended without one. Raises LimitError.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", f"aiws_cli.warehouses.{module}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
    )
    ends = time.monotonic() + SECONDS
    text: bytes | None = json.dumps(request).encode()
    try:
        while True:
            try:
                out, _ = process.communicate(text, timeout=_TICK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                text = None
            if time.monotonic() > ends:
                raise LimitError(limit=say("files.limit.seconds", file=file), value=f"{SECONDS:g}")
            if resident_bytes(process.pid) > MEMORY_MB * 1024 * 1024:
                raise LimitError(limit=say("files.limit.memory", file=file), value=f"{MEMORY_MB} MB")
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    try:
        reply: dict[str, Any] = json.loads(out)
    except ValueError:
        return {"error": "crashed"}
    return reply


def _table(reply: dict[str, Any], path: Path) -> Table:
    columns = tuple(
        Column(
            name=c["name"],
            type=c["type"],
            logical_type=_logical(c["type"]),
            business_name=c["name"],
            classification="personal",
            sample_values=tuple(c["samples"]),
        )
        for c in reply["columns"]
    )
    return Table(
        name=f"files.{reply['name']}",
        columns=columns,
        domain="files",
        business_name=path.stem,
        description=say("files.description", file=path.name, rows=f"{reply['rows']:,}"),
        source=str(path),
    )


def _logical(type_: str) -> str:
    """The ODCS logical type of a DuckDB type."""
    if type_.endswith("]"):
        return "array"
    head = type_.split("(", 1)[0].split(" ", 1)[0]
    if head in ("STRUCT", "MAP", "JSON"):
        return "object"
    if head.endswith("INT") or head == "INTEGER":
        return "integer"
    return {
        "DOUBLE": "number",
        "FLOAT": "number",
        "DECIMAL": "number",
        "DATE": "date",
        "TIMESTAMP": "timestamp",
        "TIME": "time",
        "BOOLEAN": "boolean",
    }.get(head, "string")
