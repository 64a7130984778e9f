"""Snowflake's dialect: hostile statements are refused, or a second reader finds nothing in what would be executed, and
DuckDB, given the same statement in its own words, shows no canary; analysts' statements pass."""

from __future__ import annotations

import json

import pytest
import sqlglot
from sqlglot.errors import SqlglotError

from aiws_cli.core.errors import AiwsError, DeniedError, LimitError, SqlSyntaxError
from aiws_cli.core.results import Limits
from aiws_cli.governance.sql.guard import SafeSql, guard
from support.canary_world import CANARIES, CanaryWorld
from support.sql_reader import faults
from support.statements import Hostile, benign, hostile

BENIGN = benign("benign_snowflake")
HOSTILE = hostile("both", "snowflake")
LIMITS = Limits(seconds=10, max_rows=500, memory_mb=512)


def safe(sql: str, world: CanaryWorld) -> SafeSql:
    return guard(sql, dialect="snowflake", access=world.snowflake, identity=world.identity, database="DEMO")


def shown_by_duckdb(executed: str, world: CanaryWorld) -> str:
    """Names, types and cells, where DuckDB can be told the statement; else nothing."""
    try:
        (sql,) = sqlglot.transpile(executed, read="snowflake", write="duckdb")
        result = world.warehouse.run(sql, LIMITS)
    except (SqlglotError, AiwsError, AssertionError, ValueError):
        return ""
    columns = [[c.name, c.type] for c in result.columns]
    return json.dumps(columns + list(result.rows), ensure_ascii=False)


def test_there_are_enough_statements() -> None:
    assert len(BENIGN) >= 40
    assert len(HOSTILE) >= 300


@pytest.mark.parametrize("row", HOSTILE, ids=lambda row: f"{row.attack}: {row.sql[:60]!r}")
def test_no_canary_comes_out(row: Hostile, canary_world: CanaryWorld) -> None:
    try:
        passed = safe(row.sql, canary_world)
    except AiwsError as problem:
        assert isinstance(problem, (DeniedError, SqlSyntaxError, LimitError)), problem
        assert row.expected != "runs", problem
        return
    assert row.expected != "refused", passed.executed_sql
    assert faults(passed.executed_sql) == [], passed.executed_sql
    shown = shown_by_duckdb(passed.executed_sql, canary_world)
    for what, text in CANARIES.items():
        assert text not in shown, what


@pytest.mark.parametrize("sql", BENIGN)
def test_benign_passes(sql: str, canary_world: CanaryWorld) -> None:
    passed = safe(sql, canary_world)
    assert faults(passed.executed_sql) == [], passed.executed_sql
    assert not any(text in shown_by_duckdb(passed.executed_sql, canary_world) for text in CANARIES.values())


def test_duckdb_could_run_many_of_them(canary_world: CanaryWorld) -> None:
    ran = [sql for sql in BENIGN if shown_by_duckdb(safe(sql, canary_world).executed_sql, canary_world)]
    assert len(ran) >= len(BENIGN) // 2


# (statement, what the account would call its columns)
HEADINGS = [
    ("select count(*), 1+1, 1 +  /* x */ 1 from card.customers", ["COUNT(*)", "1+1", "1 + 1"]),
    ("select name, c.name, upper(name) u, name::date from card.customers c", ["name", "name", "u", "NAME::DATE"]),
    ("select detail:store, (select 1), 'a''b', -1, (name) from card.customers", ["DETAIL:STORE", "(SELECT 1)", "", "-1", "(NAME)"]),
    ("select day + interval '1 day', extract(year from day) from card.transactions", ["DAY + INTERVAL '1 day'", "EXTRACT(YEAR FROM DAY)"]),
    ("select {'a': [1, 2]}, count(*) over (order by 1, 2) from card.customers", ["{'a': [1, 2]}", "COUNT(*) OVER (ORDER BY 1, 2)"]),
    ("select distinct name||'x' from card.customers", ["NAME||'x'"]),
    ("select top 5 name||'x' from card.customers", [""]),
    ("from card.customers select name||'x'", ["NAME||'x'"]),
    ("select name || 'a\\b', $$x$$ || name from card.customers", ["", ""]),
    (f"select name || '{'x' * 200}' from card.customers", [""]),
    ("((select id+1 from bank.units) union all select 2+3)", ["ID+1"]),
    ("with t as (select 2+2 as a) select a+1 from t", ["A+1"]),
    ("with t as (select 2+2 as a) (select a+1 from t) union select 2", [""]),
    ("select x from (select 1+1, 3 as x from card.customers)", ["x"]),
    ("select sum(salary), count(*) from hr.salaries", ["SUM(SALARY)", "COUNT(*)"]),
    (f"select {'1+' * 150}1", [("1+" * 150)[:200]]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "names"), HEADINGS, ids=[h[0][:60] for h in HEADINGS])
