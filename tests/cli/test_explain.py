"""/explain: lines and SQL told from what was kept, over other sessions too; what nobody of aiws wrote is said to be so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.deeds import Approval
from support.scripted_model import call

from .test_plan import REQUEST, Talk, edit, folder, started, talk

__all__ = ["folder", "started", "talk"]

FIX = "a.py 파일을 고쳐서 2를 돌려주게 해줘"
PLAN = "1. `a.py`의 반환값 확인\n   - 이유: 값이 작습니다"


def test_lines_by_the_turn_that_wrote_them(talk: Talk, folder: Path) -> None:
    talk.repl.mode = "auto-edit"
    talk(FIX, edit("a.py", "1", "2"))
    shown = talk("/explain a.py")
    mine, theirs = shown.split("a.py 2행")
    assert "a.py 1행" in mine and "aiws가 쓴 줄이 아닙니다" in mine
    assert "1번째 질문에서 aiws가 썼습니다" in theirs and talk.repl.conversation.session_id in theirs
    assert f"요청: {FIX}" in theirs and "답: a.py (+1 −1)" in theirs
    assert (
        "auto-edit 방식이 허용했습니다 · edit_file" in theirs
        and "시험하거나 실행한 기록이 없습니다" in theirs
    )
    assert talk("/explain a.py:2").startswith("a.py 2행") and "아닙니다" in talk("/explain a.py:1-1")
    assert talk("/explain a.py:9").startswith("오류: a.py에 9 줄은 없습니다")
    assert "aiws가 쓴 줄이 아닙니다" in talk("/explain b.py")
    assert tuple(talk.repl.completions("/explain")) == ("a.py",)
    assert len(talk.repl.app._model.requests) == 1, "no model is asked"  # type: ignore[union-attr]


def test_what_a_person_wrote_between_two_turns_is_theirs(talk: Talk, folder: Path) -> None:
    talk.repl.mode = "auto-edit"
    talk(FIX, edit("a.py", "1", "2"), "끝.")
    file = folder / "a.py"
    file.write_text("# 내 줄\n" + file.read_text() + "# 끝 줄\n")
    talk("a.py 파일을 다시 고쳐줘", call("read_file", path="a.py"), edit("a.py", "2", "3"), "끝.")
    file.write_text(file.read_text() + "# 나중 줄\n")
    shown = talk("/explain a.py")
    assert shown.startswith("a.py 1-2, 4-5행") and "2번째 질문" in shown and "1번째 질문" not in shown


def test_a_persons_yes_tests_after_it_and_the_step_of_a_plan(talk: Talk) -> None:
    talk(f"/plan {REQUEST}", PLAN)
    talk("/plan go", edit("a.py", "1", "2"), call("run_command", command="test -f a.py"), "끝.")
    shown = talk("/explain a.py:2")
    assert (
        f"계획: {REQUEST}" in shown
        and "계획 1단계: `a.py`의 반환값 확인" in shown
        and "이유: 값이 작습니다" in shown
    )
    assert "보고 승인했습니다(이번만) · edit_file" in shown
    assert "2번째 질문에서 run_command → " in shown and "exit 0" in shown
    talk.someone.answer = Approval(True, "session")
    talk("a.py 파일을 또 고쳐줘", edit("a.py", "2", "4"), "끝.")
    talk("!grep -q 4 a.py")
    shown = talk("/explain a.py:2")
    assert "승인했습니다(이 대화 동안)" in shown and "4번째 질문에서 run_command" in shown


def test_over_another_session_after_it_is_gone_and_after_undo(
    talk: Talk, started: Callable[..., Talk], folder: Path
) -> None:
    talk.repl.mode = "auto-edit"
    talk(FIX, edit("a.py", "1", "2"), "끝.")
    first = talk.repl.conversation.session_id
    again = started()
    assert first in again("/explain a.py:2") and f"요청: {FIX}" in again("/explain a.py:2")
    again.repl.app.sessions.delete(first)
    gone = again("/explain a.py:2")
    assert first in gone and "그 대화는 지워져" in gone and FIX not in gone
    talk.repl.conversation = talk.repl.app.conversation()
    talk("a.py 파일을 다시 고쳐줘", call("read_file", path="a.py"), edit("a.py", "2", "5"), "끝.")
    assert first not in talk("/explain a.py:2")
    talk("/undo")
    assert first in talk("/explain a.py:2"), "what was undone does not count"


def test_a_new_file_is_all_of_a_turn_and_a_moved_one_brings_its_lines(talk: Talk, folder: Path) -> None:
    talk.repl.mode = "auto"
    talk("c.py 파일을 만들어줘", "c.py\n```python\nx = 1\ny = 2\n```", "끝.")
    assert talk("/explain c.py").startswith("c.py 1-2행\n") and "1번째 질문" in talk("/explain c.py")
    talk("c.py 파일 이름을 d.py로 고쳐줘")
    assert (folder / "d.py").is_file()
    assert "1번째 질문" in talk("/explain d.py") and "2번째 질문에서 aiws가 썼습니다" not in talk(
        "/explain d.py"
    )
    talk("b.py 파일 이름을 e.py로 고쳐줘")
    assert "aiws가 쓴 줄이 아닙니다" in talk("/explain e.py"), "moving is not writing"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("없음.py", "없"),
        ("../밖.py", "밖.py"),
        ("/etc/passwd", "/etc/passwd"),
        (".env", ".env"),
        ("x.bin", "x.bin"),
    ],
)
def test_what_can_not_be_explained_is_one_message(talk: Talk, folder: Path, name: str, said: str) -> None:
    (folder / "x.bin").write_bytes(b"\0\1\2")
    (folder / ".env").write_text("KEY=1\n")
    shown = talk(f"/explain {name}")
    assert shown.startswith("오류: ") and said in shown and "Traceback" not in shown


def test_the_sql_of_the_last_answer(talk: Talk, started: Callable[..., Talk]) -> None:
    assert talk("/explain").startswith("오류: 이 대화에는 아직 SQL이 없습니다")
    question = "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"
    wrong = "SELECT branch_type, count(*) AS n FROM bank.branches WHERE branch_type <> 'PB센터' GROUP BY branch_type"
    talk(question, wrong)
    for one in (talk, started(talk.repl.conversation.session_id)):
        shown = one("/explain")
        assert f"요청: {question}" in shown and "모델이 썼습니다" in shown and "PB센터" in shown
        assert "고친 규칙 " in shown and "실행한 SQL:" in shown and "aiws audit explain " in shown


def test_a_plain_questions_sql_is_said_to_be_of_rules(talk: Talk) -> None:
    talk("은행 영업점 수")
    answer: Any = talk.repl.last
    assert answer is not None and answer.usage.model_calls == 0
    assert "규칙이 썼습니다" in talk("/explain")
