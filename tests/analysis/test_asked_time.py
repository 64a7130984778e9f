"""What a question wants of time: a row is the question, its periods, the unit it wants rows for, and the comparison."""

from __future__ import annotations

from datetime import date

import pytest

from aiws_cli.analysis.asked_time import asked_time, joined

SEP30 = date(2026, 9, 30)
JUNE, JUNE_25 = ("2026-06-01", "2026-06-30"), ("2025-06-01", "2025-06-30")
THIS, LAST = ("2026-09-01", "2026-09-30"), ("2026-08-01", "2026-08-31")

ROWS = [
    ("지점별 예금", [], None, ""),
    ("6월 수수료", [JUNE], None, ""),
    ("수수료 추이", [], "month", ""),
    ("fee trend in 2025", [("2025-01-01", "2025-12-31")], "month", ""),
    ("분기별 수수료 추이", [], "quarter", ""),
    ("지난달 수수료 추이", [LAST], None, ""),
    ("5월이랑 6월 수수료를 각각", [("2026-05-01", "2026-05-31"), JUNE], None, "each"),
    ("이번 달과 지난달 송금 비교", [THIS, LAST], None, "each"),
    ("fees this month versus last month", [THIS, LAST], None, "each"),
    ("지난달보다 송금이 얼마나 늘었나요", [THIS, LAST], None, "change"),
    ("6월 수수료의 전년 동월 대비 증가율", [JUNE, JUNE_25], None, "rate"),
    ("fees in June 2026 compared with the same month last year", [JUNE, JUNE_25], None, "each"),
    ("송금액 전월 대비 증감률", [THIS, LAST], None, "rate"),
    ("by what percent did fees change month over month", [THIS, LAST], None, "rate"),
    (
        "how much did fees grow from 2024 to 2025",
        [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")],
        None,
        "change",
    ),
    ("fees from 2024 to 2025", [("2024-01-01", "2025-12-31")], None, ""),
    (
        "6월 말 수신고는 작년 말보다 얼마나 늘었나",
        [("2026-06-30", "2026-06-30"), ("2025-12-31", "2025-12-31")],
        None,
        "change",
    ),
    ("수수료 전월비 증감률", [THIS, LAST], None, "rate"),
    ("전월과 비교해서 수수료 차이", [THIS, LAST], None, "change"),
    ("작년 같은 달 대비 송금 건수 증감", [THIS, ("2025-09-01", "2025-09-30")], None, "change"),
    ("6월 수수료가 3개월 전보다 몇 % 움직였나", [JUNE, ("2026-03-01", "2026-03-31")], None, "rate"),
    ("6월 수수료는 1년 전보다 얼마나 늘었나", [JUNE, JUNE_25], None, "change"),
    ("1년 전 가입한 고객", [], None, ""),
    ("how much did fees rise compared with last month", [THIS, LAST], None, "change"),
    ("June fees versus twelve months ago", [JUNE, JUNE_25], None, "each"),
    ("compare fees between June 2025 and June 2026", [JUNE_25, JUNE], None, "each"),
    ("fees between June 2025 and June 2026", [("2025-06-01", "2026-06-30")], None, ""),
    ("2025년과 2026년 6월 수수료 비교", [JUNE_25, JUNE], None, "each"),
    ("compare fees in June 2025 and 2026", [JUNE_25, JUNE], None, "each"),
    (
        "2025년과 2026년 수수료 비교",
        [("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31")],
        None,
        "each",
    ),
    ("8월과 9월 수수료를 나란히", [LAST, THIS], None, "each"),
    ("올해 분기별 수수료", [("2026-01-01", "2026-09-30")], "quarter", ""),
    ("wires by month in 2025", [("2025-01-01", "2025-12-31")], "month", ""),
    ("올해 YTD 수수료", [("2026-01-01", "2026-09-30")], None, ""),
    ("by branch instead of by month", [], None, ""),
    ("평균 monthly premium 금액", [], None, ""),
    ("목표 대비 달성률", [], None, ""),
    ("전월실적 조건", [], None, ""),
    ("월별손익에서 지역별 합계", [], None, ""),
    ("요일별 송금 건수", [], None, ""),
    ("계약 개월별 건수", [], None, ""),
    ("수수료 월별추이", [], "month", ""),
]


@pytest.mark.parametrize(("question", "spans", "each", "compared"), ROWS)
def test_asked_time(question: str, spans: list[tuple[str, str]], each: str | None, compared: str) -> None:
    asked = asked_time(question, SEP30)
    assert [(s.start.isoformat(), s.end.isoformat()) for s in asked.spans] == spans
    assert asked.each == each
    assert asked.compared == compared


@pytest.mark.parametrize(
    ("question", "step", "running"),
    [
        ("올해 월별 수수료의 전월 대비 증감", "month", 0),
        ("최근 6개월 수수료의 전월 대비 증감률", "month", 0),
        ("quarter-over-quarter profit for each quarter of 2025", "quarter", 0),
        ("6월 수수료의 전월 대비 증감", None, 0),
        ("수수료의 3개월 이동평균을 월별로", None, 3),
        ("3-month moving average of fees by month", None, 3),
        ("올해 월별 누적 수수료", None, -1),
        ("올해 누적 수수료", None, 0),
    ],
)
def test_steps_and_running_figures(question: str, step: str | None, running: int) -> None:
    asked = asked_time(question, SEP30)
    assert (asked.step, asked.running) == (step, running)


def test_a_pair_has_the_later_period_first() -> None:
    pair = asked_time("지난달과 이번 달 송금 차이", SEP30).pair
    assert pair is not None
    assert [s.words for s in pair] == ["이번 달", "지난달"]


@pytest.mark.parametrize(
    "question", ["현재 잔액", "지금 영업 중인 지점", "current balance", "accounts that are currently open"]
)
def test_now_is_no_period(question: str) -> None:
    asked = asked_time(question, SEP30)
    assert asked.now
    assert asked.spans == ()


def test_what_lies_inside_another_period_is_not_clear() -> None:
    assert not asked_time("2026년 고객의 6월 송금", SEP30).clear
    assert asked_time("5월과 6월 송금", SEP30).clear


def test_joined_spans_reach_from_the_first_day_to_the_last() -> None:
    whole = joined(asked_time("5월과 7월 송금 비교", SEP30).spans)
    assert whole is not None
    assert (whole.words, whole.start.isoformat(), whole.end.isoformat()) == (
        "5월, 7월",
        "2026-05-01",
        "2026-07-31",
    )
    assert joined(()) is None
