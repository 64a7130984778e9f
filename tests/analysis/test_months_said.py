"""Months, quarters and half years as they are typed in a hurry."""

from __future__ import annotations

from datetime import date

import pytest

from aiws_cli.analysis.asked_time import asked_time

AS_OF = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("26.7월 청구 금액", "2026-07-01", "2026-07-31"),
        ("2025.7월 매출", "2025-07-01", "2025-07-31"),
        ("202608 이용금액", "2026-08-01", "2026-08-31"),
        ("25년 11월 순자산", "2025-11-01", "2025-11-30"),
        ("'26년 상반기 실적", "2026-01-01", "2026-06-30"),
        ("25년도 신계약", "2025-01-01", "2025-12-31"),
        ("요 석달 동안 달마다", "2026-07-01", "2026-09-30"),
        ("최근 여섯 달 추이", "2026-04-01", "2026-09-30"),
        ("지난 반년", "2026-04-01", "2026-09-30"),
        ("두 달 전 매출", "2026-07-01", "2026-07-31"),
        ("8월꺼요", "2026-08-01", "2026-08-31"),
        ("작년 같은 달 신계약 건수", "2025-09-01", "2025-09-30"),
        ("3/4분기 실적", "2026-07-01", "2026-09-30"),
        ("2Q26 net income", "2026-04-01", "2026-06-30"),
        ("1H 2026 revenue", "2026-01-01", "2026-06-30"),
        ("H2 2025 new loans", "2025-07-01", "2025-12-31"),
        ("net flows in aug", "2026-08-01", "2026-08-31"),
        ("premium by product type, sep", "2026-09-01", "2026-09-30"),
        ("sales between march and may this year", "2026-03-01", "2026-05-31"),
        ("past eight months", "2026-02-01", "2026-09-30"),
    ],
)
def test_a_time_typed_in_a_hurry(question: str, start: str, end: str) -> None:
    (only,) = asked_time(question, AS_OF).spans
    assert (only.start.isoformat(), only.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "question",
    [
        "20년 납 상품",
        "10년 만기 대출",
        "loans over 25 years",
        "how many months ago",
        "may we see the list",
        "jun park's loans",
    ],
)
def test_what_is_no_time(question: str) -> None:
    assert asked_time(question, AS_OF).spans == ()


def test_last_year_beside_a_half_is_its_same_half() -> None:
    spans = asked_time("상반기 실적 작년보다 얼마나 늘었어", AS_OF).spans
    assert [(s.start.isoformat(), s.end.isoformat()) for s in spans] == [
        ("2026-01-01", "2026-06-30"),
        ("2025-01-01", "2025-06-30"),
    ]
