"""The worker: typed results, limits that hold, errors without values, and a program that outlives every query."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from aiws_cli.core.errors import (
    AiwsError,
    InterruptedByUser,
    LimitError,
    SettingsError,
    UnavailableError,
    WarehouseError,
)
from aiws_cli.core.results import Limits
from aiws_cli.warehouses.duckdb import DuckDBWarehouse
from aiws_cli.warehouses.processes import resident_bytes

WIDE = Limits(seconds=20, max_rows=200_000)
SHORT = Limits(seconds=0.5, memory_mb=400)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("w") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as c:
        c.execute(
            "CREATE SCHEMA s; CREATE TABLE s.t AS SELECT range AS i, '이름' || range AS n FROM range(100000)"
        )
        c.execute(
            "CREATE TABLE s.num AS SELECT range AS i, CAST(range * 1.5 AS DECIMAL(18,2)) AS d, 'x' || range AS v,"
            " DATE '2026-01-01' + CAST(range % 365 AS INTEGER) AS dt, range * 0.5::DOUBLE AS f FROM range(10000)"
        )
        c.execute(
            "CREATE SCHEMA aiws_meta; CREATE TABLE aiws_meta.warehouse AS SELECT DATE '2026-09-30' AS as_of"
        )
    return path


@pytest.fixture(scope="module")
def warehouse(path: Path) -> Iterator[DuckDBWarehouse]:
    w = DuckDBWarehouse(path, limits=Limits(memory_mb=400))
    yield w
    w.close()


CELLS: list[tuple[str, str, Any]] = [
    ("1::TINYINT", "TINYINT", 1),
    ("9007199254740992", "BIGINT", 9007199254740992),
    ("9007199254740993", "BIGINT", "9007199254740993"),
    ("-9007199254740993", "BIGINT", "-9007199254740993"),
    ("170141183460469231731687303715884105727::HUGEINT", "HUGEINT", "170141183460469231731687303715884105727"),
    ("5::HUGEINT", "HUGEINT", 5),
    ("18446744073709551615::UBIGINT", "UBIGINT", "18446744073709551615"),
    ("1.50::DECIMAL(10,2)", "DECIMAL(10,2)", "1.50"),
    ("0::DECIMAL(38,10)", "DECIMAL(38,10)", "0.0000000000"),
    ("-0.01::DECIMAL(4,2)", "DECIMAL(4,2)", "-0.01"),
    ("0.1::DOUBLE", "DOUBLE", 0.1),
    ("'nan'::DOUBLE", "DOUBLE", "NaN"),
    ("'-inf'::DOUBLE", "DOUBLE", "-Infinity"),
    ("'inf'::FLOAT", "FLOAT", "Infinity"),
    ("true", "BOOLEAN", True),
    ("NULL", '"NULL"', None),
    ("NULL::DATE", "DATE", None),
    ("'가나다'", "VARCHAR", "가나다"),
    ("DATE '2026-09-30'", "DATE", "2026-09-30"),
    ("TIMESTAMP '2026-09-30 10:11:12'", "TIMESTAMP", "2026-09-30T10:11:12"),
    ("TIMESTAMP '2026-09-30 10:11:12.5'", "TIMESTAMP", "2026-09-30T10:11:12.500000"),
    ("TIMESTAMP_NS '2026-09-30 10:11:12.123456789'", "TIMESTAMP_NS", "2026-09-30 10:11:12.123456789"),
    ("(TIMESTAMP '2026-09-30 10:00:00' AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'", "TIMESTAMP", "2026-09-30T10:00:00"),
    ("TIME '10:11:12'", "TIME", "10:11:12"),
    ("INTERVAL 14 MONTH", "INTERVAL", "1 year 2 months"),
    ("'6d5a1f3e-1b2c-4d5e-8f90-123456789abc'::UUID", "UUID", "6d5a1f3e-1b2c-4d5e-8f90-123456789abc"),
    ("'ab'::BLOB", "BLOB", "YWI="),
    ("'1010'::BIT", "BIT", "1010"),
    ("'{\"a\": 1}'::JSON", "JSON", '{"a": 1}'),
    ("'x'::ENUM('x', 'y')", "ENUM", "x"),
    ("[1, NULL, 3]", "INTEGER[]", [1, None, 3]),
    ("[1.5::DECIMAL(4,2)]", "DECIMAL(4,2)[]", ["1.50"]),
    ("[DATE '2026-01-01']", "DATE[]", ["2026-01-01"]),
    ("[INTERVAL 1 DAY]", "INTERVAL[]", ["1 day"]),
    ("{'a': 1, 'b': 1.5::DECIMAL(3,1)}", "STRUCT(a INTEGER, b DECIMAL(3,1))", {"a": 1, "b": "1.5"}),
    ("{'a': [{'b': DATE '2026-01-01'}]}", "STRUCT(a STRUCT(b DATE)[])", {"a": [{"b": "2026-01-01"}]}),
    ("MAP {1: 2}", "MAP(INTEGER, INTEGER)", {"1": 2}),
    ("MAP {'k': NULL}", 'MAP(VARCHAR, "NULL")', {"k": None}),
    ("array_value(1, 2)", "INTEGER[2]", [1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "type_", "cell"), CELLS)
def test_cells(warehouse: DuckDBWarehouse, sql: str, type_: str, cell: Any) -> None:
    result = warehouse.run(f"SELECT {sql} AS x", WIDE)
    assert (result.columns[0].type, result.rows[0][0]) == (type_, cell)
    assert type(result.rows[0][0]) is type(cell)


def test_a_zoned_timestamp_is_iso_text(warehouse: DuckDBWarehouse) -> None:
    ((at, inside),) = warehouse.run("SELECT now() AS a, [now()] AS b", WIDE).rows
    from datetime import datetime

    assert datetime.fromisoformat(at).tzinfo is not None
    assert "T" in at and inside[0] == at


def test_order_and_repeated_names_survive_the_text_detour(warehouse: DuckDBWarehouse) -> None:
    result = warehouse.run("SELECT i AS x, to_days(i::INTEGER) AS x FROM s.t ORDER BY i DESC LIMIT 3", WIDE)
    assert [c.name for c in result.columns] == ["x", "x"]
    assert result.rows[0] == (99999, "99999 days")


def test_rows_are_truncated_and_said(warehouse: DuckDBWarehouse) -> None:
    few = warehouse.run("SELECT i FROM s.t ORDER BY i", Limits(max_rows=10))
    assert (few.row_count, few.truncated) == (10, True)
    exact = warehouse.run("SELECT i FROM s.t ORDER BY i LIMIT 10", Limits(max_rows=10))
    assert (exact.row_count, exact.truncated) == (10, False)
    assert warehouse.run("SELECT i FROM s.t WHERE false", WIDE).rows == ()


BOUNDS = [
    ("SELECT * FROM s.t", Limits(max_cells=1000)),
    ("SELECT * FROM s.t", Limits(max_bytes=10_000, max_rows=100_000)),
    ("SELECT repeat('a', 200000)", Limits()),
    ("SELECT list(i) FROM s.t", Limits(max_cell_chars=1000)),
    ("SELECT repeat('a', 1000)", Limits(max_cell_chars=999)),
]


@pytest.mark.parametrize(("sql", "limits"), BOUNDS)
def test_bounds_end_the_statement(warehouse: DuckDBWarehouse, sql: str, limits: Limits) -> None:
    with pytest.raises(LimitError) as ended:
        warehouse.run(sql, limits)
    assert ended.value.exit_code == 7
    assert warehouse.run("SELECT 1", WIDE).rows == ((1,),)


RUNAWAYS = [
    "SELECT sleep_ms(60000)",
    "SELECT length(repeat('a', 1000000000)) FROM range(5)",
    "SELECT count(*) FROM s.t a, s.t b WHERE (a.i * b.i) % 7 = 1",
    "SELECT a.i FROM s.t a, s.t b WHERE (a.i * b.i) % 1000003 = 17",
    "WITH RECURSIVE r(n) AS (SELECT 1::HUGEINT UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
    "SELECT list(x) FROM (SELECT repeat('b', 1000) || i AS x FROM range(50000000) r(i))",
]


@pytest.mark.parametrize("sql", RUNAWAYS)
def test_runaways_end_within_the_limit_and_two_seconds(warehouse: DuckDBWarehouse, sql: str) -> None:
    warehouse.run("SELECT 1", WIDE)
    started = time.monotonic()
    with pytest.raises(LimitError):
        warehouse.run(sql, SHORT)
    assert time.monotonic() - started < SHORT.seconds + 2
    assert warehouse.run("SELECT 1", WIDE).rows == ((1,),)


def test_memory_is_watched_beside_the_engine(warehouse: DuckDBWarehouse) -> None:
    warehouse.run("SELECT 1", WIDE)
    with pytest.raises(LimitError) as ended:
        warehouse.run(
            "SELECT repeat('a', 1500000000)", Limits(seconds=20, memory_mb=200, max_cell_chars=2**31)
        )
    assert "200 MB" in ended.value.message("en")


def test_ctrl_c_from_another_thread(warehouse: DuckDBWarehouse) -> None:
    warehouse.run("SELECT 1", WIDE)
    for sql in ("SELECT count(*) FROM s.t a, s.t b WHERE (a.i * b.i) % 7 = 1", "SELECT sleep_ms(60000)"):
        timer = threading.Timer(0.2, warehouse.cancel)
        timer.start()
        started = time.monotonic()
        with pytest.raises(InterruptedByUser):
            warehouse.run(sql, WIDE)
        assert time.monotonic() - started < 2
    warehouse.cancel()
    assert warehouse.run("SELECT 1", WIDE).rows == ((1,),)


def test_a_killed_worker_is_said_and_replaced(warehouse: DuckDBWarehouse) -> None:
    warehouse.run("SELECT 1", WIDE)
    process = warehouse._process
    assert process is not None
    threading.Timer(0.3, lambda: os.kill(process.pid, signal.SIGKILL)).start()
    with pytest.raises(UnavailableError) as failed:
        warehouse.run("SELECT sleep_ms(20000)", WIDE)
    assert failed.value.exit_code == 75
    assert warehouse.run("SELECT 1", WIDE).rows == ((1,),)


def test_an_orphaned_worker_ends(path: Path) -> None:
    code = (
        "import sys, os; from aiws_cli.warehouses.duckdb import DuckDBWarehouse; from aiws_cli.core.results import Limits;"
        "w = DuckDBWarehouse(sys.argv[1]); w.run('SELECT 1', Limits()); print(w._process.pid, flush=True); os._exit(1)"
    )
    pid = int(
        subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False).stdout
    )
    ends = time.monotonic() + 5
    while resident_bytes(pid) and time.monotonic() < ends:
        time.sleep(0.02)
    assert resident_bytes(pid) == 0


REFUSED = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT 1; SELECT 2",
    "ATTACH ':memory:' AS x",
    "SET memory_limit = '1GB'",
    "INSTALL httpfs",
    "COPY (SELECT 1) TO '/tmp/aiws-must-not-exist.csv'",
    "INSERT INTO s.t VALUES (1, 'x')",
    "WITH x AS (INSERT INTO s.t VALUES (1, 'x') RETURNING *) SELECT * FROM x",
    "PRAGMA database_list",
    "EXPLAIN SELECT 1",
    "SELECT * FROM duckdb_nope()",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_the_worker_itself_refuses(warehouse: DuckDBWarehouse, sql: str) -> None:
    with pytest.raises(WarehouseError):
        warehouse.run(sql, WIDE)
    assert not Path("/tmp/aiws-must-not-exist.csv").exists()


TOUCHED = [
    ("SELECT * FROM s.t", {"s.t"}),
    ("WITH t AS (SELECT 1) SELECT * FROM t", set()),
    ("WITH t AS (SELECT 1) SELECT * FROM s.t, t", {"s.t"}),
    ("SELECT (WITH q AS (SELECT 1) SELECT 1) FROM q", {"q"}),
    ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r", set()),
    ("SELECT * FROM range(3), unnest([1])", set()),
    ("SELECT * FROM duckdb_tables()", {"duckdb_tables()"}),
    ("SELECT * FROM pg_tables", {"pg_tables"}),
    ("SELECT 1 WHERE EXISTS (FROM s.num)", {"s.num"}),
    ("SELECT list_transform([1], lambda x: (SELECT max(i) FROM s.t))", {"s.t"}),
    ("SELECT a.i FROM s.t a ASOF JOIN s.num b ON a.i >= b.i", {"s.t", "s.num"}),
]


@pytest.mark.parametrize(("sql", "tables"), TOUCHED)
def test_tables_touched(warehouse: DuckDBWarehouse, sql: str, tables: set[str]) -> None:
    assert warehouse.tables_touched(sql) == tables


ERRORS = [
    ("SELECT nope FROM s.t", "nope"),
    ("SELECT nope(i) FROM s.t", "nope"),
    ("SELECT * FROM s.nope", "nope"),
    ("SELECT sum(n) FROM s.t", "VARCHAR"),
    ("SELECT i FROM s.t GROUP BY n", "GROUP BY"),
    ("SELECT n::INTEGER FROM s.t", "INT32"),
    ("SELECT n::DATE FROM s.t", "date"),
    ("SELECT i::TINYINT FROM s.t", "INT8"),
    ("SELECT strptime(n, '%Y') FROM s.t", "strptime"),
    ("SELECT json_extract(n, '$.a') FROM s.t", "JSON"),
    ("SELECT (SELECT i FROM s.t)", "one value"),
    ("SELECT error(n) FROM s.t", "argument"),
    ("SELECT 100::TINYINT + i::TINYINT FROM s.t", "INT8"),
    ("SELECT from_hex(n[1]) FROM s.t", "could not"),
]


@pytest.mark.parametrize(("sql", "told"), ERRORS)
def test_errors_name_names_and_types_but_no_value(warehouse: DuckDBWarehouse, sql: str, told: str) -> None:
    with pytest.raises(WarehouseError) as failed:
        warehouse.run(sql, WIDE)
    assert told in failed.value.message("en")
    assert failed.value.actor == "model"
    for language in ("ko", "en"):
        text = failed.value.message(language)
        assert "이름0" not in text and "이름1" not in text and "LINE" not in text
        assert text.strip() == text


def test_columns_and_as_of(warehouse: DuckDBWarehouse) -> None:
    columns = warehouse.columns()
    assert list(columns["s.num"].items())[:2] == [("i", "BIGINT"), ("d", "DECIMAL(18,2)")]
    assert warehouse.as_of() == date(2026, 9, 30)


def test_no_as_of_where_the_warehouse_has_none(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    duckdb.connect(str(path)).close()
    w = DuckDBWarehouse(path)
    try:
        assert w.as_of() is None
    finally:
        w.close()


def test_a_missing_a_broken_and_a_locked_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as missing:
        DuckDBWarehouse(tmp_path / "none.duckdb").run("SELECT 1", WIDE)
    assert missing.value.exit_code == 3
    assert "aiws demo build" in missing.value.hint("ko")
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database" * 1000)
    with pytest.raises(SettingsError) as unreadable:
        DuckDBWarehouse(broken).run("SELECT 1", WIDE)
    assert unreadable.value.exit_code == 3
    locked = tmp_path / "locked.duckdb"
    code = f"import duckdb, time; c = duckdb.connect({str(locked)!r}); print(1, flush=True); time.sleep(30)"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(UnavailableError) as busy:
            DuckDBWarehouse(locked).run("SELECT 1", WIDE)
        assert busy.value.exit_code == 75
    finally:
        holder.kill()
        holder.communicate()


def test_a_file_that_was_cut_off_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT i, hash(i) AS h, md5(i::VARCHAR) AS m FROM range(300000) s(i)"
        )
    os.truncate(path, path.stat().st_size // 2)
    cut = DuckDBWarehouse(path)
    with pytest.raises(SettingsError) as caught:
        cut.run("SELECT max(m), max(h), max(i) FROM t", WIDE)
    cut.close()
    assert caught.value.exit_code == 3
    assert str(path) in caught.value.message()


def test_two_programs_read_one_warehouse(path: Path) -> None:
    first, second = DuckDBWarehouse(path), DuckDBWarehouse(path)
    try:
        assert (
            first.run("SELECT count(*) FROM s.t", WIDE).rows
            == second.run("SELECT count(*) FROM s.t", WIDE).rows
        )
    finally:
        first.close()
        second.close()


def test_ten_thousand_rows_of_twenty_columns_are_fast(warehouse: DuckDBWarehouse) -> None:
    sql = "SELECT " + ", ".join(f"i i{n}, d d{n}, v v{n}, dt dt{n}, f f{n}" for n in range(4)) + " FROM s.num"
    warehouse.run(sql, WIDE)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        result = warehouse.run(sql, WIDE)
        times.append(time.perf_counter() - started)
    assert (result.row_count, len(result.columns)) == (10_000, 20)
    # 0.3 s on an idle machine; the bound leaves room for a busy one.
    assert min(times) < 1.0


def test_the_parent_loads_no_engine() -> None:
    code = "import sys, aiws_cli.warehouses.duckdb; sys.exit(bool({'duckdb', '_duckdb'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_module_in_the_working_folder_is_not_taken(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("duckdb", "_duckdb", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path)
    w = DuckDBWarehouse(path)
    try:
        assert w.run("SELECT 1", WIDE).rows == ((1,),)
    finally:
        w.close()


def test_start_does_not_wait(path: Path) -> None:
    w = DuckDBWarehouse(path)
    try:
        started = time.perf_counter()
        w.start()
        w.start()
        assert time.perf_counter() - started < 0.5
        assert w.run("SELECT 1", WIDE).rows == ((1,),)
    finally:
        w.close()
        w.close()


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_rows_with_any_number_of_threads(path: Path, threads: int) -> None:
    w = DuckDBWarehouse(path, threads=threads)
    try:
        rows = w.run("SELECT i % 7 AS k, count(*), sum(i) FROM s.t GROUP BY 1 ORDER BY 1", WIDE).rows
        assert rows[0] == (0, 14286, 714264285)
    except AiwsError as problem:
        pytest.fail(str(problem))
    finally:
        w.close()
