from __future__ import annotations

import pytest

from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.link import link


@pytest.mark.parametrize(
    ("question", "tables"),
    [
        ("직업별 카드 이용금액 합계", {"card.transactions", "card.customers"}),
        ("펀드랩 유입액 합계", {"bank.wrap_flows"}),
        ("온라인 이용률을 알려줘", {"card.transactions"}),
        (
            "벤치마크 지수 이름별 유출액",
            {"bank.wrap_flows", "bank.benchmark_indices", "bank.fund_wraps"},
        ),  # a bridge
        ("card spending by occupation", {"card.transactions", "card.customers"}),
    ],
)
def test_few_tables_and_all_that_are_needed(catalog: IndexedCatalog, question: str, tables: set[str]) -> None:
    found = link(catalog, question, with_verified=False)
    assert set(found.tables) == tables


def test_bridges_are_named_and_come_last(catalog: IndexedCatalog) -> None:
    found = link(catalog, "KOSPI 200의 유출액", with_verified=False)
    assert found.bridges == ("bank.fund_wraps",) and found.tables[-1] == "bank.fund_wraps"


def test_a_near_verified_query_brings_its_tables(catalog: IndexedCatalog) -> None:
    found = link(catalog, "상품별 펀드랩 유입액의 합계를 보여줘")
    assert found.verified[0].similarity > 0.72
    assert found.tables[:2] == ("bank.wrap_flows", "bank.fund_wraps")


def test_a_follow_up_keeps_its_tables(catalog: IndexedCatalog) -> None:
    found = link(catalog, "벤치마크 지수 이름도 추가해줘", previous=("bank.fund_wraps",))
    assert found.tables == ("bank.fund_wraps", "bank.benchmark_indices")


def test_columns_of_metrics_and_joins_are_shown(catalog: IndexedCatalog) -> None:
    found = link(catalog, "펀드랩 상품명별 순유입", columns=2, with_verified=False)
    assert {"inflow_amount", "outflow_amount", "flow_date", "wrap_id"} <= found.columns["bank.wrap_flows"]


def test_workspace_bounds_the_choice(catalog: IndexedCatalog) -> None:
    assert {t.partition(".")[0] for t in link(catalog, "상품 금액", workspace="은행").tables} == {"bank"}


def test_signals(catalog: IndexedCatalog) -> None:
    sure = link(catalog, "펀드랩 유입액").signals
    assert sure.best > 0.8 and sure.unmatched == () and set(sure.matched) == {"펀드랩", "유입액"}
    lost = link(catalog, "우주선 발사 일정은 언제야").signals
    assert "우주선" in lost.unmatched and lost.best < sure.best
    assert link(catalog, "한들카드 승인금액").signals.companies == ("card",)


@pytest.mark.parametrize("question", ["", "?", "알려줘", "펀드렙 유입액", "a" * 3000])
def test_odd_questions(catalog: IndexedCatalog, question: str) -> None:
    assert len(link(catalog, question).tables) <= 6


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("정기예금 잔액을 월별로 보여줘", "bank.deposit_trend_monthly"),
        ("적금 잔액 추이", "bank.deposit_trend_monthly"),
        ("대출 잔액이 지난달보다 얼마나 줄었어?", "bank.loan_trend_monthly"),
        ("monthly trend of the loan balance", "bank.loan_trend_monthly"),
        ("지금 대출 잔액 합계", "bank.loans"),
        ("total deposit balance", "bank.deposit_accounts"),
    ],
)
def test_a_level_at_several_times_needs_a_table_that_keeps_it(
    demo: IndexedCatalog, question: str, table: str
) -> None:
    assert link(demo, question, with_verified=False).tables[0] == table


def test_the_end_of_a_month_that_is_over_is_a_moment_too(demo: IndexedCatalog) -> None:
    question = "8월 말 대출 잔액"
    assert link(demo, question, with_verified=False, past=True).tables[0] == "bank.loan_trend_monthly"
    assert link(demo, question, with_verified=False).tables[0] == "bank.loans"


def test_a_term_stands_for_its_other_names(demo: IndexedCatalog) -> None:
    found = link(demo, "주담대 신규취급액 추이", with_verified=False)
    assert found.tables == ("bank.loan_trend_monthly",)
