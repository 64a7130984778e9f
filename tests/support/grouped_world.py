"""A warehouse with tables that are shown in groups only, under a policy, and what a statement comes to there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from aiws_cli.core.errors import AiwsError
from aiws_cli.core.identity import Identity
from aiws_cli.core.results import Limits
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy import Policy, Role, Rule
from aiws_cli.governance.sql.guard import guard
from aiws_cli.warehouses.duckdb import DuckDBWarehouse
from support.guarded_world import FixedCatalog

SETUP = """
CREATE SCHEMA hr; CREATE SCHEMA card;
CREATE TYPE hr.grade AS ENUM ('low', 'high');
CREATE TABLE hr.staff (id BIGINT, dept VARCHAR, region VARCHAR, pay DECIMAL(12,2), bonus DECIMAL(12,2), note VARCHAR,
  hired DATE, seen TIMESTAMP, grade hr.grade, part BOOLEAN, phone VARCHAR);
INSERT INTO hr.staff SELECT i, CASE WHEN i <= 5 THEN 'A' WHEN i <= 8 THEN 'B' ELSE 'C' END,
  CASE WHEN i IN (4, 5, 9, 10) THEN 'B' ELSE 'S' END, CASE WHEN i = 10 THEN 1000 ELSE i * 10 END,
  CASE WHEN i = 1 THEN 7 END, 'note ' || i, DATE '2020-01-01' + CAST(i AS INTEGER), NULL, 'low', i % 2 = 0, '010' FROM range(1, 11) r(i);
CREATE TABLE hr.stays (person INTEGER, site INTEGER, region VARCHAR, cost INTEGER);
INSERT INTO hr.stays VALUES (1, 1, 'N', 1), (1, 2, 'N', 2), (2, 1, 'N', 4), (1, 1, 'E', 1), (1, 1, 'E', 2), (2, 2, 'E', 4),
  (1, NULL, 'W', 1), (NULL, 1, 'W', 1), (NULL, NULL, 'W', 1), (3, 3, 'W', 1), (3, 4, 'W', 1);
CREATE TABLE hr.readings (place VARCHAR, value INTEGER);
INSERT INTO hr.readings VALUES ('x', 1), ('x', 2), ('x', 3), ('x', NULL), ('y', 1), ('y', 2), ('y', 3), ('z', 5), ('z', 5), ('z', 5), ('z', 5);
CREATE TABLE card.places (id BIGINT, region VARCHAR, code VARCHAR, rate DECIMAL(30,20), salary INTEGER, note INTEGER);
INSERT INTO card.places VALUES (1, 'S', 'one', 1, 1, 1), (2, 'B', 'two', 1, 1, 1), (10, 'B', 'ten', 1, 1, 1), (10, 'B', 'ten', 1, 1, 1);
CREATE TABLE hr.places AS SELECT 1::BIGINT AS id, 'S' AS region;
"""
POLICY = Policy(
    "groups",
    "1",
    "0",
    "tests",
    roles={
        "analyst": Role(
            "analyst",
            rules=(
                Rule(("hr.staff",), least_group=3, unit=("id",), mask=(("phone", "concat('0', {column})"),)),
                Rule(("hr.stays",), least_group=3, unit=("person", "site")),
                Rule(("hr.readings",), least_group=4),
                Rule(("*.*",)),
            ),
            pii="allow",
        )
    },
)
KIM = Identity("kim")


@dataclass(frozen=True)
class GroupedWorld:
    """`access` by dialect: names are spelled as a warehouse of that dialect spells them."""

    warehouse: DuckDBWarehouse
    access: dict[str, PolicyAccess]

    def safe(self, sql: str, dialect: str = "duckdb") -> str:
        return guard(sql, dialect=dialect, access=self.access[dialect], identity=KIM).executed_sql

    def outcome(self, sql: str) -> str:
        """What the asker is told: the rows, or why there are none."""
        try:
            return str(self.rows(sql))
        except AiwsError as problem:
            return problem.message("en")

    def rows(self, sql: str) -> tuple[tuple[object, ...], ...]:
        return self.warehouse.run(self.safe(sql), Limits()).rows


@pytest.fixture(scope="session")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GroupedWorld]:
    path = tmp_path_factory.mktemp("groups") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SETUP)
    warehouse = DuckDBWarehouse(path)
    warehouse.attach_file(_file(path.parent))
    found = warehouse.columns()
    access = {}
    for dialect, spelled in (("duckdb", str), ("snowflake", str.upper)):
        tables = {
            name: Table(spelled(name), tuple(Column(spelled(c), type_) for c, type_ in columns.items()))
            for name, columns in found.items()
        }
        access[dialect] = PolicyAccess(POLICY, FixedCatalog(tables), dialect=dialect)  # type: ignore[arg-type]
    yield GroupedWorld(warehouse, access)
    warehouse.close()


def _file(folder: Path) -> Path:
    (folder / "mine.csv").write_text("id,weight\n10,1000\n")
    return folder / "mine.csv"
