"""Rows laid out for people: each case is columns, rows, the room there is, and the lines that come out."""

from __future__ import annotations

from typing import Any

import pytest

from aiws_cli.core.results import ResultColumn as Column
from aiws_cli.ui.cells import width
from aiws_cli.ui.tables import cell_text, lay_out

WRAPS = (Column("상품명", "VARCHAR"), Column("n", "BIGINT"))

CASES: list[tuple[str, tuple[Column, ...], list[tuple[Any, ...]], int | None, list[str]]] = [
    (
        "wide characters and numbers align",
        WRAPS,
        [("글로벌 펀드랩", 1234567), ("a", 5)],
        None,
        [
            "상품명                 n",
            "─────────────  ─────────",
            "글로벌 펀드랩  1,234,567",
            "a                      5",
        ],
    ),
    (
        "a label heads the column",
        (Column("branch_name", "VARCHAR", "영업점명"),),
        [("강남",)],
        None,
        ["영업점명", "────────", "강남"],
    ),
    (
        "text folds before numbers do",
        (Column("name", "VARCHAR"), Column("total", "DECIMAL(18,2)")),
        [("one two three four", "1234.50")],
        20,
        ["name           total", "──────────  ────────", "one two     1,234.50", "three four"],
    ),
    (
        "too narrow: each row becomes a block",
        (Column("a", "VARCHAR"), Column("b", "VARCHAR"), Column("c", "VARCHAR")),
        [("x" * 12, "y" * 12, "z" * 12)],
        20,
        [
            "── 1 ───────────────",
            "a  xxxxxxxxxxxx",
            "b  yyyyyyyyyyyy",
            "c  zzzzzzzzzzzz",
        ],
    ),
    ("no rows: only the head", WRAPS, [], None, ["상품명  n", "──────  ─"]),
    (
        "escapes in a cell never reach the terminal",
        (Column("x", "VARCHAR"),),
        [("\x1b[31m빨강\x1b[0m",)],
        None,
        ["x", "────", "빨강"],
    ),
]


@pytest.mark.parametrize(
    ("columns", "rows", "cells", "lines"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_layout(
    columns: tuple[Column, ...], rows: list[tuple[Any, ...]], cells: int | None, lines: list[str]
) -> None:
    laid = lay_out(columns, rows, cells=cells)
    got = [*laid.head, *laid.body]
    assert got == lines
    if cells is not None:
        assert all(width(line) <= cells for line in got)


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, Column("x", "VARCHAR"), "NULL"),
        (True, Column("x", "BOOLEAN"), "true"),
        (1234567, Column("amount", "BIGINT"), "1,234,567"),
        (2026, Column("year", "INTEGER"), "2026"),
        (202609, Column("base_ym", "INTEGER"), "202609"),
        (12345, Column("branch_id", "INTEGER"), "12345"),
        (2026, Column("연도", "INTEGER"), "2026"),
        ("-1234567.8900", Column("amt", "DECIMAL(18,4)"), "-1,234,567.8900"),
        ("0123", Column("code", "VARCHAR"), "0123"),
        (0.1 + 0.2, Column("rate", "DOUBLE"), "0.3"),
        (-12345.678912, Column("x", "DOUBLE"), "-12,345.6789"),
        (1e-7, Column("x", "DOUBLE"), "1e-07"),
        (float("inf"), Column("x", "DOUBLE"), "inf"),
        (["가", None], Column("x", "VARCHAR[]"), '["가", null]'),
        ({"a": 1}, Column("x", "STRUCT(a INTEGER)"), '{"a": 1}'),
    ],
)
def test_cells(value: Any, column: Column, text: str) -> None:
    assert cell_text(value, column) == text


def test_long_results_are_cut_to_whole_rows_and_one_row_always_shows() -> None:
    rows = [(f"행 {i}", i) for i in range(100)]
    laid = lay_out(WRAPS, rows, cells=80, max_lines=10)
    assert laid.rows_shown == len(laid.body) == 10
    tall = lay_out((Column("x", "VARCHAR"),), [("가나다라 " * 20,)], cells=12, max_lines=1)
    assert tall.rows_shown == 1
