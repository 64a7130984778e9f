"""Slips of the keyboard are put right by the words of the tables at hand, and nothing else is touched."""

from __future__ import annotations

from typing import Any

import pytest

from aiws_cli.analysis.keyboard import typed_in_latin
from aiws_cli.analysis.spelling import respelled
from aiws_cli.core.tables import Column, Table


def _column(name: str, title: str, title_en: str, **more: Any) -> Column:
    return Column(name=name, type="VARCHAR", business_name=title, business_name_en=title_en, **more)


LOANS = Table(
    name="bank.loans",
    business_name="대출",
    business_name_en="Loans",
    columns=(
        _column("loan_type", "대출종류", "Loan type", code_values={"01": "주택담보대출 | mortgage"}),
        _column("loan_status", "대출상태", "Loan status", code_values={"02": "연체 | overdue", "04": "해지"}),
        _column("balance_amount", "대출잔액", "Loan balance", synonyms=("잔액", "수익율")),
        _column("grade", "신용점수", "Credit score", synonyms=("votes", "conductor", "match")),
    ),
)
CUSTOMERS = Table(
    name="bank.customers",
    business_name="고객",
    business_name_en="Customers",
    columns=(
        _column("region", "거주지역", "Region", sample_values=("서울", "부산")),
        _column("customer_name", "고객명", "Name", sample_values=("홍길덩",), classification="personal"),
    ),
)

MENDED = [
    ("연채 대출 건수", "연체 대출 건수"),
    ("햬지된 대출 몇 건", "해지된 대출 몇 건"),
    ("주택담보대츌 잔액", "주택담보대출 잔액"),
    ("대출잔엑 얼마", "대출잔액 얼마"),
    ("신용점슈 평균", "신용점수 평균"),
    ("지역별 고갹 수", "지역별 고객 수"),
    ("대출종류벌 대출잔앢", "대출종류별 대출잔액"),
    ("거주지엮별 고객 수", "거주지역별 고객 수"),
    ("rhror 수", "고객 수"),
    ("number of custmers by region", "number of customers by region"),
    ("averge loan balence", "average loan balance"),
    ("morgtage loans", "mortgage loans"),
]
LEFT = [
    "연체 대출 건수",
    "고액 고객 수",  # 고액 is a word
    "헤지 대출",  # so is 헤지
    "수익을 가장 많이 낸 고객",  # a particle, not 수익율
    "홍길동 고객",  # personal values are no words to be near to
    "고객님이 물어보셔서 그런데 대출잔액 얼마예요",
    "how many voted",
    "conducted by",
    "sold in march",
    "print the loans",
    "customer_nme",  # a name of a column as somebody wrote it
]


@pytest.mark.parametrize(("question", "meant"), MENDED, ids=[q for q, _ in MENDED])
def test_a_slip_becomes_the_one_word_near_it(question: str, meant: str) -> None:
    assert respelled(question, (LOANS, CUSTOMERS)) == meant


@pytest.mark.parametrize("question", LEFT)
def test_words_that_are_none_of_the_catalogs_stay(question: str) -> None:
    assert respelled(question, (LOANS, CUSTOMERS)) == question


def test_two_words_as_near_leave_it_open() -> None:
    tables = (Table(name="a", columns=(_column("x", "판매금액", "X"), _column("y", "판매금앵", "Y"))),)
    assert respelled("판매금앰", tables) == "판매금앰"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("eocnf", "대출"),
        ("wksdor", "잔액"),
        ("cndcjd", "충청"),
        ("qnrud", "부경"),
        ("loan", ""),
        ("region", ""),
    ],
)
def test_latin_typed_in_the_wrong_mode(typed: str, meant: str) -> None:
    assert typed_in_latin(typed) == meant
