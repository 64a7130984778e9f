"""A suite's database files, made ready once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from aiws_cli.catalog.metadata import load
from aiws_cli.core.language import use
from aiws_cli.core.tables import Relationship, Table
from aiws_cli.evaluation import databases
from aiws_cli.evaluation.database_errors import (
    SuiteDatabaseBroken,
    SuiteDatabaseNotKept,
    SuiteDatabaseUnread,
    SuiteStatementUnreadable,
)
from aiws_cli.evaluation.databases import Prepared, prepare
from aiws_cli.evaluation.sqlite_source import column_type


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use(None)


def sqlite_file(
    path: Path, *statements: str, rows: tuple[tuple[str, list[tuple[Any, ...]]], ...] = ()
) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    for statement, values in rows:
        connection.executemany(statement, values)
    connection.commit()
    connection.close()
    return path


def asked(made: Prepared, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(made.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def tables(made: Prepared) -> dict[str, Table]:
    return {t.name: t for t in load(made.catalog).tables}


# ── types from values ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "declared", "kind"),
    [
        ([1, 2, None], "TEXT", "BIGINT"),
        ([1, 2.5], "INT", "DOUBLE"),
        ([1.0, 2.0], "INT", "DOUBLE"),
        (["1", "-20", " 3 "], "TEXT", "BIGINT"),
        (["1", "007"], "INT", "VARCHAR"),
        (["1.5", "2"], "TEXT", "DOUBLE"),
        (["1", ""], "INT", "VARCHAR"),
        (["1234567890123456789012"], "INT", "VARCHAR"),
        (["2024-01-31"], "TEXT", "DATE"),
        (["2024-02-31"], "DATE", "VARCHAR"),
        (["2024-01-31 10:20:30", "2024-01-31 10:20"], "TEXT", "TIMESTAMP"),
        (["2024-01-31 10:20:30", "2024-01-31"], "TEXT", "VARCHAR"),
        ([1, "2"], "TEXT", "BIGINT"),
        ([1, "2024-01-31"], "DATE", "VARCHAR"),
        ([1.5, "2"], "TEXT", "DOUBLE"),
        ([b"x"], "BLOB", "BLOB"),
        ([b"x", "y"], "BLOB", "VARCHAR"),
        ([None], "DATETIME", "TIMESTAMP"),
        ([None], "DATE", "DATE"),
        ([None], "DECIMAL(9,2)", "DOUBLE"),
        ([None], "INTEGER", "BIGINT"),
        ([], "", "VARCHAR"),
    ],
)
def test_a_columns_type_is_what_its_values_are(values: list[Any], declared: str, kind: str) -> None:
    assert column_type([values], declared) == kind
    assert column_type([[v] for v in values], declared) == kind


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return sqlite_file(
        tmp_path / "shop.sqlite",
        "CREATE TABLE Depots (Depot_ID TEXT PRIMARY KEY, city TEXT NOT NULL, opened TEXT, note TEXT)",
        'CREATE TABLE "order lines" ("order" INT, "Line No" INT, depot text, "select" TEXT, paid REAL, '
        'PRIMARY KEY ("order", "Line No"), FOREIGN KEY (DEPOT) REFERENCES depots (depot_id), '
        "FOREIGN KEY (paid) REFERENCES gone (x))",
        "CREATE TABLE empty (d DATE)",
        "CREATE VIEW cities AS SELECT DISTINCT city FROM Depots",
        "CREATE VIEW torn AS SELECT * FROM nowhere",
        rows=(
            (
                "INSERT INTO Depots VALUES (?, ?, ?, ?)",
                [("D1", "Bonn", "2024-01-01", "x" * 90), ("D2", "Köln", "2024-02-01", None)],
            ),
            (
                'INSERT INTO "order lines" VALUES (?, ?, ?, ?, ?)',
                [(1, 1, "D1", 'a\tb\n"c"', 1.5), (1, 2, None, "", None)],
            ),
        ),
    )


def test_a_sqlite_file_is_copied_with_types_and_values(shop: Path, tmp_path: Path) -> None:
    made = prepare(shop, tmp_path / "kept")
    rows = asked(made, 'SELECT "order", "Line No", depot, "select", paid FROM main."order lines"')
    assert rows == [(1, 1, "D1", 'a\tb\n"c"', 1.5), (1, 2, None, "", None)]
    assert asked(made, "SELECT opened FROM Depots ORDER BY 1")[0] == (date(2024, 1, 1),)
    assert sorted(asked(made, "SELECT city FROM cities")) == [("Bonn",), ("Köln",)]
    assert asked(made, "DESCRIBE empty")[0][1] == "DATE"


def test_its_catalog_has_names_keys_and_values(shop: Path, tmp_path: Path) -> None:
    found = tables(prepare(shop, tmp_path / "kept"))
    assert set(found) == {"main.Depots", "main.order lines", "main.empty", "main.cities"}
    lines, depots = found["main.order lines"], found["main.Depots"]
    assert lines.primary_key == ("order", "Line No") and depots.primary_key == ("Depot_ID",)
    assert lines.relationships == (
        Relationship("main.order lines", ("depot",), "main.Depots", ("Depot_ID",), optional=True),
    )
    assert [c.name for c in lines.columns] == ["order", "Line No", "depot", "select", "paid"]
    city, note = depots.column("city"), depots.column("note")
    assert city and city.sample_values == ("Bonn", "Köln") and city.required and city.description == ""
    assert note and note.sample_values == () and note.business_name_en == "Note"
    assert lines.business_name_en == "Order lines" and lines.description == ""


def test_a_key_that_is_not_unique_there_is_no_relationship(tmp_path: Path) -> None:
    source = sqlite_file(
        tmp_path / "a.sqlite",
        "CREATE TABLE a (x INT)",
        "CREATE TABLE b (x INT REFERENCES a(x))",
        "INSERT INTO a VALUES (1), (1)",
        "INSERT INTO b VALUES (1)",
    )
    assert tables(prepare(source, tmp_path / "kept"))["main.b"].relationships == ()


def test_broken_bytes_are_replaced(tmp_path: Path) -> None:
    source = sqlite_file(
        tmp_path / "a.sqlite", "CREATE TABLE a (x TEXT)", "INSERT INTO a VALUES (CAST(x'41ff' AS TEXT))"
    )
    assert asked(prepare(source, tmp_path / "kept"), "SELECT x FROM a") == [("A\ufffd",)]


def test_many_rows_are_copied_in_parts(tmp_path: Path) -> None:
    source = sqlite_file(
        tmp_path / "a.sqlite",
        "CREATE TABLE a (x INT, y TEXT)",
        rows=(("INSERT INTO a VALUES (?, ?)", [(i, f"n{i}" if i % 7 else None) for i in range(45_001)]),),
    )
    made = prepare(source, tmp_path / "kept")
    assert asked(made, "SELECT count(*), sum(x), count(y), max(x) FROM a") == [
        (45_001, 1012522500, 38572, 45_000)
    ]
    column = tables(made)["main.a"].column("y")
    assert column and column.sample_values == ("n1", "n2", "n3")


def test_what_still_waits_in_the_write_ahead_log_is_read(tmp_path: Path) -> None:
    writing = sqlite3.connect(tmp_path / "a.sqlite")
    writing.execute("PRAGMA journal_mode=wal")
    writing.execute("CREATE TABLE a (x INT)")
    writing.execute("INSERT INTO a VALUES (1)")
    writing.commit()
    first = prepare(tmp_path / "a.sqlite", tmp_path / "kept")
    assert asked(first, "SELECT x FROM a") == [(1,)]
    writing.execute("INSERT INTO a VALUES (2)")
    writing.commit()
    assert asked(prepare(tmp_path / "a.sqlite", tmp_path / "kept"), "SELECT count(*) FROM a") == [(2,)]
    writing.close()


# ── kept ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_made_once_and_again_when_it_changes(shop: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = prepare(shop, kept)
    time = first.database.stat().st_mtime_ns
    assert prepare(shop, kept) == first and first.database.stat().st_mtime_ns == time
    sqlite_file(shop, "INSERT INTO empty VALUES ('2024-01-01')")
    assert prepare(shop, kept) != first
    assert {p.name.rpartition("-")[0] for p in kept.iterdir()} == {"shop"}


def test_what_is_interrupted_leaves_nothing(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(databases, "write_catalog", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare(shop, tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("")
    with pytest.raises(SuiteDatabaseNotKept, match="kept"):
        prepare(shop, tmp_path / "kept")


# ── what is wrong with a file ───────────────────────────────────────────────────────────────────────────────


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SuiteDatabaseUnread, match=r"none\.sqlite"):
        prepare(tmp_path / "none.sqlite", tmp_path / "kept")


@pytest.mark.parametrize("suffix", [".sqlite", ".duckdb", ".sql"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfenothing of the kind" * 200])
def test_not_a_database(tmp_path: Path, suffix: str, content: bytes) -> None:
    source = tmp_path / f"odd{suffix}"
    source.write_bytes(content)
    with pytest.raises(SuiteDatabaseBroken, match="odd"):
        prepare(source, tmp_path / "kept")
    assert not (tmp_path / "kept").exists() or list((tmp_path / "kept").iterdir()) == []


def test_a_damaged_sqlite_file(tmp_path: Path) -> None:
    source = sqlite_file(
        tmp_path / "a.sqlite",
        "CREATE TABLE a (x TEXT)",
        rows=(("INSERT INTO a VALUES (?)", [("y" * 500,)] * 500),),
    )
    raw = bytearray(source.read_bytes())
    raw[8192:40960] = b"\xaa" * (40960 - 8192)
    source.write_bytes(raw)
    with pytest.raises(SuiteDatabaseBroken, match=r"a\.sqlite"):
        prepare(source, tmp_path / "kept")


# ── DuckDB ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_duckdb_file_is_used_where_it_lies(tmp_path: Path) -> None:
    source = tmp_path / "own.duckdb"
    with duckdb.connect(str(source)) as connection:
        connection.execute("CREATE TABLE a (id INTEGER PRIMARY KEY, kind VARCHAR)")
        connection.execute("CREATE TABLE b (a_id INTEGER REFERENCES a(id), tags VARCHAR[])")
        connection.execute("INSERT INTO a VALUES (1, 'x'), (2, 'y')")
        connection.execute("INSERT INTO b VALUES (1, ['t'])")
        connection.execute("COMMENT ON COLUMN a.kind IS 'what it is'")
        connection.execute("CREATE SCHEMA other")
        connection.execute("CREATE VIEW other.v AS SELECT kind FROM a")
        connection.execute("CREATE SCHEMA aiws_meta")
        connection.execute("CREATE TABLE aiws_meta.warehouse (as_of DATE)")
    before = source.read_bytes()
    made = prepare(source, tmp_path / "kept")
    assert made.database == source and source.read_bytes() == before
    found = tables(made)
    assert set(found) == {"main.a", "main.b", "other.v"}
    assert found["other.v"].kind == "view" and found["other.v"].company == "other"
    assert found["main.b"].relationships == (Relationship("main.b", ("a_id",), "main.a", ("id",)),)
    kind = found["main.a"].column("kind")
    assert kind and kind.description == "what it is" and kind.sample_values == ("x", "y")


# ── a Postgres dump ─────────────────────────────────────────────────────────────────────────────────────────

DUMP = """
-- a shop
SET client_encoding = 'UTF8';
\\restrict abc
CREATE TABLE public.depots (
  id SERIAL PRIMARY KEY,
  city varchar(20) NOT NULL, -- where it stands
  opened timestamp with time zone DEFAULT now(),
  size numeric(10,2)
);
CREATE TABLE parcels (
  id bigint NOT NULL,
  depot_id integer REFERENCES depots(id),
  sent date,
  "order" text
);
ALTER TABLE ONLY public.parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY (id);
ALTER TABLE public.parcels OWNER TO someone;
COMMENT ON COLUMN public.parcels.sent IS 'day it left';
INSERT INTO depots (city, size) VALUES ('Bonn', 1.50), ('O''Hara; x', NULL);
INSERT INTO parcels VALUES
  (1, 1, CURRENT_DATE - INTERVAL '3 days', TO_CHAR(NOW() - INTERVAL '1 day', 'YYYYMMDD HH24:MI:SS'));
