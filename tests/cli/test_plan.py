"""/plan: proposed, changed, agreed to, done step by step; outside of it a person is asked; kept over a resume."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.app import Application
from aiws_cli.cli.repl import loop
from aiws_cli.cli.repl.loop import Repl
from aiws_cli.core.deeds import Approval, Deed
from aiws_cli.core.messages import ModelRequest
from aiws_cli.core.settings import resolve
from support.ollama_wire import OllamaWireServer
from support.scripted_model import ScriptedModel, call
from support.terminal import Screen

from .conftest import Run

A, B = "def a():\n    return 1\n", "def b():\n    return 2\n"
REQUEST = "a와 b가 하나 큰 값을 돌려주게 해줘"
PLAN = """살펴봤습니다.

1. **a 고치기**: `a.py`의 반환값
   - 1을 2로 바꿉니다
   - 이유: 값이 하나 작습니다
2. b.py의 반환값을 3으로 바꾸기
"""


def edit(file: str, old: str, new: str) -> str:
    return f"{file}\n<<<<<<< SEARCH\n    return {old}\n=======\n    return {new}\n>>>>>>> REPLACE\n"


class Someone:
    """Who is asked at the terminal: says `answer`, keeps why and what was asked."""

    def __init__(self) -> None:
        self.answer = Approval(True)
        self.asked: list[tuple[str, str, str, str]] = []

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        self.asked.append((deed.tool, why, ",".join(map(str, deed.writes)), pattern))
        return self.answer


class Talk:
    def __init__(self, application: Application, someone: Someone, capsys: Any, session: str = "") -> None:
        talk = application.conversation(session_id=session or None)
        self.repl = Repl(application, talk, as_of=None, verbose=False)
        self.someone, self._capsys = someone, capsys

    def __call__(self, line: str, *replies: Any) -> str:
        model: Any = self.repl.app._model
        model._left[:] = replies
        self._capsys.readouterr()
        self.repl.take(line)
        out, err = self._capsys.readouterr()
        return out + err

    @property
    def states(self) -> list[str]:
        plan = self.repl.conversation.plan
        return [s.state for s in plan.steps] if plan is not None else []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "일"
    place.mkdir()
    monkeypatch.chdir(place)
    (place / "a.py").write_text(A)
    (place / "b.py").write_text(B)
    return place


@pytest.fixture
def started(
    demo_file: Path, tmp_path: Path, folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Talk]]:
    monkeypatch.setenv("AIWS_LANG", "ko")
    someone = Someone()
    monkeypatch.setattr(loop, "approver", lambda _screen: someone)
    made: list[Application] = []

    def start(session: str = "") -> Talk:
        flags = {"home": str(tmp_path / "home"), "warehouse": f"duckdb://{demo_file}"}
        made.append(Application(resolve(flags, environ={}), notify=print))
        made[-1]._model = ScriptedModel()
        return Talk(made[-1], someone, capsys, session)

    yield start
    for application in made:
        application.close()


@pytest.fixture
def talk(started: Callable[..., Talk]) -> Talk:
    return started()


def test_a_plan_is_proposed_and_nothing_is_done(talk: Talk, folder: Path) -> None:
    shown = talk(f"/plan {REQUEST}", edit("a.py", "1", "2"), PLAN)
    assert "1. [ ] a 고치기: `a.py`의 반환값" in shown and "- 파일: `b.py`" in shown
    assert "이유: 값이 하나 작습니다" in shown and "계획에 넣지 않은 글:" in shown and "/plan go" in shown
    assert (folder / "a.py").read_text() == A and talk.someone.asked == []
    assert talk.repl.mode == "ask", "for this once"
    assert "propose a plan" in talk.repl.app._model.requests[0].messages[-1].content  # type: ignore[union-attr]
    assert f"요청: {REQUEST}" in talk("/plan") and "1. [ ]" in talk("/plan show")


def test_words_without_steps_are_shown_as_they_are(talk: Talk) -> None:
    shown = talk(f"/plan {REQUEST}", "고칠 것이 없습니다.")
    assert "고칠 것이 없습니다." in shown and "읽어 내지 못해" in shown
    assert talk("/plan").startswith("오류: 계획이 없습니다")


@pytest.mark.parametrize(
    "line", ["/plan", "/plan show", "/plan edit", "/plan go", "/plan go auto", "/plan drop"]
)
def test_without_a_plan_it_is_said_how_to_get_one(talk: Talk, line: str) -> None:
    assert talk(line).startswith("오류: 계획이 없습니다") and "Traceback" not in talk(line)


def test_steps_are_done_one_by_one_and_ticked(talk: Talk, folder: Path) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    assert "ask | auto-edit | auto" in talk("/plan go plan")
    shown = talk("/plan go auto-edit", edit("a.py", "1", "2"), edit("b.py", "2", "3"))
    assert (
        shown.index("[1/2] a 고치기")
        < shown.index("✓ 1단계를 했습니다. 바뀐 파일: a.py")
        < shown.index("[2/2]")
    )
    assert "✓ 2단계" in shown and talk.states == ["done", "done"]
    assert "return 2" in (folder / "a.py").read_text() and "return 3" in (folder / "b.py").read_text()
    assert talk.someone.asked == [], "what the step names needs no yes in this mode"
    asked = [m.content for r in talk.repl.app._model.requests for m in r.messages if m.role == "user"]  # type: ignore[union-attr]
    assert any("계획 2단계 중 1단계만" in a and "- 1을 2로 바꿉니다" in a for a in asked)
    assert "모든 단계를 했습니다" in talk("/plan go") and "[x] a 고치기" in talk("/plan")


def test_in_ask_mode_the_step_is_asked_as_ever(talk: Talk) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    talk("/plan go", edit("a.py", "1", "2"), edit("b.py", "2", "3"))
    assert [a[:3] for a in talk.someone.asked] == [
        ("edit_file", "mode", "a.py"),
        ("edit_file", "mode", "b.py"),
    ]
    assert talk.states == ["done", "done"]


@pytest.mark.parametrize("mode", ["auto-edit", "auto"])
def test_outside_of_the_step_a_person_is_asked_although_the_mode_would_allow(
    talk: Talk, folder: Path, mode: str
) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    talk.repl.app.grounds.granted["edit_file"] = "allow"
    talk.someone.answer = Approval(False)
    shown = talk(f"/plan go {mode}", edit("b.py", "2", "9"), "끝.")
    assert talk.someone.asked == [("edit_file", "outside_plan", "b.py", "")]
    assert (folder / "b.py").read_text() == B and "적히지 않은 일" in shown
    assert talk.states == ["failed", "open"]
    assert "1단계에서 멈췄습니다. 한 단계: -. 남은 단계: 1, 2." in shown and "1단계부터 다시" in shown
    log = [json.loads(x) for x in talk.repl.app.audit_path.read_text().splitlines()]
    assert [r["why"] for r in log if r["kind"] == "denied"] == ["outside_plan"]
    talk.someone.answer = Approval(True)
    talk(f"/plan go {mode}", edit("b.py", "2", "9"), edit("b.py", "9", "3"))
    assert "return 3" in (folder / "b.py").read_text() and talk.states == ["done", "done"]


def test_a_step_that_fails_stops_the_plan_and_it_can_go_on(talk: Talk, folder: Path) -> None:
    talk(f"/plan {REQUEST}", PLAN.replace("b.py의 반환값을 3으로 바꾸기", "나머지도 맞는지 확인하기"))
    gone = call("read_file", path="없음.py")
    shown = talk("/plan go auto-edit", edit("a.py", "1", "2"), edit("b.py", "2", "3"), *[gone] * 6)
    assert "✓ 1단계" in shown and "2단계에서 멈췄습니다. 한 단계: 1. 남은 단계: 2." in shown
    assert "/undo 3" in shown, "what the step had done by then can be taken back"
    assert talk.states == ["done", "failed"]
    assert "b.py" in talk("/undo") and (folder / "b.py").read_text() == B
    # What was taken back is otherwise than it was read.
    change = edit("b.py", "2", "3")
    assert "✓ 2단계" in talk(
        "/plan go auto-edit", change, call("read_file", path="b.py"), f"{change}\n", "끝."
    )
    assert "return 3" in (folder / "b.py").read_text()


def test_a_step_that_could_not_change_what_it_names_is_not_done(talk: Talk, folder: Path) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    shown = talk("/plan go auto-edit", edit("a.py", "없음", "2"), *["고쳤습니다."] * 8)
    assert "1단계에서 멈췄습니다" in shown and talk.states == ["failed", "open"]
    good = edit("a.py", "1", "2"), edit("b.py", "2", "3")
    assert "✓ 1단계" in talk("/plan go auto-edit", edit("a.py", "없음", "2"), *good)
    assert talk.states == ["done", "done"]


def test_the_plan_survives_a_resume_and_a_step_that_was_cut_off_is_said(
    talk: Talk, started: Callable[..., Talk]
) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    model: Any = talk.repl.app._model

    def stop(request: ModelRequest) -> None:
        if "2단계 중 2단계만" in request.messages[-1].content:
            raise KeyboardInterrupt

    model.on_request = stop
    talk("/plan go auto-edit", edit("a.py", "1", "2"))
    assert talk.states == ["done", "failed"]
    again = started(talk.repl.conversation.session_id)
    assert again.states == ["done", "failed"] and f"요청: {REQUEST}" in again("/plan")
    plan = again.repl.conversation.plan
    assert plan is not None
    again.repl.conversation.keep_plan(plan.marked(2, "begun"))
    assert "2단계는 하다가 끊겼습니다" in started(talk.repl.conversation.session_id)("/plan")
    assert "버렸습니다" in again("/plan drop")
    assert started(talk.repl.conversation.session_id)("/plan").startswith("오류: 계획이 없습니다")


def test_going_back_goes_back_in_the_plan(talk: Talk) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    talk("/plan go auto-edit", edit("a.py", "1", "2"), edit("b.py", "2", "3"))
    talk("/rewind 3")
    assert talk.states[0] == "done" and talk.states[1] != "done"
    talk("/rewind 1")
    assert talk.states == []


def test_asked_once_more_it_is_still_only_planned(talk: Talk, folder: Path) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    talk.repl.mode = "auto"
    assert "1. [ ]" in talk("/retry", edit("a.py", "1", "2"), PLAN)
    assert (folder / "a.py").read_text() == A and talk.states == ["open", "open"]
    talk("/plan go auto-edit", edit("a.py", "1", "2"), edit("b.py", "2", "3"))
    assert talk("/retry").startswith("오류: 마지막 답은 계획의 2단계입니다. /rewind 4로")
    talk("/rewind 4")
    assert "✓ 2단계" in talk("/plan go auto-edit", edit("b.py", "2", "4"))


def test_a_person_changes_the_plan_in_their_editor(
    talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    monkeypatch.setenv("VISUAL", f"sh {editor}")
    talk(f"/plan {REQUEST}", PLAN)
    editor.write_text('cp "$1" seen.md\n')
    assert "고친 것이 없습니다" in talk("/plan edit")
    assert (
        "[x]는 이미 한 단계" in Path("seen.md").read_text()
        and "- 파일: `a.py`" in Path("seen.md").read_text()
    )
    editor.write_text("sed -i 's/`b.py`/`b.py`, `c.py`/; s/- 1을 2로/- 1을 20으로/' \"$1\"\n")
    assert "계획을 고쳤습니다" in talk("/plan edit")
    plan = talk.repl.conversation.plan
    assert (
        plan is not None
        and plan.steps[1].paths == ("b.py", "c.py")
        and plan.steps[0].points == ("1을 20으로 바꿉니다",)
    )
    editor.write_text('echo "그냥 글" > "$1"\n')
    assert (
        talk("/plan edit").startswith("오류: 번호를 매긴 단계로 읽을 수 없어")
        and talk.repl.conversation.plan == plan
    )
    editor.write_text('printf "메모\\n\\n1. a.py만 고치기\\n" > "$1"\n')
    assert "계획에 넣지 않은 글:" in talk("/plan edit") and len(talk.states) == 1


def test_the_mode_alone_asks_for_a_plan_too(talk: Talk) -> None:
    talk("/mode plan")
    assert "1. [ ]" in talk("a.py 파일과 b.py 파일을 고쳐줘", PLAN)
    assert talk.states == ["open", "open"]
    assert "✓ 1단계" in talk("/plan go", edit("a.py", "1", "2"), edit("b.py", "2", "3"))
    assert [a[1] for a in talk.someone.asked] == ["mode", "mode"], "a step of a plan is done in ask mode then"


@pytest.mark.loopback
def test_headless_prints_the_plan_and_does_nothing(
    aiws: Run, with_demo: None, ollama_wire: OllamaWireServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    ollama_wire.replies = [edit("a.py", "1", "2"), PLAN]
    done = aiws("ask", "--mode", "plan", "a.py 파일을 고쳐줘", "--json")
    assert done.code == 0, done.err
    plan = done.json()["plan"]
    assert [(s["number"], s["paths"], s["state"]) for s in plan["steps"]] == [
        (1, ["a.py"], "open"),
        (2, ["b.py"], "open"),
    ]
    assert plan["steps"][0]["points"] == ["1을 2로 바꿉니다"] and plan["unread"] == ["살펴봤습니다."]
    text = aiws("ask", "--mode", "plan", "a.py 파일을 고쳐줘")
    assert text.code == 0 and "1. [ ] a 고치기" in text.out and "- 파일: `b.py`" in text.out
    ollama_wire.replies = ["고칠 것이 없습니다."]
    none = aiws("ask", "--mode", "plan", "a.py 파일을 고쳐줘", "--json")
    assert none.json()["plan"] is None and none.json()["answer"] == "고칠 것이 없습니다."
    assert (folder / "a.py").read_text() == A and (folder / "b.py").read_text() == B


@pytest.mark.loopback
def test_on_a_real_terminal(model: OllamaWireServer, with_demo: None, folder: Path) -> None:
    model.replies = [PLAN]
    screen = Screen(cwd=folder)
    screen.wait("›")
    screen.line(f"/plan {REQUEST}")
    screen.wait("/plan go로 한 단계씩")
    # What the first step does not name is asked in every mode, and a no stops the plan.
    model.replies = [edit("b.py", "2", "9"), "끝."]
    screen.line("/plan go auto-edit")
    screen.wait("계획의 이 단계에 적히지 않은 일")
    screen.wait("이대로 실행할까요?")
    screen.type("n\r")
    screen.wait("1단계에서 멈췄습니다")
    model.replies = [edit("a.py", "1", "2"), "끝.", edit("b.py", "2", "3"), "끝."]
    screen.line("/plan go auto-edit")
    screen.wait("✓ 2단계를 했습니다. 바뀐 파일: b.py")
    assert "return 2" in (folder / "a.py").read_text() and "return 3" in (folder / "b.py").read_text()
    screen.line("/explain a.py:2")
    screen.wait("계획 1단계: a 고치기")
    assert screen.leave() == 0


def test_completion(talk: Talk) -> None:
    assert {"show", "edit", "go", "drop", "go auto-edit"} <= set(talk.repl.completions("/plan"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/good 좋음", "후보로 남겼습니다"),
        ("/bad 아님", "후보로 남겼습니다"),
        ("/show", "감사"),
        ("/save 결과.csv", "결과 행이 없어"),
        ("/sql select 41 + 1 as n", "42"),
        ("/tables 펀드랩", "wrap_performance_monthly"),
        ("/terms", ""),
        ("/terms add 우리돈", "오류"),
        ("/lang fr", "ko | en"),
        ("/lang en", "in English now"),
        ("/stats", "모델 호출"),
        ("/context", "8,192"),
        ("/compact", "토큰"),
        ("/export 대화.md", "대화.md"),
        ("/mode plan", "plan"),
        ("/workspace bank", "bank"),
        ("/fork", "갈라져"),
        ("/role data_scientist", "data_scientist"),
    ],
)
def test_every_command_works_in_the_middle_of_a_plan_and_after_a_step_that_failed(
    talk: Talk, folder: Path, line: str, said: str
) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    gone = call("read_file", path="없음.py")
    talk("/plan go auto-edit", edit("a.py", "1", "2"), "끝.", *[gone] * 6)
    assert talk.states == ["done", "failed"]
    shown = talk(line)
    assert said in shown and "Traceback" not in shown
    if line.startswith("/role"):
        # What another role planned is not this one's; its own comes back with it.
        assert talk.states == [] and talk("/plan go").startswith("오류: 계획이 없습니다")
        assert "a.py" in talk("/undo") and (folder / "a.py").read_text() == A
        talk("/role analyst")
    assert talk.states == ["done", "failed"]
    talk("/lang ko")
    assert "✓ 2단계" in talk("/plan go auto-edit", edit("b.py", "2", "3"), "끝.")
    assert talk.states == ["done", "done"] and "return 3" in (folder / "b.py").read_text()


def test_a_line_shortened_in_plan_mode_still_only_plans(talk: Talk, folder: Path) -> None:
    talk("/mode plan")
    talk("a.py 파일과 b.py 파일을 고쳐줘", PLAN)
    talk("a.py 파일을 고쳐줘", edit("a.py", "1", "2"), "계획뿐입니다.")
    assert "토큰" in talk("/compact") and talk.states == ["open", "open"]
    talk("a.py 파일을 고쳐줘", edit("a.py", "1", "2"), PLAN)
    assert (folder / "a.py").read_text() == A and talk.someone.asked == []
    assert "✓ 2단계" in talk(
        "/plan go auto-edit", edit("a.py", "1", "2"), "끝.", edit("b.py", "2", "3"), "끝."
    )


def test_a_fork_takes_back_and_another_process_goes_on_where_it_was_gone_back_to(
    talk: Talk, started: Callable[..., Talk], folder: Path
) -> None:
    talk("/mode auto-edit")
    for old, new in (("1", "2"), ("2", "3"), ("3", "4")):
        talk(f"a.py 파일의 {old}을 고쳐줘", edit("a.py", old, new), "끝.")
    first = talk.repl.conversation.session_id
    talk("/fork 2")
    assert "그 뒤에 바뀐 파일" in talk("/undo") and "return 4" in (folder / "a.py").read_text()
    talk(f"/resume {first}")
    talk("/rewind 3")
    again = started(first)
    assert "return 3" in (folder / "a.py").read_text() and "2  파일 바뀜" in again("/rewind")
    again("/fork")
    assert (
        "2번째 질문의 변경을 되돌렸습니다" in again("/undo") and "return 2" in (folder / "a.py").read_text()
    )
    assert "1번째 질문의 변경을 되돌렸습니다" in again("/rewind 1") and (folder / "a.py").read_text() == A
