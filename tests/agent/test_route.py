"""What kind of request a question is: a row is a question, what the catalog says of it, and the decision."""

from __future__ import annotations

import pytest

from aiws_cli.agent.evidence import Evidence
from aiws_cli.agent.route import route

NOTHING = Evidence()
DEPOSITS = Evidence(tables=("bank.deposit_accounts", "bank.branches"), matched=("예금", "지점", "잔액"))
WRAPS = ("bank.fund_wraps", "bank.wrap_performance_monthly")

FIRST = [
    ("안녕하세요", NOTHING, "hello"),
    ("고마워", NOTHING, "thanks"),
    ("지점별 예금 잔액 상위 5곳", DEPOSITS, "data"),
    ("어떤 데이터가 있어?", NOTHING, "catalog"),
    ("연체율은 어느 테이블에 있나요?", DEPOSITS, "catalog"),
    ("which tables hold customer age?", NOTHING, "catalog"),
    ("오늘 서울 날씨 어때?", Evidence(unmatched=("서울", "날씨")), "outside"),
    (
        "직원별 급여 명세와 근태 기록",
        Evidence(
            tables=("bank.branches",), matched=("기록",), unmatched=("직원별", "급여", "명세와", "근태")
        ),
        "unanswerable",
    ),
    ("예금 보여줘", Evidence(tables=("bank.deposit_accounts",), matched=("예금",)), "unclear"),
    ("보여줘", NOTHING, "unclear"),
    ("그중에서 서울만 보여줘", NOTHING, "no_previous"),
    ("지휘자 수를 세어줘", Evidence(whole=True, translated=True), "data"),
    ("지휘자 수를 세어줘", Evidence(whole=True), "data"),
    ("수를 세어줘", Evidence(whole=True), "unclear"),
    ("각 요금 유형과 그 금액을 보여줘", Evidence(whole=True, translated=True), "data"),
    ("치료의 날짜를 그 치료를 한 사람과 함께 보여줘", Evidence(whole=True, translated=True), "data"),
    ("그 금액을 보여줘", NOTHING, "no_previous"),
    ("고객 수는 몇 명이야?", Evidence(tables=("bank.customers",), matched=("고객",)), "data"),
    ("main.py 파일을 고쳐줘", NOTHING, "work"),
    ("report.py에 --month 옵션을 추가해줘", NOTHING, "work"),
    ("overdue_loans.sql에서 연체율 기준을 바꿔줘", Evidence(tables=("bank.loans",), has_metric=True), "work"),
    ("이 폴더의 모든 SQL 파일에서 예금 잔액 컬럼 이름을 바꿔줘", DEPOSITS, "work"),
    ("The tests of the deposit module fail since last week", DEPOSITS, "work"),
    ("테스트 계좌는 빼고 지점별 예금 잔액을 보여줘", DEPOSITS, "data"),
    ("지점 코드별 예금 잔액을 추가해서 보여줘", DEPOSITS, "data"),
    (
        "부문별 실적에 디지털 채널별 성과 기여도를 더해줘",
        Evidence(
            tables=("grp.channel_contributions_monthly",), matched=("부문별", "디지털", "채널별", "기여도를")
        ),
        "data",
    ),
]


@pytest.mark.parametrize(("question", "evidence", "kind"), FIRST, ids=[r[0] for r in FIRST])
def test_first_question(question: str, evidence: Evidence, kind: str) -> None:
    assert route(question, evidence, previous=None).kind == kind


AFTER_WRAPS = [
    (
        "벤치마크 지수와의 상대성과 분석도 추가해줘",
        Evidence(tables=WRAPS, matched=("벤치마크", "지수와의", "상대성과")),
        "follow_up",
    ),
    ("그중 상위 3개만 보여줘", NOTHING, "follow_up"),
    ("수익률 순으로 정렬해줘", Evidence(tables=WRAPS, matched=("수익률",)), "follow_up"),
    ("지난달은?", NOTHING, "follow_up"),
    ("only the top three", NOTHING, "follow_up"),
    ("지점별 예금 잔액 상위 5곳을 알려줘", DEPOSITS, "data"),
    (
        "부문별 실적에 디지털 채널별 성과 기여도를 더해줘",
        Evidence(
            tables=("grp.channel_contributions_monthly",), matched=("부문별", "디지털", "채널별", "기여도를")
        ),
        "data",
    ),
    ("고마워", NOTHING, "thanks"),
]


@pytest.mark.parametrize(("question", "evidence", "kind"), AFTER_WRAPS, ids=[r[0] for r in AFTER_WRAPS])
def test_after_a_result(question: str, evidence: Evidence, kind: str) -> None:
    assert route(question, evidence, previous=WRAPS).kind == kind


def test_an_attached_file_makes_it_a_data_question() -> None:
    assert route("합계 알려줘", NOTHING, previous=None, has_files=True).kind == "data"
