"""Slash commands on a real pseudo-terminal: a change agreed to, shown, taken back; arguments completed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.ollama_wire import OllamaWireServer
from support.terminal import Screen

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

CODE = "def 합계(rows):\n    return sum(rows)\n"
CHANGE = "합계.py\n<<<<<<< SEARCH\n    return sum(rows)\n=======\n    return sum(rows) + 1\n>>>>>>> REPLACE\n"


def test_a_change_is_agreed_to_shown_and_taken_back(
    model: OllamaWireServer, tmp_path: Path, aiws_home: Path
) -> None:
    file = tmp_path / "합계.py"
    file.write_text(CODE, encoding="utf-8")
    model.replies = [CHANGE]
    screen = Screen(cwd=tmp_path)
    screen.wait("Ctrl-D")
    screen.line("합계.py 파일을 고쳐줘")
    screen.wait("이대로 실행할까요?")
    # What is typed before the question stands there is no answer to it.
    screen.wait("유를 적기")
    screen.line("y")
    screen.wait("바뀐 파일: 합계.py")
    assert "+ 1" in file.read_text(encoding="utf-8")
    screen.line("/diff")
    screen.wait("+    return sum(rows) + 1")
    screen.line("/undo")
    screen.wait("1번째 질문의 변경을 되돌렸습니다: 합계.py")
    assert file.read_text(encoding="utf-8") == CODE
    (log,) = (aiws_home / "audit").glob("*.jsonl")
    kinds = [json.loads(line)["kind"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert kinds.count("undo") == 1 and "approval" in kinds
    assert screen.leave() == 0


def test_arguments_are_completed_and_what_is_chosen_stays(model: OllamaWireServer, tmp_path: Path) -> None:
    screen = Screen(cwd=tmp_path)
    screen.wait("Ctrl-D")
    for begun, whole, said in (
        ("/mode pl", "/mode plan", "plan: 읽기만"),
        ("/role data", "/role data_scientist", "data_scientist 역할로"),
        ("/workspace bank/cu", "/workspace bank/customer", "이제 bank/customer에서"),
    ):
        screen.type(f"{begun}\t")
        screen.wait(whole)
        screen.type("\r")
        screen.wait(said)
    screen.line("/workspace")
    screen.wait("지금 작업 영역: bank/customer")
    screen.line("/help")
    screen.wait("/rewind")
    assert screen.leave() == 0
