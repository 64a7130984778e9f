"""SQL out of replies as small models write them."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.mend import extract_sql

SQL = "SELECT region, COUNT(*) AS n FROM bank.branches GROUP BY region"
WITH = "WITH r AS (SELECT region FROM bank.branches) SELECT COUNT(*) AS n FROM r"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (SQL, SQL),
        (f"{SQL};", SQL),
        (f"```sql\n{SQL};\n```", SQL),
        (f"```\n{SQL}\n```", SQL),
        (f"```SQL {SQL}```", SQL),
        (f"```sql\n{SQL}", SQL),
        (f"다음 SQL로 조회할 수 있습니다.\n\n```sql\n{SQL}\n```\n\n이 쿼리는 지역별 지점 수를 셉니다.", SQL),
        (f"Here is the query:\n{SQL};\n\nThis query counts branches.", SQL),
        (f"{SQL}\n\n이 쿼리는 지역별 지점 수를 보여 줍니다.", SQL),
        (f"{SQL}\n\nExplanation: it counts.", SQL),
        (f"{SQL};\n{SQL};\n{SQL};", SQL),
        (f"{SQL}\n{SQL}\n{SQL}", SQL),
        (f"```sql\n{SQL};\nSELECT 1;\n```", SQL),
        (f"```sql\n{WITH}\n```", WITH),
        (f"<think>SELECT nothing yet</think>\n{WITH}", WITH),
        (f'```json\n{{"sql": "{SQL}"}}\n```', SQL),
        (f'{{"name": "run_sql", "arguments": {{"sql": "{SQL}"}}}}', SQL),
        ("SELECT 'a;b' AS t; SELECT 2", "SELECT 'a;b' AS t"),
        ("SELECT 1 AS a UNION ALL SELECT 2 AS a", "SELECT 1 AS a UNION ALL SELECT 2 AS a"),
        ("(use SELECT 1 AS a)", "SELECT 1 AS a"),
        ("SELECT 'open", "SELECT 'open"),
        (f"To select the rows, use: {SQL}", SQL),
        ("죄송하지만 답할 수 없습니다.", ""),
        ("", ""),
    ],
)
def test_extract(reply: str, expected: str) -> None:
    assert extract_sql(reply) == expected


def test_what_is_extracted_is_extracted_again() -> None:
    once = extract_sql(f"text\n```sql\n{WITH};\n``` more")
    assert extract_sql(once) == once


def test_a_long_repetition_takes_no_time() -> None:
    assert extract_sql((SQL + "\n") * 2000) == SQL


def test_an_endless_list_is_closed() -> None:
    said = (
        "```sql\nSELECT kind, COUNT(*) AS n FROM bank.loans WHERE kind IN ('A', 'B', 'C', 'C', 'C', 'C', 'C"
    )
    assert extract_sql(said) == "SELECT kind, COUNT(*) AS n FROM bank.loans WHERE kind IN ('A', 'B', 'C')"
    whole = "SELECT a FROM t WHERE x IN ('a','b','c','d','e') GROUP BY a"
    assert extract_sql(whole) == whole
