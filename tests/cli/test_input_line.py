"""The line one types into, on a real pseudo-terminal: keys, pastes, an editor, and what @, ! and # do."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.ollama_wire import OllamaWireServer
from support.terminal import Screen

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

CTRL_C, CTRL_J, CTRL_R, CTRL_U = "\x03", "\n", "\x12", "\x15"
ALT_ENTER, UP, DOWN, BACKSPACE, EDIT, SHIFT_TAB = "\x1b\r", "\x1b[A", "\x1b[B", "\x7f", "\x18\x05", "\x1b[Z"


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "일"
    made.mkdir()
    (made / "매출.csv").write_text("지점,금액\n강남,10\n서초,32\n", encoding="utf-8")
    (made / "메모 하나.md").write_text("금액은 억원으로 적는다. 표식-7\n", encoding="utf-8")
    (made / "긴글.txt").write_text("가나다라 " * 4_000, encoding="utf-8")
    return made


@pytest.fixture
def line(model: OllamaWireServer, folder: Path) -> Iterator[Screen]:
    """A conversation in a folder with files, ready for a line."""
    made = Screen(cwd=folder)
    made.wait("›")
    yield made
    made.process.close(force=True)


def test_ctrl_r_finds_an_earlier_line_and_the_arrows_go_through_all(line: Screen) -> None:
    for number in (11, 22, 33):
        line.line(f"/sql select {number} as 결과값")
        line.wait(lambda text, n=number // 11: text.count("1행") == n)
    line.type(f"{CTRL_R}22")
    line.wait("search)`22")
    line.type("\r")
    line.wait(lambda text: text.count("1행") == 4)
    # Now 22 is the last one, then 33.
    line.type(f"{UP}{UP}{UP}{DOWN}")
    line.wait(
        lambda text: [shown for shown in text.splitlines() if shown][-2] == "› /sql select 33 as 결과값"
    )


@pytest.mark.parametrize("newline", [CTRL_J, ALT_ENTER, "\\\r"], ids=["ctrl-j", "alt-enter", "backslash"])
def test_a_line_may_have_several_lines(line: Screen, newline: str) -> None:
    line.type(f"/sql select 40{newline} + 2 as n")
    time.sleep(0.3)
    line.read()
    assert "1행" not in line.text()
    line.type("\r")
    line.wait("42")
    line.wait("1행")


def test_the_persons_editor_opens_with_the_line_and_gives_it_back(
    model: OllamaWireServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = folder / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "s/40/40 + 2/" "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"sh {editor}")
    screen = Screen(cwd=folder)
    screen.wait("›")
    screen.type(f"/sql select 40 as n{EDIT}")
    screen.wait("select 40 + 2 as n")
    screen.type("\r")
    screen.wait("42")
    assert screen.leave() == 0


def test_an_editor_that_is_not_there_is_said_and_the_line_stays(
    model: OllamaWireServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor -w")
    screen = Screen(cwd=folder)
    screen.wait("›")
    screen.type(f"/sql select 6*7 as n{EDIT}")
    screen.wait("편집기를 쓸 수 없습니다: $VISUAL=no-such-editor -w")
    screen.type("\r")
    screen.wait("42")
    assert screen.leave() == 0


def test_vi_keys_by_a_setting(model: OllamaWireServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIWS_EDITING_MODE", "vi")
    screen = Screen(cwd=folder)
    screen.wait("›")
    screen.type("/sql select 4 as n\x1b")
    time.sleep(0.7)
    screen.type("05wr7\r")
    screen.wait("1행")
    assert "/sql select 7 as n" in screen.text() or "7" in screen.text()
    assert screen.leave() == 0


def test_a_long_paste_is_folded_and_sent_whole(line: Screen) -> None:
    line.type("/sql select ")
    line.type(pasted("\n+ ".join(["1"] * 42)))
    line.wait("[붙여넣은 글 #1 · 42줄]")
    line.type(" as n\r")
    line.wait("42")
    line.wait("1행")
    assert "+ 1" not in line.text(), "on the screen it stays folded"
    line.type(pasted("\n+ ".join(["1"] * 42)) + BACKSPACE + pasted("다" * 1_001))
    line.wait("[붙여넣은 글 #2 · 1줄]")


def test_backspace_takes_a_folded_paste_in_one_and_a_syllable_in_one(line: Screen) -> None:
    line.type("/sql select 7" + pasted("\n".join(["x"] * 42)) + BACKSPACE + " as 값")
    # 갑, in pieces as macOS names files, is one letter too.
    line.type("\u1100\u1161\u11b8" + BACKSPACE + "\r")
    line.wait("1행")
    line.wait("값")
    assert "값갑" not in line.text()


def test_a_data_file_that_is_mentioned_can_be_asked_of(line: Screen, model: OllamaWireServer) -> None:
    model.replies = ['SELECT sum("금액") AS total FROM files."매출"']
    line.line("@매출.csv의 금액 합계를 알려줘")
    line.wait("데이터 파일을 붙였습니다: 매출.csv")
    line.wait("42")


def test_a_text_file_that_is_mentioned_goes_along_framed(line: Screen, model: OllamaWireServer) -> None:
    line.line('은행 영업점의 영업점유형별 건수를 빠짐없이 @"메모 하나.md" 대로 알려줘')
    line.wait("파일 내용을 함께 보냅니다: 메모 하나.md")
    line.wait(lambda _: bool(model.chats))
    sent = json.dumps(model.chats[-1]["messages"], ensure_ascii=False)
    assert "표식-7" in sent and "<data>" in sent


def test_a_file_whose_name_is_written_in_the_parts_of_hangul_is_mentioned(
    line: Screen, model: OllamaWireServer, folder: Path
) -> None:
    (folder / unicodedata.normalize("NFD", "회의록.md")).write_text("표식-8\n", encoding="utf-8")
    line.line("은행 영업점의 영업점유형별 건수를 빠짐없이 @회의록.md 대로 알려줘")
    line.wait(lambda _: bool(model.chats))
    assert "표식-8" in json.dumps(model.chats[-1]["messages"], ensure_ascii=False)


def test_a_long_text_is_cut_and_that_is_said(line: Screen) -> None:
    line.line("@긴글.txt 요약해줘")
    line.wait("파일이 길어 앞부분만 함께 보냅니다: 긴글.txt (20,000자 중 12,000자)")


def test_a_mention_of_nothing_is_said_and_nothing_is_asked(line: Screen, model: OllamaWireServer) -> None:
    line.line("@없는파일.csv 합계")
    line.wait("@없는파일.csv는 없습니다")
    line.line("@../밖.csv 합계")
    line.wait("밖.csv는 없습니다")
    assert model.chats == []


def test_a_table_that_is_mentioned_is_the_one_that_is_asked(line: Screen, model: OllamaWireServer) -> None:
    line.line("@bank.branches 에서 영업점유형별 건수를 빠짐없이 알려줘")
    line.wait("표를 지정했습니다: bank.branches")
    line.wait("모두 3행")
    assert "bank.branches" in json.dumps(model.chats[-1]["messages"])


def test_tab_completes_files_and_tables_behind_an_at(line: Screen) -> None:
    line.type("합계 @매\t")
    line.wait("@매출.csv")
    line.type(f"{CTRL_U}합계 @bank.wrap_fl\t")
    line.wait("@bank.wrap_flows")
    line.type(f"{CTRL_U}합계 @메\t")
    line.wait('@"메모 하나.md"')


def test_a_command_runs_after_a_yes_and_only_then(line: Screen, folder: Path) -> None:
    line.line("!wc -l 매출.csv && touch 새파일")
    line.wait("wc -l 매출.csv && touch 새파일")
    line.wait("이대로 실행할까요?")
    line.type("n\r")
    line.wait("사람의 승인이 필요합니다")
    assert not (folder / "새파일").exists()
    line.line("!cat 매출.csv && touch 새파일")
    line.wait(lambda text: text.count("이대로 실행할까요?") == 2)
    line.type("y\r")
    line.wait("강남,10")
    line.wait(lambda _: (folder / "새파일").exists())
    assert line.leave() == 0


def test_acting_by_itself_is_no_yes_to_a_command_typed_here(line: Screen, folder: Path) -> None:
    line.type(SHIFT_TAB + SHIFT_TAB)
    line.wait("알아서 함")
    line.line("!touch 새파일")
    line.wait("이대로 실행할까요?")
    line.type("n\r")
    line.wait("사람의 승인이 필요합니다")
    assert not (folder / "새파일").exists()


def test_a_note_is_kept_in_the_folders_memory(line: Screen, folder: Path) -> None:
    file = folder / "AIWS.md"
    line.line("# 금액은 억원으로")
    line.wait(lambda _: file.is_file() and file.read_text(encoding="utf-8") == "- 금액은 억원으로\n")
    line.line("#기준일은 월말")
    line.wait(lambda _: "- 기준일은 월말\n" in file.read_text(encoding="utf-8"))
