"""Saved files: read back with other programs' libraries, harmless in a spreadsheet, whole or not there."""

from __future__ import annotations

import csv
import datetime
import json
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from aiws_cli.core.errors import UsageError
from aiws_cli.core.results import ResultColumn
from aiws_cli.drawing.tables import NotSaved, save

COLUMNS = (
    ResultColumn("name", "VARCHAR", "고객명"),
    ResultColumn("amount", "DECIMAL(18,2)"),
    ResultColumn("n", "BIGINT"),
    ResultColumn("day", "DATE"),
    ResultColumn("at", "TIMESTAMP"),
    ResultColumn("ok", "BOOLEAN"),
    ResultColumn("tags", "VARCHAR[]"),
    ResultColumn("name", "VARCHAR"),
)
ROWS: tuple[tuple[Any, ...], ...] = (
    ("홍길동", "-1234.50", 7, "2026-09-30", "2026-09-30T10:00:00", True, ["a", "나"], "=1+1"),
    (None, None, None, None, None, None, None, "@SUM(A1)"),
    ("김", "0.00", "9007199254740993", "1850-01-01", "2026-09-30T10:00:00.500000", False, [], "-5"),
)


def test_csv(tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", COLUMNS, ROWS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, first, second, third = csv.reader(path.open(encoding="utf-8-sig", newline=""))
    assert head == ["고객명", "amount", "n", "day", "at", "ok", "tags", "name"]
    assert first == [
        "홍길동",
        "-1234.50",
        "7",
        "2026-09-30",
        "2026-09-30T10:00:00",
        "true",
        '["a", "나"]',
        "'=1+1",
    ]
    assert second == ["", "", "", "", "", "", "", "'@SUM(A1)"]
    assert third[1] == "0.00" and third[7] == "'-5"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_formula_leaves(tmp_path: Path, start: str) -> None:
    column = (ResultColumn(f"{start}head", "VARCHAR"),)
    save(tmp_path / "a.csv", column, [(f"{start}cmd|' /C calc'!A0",)])
    for row in csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig", newline="")):
        assert row[0].startswith("'")
    save(tmp_path / "a.xlsx", column, [("=1+1",)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None and sheet["A2"].data_type == "s"


def test_xlsx(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", COLUMNS, ROWS)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("고객명", "amount")
    day = datetime.datetime(2026, 9, 30)
    assert rows[1] == ("홍길동", -1234.5, 7, day, day.replace(hour=10), True, '["a", "나"]', "=1+1")
    assert rows[2][:7] == (None,) * 7
    assert rows[3][2:4] == ("9007199254740993", "1850-01-01")
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert 8 <= sheet.column_dimensions["A"].width < 12


def test_wide_characters_get_wide_columns(tmp_path: Path) -> None:
    save(
        tmp_path / "a.xlsx",
        [ResultColumn("a", "VARCHAR"), ResultColumn("b", "VARCHAR")],
        [("가" * 12, "a" * 12)],
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet.column_dimensions["A"].width > 1.6 * sheet.column_dimensions["B"].width


def test_parquet(tmp_path: Path) -> None:
    path = save(tmp_path / "a.parquet", COLUMNS, ROWS)
    found = duckdb.sql(f"SELECT * FROM '{path}'")
    assert [str(t) for t in found.types] == [
        "VARCHAR",
        "DECIMAL(18,2)",
        "BIGINT",
        "DATE",
        "TIMESTAMP",
        "BOOLEAN",
        "VARCHAR[]",
        "VARCHAR",
    ]
    assert found.columns[-1] == "name_2"
    rows = found.fetchall()
    assert rows[0][0] == "홍길동" and str(rows[0][1]) == "-1234.50" and rows[0][6] == ["a", "나"]
    assert rows[2][2] == 9007199254740993
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("type_", "cell", "stored"),
    [
        ("HUGEINT", "12345678901234567890", "12345678901234567890"),
        ("DOUBLE", "NaN", "nan"),
        ("BLOB", "YWI=", "ab"),
        ("STRUCT(a INTEGER)", {"a": 1}, "{'a': 1}"),
        ("MAP(VARCHAR, INTEGER)", {"k": 1}, '{"k":1}'),
        ("TIMESTAMP WITH TIME ZONE", "2026-09-30T10:00:00+00:00", "2026-09-30 10:00:00+00"),
        ('"NULL"', None, None),
        ("INTERVAL", "1 month", "1 month"),
    ],
)
def test_parquet_types(tmp_path: Path, type_: str, cell: Any, stored: str | None) -> None:
    path = save(tmp_path / "a.parquet", [ResultColumn("x", type_)], [(cell,)])
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        row = connection.execute(f"SELECT x::VARCHAR FROM '{path}'").fetchone()
    assert row == (stored,)


def test_json(tmp_path: Path) -> None:
    path = save(tmp_path / "a.json", COLUMNS, ROWS)
    records = json.loads(path.read_text(encoding="utf-8"))
    assert (
        records[0]["name"] == "홍길동"
        and records[0]["name_2"] == "=1+1"
        and records[0]["amount"] == "-1234.50"
    )
    assert "홍길동" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_no_rows(tmp_path: Path, ending: str) -> None:
    assert save(tmp_path / f"a{ending}", COLUMNS, ()).stat().st_size > 0


@pytest.mark.parametrize("name", ["a.txt", "a", "a.xls"])
def test_an_unknown_ending(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        save(tmp_path / name, COLUMNS, ROWS)
    assert ".parquet" in refused.value.message("ko")


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_an_old_file_is_kept_unless_asked(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("old")
    with pytest.raises(UsageError):
        save(path, COLUMNS, ROWS)
    assert path.read_text() == "old"
    save(path, COLUMNS, ROWS, overwrite=True)
    assert path.read_bytes() != b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotSaved) as refused:
        save(tmp_path / "none" / "a.csv", COLUMNS, ROWS)
    assert refused.value.exit_code == 3 and refused.value.hint("ko")


SAVER = """
import sys, signal
from pathlib import Path
from aiws_cli.core.results import ResultColumn
from aiws_cli.drawing.tables import save, NotSaved
try:
    save(Path(sys.argv[1]), [ResultColumn("a", "VARCHAR")], [(f"{i * 7919 % 100003}" * 20,) for i in range(20000)], overwrite=True)
except NotSaved as problem:
    sys.exit(7)
"""


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("old")

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [sys.executable, "-c", SAVER, str(path)], preexec_fn=small_files, capture_output=True, check=False
    )
    assert done.returncode == 7, done.stderr.decode()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
