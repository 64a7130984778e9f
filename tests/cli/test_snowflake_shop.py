"""A person at the command with an account of Snowflake's: two roles, masks, rows, views, refusals, limits, Ctrl-C, audit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.app import Application, build
from aiws_cli.core.errors import AiwsError
from aiws_cli.core.results import QueryOutcome
from aiws_cli.core.settings import resolve
from support.snowflake_account import Account

from .conftest import PROGRAM, Done, Run

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(300)]

ACCOUNT = (
    "CREATE OR REPLACE TABLE CUSTOMERS (CUSTOMER_ID NUMBER(9,0) PRIMARY KEY, NAME VARCHAR, PHONE VARCHAR, PHONE_KIND VARCHAR,"
    " RESIDENT_NO VARCHAR, REGION VARCHAR, DETAIL VARIANT)",
    "INSERT INTO CUSTOMERS SELECT 1, '김하나', '010-1111-2222', 'mobile', '880101-2000001', '서울', PARSE_JSON('{\"tier\": \"gold\", \"kids\": [1, 2]}')",
    "INSERT INTO CUSTOMERS SELECT 2, '이두리', '010-3333-4444', 'home', '900202-1000002', '부산', PARSE_JSON('{\"tier\": \"base\", \"kids\": []}')",
    "INSERT INTO CUSTOMERS SELECT 3, '박세찬', '010-5555-6666', 'mobile', '770303-1000003', '서울', PARSE_JSON('{\"tier\": \"base\", \"kids\": [3]}')",
    "CREATE OR REPLACE TABLE ORDERS (ORDER_ID NUMBER(9,0) PRIMARY KEY, CUSTOMER_ID NUMBER(9,0), AMOUNT NUMBER(18,2), DAY DATE)",
    "INSERT INTO ORDERS SELECT SEQ, 1 + MOD(SEQ, 3), 10 * SEQ, DATEADD(day, SEQ, '2026-01-01'::DATE) FROM (SELECT ROW_NUMBER() OVER (ORDER BY 1) AS SEQ FROM TABLE(GENERATOR(ROWCOUNT => 9)))",
    "CREATE OR REPLACE TABLE VAULT (SECRET VARCHAR)",
    "INSERT INTO VAULT VALUES ('CNRYVAULT')",
    "CREATE OR REPLACE VIEW BIG AS SELECT ORDER_ID, AMOUNT FROM ORDERS WHERE AMOUNT > 50",
    "CREATE OR REPLACE VIEW CONTACTS AS SELECT NAME AS WHO, PHONE AS NUMBER_OF FROM CUSTOMERS",
    "CREATE OR REPLACE VIEW PEEK AS SELECT SECRET AS LABEL FROM VAULT",
    "CREATE OR REPLACE VIEW COUNTED AS SELECT COUNT(SECRET) AS N FROM VAULT",
)
POLICY = """
name: shop
version: "1"
protect:
  hide: [resident_no]
  mask: {phone: phone, name: name}
roles:
  clerk:
    tables:
      - match: [sales.vault]
        deny: true
      - match: [sales.customers]
        rows: region = '서울'
      - match: [sales.counted]
        reads: [sales.vault]
      - match: [sales.*]
    limits: {rows: 4, seconds: 2}
  head:
    extends: clerk
    tables:
      - match: [sales.customers]
        clear: [name]
        rows: region = '서울'
    limits: {rows: 100, seconds: 30}
everyone:
  roles: [clerk, head]
"""
HIDDEN = ("CNRYVAULT", "880101", "010-1111", "이두리")


@pytest.fixture(scope="module")
def shop(snowflake_account: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of somebody whose catalog came out of the account."""
    folder = tmp_path_factory.mktemp("shop")
    snowflake_account.tell("clear")
    snowflake_account.tell("sql", {"database": "STORE", "schema": "SALES", "statements": list(ACCOUNT)})
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    env = {
        "AIWS_WAREHOUSE": snowflake_account.url("STORE"),
        "AIWS_SNOWFLAKE_PASSWORD": "p4ss-S3CRET",
        "AIWS_CATALOG": str(folder / "catalog"),
        "AIWS_POLICY": str(folder / "policy.yaml"),
        "AIWS_HOME": str(folder / "first"),
        "AIWS_LANG": "en",
    }
    command = [*PROGRAM, "catalog", "import", "--schema", "sales", "--out", env["AIWS_CATALOG"]]
    done = subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    del env["AIWS_HOME"]
    yield env


