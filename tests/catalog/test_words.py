from __future__ import annotations

import pytest

from aiws_cli.catalog.words import (
    asked_tokens,
    distance,
    jamo,
    listed,
    normalise,
    phrase,
    spans,
    stem,
    tokens,
    words,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ＫＯＳＰＩ２００", "kospi200"),
        ("잔액", "잔액"),  # decomposed jamo
        ("㈜한들", "(주)한들"),
        ("Fund Wraps", "fund wraps"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("지점별 예금 잔액을 알려줘", ["지점", "예금", "잔액"]),
        ("상품들의 수익률과 금리는?", ["상품", "수익률", "금리"]),
        ("고객에서 카드로 이용한 금액", ["고객", "카드", "이용", "금액"]),
        ("신용평가를 보여줘", ["신용평"]),
        ("평가 나이 만기 주가", ["평가", "나이", "만기", "주가"]),
        ("최근 1개월 2026년 상위 10개", []),
        ("온라인 이용률이 높은 고객군을 추출하고 분석해줘", ["온라인", "이용률", "고객군"]),
        ("ATM에서 출금", ["atm", "출금"]),
        ("Show me the largest branches by deposits", ["branch", "deposit"]),
        ("bank.fund_wraps", ["bank", "fund wrap"]),
        ("wrapDailyNavs", ["wrap", "daily", "nav"]),
        ("", []),
        ("?!…", []),
    ],
)
def test_words_without_particles_and_stop_words(question: str, found: list[str]) -> None:
    assert [w.forms[0] for w in words(question)] == found


def test_the_unstripped_form_is_kept() -> None:
    # A rule can't tell the particle 가 from the 가 of 평가.
    assert "신용평가" in words("신용평가를 보여줘")[0].forms


def test_generic_words_weigh_less() -> None:
    weight = {w.forms[0]: w.weight for w in words("예금 금액 합계")}
    assert weight["예금"] > weight["금액"] == weight["합계"]


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("branches", "branch"),
        ("policies", "policy"),
        ("cards", "card"),
        ("loss", "loss"),
        ("status", "status"),
    ],
)
def test_stem(word: str, root: str) -> None:
    assert stem(word) == root


def test_tokens_are_bigrams_and_stems() -> None:
    assert tokens(phrase("펀드랩 products")) == ["펀드", "드랩", "product"]
    assert tokens(phrase("랩")) == ["랩"]


@pytest.mark.parametrize(
    "word", ["lease", "expenses", "lapsed", "closing", "purchase", "preceding", "diseases"]
)
def test_a_name_is_held_under_the_stem_it_is_asked_by(word: str) -> None:
    assert tokens(phrase(word)) == [form for w in words(word) for form in w.forms]


def test_phrase_joins_hangul_and_spaces_english() -> None:
    assert phrase("랩 상품 번호") == "랩상품번호"
    assert phrase("Fund wraps") == "fund wrap"
    assert phrase("ETF 수익률") == "etf 수익률"


def test_spans_reach_over_words_and_into_compounds() -> None:
    found = {text for text, _, _ in spans("펀드랩의 순유입액과 net inflows")}
    assert {"펀드랩", "순유입", "순유입액", "net inflow"} <= found
    assert "금리" in {text for text, _, _ in spans("대출금리는")}
    assert "리스" not in {text for text, _, _ in spans("계좌 리스트")}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("영업점별 잔액", {"영업점"}),
        ("수익률이 높은 펀드 5개", {"펀드"}),
        ("지점 10곳은 어디야", {"지점"}),
        ("Which ten branches have the most loans", {"branch"}),
        ("amount by card product", {"card", "product"}),
        ("개별 상품의 잔액", set()),
    ],
)
def test_listed(question: str, names: set[str]) -> None:
    assert names <= listed(question)


@pytest.mark.parametrize(
    ("a", "b", "most", "edits"),
    [("펀드렙", "펀드랩", 2, 1), ("가맹젬", "가맹점", 2, 1), ("loan", "laon", 2, 1), ("abc", "xyz", 2, 3)],
)
def test_distance_in_jamo(a: str, b: str, most: int, edits: int) -> None:
    assert distance(jamo(a), jamo(b), most) == edits


def test_words_that_only_ask_count_a_little() -> None:
    found = asked_tokens("상위 예금 10개를 알려줘")
    assert 0 < found["상위"] < found["예금"]
    assert 0 < found["10"] < found["예금"]
