"""What the model is told of time: a row is a question and the lines it brings."""

from __future__ import annotations

from datetime import date

import pytest

from aiws_cli.analysis.asked_time import asked_time
from aiws_cli.analysis.time_hints import time_hints
from aiws_cli.analysis.time_place import time_place
from aiws_cli.core.tables import Column, Table

SEP30 = date(2026, 9, 30)
FEES = Table(
    "bank.fees", (Column("base_month", "DATE", "date", primary_key=True), Column("fee", "BIGINT", "integer"))
)
INCOME = Table(
    "bank.income",
    (
        Column("base_month", "DATE", "date", primary_key=True),
        Column("interest_income", "BIGINT", "integer", business_name="이자수익"),
        Column("fee_income", "BIGINT", "integer", business_name="수수료수익"),
    ),
)
WIRES = Table("bank.wires", (Column("sent_on", "DATE", "date"), Column("amount", "BIGINT", "integer")))
PEOPLE = Table("bank.people", (Column("name", "VARCHAR"),))

ROWS = [
    ("6월 수수료", (FEES,), ["6월 = 2026-06-01 to 2026-06-30: base_month = DATE '2026-06-01'"]),
    (
        "wires in 2025",
        (WIRES,),
        ["2025 = 2025-01-01 to 2025-12-31: sent_on BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"],
    ),
    ("2025년 이후 송금", (WIRES,), ["2025년 이후 = from 2025-01-01: sent_on >= DATE '2025-01-01'"]),
    ("올해 가입한 사람", (PEOPLE,), ["올해 = 2026-01-01 to 2026-09-30"]),
    (
        "이번 달과 지난달 수수료를 비교",
        (FEES,),
        [
            "이번 달 = 2026-09-01 to 2026-09-30: base_month = DATE '2026-09-01'",
            "지난달 = 2026-08-01 to 2026-08-31: base_month = DATE '2026-08-01'",
            "both: WHERE base_month IN (DATE '2026-08-01', DATE '2026-09-01') GROUP BY base_month",
        ],
    ),
    (
        "6월 수수료의 전년 동월 대비 증가율",
        (FEES,),
        [
            "6월 = 2026-06-01 to 2026-06-30: base_month = DATE '2026-06-01'",
            "전년 동월 대비 = 2025-06-01 to 2025-06-30: base_month = DATE '2025-06-01'",
            "SELECT (SUM(x) FILTER (WHERE base_month = DATE '2026-06-01') - SUM(x) FILTER (WHERE base_month = DATE"
            " '2025-06-01')) * 100.0 / SUM(x) FILTER (WHERE base_month = DATE '2025-06-01') AS percent_change,"
            " no WHERE on base_month",
        ],
    ),
    (
        "6월 이자수익은 전월보다 얼마나 늘었나",
        (INCOME,),
        [
            "6월 = 2026-06-01 to 2026-06-30: base_month = DATE '2026-06-01'",
            "전월보다 = 2026-05-01 to 2026-05-31: base_month = DATE '2026-05-01'",
            "SELECT SUM(interest_income) FILTER (WHERE base_month = DATE '2026-06-01') - SUM(interest_income)"
            " FILTER (WHERE base_month = DATE '2026-05-01') AS change, no WHERE on base_month",
        ],
    ),
    (
        "wires by quarter in 2025",
        (WIRES,),
        [
            "2025 = 2025-01-01 to 2025-12-31: sent_on BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'",
            "by quarter = GROUP BY quarter(sent_on)",
        ],
    ),
    (
        "최근 3개월 수수료의 전월 대비 증감",
        (FEES,),
        [
            "전월 대비 = x against LAG(x) OVER (PARTITION BY what is listed ORDER BY base_month)",
            "최근 3개월 = 2026-07-01 to 2026-09-30: QUALIFY base_month BETWEEN DATE '2026-07-01' AND DATE '2026-09-01', not WHERE",
        ],
    ),
    ("현재 수수료", (FEES,), ["current = the latest: base_month = DATE '2026-09-01'"]),
    ("현재 송금", (WIRES,), []),
    ("송금 건수", (WIRES,), []),
    (
        "올해 수수료와 송금",
        (FEES, WIRES),
        ["올해 = 2026-01-01 to 2026-09-30: base_month BETWEEN DATE '2026-01-01' AND DATE '2026-09-01'"],
    ),
]


@pytest.mark.parametrize(("question", "tables", "lines"), ROWS)
def test_time_hints(question: str, tables: tuple[Table, ...], lines: list[str]) -> None:
    assert list(time_hints(asked_time(question, SEP30), question, tables)) == lines


CUSTOMERS = Table(
    "shop.custCustomer",
    (Column("custId", "VARCHAR"), Column("custJoinDate", "DATE", "date"), Column("custCountry", "VARCHAR")),
)
ORDERS = Table(
    "shop.orders",
    (
        Column("order_id", "BIGINT"),
        Column("ordered_at", "TIMESTAMP", "timestamp"),
        Column("paid_amount", "BIGINT"),
    ),
)
STORES = Table("shop.stores", (Column("store_name", "VARCHAR"), Column("crtd_ts", "TIMESTAMP", "timestamp")))


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("orders by customers who joined in May 2026", "custJoinDate"),
        ("How many orders came from Korea in May 2026?", "ordered_at"),
        ("total paid amount in May 2026", "ordered_at"),
        ("number of orders per store in May 2026", "ordered_at"),
        ("what happened in May 2026", ""),
    ],
)
def test_the_time_column_that_is_spoken_of(question: str, column: str) -> None:
    found = time_place(question, (CUSTOMERS, STORES, ORDERS))
    assert (found[1].name if found else "") == column


def test_tables_nobody_chose_give_the_one_column_that_is_spoken_of() -> None:
    question = "total paid amount in May 2026"
    tables = (CUSTOMERS, STORES, ORDERS)
    (line,) = time_hints(asked_time(question, SEP30), question, tables, unranked=True)
    assert line.endswith("ordered_at >= DATE '2026-05-01' AND ordered_at < DATE '2026-06-01'")
