"""What the guard makes of a statement: the text, row by row; views with masks and filters; limits; noise."""

from __future__ import annotations

import contextlib
import json

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aiws_cli.core.errors import AiwsError, LimitError, SettingsError, SqlSyntaxError
from aiws_cli.core.identity import Identity
from aiws_cli.core.results import Limits
from aiws_cli.governance.rights.access import TableView
from aiws_cli.governance.sql.guard import SqlRefused, StatementLimits, guard
from support.guarded_world import CANARY, World

GRADES = '(SELECT "customer_id", "grade" FROM "card"."grades")'
RATES = '(SELECT "day", "rate" FROM "bank"."rates")'

REWRITES = [
    ("select * from card.grades", f"SELECT * FROM {GRADES} AS grades"),
    ("SELECT * FROM CARD.GRADES g", f"SELECT * FROM {GRADES} AS g"),
    ("select grade from grades", f"SELECT grade FROM {GRADES} AS grades"),
    ("select card.grades.grade from card.grades", f"SELECT grades.grade FROM {GRADES} AS grades"),
    ("select 1 -- x\n/* y */", "SELECT 1"),
    ("with grades as (select 1 as a) select a from grades",
     'WITH "grades__cte1" AS (SELECT 1 AS a) SELECT a FROM "grades__cte1" AS grades'),
    ("with x as (select 1 as a) select a from x", "WITH x AS (SELECT 1 AS a) SELECT a FROM x"),
    ("with grades as (select * from grades) select grades.grade from grades",
     f'WITH "grades__cte1" AS (SELECT * FROM {GRADES} AS grades) SELECT grades.grade FROM "grades__cte1" AS grades'),
    ("with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
     'WITH RECURSIVE "r__cte1" AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM "r__cte1" AS r WHERE n < 3)'
     ' SELECT n FROM "r__cte1" AS r'),
    ("select * from (card.grades g join bank.rates r on true)",
     f"SELECT * FROM ({GRADES} AS g JOIN {RATES} AS r ON TRUE)"),
    ("select list_filter([1], x -> x > 0)", "SELECT LIST_FILTER([1], LAMBDA x : x > 0)"),
    ("select j ->> '$.a' = 'x' from (select '{}'::json as j)",
     "SELECT (j ->> '$.a') = 'x' FROM (SELECT CAST('{}' AS JSON) AS j)"),
]  # fmt: skip


def run(sql: str, world: World, **more: object) -> str:
    return guard(sql, dialect="duckdb", access=world.access, identity=world.identity, **more).executed_sql  # type: ignore[arg-type]


@pytest.mark.parametrize(("written", "executed"), REWRITES)
def test_rewrite(written: str, executed: str, world: World) -> None:
    assert run(written, world) == executed


def test_tables_are_named_as_the_warehouse_spells_them(world: World) -> None:
    passed = guard(
        "SELECT 1 FROM CARD.Grades, bank.RATES, card.grades g",
        dialect="duckdb",
        access=world.access,
        identity=world.identity,
    )
    assert passed.tables == ("bank.rates", "card.grades")


class Masked:
    """Access with a mask and a row filter that depends on who asks."""

    def resolve(self, schema: str, table: str, identity: Identity) -> tuple[str, ...]:
        return ("card.customers",) if table.lower() == "customers" else ()

    def view_of(self, table: str, identity: Identity) -> TableView | None:
        return TableView(
            "card.customers",
            (("customer_id", None), ("name", "'***'"), ("region", None)),
            f"region = '{identity.role}'",
        )

    def near(self, name: str, identity: Identity) -> tuple[str, ...]:
        return ()


MASKED = [
    "SELECT * FROM card.customers",
    "SELECT customers FROM card.customers",
    "SELECT COLUMNS(*) FROM card.customers",
    "SELECT #1, #2, #3 FROM card.customers",
    "SELECT to_json(customers) FROM card.customers",
    "SELECT name FROM card.customers WHERE name LIKE '고객%' UNION ALL SELECT name FROM card.customers",
    "SELECT min(name), max(name), list(name) FROM card.customers",
    "SELECT c.* FROM card.customers c JOIN card.customers d USING (name)",
]


