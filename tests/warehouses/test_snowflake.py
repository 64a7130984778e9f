"""The Snowflake adapter on the real connector, against fakesnow over HTTP: what is sent, what comes back, how it ends.

What fakesnow does not do itself (roles, timeouts, tags) is checked as sent.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.errors import (
    AiwsError,
    InterruptedByUser,
    LimitError,
    SettingsError,
    UnavailableError,
    UsageError,
    WarehouseError,
)
from aiws_cli.core.results import Limits
from aiws_cli.core.tables import Relationship
from aiws_cli.warehouses.snowflake import SnowflakeWarehouse
from aiws_cli.warehouses.snowflake_url import Credentials, parsed
from aiws_cli.warehouses.snowflake_values import Cells
from support.snowflake_account import Account

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(900)]
WITHIN = 10.0
"""Seconds a cancelled statement may take on a busy machine; the server itself would take sixty."""
PASSWORD = "pa55-S3CRET"
Open = Callable[..., SnowflakeWarehouse]


@pytest.fixture
def account(snowflake_account: Account) -> Account:
    snowflake_account.tell("clear")
    return snowflake_account


@pytest.fixture
def opened(account: Account) -> Iterator[Open]:
    """Warehouses on the account, signed in by password unless told otherwise; closed at the end."""
    made: list[SnowflakeWarehouse] = []

    def open_(
        credentials: Credentials | None = None, limits: Limits | None = None, **url: str
    ) -> SnowflakeWarehouse:
        warehouse = SnowflakeWarehouse(
            parsed(account.url(**url)),
            credentials or Credentials(password=PASSWORD),
            limits=limits or Limits(seconds=20),
        )
        made.append(warehouse)
        return warehouse

    yield open_
    for warehouse in made:
        warehouse.close()


# ── signing in ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A private key's file, encrypted with the passphrase `open-S3CRET`, and its public half."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path_factory.mktemp("key") / "rsa.p8"
    path.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"open-S3CRET"),
        )
    )
    path.chmod(0o600)
    return path, private.public_key()


def test_a_password_signs_in(opened: Open, account: Account) -> None:
    opened().run("SELECT 1", Limits())
    (login,) = account.recorded("login")
    assert (login["data"]["LOGIN_NAME"], login["data"]["PASSWORD"]) == ("tester", PASSWORD)
    assert login["query"]["roleName"] == "READER" and login["query"]["warehouse"] == "WH"


def test_a_key_signs_in_with_a_token_it_has_signed(
    opened: Open, account: Account, key: tuple[Path, Any]
) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    path, public = key
    opened(Credentials(private_key_file=path, passphrase="open-S3CRET")).run("SELECT 1", Limits())
    (login,) = account.recorded("login")
    assert login["data"]["AUTHENTICATOR"] == "SNOWFLAKE_JWT"
    assert "PASSWORD" not in login["data"]
    signed, _, signature = login["data"]["TOKEN"].rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    public.verify(raw, signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    claims = json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
    assert claims["sub"] == "ACCT.TESTER"


@pytest.mark.parametrize(("way", "sent"), [("oauth", "OAUTH"), ("pat", "PROGRAMMATIC_ACCESS_TOKEN")])
def test_a_token_signs_in_from_its_file_as_it_is_then(
    opened: Open, account: Account, tmp_path: Path, way: str, sent: str
) -> None:
    file = tmp_path / "token"
    file.write_text("old-S3CRET\n", encoding="utf-8")
    warehouse = opened(Credentials(token_file=file), authenticator=way)
    file.write_text("new-S3CRET\n", encoding="utf-8")
    warehouse.run("SELECT 1", Limits())
    (login,) = account.recorded("login")
    assert (login["data"]["AUTHENTICATOR"], login["data"]["TOKEN"]) == (sent, "new-S3CRET")


def test_the_browser_is_asked_for_by_the_account(
    opened: Open, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as it goes without a person: the account is asked where to send the browser, and says no."""
    account.behave("", "status", status=400)
    with pytest.raises(AiwsError):
        opened(Credentials(), authenticator="externalbrowser").run("SELECT 1", Limits(seconds=5))
    asked = [r for r in account.recorded("other") if "authenticator-request" in r["path"]]
    assert asked or account.recorded("login")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "none", "can't be read"),
        (lambda folder: _written(folder / "open", "x", 0o644), "chmod 600"),
    ],
)
def test_a_key_file_must_be_there_and_its_owners_alone(
    opened: Open, tmp_path: Path, make: Any, said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        opened(Credentials(private_key_file=make(tmp_path))).run("SELECT 1", Limits())
    assert said in caught.value.message("en")


@pytest.mark.parametrize("content", ["", "  \n"])
def test_an_empty_token_file_is_named(opened: Open, tmp_path: Path, content: str) -> None:
    file = _written(tmp_path / "token", content, 0o600)
    with pytest.raises(SettingsError) as caught:
        opened(Credentials(token_file=file), authenticator="oauth").run("SELECT 1", Limits())
    assert "empty" in caught.value.message("en") and str(file) in caught.value.message("en")


def _written(path: Path, text: str, mode: int) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_refused_sign_in_is_exit_3_and_says_no_secret(opened: Open) -> None:
    with pytest.raises(SettingsError) as caught:
        opened(Credentials(password="wrong")).run("SELECT 1", Limits())
    text = caught.value.message("en") + repr(caught.value)
    assert "390100" in text and "secret-value" not in text and "wrong" not in text


# ── the session ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_session_is_settled_in_order_before_anything_is_read(opened: Open, account: Account) -> None:
    opened(schema="S1", role="my role").run("SELECT 1", Limits(seconds=7), tag='{"audit":"a1"}')
    assert account.statements() == [
        'USE ROLE "my role"',
        "USE SECONDARY ROLES NONE",
        "USE WAREHOUSE WH",
        "USE DATABASE DB",
        "USE SCHEMA DB.S1",
        "ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 20",
        "ALTER SESSION SET STATEMENT_QUEUED_TIMEOUT_IN_SECONDS = 20",
        "SELECT 1",
    ]
    last = account.recorded("statement")[-1]["parameters"]
    assert last == {
        "QUERY_TAG": '{"audit":"a1"}',
        "STATEMENT_TIMEOUT_IN_SECONDS": 7,
        "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS": 7,
        "MULTI_STATEMENT_COUNT": 1,
    }
    session = account.recorded("login")[0]["data"]["SESSION_PARAMETERS"]
    wanted = {
        "QUOTED_IDENTIFIERS_IGNORE_CASE": "false",
        "CLIENT_TELEMETRY_ENABLED": "false",
        "WEEK_START": "0",
    }
    wanted |= {"ABORT_DETACHED_QUERY": "true", "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ"}
    assert {
        k: str(session[k]).lower() if k != "TIMESTAMP_TYPE_MAPPING" else session[k] for k in wanted
    } == wanted


@pytest.mark.parametrize(
    "statement", ["USE ROLE", "USE SECONDARY ROLES", "USE WAREHOUSE", "STATEMENT_TIMEOUT"]
)
def test_a_session_that_cannot_be_settled_reads_nothing(
    opened: Open, account: Account, statement: str
) -> None:
    account.behave(statement, "refuse", number=3001, message="Insufficient privileges")
    with pytest.raises(AiwsError) as caught:
        opened().run("SELECT 1", Limits())
    assert caught.value.exit_code == 4
    assert "SELECT 1" not in account.statements()


def test_a_session_the_server_forgot_is_opened_anew_once(opened: Open, account: Account) -> None:
    warehouse = opened()
    warehouse.run("SELECT 1", Limits())
    account.tell("expire")
    account.tell("behave", [])
    assert warehouse.run("SELECT 2 AS n", Limits()).rows == ((2,),)
    assert len(account.recorded("login")) == 2
    account.behave("SELECT 3", "refuse", number=390112, message="expired", times=9)
    with pytest.raises(UnavailableError):
        warehouse.run("SELECT 3", Limits())


def test_nothing_but_the_account_is_asked_for_anything(account: Account, tmp_path: Path) -> None:
    """Every address the process connects to, by the kernel's word."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed here")
    code = (
        "import sys\nfrom aiws_cli.warehouses.snowflake import SnowflakeWarehouse\n"
        "from aiws_cli.warehouses.snowflake_url import Credentials, parsed\nfrom aiws_cli.core.results import Limits\n"
        "w = SnowflakeWarehouse(parsed(sys.argv[1]), Credentials(password='p'))\nw.run('SELECT 1', Limits())\nw.close()\n"
    )
    log = tmp_path / "log"
    command = [strace, "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(log), sys.executable, "-c", code]
    done = subprocess.run([*command, account.url()], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    places = [line for line in log.read_text(encoding="utf-8").splitlines() if "sa_family=AF_INET" in line]
    assert places
    assert [p for p in places if f"htons({account.port})" not in p or "127.0.0.1" not in p] == []
    assert [r for r in account.recorded("other") if "telemetry" in r["path"]] == []


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────

# (an expression, the type, the cell)
CELLS = [
    ("1", "BIGINT", 1),
    ("9007199254740993::BIGINT", "BIGINT", "9007199254740993"),
    ("2.50::DECIMAL(10,2)", "DECIMAL(10,2)", "2.50"),
    ("0.10::DECIMAL(38,10)", "DECIMAL(38,10)", "0.1000000000"),
    ("1.5::FLOAT", "DOUBLE", 1.5),
    ("'NaN'::FLOAT", "DOUBLE", "NaN"),
    ("'inf'::FLOAT", "DOUBLE", "Infinity"),
    ("'한글'", "VARCHAR", "한글"),
    ("TRUE", "BOOLEAN", True),
    ("NULL::VARCHAR", "VARCHAR", None),
    ("DATE '2026-09-30'", "DATE", "2026-09-30"),
    ("TIME '09:30:01.5'", "TIME", "09:30:01.500000"),
    ("'2026-09-30 09:00:00.123456'::TIMESTAMP_NTZ", "TIMESTAMP", "2026-09-30T09:00:00.123456"),
    ("'2026-09-30 09:00:00 +00:00'::TIMESTAMP_TZ", "TIMESTAMP WITH TIME ZONE", "2026-09-30T09:00:00+00:00"),
    ("TO_BINARY('00FF', 'HEX')", "BLOB", "AP8="),
    ('PARSE_JSON(\'{"a": [1, "가"]}\')', "VARIANT", '{"a":[1,"가"]}'),
]
# fakesnow calls every semi-structured value a VARIANT: (type code, cell as the connector hands it over, type, cell)
NESTED = [
    (9, '{\n  "k": 1\n}', "OBJECT", '{"k":1}'),
    (10, '[\n  1,\n  "b"\n]', "ARRAY", [1, "b"]),
    (10, "[undefined]", "ARRAY", "[undefined]"),
    (5, '"text"', "VARIANT", '"text"'),
    (5, "NaN", "VARIANT", '"NaN"'),
    (17, {"k": 1}, "OBJECT", '{"k":1}'),
    (16, [1.0, 2.0], "VECTOR", "[1.0, 2.0]"),
    (11, bytearray(b"\x00\xff"), "BLOB", "AP8="),
    (1, float("-inf"), "DOUBLE", "-Infinity"),
]


@pytest.mark.parametrize(("code", "given", "kind", "cell"), NESTED)
def test_a_nested_value_is_json(code: int, given: Any, kind: str, cell: Any) -> None:
    cells = Cells("v", code, None, None)
    assert cells.column.type == kind
    assert cells.values([given, None], 100) == [cell, None]


@pytest.mark.parametrize(("expression", "kind", "cell"), CELLS, ids=[c[0] for c in CELLS])
def test_a_value_comes_back_as_it_is(opened: Open, expression: str, kind: str, cell: Any) -> None:
    result = opened().run(f"SELECT {expression} AS v", Limits())
    assert [(c.name, c.type) for c in result.columns] == [("v", kind)]
    assert result.rows == ((cell,),)


def test_columns_are_named_as_the_catalog_names_them(opened: Open) -> None:
    result = opened().run('SELECT 1 AS plain, 2 AS "Mixed", 3 AS "한글"', Limits())
    assert [c.name for c in result.columns] == ["plain", "Mixed", "한글"]


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(max_cells=9_999), "cells"),
        (Limits(max_bytes=100_000), "bytes"),
        (Limits(max_cell_chars=99), "characters"),
    ],
)
def test_a_result_beyond_a_limit_is_refused(
    opened: Open, account: Account, limits: Limits, limit: str
) -> None:
    account.behave("MANY", "rows", names=["N", "T"], rows=[[str(i), "x" * 100] for i in range(5_000)])
    with pytest.raises(LimitError) as caught:
        opened().run("SELECT * FROM MANY", limits)
    assert limit in caught.value.message("en")


@pytest.mark.parametrize(("rows", "truncated"), [(4_999, True), (5_000, False), (9_000, False), (1, True)])
def test_rows_beyond_the_bound_are_cut_and_it_is_said(
    opened: Open, account: Account, rows: int, truncated: bool
) -> None:
    account.behave("MANY", "rows", names=["N", "T"], rows=[[str(i), "x"] for i in range(5_000)])
    result = opened().run("SELECT * FROM MANY", Limits(max_rows=rows))
    assert (result.row_count, result.truncated) == (min(rows, 5_000), truncated)
    assert result.rows[-1][0] == str(min(rows, 5_000) - 1)


# ── ends ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_time_is_up_and_the_statement_is_given_up(opened: Open, account: Account) -> None:
    warehouse = opened()
    warehouse.run("SELECT 1", Limits())
    account.behave("SELECT 5", "delay", seconds=60)
    with pytest.raises(LimitError):
        warehouse.run("SELECT 5", Limits(seconds=1))
    _told_to_stop(account)
    assert warehouse.run("SELECT 6 AS n", Limits()).rows == ((6,),)


def test_cancelling_from_another_thread_ends_it_within_two_seconds(opened: Open, account: Account) -> None:
    warehouse = opened()
    warehouse.run("SELECT 1", Limits())
    account.behave("SELECT 5", "delay", seconds=60)
    threading.Timer(0.5, warehouse.cancel).start()
    started = time.monotonic()
    with pytest.raises(InterruptedByUser):
        warehouse.run("SELECT 5", Limits(seconds=60))
    assert time.monotonic() - started < WITHIN
    _told_to_stop(account)
    assert warehouse.run("SELECT 6 AS n", Limits()).rows == ((6,),)


def test_ctrl_c_reaches_the_server(account: Account) -> None:
    code = (
        "import sys\nfrom aiws_cli.warehouses.snowflake import SnowflakeWarehouse\n"
        "from aiws_cli.warehouses.snowflake_url import Credentials, parsed\nfrom aiws_cli.core.results import Limits\n"
        "w = SnowflakeWarehouse(parsed(sys.argv[1]), Credentials(password='p'))\n"
        "try:\n    w.run('SELECT 5', Limits())\nexcept KeyboardInterrupt:\n    w.close()\n    sys.exit(130)\n"
    )
    account.behave("SELECT 5", "delay", seconds=60)
    process = subprocess.Popen([sys.executable, "-c", code, account.url()], env=os.environ.copy())
    _until(lambda: "SELECT 5" in account.statements())
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    assert time.monotonic() - started < WITHIN
    _told_to_stop(account)


def _told_to_stop(account: Account) -> None:
    _until(lambda: bool(account.recorded("abort")) or bool(account.recorded("gone")))


def _until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("what", "how"),
    [
        ("drop", {}),
        ("status", {"status": 503}),
        ("status", {"status": 429}),
        ("refuse", {"number": 90073, "message": "Warehouse 'WH' cannot be resumed"}),
        ("refuse", {"number": 606, "message": "No active warehouse"}),
    ],
)
@pytest.mark.parametrize("where", ["login-request", "SELECT 5"])
def test_what_passes_by_itself_is_exit_75(
    opened: Open, account: Account, where: str, what: str, how: dict[str, Any]
) -> None:
    match = "login" if where == "login-request" else where
    account.behave(match, what, times=99, **how)
    with pytest.raises(AiwsError) as caught:
        opened().run("SELECT 5", Limits())
    assert caught.value.exit_code == 75, caught.value
    assert isinstance(caught.value, UnavailableError)


def test_nobody_listens_is_exit_75(opened: Open) -> None:
    with pytest.raises(UnavailableError):
        opened(port="9").run("SELECT 1", Limits())


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE T",
    ],
)
def test_two_statements_are_one_too_many(opened: Open, account: Account, sql: str) -> None:
    with pytest.raises(WarehouseError):
        opened().run(sql, Limits())
    assert account.recorded("statement")[-1]["parameters"]["MULTI_STATEMENT_COUNT"] == 1


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE T",
        "USE ROLE ACCOUNTADMIN",
        "CALL p()",
        "EXECUTE IMMEDIATE 'SELECT 1'",
        "/* x */ DELETE FROM T",
        "",
    ],
)
def test_what_is_no_query_is_not_sent(opened: Open, account: Account, sql: str) -> None:
    with pytest.raises(WarehouseError):
        opened().run(sql, Limits())
    assert account.recorded() == []


def test_secrets_are_in_no_log_and_no_error(
    opened: Open,
    account: Account,
    key: tuple[Path, Any],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    token = _written(tmp_path / "token", "t0k3n-S3CRET", 0o600)
    texts = []
    for credentials, way in (
        (Credentials(password=PASSWORD), "password"),
        (Credentials(private_key_file=key[0], passphrase="open-S3CRET"), "keypair"),
        (Credentials(private_key_file=key[0], passphrase="wrong-S3CRET"), "keypair"),
        (Credentials(token_file=token), "oauth"),
    ):
        for trouble in ("", "refuse"):
            account.tell("clear")
            if trouble:
                account.behave("login", "refuse", number=390100, message="no: S3CRET")
            warehouse = opened(credentials, authenticator=way)
            try:
                warehouse.run("SELECT 1", Limits())
            except AiwsError as problem:
                texts += [
                    problem.message("ko"),
                    problem.message("en"),
                    problem.hint("en"),
                    repr(problem),
                    str(problem),
                ]
                texts.append(
                    repr(problem.__cause__)
                    + repr(problem.__context__ if not problem.__suppress_context__ else "")
                )
            warehouse.close()
    assert texts
    out = capfd.readouterr()
    for text in (*texts, caplog.text, out.out, out.err):
        assert "S3CRET" not in text


# ── what the account says of itself ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shop(account: Account) -> Account:
    account.tell(
        "sql",
        {
            "database": "SHOP",
            "schema": "SALES",
            "statements": [
                "CREATE OR REPLACE TABLE CUSTOMERS (ID NUMBER(9,0) PRIMARY KEY, NAME VARCHAR NOT NULL, NOTE VARIANT)",
                "CREATE OR REPLACE TABLE ORDERS (ID NUMBER(38,0), CUSTOMER_ID NUMBER(9,0), AMOUNT NUMBER(18,2),"
                ' HAPPENED TIMESTAMP_NTZ, "Mixed Case" DATE, "lower" VARCHAR)',
                "INSERT INTO ORDERS VALUES (1, 1, 20, '2026-01-01', '2026-01-01', 'x')",  # Empty tables are not scanned.
                "COMMENT ON TABLE ORDERS IS 'one row an order'",
                "CREATE OR REPLACE VIEW BIG AS SELECT ID, AMOUNT FROM ORDERS WHERE AMOUNT > 10",
            ],
        },
    )
    account.tell("tables", {"tags": [["SALES", "CUSTOMERS", "NAME", "PRIVACY_CATEGORY", "IDENTIFIER"]]})
    return account


def test_tables_columns_keys_tags_and_comments(shop: Account, opened: Open) -> None:
    warehouse = opened(database="SHOP")
    described = warehouse.describe(("sales",))
    assert [(t.name, t.kind) for t in described.tables] == [
        ("sales.big", "view"),
        ("sales.customers", "table"),
        ("sales.orders", "table"),
    ]
    customers, orders = described.tables[1:]
    assert [(c.name, c.type, c.required) for c in customers.columns] == [
        ("id", "INTEGER", True),
        ("name", "VARCHAR", True),
        ("note", "VARIANT", False),
    ]
    assert customers.primary_key == ("id",)
    assert customers.columns[1].tags == {"PRIVACY_CATEGORY": "IDENTIFIER"}
    assert [(c.name, c.type) for c in orders.columns] == [
        ("id", "BIGINT"),
        ("customer_id", "INTEGER"),
        ("amount", "DECIMAL(18,2)"),
        ("happened", "TIMESTAMP"),
        ("Mixed Case", "DATE"),
    ]
    assert orders.comment == "one row an order"
    assert described.skipped == ("SALES.ORDERS.lower",)
    assert described.missing == ()
    assert warehouse.columns()["sales.orders"]["amount"] == "DECIMAL(18,2)"
    assert warehouse.as_of() is None


def test_foreign_keys_come_from_show(shop: Account, opened: Open) -> None:
    row = [
        "",
        "SHOP",
        "SALES",
        "CUSTOMERS",
        "ID",
        "SHOP",
        "SALES",
        "ORDERS",
        "CUSTOMER_ID",
        "1",
        "",
        "",
        "FK1",
        "",
        "",
        "",
        "",
    ]
    shop.behave("SHOW IMPORTED", "rows", names=[f"c{i}" for i in range(17)], rows=[row])
    orders = opened(database="SHOP").describe(("SALES",)).tables[2]
    assert orders.relationships == (
        Relationship("sales.orders", ("customer_id",), "sales.customers", ("id",), optional=True),
    )


@pytest.mark.parametrize(("statement", "missing"), [("TAG_REFERENCES", "tags"), ("SHOW PRIMARY", "keys")])
def test_what_the_role_may_not_read_is_said_to_be_missing(
    shop: Account, opened: Open, statement: str, missing: str
) -> None:
    shop.behave(statement, "refuse", number=2003, message="Object 'X' does not exist or not authorized.")
    described = opened(database="SHOP").describe()
    assert described.missing == (missing,) and len(described.tables) == 3


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('SELECT SUM(amount) AS n FROM "SALES"."ORDERS"', {"sales.orders"}),
        ('SELECT 1 AS n FROM "SALES"."BIG"', {"sales.big", "sales.orders"}),
        (
            'SELECT 1 AS n FROM "SALES"."BIG" b JOIN "SALES"."CUSTOMERS" c ON b.id = c.id',
            {"sales.big", "sales.orders", "sales.customers"},
        ),
        (
            'SELECT 1 AS n FROM "SALES"."BIG" b JOIN "SALES"."ORDERS" c ON b.id = c.id',
            {"sales.big", "sales.orders"},
        ),
        ("SELECT 1 AS n", set()),
    ],
)
def test_the_account_says_what_a_statement_scans(
    shop: Account, opened: Open, sql: str, tables: set[str]
) -> None:
    assert opened(database="SHOP").tables_touched(sql) == tables


@pytest.mark.parametrize("rows", [[["no plan"]], [], [['{"Operations": [[{"operation": "Mystery"}]]}']]])
def test_a_plan_that_cannot_be_read_is_an_unknown_table(
    shop: Account, opened: Open, rows: list[list[str]]
) -> None:
    shop.behave("EXPLAIN", "rows", names=["content"], rows=rows)
    assert opened(database="SHOP").tables_touched("SELECT 1") == {"?"}


def test_an_account_without_explain_runs_nothing(shop: Account, opened: Open) -> None:
    shop.behave("EXPLAIN", "refuse", number=3001, message="Insufficient privileges")
    with pytest.raises(AiwsError) as caught:
        opened(database="SHOP").tables_touched("SELECT 1")
    assert caught.value.exit_code == 4


def _aiws(account: Account, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    given = {
        "AIWS_WAREHOUSE": account.url(database="SHOP"),
        "AIWS_SNOWFLAKE_PASSWORD": PASSWORD,
        "AIWS_LANG": "en",
    }
    return subprocess.run(
        [sys.executable, "-m", "aiws_cli", *args],
        env={**os.environ, **given, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_account_becomes_a_catalog(shop: Account, tmp_path: Path) -> None:
    shop.behave("TAG_REFERENCES", "refuse", number=2003, message="Object 'X' does not exist", times=9)
    done = _aiws(shop, "catalog", "import", "--schema", "sales", "--out", str(tmp_path / "c"))
    assert done.returncode == 0, done.stderr
    assert "+ sales.orders (sales/orders.yaml)" in done.stdout
    assert "SALES.ORDERS.lower" in done.stderr and "TAG_REFERENCES" in done.stderr
    text = (tmp_path / "c" / "sales" / "orders.yaml").read_text(encoding="utf-8")
    assert "physicalName: sales.orders" in text and "DECIMAL(18,2)" in text and "one row an order" in text
    assert not any("SELECT" in s and '"ORDERS"' in s for s in shop.statements())
    again = _aiws(shop, "catalog", "import", "--schema", "sales", "--out", str(tmp_path / "c"), "--json")
    assert {c["kind"] for c in json.loads(again.stdout)["changes"]} <= {"skipped"}
    assert PASSWORD not in done.stdout + done.stderr + again.stdout + again.stderr


def test_a_semantic_view_comes_in_and_the_catalog_goes_out(shop: Account, tmp_path: Path) -> None:
    model = (
        "name: sales\ntables:\n- name: orders\n  base_table: {database: SHOP, schema: SALES, table: ORDERS}\n"
        "  dimensions: [{name: id, expr: ID, data_type: NUMBER, synonyms: [주문번호]}]\n"
        "  metrics: [{name: total, expr: SUM(amount)}]\n"
    )
    shop.tell("tables", {"semantic": [[model]]})
    folder = str(tmp_path / "c")
    done = _aiws(shop, "catalog", "import", "--from", "semantic-view:sales.orders_view", "--out", folder)
    assert done.returncode == 0, done.stderr
    assert any("SYSTEM$READ_YAML_FROM_SEMANTIC_VIEW('sales.orders_view')" in s for s in shop.statements())
    out = _aiws(shop, "catalog", "export", "--schema", "sales", AIWS_CATALOG=folder)
    assert out.returncode == 0, out.stderr
    assert "database: SHOP" in out.stdout and "주문번호" in out.stdout and "SUM(amount)" in out.stdout
    view = _aiws(shop, "catalog", "export", "--to", "snowflake-semantic-view", AIWS_CATALOG=folder)
    assert "CREATE OR REPLACE SEMANTIC VIEW SHOP.PUBLIC.catalog" in view.stdout


def test_a_file_is_not_joined_and_the_way_out_is_said(opened: Open, account: Account, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        opened().attach_file(tmp_path / "mine.csv")
    assert "mine.csv" in caught.value.message("en") and "--save" in caught.value.hint("en")
    assert account.recorded() == []


def test_without_the_connector_the_way_to_get_it_is_said(account: Account, tmp_path: Path) -> None:
    (tmp_path / "snowflake").mkdir()
    (tmp_path / "snowflake" / "__init__.py").write_text("raise ImportError('hidden')\n", encoding="utf-8")
    env = {**os.environ, "AIWS_WAREHOUSE": account.url(), "AIWS_SNOWFLAKE_PASSWORD": "p"}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(tmp_path), env.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, "-m", "aiws_cli", "catalog", "import", "--out", str(tmp_path / "c")],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert (
        "aiws-cli[snowflake]" in done.stderr
        and "--snowflake" in done.stderr
        and "Traceback" not in done.stderr
    )
