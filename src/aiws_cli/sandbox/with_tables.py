"""Run in the sandbox, never imported: gives the code its tables, runs it, and tells the table it left as JSON.

It starts in the results folder; `../inputs` holds `code.py` and a Parquet file a table.
"""

import json
import linecache
import os
import sys


def _tables(source):
    """`duckdb.sql()` knows the inputs by name. DuckDB is only loaded where there is one, or the code speaks of it."""
    names = sorted(f[: -len(".parquet")] for f in os.listdir("../inputs") if f.endswith(".parquet"))
    if not names and "duckdb" not in source:
        return
    import duckdb

    duckdb.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    duckdb.execute("SET threads = 2; SET memory_limit = '600MB'; SET enable_progress_bar = false")
    duckdb.execute("SET temp_directory = '" + os.environ["TMPDIR"].replace("'", "''") + "'")
    for name in names:
        duckdb.execute(f"CREATE VIEW {name} AS SELECT * FROM '../inputs/{name}.parquet'")


def _run(source):
    linecache.cache["code.py"] = (len(source), None, source.splitlines(keepends=True), "code.py")
    module = type(sys)("__main__")
    module.__file__ = "code.py"
    sys.modules["__main__"] = module
    try:
        exec(compile(source, "code.py", "exec"), module.__dict__)
    except SystemExit as end:
        if end.code not in (None, 0):
            raise
    except BaseException as problem:
        trace = problem.__traceback__
        problem = problem.with_traceback(trace.tb_next if trace is not None else None)
        sys.excepthook(type(problem), problem, problem.__traceback__)
        sys.exit(1)


def _cell(value):
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    return str(value)


def _tell():
    """The table as JSON: columns as [name, type], at most 1,000 rows, and whether there were more."""
    for name in ("result.parquet", "result.csv"):
        if os.path.exists(name):
            break
    else:
        return
    import duckdb

    table = duckdb.connect().execute(f"SELECT * FROM '{name}' LIMIT 1001")
    columns = [[column[0], str(column[1])] for column in table.description]
    rows = [[_cell(value) for value in row] for row in table.fetchall()]
    with open(".table.json", "w", encoding="utf-8") as file:
        json.dump({"columns": columns, "rows": rows[:1000], "more": len(rows) > 1000}, file)


with open("../inputs/code.py", encoding="utf-8") as _file:
    _source = _file.read()
_tables(_source)
_run(_source)
_tell()
