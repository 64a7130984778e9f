"""One sheet of an .xlsx workbook as CSV text, with the types its cells had."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from .file_text import Unreadable

MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_CELLS = 20_000_000
_EMPTY_ROWS_END = 1_000
_TYPES = {
    frozenset({"int"}): "BIGINT",
    frozenset({"float"}): "DOUBLE",
    frozenset({"int", "float"}): "DOUBLE",
    frozenset({"bool"}): "BOOLEAN",
    frozenset({"date"}): "DATE",
    frozenset({"datetime"}): "TIMESTAMP",
    frozenset({"date", "datetime"}): "TIMESTAMP",
    frozenset({"time"}): "TIME",
}


def sheet_to_csv(path: Path, sheet: str, folder: Path) -> tuple[Path, list[str], dict[str, str]]:
    """The CSV file without a header, the column names, and column → SQL type where all cells agree on one.

    The first sheet unless `sheet` names another. Raises Unreadable.
    """
    check_archive(path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            rows = _rows(book, sheet)
            return _write(rows, folder / "sheet.csv")
        finally:
            book.close()
    except Unreadable:
        raise
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        zipfile.BadZipFile,
    ):
        raise Unreadable("workbook") from None


def check_archive(path: Path) -> None:
    """Raises Unreadable for what is encrypted, no archive at all, or far larger unpacked than a workbook is."""
    with path.open("rb") as file:
        if file.read(8) == bytes.fromhex("d0cf11e0a1b11ae1"):
            raise Unreadable("encrypted")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise Unreadable("unpacked")
    except zipfile.BadZipFile:
        raise Unreadable("workbook") from None


def _rows(book: Any, sheet: str) -> Iterator[tuple[Any, ...]]:
    names = [s.title for s in book.worksheets]
    if sheet and sheet not in names:
        raise Unreadable("sheet", what=", ".join(names))
    if not names:
        raise Unreadable("empty")
    page = book[sheet] if sheet else book.worksheets[0]
    if page.max_row is None or page.max_column is None or page.max_column > 4_000:
        page.reset_dimensions()  # Some writers state a size that is not the sheet's.
    empty = 0
    for row in page.iter_rows(values_only=True):
        if all(v is None or v == "" for v in row):
            empty += 1
            if empty > _EMPTY_ROWS_END:
                return
            continue
        yield row


def _write(rows: Iterator[tuple[Any, ...]], target: Path) -> tuple[Path, list[str], dict[str, str]]:
    first = next(rows, None)
    if first is None:
        raise Unreadable("empty")
    second = next(rows, None)
    head = _is_header(first, second)
    body = chain([] if head else [first], [] if second is None else [second], rows)
    width = max((i for i, v in enumerate(first, 1) if v not in (None, "")), default=0)
    kinds: list[set[str]] = []
    cells = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        # Rows may be wider than the first; what they have is known only at the end, so shorter ones are read as nulls.
        kept: list[list[str]] = []
        for row in body:
            used = max((i for i, v in enumerate(row, 1) if v not in (None, "")), default=0)
            width = max(width, used)
            cells += width
            if cells > MAX_CELLS:
                raise Unreadable("cells", what=f"{MAX_CELLS:,}")
            while len(kinds) < width:
                kinds.append(set())
            kept.append([_text(v, kinds[i]) if v is not None else "" for i, v in enumerate(row[:used])])
        for out in kept:
            writer.writerow(out + [""] * (width - len(out)))
    given = [str(v) if v is not None else "" for v in first] if head else []
    names = [given[i] if i < len(given) and given[i].strip() else f"column{i + 1}" for i in range(width)]
    names = _distinct(names)
    types = {
        name: _TYPES[frozenset(kind)]
        for name, kind in zip(names, [*kinds, *[set()] * (width - len(kinds))], strict=True)
        if frozenset(kind) in _TYPES
    }
    return target, names, types


def _distinct(names: list[str]) -> list[str]:
    out: list[str] = []
    for name in (" ".join(n.split()) for n in names):
        fresh, n = name, 1
        while fresh.lower() in (o.lower() for o in out):
            n += 1
            fresh = f"{name}_{n}"
        out.append(fresh)
    return out


def _is_header(first: tuple[Any, ...], second: tuple[Any, ...] | None) -> bool:
    filled = [v for v in first if v not in (None, "")]
    if not filled:
        return False
    if all(isinstance(v, str) for v in filled):
        return second is None or len(set(filled)) == len(filled)
    # Years and months as column names: some text beside them, and another kind of cell below.
    return (
        any(isinstance(v, str) for v in filled)
        and second is not None
        and not isinstance(second[0], type(None))
    )


def _text(value: Any, kinds: set[str]) -> str:
    """A cell as text; adds its kind to `kinds`."""
    if isinstance(value, bool):
        kinds.add("bool")
        return "true" if value else "false"
    if isinstance(value, int):
        kinds.add("int" if abs(value) < 2**63 else "str")
        return str(value)
    if isinstance(value, float):
        kinds.add("float")
        return repr(value)
    if isinstance(value, datetime):
        kinds.add("datetime" if value.time() != time() else "date")
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        kinds.add("date")
        return value.isoformat()
    if isinstance(value, time):
        kinds.add("time")
        return value.isoformat()
    if isinstance(value, timedelta):
        kinds.add("str")
        return str(value)
    if value != "":
        kinds.add("str")
    return str(value)
