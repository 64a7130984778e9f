"""What only stands around the point of a question is blanked before it is read; what may be the point stays."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.compose.around import point


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("이번에 팀 회의가 있어서 그런데 지난달 예금 잔액 얼마", "지난달 예금 잔액 얼마"),
        ("오늘 본부장님 보고 준비 중인데요 8월 매출 알려줘", "8월 매출 알려줘"),
        ("팀장님이 물어보셔서요, 고객 문의 건수", "고객 문의 건수"),
        ("보고서에 넣을 건데 유지율 뽑아줘", "유지율 뽑아줘"),
        ("내일 회의용 손해율", "손해율"),
        ("급해서 그런데 이번 달 신계약 건수", "이번 달 신계약 건수"),
        ("my boss wants to know the loss ratio", "the loss ratio"),
        ("could you please tell me aum by team for my report tomorrow?", "aum by team ?"),
        ("quick question: how many branches are open", "how many branches are open"),
        # These are the point, or may be.
        ("월별 보고서 건수", "월별 보고서 건수"),
        ("올해 분기별 실적 보고", "올해 분기별 실적 보고"),
        ("calls for the call centre by month", "calls for the call centre by month"),
        ("number of meetings per team", "number of meetings per team"),
        ("급해서", "급해서"),
    ],
)
def test_what_stands_around_the_point_is_blanked(question: str, left: str) -> None:
    found = point(question)
    assert len(found) == len(question)
    assert " ".join(found.split()) == left
