"""Statements that must pass and give what they give without the guard, and the words of refusals."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aiws_cli.core.errors import DeniedError, WarehouseError
from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.governance.sql.guard import guard
from support.guarded_world import CANARY, World
from support.statements import benign

BENIGN = benign("benign")
CALLED_OTHERWISE = "INTERVAL 1 MONTH, tx_date - INTERVAL '7' DAY"
"""Part of the statements whose nameless columns get another name: an interval's number is written in quotes."""
LIMITS = Limits(seconds=10)


def rows_of(result: ResultSet, sql: str) -> list[Any]:
    rows = [tuple(r) for r in result.rows]
    return rows if re.search(r"\bORDER BY\b(?!.*\))", sql, re.S) else sorted(rows, key=repr)


def safe(sql: str, world: World) -> Any:
    return guard(sql, dialect="duckdb", access=world.access, identity=world.identity)


def test_there_are_enough_statements() -> None:
    assert len(BENIGN) >= 60
    assert sum(CALLED_OTHERWISE in sql for sql in BENIGN) <= 0.02 * len(BENIGN)


@pytest.mark.parametrize("sql", BENIGN)
def test_benign_gives_what_the_plain_statement_gives(sql: str, world: World) -> None:
    plain = world.warehouse.run(sql.replace("FROM 실적", "FROM 영업.실적"), LIMITS)
    passed = safe(sql, world)
    guarded = world.warehouse.run(passed.executed_sql, LIMITS)
    assert [c.type for c in guarded.columns] == [c.type for c in plain.columns]
    if CALLED_OTHERWISE not in sql:
        assert [c.name for c in guarded.columns] == [c.name for c in plain.columns]
    assert rows_of(guarded, sql) == rows_of(plain, sql)
    assert {t.lower() for t in world.warehouse.tables_touched(passed.executed_sql)} <= {
        t.lower() for t in passed.tables
    }


# Let through, because what they reach is the asker's own; they must show nothing else.
HARMLESS = [
    "SELECT rowid FROM card.customers",
    "SELECT customers.rowid FROM card.customers",
    "SELECT vault.secrets.secret FROM card.customers",
    "SELECT CAST(name AS INTEGER) FROM card.customers",
    "SELECT name::DATE FROM card.customers",
    "SELECT CAST(name AS UUID) FROM card.customers",
    "SELECT strptime(name, '%Y') FROM card.customers",
    "SELECT json_extract(name, '$.a') FROM card.customers",
    "SELECT (amount * 1000000000000000000000)::DECIMAL(38,10) * amount FROM card.transactions",
    "SELECT amount::TINYINT FROM card.transactions",
    "SELECT (SELECT name FROM card.customers)",
    "SELECT date_part(name, DATE '2026-01-01') FROM card.customers",
    "SELECT regexp_matches('x', name || '(') FROM card.customers",
    "SELECT name::BLOB::VARCHAR::INTERVAL FROM card.customers",
    "SELECT name::DECIMAL(4,2) FROM card.customers",
    "SELECT make_date(customer_id, 99, 99) FROM card.customers",
    "SELECT chr(customer_id * -1) FROM card.customers",
    "WITH RECURSIVE hidden_main AS (SELECT * FROM hidden_main) SELECT * FROM hidden_main",
    "SELECT nope FROM card.customers",
]


@pytest.mark.parametrize("sql", HARMLESS)
def test_errors_of_rows_name_no_value(sql: str, world: World) -> None:
    try:
        passed = safe(sql, world)
        shown = str(world.warehouse.run(passed.executed_sql, LIMITS).rows)
    except (WarehouseError, DeniedError) as problem:
        shown = ""
        for language in ("ko", "en"):
            told = problem.message(language) + problem.hint(language)
            assert "고객1" not in told and "7919" not in told
            shown += told
    assert CANARY not in shown


def test_unknown_and_hidden_tables_get_the_same_words(world: World) -> None:
    def told(sql: str, name: str) -> str:
        with pytest.raises(DeniedError) as refused:
            safe(sql, world)
        return (refused.value.message("ko") + refused.value.hint("ko")).replace(name, "X")

    assert told("SELECT * FROM vault.secrets", "vault.secrets") == told(
        "SELECT * FROM vault.zzzzzzz", "vault.zzzzzzz"
    )


def test_a_near_name_is_named_only_where_it_is_permitted(world: World) -> None:
    with pytest.raises(DeniedError) as refused:
        safe("SELECT * FROM card.custmers", world)
    assert "card.customers" in refused.value.hint("ko")
    with pytest.raises(DeniedError) as refused:
        safe("SELECT * FROM vault.secret", world)
    assert "vault.secrets" not in refused.value.hint("en")