@pytest.mark.parametrize("sql", MASKED)
def test_masks_and_filters_can_not_be_stepped_around(sql: str, world: World) -> None:
    passed = guard(sql, dialect="duckdb", access=Masked(), identity=Identity("lee", role="부산"))
    shown = str(world.warehouse.run(passed.executed_sql, Limits()).rows)
    assert "고객" not in shown
    assert "서울" not in shown


@pytest.mark.parametrize(
    "sql", ["SELECT birth_year FROM card.customers", "SELECT name FROM card.customers WHERE gender = 'F'"]
)
def test_a_column_outside_of_the_view_does_not_exist(sql: str, world: World) -> None:
    passed = guard(sql, dialect="duckdb", access=Masked(), identity=Identity("lee", role="부산"))
    with pytest.raises(AiwsError) as missing:
        world.warehouse.run(passed.executed_sql, Limits())
    assert missing.value.exit_code == 6


LIMITS = [
    ("SELECT '" + "x" * 60_000 + "'", LimitError),
    ("SELECT " + "(" * 40 + "1" + ")" * 40, LimitError),
    ("SELECT " + "abs(" * 500 + "1" + ")" * 500, LimitError),
    ("SELECT " + "[" * 40 + "1" + "]" * 40, LimitError),
    ("SELECT " + "CASE WHEN true THEN " * 40 + "1" + " END" * 40, LimitError),
    ("SELECT " + "1 + " * 3_000 + "1", LimitError),
    ("SELECT " + "- " * 2_000 + "1", LimitError),
    ("SELECT " + "NOT " * 2_000 + "true", LimitError),
    ("SELECT 1" + " UNION ALL SELECT 1" * 3_000, LimitError),
    ("SELECT " + ", ".join(["1"] * 11_000), LimitError),
    ("", SqlSyntaxError),
    ("   \n\t ", SqlSyntaxError),
]


@pytest.mark.parametrize(("sql", "error"), LIMITS, ids=range(len(LIMITS)))
def test_limits_of_the_text(sql: str, error: type[AiwsError], world: World) -> None:
    with pytest.raises(error):
        run(sql, world)


def test_limits_can_be_set(world: World) -> None:
    with pytest.raises(LimitError):
        run("SELECT 1 + 1", world, limits=StatementLimits(chars=5))


def test_deep_but_honest_statements_pass(world: World) -> None:
    run("SELECT " + "(" * 20 + "1" + ")" * 20, world)
    run("SELECT " + " + ".join(["1"] * 100), world)
    run("SELECT 1 WHERE 1 IN (" + ", ".join(str(i) for i in range(5_000)) + ")", world)
    run("SELECT 1 WHERE " + " AND ".join(["true"] * 150), world)


def test_a_dialect_without_lists_is_refused(world: World) -> None:
    with pytest.raises(SettingsError):
        guard("SELECT 1", dialect="mysql", access=world.access, identity=world.identity)


def test_the_invisible_character_is_named(world: World) -> None:
    with pytest.raises(SqlRefused) as refused:
        run("SELECT \u200b1", world)
    assert "ZERO WIDTH SPACE" in refused.value.message("en")


def test_full_width_space_is_a_space(world: World) -> None:
    assert run("SELECT\u30001 AS n", world) == "SELECT 1 AS n"


