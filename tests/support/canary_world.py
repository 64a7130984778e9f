"""A warehouse full of canaries: whatever a role may not see holds a text or a number that stands nowhere else.

`card.customers` hides columns (one of them a struct, one JSON), masks one, and is otherwise open; `card.transactions`
and `bank.accounts` show some of their rows, by a plain condition and by one that looks into another table;
`hr.salaries` is shown in groups of ten or more; `card.open_view` is permitted by name and reads a hidden table;
`vault`, `hr.members`, `main.hidden_main`, the file `files.other` and everything else are hidden. `bank.rates`,
`card.grades`, `bank.units` and `영업.실적` have no policy at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy import Policy, Role, Rule
from aiws_cli.warehouses.duckdb import DuckDBWarehouse
from support.guarded_world import FixedCatalog

CANARIES: Mapping[str, str] = {
    "hidden table": "CNRYTABLE",
    "hidden column": "CNRYCOLUMN",
    "field of a hidden column": "CNRYFIELD",
    "key of a hidden JSON column": "CNRYJSON",
    "true value behind a mask": "CNRYMASK",
    "row outside of the filter": "CNRYROW",
    "row outside of the filter, number": "7700770",
    "value of an enum in such a row": "CNRYENUM",
    "small group": "CNRYGROUP",
    "one unit's value": "880088",
    "values of a small group": "6600660",
    "view over a hidden table": "CNRYVIEW",
    "attached file": "CNRYFILE",
    "file on disk": "CNRYDISK",
    "comment": "CNRYCOMMENT",
    "default": "CNRYDEFAULT",
    "macro": "CNRYMACRO",
    "sequence": "990099",
    "environment": "CNRYENV",
}
"""What is guarded → the text that shows it got out."""
IN_ERRORS = "ERRVAL"
"""Begins values the role may read as cells, and never in an error."""
CANARY = re.compile("|".join(CANARIES.values()))
TOLD = re.compile(f"{CANARY.pattern}|{IN_ERRORS}|고객1|7919")
"""What no message, hint or record may hold, whoever asks."""

SETUP = f"""
CREATE SCHEMA card; CREATE SCHEMA bank; CREATE SCHEMA hr; CREATE SCHEMA "영업"; CREATE SCHEMA vault; CREATE SCHEMA aiws_meta;
CREATE TYPE card.state AS ENUM ('open', 'closed', 'CNRYENUM');
CREATE TABLE card.customers AS SELECT i AS customer_id, '고객' || i AS name,
  ['서울', '부산', '대구', '광주'][1 + i % 4] AS region, CASE WHEN i % 3 = 0 THEN 'F' ELSE 'M' END AS gender,
  CASE WHEN i % 11 = 0 THEN NULL ELSE 1950 + (i * 7) % 55 END AS birth_year,
  'CNRYMASK' || i AS phone, 'CNRYCOLUMN' || i AS memo, 770000 + i AS score,
  {{'level': 'CNRYFIELD' || i, 'n': i}} AS risk, ('{{"k": "CNRYJSON' || i || '"}}')::JSON AS raw,
  CASE WHEN i % 2 = 0 THEN ['vip', 'app'] WHEN i % 5 = 0 THEN [] ELSE ['web'] END AS tags,
  {{'job': ['사무', '영업', '연구'][1 + i % 3], 'income': i * 300}} AS profile, '{IN_ERRORS}' || i AS code,
  ('{{"store": "{IN_ERRORS}' || i || '", "n": ' || i || ', "items": [1, 2]}}')::JSON AS detail FROM range(1, 31) r(i);
ALTER TABLE card.customers ALTER memo SET DEFAULT 'CNRYDEFAULT';
CREATE TABLE card.grades AS SELECT i AS customer_id, CASE WHEN i % 4 = 0 THEN 'VIP' ELSE '일반' END AS grade FROM range(1, 26) r(i);
CREATE TABLE card.transactions AS SELECT i AS tx_id, 1 + (i * 13) % 28 AS customer_id, DATE '2026-01-01' + CAST((i * 3) % 90 AS INTEGER) AS day,
  ['서울', '부산', '제주'][1 + i % 3] AS region, CASE WHEN i % 3 = 2 THEN 7700770 + i * 10000000 ELSE (i * 7) % 1000 END::DECIMAL(18,2) AS amount,
  CASE WHEN i % 3 = 2 THEN 'CNRYROW' || i ELSE i::VARCHAR END AS note,
  (CASE WHEN i % 3 = 2 THEN 'CNRYENUM' WHEN i % 2 = 0 THEN 'open' ELSE 'closed' END)::card.state AS state FROM range(1, 121) r(i);
