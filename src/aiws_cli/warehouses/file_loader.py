"""The process that reads the asker's file into a DuckDB file: `python -P -m aiws_cli.warehouses.file_loader`.

One JSON request on stdin, one JSON reply on stdout: `{name, rows, columns: [{name, type, samples}]}` or
`{error, line, what}`. Text becomes UTF-8 first; workbooks become text with the types their cells had.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from .file_text import Unreadable, to_utf8
from .file_types import type_columns

SAMPLES = 3
SAMPLE_CHARS = 60
MAX_SEARCHED_BYTES = 64 * 1024 * 1024


def main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    os.dup2(2, 1)
    try:
        reply = load(request)
    except Unreadable as problem:
        reply = {"error": problem.reason, "line": problem.line, "what": problem.what}
    except MemoryError:
        reply = {"error": "memory"}
    os.write(out, json.dumps(reply, ensure_ascii=False).encode("utf-8"))


def load(request: dict[str, Any]) -> dict[str, Any]:
    path, kind = Path(request["path"]), request["kind"]
    with tempfile.TemporaryDirectory(dir=Path(request["database"]).parent) as folder:
        work = Path(folder)
        connection = duckdb.connect(
            config={
                "memory_limit": f"{request['memory_mb']}MiB",
                "temp_directory": str(work / "spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            }
        )
        try:
            kinds: dict[str, str] = {}
            if kind in ("csv", "tsv"):
                _read_csv(connection, to_utf8(path, work), "\t" if kind == "tsv" else None)
            elif kind == "xlsx":
                from .file_workbook import sheet_to_csv

                text, names, kinds = sheet_to_csv(path, request["sheet"], work)
                _read_rows(connection, text, names)
            elif kind == "parquet":
                _read(connection, f"SELECT * FROM read_parquet({_text(path)})", "parquet")
            else:
                form = "newline_delimited" if kind == "jsonl" else "auto"
                text = to_utf8(path, work)
                _read(
                    connection,
                    f"SELECT * FROM read_json_auto({_text(text)}, format = '{form}', sample_size = -1,"
                    " maximum_object_size = 268435456)",
                    "json",
                    text,
                )
            names = _rename(connection)
            expressions = type_columns(connection, "loaded", kinds) if kind in ("csv", "tsv", "xlsx") else {}
            return _keep(connection, request, names, expressions)
        except duckdb.OutOfMemoryException:
            raise Unreadable("memory") from None
        except duckdb.Error as problem:
            raise Unreadable("other", what=str(problem).splitlines()[0].split(":", 1)[0]) from None
        finally:
            connection.close()


def _read_csv(connection: duckdb.DuckDBPyConnection, text: Path, delimiter: str | None) -> None:
    delimiter = delimiter or _delimiter(text)
    known = f", delim = {_text(delimiter)}" if delimiter else ""
    try:
        found = connection.execute(
            f"SELECT Delimiter, Quote, HasHeader, SkipRows FROM sniff_csv({_text(text)}, sample_size = 20480{known},"
            " ignore_errors = true)"
        ).fetchone()
    except duckdb.Error as problem:
        raise _csv_problem(problem, text, delimiter) from None
    if found is None:
        raise Unreadable("csv")
    delimiter, quote, header, skip = delimiter or found[0], found[1], found[2], int(found[3])
    header = header or _looks_like_header(text, delimiter, skip)
    # An unclosed double quote must not pass for a file without quotes.
    quote = quote if quote == "'" else '"'
    try:
        connection.execute(
            f"CREATE TABLE loaded AS SELECT * FROM read_csv({_text(text)}, all_varchar = true, header = {bool(header)},"
            f" skip = {skip}, delim = {_text(delimiter)}, quote = {_text(quote)}, escape = {_text(quote)},"
            " strict_mode = true, max_line_size = 16777216)"
        )
    except duckdb.Error as problem:
        raise _csv_problem(problem, text, delimiter) from None


def _delimiter(text: Path) -> str | None:
    """What divides the first line: the commonest of tab, semicolon, bar and comma outside of quotes; None where none is."""
    with text.open(encoding="utf-8") as file:
        line = re.sub(r'"[^"]*"', "", next((line for line in file if line.strip()), ""))
    best = max("\t;|,", key=line.count)
    return best if best in line else None


def _looks_like_header(text: Path, delimiter: str, skip: int) -> bool:
    """Whether a first line the sniffer took for data holds names: every cell different, none empty, none a number or date."""
    import csv

    with text.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter)
        with contextlib.suppress(StopIteration, csv.Error):
            for _ in range(skip):
                next(rows)
            first, second = next(rows), next(rows)
            cells = [c.strip() for c in first]
            return (
                len(set(cells)) == len(cells)
                and all(cells)
                and not any(re.fullmatch(r"[\d.,:/\s년월일+-]+", c) for c in cells)
                and any(a.strip() != b.strip() for a, b in zip(first, second, strict=False))
            )
    return False


def _csv_problem(problem: duckdb.Error, text: Path, delimiter: str | None) -> Unreadable:
    """Where the file stops being CSV: the first record of another width, or the quote that is never closed."""
    import csv

    if text.stat().st_size <= MAX_SEARCHED_BYTES:
        with text.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter=delimiter or ",", strict=True)
            line = width = 0
            try:
                for row in rows:
                    width = width or len(row)
                    if row and len(row) != width:
                        return Unreadable("columns", line + 1, f"{width} → {len(row)}")
                    line = rows.line_num
            except csv.Error:
                return Unreadable("quote", line + 1)
    found = re.search(r"\bLine: (\d+)", str(problem))
    return Unreadable("csv", int(found[1]) if found else 0)


def _read_rows(connection: duckdb.DuckDBPyConnection, text: Path, names: list[str]) -> None:
    columns = ", ".join(f"{_text(n)}: 'VARCHAR'" for n in names)
    connection.execute(
        f"CREATE TABLE loaded AS SELECT * FROM read_csv({_text(text)}, header = false, delim = ',', quote = '\"',"
        f" escape = '\"', auto_detect = false, columns = {{{columns}}}, max_line_size = 16777216, nullstr = '')"
    )


def _read(connection: duckdb.DuckDBPyConnection, sql: str, kind: str, text: Path | None = None) -> None:
    try:
        connection.execute(f"CREATE TABLE loaded AS {sql}")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        raise Unreadable(kind, _json_line(text) if text is not None else 0) from None


def _json_line(text: Path) -> int:
    """The line at which JSON stops being JSON: of the whole text, or of the first record that is broken; 0 where none is."""
    if text.stat().st_size > MAX_SEARCHED_BYTES:
        return 0
    content = text.read_text(encoding="utf-8-sig")
    try:
        json.loads(content)
    except ValueError as problem:
        whole = getattr(problem, "lineno", 0)
    else:
        return 0
    lines = content.splitlines()
    if whole > 1 and lines[0].strip().startswith("{") and lines[0].strip().endswith("}"):
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    json.loads(line)
                except ValueError:
                    return number
    return int(whole)


def _rename(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Give the columns names a person can write: trimmed, one line, none empty, none twice."""
    old = [row[0] for row in connection.execute("DESCRIBE loaded").fetchall()]
    new: list[str] = []
    for i, name in enumerate(old, 1):
        clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:120] or f"column{i}"
        fresh, n = clean, 1
        while fresh.lower() in (x.lower() for x in new):
            n += 1
            fresh = f"{clean}_{n}"
        new.append(fresh)
    if new != old:
        names = ", ".join(_quote(n) for n in new)
        connection.execute(f"CREATE VIEW renamed AS SELECT * FROM loaded AS t({names})")
        connection.execute("CREATE TABLE shown AS SELECT * FROM renamed")
        connection.execute("DROP VIEW renamed")
        connection.execute("DROP TABLE loaded")
        connection.execute("ALTER TABLE shown RENAME TO loaded")
    return new


