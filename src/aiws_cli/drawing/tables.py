"""Saving rows as .csv, .xlsx, .parquet or .json: whole or not at all, with types kept as far as the kind allows."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..core.errors import AiwsError, UsageError
from ..core.language import say
from ..core.results import ResultColumn
from ..core.untrusted import clean, json_text

Rows = Sequence[Sequence[Any]]

MAX_SHEET_ROWS = 1_048_575
"""Rows a worksheet holds beside its header."""
MAX_SHEET_TEXT = 32_767
_WIDTH_SAMPLE = 1_000
_WIDEST = 60
# What a spreadsheet takes for the start of a formula, the full-width forms included.
_FORMULA_STARTS = tuple("=+-@\t\n＝＋－＠")
_NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "NUMBER",
    "REAL",
)
_NUMBERS_U = ("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


class NotSaved(AiwsError):
    """The file could not be written; nothing was left behind. Slots: path, detail."""

    code = "not_saved"
    exit_code = 3
    actor = "user"


def save(path: Path, columns: Sequence[ResultColumn], rows: Rows, *, overwrite: bool = False) -> Path:
    """Write the rows in the kind the file's ending says and return the path.

    Cells are those of `core.results.ResultSet`. .csv and .xlsx head their columns with the label where there is one.
    Raises UsageError for an unknown ending, a file that exists (unless `overwrite`) or more than a sheet holds;
    NotSaved when the disk says no: then neither a new nor a half-written file is there, and an old one is whole.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise UsageError(detail=say("drawing.ending", path=path.name, endings=" ".join(WRITERS)))
    if path.exists() and not overwrite:
        raise UsageError(detail=say("drawing.exists", path=path))
    fresh = path.with_name(f".{path.stem[:60]}.{secrets.token_hex(4)}{path.suffix.lower()}")
    try:
        try:
            write(fresh, columns, rows)
            _sync(fresh)
            if overwrite:
                fresh.replace(path)
            else:
                _link(fresh, path)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
    except FileExistsError as problem:
        raise UsageError(detail=say("drawing.exists", path=path)) from problem
    except OSError as problem:
        raise NotSaved(path=path, detail=problem.strerror or str(problem)) from problem
    return path


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _link(fresh: Path, path: Path) -> None:
    """Give the finished file its name, unless somebody else took it meanwhile."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # A file system without links.
        if path.exists():
            raise FileExistsError(path) from None
        fresh.replace(path)


def _csv(path: Path, columns: Sequence[ResultColumn], rows: Rows) -> None:
    # With a byte order mark Excel reads Korean.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        _write_rows(csv.writer(file), columns, rows)


def tabbed(columns: Sequence[ResultColumn], rows: Rows) -> str:
    """The rows as spreadsheets take them from the clipboard, with the headings and the caution of a csv file."""
    out = io.StringIO()
    _write_rows(csv.writer(out, delimiter="\t", lineterminator="\n"), columns, rows)
    return out.getvalue()


def _write_rows(writer: Any, columns: Sequence[ResultColumn], rows: Rows) -> None:
    text = [not _is_number(c.type) for c in columns]
    writer.writerow([_harmless(c.label or c.name) for c in columns])
    for row in rows:
        writer.writerow([_harmless(_flat(v)) if t else _flat(v) for v, t in zip(row, text, strict=True)])


def _harmless(value: Any) -> Any:
    """Text without what hides in it; one that a spreadsheet would compute gets a leading apostrophe."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.lstrip(" \xa0\u3000").startswith(_FORMULA_STARTS) else text


def _flat(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value


def _xlsx(path: Path, columns: Sequence[ResultColumn], rows: Rows) -> None:
    import xlsxwriter

    if len(rows) > MAX_SHEET_ROWS:
        raise UsageError(detail=say("drawing.too_many", rows=len(rows), limit=MAX_SHEET_ROWS))
    # Through memory, because what stops the library half-way must not leave its temporary files behind.
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "valign": "top"})
    formats = {
        kind: book.add_format({"num_format": shown})
        for kind, shown in {
            "date": "yyyy-mm-dd",
            "timestamp": "yyyy-mm-dd hh:mm:ss",
            # Years and short codes without commas, amounts with them.
            "integer": "[>=10000]#,##0;[<=-10000]-#,##0;0",
            "number": "#,##0.00##",
        }.items()
    }
    sheet = book.add_worksheet("data")
    sheet.freeze_panes(1, 0)
    for j, column in enumerate(columns):
        sheet.set_column(j, j, _width(column, [row[j] for row in rows[:_WIDTH_SAMPLE]]))
        sheet.write_string(0, j, clean(column.label or column.name), head)
    kinds = [_sheet_kind(c.type) for c in columns]
    for i, row in enumerate(rows, 1):
        for j, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            _cell(sheet, i, j, value, kind, formats)
    if columns and rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    book.close()
    with path.open("wb") as file:
        file.write(content.getbuffer())


