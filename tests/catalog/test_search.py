from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.link import link
from aiws_cli.catalog.problems import WorkspaceUnknownError
from aiws_cli.catalog.words import normalise

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "search_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("query", "table"),
    [
        ("펀드랩", "bank.fund_wraps"),  # Korean
        ("fund wrap products", "bank.fund_wraps"),  # English
        ("fund_wraps", "bank.fund_wraps"),  # physical
        ("BANK.FUND_WRAPS", "bank.fund_wraps"),
        ("NNM", "bank.wrap_flows"),  # abbreviation in the glossary
        ("자금 유출입", "bank.wrap_flows"),  # a metric's synonym
        ("inflow_amount", "bank.wrap_flows"),  # a column
        ("유입액", "bank.wrap_flows"),
        ("온라인", "card.transactions"),  # a code's label
        ("판매중지", "bank.fund_wraps"),
        ("자영업", "card.customers"),  # a sample value
        ("카드이용내역", "card.transactions"),  # written together
        ("펀드렙", "bank.fund_wraps"),  # typing errors
        ("transations", "card.transactions"),
        ("벤치마크 지수의 이름을 알려줘", "bank.benchmark_indices"),
        ("ＦＵＮＤ　ＷＲＡＰ", "bank.fund_wraps"),  # full width
    ],
)
def test_finds(catalog: IndexedCatalog, query: str, table: str) -> None:
    assert catalog.search(query)[0].table == table


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "zzzzqqq", "'; DROP TABLE docs; --", '"', "NEAR(", "*", "a" * 5000]
)
def test_odd_queries_find_nothing_or_something_but_never_fail(catalog: IndexedCatalog, query: str) -> None:
    assert isinstance(catalog.search(query), tuple)
    assert isinstance(catalog.terms(query), tuple)
    assert isinstance(catalog.verified(query), tuple)


@pytest.mark.parametrize(
    "workspace", ["card", "카드", "한들카드", "Handeul Card", "CARD", "card/sales", "카드/매출"]
)
def test_workspace(catalog: IndexedCatalog, workspace: str) -> None:
    assert {h.company for h in catalog.search("고객 상품 금액", workspace=workspace)} == {"card"}


def test_unknown_workspace(catalog: IndexedCatalog) -> None:
    with pytest.raises(WorkspaceUnknownError) as caught:
        catalog.search("금액", workspace="카드/없음")
    assert caught.value.exit_code == 2 and "card/sales" in caught.value.hint("ko")


def test_hits_say_what_they_answer_to(catalog: IndexedCatalog) -> None:
    hit = catalog.search("펀드랩 유입액")[0]
    assert (
        hit.matched == ("펀드랩", "유입액")
        and hit.business_name == "펀드랩 자금흐름"
        and hit.company == "bank"
    )


def test_a_name_inside_a_longer_one_is_not_a_term(catalog: IndexedCatalog) -> None:
    assert [t.term for t in catalog.terms("순유입을 보여줘")] == ["순유입"]
    assert [t.term for t in catalog.terms("순유입과 유입을 보여줘")] == ["순유입", "유입"]


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("상품별 펀드랩 유입액 합계를 알려줘", 0.999, 1.0),
        ("Show total inflow of fund wraps by product", 0.999, 1.0),
        ("펀드랩 유입액을 상품별로 합계해서 보여줘", 0.6, 0.99),
        ("직업별 카드 이용금액 하위 10개를 알려줘", 0.6, 0.99),  # not the same question
        ("대출 연체율을 알려줘", 0.0, 0.3),
        ("알려줘", 0.0, 0.4),
    ],
)
def test_similarity_of_verified_queries(
    catalog: IndexedCatalog, question: str, low: float, high: float
) -> None:
    hits = catalog.verified(question)
    assert low <= (hits[0].similarity if hits else 0.0) <= high


def test_verified_queries_of_a_workspace(catalog: IndexedCatalog) -> None:
    assert {h.query.company for h in catalog.verified("상품별 합계를 알려줘", workspace="card")} <= {"card"}


# ── the demo catalog ─────────────────────────────────────────────────────────────────────────────────────


def test_cases_share_no_wording_with_verified_queries(demo: IndexedCatalog) -> None:
    for case in CASES:
        hits = demo.verified(case["question"], limit=1)
        assert not hits or normalise(hits[0].query.question) != normalise(case["question"])


def test_recall_on_the_demo_catalog(demo: IndexedCatalog) -> None:
    """recall@5 and @10 over questions with the tables they need, and the tables linking chooses."""
    five, ten, linked, extra, missed = [], [], [], [], []
    for case in CASES:
        gold = set(case["tables"])
        found = [h.table for h in demo.search(case["question"], limit=10)]
        five.append(len(gold & set(found[:5])) / len(gold))
        ten.append(len(gold & set(found)) / len(gold))
        chosen = set(link(demo, case["question"], with_verified=False).tables)
        linked.append(gold <= chosen)
        extra.append(len(chosen - gold))
        if five[-1] < 1:
            missed.append((case["question"], sorted(gold - set(found[:5]))))
    n = len(CASES)
    assert n >= 60
    assert sum(five) / n >= 0.95, missed
    assert sum(ten) / n >= 0.98, missed
    assert sum(linked) / n >= 0.87
    assert sum(extra) / n <= 0.7