@pytest.fixture
def sql(aiws: Run, shop: dict[str, str], snowflake_account: Account) -> Any:
    snowflake_account.tell("clear")

    def run(text: str, *more: str, role: str = "clerk") -> Done:
        done = aiws("sql", text, "--role", role, "--json", *more, env=shop)
        assert not any(h in done.out + done.err for h in (*HIDDEN, "S3CRET"))
        return done

    return run


# (statement, role, rows)
SEEN = [
    ("SELECT name, phone, region FROM sales.customers ORDER BY customer_id", "clerk",
     [["김*나", "010-****-2222", "서울"], ["박*찬", "010-****-6666", "서울"]]),
    ("SELECT name, region FROM sales.customers ORDER BY customer_id", "head",
     [["김하나", "서울"], ["박세찬", "서울"]]),
    ("SELECT COUNT(*) AS n FROM store.sales.customers", "clerk", [[2]]),
    ('SELECT "STORE".sales.customers.region FROM STORE."SALES".customers ORDER BY customer_id', "clerk", [["서울"], ["서울"]]),
    ("SELECT detail:tier::STRING AS t FROM sales.customers ORDER BY customer_id", "clerk", [["gold"], ["base"]]),
    ("SELECT c.customer_id, f.value::INT AS kid FROM sales.customers c, LATERAL FLATTEN(INPUT => c.detail:kids) f ORDER BY 2", "clerk",
     [[1, 1], [1, 2], [3, 3]]),
    ("SELECT * EXCLUDE (detail, phone, name) FROM sales.customers ORDER BY customer_id", "clerk",
     [[1, "mobile", "서울"], [3, "mobile", "서울"]]),
    # A view counts for what it reads: what the role sees as it is, or what the policy names.
    ("SELECT MAX(amount) AS most FROM sales.big", "clerk", [["90.00"]]),
    ("SELECT n FROM sales.counted", "clerk", [[1]]),
]  # fmt: skip


Ask = Callable[[str, str], QueryOutcome]


