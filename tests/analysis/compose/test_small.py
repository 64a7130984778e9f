"""Composing on two small catalogs: one that says everything in both languages, and a bare schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from aiws_cli.analysis.compose import compose
from aiws_cli.analysis.compose.units import name_units
from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Column, Metric, Relationship, Table

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
)

STATUS = {"ON": "영업중 | open", "OFF": "휴업 | closed"}
TABLES = (
    Table(
        "shop.stores",
        (
            Column(
                "store_id", "VARCHAR", primary_key=True, business_name="매장번호", business_name_en="Store id"
            ),
            Column("store_name", "VARCHAR", business_name="매장명", business_name_en="Store name"),
            Column(
                "city",
                "VARCHAR",
                business_name="도시",
                business_name_en="City",
                sample_values=("서울", "대전"),
            ),
            Column(
                "store_status",
                "VARCHAR",
                business_name="영업상태",
                business_name_en="Store status",
                code_values=STATUS,
            ),
            Column(
                "floor_area", "INTEGER", business_name="매장면적", business_name_en="Floor area", unit="m2"
            ),
            Column("rent_amount", "BIGINT", business_name="임차료", business_name_en="Rent", unit="KRW"),
            Column("manager_name", "VARCHAR", business_name="점장명", classification="personal"),
            Column("opened_date", "DATE", "date", business_name="개점일", business_name_en="Opening date"),
        ),
        business_name="매장",
        business_name_en="Stores",
        synonyms=("점포",),
    ),
    Table(
        "shop.orders",
        (
            Column("order_id", "BIGINT", primary_key=True, business_name="주문번호"),
            Column("store_id", "VARCHAR", business_name="매장번호"),
            Column("ship_store_id", "VARCHAR", business_name="출고매장번호"),
            Column("customer_id", "VARCHAR", business_name="손님번호"),
            Column(
                "order_at", "TIMESTAMP", "timestamp", business_name="주문일시", business_name_en="Order time"
            ),
            Column(
                "order_amount",
                "BIGINT",
                business_name="주문금액",
                business_name_en="Order amount",
                unit="KRW",
            ),
            Column(
                "delivery_days",
                "INTEGER",
                business_name="배송일수",
                business_name_en="Delivery days",
                unit="days",
            ),
            Column(
                "pay_type",
                "VARCHAR",
                business_name="결제수단",
                business_name_en="Payment type",
                code_values={"CARD": "카드 | card", "CASH": "현금 | cash"},
            ),
        ),
        business_name="주문",
        business_name_en="Orders",
        relationships=(
            Relationship("shop.orders", ("store_id",), "shop.stores", ("store_id",)),
            Relationship("shop.orders", ("customer_id",), "shop.customers", ("customer_id",)),
        ),
    ),
    Table(
        "shop.customers",
        (
            Column("customer_id", "VARCHAR", primary_key=True, business_name="손님번호"),
            Column(
                "grade",
                "VARCHAR",
                business_name="손님등급",
                business_name_en="Customer grade",
                code_values={"A": "단골 | regular", "B": "신규 | newcomer"},
            ),
            Column(
                "city", "VARCHAR", business_name="거주도시", business_name_en="Home city", synonyms=("도시",)
            ),
        ),
        business_name="손님",
        business_name_en="Customers",
    ),
    Table(
        "shop.requests",
        (
            Column("request_id", "BIGINT", primary_key=True, business_name="환불신청번호"),
            Column(
                "refund_amount",
                "BIGINT",
                business_name="환불금액",
                business_name_en="Refund amount",
                unit="KRW",
            ),
            Column(
                "request_status",
                "VARCHAR",
                business_name="신청상태",
                code_values={"OK": "승인 | approved", "NO": "거절 | declined"},
            ),
            Column("reason", "VARCHAR", business_name="신청사유", business_name_en="Reason"),
        ),
        business_name="환불 신청",
        business_name_en="Refund requests",
    ),
    Table(
        "shop.stock_monthly",
        (
            Column("base_month", "DATE", "date", primary_key=True, business_name="기준월"),
            Column("store_id", "VARCHAR", primary_key=True, business_name="매장번호"),
            Column(
                "stock_balance",
                "BIGINT",
                business_name="재고잔액",
                business_name_en="Stock balance",
                unit="KRW",
            ),
            Column("sales_amount", "BIGINT", business_name="매출액", business_name_en="Sales", unit="KRW"),
            Column(
                "margin_rate",
                "DECIMAL(5,2)",
                business_name="마진율",
                business_name_en="Margin",
                unit="percent",
            ),
        ),
        business_name="매장 월별 실적",
        business_name_en="Monthly store results",
        relationships=(Relationship("shop.stock_monthly", ("store_id",), "shop.stores", ("store_id",)),),
    ),
)
METRICS = (
    Metric(
        "turnover",
        "재고회전율",
        "SUM(sales_amount) * 1.0 / NULLIF(SUM(stock_balance), 0)",
        name_en="Stock turnover",
        tables=("shop.stock_monthly",),
        time_column="shop.stock_monthly.base_month",
    ),
)
BARE = (
    Table(
        "main.Singers",
        (
            Column("Singer_ID", "BIGINT", primary_key=True),
            Column("Name", "VARCHAR"),
            Column("Country", "VARCHAR"),
            Column("Age", "BIGINT"),
            Column("Show", "VARCHAR"),
        ),
    ),
    Table(
        "main.Order",
        (Column("Order_ID", "BIGINT", primary_key=True), Column("Weight", "DOUBLE")),
    ),
)


@dataclass(frozen=True)
class Small:
    """The part of a catalog that composing looks at."""

    tables: tuple[Table, ...]

    def table(self, name: str) -> Table | None:
        return next((t for t in self.tables if t.name.lower() == name.lower()), None)


def written(question: str, tables: tuple[Table, ...], linked: Sequence[str]) -> str | None:
    found = compose(
        cast(Catalog, Small(tables)),
        question,
        as_of=date(2026, 9, 30),
        tables=linked,
        metrics=[m for m in METRICS if any(n.lower() in question.lower() for n in m.names)],
    )
    return " ".join(found.sql.split()) if found else None


@pytest.mark.parametrize("row", ROWS, ids=[r["question"] for r in ROWS])
def test_small_catalogs(row: dict[str, Any]) -> None:
    tables = BARE if row.get("bare") else TABLES
    assert written(row["question"], tables, row["tables"]) == row["sql"]


def test_two_tables_that_answer_as_well_leave_it_to_the_model() -> None:
    twin = Table("shop.shops", TABLES[0].columns, business_name="매장", business_name_en="Stores")
    question = "도시별 매장 수"
    assert written(question, TABLES, ["shop.stores"]) is not None
    assert written(question, (*TABLES, twin), ["shop.stores", "shop.shops"]) is None


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("deposit_type", ("deposit", "type")),
        ("depositTypes", ("deposit", "type")),
        ("예금 종류", ("예", "금", "종", "류")),
        ("WM 상품", ("wm", "상", "품")),
        ("AA+", ("aa", "+")),
    ],
)
def test_names_are_compared_by_units(name: str, units: tuple[str, ...]) -> None:
    assert name_units(name) == units
