"""Code that a model wants to run, through the program people start: nobody to ask, a mode, a person at a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pexpect
import pytest

from support.ollama_wire import OllamaWireServer
from support.sandbox.tiers import need
from support.scripted_model import call

from .conftest import PROGRAM, Run

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

QUESTION = "파이썬 스크립트로 영업점유형 코드의 길이를 계산해줘"
SQL = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"
CODE = """import duckdb
duckdb.sql("SELECT branch_type, length(branch_type) AS long FROM r1").write_csv("result.csv")
print("counted")
"""


@pytest.fixture
def model(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    """A model that queries, then computes, then says so."""
    need("landlock")
    ollama_wire.replies = [call("run_sql", sql=SQL), call("run_python", code=CODE), "계산했습니다."]  # type: ignore[list-item]
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    return ollama_wire


def records(home: Path) -> list[dict[str, object]]:
    (log,) = (home / "audit").glob("*.jsonl")
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_nobody_to_ask_is_exit_5_and_nothing_ran(aiws: Run, aiws_home: Path, model: OllamaWireServer) -> None:
    done = aiws("ask", QUESTION, "--json")
    answer = done.json()
    assert (done.code, answer["error"]["code"]) == (5, "approval_needed"), done
    kinds = [r["kind"] for r in records(aiws_home)]
    assert "python" not in kinds and "denied" in kinds


def test_in_mode_auto_it_runs_in_the_sandbox(aiws: Run, aiws_home: Path, model: OllamaWireServer) -> None:
    done = aiws("ask", QUESTION, "--json", "--mode", "auto")
    answer = done.json()
    assert (done.code, answer["answer"]) == (0, "계산했습니다."), done
    assert [c["name"] for c in answer["columns"]] == ["branch_type", "long"]
    assert answer["rows"] and all(row[1] == 2 for row in answer["rows"])
    (begun,) = [r for r in records(aiws_home) if r["kind"] == "python"]
    assert begun["id"] == answer["audit_id"] and begun["tier"] in ("bubblewrap", "landlock")
    shown = json.dumps(model.chats[-1], ensure_ascii=False)
    assert "counted" in shown and "r2:" in shown
    assert aiws("audit", "verify").code == 0


@pytest.mark.parametrize("key", ["y", "n"])
def test_a_person_reads_the_code_and_decides(aiws_home: Path, model: OllamaWireServer, key: str) -> None:
    terminal = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], "ask", QUESTION], encoding="utf-8", timeout=60, dimensions=(40, 120)
    )
    terminal.expect("write_csv")
    terminal.expect(r"# inputs: r1")
    terminal.expect(r"\[y")
    terminal.sendline(key)
    terminal.expect(pexpect.EOF)
    terminal.close()
    ran = [r for r in records(aiws_home) if r["kind"] == "python"]
    assert (terminal.exitstatus, len(ran)) == ((0, 1) if key == "y" else (5, 0))


def test_nobody_but_the_administrator_lets_code_run_unheld(aiws: Run, model: OllamaWireServer) -> None:
    done = aiws("ask", QUESTION, "--json", "--mode", "auto", env={"AIWS_SANDBOX": "none-allowed"})
    assert (done.code, done.json()["code"]) == (3, "settings") and "administrator" in done.json()["message"]


def test_a_request_rules_write_needs_no_model(aiws: Run, aiws_home: Path) -> None:
    need("landlock")
    asked = "회사별 올해 영업이익이 10% 늘면 얼마가 되나?"
    done = aiws(
        "ask",
        asked,
        "--json",
        "--mode",
        "auto",
        env={"AIWS_PROVIDER": "ollama", "OLLAMA_HOST": "127.0.0.1:9"},
    )
    answer = done.json()
    assert done.code == 0 and answer["usage"]["model_calls"] == 0, done
    assert all(float(row[2]) == pytest.approx(1.1 * float(row[1])) for row in answer["rows"])
    (begun,) = [r for r in records(aiws_home) if r["kind"] == "python"]
    assert (begun["code"], begun["id"]) == (answer["script"], answer["audit_id"])
    nobody = aiws("ask", asked, "--json")
    assert (nobody.code, nobody.json()["error"]["code"]) == (5, "approval_needed")
    plain = aiws("ask", asked, "--mode", "auto")
    assert (
        plain.code == 0
        and "10% 증가" in plain.out
        and "write_parquet" in plain.err
        and "write_parquet" not in plain.out
    )


@pytest.mark.parametrize("key", ["y", "n"])
def test_a_person_sees_the_script_of_a_request(aiws_home: Path, key: str) -> None:
    need("landlock")
    terminal = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], "ask", "회사별 올해 영업이익이 10% 늘면 얼마가 되나?"],
        encoding="utf-8",
        timeout=60,
        dimensions=(60, 120),
    )
    terminal.expect("AS changed")
    terminal.expect(r"# inputs: r1")
    terminal.expect(r"\[y")
    terminal.sendline(key)
    terminal.expect(r"10% 증가\)" if key == "y" else pexpect.EOF)
    terminal.expect(pexpect.EOF) if key == "y" else None
    terminal.close()
    ran = [r for r in records(aiws_home) if r["kind"] == "python"]
    assert (terminal.exitstatus, len(ran)) == ((0, 1) if key == "y" else (5, 0))