CREATE TABLE bank.accounts AS SELECT i AS account_id, i % 40 AS customer_id, i * 1000 AS balance,
  CASE WHEN i % 2 = 0 THEN 'CNRYROW' || i ELSE i::VARCHAR END AS note FROM range(1, 50) r(i);
CREATE TABLE hr.members AS SELECT i AS account_id, 'CNRYTABLE' || i AS who FROM range(1, 50, 2) r(i);
CREATE TABLE hr.salaries AS SELECT i AS emp_id, CASE WHEN i < 3 THEN 'CNRYGROUP' ELSE ['영업', '개발'][1 + i % 2] END AS dept,
  CASE WHEN i % 3 = 0 THEN 'F' ELSE 'M' END AS gender, CASE WHEN i < 3 THEN 6600660 WHEN i = 41 THEN 880088 ELSE 3000 + i * 10 END::DECIMAL(12,2) AS salary,
  CASE WHEN i = 41 THEN 880088 END AS bonus, DATE '2020-01-01' + CAST(i * 30 AS INTEGER) AS hired FROM range(60) r(i);
CREATE TABLE bank.rates AS SELECT DATE '2026-01-01' + CAST(i * 10 AS INTEGER) AS day, 3.0 + i * 0.1 AS rate FROM range(10) r(i);
CREATE TABLE bank.units AS SELECT * FROM (VALUES (1, NULL, '본부'), (2, 1, '영업'), (3, 1, '지원'), (4, 2, '서울')) v(id, parent, name);
CREATE TABLE "영업"."실적" AS SELECT '고객' || (i % 5) AS "고객명", i * 50 AS "금액", '메모' || i AS "실적 비고" FROM range(10) r(i);
CREATE TABLE vault.secrets AS SELECT i AS id, 'CNRYTABLE' || i AS secret FROM range(5) r(i);
CREATE TABLE main.hidden_main AS SELECT 'CNRYTABLE' AS secret, 1 AS x;
CREATE TABLE main."Ünit" AS SELECT 'CNRYTABLE' AS secret;
CREATE VIEW card.open_view AS SELECT id, replace(secret, 'CNRYTABLE', 'CNRYVIEW') AS secret FROM vault.secrets;
CREATE VIEW card.opener AS SELECT * FROM card.open_view;
CREATE VIEW card.counted AS SELECT count(*) AS n FROM vault.secrets;
CREATE TYPE vault.kind AS ENUM ('CNRYTABLE');
CREATE MACRO leak() AS (SELECT replace(max(secret), 'CNRYTABLE', 'CNRYMACRO') FROM vault.secrets);
CREATE MACRO leak_table() AS TABLE SELECT replace(secret, 'CNRYTABLE', 'CNRYMACRO') AS secret FROM vault.secrets;
CREATE MACRO card.upper(x) AS (SELECT replace(max(secret), 'CNRYTABLE', 'CNRYMACRO') FROM vault.secrets);
CREATE SEQUENCE seq START 990099;
CREATE TABLE aiws_meta.warehouse AS SELECT DATE '2026-09-30' AS as_of;
COMMENT ON TABLE card.customers IS 'CNRYCOMMENT';
COMMENT ON COLUMN card.customers.name IS 'CNRYCOMMENT';
"""

OTHER_VALUES = (
    ("'CNRYMASK' || i AS phone", "CASE WHEN i % 2 = 0 THEN i::VARCHAR ELSE '' END AS phone"),
    ("'CNRYCOLUMN' || i AS memo", "(100 - i)::VARCHAR AS memo"),
    ("770000 + i AS score", "-i AS score"),
    ("{'level': 'CNRYFIELD' || i, 'n': i} AS risk", "{'level': '1', 'n': 0} AS risk"),
    ("""('{"k": "CNRYJSON' || i || '"}')::JSON AS raw""", "'[1, 2]'::JSON AS raw"),
    ("THEN 7700770 + i * 10000000 ELSE (i * 7)", "THEN i % 7 - 3 ELSE (i * 7)"),
    ("CASE WHEN i % 3 = 2 THEN 'CNRYROW' || i ELSE", "CASE WHEN i % 3 = 2 THEN '2026-01-0' || i % 9 ELSE"),
    ("THEN 'CNRYENUM' WHEN i % 2 = 0", "THEN 'open' WHEN i % 2 = 0"),
    ("CASE WHEN i % 2 = 0 THEN 'CNRYROW' || i ELSE", "CASE WHEN i % 2 = 0 THEN '7' ELSE"),
    ("'CNRYTABLE' || i AS who", "'1' AS who"),
    ("'CNRYTABLE' || i AS secret", "(i * i)::VARCHAR AS secret"),
    ("SELECT 'CNRYTABLE' AS secret, 1 AS x", "SELECT '' AS secret, 2 AS x"),
)
"""What the role may not see → the same column with other values, which can be cast and compared in other ways. Which
rows there are, and which of them the role sees, stays."""

_HIDDEN = frozenset({"vault.secrets", "main.hidden_main", "main.Ünit", "aiws_meta.warehouse", "hr.members"})
_VIEWS = frozenset({"card.open_view", "card.opener", "card.counted"})
RULES = (
    Rule(
        ("card.customers",),
        hide=("memo", "score", "risk", "raw"),
        mask=(("phone", "CASE WHEN {column} IS NOT NULL THEN '010-****' END"),),
    ),
    Rule(("card.transactions",), rows="region <> '제주'"),
    Rule(
        ("bank.accounts",),
        rows="EXISTS (SELECT 1 FROM hr.members AS m WHERE m.account_id = accounts.account_id)",
    ),
    Rule(("hr.salaries",), least_group=10, unit=("emp_id",)),
    Rule(("card.counted",), reads=("vault.secrets",)),
    Rule(("*.*",)),
)
POLICY = Policy("canaries", "1", "0", "tests", roles={"analyst": Role("analyst", rules=RULES, pii="allow")})


class CanaryAccess(PolicyAccess):
    """The policy over the warehouse's permitted tables, spelled as a warehouse of that dialect spells them: Snowflake
    has everything but Korean in capitals."""

    def __init__(self, columns: Mapping[str, Mapping[str, str]], dialect: str = "duckdb") -> None:
        spelled = str.upper if dialect == "snowflake" else str
        tables = {
            name: Table(
                spelled(name),
                tuple(Column(spelled(c), kind) for c, kind in kinds.items()),
                kind="view" if name in _VIEWS else "table",
            )
            for name, kinds in columns.items()
            if name not in _HIDDEN and not name.startswith("files.")
        }
        self.names = tuple(tables)
        super().__init__(POLICY, FixedCatalog(tables), dialect=dialect)  # type: ignore[arg-type]

    def shown(self) -> dict[str, tuple[str, ...]]:
        """Every permitted table (lower case) and the columns to be seen of it."""
        views = {name: self.view_of(name, KIM) for name in self.names}
        return {name: tuple(c for c, _ in view.columns) for name, view in views.items() if view is not None}


KIM = Identity("kim")


@dataclass(frozen=True)
class CanaryWorld:
    path: Path
    warehouse: DuckDBWarehouse
    access: CanaryAccess
    snowflake: CanaryAccess
    identity: Identity = KIM


def build(folder: Path, *, others: bool = False, **more: Any) -> CanaryWorld:
    """Make the warehouse in `folder`, with a file of canaries attached that nobody has permitted. `others`: with other
    values wherever the role may not look, and the same everywhere else."""
    path = folder / "warehouse.duckdb"
    setup = SETUP
    for value, other in OTHER_VALUES if others else ():
        assert value in setup, value
        setup = setup.replace(value, other)
    with duckdb.connect(str(path)) as connection:
        for statement in setup.split(";\n"):
            if statement.strip():
                connection.execute(statement)
    (folder / "canary.csv").write_text("a,b\nCNRYDISK,1\n")
    (folder / "other.csv").write_text("id,secret\n1,CNRYFILE\n2,CNRYFILE\n")
    warehouse = DuckDBWarehouse(path, **more)
    warehouse.attach_file(folder / "other.csv")
    columns = warehouse.columns()
    return CanaryWorld(path, warehouse, CanaryAccess(columns), CanaryAccess(columns, "snowflake"))


@pytest.fixture(scope="session")
def canary_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CanaryWorld]:
    made = build(tmp_path_factory.mktemp("canaries"))
    yield made
    made.warehouse.close()
