from __future__ import annotations

import pytest

from aiws_cli.catalog.everyday import asked_words, everyday
from aiws_cli.catalog.index import IndexedCatalog


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("손님 수", "고객"),
        ("손님들에게", "고객"),
        ("월급통장", "급여"),  # the beginning of a compound
        ("돈을 빌린 회원", "대출"),  # any verb ending
        ("금리가 오르면", "금리시나리오"),  # a particle between
        ("차를 산 회원", "오토금융"),
        ("wealthy people", "우수고객"),
        ("shops by age group", "가맹점"),
        ("폰으로 들어온 사람", "모바일앱"),
        ("아이폰 이용자", "모바일앱"),
        ("손님이 사 간 펀드", "판매실적"),
        ("주식을 많이 산 계좌", "매수"),
        ("차주의 평균 잔액", "대출"),
        ("트럭 할부", "차급"),
        ("EV leases", "연료"),
        ("fund managers", "운용팀"),
        ("아이들 보험", "어린이보험"),
        ("돌려받은 금액", "해지환급금"),
        ("적자를 본 계열사", "당기순이익"),
        ("smokers", "흡연"),
    ],
)
def test_everyday_words_stand_for_business_names(question: str, meant: str) -> None:
    assert any(meant in forms for _, forms in everyday(question))


@pytest.mark.parametrize(
    "question",
    [
        "차이가 큰 지점",
        "일부자동",
        "투자자",
        "투자자문",
        "아이디",
        "폰트",
        "회비율",
        "scarce",
        "workshopper",
        "",
    ],
)
def test_words_that_only_look_alike_stand_for_nothing(question: str) -> None:
    assert everyday(question) == ()


def test_each_piece_counts_once_and_longer_wordings_first() -> None:
    assert [said for said, _ in everyday("빨간 날과 쉬는 날")] == ["빨간 날과", "쉬는 날"]


def test_a_word_keeps_its_own_form_first() -> None:
    (word,) = asked_words("손님")
    assert word.forms[0] == "손님" and "고객" in word.also and word.weight == 1.0


@pytest.mark.parametrize(
    ("question", "table"),
    [("단골손님 연령대", "card.customers"), ("가게에서 쓴 금액", "card.transactions")],
)
def test_search_finds_by_everyday_words(catalog: IndexedCatalog, question: str, table: str) -> None:
    assert catalog.search(question)[0].table == table


def test_a_typing_error_in_a_glossary_name(catalog: IndexedCatalog) -> None:
    assert catalog.search("순유잎")[0].table == "bank.wrap_flows"


def test_a_code_is_found_by_itself(demo: IndexedCatalog) -> None:
    assert demo.search("CMA")[0].table == "securities.accounts"


@pytest.mark.parametrize(
    ("question", "grain"),
    [("월별 추이", "월별"), ("작년 말보다", "월별"), ("by quarter", "분기"), ("하루 유입액", "일별")],
)
def test_the_grain_of_time_is_a_word(question: str, grain: str) -> None:
    assert [w.forms[0] for w in asked_words(question)].count(grain) == 1


@pytest.mark.parametrize(
    "question", ["요즘 고객이 몇 명인가요", "고객은 몇 개나 돼요", "고객 8천만원 넘나요"]
)
def test_counters_and_polite_endings_are_no_content(question: str) -> None:
    assert [w.text for w in asked_words(question) if w.weight > 0.3] in (["고객이"], ["고객은"], ["고객"])


@pytest.mark.parametrize(
    "question", ["20대가 쓴 돈", "서울 30대 여성", "customers in their 30s", "people in their forties"]
)
def test_ages_by_tens_are_a_word(question: str) -> None:
    assert "연령대" in [w.forms[0] for w in asked_words(question)]


@pytest.mark.parametrize(
    "question", ["차량 20대 이상 딜러", "렌터카 30대", "1920대", "연령대별 20대 고객", "the 1980s index"]
)
def test_numbers_of_cars_and_ages_already_named_add_no_word(question: str) -> None:
    assert [w.forms[0] for w in asked_words(question)].count("연령대") == ("연령대" in question)