PLACES = [
    "SELECT extract({q} FROM day) FROM card.transactions",
    "SELECT date_trunc({q}, day) FROM card.transactions",
    "SELECT date_trunc({s}, day) FROM card.transactions",
    "SELECT date_diff({q}, day, day), date_part({s}, day), datesub({q}, day, day) FROM card.transactions",
    "SELECT INTERVAL 1 {q}, INTERVAL {s}, INTERVAL '1' {q}",
    "SELECT CAST(amount AS {q}) FROM card.transactions",
    "SELECT amount AS {q}, {s} AS b FROM card.transactions {q}",
    "SELECT sum(amount) OVER {q} FROM card.transactions WINDOW {q} AS (ORDER BY day)",
    "SELECT * EXCLUDE ({q}) FROM card.transactions",
    "SELECT * RENAME (amount AS {q}) FROM card.transactions",
    "WITH {q} AS (SELECT 1 AS a) SELECT * FROM {q}",
    "WITH x({q}) AS (SELECT 1) SELECT {q} FROM x",
    "SELECT list_transform([1], lambda {q}: {q} + 1)",
    "SELECT {{{q}: 1, {s}: 2}}",
    "SELECT struct_pack({q} := 1)",
    "SELECT detail -> {s}, detail ->> {s}, json_extract(detail, {s}) FROM card.transactions",
    "SELECT * FROM card.transactions TABLESAMPLE {q} (10 PERCENT)",
    "SELECT * FROM card.transactions t({q})",
    "SELECT * FROM range(3) AS {q}({q})",
    "SELECT strftime(day, {s}), strptime({s}, {s}), trim(BOTH {s} FROM channel), position({s} IN channel) FROM card.transactions",
    "SELECT day AT TIME ZONE {s}, current_date({q}), channel LIKE {s} ESCAPE {s} FROM card.transactions",
    "SELECT string_agg(channel, {s} ORDER BY day), COLUMNS({s}), unnest([1], {q} := true) FROM card.transactions",
    "SELECT {q}(1), {q}.{q}, {q}.{q}.{q}, {q}.read_text() FROM card.transactions",
    "SELECT * FROM {q}, {q}.{q}, {q}(1)",
    "SELECT {n}, {n}.{n}, 1{n}",
    "SELECT 1 ORDER BY 1 NULLS {q} LIMIT {q} OFFSET {s}",
    "SELECT overlay({s} PLACING {s} FROM 1), {s} {s}, ${q}$, e{s}, x{s}, U&{s}, N{s}, b{s}",
    "SELECT $${n}$$, $a${n}$a$",
    "SELECT CAST(1 AS STRUCT({q} INT)), CAST('a' AS ENUM({s})), CAST(1 AS DECIMAL({q}))",
    "SELECT 1 -- {n}\n",
    "SELECT 1 /* {n} */ + 1 /*",
]
NASTY = st.lists(
    st.sampled_from(
        ["'", '"', "\\", ")", "(", ",", " ", "--", "/*", "*/", ";", "year", "FROM day", "getenv('HOME')", "$$", "$a$",
         "(SELECT max(secret) FROM vault.secrets)", "vault.secrets", "[", "]", "{", "}", ".", "::", "1", "`", "\n", "AS x"]
    ),
    min_size=1,
    max_size=8,
).map("".join)  # fmt: skip


def functions_and_tables(sql: str) -> set[str]:
    with duckdb.connect() as connection:
        text = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    names: set[str] = set()
    stack: list[object] = [json.loads(text[0])] if text else []
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            names |= {str(node[k]).lower() for k in ("function_name", "table_name") if node.get(k)}
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return names


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), NASTY)
def test_what_stands_in_quotes_stays_there(world: World, place: str, nasty: str) -> None:
    """By the engine's own reading of the executed text, nothing in quotes became a call or a table."""
    q, s = nasty.replace('"', '""'), nasty.replace("'", "''")
    try:
        executed = run(place.format(q=f'"{q}"', s=f"'{s}'", n=nasty), world)
    except AiwsError:
        return
    assert functions_and_tables(executed) & {"getenv", "secrets", "read_text"} == set()


WORDS = st.sampled_from(
    "SELECT FROM WHERE WITH RECURSIVE AS UNION ALL ( ) , * . ; card.grades vault.secrets hidden_main secrets x grades"
    " JOIN ON USING LATERAL EXISTS IN 1 'a' \"x\" = -> :: lambda : [ ] { } VALUES ORDER BY LIMIT query read_text"
    " duckdb_tables main GROUP COLUMNS # $1 ? INSERT INTO RETURNING secret name leak() PIVOT AT FILTER OVER".split()
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, min_size=1, max_size=25))
@example(["ALL", "$1", "AT"])
def test_noise_never_shows_a_canary_and_never_crashes(world: World, words: list[str]) -> None:
    try:
        executed = run("SELECT * FROM " + " ".join(words), world)
        result = world.warehouse.run(executed, Limits(seconds=5, max_rows=50))
    except AiwsError as problem:
        with contextlib.suppress(KeyError):
            assert CANARY not in problem.message("ko")
        return
    assert CANARY not in str(result.rows)
