"""A small database with what everybody may see, what nobody may (schema `vault`, canaries in it), and ways around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy import whole
from aiws_cli.warehouses.duckdb import DuckDBWarehouse

CANARY = "CANARY-8c1f"
HIDDEN = ("vault.secrets", "main.hidden_main", "main.open_view", "aiws_meta.warehouse")

SETUP = f"""
CREATE SCHEMA card; CREATE SCHEMA bank; CREATE SCHEMA "영업"; CREATE SCHEMA vault; CREATE SCHEMA aiws_meta;
CREATE TABLE card.customers AS SELECT i AS customer_id, '고객' || i AS name, ['서울', '부산', '대구', '광주'][1 + i % 4] AS region,
  CASE WHEN i % 3 = 0 THEN 'F' ELSE 'M' END AS gender, CASE WHEN i % 11 = 0 THEN NULL ELSE 1950 + (i * 7) % 55 END AS birth_year,
  CASE WHEN i % 2 = 0 THEN ['vip', 'app'] WHEN i % 5 = 0 THEN [] ELSE ['web'] END AS tags,
  {{'job': ['사무', '영업', '연구'][1 + i % 3], 'income': i * 300}} AS profile FROM range(1, 31) r(i);
CREATE TABLE card.grades AS SELECT i AS customer_id, CASE WHEN i % 4 = 0 THEN 'VIP' ELSE '일반' END AS grade FROM range(1, 26) r(i);
CREATE TABLE card.transactions AS SELECT i AS tx_id, 1 + (i * 13) % 28 AS customer_id, DATE '2026-01-01' + CAST((i * 3) % 90 AS INTEGER) AS tx_date,
  DATE '2026-01-01' + CAST((i * 3) % 90 AS INTEGER) AS day, CAST((i * 7919) % 100000 AS DECIMAL(18,2)) AS amount,
  CASE WHEN i % 3 = 0 THEN 'ON' ELSE 'OFF' END AS channel,
  ('{{"store": "' || ['A', 'B', 'C'][1 + i % 3] || '", "n": ' || i || ', "items": [1, 2]}}')::JSON AS detail FROM range(1, 121) r(i);
CREATE TABLE bank.customers AS SELECT i AS customer_id, '은행' || i AS name FROM range(5, 20) r(i);
CREATE TABLE bank.accounts AS SELECT i AS account_id, i % 40 AS customer_id, i * 1000 AS balance FROM range(1, 50) r(i);
CREATE TABLE bank.rates AS SELECT DATE '2026-01-01' + CAST(i * 10 AS INTEGER) AS day, 3.0 + i * 0.1 AS rate FROM range(10) r(i);
CREATE TABLE bank.units AS SELECT * FROM (VALUES (1, NULL, '본부'), (2, 1, '영업'), (3, 1, '지원'), (4, 2, '서울')) v(id, parent, name);
CREATE TABLE "영업"."실적" AS SELECT '고객' || (i % 5) AS "고객명", i * 50 AS "금액", '메모' || i AS "실적 비고" FROM range(10) r(i);
CREATE TABLE vault.secrets AS SELECT i AS id, '{CANARY}-' || i AS secret FROM range(5) r(i);
CREATE TABLE main.hidden_main AS SELECT '{CANARY}-main' AS secret, 1 AS x;
CREATE VIEW main.open_view AS SELECT * FROM vault.secrets;
CREATE TYPE vault.kind AS ENUM ('{CANARY}');
CREATE MACRO leak() AS (SELECT max(secret) FROM vault.secrets);
CREATE MACRO leak_table() AS TABLE SELECT * FROM vault.secrets;
CREATE SEQUENCE seq;
CREATE TABLE aiws_meta.warehouse AS SELECT DATE '2026-09-30' AS as_of;
"""


class FixedCatalog:
    """Only what the guard asks of a catalog."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._tables = {name.lower(): table for name, table in tables.items()}

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.lower())

    def table_names(self) -> tuple[str, ...]:
        return tuple(t.name for t in self._tables.values())


@dataclass(frozen=True)
class World:
    path: Path
    warehouse: DuckDBWarehouse
    catalog: FixedCatalog
    access: PolicyAccess
    identity: Identity


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in SETUP.split(";\n"):
            if statement.strip():
                connection.execute(statement)
    warehouse = DuckDBWarehouse(path)
    tables = {
        name: Table(name, tuple(Column(c, kind) for c, kind in columns.items()))
        for name, columns in warehouse.columns().items()
        if name not in HIDDEN
    }
    catalog = FixedCatalog(tables)
    yield World(path, warehouse, catalog, PolicyAccess(whole("tests"), catalog), Identity("kim"))  # type: ignore[arg-type]
    warehouse.close()
