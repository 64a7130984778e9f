"""What the guard refuses, and under which heading; and the names it gives to what it lets through."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from aiws_cli.core.errors import LimitError, StatementFailed
from aiws_cli.core.results import Limits
from aiws_cli.governance.audit.log import Audit
from aiws_cli.governance.sql.errors import safe_error
from aiws_cli.governance.sql.guard import SafeSql, SqlRefused, guard
from aiws_cli.governance.warehouse import Guarded
from support.canary_world import CanaryWorld
from support.guarded_world import World


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9, tzinfo=UTC)

    def monotonic(self) -> float:
        return 1.0


REFUSED = [
    ("SELECT * FROM customers", "ambiguous"),
    ("SELECT * FROM range(3).customers", "construct"),
    ("SELECT * FROM range(3).card.customers", "construct"),
    ("SELECT * FROM other.card.customers", "database"),
    ("SELECT 😀 FROM card.customers", "construct"),
    ('SELECT detail -> \'$["store","n"]\' FROM card.transactions', "construct"),
    ("SELECT detail -> '$[\"a'' || x\",\"n\"]' FROM card.transactions", "construct"),
    ("SELECT detail -> '$.items[0:1]' FROM card.transactions", "construct"),
    ("SELECT detail -> '$..n' FROM card.transactions", "construct"),
    ("SELECT CAST(1 AS vault.kind)", "type"),
    ("SELECT 1 AS __aiws_seen", "reserved"),
    ("SELECT 1; SELECT 2", "many"),
    ("DROP TABLE card.customers", "statement"),
]


@pytest.mark.parametrize(("sql", "kind"), REFUSED, ids=[sql for sql, _ in REFUSED])
def test_refused_under_a_heading(sql: str, kind: str, world: World) -> None:
    with pytest.raises(SqlRefused) as refused:
        guard(sql, dialect="duckdb", access=world.access, identity=world.identity, database="warehouse")
    assert refused.value.slots["kind"] == kind
    assert refused.value.message("ko") != refused.value.message("en")


def test_snowflake_has_no_empty_schema(canary_world: CanaryWorld) -> None:
    with pytest.raises(SqlRefused) as refused:
        guard(
            "SELECT * FROM demo..customers",
            dialect="snowflake",
            access=canary_world.snowflake,
            identity=canary_world.identity,
            database="DEMO",
        )
    assert refused.value.slots["kind"] == "construct"


def test_values_have_names_of_their_own(canary_world: CanaryWorld) -> None:
    passed = guard(
        "VALUES (1, 'x')", dialect="snowflake", access=canary_world.snowflake, identity=canary_world.identity
    )
    assert passed.executed_sql == "VALUES (1, 'x')"


def test_a_short_text_with_a_large_tree_is_too_much(world: World) -> None:
    with pytest.raises(LimitError) as limit:
        guard(
            f"SELECT '{{}}'::json -> '${'.a' * 24_000}'",
            dialect="duckdb",
            access=world.access,
            identity=world.identity,
        )
    assert limit.value.slots["value"] == 20_000


CTE = "WITH customers AS (SELECT 1 AS a, 2 AS b)"
NAMED = [
    ("SELECT CAST(1 AS UINT8)", "SELECT CAST(1 AS UINT8)"),
    (f"{CTE} SELECT * FROM customers AS (x, y)",
     'WITH "customers__cte1" AS (SELECT 1 AS a, 2 AS b) SELECT * FROM "customers__cte1" AS customers(x, y)'),
    (f"{CTE}, customers__cte1 AS (SELECT 2 AS b) SELECT * FROM customers, customers__cte1",
     'WITH "customers__cte1_" AS (SELECT 1 AS a, 2 AS b), customers__cte1 AS (SELECT 2 AS b) '
     'SELECT * FROM "customers__cte1_" AS customers, customers__cte1'),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "executed"), NAMED, ids=[sql for sql, _ in NAMED])
def test_names_of_what_is_executed(sql: str, executed: str, world: World) -> None:
    passed = guard(sql, dialect="duckdb", access=world.access, identity=world.identity)
    assert passed.executed_sql == executed


def test_an_error_whose_one_word_is_not_known_says_none(world: World) -> None:
    safe = SafeSql("SELECT a FROM t", "SELECT a FROM t", ("card.grades",), "duckdb")
    told = safe_error(StatementFailed(form="convert", detail="x", first="고객1", second=""), safe, [])
    assert told.slots["form"] == "unclear"
    assert "고객1" not in str(told.slots) + told.message("ko") + told.message("en")


def test_what_the_engine_does_not_read_is_told_in_known_words(world: World, tmp_path: Path) -> None:
    """The second opinion reads the executed text before anything runs."""
    log = Audit(tmp_path / "kim.jsonl", Clock())
    guarded = Guarded(world.warehouse, world.access, world.identity, log, Limits(), Clock())  # type: ignore[arg-type]
    with pytest.raises(StatementFailed) as failed:
        guarded.query("SELECT extract(year FROM current_date) OVER ()")
    assert "OVER" in failed.value.message("en")
