"""Every sheet of a workbook, or a parquet file's table, as text cells, to be looked through before it leaves.

Reading happens in a process of its own, as for attached files: `python -P -m aiws_cli.warehouses.file_pages` takes
`{path}` on stdin and answers `{pages: [{name, header, rows}]}` or `{error}`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .file_text import Unreadable

MAX_CELLS = 5_000_000


def pages(path: Path) -> Iterator[tuple[str, tuple[str, ...], list[list[str]]]]:
    """(name, header, rows) of each page. Raises ValueError where the file can't be read, is too large or takes too long."""
    from ..core.errors import AiwsError
    from .file_tables import run_apart

    with tempfile.TemporaryDirectory() as folder:
        try:
            reply = run_apart("file_pages", {"path": str(path.absolute())}, path.name, Path(folder))
        except AiwsError as problem:
            raise ValueError(problem.code) from problem
    if "error" in reply:
        raise ValueError(str(reply["error"]))
    for page in reply["pages"]:
        yield page["name"], tuple(page["header"]), page["rows"]


def _workbook(path: Path) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook

    from .file_workbook import check_archive

    check_archive(path)
    # Formulas are read as written: a number may stand in one. What they came to stands beside them in the file.
    for values in (True, False):
        book = load_workbook(path, read_only=True, data_only=values)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = [[_text(v) for v in row] for row in sheet.iter_rows(values_only=True)]
                if not values:
                    rows = [[c if c.startswith("=") else "" for c in row] for row in rows]
                    if any(any(row) for row in rows):
                        yield {"name": f"{sheet.title}, formulas", "header": [], "rows": rows}
                elif rows:
                    yield {"name": sheet.title, "header": rows[0], "rows": rows[1:]}
        finally:
            book.close()


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    import duckdb

    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    quoted = str(path).replace("'", "''")
    try:
        found = connection.execute(f"SELECT * FROM read_parquet('{quoted}')")
        header = [c[0] for c in found.description or ()]
        rows = [[_text(v) for v in row] for row in found.fetchmany(MAX_CELLS // max(len(header), 1) + 1)]
    except duckdb.Error:
        raise Unreadable("parquet") from None
    finally:
        connection.close()
    yield {"name": path.stem, "header": header, "rows": rows}


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e19:
        return f"{value:.0f}"
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def read(path: Path) -> list[dict[str, Any]]:
    """All pages, in this process. Raises Unreadable, and whatever a broken file makes the readers raise."""
    found = list(_parquet(path) if path.suffix.lower() == ".parquet" else _workbook(path))
    if sum(len(p["rows"]) * max(len(p["header"]), 1) for p in found) > MAX_CELLS:
        raise Unreadable("cells")
    return found


def main() -> None:
    path = Path(json.loads(sys.stdin.buffer.read())["path"])
    out = os.dup(1)
    os.dup2(2, 1)
    try:
        reply: dict[str, Any] = {"pages": read(path)}
    except Unreadable as problem:
        reply = {"error": problem.reason}
    except MemoryError:
        reply = {"error": "memory"}
    except Exception as problem:  # noqa: BLE001 (whatever a broken file makes a reader do, it was not read)
        reply = {"error": type(problem).__name__}
    text = memoryview(json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace"))
    while text:
        text = text[os.write(out, text) :]


if __name__ == "__main__":
    main()
