"""Statements nobody thought of: made from a grammar and changed from the tests' own, a share of `make fuzz` on each run.

The seed is today's date, so that every day looks elsewhere and a failure can be had again: `make fuzz SEED=… COUNT=…`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from aiws_cli.core.errors import SqlSyntaxError
from aiws_cli.governance import warehouse
from aiws_cli.governance.sql import allowed, guard, parser, rewrite
from support.canary_world import build
from support.fuzzing.campaign import DIALECTS, Counted, run, statement
from support.fuzzing.oracle import Hang, Judge, watched
from support.fuzzing.shrink import shrunk
from support.fuzzing.tables import signatures

SEED = os.environ.get("AIWS_TEST_FUZZ_SEED") or f"{datetime.now(UTC):%Y-%m-%d}"
COUNT = 4000


def fuzz(
    folder: Path,
    count: int = COUNT,
    seed: str = SEED,
    dialects: tuple[str, ...] = DIALECTS,
    failures: int = 1000,
) -> Counted:
    os.environ["CNRYENV"] = "CNRYENV"
    return run(seed, count, folder, dialects=dialects, failures=failures)


def test_nothing_comes_out_and_nothing_falls_over(tmp_path: Path) -> None:
    counted = fuzz(tmp_path)
    told = "\n".join([f"seed {SEED}", *counted.lines()])
    assert not counted.failures, told
    assert counted.total == COUNT, told
    # Else the run would say nothing: much is let through, much is refused, and much of what runs shows rows.
    assert counted.allowed >= 0.1 * COUNT, told
    assert counted.total - counted.allowed >= 0.1 * COUNT, told
    assert counted.ran["rows"] >= 0.05 * COUNT, told
    assert counted.unread <= 0.01 * COUNT, told
    assert len(counted.guard) >= 10, told


def test_the_same_seed_makes_the_same_statements() -> None:
    for dialect in ("duckdb", "snowflake"):
        made = [statement("a", n, dialect) for n in range(200)]
        assert made == [statement("a", n, dialect) for n in range(200)]
        assert made != [statement("b", n, dialect) for n in range(200)]
        assert len(set(made)) > 190


def test_the_statements_reach_what_the_guard_lets_through() -> None:
    """What the lists allow and no statement has would never be tried."""
    seen: set[str] = set()
    for n in range(3000):
        sql = statement("coverage", n, "duckdb")
        try:
            trees = parser.trees_of(parser.tokens_of(sql, "duckdb"), sql, "duckdb")
        except (SqlSyntaxError, RecursionError):  # The guard counts brackets before it parses.
            continue
        seen.update(type(node).__name__ for tree in trees for node in tree.walk())
    lists = allowed.BY_DIALECT["duckdb"]
    called = set(signatures("duckdb")[0])
    for wanted, there, share in (
        (lists.nodes, seen, 0.9),
        (lists.function_classes, seen, 0.8),
        (lists.function_names, called, 0.95),
    ):
        missing = sorted(wanted - there)
        assert len(missing) <= (1 - share) * len(wanted), missing
    assert len(signatures("duckdb")[1]) > 400, "functions that must be refused"


# Holes in the guard, each with a statement that gets through it, and the kinds of failure it must be told by.
def _no_views(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrite, "_put_behind_views", lambda *_: None)


def _no_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    real = rewrite.view_sql
    monkeypatch.setattr(rewrite, "view_sql", lambda *a: real(*a).replace("'010-****'", '"customers"."phone"'))


def _no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter without the CASE before it: the engine looks at filtered rows, and an error tells of them."""
    real = rewrite.view_sql

    def view(*a: Any) -> str:
        text = real(*a)
        return text.replace('CASE WHEN "__aiws_seen" THEN ', "CASE WHEN true THEN ")

    monkeypatch.setattr(rewrite, "view_sql", view)


def _plain_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "safe_error", lambda problem, *_: problem)


def _any_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_check_function", lambda *_: None)


def _crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tree: exp.Expr, dialect: str) -> str:
        if tree.find(exp.Window):
            raise KeyError("window")
        return parser.text_of(tree, dialect)

    monkeypatch.setattr(guard, "text_of", broken)


HOLES = [
    (_no_views, "SELECT * FROM card.customers", {"reader"}),
    (_no_masks, "SELECT c::VARCHAR FROM card.customers c", {"rows"}),
    (_no_masks, "SELECT name FROM card.customers WHERE phone LIKE 'C%'", {"depends"}),
    (
        _no_case,
        "SELECT 1 FROM card.grades g, bank.accounts a WHERE json_extract(a.note, '$.a') IS NULL",
        {"depends"},
    ),
    (_plain_errors, "SELECT state + 1 FROM card.transactions", {"message"}),
    (_any_function, "SELECT getenv('CNRYENV')", {"reader"}),
    (_crash, "SELECT row_number() OVER () FROM card.customers", {"crash"}),
]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    worlds = [build(tmp_path_factory.mktemp("world"), others=others, threads=1) for others in (False, True)]
    yield Judge(*worlds)
    for world in worlds:
        world.warehouse.close()


@pytest.mark.parametrize(("hole", "sql", "kinds"), HOLES, ids=lambda v: getattr(v, "__name__", ""))
def test_a_hole_is_told(
    hole: Any, sql: str, kinds: set[str], monkeypatch: pytest.MonkeyPatch, judge: Judge
) -> None:
    assert judge.judge(sql).failure == ""
    hole(monkeypatch)
    assert judge.judge(sql).kind in kinds


def test_a_hole_is_found_by_statements_nobody_wrote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _no_masks(monkeypatch)
    counted = fuzz(tmp_path, 1000, "holes", ("duckdb",), failures=1)
    assert counted.failures, list(counted.lines())


def test_what_does_not_end_is_told() -> None:
    with pytest.raises(Hang), watched(0.2):
        while True:
            pass


def test_a_failing_statement_is_made_small() -> None:
    sql = "SELECT a, b, (SELECT max(secret) FROM vault.secrets) FROM card.customers WHERE a > 1 ORDER BY 1 LIMIT 3"
    assert shrunk(sql, lambda s: "vault.secrets" in s) == "vault.secrets"