def _cell(sheet: Any, i: int, j: int, value: Any, kind: str, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(i, j, value)
        return
    number = _sheet_number(value, kind)
    if number is not None:
        sheet.write_number(i, j, number, formats.get(kind))
        return
    if kind in ("date", "timestamp") and isinstance(value, str):
        moment = _moment(value)
        if moment is not None:
            sheet.write_datetime(i, j, moment, formats[kind])
            return
    text = clean(value if isinstance(value, str) else str(_flat(value)))
    if len(text) > MAX_SHEET_TEXT:
        raise UsageError(detail=say("drawing.long_cell", row=i, column=j + 1, limit=MAX_SHEET_TEXT))
    sheet.write_string(i, j, text)


def _sheet_number(value: Any, kind: str) -> float | int | None:
    """The number a sheet shows without losing digits (it keeps 15), or None."""
    if kind not in ("integer", "number"):
        return None
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        digits = value.lstrip("-").replace(".", "", 1).lstrip("0")
        if digits.isascii() and (digits.isdigit() or not digits) and len(digits) <= 15:
            return float(value)
    return None


def _moment(value: str) -> date | datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=None)
    return moment if moment.year >= 1900 else None


def _sheet_kind(type_: str) -> str:
    name = type_.upper()
    if name == "DATE":
        return "date"
    if name.startswith("TIMESTAMP"):
        # A zoned time would silently become a local one.
        return "text" if "ZONE" in name or "TZ" in name else "timestamp"
    if not _is_number(type_):
        return "text"
    return "number" if name.startswith(("DECIMAL", "NUMBER", "FLOAT", "DOUBLE", "REAL")) else "integer"


def _is_number(type_: str) -> bool:
    return type_.upper().startswith((*_NUMBERS, *_NUMBERS_U)) and not type_.endswith("]")


def _width(column: ResultColumn, sample: Iterable[Any]) -> float:
    longest = max((_cells(str(_flat(v))[:_WIDEST]) for v in sample), default=0)
    return min(max(longest, _cells(column.label or column.name), 6) + 2, _WIDEST)


def _cells(text: str) -> int:
    """Columns of a fixed-width font: wide and full-width characters count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _json(path: Path, columns: Sequence[ResultColumn], rows: Rows) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for i, record in enumerate(_records(columns, rows)):
            file.write(",\n " if i else "\n ")
            file.write(json_text(record))
        file.write("\n]\n")


def _records(columns: Sequence[ResultColumn], rows: Rows) -> Iterator[dict[str, Any]]:
    names = _distinct([c.name for c in columns])
    return (dict(zip(names, row, strict=True)) for row in rows)


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, a repeated one (case ignored) with _2, _3, … behind it."""
    out: list[str] = []
    taken: set[str] = set()
    for name in names:
        fresh, n = name, 1
        while fresh.lower() in taken:
            n += 1
            fresh = f"{name}_{n}"
        taken.add(fresh.lower())
        out.append(fresh)
    return out


def _parquet(path: Path, columns: Sequence[ResultColumn], rows: Rows) -> None:
    import duckdb

    names = _distinct([c.name for c in columns])
    passage = path.with_suffix(".jsonl")
    try:
        with passage.open("w", encoding="utf-8") as file:
            for row in rows:
                record = {
                    f"c{i}": _passage(v, c.type) for i, (v, c) in enumerate(zip(row, columns, strict=True))
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        read = ", ".join(f"c{i}: '{'JSON' if _nested(c.type) else 'VARCHAR'}'" for i, c in enumerate(columns))
        shown = ", ".join(
            f"{_typed(f'c{i}', c.type)} AS {_quote(n)}"
            for i, (c, n) in enumerate(zip(columns, names, strict=True))
        )
        connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        try:
            connection.execute("SET enable_progress_bar = false")  # It would draw on standard output.
            connection.execute(
                f"COPY (SELECT {shown} FROM read_json({_text(passage)}, format = 'newline_delimited',"
                f" columns = {{{read}}}, maximum_object_size = 1000000000)) TO {_text(path)} (FORMAT parquet)"
            )
        except duckdb.Error as problem:
            raise OSError(str(problem).splitlines()[0]) from problem
        finally:
            connection.close()
    finally:
        with contextlib.suppress(OSError):
            passage.unlink(missing_ok=True)


def _passage(value: Any, type_: str) -> Any:
    if value is None or _nested(type_):
        return value
    return value if isinstance(value, str) else _flat(value) if isinstance(value, bool) else str(value)


def _nested(type_: str) -> bool:
    return type_.endswith("]") or type_.startswith(("STRUCT(", "MAP(", "UNION("))


def _typed(name: str, type_: str) -> str:
    if type_ == "BLOB":
        return f"from_base64({name})"
    if type_ in ("", '"NULL"', "NULL", "JSON", "VARCHAR") or type_.startswith(("ENUM", "UNION(", "VARIANT")):
        return name
    if _nested(type_) and any(mark in type_ for mark in ("BLOB", "INTERVAL", "MAP(")):
        return f"CAST({name} AS VARCHAR)"
    # Parquet knows no 128-bit integers and DuckDB would write doubles.
    return f"CAST({name} AS {'DECIMAL(38,0)' if 'HUGEINT' in type_ else type_})"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


WRITERS: dict[str, Callable[[Path, Sequence[ResultColumn], Rows], None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".json": _json,
}
