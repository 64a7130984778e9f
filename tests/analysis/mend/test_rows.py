"""Every mending rule by its rows: SQL as a model writes it, what it must become, or that it must stay."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml

from aiws_cli.analysis.mend import RULES, Scene, mend
from aiws_cli.core.language import of_text

from . import small_bank, small_library, small_shelf
from .small_bank import SmallBank
from .small_library import SmallLibrary
from .small_shelf import SmallShelf

ROWS = Path(__file__).parent / "rows"


def _rows() -> list[Any]:
    return [
        pytest.param(row, id=f"{file.stem}: {row['about']}")
        for file in sorted(ROWS.glob("*.yaml"))
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def _scene(row: dict[str, Any]) -> Scene:
    if row.get("catalog") == "library":
        return Scene(
            catalog=SmallLibrary(),
            question=row.get("question", ""),
            as_of=date(2026, 9, 30),
            shown=tuple(t.name for t in small_library.TABLES),
            values=lambda table, column: small_library.VALUES.get((table, column), ()),
        )
    if row.get("catalog") == "shelf":
        return Scene(
            catalog=SmallShelf(),
            question=row.get("question", ""),
            as_of=date(2026, 9, 30),
            shown=tuple(t.name for t in small_shelf.TABLES),
            values=lambda table, column: small_shelf.VALUES.get((table, column), ()),
        )
    return Scene(
        catalog=SmallBank(declared=row.get("declared", True)),
        question=row.get("question", ""),
        as_of=date(2026, 9, 30),
        shown=tuple(row.get("shown", [t.name for t in small_bank.TABLES if t.name != "card.customers"])),
        values=lambda table, column: small_bank.VALUES.get((table, column), ()),
    )


@pytest.mark.parametrize("row", _rows())
def test_row(row: dict[str, Any]) -> None:
    scene = _scene(row)
    result = mend(row["sql"], scene)
    if row.get("unchanged"):
        assert result.mends == (), [m.reason for m in result.mends]
        assert result.sql == row["sql"]
    else:
        assert result.sql == row["mended"]
        assert list(dict.fromkeys(m.rule for m in result.mends)) == row["rules"]
    assert [p.kind for p in result.problems] == row.get("problem", [])
    assert len(result.cautions) == row.get("cautions", 0), result.cautions


@pytest.mark.parametrize("row", _rows())
def test_mending_twice_changes_nothing(row: dict[str, Any]) -> None:
    scene = _scene(row)
    once = mend(row["sql"], scene)
    again = mend(once.sql, scene)
    assert again.sql == once.sql
    assert again.mends == ()


@pytest.mark.parametrize("row", [r for r in _rows() if "mended" in r.values[0]])
def test_reasons_are_told_in_the_askers_language(row: dict[str, Any]) -> None:
    for question, language in (("고객을 보여줘", "ko"), ("show customers", "en")):
        scene = dataclasses.replace(_scene(row), question=question)
        for made in mend(row["sql"], scene).mends:
            assert made.reason and "{" not in made.reason
            if language == "ko":
                assert of_text(made.reason) == "ko"


def test_every_rule_has_a_row() -> None:
    tested = {name for row in _rows() for name in row.values[0].get("rules", [])}
    assert {rule.name for rule in RULES} <= tested


def test_what_rows_expect_is_valid_sql() -> None:
    for row in _rows():
        if "mended" in row.values[0]:
            sqlglot.parse_one(row.values[0]["mended"], read="duckdb")


def test_problems_name_what_is_near() -> None:
    scene = _scene({"question": "지점 이름"})
    (problem,) = mend("SELECT branch_nm_long FROM bank.branches", scene).problems
    assert problem.kind == "column"
    assert "branches.branch_name" in problem.near
    assert "branch_nm_long" in problem.message


def test_a_statement_that_is_no_query_is_left_to_the_guard() -> None:
    result = mend("DROP TABLE bank.branches", _scene({}))
    assert (result.sql, result.mends, result.problems) == ("DROP TABLE bank.branches", (), ())


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT account_id FROM bank.accounts WHERE open_date > DATE '2026-09-30' - INTERVAL 202609 MONTH",
        "SELECT * FROM bank.accounts WHERE open_date = '9999-99'",
        "SELECT",
        "",
        "SELECT a.b.c.d.e FROM x.y.z.w",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n FROM r",
        "SELECT * FROM (bank.accounts JOIN bank.customers USING (customer_id))",
        "PIVOT bank.accounts ON product_id USING SUM(balance)",
        "FROM bank.accounts SELECT account_id",
    ],
)
def test_bad_or_unusual_sql_never_raises(sql: str) -> None:
    scene = _scene({"question": "2026년 9월 상위 5개 계좌"})
    once = mend(sql, scene)
    assert mend(once.sql, scene).mends == ()
