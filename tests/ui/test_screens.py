"""What a turn's events look like: on a pipe, on a terminal, as JSON lines."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator

import pytest

from aiws_cli.analysis.steps import STEPS
from aiws_cli.core import language
from aiws_cli.core.answer import Answer, AnswerError, Mend, Period
from aiws_cli.core.events import (
    Answered,
    Event,
    ModelReading,
    ModelText,
    Notice,
    RowsReady,
    SqlMended,
    SqlWritten,
    StepStarted,
    TablesLinked,
    ToolFinished,
    ToolStarted,
)
from aiws_cli.core.language import say
from aiws_cli.core.results import ResultColumn
from aiws_cli.ui.json_lines import JsonLines
from aiws_cli.ui.plain import PlainScreen
from aiws_cli.ui.terminal import TerminalScreen
from aiws_cli.ui.wording import step as step_text

COLUMNS = (ResultColumn("지점", "VARCHAR"), ResultColumn("고객수", "BIGINT"))
ROWS = (("강남", 12345), ("서초", 7))
ANSWER = Answer(
    status="ok",
    session_id="s1",
    question="지점별 고객 수",
    intent="data",
    answer="모두 2행입니다.",
    sql="select 1",
    executed_sql="SELECT 1 AS x",
    mended=(Mend("join", "조인이 빠져 있었습니다"),),
    columns=COLUMNS,
    rows=ROWS,
    period=Period("2026-09-01", "2026-09-30", "2026-09-30"),
    suggestions=("지난달과 비교해줘",),
    audit_id="A1",
)


def turn(answer: Answer = ANSWER) -> Iterator[Event]:
    yield StepStarted(step="link")
    yield TablesLinked(tables=("bank.branches",), business_names=("영업점",))
    yield StepStarted(step="write_sql")
    yield ModelReading(done=10, total=100)
    yield ModelText(text="select", channel="sql")
    yield SqlWritten(sql="select 1")
    yield SqlMended(rule="join", reason="조인이 빠져 있었습니다", sql="select 1 as x")
    yield RowsReady(
        columns=answer.columns,
        rows=answer.rows,
        truncated=False,
        executed_sql=answer.executed_sql,
        elapsed_ms=1.0,
        audit_id=answer.audit_id,
    )
    yield Answered(answer=answer)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(screen: PlainScreen, events: Iterator[Event]) -> tuple[str, str]:
    for event in events:
        screen.take(event)
    screen.close()
    assert isinstance(screen.out, io.StringIO)
    assert isinstance(screen.err, io.StringIO)
    return screen.out.getvalue(), screen.err.getvalue()


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    language.use("ko")
    yield
    language.use(None)


def test_a_pipe_gets_the_result_and_nothing_else() -> None:
    out, err = drawn(PlainScreen(io.StringIO(), io.StringIO()), turn())
    assert out.splitlines() == [
        "지점  고객수",
        "────  ──────",
        "강남  12,345",
        "서초       7",
        "모두 2행입니다.",
        "기간: 2026-09-01 ~ 2026-09-30 (기준일 2026-09-30)",
    ]
    assert err.splitlines() == [
        "참고한 표: bank.branches (영업점)",
        "모델이 쓴 SQL을 1곳 고쳤습니다 (--verbose로 내용을 볼 수 있습니다).",
        "이어서 물어볼 수 있습니다:",
        "  1. 지난달과 비교해줘",
    ]


def test_verbose_shows_sql_and_why_it_was_mended() -> None:
    _, err = drawn(PlainScreen(io.StringIO(), io.StringIO(), verbose=True), turn())
    for part in ("  select 1", "고침 · join: 조인이 빠져 있었습니다", "  SELECT 1 AS x", "감사 A1"):
        assert part in err


def test_quiet_leaves_stderr_empty() -> None:
    out, err = drawn(PlainScreen(io.StringIO(), io.StringIO(), quiet=True), turn())
    assert "강남" in out
    assert err == ""


def test_a_period_the_text_names_already_is_not_said_twice() -> None:
    from dataclasses import replace

    answer = replace(ANSWER, answer="2026-09-30까지 2건입니다.")
    out, _ = drawn(PlainScreen(io.StringIO(), io.StringIO()), turn(answer))
    assert "기간:" not in out


def test_a_question_back_is_part_of_the_answer() -> None:
    answer = Answer("clarify", "s", "실적", "unclear", "어느 회사의 실적입니까?", suggestions=("은행 실적",))
    out, _ = drawn(PlainScreen(io.StringIO(), io.StringIO()), iter([Answered(answer=answer)]))
    assert out.splitlines() == ["어느 회사의 실적입니까?", "예를 들어 이렇게 물어 주세요:", "  1. 은행 실적"]


def test_an_error_names_its_way_out() -> None:
    answer = Answer(
        "failed",
        "s",
        "q",
        "data",
        "답을 얻지 못했습니다",
        error=AnswerError("x", "답을 얻지 못했습니다", "다시 물어 주세요"),
    )
    out, err = drawn(PlainScreen(io.StringIO(), io.StringIO()), iter([Answered(answer=answer)]))
    assert out == ""
    assert err == f"{say('cli.error')}: 답을 얻지 못했습니다\n다시 물어 주세요\n"


def test_escapes_of_the_model_never_reach_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    nasty = "\x1b]0;x\x07\x1b[2J답\u202e"
    events = [
        TablesLinked(tables=(nasty,)),
        Notice(text=nasty),
        ToolStarted(tool=nasty, arguments={}),
        ToolFinished(tool="t", ok=False, summary=nasty),
        SqlWritten(sql=nasty),
        SqlMended(rule="r", reason=nasty, sql="x"),
        ModelText(text=nasty, channel="answer"),
        Answered(answer=Answer("ok", "s", "q", "talk", nasty, suggestions=(nasty,), model=nasty)),
    ]
    for screen in (
        PlainScreen(io.StringIO(), io.StringIO(), verbose=True),
        TerminalScreen(Terminal(), io.StringIO(), verbose=True),
    ):
        out, err = drawn(screen, iter(events))
        assert "답" in out
        for text in (out, err):
            assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_on_a_terminal_rows_come_once_and_streamed_text_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    out, _ = drawn(TerminalScreen(Terminal(), io.StringIO()), turn())
    assert out.count("강남") == 1
    assert out.index("강남") < out.index("모두 2행입니다.")
    talk = Answer("ok", "s", "안녕", "talk", "안녕하세요.")
    events = [ModelText(text="안녕"), ModelText(text="하세요."), Answered(answer=talk)]
    out, _ = drawn(TerminalScreen(Terminal(), io.StringIO()), iter(events))
    assert out.count("안녕하세요.") == 1


def test_a_long_result_says_how_many_more_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "80")
    answer = replace(ANSWER, rows=tuple((f"지점 {i}", i) for i in range(300)))
    out, _ = drawn(TerminalScreen(Terminal(), io.StringIO()), turn(answer))
    assert "… 285행이 더 있습니다. 모두 받으려면: --save 결과.csv" in out
    plain, _ = drawn(PlainScreen(io.StringIO(), io.StringIO()), turn(answer))
    assert plain.count("\n") > 300


def test_no_color_means_no_escape_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    plain, _ = drawn(TerminalScreen(Terminal(), io.StringIO()), turn())
    assert "\x1b[3" not in plain
    monkeypatch.delenv("NO_COLOR")
    coloured, _ = drawn(TerminalScreen(Terminal(), io.StringIO()), turn())
    assert "\x1b[" in coloured


def test_json_lines_are_one_object_an_event_the_last_one_the_answer() -> None:
    out = io.StringIO()
    screen = JsonLines(out)
    for event in turn():
        screen.take(event)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["type"] for line in lines][-2:] == ["rows_ready", "answer"]
    assert all({"type", "at", "session_id"} <= line.keys() for line in lines)
    assert lines[-1]["schema"] == "aiws.answer/1"
    assert "강남" in out.getvalue()


def test_the_spinner_shows_only_what_takes_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TERM", "xterm-256color")
    from aiws_cli.ui.spinner import Spinner

    quick = Terminal()
    spinner = Spinner(quick)
    spinner.say("표를 찾는 중")
    spinner.stop()
    assert quick.getvalue() == ""
    slow = Terminal()
    spinner = Spinner(slow)
    spinner.say("SQL 작성 중")
    time.sleep(0.8)
    spinner.stop()
    assert "SQL 작성 중" in slow.getvalue()
    assert sys.stderr is not slow


@pytest.mark.parametrize("step", [name for name, _ in STEPS])
def test_every_step_of_an_analysis_is_told_in_words(step: str) -> None:
    told = say(f"ui.step.{step}", "ko", default="")
    assert told != say(f"ui.step.{step}", "en", default="")
    assert step_text(StepStarted(step=step)) in (told, say(f"ui.step.{step}", "en"))
