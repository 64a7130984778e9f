"""Periods: a row is a question, an as-of date and the two ends."""

from __future__ import annotations

from datetime import date

import pytest

from aiws_cli.analysis.period import periods, spoken
from aiws_cli.analysis.spans import add_months

SEP30 = date(2026, 9, 30)
MID = date(2026, 9, 17)

ROWS = [
    ("판매 중인 상품들의 최근 1개월 수익률", SEP30, "2026-09-01", "2026-09-30"),
    ("최근 1개월 수익률", MID, "2026-08-18", "2026-09-17"),
    ("최근 3개월간 연체율 추이", SEP30, "2026-07-01", "2026-09-30"),
    ("최근 한 달 이용금액", SEP30, "2026-09-01", "2026-09-30"),
    ("최근 7일 거래", SEP30, "2026-09-24", "2026-09-30"),
    ("최근 1년", SEP30, "2025-10-01", "2026-09-30"),
    ("최근 3개월치 연체율", SEP30, "2026-07-01", "2026-09-30"),
    ("올 들어 순유입", SEP30, "2026-01-01", "2026-09-30"),
    ("올 상반기 순유입", SEP30, "2026-01-01", "2026-06-30"),
    ("7월부터 지금까지 순유입", SEP30, "2026-07-01", "2026-09-30"),
    ("8월분 수수료", SEP30, "2026-08-01", "2026-08-31"),
    ("fees quarter to date", MID, "2026-07-01", "2026-09-17"),
    ("MTD fees", MID, "2026-09-01", "2026-09-17"),
    ("fees over the trailing 12 months", SEP30, "2025-10-01", "2026-09-30"),
    ("지난달 순유입", SEP30, "2026-08-01", "2026-08-31"),
    ("지난 분기 실적", SEP30, "2026-04-01", "2026-06-30"),
    ("이번 달 카드 이용액", MID, "2026-09-01", "2026-09-17"),
    ("올해 누적 이익", SEP30, "2026-01-01", "2026-09-30"),
    ("작년 신규 고객", SEP30, "2025-01-01", "2025-12-31"),
    ("2025년 3분기 매출", SEP30, "2025-07-01", "2025-09-30"),
    ("2분기 매출", SEP30, "2026-04-01", "2026-06-30"),
    ("2026년 상반기 영업이익", SEP30, "2026-01-01", "2026-06-30"),
    ("2026년 8월 매출", SEP30, "2026-08-01", "2026-08-31"),
    ("2026-08 매출", SEP30, "2026-08-01", "2026-08-31"),
    ("2026.08.15 거래", SEP30, "2026-08-15", "2026-08-15"),
    ("2026년 8월 15일 거래", SEP30, "2026-08-15", "2026-08-15"),
    ("11월 매출", SEP30, "2025-11-01", "2025-11-30"),
    ("8월 매출", SEP30, "2026-08-01", "2026-08-31"),
    ("8월만 보여줘", SEP30, "2026-08-01", "2026-08-31"),
    ("2025년 매출", SEP30, "2025-01-01", "2025-12-31"),
    ("revenue in the last 3 months", SEP30, "2026-07-01", "2026-09-30"),
    ("last month's inflow", SEP30, "2026-08-01", "2026-08-31"),
    ("sales in August 2026", SEP30, "2026-08-01", "2026-08-31"),
    ("Q2 2025 revenue", SEP30, "2025-04-01", "2025-06-30"),
    ("loans opened in 2025", SEP30, "2025-01-01", "2025-12-31"),
    ("year to date profit", SEP30, "2026-01-01", "2026-09-30"),
    ("trades between Jan 2, 2023 and Mar 31, 2023", SEP30, "2023-01-02", "2023-03-31"),
    ("accounts opened on or after January 1, 2023", SEP30, "2023-01-01", "2026-09-30"),
    ("accounts opened on or before 5 March 2024", SEP30, "1900-01-01", "2024-03-05"),
    ("born before 2nd of May 1990", SEP30, "1900-01-01", "1990-05-01"),
    ("visits on April 3rd", SEP30, "2026-04-03", "2026-04-03"),
    ("orders in the past month", MID, "2026-08-18", "2026-09-17"),
    ("average price in the past 7 days, inclusive of today", SEP30, "2026-09-24", "2026-09-30"),
    ("average price in the past 7 days, excluding today", SEP30, "2026-09-23", "2026-09-29"),
    ("orders in the past 30 days, inclusive of 30 days ago", SEP30, "2026-08-31", "2026-09-30"),
    ("sales in the last 6 months excluding the current month", SEP30, "2026-03-01", "2026-08-31"),
    ("payments in the previous ISO week, not including the current week", MID, "2026-09-07", "2026-09-13"),
]


@pytest.mark.parametrize(("question", "as_of", "start", "end"), ROWS)
def test_spoken(question: str, as_of: date, start: str, end: str) -> None:
    found = spoken(question, as_of)
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)
    assert found.words in question


@pytest.mark.parametrize(
    "question",
    [
        "지점별 예금 잔액",
        "전월 대비 증감",
        "2월드 카드 상품",
        "13월 매출",
        "9999년 13월",
        "고객 2000명",
        "top 5 March products",
    ],
)
def test_no_period(question: str) -> None:
    assert spoken(question, SEP30) is None


SEVERAL = [
    ("이번 달이랑 지난달", ["2026-09-01 2026-09-30", "2026-08-01 2026-08-31"]),
    ("작년 6월과 올해 6월", ["2025-06-01 2025-06-30", "2026-06-01 2026-06-30"]),
    ("2025년 10월과 11월", ["2025-10-01 2025-10-31", "2025-11-01 2025-11-30"]),
    ("4~6월 송금", ["2026-04-01 2026-06-30"]),
    ("1, 2분기 순이익", ["2026-01-01 2026-03-31", "2026-04-01 2026-06-30"]),
    ("2월부터 5월까지", ["2026-02-01 2026-05-31"]),
    ("2025년 11월부터 2026년 2월까지", ["2025-11-01 2026-02-28"]),
    ("from February to May 2025", ["2025-02-01 2025-05-31"]),
    ("July and August 2025", ["2025-07-01 2025-07-31", "2025-08-01 2025-08-31"]),
    ("2024 vs 2025", ["2024-01-01 2024-12-31", "2025-01-01 2025-12-31"]),
    ("between 2023 and 2025", ["2023-01-01 2025-12-31"]),
    ("8월 말 수신고", ["2026-08-31 2026-08-31"]),
    ("at the end of last year", ["2025-12-31 2025-12-31"]),
    ("2025년 3월 이후", ["2025-03-01 2026-09-30"]),
    ("opened after 2024", ["2025-01-01 2026-09-30"]),
    ("before 2024", ["1900-01-01 2023-12-31"]),
    ("7월까지", ["1900-01-01 2026-07-31"]),
    ("올해 7월까지", ["2026-01-01 2026-07-31"]),
    ("최근 일주일", ["2026-09-24 2026-09-30"]),
    ("the second half of 2025", ["2025-07-01 2025-12-31"]),
    ("third quarter of 2025", ["2025-07-01 2025-09-30"]),
    ("현재 잔액", []),
    ("전년 동월 대비", []),
    ("top 2000 customers with 2000 won", []),
    ("may I see the fees", []),
]


@pytest.mark.parametrize(("question", "wanted"), SEVERAL)
def test_every_period_of_a_question(question: str, wanted: list[str]) -> None:
    assert [f"{s.start} {s.end}" for s in periods(question, SEP30)] == wanted


def test_add_months_keeps_to_the_month() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 1, 15), -13) == date(2024, 12, 15)
