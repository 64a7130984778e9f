"""The asker's own files: encodings, headers, types, sheets, and one clear error for each way to be broken."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from aiws_cli.core.errors import AiwsError, LimitError
from aiws_cli.core.results import Limits
from aiws_cli.core.tables import Table
from aiws_cli.warehouses import file_tables
from aiws_cli.warehouses.duckdb import DuckDBWarehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[DuckDBWarehouse]:
    path = tmp_path / "w.duckdb"
    duckdb.connect(str(path)).close()
    w = DuckDBWarehouse(path)
    yield w
    w.close()


def typed(table: Table) -> dict[str, str]:
    return {c.name: c.type for c in table.columns}


TEXT = '고객번호,이름,가입일,금액,번호,비율,있음,메모\n00123,홍길동,2026.09.30,"1,234,567",900101-1234567,1.5,true,\n00456,김철수,2026년 9월 3일,-20,900202-2234567,2,false,x\n'
TYPES = {
    "고객번호": "VARCHAR",
    "이름": "VARCHAR",
    "가입일": "DATE",
    "금액": "BIGINT",
    "번호": "VARCHAR",
    "비율": "DOUBLE",
    "있음": "BOOLEAN",
    "메모": "VARCHAR",
}


def test_a_korean_csv(warehouse: DuckDBWarehouse, tmp_path: Path) -> None:
    file = tmp_path / "관심 고객(2).csv"
    file.write_bytes(TEXT.encode("cp949"))
    table = warehouse.attach_file(file)
    assert table.name == "files.관심_고객_2"
    assert typed(table) == TYPES
    assert table.column("고객번호").sample_values == ("00123", "00456")  # type: ignore[union-attr]
    result = warehouse.run('SELECT * FROM "files"."관심_고객_2"', Limits())
    assert result.rows[0] == ("00123", "홍길동", "2026-09-30", 1234567, "900101-1234567", 1.5, True, None)
    assert result.rows[1][2:4] == ("2026-09-03", -20)
    assert warehouse.columns()["files.관심_고객_2"] == TYPES
    assert warehouse.tables_touched('SELECT 1 FROM "files"."관심_고객_2"') == {"files.관심_고객_2"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.encode(encoding))
    assert typed(file_tables.load(file, tmp_path / "files.duckdb")) == TYPES


COLUMNS = [
    ("0123 0456", "VARCHAR"),
    ("1 2 -3", "BIGINT"),
    ("1,000 20 3,000,000", "BIGINT"),
    ("1,00 2", "VARCHAR"),
    ("1.5 2 3e5", "DOUBLE"),
    ("9001012234567 9202021234567", "VARCHAR"),
    ("1234567890123456 2", "VARCHAR"),
    ("2026-09-30 2026-1-5", "DATE"),
    ("2026/09/30 2026/1/5", "DATE"),
    ("2026.9.30. 2026.10.1.", "DATE"),
    ("2026-13-45 2026-01-01", "VARCHAR"),
    ("2026-09-30T10:00 2026.9.30", "TIMESTAMP"),
    ("true FALSE", "BOOLEAN"),
    ("Y N", "VARCHAR"),
    ("12.5% 3%", "VARCHAR"),
    ("010-1234-5678 02-123-4567", "VARCHAR"),
    ("1 x", "VARCHAR"),
    ("0 1 0", "BIGINT"),
    ("0.5 0", "DOUBLE"),
]


def test_types_of_columns(tmp_path: Path) -> None:
    rows = [c[0].split() for c in COLUMNS]
    lines = [";".join(f"c{i}" for i in range(len(rows)))]
    lines += [";".join(r[n] if n < len(r) else "" for r in rows) for n in range(3)]
    file = tmp_path / "t.csv"
    file.write_text("\n".join(lines) + "\n")
    found = typed(file_tables.load(file, tmp_path / "files.duckdb"))
    assert found == {f"c{i}": kind for i, (_, kind) in enumerate(COLUMNS)}


HEADERS = [
    ("이름,부서\n홍,영업\n김,기획\n", ["이름", "부서"]),
    ("이름\n홍\n김\n", ["이름"]),
    ("1,2\n3,4\n", ["column0", "column1"]),
    ("a,,a\n1,2,3\n", None),
    ("a,b,c\n", ["a", "b", "c"]),
]


@pytest.mark.parametrize(("text", "names"), HEADERS)
def test_headers(tmp_path: Path, text: str, names: list[str] | None) -> None:
    file = tmp_path / "h.csv"
    file.write_text(text, encoding="utf-8")
    found = list(typed(file_tables.load(file, tmp_path / "files.duckdb")))
    if names is None:
        assert len(found) == len({n.lower() for n in found}) == 3
    else:
        assert found == names


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        [None],
        ["고객", "일자", "시각", "금액", "코드", "여부", 2025],
        ["가", datetime.datetime(2026, 9, 30), datetime.datetime(2026, 9, 30, 10, 1), 1.5, "007", True, 1],
        ["나", datetime.datetime(2026, 9, 1), None, 2, "008", False, None],
    ):
        sheet.append(row)
    second = book.create_sheet("둘째")
    for row in (["금액"], ["1,000"], ["2"]):
        second.append(row)
    file = tmp_path / "책.xlsx"
    book.save(file)
    first = file_tables.load(file, tmp_path / "files.duckdb")
    assert typed(first) == {
        "고객": "VARCHAR",
        "일자": "DATE",
        "시각": "TIMESTAMP",
        "금액": "DOUBLE",
        "코드": "VARCHAR",
        "여부": "BOOLEAN",
        "2025": "BIGINT",
    }
    other = file_tables.load(tmp_path / "책.xlsx#둘째", tmp_path / "files.duckdb")
    assert (other.name, typed(other)) == ("files.책_둘째", {"금액": "BIGINT"})
    with pytest.raises(AiwsError) as missing:
        file_tables.load(tmp_path / "책.xlsx#셋째", tmp_path / "files.duckdb")
    assert "둘째" in missing.value.message("ko")


def test_json_and_parquet(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"a": 1, "d": "2026-01-01", "c": "00123", "n": {"x": [1]}}]')
    (tmp_path / "b.jsonl").write_bytes('{"이름": "가"}\n{"이름": "나"}\n'.encode("cp949"))
    duckdb.sql("SELECT 1 AS a, DATE '2026-01-01' AS d").write_parquet(str(tmp_path / "c.parquet"))
    files = tmp_path / "files.duckdb"
    assert typed(file_tables.load(tmp_path / "a.json", files)) == {
        "a": "BIGINT",
        "d": "DATE",
        "c": "VARCHAR",
        "n": "STRUCT(x BIGINT[])",
    }
    assert file_tables.load(tmp_path / "b.jsonl", files).columns[0].sample_values == ("가", "나")
    assert typed(file_tables.load(tmp_path / "c.parquet", files)) == {"a": "INTEGER", "d": "DATE"}


def test_the_same_file_replaces_and_another_one_does_not(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for folder, value in ((tmp_path, 1), (tmp_path / "x", 2)):
        (folder / "a.csv").write_text(f"v\n{value}\n")
    files = tmp_path / "files.duckdb"
    names = [
        file_tables.load(p, files).name
        for p in (tmp_path / "a.csv", tmp_path / "a.csv", tmp_path / "x" / "a.csv")
    ]
    assert names == ["files.a", "files.a", "files.a_2"]


def test_files_survive_a_killed_worker(warehouse: DuckDBWarehouse, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("v\n1\n")
    warehouse.attach_file(tmp_path / "a.csv")
    with pytest.raises(LimitError):
        warehouse.run("SELECT sleep_ms(9000)", Limits(seconds=0.1))
    assert warehouse.run("SELECT v FROM files.a", Limits()).rows == ((1,),)
    with pytest.raises(AiwsError):
        warehouse.run("INSERT INTO files.a VALUES (2)", Limits())


NAMES = [
    ("2026 매출", "t_2026_매출"),
    ("a-b.c", "a_b_c"),
    ("!!!", "file"),
    ('x"; DROP', "x_DROP"),
    ("가" * 99, "가" * 60),
]


@pytest.mark.parametrize(("stem", "name"), NAMES)
def test_table_names(stem: str, name: str) -> None:
    assert file_tables.table_name(stem) == name


BROKEN: list[tuple[str, bytes, int]] = [
    ("ragged.csv", b"a,b\n1,2\n3,4,5\n", 3),
    ("quote.csv", b'a,b\n1,"x\n3,4\n', 2),
    ("bytes.csv", b"a,b\n1,2\n\xff\xfe\x81,3\n" * 3, 3),
    ("binary.csv", bytes(range(256)) * 40, 0),
    ("bad.jsonl", b'{"a":1}\n{"a":2}\n{"a":}\n', 3),
    ("bad.json", b'[{"a": 1},\n {"a": ]', 2),
    ("bad.parquet", b"PAR1 nonsense", 0),
    ("bad.xlsx", b"PK\x03\x04 nonsense", 0),
    ("old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, 0),
    ("empty.csv", b"", 0),
]


@pytest.mark.parametrize(("name", "content", "line"), BROKEN)
def test_a_broken_file_gets_one_clear_error(tmp_path: Path, name: str, content: bytes, line: int) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AiwsError) as broken:
        file_tables.load(tmp_path / name, tmp_path / "files.duckdb")
    ko, en = broken.value.message("ko"), broken.value.message("en")
    assert broken.value.exit_code == 2
    assert name in ko and name in en
    assert (f"{line}행" in ko) == bool(line)
    assert "Error" not in ko and broken.value.hint("ko")


@pytest.mark.parametrize("name", ["none.csv", "x.exe", "x"])
def test_what_is_no_file_to_read(tmp_path: Path, name: str) -> None:
    if name != "none.csv":
        (tmp_path / name).write_text("a")
    with pytest.raises(AiwsError) as refused:
        file_tables.load(tmp_path / name, tmp_path / "files.duckdb")
    assert refused.value.exit_code == 2


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n1\n" + "2\n" * 700_000)
    sizes: dict[str, Any] = dict(file_tables.MAX_MB, csv=1)
    monkeypatch.setattr(file_tables, "MAX_MB", sizes)
    with pytest.raises(LimitError):
        file_tables.load(file, tmp_path / "files.duckdb")
    monkeypatch.setitem(sizes, "csv", 100)
    monkeypatch.setattr(file_tables, "SECONDS", 0.01)
    with pytest.raises(LimitError):
        file_tables.load(file, tmp_path / "files.duckdb")
    monkeypatch.setattr(file_tables, "SECONDS", 60.0)
    monkeypatch.setattr(file_tables, "MEMORY_MB", 20)
    with pytest.raises(LimitError):
        file_tables.load(file, tmp_path / "files.duckdb")