COPY public.parcels (id, depot_id, sent, "order") FROM stdin;
2\t2\t2024-01-01\ta\\tb
3\t\\N\t\\N\t\\N
\\.
CREATE INDEX ON parcels (sent);
SELECT pg_catalog.setval('depots_id_seq', 2, true);
"""


def test_a_dump_is_carried_out_with_the_clock_stopped(tmp_path: Path) -> None:
    source = tmp_path / "shop.sql"
    source.write_text(DUMP)
    made = prepare(source, tmp_path / "kept", as_of=date(2025, 5, 10))
    assert asked(made, "SELECT * FROM depots ORDER BY id") == [
        (1, "Bonn", datetime(2025, 5, 10), pytest.approx(1.5)),
        (2, "O'Hara; x", datetime(2025, 5, 10), None),
    ]
    assert asked(made, "SELECT * FROM parcels ORDER BY id") == [
        (1, 1, date(2025, 5, 7), "20250509 00:00:00"),
        (2, 2, date(2024, 1, 1), "a\tb"),
        (3, None, None, None),
    ]
    assert asked(made, "SELECT as_of FROM aiws_meta.warehouse") == [(date(2025, 5, 10),)]
    found = tables(made)
    assert set(found) == {"main.depots", "main.parcels"}
    assert found["main.parcels"].primary_key == ("id",)
    assert found["main.parcels"].relationships == (
        Relationship("main.parcels", ("depot_id",), "main.depots", ("id",), optional=True),
    )
    city, sent = found["main.depots"].column("city"), found["main.parcels"].column("sent")
    assert city and city.description == "where it stands" and city.required
    assert sent and sent.description == "day it left"
    assert prepare(source, tmp_path / "kept", as_of=date(2025, 5, 11)) != made


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("CREATE TABLE a (x int);\n\nINSERT INTO b VALUES (1);", 3),
        ("CREATE TABLE a (x int);\nelephants all the way;\n", 2),
        ("CREATE TABLE a (x int);\nINSERT INTO a VALUES ('w');", 2),
        ("CREATE TABLE a (x int);\nCOPY a (x) FROM stdin;\n1\t2\n\\.\n", 2),
    ],
)
def test_a_statement_that_cannot_be_carried_out_is_named(tmp_path: Path, text: str, line: int) -> None:
    source = tmp_path / "shop.sql"
    source.write_text(text)
    with pytest.raises(SuiteStatementUnreadable) as caught:
        prepare(source, tmp_path / "kept")
    assert caught.value.slots["line"] == line and "shop.sql" in caught.value.message()
    assert caught.value.message("ko") and caught.value.hint("ko")
