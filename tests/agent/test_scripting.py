"""Data requests that need Python, whole: fetched under the guard, a script in the real sandbox, a table and words back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.answer import Answer
from aiws_cli.core.deeds import Approval, Deed
from aiws_cli.core.events import Answered, Event, RowsReady, ScriptWritten, SqlWritten, StepStarted
from aiws_cli.governance.audit.log import read
from support.sandbox.tiers import need
from support.scripted_model import ScriptedModel

Make = Callable[..., Application]
SEGMENTS = (
    "```sql\nSELECT segment_name, base_month, revenue, operating_profit FROM grp.segment_results_monthly "
    "WHERE base_month >= DATE '2026-01-01'\n```"
)
CORRELATION = "부문별 영업수익과 영업이익의 상관관계를 알려줘"
OUTLIERS = "부문별 영업수익과 영업이익의 이상치를 찾아줘"


@dataclass
class Done:
    """What came of some questions: the last answer, the events of all, the model and the application."""

    answer: Answer
    events: list[Event]
    model: ScriptedModel
    app: Application

    def scripts(self) -> list[ScriptWritten]:
        return [e for e in self.events if isinstance(e, ScriptWritten)]

    def records(self, kind: str) -> list[dict[str, Any]]:
        return [r for r in read(self.app.audit_path) if r["kind"] == kind]


@pytest.fixture
def ask(application: Make) -> Callable[..., Done]:
    need("landlock")

    def asked(
        *questions: str,
        replies: tuple[str, ...] = (),
        mode: str = "auto",
        approver: Person | None = None,
        **options: Any,
    ) -> Done:
        model = ScriptedModel(list(replies))
        app = application(model, **options)
        conversation = app.conversation()
        events: list[Event] = []
        for question in questions:
            events += conversation.ask(question, AskOptions(mode=mode, approver=approver))  # type: ignore[arg-type]
        last = events[-1]
        assert isinstance(last, Answered)
        return Done(last.answer, events, model, app)

    return asked


def by_duckdb(demo_file: Path, sql: str) -> tuple[Any, ...]:
    import duckdb

    with duckdb.connect(str(demo_file), read_only=True) as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def python(code: str) -> str:
    return f"```python\n{code}\n```"


def test_a_correlation_by_rules_is_the_databases_own(ask: Callable[..., Done], demo_file: Path) -> None:
    done = ask(CORRELATION, replies=(SEGMENTS,))
    answer = done.answer
    r, n = by_duckdb(
        demo_file,
        "SELECT round(corr(revenue, operating_profit), 4), count(*) FROM grp.segment_results_monthly "
        "WHERE base_month >= DATE '2026-01-01'",
    )
    assert (answer.status, answer.intent, answer.rows) == ("ok", "data", (("영업수익", "영업이익", r, n),)), (
        answer
    )
    assert answer.answer.startswith(f"영업수익과 영업이익의 상관계수는 {r}입니다({n}쌍).")
    assert "2026-01-01 ~ 2026-09-30" in answer.answer and "인과관계" in answer.answer
    assert [c.label for c in answer.columns] == ["첫째 열", "둘째 열", "상관계수", "쌍의 수"]
    assert len(done.model.requests) == 1, "the model wrote the SQL and nothing else"
    (script,) = done.scripts()
    assert script.source == "rules" and answer.script == script.code and not script.asked
    order = [e.step if isinstance(e, StepStarted) else e.type for e in done.events]
    assert order.index("script") < order.index("script_written") < order.index("script_run")


def test_what_runs_is_on_record_with_what_it_ran_on(ask: Callable[..., Done]) -> None:
    done = ask(CORRELATION, replies=(SEGMENTS,))
    (begun,) = done.records("python")
    query = next(
        r for r in done.records("query") if "segment_results_monthly" in r["sql"] and "revenue" in r["sql"]
    )
    assert done.answer.audit_id == begun["id"] and begun["code"] == done.answer.script
    assert begun["source"] == {"r1": query["id"]} and begun["tier"] in ("bubblewrap", "landlock")
    assert begun["session_id"] and begun["prompt_versions"]["python"]


def test_the_model_sees_columns_and_no_row(ask: Callable[..., Done]) -> None:
    code = "out = df[df['영업이익'] > df['영업이익'].quantile(0.99)]"
    done = ask(OUTLIERS, replies=(SEGMENTS, python(code)))
    asked = done.model.requests[1].messages
    assert asked[1].content == (
        f"df, 144 rows:\nsegment_name text 부문명\nbase_month date 기준월\nrevenue number 영업수익\n"
        f"operating_profit number 영업이익\n\n{OUTLIERS}"
    )
    assert len(asked[0].content) < 450 and not done.model.requests[1].tools
    answer = done.answer
    assert answer.status == "ok" and [m.rule for m in answer.mended] == ["column"], answer
    assert "operating_profit" in answer.script and answer.rows
    assert [c.label for c in answer.columns] == ["부문명", "기준월", "영업수익", "영업이익"]
    assert [c.type for c in answer.columns][1] == "DATE" and re.fullmatch(
        r"2026-\d\d-01", str(answer.rows[0][1])
    )
    assert answer.prompt_versions["python"] and "영업이익에서 분위수" in answer.answer


def test_a_traceback_is_mended_by_rules_without_the_model(ask: Callable[..., Done]) -> None:
    code = (
        "by = data.groupby('segment_name').agg(total=('revenue', 'sum'))\nout = by[['segment_name', 'total']]"
    )
    done = ask(OUTLIERS, replies=(SEGMENTS, python(code)))
    assert done.answer.status == "ok" and len(done.model.requests) == 2, done.answer
    assert [m.rule for m in done.answer.mended] == ["undefined", "group_key"]
    assert [s.source for s in done.scripts()] == ["model", "mended", "mended"]
    assert [r["code"] for r in done.records("python")] == [s.code for s in done.scripts()]
    assert [c.name for c in done.answer.columns] == ["segment_name", "total"] and len(done.answer.rows) == 16


def test_the_model_is_shown_its_error_once(ask: Callable[..., Done]) -> None:
    bad, good = python("out = df.nothing_like_this()"), python("out = df[['revenue']].describe()")
    done = ask(OUTLIERS, replies=(SEGMENTS, bad, good))
    assert done.answer.status == "ok", done.answer
    shown = done.model.requests[2].messages
    assert "AttributeError" in shown[-1].content and shown[:3] == (*done.model.requests[1].messages, shown[2])
    again = ask(OUTLIERS, replies=(SEGMENTS, bad, bad))
    assert again.answer.error is not None and again.answer.exit_code == 6
    assert again.answer.error.code == "script_failed" and "AttributeError" in again.answer.error.message
    assert len(again.model.requests) == 3


@pytest.mark.parametrize(
    ("reply", "code"),
    [("상관계수는 0.9입니다.", "no_script"), (python("this is no python"), "script_failed")],
)
def test_a_reply_that_is_no_script(ask: Callable[..., Done], reply: str, code: str) -> None:
    done = ask(OUTLIERS, replies=(SEGMENTS, reply, reply))
    assert done.answer.error is not None
    assert (done.answer.exit_code, done.answer.error.code) == (6, code), done.answer


def test_a_follow_up_computes_with_the_rows_that_are_there(ask: Callable[..., Done]) -> None:
    done = ask(CORRELATION, "영업수익으로 영업이익을 회귀분석해줘", replies=(SEGMENTS,))
    assert done.answer.intent == "follow_up" and len(done.model.requests) == 1
    assert [c.name for c in done.answer.columns][:3] == ["explained", "explained_by", "slope"]
    sources = [r["source"]["r1"] for r in done.records("python")]
    assert len(sources) == 2 and len(set(sources)) == 1


def test_a_resumed_conversation_asks_for_its_rows_again(ask: Callable[..., Done]) -> None:
    first = ask("회사별 올해 영업이익을 보여줘")
    taken_up = first.app.conversation(session_id=first.answer.session_id)
    last = list(taken_up.ask("그 영업이익이 10% 늘면?", AskOptions(mode="auto")))[-1]
    assert isinstance(last, Answered) and last.answer.status == "ok", last
    assert len(last.answer.rows) == len(first.answer.rows) and len(first.records("query")) == 2


def test_a_question_composed_by_rules_needs_no_model_at_all(ask: Callable[..., Done]) -> None:
    done = ask("회사별 올해 영업이익이 10% 늘면 얼마가 되나?")
    assert done.answer.status == "ok" and done.model.requests == []
    assert any(isinstance(e, SqlWritten) and e.source == "composed" for e in done.events)
    for row in done.answer.rows:
        assert float(row[2]) == pytest.approx(float(row[1]) * 1.1)
    assert done.answer.columns[2].label == "영업이익 (10% 증가)" and done.answer.columns[2].unit == "KRW"


def test_in_english(ask: Callable[..., Done]) -> None:
    done = ask(
        "What is the correlation between revenue and operating profit by segment?", replies=(SEGMENTS,)
    )
    assert done.answer.answer.startswith("The correlation of"), done.answer
    assert not re.search("[가-힣]", done.answer.answer)


def test_nobody_to_ask_is_exit_5_with_the_script_and_the_rows_fetched(ask: Callable[..., Done]) -> None:
    done = ask(CORRELATION, replies=(SEGMENTS,), mode="ask")
    assert done.answer.error is not None
    assert (done.answer.exit_code, done.answer.error.code) == (5, "approval_needed")
    assert done.scripts() and any(isinstance(e, RowsReady) for e in done.events)
    assert done.answer.sql and done.records("python") == []


class Person:
    """Somebody who answers what was written down, in order, and remembers what was shown."""

    def __init__(self, *answers: Approval) -> None:
        self.answers, self.shown = list(answers), list[Deed]()

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        self.shown.append(deed)
        return self.answers.pop(0)


def test_a_no_with_a_reason_goes_to_the_model_and_the_new_script_is_asked_about(
    ask: Callable[..., Done],
) -> None:
    person = Person(Approval(False, reason="순위로 계산해줘"), Approval(True))
    ranks = python("out = df[['revenue', 'operating_profit']].corr(method='spearman')")
    done = ask(CORRELATION, replies=(SEGMENTS, ranks), mode="ask", approver=person)
    assert done.answer.status == "ok" and len(done.answer.rows) == 2, done.answer
    assert "순위로 계산해줘" in done.model.requests[1].messages[-1].content
    assert all(s.asked for s in done.scripts()), "who is asked sees it then"
    first, second = (d.detail for d in person.shown)
    assert "corr(" in first and "spearman" in second and done.scripts()[1].code in second
    assert [r["code"] for r in done.records("python")] == [done.scripts()[1].code]


def test_plan_mode_shows_the_script_and_runs_nothing(ask: Callable[..., Done]) -> None:
    done = ask(CORRELATION, replies=(SEGMENTS,), mode="plan")
    assert done.answer.status == "ok" and "계획 모드" in done.answer.answer and "corr(" in done.answer.script
    assert done.records("python") == []


def test_without_a_sandbox_nothing_is_even_fetched(
    ask: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiws_cli.sandbox.bubblewrap.find", lambda: None)
    monkeypatch.setattr("aiws_cli.sandbox.landlock.version", lambda: 0)
    done = ask(CORRELATION)
    assert done.answer.error is not None
    assert (done.answer.exit_code, done.answer.error.code) == (3, "sandbox_missing")
    assert done.records("query") == [] and done.model.requests == []


def test_without_pandas_rules_still_compute_and_the_rest_is_told(
    ask: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiws_cli.agent.scripting.has_pandas", lambda: False)
    assert ask(CORRELATION, replies=(SEGMENTS,)).answer.status == "ok"
    done = ask(OUTLIERS, replies=(SEGMENTS,))
    assert done.answer.error is not None
    assert (done.answer.exit_code, done.answer.error.code) == (3, "python_packages")
    assert "aiws-cli[python]" in done.answer.error.hint


def test_cut_data_are_told(application: Make, ask: Callable[..., Done]) -> None:
    app = application(ScriptedModel([SEGMENTS]))
    conversation = app.conversation()
    last = list(conversation.ask(CORRELATION, AskOptions(mode="auto", limit=50)))[-1]
    assert isinstance(last, Answered) and "처음 50행으로만" in last.answer.answer


def test_one_column_is_too_few(ask: Callable[..., Done]) -> None:
    done = ask("부문별 영업수익의 상관관계", replies=(SEGMENTS.replace(", operating_profit", ""),))
    assert done.answer.error is not None and done.answer.error.code == "too_few_columns", done.answer
