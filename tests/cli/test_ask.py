"""`aiws ask` against a scripted Ollama: answers, formats, exit codes, faults."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from support.ollama_wire import Fault, OllamaWireServer

from .conftest import PROGRAM, Run

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

# 빠짐없이 is what keeps it from being a plain question, which would need no model.
QUESTION = "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"
SQL = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"


@pytest.fixture
def model(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    """A model that always writes SQL."""
    ollama_wire.replies = [SQL]
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    return ollama_wire


def test_text_json_and_stream_agree(aiws: Run, model: OllamaWireServer) -> None:
    text = aiws("ask", QUESTION)
    assert text.code == 0, text.err
    answer = aiws("ask", QUESTION, "--json").json()
    assert answer["schema"] == "aiws.answer/1"
    assert (answer["status"], answer["question"]) == ("ok", QUESTION)
    assert answer["usage"]["model_calls"] == 1
    assert answer["audit_id"]
    # People read what a code means, scripts get the code.
    meanings = {"01": "일반영업점", "02": "PB센터", "03": "기업금융점"}
    for kind, count in answer["rows"]:
        assert any(meanings[kind] in line and str(count) in line for line in text.out.splitlines())
    stream = aiws("ask", QUESTION, "--output-format", "stream-json")
    events = [json.loads(line) for line in stream.out.splitlines()]
    assert events[0]["type"] == "turn_started"
    assert events[-1]["type"] == "answer"
    assert events[-1]["rows"] == answer["rows"]
    assert all({"type", "at", "session_id"} <= e.keys() and e["session_id"] for e in events)


def test_what_happens_goes_to_stderr_and_quiet_silences_it(aiws: Run, model: OllamaWireServer) -> None:
    loud = aiws("ask", QUESTION, "--verbose")
    assert "bank.branches" in loud.err
    assert "SELECT" in loud.err
    quiet = aiws("ask", QUESTION, "--quiet")
    assert quiet.err == ""
    assert quiet.out == loud.out


def test_question_from_stdin_in_utf8_and_cp949(aiws: Run, model: OllamaWireServer) -> None:
    for args, raw in ((["-"], QUESTION.encode()), ([], QUESTION.encode("cp949"))):
        done = aiws("ask", *args, "--json", stdin=raw)
        assert done.json()["question"] == QUESTION
    # With a question on the command line stdin is left alone unless it is asked for.
    done = aiws("ask", QUESTION, "--json", stdin="무시할 글")
    assert "무시할" not in json.dumps(model.chats[-1], ensure_ascii=False)
    assert done.code == 0
    done = aiws("ask", QUESTION, "--stdin", "--json", stdin="특별한 사정이 있는 지점만".encode())
    assert done.code == 0, done.out
    assert "특별한 사정" in json.dumps(model.chats[-1], ensure_ascii=False)


def test_10_mb_on_stdin_are_refused_before_any_model_is_asked(aiws: Run, model: OllamaWireServer) -> None:
    for args in (["ask", "-"], ["ask", QUESTION, "--stdin"]):
        done = aiws(*args, stdin=b"a b " * 2_500_000)
        assert done.code == 2
        assert "256 KB" in done.err
    assert model.chats == []


def test_limit_save_and_as_of(aiws: Run, model: OllamaWireServer, tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    done = aiws("ask", QUESTION, "--limit", "1", "--save", str(target), "--as-of", "2026-08-31", "--json")
    answer = done.json()
    assert (answer["row_count"], answer["truncated"]) == (1, True)
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 2


def test_a_conversation_goes_on(aiws: Run, model: OllamaWireServer) -> None:
    assert aiws("ask", QUESTION, "-c").code == 2, "there is nothing to continue yet"
    first = aiws("ask", QUESTION, "--json").json()["session_id"]
    second = aiws("ask", "강남 지역만 보여줘", "-c", "--json").json()
    assert second["session_id"] == first
    third = aiws("ask", "서울만", "--resume", first[:15], "--json").json()
    assert third["session_id"] == first
    assert aiws("ask", "q", "--resume", "19990101-000000-abcdef").code == 2

    listed = aiws("sessions", "list", "--json").json()
    assert listed["schema"] == "aiws.sessions/1"
    assert [(s["id"], s["turns"]) for s in listed["sessions"]] == [(first, 3)]
    assert first in aiws("sessions", "list").out
    shown = aiws("sessions", "show", first, "--json").json()
    assert shown["schema"] == "aiws.session/1"
    assert QUESTION in aiws("sessions", "show", first).out
    assert json.loads(aiws("sessions", "export", first).out)["session_id"] == first
    refused = aiws("sessions", "delete", first)
    assert refused.code == 5
    assert aiws("sessions", "delete", first, "--yes").code == 0
    assert aiws("sessions", "list", "--json").json()["sessions"] == []


def test_a_question_the_data_cannot_answer_is_exit_6(aiws: Run, model: OllamaWireServer) -> None:
    done = aiws("ask", "내일 서울 날씨는 어때?", "--json")
    assert done.code == 6
    answer = done.json()
    assert answer["status"] == "unanswerable"
    assert model.chats == []


def test_a_role_one_does_not_have_is_exit_4(aiws: Run, model: OllamaWireServer) -> None:
    done = aiws("ask", QUESTION, "--role", "emperor", "--json")
    assert done.code == 4
    assert done.json()["schema"] == "aiws.error/1"


def test_drawing_a_chart_is_refused_clearly(aiws: Run, model: OllamaWireServer) -> None:
    done = aiws("ask", QUESTION, "--chart", "x.png")
    assert done.code == 3
    assert "Vega-Lite" in done.err
    assert model.chats == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [("http_500", 75), ("reset", 75), ("die_mid", 75), ("error_mid", 75), ("garbage", 75)],
)
def test_a_model_server_that_fails_is_exit_75(
    aiws: Run, model: OllamaWireServer, fault: Fault, code: int
) -> None:
    model.misbehave(fault)
    done = aiws("ask", QUESTION, "--json")
    assert done.code == code, done.out + done.err
    answer = done.json()
    assert answer["error"]["code"]
    assert answer["error"]["hint"]
    text = aiws("ask", QUESTION)
    assert text.code == code
    assert "Traceback" not in text.err
    assert text.out == "", "what went wrong is no result"
    assert text.err.count(aiws("ask", QUESTION, "--json").json()["error"]["message"]) == 1


def test_a_server_that_hangs_is_given_up(aiws: Run, model: OllamaWireServer) -> None:
    model.misbehave("hang_first")
    done = aiws("ask", QUESTION, "--json", env={"AIWS_FIRST_TOKEN_TIMEOUT": "1"})
    assert done.code == 75


def test_no_model_at_all_is_exit_3(aiws: Run) -> None:
    done = aiws("ask", QUESTION, env={"OLLAMA_HOST": "127.0.0.1:9"})
    assert done.code in (3, 75)
    assert "Traceback" not in done.err


def test_garbage_sql_is_exit_6_and_shows_no_traceback(aiws: Run, model: OllamaWireServer) -> None:
    model.replies = ["I am sorry, I cannot help with that."]
    done = aiws("ask", QUESTION, "--json")
    assert done.code == 6
    assert done.json()["status"] == "failed"


def test_ctrl_c_is_exit_130_and_leaves_no_worker(
    model: OllamaWireServer, aiws_home: Path, tmp_path: Path
) -> None:
    model.misbehave("hang_mid")
    process = subprocess.Popen(
        [*PROGRAM, "ask", QUESTION],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )
    deadline = time.monotonic() + 40
    while not model.chats and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130, err.decode()
    assert b"interrupted" in err
    assert b"Traceback" not in err


def test_two_processes_on_one_session(aiws: Run, model: OllamaWireServer) -> None:
    session = aiws("ask", QUESTION, "--json").json()["session_id"]
    model.misbehave("hang_mid", times=1)
    with subprocess.Popen(
        [*PROGRAM, "ask", QUESTION, "--resume", session],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as first:
        before = len(model.chats)
        deadline = time.monotonic() + 40
        while len(model.chats) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        second = aiws("ask", QUESTION, "--resume", session, "--json")
        first.send_signal(signal.SIGINT)
        first.wait(timeout=20)
    assert second.code == 75
    assert second.json()["code"] == "session_busy"


def test_doctor_probes_the_model_for_real(aiws: Run, model: OllamaWireServer) -> None:
    model.replies = ["OK"]
    report = aiws("doctor", "--json").json()
    assert report["ok"] is True
    statuses = {p["name"]: p["status"] for p in report["probes"]}
    # How good the sandbox is depends on the machine; its own tests look at that.
    assert statuses.pop("sandbox") in ("ok", "warn")
    assert statuses == {
        "terminal": "ok",
        "settings": "ok",
        "home": "ok",
        "warehouse": "ok",
        "catalog": "ok",
        "policy": "ok",
        "boundary": "ok",
        "model": "ok",
        "window": "ok",
        "tools": "warn",
        "air_gap": "ok",
    }
    model.misbehave("http_500")
    assert aiws("doctor").code == 3


def test_model_use_and_pull_through_ollama(aiws: Run, model: OllamaWireServer, aiws_home: Path) -> None:
    assert aiws("model", "use", "qwen2.5-coder:1.5b", "--json").json()["schema"] == "aiws.model_used/1"
    assert "qwen2.5-coder:1.5b" in (aiws_home / "config.toml").read_text()
    assert aiws("model", "use", "qwen").code == 3
    done = aiws("model", "pull", "qwen3:4b", "--provider", "ollama", "--yes", "--json")
    assert done.json()["provider"] == "ollama"
    assert aiws("model", "pull", "missing:1b", "--provider", "ollama", "--yes").code != 0
