"""What a conversation held under one role, at every door by which another role could meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.conversation import Conversation
from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.cli.feedback import keep
from aiws_cli.cli.sessions import exported
from aiws_cli.core.messages import Reply
from support.scripted_model import ScriptedModel, call

Make = Callable[..., Application]
WORK = "파이썬 스크립트에서 쓸 지점 이름을 확인해줘"
AGAIN = "파이썬 스크립트에서 쓸 다른 파일도 확인해줘"
SQL = "SELECT 'canary' || '-7781' AS v, count(*) AS n FROM bank.branches"
CANARY = "canary-7781"


@pytest.fixture(autouse=True)
def project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "t.py").write_text("x = 0\n")
    monkeypatch.chdir(folder)
    return folder


def ask(talk: Conversation, question: str = WORK, **options: Any) -> Any:
    return list(talk.ask(question, AskOptions(**options)))[-1].answer  # type: ignore[attr-defined]


def wide(application: Make, *replies: Reply | str | Exception, **options: Any) -> tuple[Application, str]:
    """A conversation under the wide role whose line, answer and digest hold the canary."""
    app = application(ScriptedModel([call("run_sql", sql=SQL), *replies]), role="analyst")
    talk = app.conversation()
    answer = ask(talk, **options)
    assert CANARY in json.dumps(app.sessions.load(talk.session_id), default=str)
    assert answer.exit_code in (0, 5, 7)
    return app, talk.session_id


def said(model: ScriptedModel) -> str:
    return json.dumps([[m.as_dict() for m in r.messages] for r in model.requests], ensure_ascii=False)


ENDS: list[tuple[Reply | str | Exception, ...]] = [
    (Reply(f"값은 {CANARY}, 1개입니다."),),
    # Cut off after the result: what stands in the line is the result alone.
    (call("edit_file", path="neu.py", change=f"# {CANARY}\n"),),
]


@pytest.mark.parametrize("end", ENDS, ids=["answered", "cut off"])
def test_a_line_of_work_is_not_taken_up(application: Make, end: tuple[Reply, ...]) -> None:
    _, id_ = wide(application, *end)
    model = ScriptedModel([Reply("둘."), Reply("셋."), Reply("넷.")])
    other = application(model, role="user")
    talk = other.conversation(session_id=id_)
    talk.context()
    list(talk.compact())
    ask(talk, AGAIN)
    list(talk.compact())
    talk.rewind(1)
    ask(talk, AGAIN)
    forked = other.sessions.fork(id_, other.clock.now(), turns=1)
    ask(other.conversation(session_id=forked), AGAIN)
    assert len(model.requests) == 3 and CANARY not in said(model)
    for session in (id_, forked):
        for text in (
            json.dumps(other.session_records(session), ensure_ascii=False),
            json.dumps([h.text for h in other.sessions.search("canary", other.session_records)]),
        ):
            assert CANARY not in text
    # Back under the first role, what the second one held is not taken up either.
    last = ScriptedModel([Reply("다섯.")])
    ask(application(last, role="analyst").conversation(session_id=id_), AGAIN)
    assert "둘." not in said(last)


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_exports_hold_nothing_of_it(application: Make, form: str) -> None:
    _, id_ = wide(application, *ENDS[0])
    other = application(ScriptedModel([]), role="power_user")
    assert CANARY not in exported(other, id_, form, None)
    own = application(ScriptedModel([]), role="analyst")
    assert CANARY in exported(own, id_, form, None).replace("\\", "")


def test_a_plan_is_not_taken_up(application: Make) -> None:
    _, id_ = wide(application, Reply(f"1. t.py: {CANARY}를 쓴다\n2. t.py: 시험한다"), mode="plan")
    own = application(ScriptedModel([]), role="analyst").conversation(session_id=id_)
    assert own.plan is not None and CANARY in json.dumps(own.plan.as_dict(), ensure_ascii=False)
    other = application(ScriptedModel([Reply("둘."), Reply("셋.")]), role="user")
    talk = other.conversation(session_id=id_)
    assert talk.plan is None
    ask(talk, AGAIN)
    assert other.conversation(session_id=id_).plan is None, "the last turn was this role's, the plan is not"
    ask(talk, AGAIN)
    talk.rewind(2)
    assert talk.plan is None
    talk.rewind(1)
    assert talk.plan is None


def test_a_verdict_says_nothing_of_an_answer_of_another_role(application: Make) -> None:
    _, id_ = wide(application, *ENDS[0])
    other = application(ScriptedModel([]), role="user")
    kept = keep(other, "bad", session_id=id_)
    assert "bank." not in json.dumps(kept.as_dict(), ensure_ascii=False)


def test_without_values_no_earlier_value_is_sent(application: Make) -> None:
    _, id_ = wide(application, *ENDS[0])
    model = ScriptedModel([Reply("둘.")])
    app = application(model, role="analyst")
    app.settings = app.settings.model_copy(update={"model_values": False})
    ask(app.conversation(session_id=id_), AGAIN)
    assert CANARY not in said(model)


def test_what_the_first_role_goes_back_to_is_not_shown_to_the_second(application: Make) -> None:
    plan = Reply(f"1. t.py: {CANARY}를 쓴다\n2. t.py: 시험한다")
    by_type = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"
    first, id_ = wide(application, plan, Reply(by_type), mode="plan")
    ask(first.conversation(session_id=id_), "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘")
    other = application(ScriptedModel([Reply("둘.")]), role="user")
    ask(other.conversation(session_id=id_), AGAIN)
    talk = application(ScriptedModel([]), role="analyst").conversation(session_id=id_)
    talk.rewind(2)
    assert talk.plan is not None
    talk.keep_plan(talk.plan)
    kept = [r for r in other.session_records(id_) if r["type"] not in ("turn_started", "answer")]
    text = json.dumps(kept, ensure_ascii=False)
    assert CANARY not in text and "bank." not in text
