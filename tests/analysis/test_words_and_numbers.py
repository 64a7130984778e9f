"""Numbers in answers: how they read, and that none stands in a text without a cell behind it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiws_cli.analysis import chart, wording
from aiws_cli.analysis.facts import decimal, number_text, unsupported
from aiws_cli.core.answer import Fact
from aiws_cli.core.results import ResultColumn, ResultSet

NUMBERS = [
    ("1234567", "1,234,567"),
    ("1234.5", "1,234.5"),
    ("1234.50", "1,234.5"),
    ("0.05", "0.05"),
    ("0.0123", "0.012"),
    ("-0.000456", "-0.00046"),
    ("2.675", "2.68"),
    ("100.00", "100"),
    ("0", "0"),
]


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_number_text(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


@pytest.mark.parametrize("value", [None, True, "abc", "NaN", "Infinity", float("nan"), ""])
def test_not_a_number(value: Any) -> None:
    assert decimal(value) is None


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=5))
def test_every_number_of_a_fact_is_supported(values: list[int]) -> None:
    facts = [Fact(number_text(Decimal(v)), v, "rows[0].x") for v in values]
    assert unsupported("값: " + ", ".join(f.text for f in facts), facts) == ()


def test_a_number_nobody_computed_is_found() -> None:
    facts = [Fact("1,234", 1234, "rows[0].x")]
    assert unsupported("합계는 1,234원이고 전월보다 17% 늘었습니다", facts) == ("17",)
    assert unsupported("합계는1,234원, 약17%", facts) == ("17",)
    assert unsupported("12월 합계는 1,234원", facts, quoted=["12월"]) == ()


BALANCE = (ResultColumn("branch_name", "VARCHAR"), ResultColumn("balance", "DECIMAL(18,2)"))
MONTHLY = (ResultColumn("base_month", "VARCHAR"), ResultColumn("revenue", "BIGINT"))


def test_insight_names_the_largest_and_the_smallest() -> None:
    result = ResultSet(BALANCE, (("강남", "300.00"), ("종로", "900.50"), ("부산", "10.00")))
    found = wording.insight(result, ("지점명", "잔액"), "ko")
    assert found is not None and found.checked
    assert found.text == "잔액이 가장 큰 것은 종로로, 900.5입니다. 가장 작은 것은 부산으로, 10입니다."
    assert [f.source for f in found.facts] == ["rows[1].balance", "rows[2].balance"]


def test_insight_over_time_compares_the_ends_in_time_order() -> None:
    result = ResultSet(MONTHLY, (("2026-09", 120), ("2026-07", 100), ("2026-08", 90)))
    found = wording.insight(result, ("월", "매출"), "ko")
    assert found is not None and found.checked
    assert found.text == "매출은 2026-07의 100에서 2026-09의 120으로 늘었습니다."


def test_nulls_are_no_extremes_and_a_cut_result_says_nothing() -> None:
    rows = (("가", None), ("나", "5"), ("다", "3"))
    found = wording.insight(ResultSet(BALANCE, rows), ("지점", "잔액"), "en")
    assert found is not None and "나" in found.text and "다" in found.text
    assert wording.insight(ResultSet(BALANCE, rows, truncated=True), ("지점", "잔액"), "en") is None


HEADLINES = [
    ((), "조건에 맞는 데이터가 없습니다."),
    ((("강남", "1234.5"),), "강남의 잔액은 1,234.5입니다."),
    ((("강남", None),), "강남의 잔액은 값 없음입니다."),
    ((("강남", "1"), ("종로", "2")), "모두 2행입니다."),
]


@pytest.mark.parametrize(("rows", "text"), HEADLINES)
def test_headline(rows: tuple[tuple[Any, ...], ...], text: str) -> None:
    assert wording.headline(ResultSet(BALANCE, rows), ("지점명", "잔액"), "ko")[0] == text


CHARTS = [
    ("time and measure", MONTHLY, (("2026-08", 1), ("2026-09", 2)), "line"),
    ("category and measure", BALANCE, (("강남", "1"), ("종로", "2")), "bar"),
    (
        "two measures",
        (ResultColumn("x", "DOUBLE"), ResultColumn("y", "DOUBLE")),
        ((1.0, 2.0), (2.0, 3.0)),
        "point",
    ),
    ("one row", BALANCE, (("강남", "1"),), None),
    (
        "no measure",
        (ResultColumn("a", "VARCHAR"), ResultColumn("b", "VARCHAR")),
        (("a", "b"), ("c", "d")),
        None,
    ),
    (
        "a key is no measure",
        (ResultColumn("name", "VARCHAR"), ResultColumn("branch_id", "INTEGER")),
        (("a", 1), ("b", 2)),
        None,
    ),
    ("too many categories", BALANCE, tuple((f"지점{i}", "1") for i in range(40)), None),
]


@pytest.mark.parametrize(("what", "columns", "rows", "mark"), CHARTS, ids=[c[0] for c in CHARTS])
def test_chart_is_chosen_by_the_columns(what: str, columns: Any, rows: Any, mark: str | None) -> None:
    made = chart.chart(columns, [c.name for c in columns], rows, "제목")
    if mark is None:
        assert made is None
        return
    assert made is not None
    drawn = made.spec["mark"]
    assert (drawn if isinstance(drawn, str) else drawn["type"]) == mark
    assert len(made.spec["data"]["values"]) == len(rows)
