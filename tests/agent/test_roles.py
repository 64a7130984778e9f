"""One conversation under different roles of the demo group's policy: what each sees, and what it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from aiws_cli.agent.conversation import Conversation
from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.answer import Answer
from aiws_cli.core.errors import DeniedError
from aiws_cli.core.events import Answered, Event
from support.scripted_model import ScriptedModel

Make = Callable[..., Application]
BALANCES = "지점별 예금 잔액 상위 5곳을 알려줘"


def ask(conversation: Conversation, question: str, **options: Any) -> tuple[Answer, list[Event]]:
    events = list(conversation.ask(question, AskOptions(**options)))
    assert isinstance(events[-1], Answered)
    return events[-1].answer, events


def test_the_same_question_has_two_honest_answers(application: Make) -> None:
    analyst, _ = ask(application(ScriptedModel([])).conversation(), BALANCES)
    user, _ = ask(application(ScriptedModel([]), role="user").conversation(), BALANCES)
    assert (len(analyst.rows), analyst.narrowed) == (5, ())
    assert len(user.rows) == 1 and user.rows[0] not in analyst.rows[:1]
    (narrowed,) = user.narrowed
    assert (narrowed.table, narrowed.rows) == ("bank.deposit_accounts", "branch_id = BR021")
    assert "권한 범위" in user.answer and "BR021" in user.answer and "권한 범위" not in analyst.answer
    assert user.as_dict()["narrowed"][0]["rows"] == "branch_id = BR021"


@pytest.mark.parametrize(
    ("question", "role", "status", "said"),
    [
        # a table one may know of: named, with its owner; nothing is run and no other table stands in
        ("보험 청구 현황", "user", "denied", "생명보험 보험심사부"),
        ("디지털 접속 채널별 세션 수", "user", "denied", "은행 디지털전략부"),
        ("리스 계약 잔액", "user", "denied", "capital.contracts"),
        ("카드 상품별 이용금액", "power_user", "denied", "card."),
        # what the role reads is answered
        ("영업점 목록", "user", "ok", ""),
    ],
)
def test_what_a_role_may_not_read_names_its_owner(
    application: Make, question: str, role: str, status: str, said: str
) -> None:
    app = application(ScriptedModel([]), role=role)
    answer, _ = ask(app.conversation(), question)
    assert answer.status == status
    told = answer.answer if answer.error is None else answer.error.message + answer.error.hint
    assert said in told
    if status == "denied":
        assert answer.exit_code == 4 and not answer.rows and not answer.executed_sql
        kinds = [json.loads(line)["kind"] for line in app.audit_path.read_text().splitlines()]
        assert kinds[-1] == "denied" and "query" not in kinds


def test_a_conversation_goes_on_under_its_own_role_alone(application: Make) -> None:
    first = application(ScriptedModel([])).conversation()
    answer, _ = ask(first, BALANCES)
    shown = str(answer.rows[0][1])

    own = application(ScriptedModel([]))
    assert shown in json.dumps(own.session_records(first.session_id), ensure_ascii=False)
    again = own.conversation(session_id=first.session_id)
    assert again.last is not None and again.last.sql

    other = application(ScriptedModel([]), role="user")
    kept = json.dumps(other.session_records(first.session_id), ensure_ascii=False)
    assert BALANCES in kept and shown not in kept and "bank." not in kept
    resumed = other.conversation(session_id=first.session_id)
    assert resumed.last is None
    _, events = ask(resumed, BALANCES)
    assert any(e.type == "notice" and "이어받지 않습니다" in e.text for e in events)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("role", "may"), [("user", False), ("power_user", True), ("analyst", True)])
def test_taking_results_out_is_a_right_of_the_role(application: Make, role: str, may: bool) -> None:
    app = application(ScriptedModel([]), role=role)
    if may:
        app.check_export()
        return
    with pytest.raises(DeniedError) as denied:
        app.check_export()
    assert denied.value.code == "export_denied" and denied.value.exit_code == 4


def test_limits_of_a_role_only_narrow(application: Make) -> None:
    app = application(ScriptedModel([]), role="user")
    assert (app.limits.max_rows, app.limits.seconds) == (1000, 30.0)
    assert application(ScriptedModel([])).limits.max_rows == app.settings.limit_rows
