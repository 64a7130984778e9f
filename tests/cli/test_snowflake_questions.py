"""The same questions, from the command to the rows, over DuckDB and over Snowflake: by rules, by a model, under a policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiws_cli.core.prompts import data_folder
from support.ollama_wire import OllamaWireServer
from support.snowflake_account import Account

from .conftest import Run

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(300)]
BY_RULES = (
    ("고객등급별 고객 수를 많은 순으로 보여줘", "user"),
    ("최근 6개월 카드 이용금액을 월별로 보여줘", "analyst"),
)
"""(question, role): many more in tests/warehouses/test_same_questions.py, without a process for each."""
# (what the model writes, a question no rule writes)
BY_MODEL = (
    "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type",
    "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘",
)


Places = tuple[dict[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def loaded(snowflake_account: Account, demo_file: Path) -> Places:
    """The environment of the demo's file, and of the account with the same data."""
    snowflake_account.tell("load", {"file": str(demo_file), "database": "DEMO"})
    return (
        {"AIWS_WAREHOUSE": f"duckdb://{demo_file}"},
        {
            "AIWS_WAREHOUSE": snowflake_account.url("DEMO"),
            "AIWS_SNOWFLAKE_PASSWORD": "p4ss-S3CRET",
            # An account is nobody's demo: its policy has to be named.
            "AIWS_POLICY": str(data_folder("policies") / "demo.yaml"),
        },
    )


@pytest.fixture
def places(loaded: Places, snowflake_account: Account) -> Places:
    snowflake_account.tell("clear")
    return loaded


@pytest.mark.parametrize(("question", "role"), BY_RULES)
def test_rules_answer_the_same_on_both(
    aiws: Run, places: Places, snowflake_account: Account, question: str, role: str
) -> None:
    here, there = (aiws("ask", question, "--json", "--role", role, env=place) for place in places)
    assert (here.code, there.code) == (0, 0), here.err + there.err
    one, other = here.json(), there.json()
    assert other["usage"]["model_calls"] == 0
    assert other["rows"] == one["rows"] and one["rows"]
    assert [c["name"] for c in other["columns"]] == [c["name"] for c in one["columns"]]
    last = snowflake_account.recorded("statement")[-1]
    assert last["sql"] == other["executed_sql"]
    tag = json.loads(last["parameters"]["QUERY_TAG"])
    assert tag["audit"] == other["audit_id"] and tag["session"] == other["session_id"] and tag["head"]
    assert "S3CRET" not in there.out + there.err


def test_a_model_s_sql_is_sent_in_snowflake_s_words(
    aiws: Run,
    places: Places,
    ollama_wire: OllamaWireServer,
) -> None:
    sql, question = BY_MODEL
    ollama_wire.replies = [sql]
    here, there = (
        aiws("ask", question, "--json", env={**place, "OLLAMA_HOST": ollama_wire.host}) for place in places
    )
    assert (here.code, there.code) == (0, 0), here.err + there.err
    assert there.json()["rows"] == here.json()["rows"]
    assert there.json()["usage"]["model_calls"] == 1


def test_a_statement_is_explained_before_it_runs_and_masks_hold(
    aiws: Run, places: Places, snowflake_account: Account
) -> None:
    sql = "SELECT customer_name, phone_no FROM bank.customers ORDER BY customer_id LIMIT 3"
    here, there = (aiws("sql", sql, "--json", env=place) for place in places)
    assert (here.code, there.code) == (0, 0), here.err + there.err
    assert there.json()["rows"] == here.json()["rows"]
    assert all("*" in name for name, _ in there.json()["rows"])
    explained, ran = snowflake_account.statements()[-2:]
    assert explained == f"EXPLAIN USING JSON {ran}" or explained.startswith("SELECT TABLE_SCHEMA, TABLE_NAME")
    assert any(s == f"EXPLAIN USING JSON {ran}" for s in snowflake_account.statements())


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT 1; SELECT 2", 4),
        ("SELECT SYSTEM$WHITELIST()", 4),
        ("SELECT * FROM bank.branches AT (OFFSET => -60)", 4),
        ("SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))", 4),
        ("USE ROLE ACCOUNTADMIN", 4),
        ("SELECT FROM", 2),
    ],
)
def test_what_may_not_run_never_reaches_the_account(
    aiws: Run, places: Places, snowflake_account: Account, sql: str, code: int
) -> None:
    done = aiws("sql", sql, env=places[1])
    assert done.code == code, done.err
    assert sql not in " ".join(snowflake_account.statements())


def test_an_account_that_reads_more_than_the_guard_knows_runs_nothing(
    aiws: Run, places: Places, snowflake_account: Account
) -> None:
    plan = '{"Operations": [[{"operation": "TableScan", "objects": ["DEMO.CARD.CUSTOMERS"]}]]}'
    snowflake_account.behave("EXPLAIN", "rows", names=["content"], rows=[[plan]])
    done = aiws("sql", "SELECT count(*) AS n FROM bank.branches", env=places[1])
    assert done.code == 4, done.err
    assert not [s for s in snowflake_account.statements() if s.startswith("SELECT COUNT(*)")]