def _keep(
    connection: duckdb.DuckDBPyConnection,
    request: dict[str, Any],
    names: list[str],
    expressions: dict[str, str],
) -> dict[str, Any]:
    connection.execute(f"ATTACH {_text(request['database'])} AS kept")
    taken = dict(
        connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() WHERE database_name = 'kept'"
        ).fetchall()
    )
    name, n = request["name"], 1
    while any(t.lower() == name.lower() and source != request["path"] for t, source in taken.items()):
        n += 1
        name = f"{request['name']}_{n}"
    target = f"kept.main.{_quote(name)}"
    shown = ", ".join(f"{expressions[c]} AS {_quote(c)}" if c in expressions else _quote(c) for c in names)
    connection.execute(f"CREATE OR REPLACE TABLE {target} AS SELECT {shown} FROM loaded")
    connection.execute(f"COMMENT ON TABLE {target} IS {_text(request['path'])}")
    described = connection.execute(f"DESCRIBE {target}").fetchall()
    rows = connection.execute(f"SELECT count(*) FROM {target}").fetchone()
    columns = [
        {"name": row[0], "type": row[1], "samples": _samples(connection, target, row[0])} for row in described
    ]
    connection.execute("DETACH kept")
    return {"name": name, "rows": rows[0] if rows else 0, "columns": columns}


def _samples(connection: duckdb.DuckDBPyConnection, target: str, column: str) -> list[str]:
    """The first few different values as text."""
    c = _quote(column)
    found = connection.execute(
        f"SELECT v FROM (SELECT {c}::VARCHAR AS v, row_number() OVER () AS n FROM {target} WHERE {c} IS NOT NULL"
        f" LIMIT 1000) GROUP BY v ORDER BY min(n) LIMIT {SAMPLES}"
    ).fetchall()
    return [str(row[0])[:SAMPLE_CHARS] for row in found]


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Path | str) -> str:
    return "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    main()
