"""The period a statement reads: a row is SQL and its two ends."""

from __future__ import annotations

import pytest
import sqlglot

from aiws_cli.analysis.period_sql import period_in_sql

ROWS = [
    ("SELECT 1 FROM t WHERE d >= DATE '2026-09-01' AND d <= DATE '2026-09-30'", ("2026-09-01", "2026-09-30")),
    ("SELECT 1 FROM t WHERE d BETWEEN '2026-09-01' AND '2026-09-30'", ("2026-09-01", "2026-09-30")),
    ("SELECT 1 FROM t WHERE d >= '2026-01-01' AND d < '2026-10-01'", ("2026-01-01", "2026-09-30")),
    (
        "SELECT 1 FROM t WHERE d > DATE '2026-09-30' - INTERVAL 1 MONTH AND d <= DATE '2026-09-30'",
        ("2026-08-31", "2026-09-30"),
    ),
    ("SELECT 1 FROM t WHERE base_month = DATE '2026-08-01'", ("2026-08-01", "2026-08-31")),
    ("SELECT 1 FROM t WHERE base_month BETWEEN '2026-07-01' AND '2026-09-01'", ("2026-07-01", "2026-09-30")),
    ("SELECT 1 FROM t WHERE base_month = '2026-08'", ("2026-08-01", "2026-08-31")),
    ("SELECT 1 FROM t WHERE base_month IN ('202607', '202608')", ("2026-07-01", "2026-08-31")),
    ("SELECT 1 FROM t WHERE DATE '2026-09-30' >= d AND d >= DATE '2026-09-01'", ("2026-09-01", "2026-09-30")),
    ("SELECT 1 FROM t WHERE d = CAST('2026-09-30' AS DATE)", ("2026-09-30", "2026-09-30")),
    ("SELECT 1 FROM t WHERE name = '강남' AND n > 202", None),
    ("SELECT 1 FROM t WHERE d >= DATE '2026-09-01'", ("2026-09-01", None)),
    ("SELECT 1 FROM t WHERE d <= DATE '2026-09-30'", (None, "2026-09-30")),
    ("SELECT DATE '2026-01-01' FROM t", None),
    ("SELECT 1 FROM t WHERE d > DATE '2026-09-30' - INTERVAL '202609' MONTH", None),
]


@pytest.mark.parametrize(("sql", "ends"), ROWS)
def test_period_in_sql(sql: str, ends: tuple[str | None, str | None] | None) -> None:
    found = period_in_sql(sqlglot.parse_one(sql, read="duckdb"))
    assert (found and tuple(d and d.isoformat() for d in found)) == ends
