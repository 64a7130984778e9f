"""Personal data and secrets that a person types: in their session, for them alone; in no log, title, history or prompt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest

from aiws_cli.agent.sessions import SessionStore
from support.ollama_wire import OllamaWireServer

from .conftest import PROGRAM, Run

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

NUMBER, MOBILE, WORD = "900101-1234567", "010-1234-5678", "Qwer!" + "2345"
TYPED = (NUMBER, MOBILE, WORD)
QUESTION = f"번호가 {NUMBER}이고 연락처 {MOBILE}, 비밀번호는 {WORD}인 영업점 목록을 보기 좋게 견주어 알려줘"
SQL = "SELECT branch_name FROM bank.branches WHERE phone = '[resident_no:1]' OR phone = '[phone:1]'"


@pytest.fixture
def model(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    ollama_wire.replies = [SQL]
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    return ollama_wire


def left_in_the_open(home: Path) -> list[tuple[str, str]]:
    """(file, value) of everything typed that stands readable under AIWS_HOME outside of what is the asker's alone."""
    out = []
    for path in sorted(home.rglob("*")):
        own = path.parent.name == "sessions" or path.suffix == ".literals"
        if path.is_file() and own:
            assert path.stat().st_mode & 0o077 == 0, path
        elif path.is_file():
            text = path.read_bytes().decode(errors="replace")
            out += [(path.name, value) for value in TYPED if value in text]
    return out


def test_a_question_with_personal_data(aiws: Run, model: OllamaWireServer, aiws_home: Path) -> None:
    done = aiws("ask", QUESTION, "--json", "--verbose")
    sent = json.dumps(model.chats, ensure_ascii=False)
    assert model.chats and not [value for value in TYPED if value in sent]
    assert "[resident_no:1]" in sent and "[phone:1]" in sent
    assert not [value for value in TYPED if value in done.err], done.err
    # The statement the warehouse got holds the number, and the session shows it to its owner.
    assert NUMBER in done.json()["sql"] and MOBILE in done.json()["sql"]
    session = aiws("sessions", "show", done.json()["session_id"]).out
    assert NUMBER in session
    (listed,) = aiws("sessions", "list", "--json").json()["sessions"]
    assert "[resident_no]" in listed["title"] and not [v for v in TYPED if v in listed["title"]]
    assert aiws("feedback", "bad", "--comment", f"전화 {MOBILE}로 확인").code == 0
    assert list((aiws_home / "feedback").glob("*.jsonl"))
    assert left_in_the_open(aiws_home) == []


def test_an_error_text_holds_no_value(aiws: Run, aiws_home: Path) -> None:
    for form in ((), ("--json",)):
        done = aiws("sql", f"SELECT FRO bank.branches WHERE x = '{NUMBER}' '{MOBILE}", *form)
        assert done.code != 0
        assert not [value for value in TYPED if value in done.err + done.out]
    assert left_in_the_open(aiws_home) == []


def test_the_trace_of_a_fault(aiws_home: Path) -> None:
    broken = (
        f"import aiws_cli.core.settings as s; s.resolve = lambda *a, **k: int('전화 {MOBILE}, {NUMBER}');"
    )
    code = f"import sys; {broken} from aiws_cli.cli.main import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "ask", "q", "--verbose"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "Traceback" in done.stderr and "[phone]" in done.stderr
    (log,) = (aiws_home / "logs").iterdir()
    assert "[resident_no]" in log.read_text(encoding="utf-8")
    # The command line itself is not ours to hide; what we write is.
    assert left_in_the_open(aiws_home) == []


def test_the_history_of_the_conversation(model: OllamaWireServer, aiws_home: Path) -> None:
    process = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:]], encoding="utf-8", timeout=40, dimensions=(30, 100))
    process.expect("›")
    process.send(f"/no {NUMBER}\r")
    process.expect("/no")
    deadline = time.monotonic() + 20
    history = aiws_home / "history"
    while time.monotonic() < deadline and not (history.is_file() and "resident_no" in history.read_text()):
        time.sleep(0.05)
    process.send("\x04")
    process.close(force=True)
    assert "[resident_no]" in history.read_text(encoding="utf-8")
    assert left_in_the_open(aiws_home) == []


def test_old_sessions_go(aiws: Run, model: OllamaWireServer, aiws_home: Path) -> None:
    model.replies = ["SELECT count(*) AS n FROM bank.branches"]
    store = SessionStore(aiws_home / "sessions")
    ids = [store.create(datetime(2026, 1, 1 + n, tzinfo=UTC)) for n in range(3)]
    for id_ in ids:
        store.append(
            id_, ({"type": "turn_started", "at": "2026-01-01T00:00:00+00:00", "question": "예금 잔액"},)
        )
    files = [store.path(id_) for id_ in ids]
    for path, days in zip(files, (120, 40, 0), strict=True):
        when = time.time() - days * 86_400
        os.utime(path, (when, when))
    # A question asked forgets what is older than the setting says (90 days where nobody says).
    assert aiws("ask", "영업점은 모두 몇 곳이야?", "--json").code == 0
    assert [p.exists() for p in files] == [False, True, True]
    assert (
        aiws(
            "sessions",
            "prune",
            env={"AIWS_RETENTION_DAYS": "60"},
        ).code
        == 0
    )
    assert [p.exists() for p in files] == [False, True, True]
    # Sooner than the setting only when a person says so.
    assert aiws("sessions", "prune", "--days", "30").code == 5
    done = aiws("sessions", "prune", "--days", "30", "--yes", "--json")
    assert done.json() == {"schema": "aiws.sessions_pruned/1", "days": 30, "deleted": [ids[1]]}
    assert [p.exists() for p in files] == [False, False, True]
    assert list((aiws_home / "audit").glob("*.jsonl"))
    assert not list((aiws_home / "sessions").glob(f"{ids[0]}*"))
