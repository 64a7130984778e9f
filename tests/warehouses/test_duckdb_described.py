"""What DuckDB says of its own tables, and `aiws catalog import` from there to a question answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from aiws_cli.core.described import DescribedColumn
from aiws_cli.core.tables import Relationship
from aiws_cli.warehouses.duckdb import DuckDBWarehouse

AIWS = [sys.executable, "-m", "aiws_cli"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sales.duckdb"
    with duckdb.connect(str(path)) as connection:
        for sql in (
            "CREATE SCHEMA shop",
            "CREATE SCHEMA aiws_meta",
            "CREATE TABLE aiws_meta.warehouse (as_of DATE)",
            "CREATE TABLE shop.customers (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, grade VARCHAR, phone VARCHAR)",
            "CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, customer_id BIGINT REFERENCES shop.customers (id),"
            " amount DECIMAL(18,2), tags VARCHAR[], detail STRUCT(a INTEGER))",
            "CREATE VIEW shop.big AS SELECT * FROM shop.orders WHERE amount > 10",
            'CREATE TABLE shop."with.dot" (a INTEGER)',
            "COMMENT ON TABLE shop.orders IS 'one row an order'",
            "COMMENT ON COLUMN shop.orders.amount IS '금액'",
            "INSERT INTO shop.customers SELECT i, 'name' || i, ['gold', 'silver'][1 + i % 2], '010-1234-' || (1000 + i)"
            " FROM range(40) t(i)",
            "INSERT INTO shop.orders SELECT i, i, i, [], NULL FROM range(40) t(i)",
        ):
            connection.execute(sql)
    return path


def test_tables_keys_comments_and_counts(file: Path) -> None:
    warehouse = DuckDBWarehouse(file)
    try:
        described = warehouse.describe()
        assert warehouse.describe(("SHOP",)) == described
        assert warehouse.describe(("none",)).tables == ()
        assert [t.name for t in warehouse.describe(("main", "aiws_meta")).tables] == ["aiws_meta.warehouse"]
    finally:
        warehouse.close()
    assert described.skipped == ("shop.with.dot",)
    assert [(t.name, t.kind, t.rows) for t in described.tables] == [
        ("shop.big", "view", None),
        ("shop.customers", "table", 40),
        ("shop.orders", "table", 40),
    ]
    orders = described.tables[2]
    assert orders.comment == "one row an order"
    assert orders.primary_key == ("id",)
    assert orders.columns[2] == DescribedColumn("amount", "DECIMAL(18,2)", comment="금액")
    assert [c.type for c in orders.columns[3:]] == ["VARCHAR[]", "STRUCT(a INTEGER)"]
    assert orders.relationships == (
        Relationship("shop.orders", ("customer_id",), "shop.customers", ("id",), optional=True),
    )
    assert described.tables[1].columns[1] == DescribedColumn("name", "VARCHAR", required=True)


OPEN_POLICY = """
name: open
version: "1"
roles: {analyst: {tables: [{match: "*"}]}}
everyone: {roles: [analyst]}
"""


def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AIWS, *args], env={**os.environ, **env}, capture_output=True, text=True, timeout=120, check=False
    )


def test_from_a_file_to_a_catalog_that_agrees_with_it(file: Path, tmp_path: Path) -> None:
    env = {"AIWS_WAREHOUSE": f"duckdb://{file}", "AIWS_CATALOG": str(tmp_path / "catalog")}
    done = run(
        "catalog",
        "import",
        "--out",
        str(tmp_path / "catalog"),
        "--json",
        AIWS_WAREHOUSE=env["AIWS_WAREHOUSE"],
    )
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    assert body["schema"] == "aiws.catalog_import/1"
    assert [c["kind"] for c in body["changes"]] == ["table_added", "table_added", "table_added", "skipped"]
    # Values are looked at to check it: without a policy nobody does.
    assert run("catalog", "check", "--json", **env).returncode == 4
    policy = tmp_path / "policy.yaml"
    policy.write_text(OPEN_POLICY, encoding="utf-8")
    checked = run("catalog", "check", "--json", AIWS_POLICY=str(policy), **env)
    assert [p["code"] for p in json.loads(checked.stdout)["problems"]] == ["not_described"], checked.stdout
    texts = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "catalog").rglob("*.yaml"))
    assert "gold" not in texts and "010-1234" not in texts
    log = next((Path(os.environ["AIWS_HOME"]) / "audit").glob("*.jsonl")).read_text(encoding="utf-8")
    assert '"kind":"catalog.import"' in log


def test_values_come_in_only_when_asked_for_and_few(file: Path, tmp_path: Path) -> None:
    env = {"AIWS_WAREHOUSE": f"duckdb://{file}", "AIWS_CATALOG": str(tmp_path / "catalog")}
    assert run("catalog", "import", "--samples", **env).returncode == 4
    policy = tmp_path / "policy.yaml"
    policy.write_text(OPEN_POLICY, encoding="utf-8")
    done = run("catalog", "import", "--samples", AIWS_POLICY=str(policy), **env)
    assert done.returncode == 0, done.stderr
    texts = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "catalog").rglob("*.yaml"))
    assert "gold" in texts and "silver" in texts
    assert "010-1234" not in texts and "name7" not in texts


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--schema", "nowhere"), 2, "nowhere"),
        (("--from", "elsewhere.yaml"), 2, "elsewhere.yaml"),
    ],
)
def test_what_cannot_be_imported_is_named(
    file: Path, tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    done = run(
        "catalog", "import", *args, AIWS_WAREHOUSE=f"duckdb://{file}", AIWS_CATALOG=str(tmp_path / "c")
    )
    assert done.returncode == code
    assert said in done.stderr and "Traceback" not in done.stderr
