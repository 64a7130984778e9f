"""The conversation on a real pseudo-terminal: what the screen shows, with Korean typed into it."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest

from support.ollama_wire import OllamaWireServer
from support.terminal import Screen

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

QUESTION = "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"
CTRL_C = "\x03"


def test_the_banner_says_model_data_date_and_role_in_four_lines_at_most(screen: Screen) -> None:
    shown = screen.wait("›")
    banner = [line for line in shown.splitlines() if line.strip() and not line.startswith("›")]
    # One line above the banner says which model was picked.
    assert len(banner) <= 4 + 1
    for part in ("qwen2.5-coder:1.5b", "2026-09-30", "analyst", "demo.duckdb", "/help"):
        assert part in shown
    assert screen.leave() == 0


def test_a_question_in_korean_and_a_follow_up(screen: Screen, model: OllamaWireServer) -> None:
    screen.line(QUESTION)
    shown = screen.wait("모두 3행")
    assert QUESTION in shown.replace("\u200b", "")
    assert "일반영업점" in shown
    screen.line("그중 가장 많은 유형만 빠짐없이 견주어 보여줘")
    screen.wait(lambda text: len(model.chats) == 2)
    assert len(model.chats) == 2
    first, second = (chat["messages"] for chat in model.chats)
    assert second[: len(first)] == first, "a follow-up only appends"


def test_slash_commands(screen: Screen, tmp_path: Path) -> None:
    screen.line("/help")
    screen.wait("/tables")
    screen.line("/sql select count(*) as c from bank.branches")
    screen.wait("120")
    screen.line("/show")
    screen.wait("아직 답이 없습니다")
    screen.line("/tables 펀드랩")
    screen.wait("wrap_performance_monthly")
    screen.line("/nonsense")
    screen.wait("/nonsense 명령은 없습니다")
    screen.line("/lang en")
    screen.wait("Messages are in English now.")
    screen.line("/sql drop table bank.branches")
    screen.wait("error:")
    screen.line("/exit")
    deadline = time.monotonic() + 20
    while screen.process.isalive() and time.monotonic() < deadline:
        screen.read()
    assert not screen.process.isalive()


def test_show_sql_and_save_speak_of_the_last_answer(screen: Screen, tmp_path: Path) -> None:
    screen.line(QUESTION)
    screen.wait("모두 3행")
    screen.line("/show")
    screen.wait(lambda text: "실행한 SQL" in text and "감사" in text)
    target = tmp_path / "결과.csv"
    screen.line(f"/save {target}")
    screen.wait("저장했습니다")
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 4


def test_good_and_bad_are_kept_for_the_last_answer(
    screen: Screen, model: OllamaWireServer, aiws_home: Path
) -> None:
    screen.line("/good")
    screen.wait("의견을 남길 답이 없습니다")
    screen.line(QUESTION)
    screen.wait("모두 3행")
    screen.line("/good")
    screen.wait("후보로 남겼습니다 (좋음)")
    screen.line("/bad 폐점한 곳이 섞였습니다")
    screen.wait("후보로 남겼습니다 (나쁨)")
    assert screen.leave() == 0
    (file,) = (aiws_home / "feedback").glob("*.jsonl")
    first, second = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    assert (first["verdict"], second["verdict"]) == ("good", "bad")
    assert second["comment"] == "폐점한 곳이 섞였습니다" and second["question"] == QUESTION
    assert first["mended_sql"] and first["model_digest"]


def test_own_words_are_added_used_and_removed(
    screen: Screen, model: OllamaWireServer, aiws_home: Path
) -> None:
    screen.line("/terms")
    screen.wait("내 용어가 없습니다")
    screen.line("/terms add 우리팀=PB센터")
    screen.wait("이제 '우리팀'은(는) PB센터입니다")
    screen.line("/terms add 큰손=segment = 'VIP'")
    screen.wait("이제 '큰손'")
    screen.line("/terms add 회원표=bank.customers")
    screen.wait("이제 '회원표'")
    screen.line("/terms add 등급=bank.customers.segment")
    screen.wait("이제 '등급'")
    file = aiws_home / "terms.yaml"
    assert file.stat().st_mode & 0o077 == 0
    assert file.read_text(encoding="utf-8") == (
        "terms:\n  - term: 우리팀\n    definition: PB센터\n  - term: 큰손\n    expression: segment = 'VIP'\n"
        "  - term: 회원표\n    definition: 은행 고객\n    tables: [bank.customers]\n"
        "  - term: 등급\n    definition: 고객등급\n    columns: [bank.customers.segment]\n"
    )
    screen.line("은행 영업점 중 우리팀의 영업점유형별 건수를 빠짐없이 알려줘")
    screen.wait("모두 3행")
    assert "우리팀 = PB센터\n" in model.chats[-1]["messages"][-1]["content"]
    screen.line("/terms add 우리팀=기업금융점")
    screen.wait("뜻을 바꾸었습니다")
    screen.line("/terms remove 큰손")
    screen.wait("'큰손'을(를) 지웠습니다")
    screen.line("/terms remove 큰손")
    screen.wait("있는 것: 회원표, 등급, 우리팀")
    screen.line("/terms add 우리팀")
    screen.wait("/terms add 우리팀=강남지점")
    screen.line("/terms")
    screen.wait("기업금융점")
    file.write_text("terms:\n  - word: x\n", encoding="utf-8")
    screen.line("/terms add 다른말=뜻")
    screen.wait("바꾸지 않았습니다")
    assert file.read_text(encoding="utf-8") == "terms:\n  - word: x\n"
    assert screen.leave() == 0


def test_ctrl_c_stops_the_turn_and_the_conversation_goes_on(screen: Screen, model: OllamaWireServer) -> None:
    model.misbehave("hang_mid", times=1)
    screen.line(QUESTION)
    deadline = time.monotonic() + 30
    while not model.chats and time.monotonic() < deadline:
        screen.read()
    time.sleep(0.5)
    screen.type(CTRL_C)
    screen.wait("중단했습니다")
    screen.line(QUESTION)
    screen.wait("모두 3행")
    assert screen.leave() == 0


def test_ctrl_c_at_the_prompt_says_how_to_leave(screen: Screen) -> None:
    screen.wait("›")
    screen.type("지우려던 말")
    screen.wait("지우려던 말")
    screen.type(CTRL_C)
    screen.wait("나가려면 Ctrl-D")
    assert screen.leave() == 0


def test_several_lines_pasted_are_one_question(screen: Screen, model: OllamaWireServer) -> None:
    screen.wait("›")
    screen.type("\x1b[200~은행 영업점의\n영업점유형별 건수를 빠짐없이 알려줘\x1b[201~")
    screen.wait("건수를 빠짐없이 알려줘")
    assert model.chats == []
    screen.type("\r")
    screen.wait("모두 3행")
    assert len(model.chats) == 1


def test_tab_completes_commands_and_table_names(screen: Screen) -> None:
    screen.wait("›")
    screen.type("/ta\t")
    screen.wait("/tables")
    screen.type(" ")
    screen.type("bank.wrap_fl\t")
    screen.wait("bank.wrap_flows")
    screen.type(CTRL_C)


def test_history_is_kept_and_private(screen: Screen, model: OllamaWireServer, aiws_home: Path) -> None:
    screen.line(QUESTION)
    screen.wait("모두 3행")
    assert screen.leave() == 0
    assert QUESTION in (aiws_home / "history").read_text(encoding="utf-8")
    assert (aiws_home / "history").stat().st_mode & 0o077 == 0
    again = Screen("--continue")
    again.wait("›")
    again.type("\x1b[A")
    again.wait(QUESTION)
    again.type(CTRL_C)
    assert again.leave() == 0


def test_without_a_model_the_conversation_still_runs_sql(
    monkeypatch: pytest.MonkeyPatch, model: OllamaWireServer
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    monkeypatch.setenv("AIWS_PROVIDER", "ollama")
    screen = Screen()
    screen.wait("모델 없음")
    screen.line("/sql select 41 + 1 as n")
    screen.wait("42")
    assert screen.leave() == 0


def test_no_color_leaves_the_screen_plain(monkeypatch: pytest.MonkeyPatch, model: OllamaWireServer) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    screen.wait("›")
    screen.line(QUESTION)
    screen.wait("모두 3행")
    # prompt-toolkit moves the cursor and resets; no colour and no style is ever set.
    assert not [code for code in re.findall(r"\x1b\[([\d;]*)m", screen.raw) if code.strip("0;")]
    assert screen.leave() == 0


def test_a_narrow_terminal_still_shows_every_value(model: OllamaWireServer) -> None:
    screen = Screen(columns=44)
    screen.wait("›")
    screen.line("/sql select branch_id, branch_name, region, open_date from bank.branches order by 1 limit 2")
    shown = screen.wait("BR002")
    for part in ("BR001", "branch_name", "region"):
        assert part in shown
    assert screen.leave() == 0


def test_ask_on_a_terminal_shows_the_step_it_is_in(
    model: OllamaWireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.pause = 0.3
    screen = Screen("ask", QUESTION)
    screen.wait("SQL 작성 중")
    screen.wait("모두 3행")
    assert "SQL 작성 중" not in screen.text()
    assert os.environ["AIWS_LANG"] == "ko"