def test_columns_are_called_as_they_were_written(
    sql: str, names: list[str], canary_world: CanaryWorld
) -> None:
    tree = sqlglot.parse_one(safe(sql, canary_world).executed_sql, read="snowflake")
    shown = [e.alias or (e.name if isinstance(e, sqlglot.exp.Column) else "") for e in tree.selects]  # type: ignore[attr-defined]
    assert shown == names


def test_values_stay_as_they_are(canary_world: CanaryWorld) -> None:
    assert safe("values (1+1, 'a')", canary_world).executed_sql == "VALUES (1 + 1, 'a')"


CUSTOMERS = 'SELECT "CUSTOMERS"."NAME" AS "NAME" FROM "CARD"."CUSTOMERS"'
SEEN = '(SELECT "TRANSACTIONS"."NOTE" AS "NOTE", ("TRANSACTIONS"."REGION" <> \'제주\') AS "__aiws_seen" FROM "CARD"."TRANSACTIONS")'
UNIT = 'SELECT "SALARIES"."SALARY" AS "SALARY", "SALARIES"."EMP_ID" AS "__aiws_unit_0_0" FROM "HR"."SALARIES"'
READ = [
    (f"SELECT * FROM ({CUSTOMERS}) AS c", ""),
    ('SELECT * FROM "VAULT"."SECRETS"', "VAULT.SECRETS is not permitted"),
    ("SELECT * FROM secrets", "SECRETS is no CTE in scope"),
    ('WITH "secrets" AS (SELECT 1) SELECT * FROM secrets', "SECRETS is no CTE in scope"),
    ("SELECT * FROM demo.card.customers", "a database in front"),
    ('SELECT "CUSTOMERS"."MEMO" AS "MEMO" FROM "CARD"."CUSTOMERS"', "shows MEMO"),
    ('SELECT "CUSTOMERS"."MEMO" AS "NAME" FROM "CARD"."CUSTOMERS"', "MEMO is hidden"),
    ('SELECT "CUSTOMERS"."PHONE" AS "PHONE" FROM "CARD"."CUSTOMERS"', "PHONE is not masked"),
    ('SELECT * FROM "CARD"."CUSTOMERS"', "CARD.CUSTOMERS shows *"),
    ('SELECT "NAME" FROM "CARD"."CUSTOMERS", "BANK"."UNITS"', "is joined without its view"),
    ('SELECT "NOTE" FROM (SELECT "NOTE" FROM "CARD"."TRANSACTIONS") AS t', "has no filter"),
    (f'SELECT "NOTE" FROM {SEEN} AS r', "is not filtered"),
    (f'SELECT "NOTE" AS "NOTE" FROM {SEEN} AS r WHERE "__aiws_seen"', "shows a column of every row"),
    ('SELECT who FROM (SELECT "WHO" FROM "HR"."MEMBERS") AS m', "a look into HR.MEMBERS"),
    (f"SELECT SUM(salary) FROM ({UNIT}) AS s", "without its least group"),
    (f'SELECT salary FROM ({UNIT}) AS s HAVING COUNT(DISTINCT "__aiws_unit_0_0") >= 10', "shows a row"),
    ("SELECT SYSTEM$WAIT(1)", "a forbidden word"),
    ("SELECT GET_DDL('table', 'x')", "a forbidden word"),
    ("SELECT \"GET_DDL\"('table', 'x')", "a forbidden word"),
    ("SELECT current_role", "a forbidden word"),
    ("SELECT s.NEXTVAL", "a forbidden word"),
    ("SELECT 'GET_DDL(1)', get_ddl, 1 AS current_role", ""),
    ("SELECT t.$1 FROM @stage t", "Parameter"),
    ("SELECT IDENTIFIER('x')", "a forbidden word"),
    ("SELECT * FROM TABLE(RESULT_SCAN('x'))", "a forbidden word"),
    ("SELECT 1; SELECT 2", "not one query"),
    ("SELECT ?", "Placeholder"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "fault"), READ)
def test_the_second_reader_sees_faults(sql: str, fault: str) -> None:
    found = " · ".join(faults(sql))
    assert fault in found if fault else not found, found
