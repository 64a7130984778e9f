"""What rows a statement keeps, told in words: a row is SQL and what is said of it."""

from __future__ import annotations

import pytest
import sqlglot

from aiws_cli.analysis.conditions import conditions
from aiws_cli.core.language import Language
from aiws_cli.core.tables import Column, Table

WRAPS = Table(
    "bank.wraps",
    (
        Column("name", "VARCHAR", business_name="펀드랩명", business_name_en="Wrap"),
        Column(
            "status",
            "VARCHAR",
            business_name="판매상태",
            business_name_en="Status",
            code_values={"ON": "판매중 | on sale"},
        ),
        Column("fee", "DECIMAL(5,2)", business_name="보수율", business_name_en="Fee"),
        Column("base_month", "DATE", "date", business_name="기준월"),
        Column("tags", "VARCHAR[]", "array", business_name="상품태그", business_name_en="Tags"),
        Column(
            "details",
            "JSON",
            "object",
            fields=(
                Column(
                    "currency",
                    "VARCHAR",
                    business_name="통화",
                    code_values={"USD": "달러 | US dollar"},
                    within="details",
                ),
                Column("months", "BIGINT", business_name="기간", business_name_en="Term", within="details"),
            ),
        ),
    ),
)


class OneTable:
    """As much of a catalog as conditions read."""

    def table(self, name: str) -> Table | None:
        return WRAPS if name.lower() == "bank.wraps" else None


ROWS: list[tuple[str, Language, tuple[str, ...]]] = [
    ("SELECT name FROM bank.wraps", "ko", ()),
    ("SELECT name FROM bank.wraps WHERE list_contains(tags, '절세')", "ko", ("상품태그 ∋ 절세",)),
    ("SELECT name FROM bank.wraps WHERE list_has_any(tags, ['a', 'b'])", "en", ("Tags ∋ a, b",)),
    ("SELECT name FROM bank.wraps WHERE (details->>'currency') = 'USD'", "ko", ("통화 = 달러",)),
    (
        "SELECT name FROM bank.wraps w WHERE CAST(w.details->>'months' AS BIGINT) >= 36",
        "en",
        ("Term ≥ 36",),
    ),
    ("SELECT name FROM bank.wraps WHERE (details->>'colour') = 'x'", "ko", ("colour = x",)),
    (
        "SELECT name FROM bank.wraps WHERE status = 'ON' AND fee >= 1.5",
        "ko",
        ("판매상태 = 판매중", "보수율 ≥ 1.5"),
    ),
    ("SELECT name FROM bank.wraps w WHERE w.status = 'ON'", "en", ("Status = on sale",)),
    ("SELECT name FROM bank.wraps WHERE status IN ('ON', 'X')", "ko", ("판매상태 = 판매중, X",)),
    (
        "SELECT name FROM bank.wraps WHERE base_month BETWEEN DATE '2026-09-01' AND DATE '2026-09-30'",
        "ko",
        (),
    ),
    (
        "SELECT name FROM bank.wraps WHERE base_month >= '2026-09-01' AND fee BETWEEN 1 AND 2",
        "ko",
        ("보수율 1~2",),
    ),
    ("SELECT name FROM bank.wraps WHERE status = 'ON' OR fee > 1", "ko", ("status = 'ON' OR fee > 1",)),
    (
        "WITH x AS (SELECT name FROM bank.wraps WHERE status = 'ON') SELECT name FROM x",
        "ko",
        ("판매상태 = 판매중",),
    ),
    (
        "SELECT a.name FROM bank.wraps a, bank.wraps b WHERE a.name = b.name AND a.fee < 1",
        "ko",
        ("보수율 < 1",),
    ),
    ("SELECT name FROM bank.wraps WHERE name LIKE '%글로벌%'", "ko", ("name LIKE '%글로벌%'",)),
]


@pytest.mark.parametrize(("sql", "language", "said"), ROWS, ids=[r[0] for r in ROWS])
def test_conditions(sql: str, language: Language, said: tuple[str, ...]) -> None:
    tree = sqlglot.parse_one(sql, read="duckdb")
    assert conditions(tree, OneTable(), language) == said  # type: ignore[arg-type]
