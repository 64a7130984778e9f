"""Whole turns with a model that says what the test wrote: every path a question can take."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.conversation import Conversation, EmptyQuestionError, QuestionTooLongError
from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.answer import Answer
from aiws_cli.core.errors import UnavailableError
from aiws_cli.core.events import Answered, Event, ModelText, RowsReady, SqlMended, SqlWritten, TablesLinked
from aiws_cli.core.messages import Reply
from support.scripted_model import ScriptedModel, When, call

Make = Callable[..., Application]

BRANCHES = "SELECT branch_name, region FROM bank.branches ORDER BY branch_name LIMIT 3"


def ask(conversation: Conversation, question: str, **options: Any) -> tuple[Answer, list[Event]]:
    events = list(conversation.ask(question, AskOptions(**options)))
    last = events[-1]
    assert isinstance(last, Answered)
    assert all(e.session_id == conversation.session_id and e.at for e in events)
    return last.answer, events


def test_rows_after_one_model_call(application: Make) -> None:
    model = ScriptedModel([f"```sql\n{BRANCHES}\n```"])
    answer, events = ask(application(model).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘")
    assert (answer.status, answer.intent, answer.usage.model_calls) == ("ok", "data", 1)
    assert len(answer.rows) == 3 and [c.name for c in answer.columns] == ["branch_name", "region"]
    assert answer.columns[0].label == "영업점명"
    assert "3행" in answer.answer and "2026-09-30" in answer.answer
    assert answer.audit_id and "SELECT" in answer.executed_sql and answer.tables == ("bank.branches",)
    kinds = [e.type for e in events]
    assert (
        kinds.index("tables_linked")
        < kinds.index("sql_written")
        < kinds.index("rows_ready")
        < kinds.index("answer")
    )
    assert "".join(e.text for e in events if isinstance(e, ModelText)).startswith("```sql")


def test_the_answer_object_is_json_and_keeps_its_promise(application: Make) -> None:
    answer, _ = ask(
        application(ScriptedModel([BRANCHES])).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘"
    )
    plain = json.loads(json.dumps(answer.as_dict(), ensure_ascii=False))
    assert plain["schema"] == "aiws.answer/1" and plain["row_count"] == 3
    assert plain["period"] is None and plain["error"] is None
    assert plain["prompt_versions"]["write_sql"]


def test_a_follow_up_appends_to_the_line(application: Make) -> None:
    sql = "SELECT region, COUNT(*) AS n FROM bank.branches GROUP BY region ORDER BY n DESC"
    model = ScriptedModel([sql, *[f"{sql} LIMIT {n}" for n in range(9, 0, -1)]])
    conversation = application(model, without=["compose"]).conversation()
    ask(conversation, "지역별 지점 수를 알려줘")
    for n in range(9, 0, -1):
        answer, _ = ask(conversation, f"그중 상위 {n}개만 보여줘")
        assert (answer.intent, answer.usage.model_calls) == ("follow_up", 1)
        assert len(answer.rows) <= n
    assert len(model.requests) == 10
    for before, after in zip(model.requests, model.requests[1:], strict=False):
        mine, theirs = before.messages, after.messages
        assert theirs[: len(mine)] == mine, "each request is a prefix of the next"
        assert before.tools == after.tools


def test_a_new_question_starts_from_the_head(application: Make) -> None:
    model = ScriptedModel([BRANCHES, "SELECT COUNT(*) AS n FROM card.merchants"])
    conversation = application(model, without=["compose"]).conversation()
    ask(conversation, "지점 이름과 지역을 이름순으로 3개 보여줘")
    ask(conversation, "카드 가맹점은 모두 몇 곳인가요?")
    first, second = model.requests
    assert second.messages[0] == first.messages[0] and len(second.messages) == 2
    assert "bank.branches" not in second.messages[1].content


def test_a_plain_question_needs_no_model(application: Make) -> None:
    model = ScriptedModel(
        ["SELECT branch_type, COUNT(*) AS n FROM bank.branches GROUP BY branch_type LIMIT 2"]
    )
    conversation = application(model).conversation()
    answer, events = ask(conversation, "은행 영업점의 영업점유형별 건수를 알려줘")
    assert (answer.status, answer.usage.model_calls, answer.mended) == ("ok", 0, ())
    assert [e.source for e in events if isinstance(e, SqlWritten)] == ["composed"]
    first, _ = ask(conversation, "그중 상위 3개만 보여줘")
    assert (first.intent, first.usage.model_calls, len(first.rows)) == ("follow_up", 0, 3)
    follow_up, _ = ask(conversation, "그중 눈에 띄는 2개만 보여줘")
    assert (follow_up.intent, follow_up.usage.model_calls, len(follow_up.rows)) == ("follow_up", 1, 2)
    line = [m.content for m in model.requests[0].messages]
    assert "bank.branches" in line[1] and answer.sql in line[2] and first.sql in line[4], (
        "the line goes on as if the model had written"
    )


def test_a_changed_query_that_finds_nothing_leaves_it_to_the_model(application: Make) -> None:
    model = ScriptedModel(
        ["SELECT branch_type, COUNT(*) AS n FROM bank.branches GROUP BY branch_type LIMIT 2"]
    )
    conversation = application(model).conversation()
    before, _ = ask(conversation, "은행 영업점의 영업점유형별 건수를 알려줘")
    answer, events = ask(conversation, "그중 2031년에 개점한 것만 보여줘")
    assert [e.source for e in events if isinstance(e, SqlWritten)] == ["composed", "model"]
    assert (answer.intent, answer.status) == ("follow_up", "ok")
    line = [m.content for m in model.requests[0].messages]
    assert len(line) == 4 and before.sql in line[3], (
        "the model is told the query before, not the one that failed"
    )


def test_rules_that_find_nothing_leave_it_to_the_model(application: Make) -> None:
    model = ScriptedModel(["SELECT branch_name FROM bank.branches ORDER BY branch_name LIMIT 1"])
    answer, events = ask(application(model).conversation(), "2031년 지점별 수수료수익을 알려줘")
    assert [e.source for e in events if isinstance(e, SqlWritten)] == ["composed", "model"]
    assert (answer.status, answer.usage.model_calls, len(answer.rows)) == ("ok", 1, 1)
    assert len(model.requests[0].messages) == 2


def test_a_word_that_nobody_knows_is_passed_over_and_told(application: Make) -> None:
    model = ScriptedModel([])
    answer, _ = ask(application(model).conversation(), "윗분께 부산 은행 영업점 수")
    assert (answer.status, answer.usage.model_calls, answer.rows) == ("ok", 0, ((9,),))
    assert "'윗분께'" in answer.answer


def test_rules_write_what_is_plain_but_for_words_the_model_did_not_use_either(application: Make) -> None:
    model = ScriptedModel(["SELECT COUNT(*) AS n FROM card.cards"])
    answer, events = ask(application(model).conversation(), "분실 심사된 카드는 몇 장이야?")
    assert [e.source for e in events if isinstance(e, SqlWritten)] == ["model", "composed"]
    assert "card_status = 'LOST'" in answer.sql and answer.mended == ()
    assert "'심사된'" in answer.answer and answer.usage.model_calls == 1


def test_a_mend_is_told_and_kept(application: Make) -> None:
    wrong = "SELECT branch_nam, region FROM branches ORDER BY branch_nam LIMIT 3"
    answer, events = ask(
        application(ScriptedModel([wrong])).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘"
    )
    assert answer.status == "ok" and answer.usage.model_calls == 1
    assert answer.sql == wrong and "branch_name" in answer.executed_sql
    assert answer.mended and all(m.rule and m.reason for m in answer.mended)
    assert [e.rule for e in events if isinstance(e, SqlMended)] == [m.rule for m in answer.mended]


def test_what_cannot_run_is_asked_for_once_more(application: Make) -> None:
    model = ScriptedModel(["SELECT no_such_thing_at_all FROM bank.branches", BRANCHES])
    answer, _ = ask(application(model).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘")
    assert (answer.status, answer.usage.model_calls) == ("ok", 2)
    assert "no_such_thing_at_all" in model.requests[1].messages[-1].content


def test_a_model_that_fails_twice_is_an_honest_failure(application: Make) -> None:
    model = ScriptedModel(["SELECT zzz FROM bank.branches", "SELECT yyy FROM bank.branches"])
    answer, _ = ask(application(model).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘")
    assert answer.status == "failed" and answer.exit_code == 6 and not answer.rows
    assert answer.error is not None and "yyy" in answer.error.message and answer.error.hint
    assert "Referenced column" not in answer.error.message, "the engine's English is not for a Korean asker"
    assert answer.sql == "SELECT yyy FROM bank.branches"


@pytest.mark.parametrize("reply", ["", "죄송합니다. 알 수 없습니다.", "zzzz " * 200])
def test_garbage_is_no_answer(application: Make, reply: str) -> None:
    answer, _ = ask(
        application(ScriptedModel([reply, reply])).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘"
    )
    assert answer.status == "failed" and answer.exit_code == 6 and answer.error is not None


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM bank.branches",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM hr.salaries",
        "ATTACH '/tmp/x.db'; SELECT 1",
        "SELECT 42 AS balance",
    ],
)
def test_a_model_cannot_reach_past_the_guard(application: Make, sql: str) -> None:
    answer, events = ask(
        application(ScriptedModel([sql, sql])).conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘"
    )
    assert answer.status in ("denied", "failed") and answer.exit_code in (4, 6)
    assert not [e for e in events if isinstance(e, RowsReady)]


def test_what_is_not_done_is_refused_without_a_model_and_written_down(
    application: Make, tmp_path: Path
) -> None:
    model = ScriptedModel()
    app = application(model)
    answer, events = ask(app.conversation(), "휴면 계좌의 거래 기록을 모두 지워줘")
    assert (answer.status, answer.exit_code, answer.usage.model_calls) == ("denied", 4, 0)
    assert answer.error is not None and answer.error.code == "denied" and answer.error.hint
    assert not model.requests and not [e for e in events if isinstance(e, RowsReady)]
    (record,) = [json.loads(line) for line in app.audit_path.read_text(encoding="utf-8").splitlines()]
    assert (record["kind"], record["reason"], record["detail"]) == ("denied", "request", "changing_data")
    assert record["question"] == "휴면 계좌의 거래 기록을 모두 지워줘"


def test_unreachable_model_keeps_the_question(application: Make) -> None:
    app = application(ScriptedModel([UnavailableError(what="Ollama", detail="connection refused")]))
    conversation = app.conversation()
    answer, _ = ask(conversation, "지점 이름과 지역을 이름순으로 3개 보여줘")
    assert answer.exit_code == 75 and answer.error is not None and "Ollama" in answer.error.message
    assert app.sessions.list()[0].title == "지점 이름과 지역을 이름순으로 3개 보여줘"


def test_hello_needs_no_model(application: Make) -> None:
    answer, _ = ask(application(ScriptedModel()).conversation(), "안녕하세요")
    assert (answer.status, answer.usage.model_calls) == ("ok", 0) and answer.suggestions


def test_which_data_there_is_needs_no_model(application: Make) -> None:
    answer, _ = ask(application(ScriptedModel()).conversation(), "펀드랩 수익률은 어떤 테이블에 있어?")
    assert (answer.status, answer.intent, answer.usage.model_calls) == ("ok", "catalog", 0)
    assert "bank.wrap_performance_monthly" in [r[0] for r in answer.rows]


def test_unclear_is_asked_back_once_with_suggestions(application: Make) -> None:
    answer, _ = ask(application(ScriptedModel()).conversation(), "예금 보여줘")
    assert (answer.status, answer.exit_code, answer.usage.model_calls) == ("clarify", 5, 0)
    assert answer.suggestions


def test_what_the_data_does_not_have_is_said(application: Make) -> None:
    answer, _ = ask(application(ScriptedModel()).conversation(), "오늘 서울 날씨 어때?")
    assert (answer.status, answer.exit_code, answer.usage.model_calls) == ("unanswerable", 6, 0)


def test_work_goes_through_the_tools(application: Make) -> None:
    model = ScriptedModel(
        [
            call("search_catalog", query="지점"),
            call("run_sql", sql=BRANCHES),
            Reply("지점은 세 곳을 보았습니다."),
        ]
    )
    answer, events = ask(application(model).conversation(), "파이썬 스크립트에서 쓸 지점 이름을 확인해줘")
    assert (answer.intent, answer.status, answer.usage.tool_calls) == ("work", "ok", 2)
    assert answer.answer == "지점은 세 곳을 보았습니다." and len(answer.rows) == 3
    assert [e.type for e in events if e.type.startswith("tool")] == ["tool_started", "tool_finished"] * 2
    assert "bank.branches" in model.requests[1].messages[-1].content


def test_a_tool_loop_that_turns_in_circles_ends(application: Make) -> None:
    model = ScriptedModel(rules=[When((), call("search_catalog", query="지점"))])
    answer, _ = ask(application(model).conversation(), "파이썬 스크립트에서 쓸 지점 이름을 확인해줘")
    assert (answer.status, answer.exit_code) == ("limit", 7)
    assert answer.usage.tool_calls == 0 and len(model.requests) < 6


def test_a_wrong_tool_call_goes_back_to_the_model(application: Make) -> None:
    model = ScriptedModel(
        [call("run_sql", query="x"), call("drop_table", table="x"), Reply("못 찾았습니다.")]
    )
    answer, events = ask(application(model).conversation(), "파이썬 스크립트에서 쓸 지점 이름을 확인해줘")
    assert answer.answer == "못 찾았습니다."
    assert [e.ok for e in events if e.type == "tool_finished"] == [False, False]  # type: ignore[attr-defined]
    assert "no such tool" in model.requests[2].messages[-1].content


def test_closing_the_turn_stops_the_model(application: Make) -> None:
    model = ScriptedModel([BRANCHES])
    conversation = application(model).conversation()
    turn = conversation.ask("지점 이름과 지역을 이름순으로 3개 보여줘")
    for event in turn:
        if isinstance(event, ModelText):
            break
    turn.close()
    assert model.closed_early == 1
    again = ScriptedModel([BRANCHES])
    conversation._around.__dict__["model"] = lambda: again
    assert ask(conversation, "지점 이름과 지역을 이름순으로 3개 보여줘")[0].status == "ok"


def test_a_saved_conversation_goes_on(application: Make) -> None:
    model = ScriptedModel([BRANCHES, BRANCHES.replace("LIMIT 3", "LIMIT 1")])
    app = application(model)
    first = app.conversation()
    ask(first, "지점 이름과 지역을 이름순으로 3개 보여줘")
    again = app.conversation(session_id=first.session_id)
    answer, _ = ask(again, "그중 눈에 띄는 1개만 보여줘")
    assert answer.intent == "follow_up" and len(answer.rows) == 1
    assert model.requests[1].messages[:2] == model.requests[0].messages
    assert app.sessions.list()[0].turns == 2


def test_a_damaged_session_says_so(application: Make) -> None:
    app = application(ScriptedModel([BRANCHES]))
    session = app.sessions.create(app.clock.now())
    app.sessions.append(session, ({"type": "turn_started", "question": "예금"},))
    with app.sessions.path(session).open("ab") as file:
        file.write(b"\x00\xff broken\n{half\n")
    _, events = ask(app.conversation(session_id=session), "지점 이름과 지역을 이름순으로 3개 보여줘")
    notices = [e.text for e in events if e.type == "notice"]  # type: ignore[attr-defined]
    assert any("2개" in text for text in notices)


def test_limit_as_of_and_time(application: Make) -> None:
    app = application(ScriptedModel([BRANCHES, BRANCHES]))
    answer, _ = ask(app.conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘", limit=2)
    assert len(answer.rows) == 2 and answer.truncated
    answer, _ = ask(app.conversation(), "지점 이름과 지역을 이름순으로 3개 보여줘", as_of=date(2026, 6, 30))
    assert "2026-06-30" in answer.answer


def test_an_attached_file_is_joined(application: Make, tmp_path: Path) -> None:
    file = tmp_path / "관심지점.csv"
    file.write_bytes("지점명,목표\n강남,100\n종로,200\n".encode("cp949"))
    app = application(ScriptedModel())
    model = ScriptedModel([Reply('SELECT SUM("목표") AS total FROM files."관심지점"')])
    app._model = model
    answer, events = ask(app.conversation(), "지점별 목표 합계를 알려줘", files=(file,))
    assert answer.status == "ok" and [str(c) for c in answer.rows[0]] == ["300"], answer.error
    (linked,) = [e for e in events if isinstance(e, TablesLinked)]
    named = dict(zip(linked.tables, linked.business_names, strict=True))
    assert named.pop("files.관심지점") == "" and all(named.values()) and named
    assert "관심지점" in model.requests[0].messages[1].content


@pytest.mark.parametrize("question", ["", "   \n"])
def test_nothing_asked(application: Make, question: str) -> None:
    with pytest.raises(EmptyQuestionError):
        list(application(ScriptedModel()).conversation().ask(question))


def test_a_book_is_no_question(application: Make) -> None:
    with pytest.raises(QuestionTooLongError):
        list(application(ScriptedModel()).conversation().ask("가" * 30_000))


def test_a_number_in_the_question_reaches_the_query_and_not_the_model(application: Make) -> None:
    """The asker may name a person's number; the model sees a placeholder, the warehouse the number."""
    number = "900101-1234567"
    model = ScriptedModel(
        [
            "SELECT branch_name FROM bank.branches WHERE phone = '[resident_no:1]'",
            "SELECT 1 AS n FROM bank.branches LIMIT 1",
        ]
    )
    conversation = application(model, without=["compose"]).conversation()
    answer, events = ask(conversation, f"번호가 {number}인 지점 이름을 보여줘")
    assert model.requests and all(number not in m.content for r in model.requests for m in r.messages)
    assert any("[resident_no:1]" in m.content for m in model.requests[0].messages)
    written = [e.sql for e in events if isinstance(e, SqlWritten)]
    assert number in written[0] and "resident_no:1" not in written[0]
    assert answer.question == f"번호가 {number}인 지점 이름을 보여줘"