@pytest.fixture(scope="module")
def ask(shop: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A statement as a role, through the application's own guarded warehouse over the real connector."""
    opened: dict[str, Application] = {}
    environ = {**shop, "AIWS_HOME": str(tmp_path_factory.mktemp("home"))}

    def one(sql: str, role: str) -> QueryOutcome:
        if role not in opened:
            opened[role] = build(resolve(environ=environ), notify=lambda text: None, role=role)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("AIWS_SNOWFLAKE_PASSWORD", environ["AIWS_SNOWFLAKE_PASSWORD"])
                assert opened[role].raw_warehouse is not None
        return opened[role].warehouse.query(sql)

    yield one
    for application in opened.values():
        application.close()


@pytest.mark.parametrize(("text", "role", "rows"), SEEN, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_a_role_sees_what_is_its_own(ask: Ask, text: str, role: str, rows: list[list[Any]]) -> None:
    assert [list(row) for row in ask(text, role).result.rows] == rows


# (statement, exit code, what is said, what is not)
REFUSED = [
    ("SELECT number_of FROM sales.contacts", 4, "reads` in the policy|sales.contacts", "customers"),
    ("SELECT label FROM sales.peek", 4, "does not see as it is: sales.peek", "vault"),
    ("SELECT secret FROM sales.vault", 4, "sales.vault", "CNRY"),
    ("SELECT 1 FROM other.sales.orders", 4, "other.sales.orders", ""),
    ('SELECT 1 FROM "store".sales.orders', 4, "store.sales.orders", ""),
    ("SELECT resident_no FROM sales.customers", 6, "resident_no", "880101"),
    ("SELECT c.phon FROM sales.customers c", 6, "phone", "resident"),
    ("SELECT resident_n FROM sales.customers", 6, "resident_n, or", "resident_no"),
    ("SELECT detail:tier FROM sales.customers WHERE resident_no:x IS NULL", 6, "resident_no", "880101"),
    ("SELECT name, COUNT(*) FROM sales.customers", 6, "grouped", ""),
    ("SELECT TO_NUMBER(name) FROM sales.customers", 6, "value", "김하나"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "said", "unsaid"), REFUSED, ids=[r[0][:60] for r in REFUSED])
def test_what_is_refused_says_what_there_is_instead(
    ask: Ask, text: str, code: int, said: str, unsaid: str
) -> None:
    with pytest.raises(AiwsError) as caught:
        ask(text, "clerk")
    assert caught.value.exit_code == code
    told = caught.value.message("en") + caught.value.hint("en")
    assert any(s in told for s in said.split("|")), told
    assert not unsaid or unsaid not in told
    assert not any(h in told for h in HIDDEN)


def test_two_roles_at_the_command_see_different_things(sql: Any) -> None:
    text = "SELECT name FROM sales.customers ORDER BY customer_id"
    assert sql(text).json()["rows"] == [["김*나"], ["박*찬"]]
    assert sql(text, role="head").json()["rows"] == [["김하나"], ["박세찬"]]
    denied = sql("SELECT number_of FROM sales.contacts")
    assert denied.code == 4 and "sales.contacts" in denied.json()["message"]


def test_columns_without_a_name_are_called_as_they_were_written(sql: Any) -> None:
    text = "select count(*), max(day)::varchar, max(day) + interval '1 day', 'a' || 'b' from sales.orders"
    done = sql(text)
    assert [c["name"] for c in done.json()["columns"]] == [
        "COUNT(*)", "MAX(DAY)::VARCHAR", "MAX(DAY) + INTERVAL '1 day'", "'a' || 'b'",
    ]  # fmt: skip


def test_rows_and_seconds_are_bounded_by_the_role(sql: Any, snowflake_account: Account) -> None:
    done = sql("SELECT order_id FROM sales.orders ORDER BY 1")
    assert (done.json()["row_count"], done.json()["truncated"]) == (4, True)
    assert sql("SELECT order_id FROM sales.orders", role="head").json()["row_count"] == 9
    snowflake_account.tell("clear")
    snowflake_account.behave("^SELECT SUM", "delay", seconds=30)
    late = sql("SELECT SUM(amount) AS s FROM sales.orders")
    assert late.code == 7, late.out
    assert snowflake_account.recorded("abort")
    asked = next(r for r in snowflake_account.recorded("statement") if r["sql"].startswith("SELECT SUM"))
    assert asked["parameters"]["STATEMENT_TIMEOUT_IN_SECONDS"] == 2


def test_ctrl_c_gives_the_statement_up_and_the_log_says_so(
    aiws_home: Path, shop: dict[str, str], snowflake_account: Account
) -> None:
    snowflake_account.tell("clear")
    snowflake_account.behave("^SELECT SUM", "delay", seconds=60)
    command = [*PROGRAM, "sql", "SELECT SUM(amount) AS s FROM sales.orders", "--role", "head"]
    process = subprocess.Popen(
        command, env={**os.environ, **shop}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not any(s.startswith("SELECT SUM") for s in snowflake_account.statements()):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err and out == ""
    assert snowflake_account.recorded("abort")
    (log,) = (aiws_home / "audit").glob("*.jsonl")
    intent, outcome = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()][-2:]
    assert (intent["kind"], outcome["kind"], outcome["status"]) == ("query", "outcome", "failed")
    assert outcome["of"] == intent["id"]


def test_what_was_done_stands_in_the_log_and_beside_the_statement(
    aiws_home: Path, sql: Any, snowflake_account: Account
) -> None:
    done = sql("SELECT COUNT(*) AS n FROM sales.big").json()
    assert sql("SELECT label FROM sales.peek").code == 4
    (log,) = (aiws_home / "audit").glob("*.jsonl")
    intent, outcome, denied = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (intent["id"], intent["role"], intent["tables"]) == (done["audit_id"], "clerk", ["sales.big"])
    assert (outcome["status"], denied["kind"], denied["reason"]) == ("ok", "denied", "sql_refused")
    sent = [r for r in snowflake_account.recorded("statement") if "QUERY_TAG" in r["parameters"]]
    (only,) = [(r["sql"], json.loads(r["parameters"]["QUERY_TAG"])) for r in sent]
    assert only[0] == intent["executed_sql"] == done["executed_sql"]
    assert only[1]["audit"] == intent["id"] and only[1]["head"]
    assert "PEEK" not in "".join(
        s for s in snowflake_account.statements() if not s.startswith(("EXPLAIN", "SELECT TABLE_SCHEMA"))
    )
