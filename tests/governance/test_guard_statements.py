"""Two tables of statements: what must pass and give the same rows, and what must be refused without telling anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.errors import AiwsError, DeniedError, LimitError, SqlSyntaxError, WarehouseError
from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.governance.sql_guard import guard
from support.guarded_world import CANARY, World

HERE = Path(__file__).parent
BENIGN = [
    p.strip()
    for p in (HERE / "benign.sql").read_text(encoding="utf-8").split("\n\n")
    if p.strip() and not p.startswith("-- Statements")
]
HOSTILE = [
    re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), line)
    for line in (HERE / "hostile.sql").read_text(encoding="utf-8").splitlines()
    if not line.startswith("--")
]
LIMITS = Limits(seconds=10)


def rows_of(result: ResultSet, sql: str) -> list[Any]:
    rows = [tuple(r) for r in result.rows]
    return rows if re.search(r"\bORDER BY\b(?!.*\))", sql, re.S) else sorted(rows, key=repr)


def safe(sql: str, world: World) -> Any:
    return guard(sql, dialect="duckdb", access=world.access, identity=world.identity)


def test_there_are_enough_statements() -> None:
    assert len(BENIGN) >= 60
    assert len(HOSTILE) >= 120


@pytest.mark.parametrize("sql", BENIGN)
def test_benign_gives_the_same_rows(sql: str, world: World) -> None:
    plain = world.warehouse.run(sql.replace("FROM 실적", "FROM 영업.실적"), LIMITS)
    passed = safe(sql, world)
    guarded = world.warehouse.run(passed.executed_sql, LIMITS)
    assert [c.type for c in guarded.columns] == [c.type for c in plain.columns]
    assert rows_of(guarded, sql) == rows_of(plain, sql)
    assert {t.lower() for t in world.warehouse.tables_touched(passed.executed_sql)} <= {
        t.lower() for t in passed.tables
    }


@pytest.mark.parametrize("sql", HOSTILE)
def test_hostile_is_refused(sql: str, world: World) -> None:
    with pytest.raises((DeniedError, SqlSyntaxError, LimitError)) as refused:
        safe(sql, world)
    told = "".join(refused.value.message(lang) + refused.value.hint(lang) for lang in ("ko", "en"))
    assert CANARY not in told
    for hidden in ("hidden_main", "vault.kind", "open_view"):
        assert hidden not in told.replace(sql, "") or hidden in sql
    assert refused.value.exit_code in (2, 4, 7)


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


def test_every_refusal_speaks_both_languages(world: World) -> None:
    for sql in HOSTILE:
        with pytest.raises(AiwsError) as refused:
            safe(sql, world)
        assert refused.value.message("ko") != refused.value.message("en")
        assert refused.value.hint("ko")
        assert refused.value.hint("en")
