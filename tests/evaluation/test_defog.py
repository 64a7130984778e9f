"""Questions with Postgres golds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from aiws_cli.core.language import use
from aiws_cli.evaluation.defog import AS_OF, adapted
from aiws_cli.evaluation.postgres import in_duckdb, statements


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use(None)


@pytest.fixture
def shop() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE depots (id INTEGER, city VARCHAR, opened DATE, seen TIMESTAMP)")
        connection.execute(
            "INSERT INTO depots VALUES (1, 'Bonn', '2025-01-31', '2025-02-03 04:05:06'), "
            "(2, 'Ulm', '2025-03-01', '2025-03-01 00:00:00')"
        )
        yield connection


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT CURRENT_DATE, NOW(), 'today'::date", [(date(2025, 5, 10), datetime(2025, 5, 10), date(2025, 5, 10))]),
        ("SELECT CURRENT_DATE - INTERVAL '2 days'", [(datetime(2025, 5, 8),)]),
        ("SELECT NOW() - INTERVAL '15 min'", [(datetime(2025, 5, 9, 23, 45),)]),
        ("SELECT clock_timestamp() AT TIME ZONE 'UTC' IS NOT NULL", [(True,)]),
        ("SELECT TO_CHAR(seen, 'YYYYMMDD HH24:MI:SS') FROM depots WHERE id = 1", [("20250203 04:05:06",)]),
        ("SELECT TO_CHAR(seen, 'yyyy-mm-01') FROM depots WHERE id = 1", [("2025-02-01",)]),
        ("SELECT TO_CHAR(seen, 'FMMonth \"of\" YY') FROM depots WHERE id = 1", [("February of 25",)]),
        ("SELECT TO_CHAR(seen, '%Y%m%d %H:%i:%s') FROM depots WHERE id = 1", [("20250203 04:05:06",)]),
        ("SELECT TO_DATE('03/02/2025', 'DD/MM/YYYY')", [(date(2025, 2, 3),)]),
        ("SELECT opened - DATE '2025-01-01' FROM depots WHERE id = 1", [(30,)]),
        ("SELECT DATE_TRUNC('month', seen)::date FROM depots WHERE id = 1", [(date(2025, 2, 1),)]),
        ("SELECT EXTRACT(EPOCH FROM seen)::bigint FROM depots WHERE id = 2", [(1740787200,)]),
        ("SELECT EXTRACT(DOW FROM opened) FROM depots ORDER BY id", [(5,), (6,)]),
        ("SELECT STRING_AGG(city, ', ' ORDER BY city DESC) FROM depots", [("Ulm, Bonn",)]),
        ("SELECT city FROM public.depots WHERE city ~ '^B' AND city ILIKE 'bo%'", [("Bonn",)]),
        ("SELECT seen::timestamptz FROM depots WHERE id = 2", [(datetime(2025, 3, 1),)]),
        ("SELECT AGE(opened) > INTERVAL '70 days' FROM depots ORDER BY id", [(True,), (False,)]),
        ("SELECT TO_TIMESTAMP(1740787200)", [(datetime(2025, 3, 1),)]),
        ("SELECT d.id, d.city, COUNT(*) FROM depots d GROUP BY d.id ORDER BY d.city", [(1, "Bonn", 1), (2, "Ulm", 1)]),
        ("SELECT d.id, MIN(d.seen) > d.opened FROM depots d GROUP BY d.id ORDER BY 1", [(1, True), (2, False)]),
        (
            "SELECT generate_series(DATE '2025-01-01', DATE '2025-03-01', INTERVAL '1 month')::date AS m",
            [(date(2025, 1, 1),), (date(2025, 2, 1),), (date(2025, 3, 1),)],
        ),
        ("SELECT ROUND(AVG(id)::numeric, 1) FROM depots", [(1.5,)]),
        ("SELECT city FROM depots ORDER BY NULLIF(id, 1) DESC", [("Bonn",), ("Ulm",)]),
    ],
)  # fmt: skip
def test_postgres_in_duckdbs_words(
    shop: duckdb.DuckDBPyConnection, sql: str, rows: list[tuple[Any, ...]]
) -> None:
    (statement,) = statements(sql)
    found = shop.execute(in_duckdb(statement, date(2025, 5, 10))).fetchall()
    assert [tuple(float(v) if type(v).__name__ == "Decimal" else v for v in row) for row in found] == rows


@pytest.mark.parametrize(
    "sql", ["SELECT TO_CHAR(1234, '9,999')", "SELECT TO_CHAR(now(), 'Q')", "SELECT FROM WHERE ("]
)
def test_what_has_no_counterpart_is_said(sql: str) -> None:
    with pytest.raises(ValueError, match=r"format|Expect|Line"):
        [in_duckdb(s) for s in statements(sql)]


LINE = {
    "id": "q1",
    "db": "shop",
    "category": "dates",
    "question": "How many depots opened this month?",
    "instructions": "DPM = depots per month.",
    "glossary": "Round to cents.\nDPM = depots per month.",
    "gold_sql_postgres": "SELECT COUNT(*) FROM depots WHERE opened >= CURRENT_DATE; SELECT ';' AS a;",
}


def test_a_line_becomes_ours() -> None:
    assert adapted(LINE) == {
        "id": "q1",
        "db_id": "shop",
        "question": "How many depots opened this month?",
        "category": "dates",
        "gold_sql": [
            f"SELECT COUNT(*) FROM depots WHERE opened >= CAST('{AS_OF}' AS DATE)",
            "SELECT ';' AS a",
        ],
        "glossary": "DPM = depots per month.\nRound to cents.\nDPM = depots per month.",
        "ordered": False,
    }


@pytest.mark.parametrize(
    ("question", "ordered"),
    [
        ("Depots by size, ordered from smallest to largest", True),
        ("List the depots in ascending order", True),
        ("Depots with sizes, from most to least parcels", True),
        ("The two largest depots, starting from the top", True),
        ("크기가 큰 순서로 창고를 보여줘", True),
        ("What are the top 3 depots?", False),
        ("How many orders did each depot get?", False),
        ("Which orders came in order to be sent from Bonn?", False),
    ],
)
def test_ordered_where_the_question_asks_for_an_order(question: str, ordered: bool) -> None:
    assert adapted(LINE | {"question": question})["ordered"] is ordered


@pytest.mark.parametrize("gold", [None, "", "SELEC FROM (", "SELECT TO_CHAR(now(), 'Q')"])
def test_a_gold_that_cannot_be_read_is_named(gold: Any) -> None:
    with pytest.raises(ValueError, match="gold_sql_postgres"):
        adapted(LINE | {"gold_sql_postgres": gold})
