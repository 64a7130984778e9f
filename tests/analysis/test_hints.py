"""What the question says outright: a row is a question and the hints it gives on a small catalog."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.hints import (
    column_hints,
    comparison_hints,
    formula_hints,
    own_word_hints,
    value_hints,
)
from aiws_cli.analysis.timing import time_column
from aiws_cli.core.tables import Column, Metric, OwnTerm, Table, Term

SEGMENTS = Table(
    "card.segments",
    (
        Column("age_band", "VARCHAR", code_values={f"{n}0대": f"{n}0대" for n in range(2, 7)}),
        Column(
            "occupation",
            "VARCHAR",
            business_name="직업",
            code_values={"직장인": "직장인", "자영업": "자영업"},
        ),
        Column("channel", "VARCHAR", code_values={"Y": "온라인 | online", "N": "오프라인 | offline"}),
        Column(
            "online_ratio", "DECIMAL(5,4)", business_name="온라인 이용률", synonyms=("온라인 쇼핑 이용률",)
        ),
        Column("name", "VARCHAR", classification="personal", sample_values=("홍길동",)),
    ),
    business_name="고객군",
)
BONDS = Table(
    "securities.bonds",
    (
        Column("account_id", "VARCHAR", business_name="계좌번호", primary_key=True),
        Column("base_date", "DATE", "date", business_name="기준일", primary_key=True),
        Column(
            "bond_ratio",
            "DECIMAL(5,4)",
            business_name="채권 비중",
            business_name_en="Bond ratio",
            unit="ratio",
        ),
        Column("long_ratio", "DECIMAL(5,4)", business_name="듀레이션 5년 이상 채권 비중", unit="ratio"),
        Column("bond_value", "BIGINT", business_name="채권 평가액", unit="KRW"),
        Column("yield_rate", "DECIMAL(5,2)", business_name="만기 수익률", unit="percent"),
        Column("status", "VARCHAR", code_values={"ON": "판매중 | on sale", "END": "판매종료 | ended"}),
    ),
    business_name="계좌별 채권",
)

VALUES = [
    ("20-30대 직장인 고객", ["age_band IN ('20대', '30대')", "occupation = '직장인'"]),
    ("20~40대의 이용률", ["age_band IN ('20대', '30대', '40대')"]),
    ("2030대 고객 수", ["age_band IN ('20대', '30대')"]),
    ("30대만", ["age_band = '30대'"]),
    ("온라인으로 산 고객", ["channel = 'Y'"]),
    ("customers who buy online", ["channel = 'Y'"]),
    ("온라인 쇼핑 이용률이 높은 고객군", []),
    ("홍길동 고객", []),
    ("판매 중인 상품", ["status = 'ON'"]),
    ("판매중인 상품", ["status = 'ON'"]),
    ("고객군을 보여줘", []),
]


@pytest.mark.parametrize(("question", "conditions"), VALUES)
def test_value_hints(question: str, conditions: list[str]) -> None:
    assert [c for _, c in value_hints(question, (SEGMENTS, BONDS))] == conditions


COLUMNS = [
    ("듀레이션이 5년 이상인 채권 비중이 30% 이상인 계좌", ["bonds.long_ratio"]),
    ("채권 비중이 높은 계좌", ["bonds.bond_ratio"]),
    ("온라인 쇼핑 이용률", ["segments.online_ratio"]),
    ("온라인 이용률", ["segments.online_ratio"]),
    ("직업별 인원", []),
]


@pytest.mark.parametrize(("question", "columns"), COLUMNS)
def test_column_hints(question: str, columns: list[str]) -> None:
    assert [c for _, c in column_hints(question, (SEGMENTS, BONDS))] == columns


BOUNDS = [
    ("듀레이션이 5년 이상인 채권 비중이 30% 이상인 계좌", ["long_ratio >= 0.3"]),
    ("채권 비중 12.5% 미만 계좌", ["bond_ratio < 0.125"]),
    ("채권 평가액이 1억원을 넘는 계좌", ["bond_value > 100000000"]),
    ("채권 평가액 5,000만원 이하", ["bond_value <= 50000000"]),
    ("만기 수익률이 4% 초과인 계좌", ["yield_rate > 4"]),
    ("accounts with bond ratio of at least 30%", ["bond_ratio >= 0.3"]),
    ("채권 비중이 높은 계좌 30개", []),
    ("채권 비중 상위 5개", []),
]


@pytest.mark.parametrize(("question", "conditions"), BOUNDS)
def test_comparison_hints(question: str, conditions: list[str]) -> None:
    assert [c for _, c in comparison_hints(question, (SEGMENTS, BONDS))] == conditions


def test_a_column_that_holds_the_thing_stands_for_its_formula() -> None:
    held = Metric(
        "bond_ratio", "채권 비중", "SUM(bond_value) / SUM(total_value)", tables=("securities.bonds",)
    )
    other = Metric("loss", "예상 손실률", "-duration * 0.01", tables=("securities.bonds",))
    elsewhere = Metric("x", "순유입", "SUM(a)", tables=("bank.flows",))
    term = Term("높은 고객군", expression="online_ratio >= 0.6", tables=("card.segments",))
    assert formula_hints((held, other, elsewhere), (term,), (SEGMENTS, BONDS)) == (
        "채권 비중 = bonds.bond_ratio",
        "예상 손실률 = -duration * 0.01",
        "높은 고객군: online_ratio >= 0.6",
    )


def _dated(*names: str, key: str = "") -> Table:
    return Table("s.t", tuple(Column(n, "DATE", "date", primary_key=n == key) for n in names))


TIMES = [
    (_dated("base_month", "open_date"), "base_month"),
    (_dated("open_date", "close_date"), ""),
    (_dated("open_date"), ""),
    (_dated("txn_date", "open_date"), "txn_date"),
    (_dated("txn_date", "value_date"), ""),
    (_dated("txn_date", "value_date", key="txn_date"), "txn_date"),
    (Table("s.t", (Column("approved_at", "TIMESTAMP", "timestamp"),)), "approved_at"),
    (Table("s.t", (Column("name", "VARCHAR"),)), ""),
]


@pytest.mark.parametrize(("table", "column"), TIMES)
def test_time_column(table: Table, column: str) -> None:
    assert time_column(table) == column


def test_a_metric_says_its_time_column() -> None:
    metric = Metric("m", "m", "1", time_column="s.t.value_date")
    assert time_column(_dated("txn_date", "value_date"), (metric,)) == "value_date"


OWN = (
    OwnTerm("우리팀", definition="강남지점"),
    OwnTerm("강북지점", synonyms=("북팀",)),
    OwnTerm("우량고객", expression="segment =\n  'VIP'", definition="VIP 고객"),
    OwnTerm("유형", columns=("card.segments.occupation",)),
    OwnTerm("묶음", tables=("card.segments",)),
    OwnTerm("빈말"),
)


def test_the_asker_s_own_words_are_told_in_the_question_s_order() -> None:
    said = "우량고객과 우리 팀, 북팀의 유형별 묶음과 빈말"
    assert own_word_hints(said, OWN) == (
        "우량고객 = segment = 'VIP'",
        "우리 팀 = 강남지점",
        "북팀 = 강북지점",
        "유형 = segments.occupation",
        "묶음 = card.segments",
    )
    assert own_word_hints("온라인 고객", OWN) == ()


def test_what_the_asker_calls_by_a_name_is_not_contradicted() -> None:
    metric = Metric("m", "우량고객", "COUNT(*)", tables=("card.segments",))
    glossary = Term("우량고객", expression="grade = 1")
    assert formula_hints((metric,), (OWN[2], glossary), (SEGMENTS,)) == ()
    assert formula_hints((metric,), (glossary,), (SEGMENTS,)) == ("우량고객 = COUNT(*)",)


NESTED = Table(
    "shop.items",
    (
        Column("tags", "VARCHAR[]", "array", business_name="태그", sample_values=("한정판", "새상품")),
        Column(
            "details",
            "JSON",
            "object",
            fields=(
                Column(
                    "colour", "VARCHAR", business_name="겉면 색상", sample_values=("빨강",), within="details"
                ),
                Column("months", "BIGINT", business_name="보증 기간", unit="months", within="details"),
            ),
        ),
    ),
)


def test_elements_and_keys_are_told_as_a_query_reads_them() -> None:
    assert [c for _, c in value_hints("한정판 물건", [NESTED])] == ["list_contains(tags, '한정판')"]
    assert [c for _, c in value_hints("한정판과 새상품", [NESTED])] == [
        "list_has_any(tags, ['한정판', '새상품'])"
    ]
    assert [c for _, c in value_hints("빨강 물건", [NESTED])] == ["details->>'colour' = '빨강'"]
    assert column_hints("겉면 색상을 보여줘", [NESTED]) == (("겉면 색상", "items.details->>'colour'"),)
    assert [c for _, c in comparison_hints("보증 기간이 12개월 이상", [NESTED])] == [
        "CAST(details->>'months' AS BIGINT) >= 12"
    ]
