"""What a conversation does on terminals as they are: narrow, dumb, resized, lost; stopped, paged and copied from."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiws_cli.ui.cells import width
from support.ollama_wire import OllamaWireServer
from support.terminal import Screen

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

QUESTION = "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"
WORK = "파이썬 스크립트를 살펴보고 알려줘"
PROSE = (
    "# 고친 곳\n\n**첫 줄**을 고쳤습니다.\n\n| 파일 | 줄 |\n|---|---|\n| main.py | 1 |\n\n끝까지 왔습니다."
)
CTRL_C, CTRL_O, BACKSPACE, SHIFT_TAB = "\x03", "\x0f", "\x7f", "\x1b[Z"


@pytest.fixture
def here(tmp_path: Path, model: OllamaWireServer) -> Iterator[Path]:
    folder = tmp_path / "일"
    folder.mkdir()
    (folder / "main.py").write_text("x = 1\n")
    yield folder


def waiting(here: Path, columns: int = 100, rows: int = 40) -> Screen:
    made = Screen(cwd=here, columns=columns, rows=rows)
    made.wait("›")
    return made


def test_the_status_line_says_the_conditions_and_shift_tab_changes_the_mode(here: Path) -> None:
    screen = waiting(here)
    for part in ("qwen2.5-coder:1.5b", "analyst", "물어보고 함"):
        screen.wait(lambda _, part=part: part in screen.shown()[-1])
    for mode in ("파일은 바로 고침", "알아서 함", "계획만", "물어보고 함"):
        screen.type(SHIFT_TAB)
        screen.wait(lambda _, mode=mode: mode in screen.shown()[-1])
    screen.line(QUESTION)
    screen.wait(lambda _: re.search(r"문맥 \d+%", screen.shown()[-1]) is not None)
    assert screen.leave() == 0


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_a_narrow_terminal_keeps_the_mode_and_no_line_overflows(here: Path, columns: int) -> None:
    screen = waiting(here, columns)
    screen.wait(lambda _: "물어보고 함" in screen.shown()[-1])
    assert width(screen.shown()[-1]) < columns
    screen.resize(90)
    screen.type("가")
    screen.wait(lambda _: "qwen2.5-coder:1.5b" in screen.shown()[-1])
    screen.type(CTRL_C)
    assert screen.leave() == 0


def test_a_dumb_terminal_has_no_status_line_and_takes_input(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    screen = waiting(here)
    screen.line("/sql select 41 + 1 as n")
    screen.wait("42")
    assert "물어보고 함" not in screen.text()
    screen.line(QUESTION)
    screen.wait("모두 3행")
    assert "\x1b[" not in screen.raw
    assert screen.leave() == 0


def test_hangul_is_deleted_by_the_syllable_wherever_the_cursor_is(here: Path) -> None:
    screen = waiting(here)
    screen.type("/sql select 7 as 가나다라" + "\x1b[D" + BACKSPACE * 2)
    screen.wait(lambda text: "as 가라" in text and "나" not in text.split("as ")[-1][:4])
    screen.type("\r")
    screen.wait("1행")
    assert screen.leave() == 0


def test_ctrl_c_twice_at_an_empty_line_leaves(here: Path) -> None:
    screen = waiting(here)
    screen.type(CTRL_C)
    screen.wait("Ctrl-C를 한 번 더")
    screen.type(CTRL_C)
    assert screen.ended()


def test_ctrl_c_twice_with_time_between_does_not_leave(here: Path) -> None:
    screen = waiting(here)
    screen.type(CTRL_C)
    screen.wait("Ctrl-C를 한 번 더")
    time.sleep(2.2)
    screen.type(CTRL_C)
    screen.wait(lambda text: text.count("Ctrl-C를 한 번 더") == 2)
    assert screen.leave() == 0


def test_ctrl_c_in_a_turn_keeps_what_was_streamed(here: Path, model: OllamaWireServer) -> None:
    model.replies, model.pause = [PROSE], 1.0
    screen = waiting(here)
    screen.line(WORK)
    screen.wait("고친 곳")
    screen.type(CTRL_C)
    shown = screen.wait("중단했습니다")
    assert "고친 곳" in shown and "끝까지" not in shown
    model.pause = 0
    screen.line("/sql select 41000 + 111 as n")
    screen.wait("41,111")
    screen.wait(lambda _: "물어보고 함" in screen.shown()[-1])
    assert screen.leave() == 0


def test_prose_is_drawn_as_markdown(here: Path, model: OllamaWireServer) -> None:
    model.replies = [PROSE]
    screen = waiting(here)
    screen.line(WORK)
    shown = screen.wait("끝까지 왔습니다.")
    assert "**" not in shown and "|---|" not in shown
    assert shown.count("고친 곳") == 1 and shown.count("끝까지 왔습니다.") == 1
    assert "main.py   1" in shown
    screen.wait(lambda _: "물어보고 함" in screen.shown()[-1])
    assert screen.leave() == 0


def test_what_is_typed_meanwhile_does_not_land_in_the_answer(here: Path, model: OllamaWireServer) -> None:
    model.replies, model.pause = [PROSE], 0.1
    screen = waiting(here)
    screen.line(WORK)
    screen.wait("고친 곳")
    screen.type("/sql select 41000 + 111 as n\r")
    shown = screen.wait("끝까지 왔습니다.")
    assert "select" not in shown.split("끝까지 왔습니다.")[0]
    screen.wait(lambda text: "41,111" in text and text.rstrip().count("›") == 3)
    assert screen.leave() == 0


def goes_away(screen: Screen, aiws_home: Path) -> None:
    """Take the terminal from under it: it ends by itself, and not by a fault."""
    screen.process.close(force=False)
    deadline = time.monotonic() + 20
    while screen.process.isalive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not screen.process.isalive()
    assert list((aiws_home / "logs").glob("fault-*")) == []


def test_a_terminal_that_goes_away_ends_it_quietly_and_nothing_is_lost(
    here: Path, model: OllamaWireServer, aiws_home: Path
) -> None:
    screen = waiting(here)
    screen.line(QUESTION)
    screen.wait("모두 3행")
    goes_away(screen, aiws_home)
    again = Screen("--continue", cwd=here)
    again.wait("›")
    again.line("/good")
    again.wait("후보로 남겼습니다")
    assert again.leave() == 0


def test_a_terminal_that_goes_away_in_a_turn(here: Path, model: OllamaWireServer, aiws_home: Path) -> None:
    model.replies, model.pause = [PROSE], 0.5
    screen = waiting(here)
    screen.line(WORK)
    screen.wait("고친 곳")
    goes_away(screen, aiws_home)


def test_a_long_result_is_paged(here: Path) -> None:
    screen = waiting(here, rows=20)
    screen.line("/page")
    screen.wait("아직 답이 없습니다")
    screen.line("은행 영업점 목록을 보여줘")
    screen.wait(lambda text: "모두 120행" in text and "물어보고 함" in screen.shown()[-1])
    screen.type(CTRL_O)
    screen.wait(lambda _: screen.shown()[-1].startswith(":"))
    screen.type("G")
    screen.wait("(END)")
    screen.type("q")
    screen.wait(lambda _: "물어보고 함" in screen.shown()[-1])
    screen.line("/sql select 41 + 1 as n")
    screen.wait("42")
    assert screen.leave() == 0


def test_a_result_is_copied_by_the_terminal_and_that_is_on_record(here: Path, aiws_home: Path) -> None:
    screen = waiting(here)
    screen.line(QUESTION)
    screen.wait("모두 3행")
    screen.line("/copy")
    screen.wait("3행을 터미널의 클립보드로 보냈습니다")
    found = re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", screen.raw)
    assert found is not None
    lines = base64.b64decode(found[1]).decode().splitlines()
    assert len(lines) == 4 and all(line.count("\t") == 1 for line in lines)
    assert screen.leave() == 0
    records = [
        json.loads(line)
        for file in (aiws_home / "audit").glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert any("clipboard" in json.dumps(r) and '"export"' in json.dumps(r) for r in records)
