"""Feedback, `catalog verify` and quarantine, through the command as users run it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pexpect
import pytest

from aiws_cli.core.prompts import data_folder
from support.ollama_wire import OllamaWireServer

from .conftest import PROGRAM, Run

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

QUESTION = "은행 영업점의 영업점유형별 건수를 보기 좋게 견주어 알려줘"
SQL = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"
RIGHT = (
    "SELECT region, count(*) AS branch_count FROM bank.branches GROUP BY region ORDER BY branch_count DESC"
)


@pytest.fixture
def model(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    ollama_wire.replies = [SQL]
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    return ollama_wire


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalog folder of the user's own, a copy of the demo's."""
    folder = Path(shutil.copytree(data_folder("catalog_index"), tmp_path / "catalog"))
    monkeypatch.setenv("AIWS_CATALOG", str(folder))
    monkeypatch.setenv("AIWS_POLICY", str(data_folder("policies") / "demo.yaml"))
    return folder


def kept(home: Path) -> list[dict[str, Any]]:
    (file,) = (home / "feedback").glob("*.jsonl")
    assert file.stat().st_mode & 0o077 == 0
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


# — feedback —


def test_a_verdict_keeps_the_answer_and_its_evidence_but_no_rows(
    aiws: Run, model: OllamaWireServer, aiws_home: Path
) -> None:
    answer = aiws("ask", QUESTION, "--json").json()
    done = aiws("feedback", "bad", "--comment", "지역별로 세야 합니다", "--sql", RIGHT)
    assert done.code == 0, done.err
    (record,) = kept(aiws_home)
    assert (record["verdict"], record["question"], record["comment"]) == (
        "bad",
        QUESTION,
        "지역별로 세야 합니다",
    )
    assert record["sql"] == answer["sql"] and record["executed_sql"] == answer["executed_sql"]
    assert record["mended"] == answer["mended"] and record["tables"] == ["bank.branches"]
    assert (record["corrected_sql"], record["corrected_tables"]) == (RIGHT, ["bank.branches"])
    assert record["session_id"] == answer["session_id"] and record["audit_id"] == answer["audit_id"]
    assert record["prompt_versions"] == answer["prompt_versions"] and record["as_of"] == "2026-09-30"
    assert record["model_digest"] and record["user"] and record["at"]
    text = json.dumps(record, ensure_ascii=False)
    assert "rows" not in record and not any(str(n) in text for _, n in answer["rows"] if n > 9)


def test_list_and_show(aiws: Run, model: OllamaWireServer) -> None:
    assert aiws("feedback", "list", "--json").json() == {"schema": "aiws.feedback_list/1", "candidates": []}
    assert "no candidates" in aiws("feedback", "list").err
    session = aiws("ask", QUESTION, "--json").json()["session_id"]
    made = aiws("feedback", "good", "--session", session[:15], "--json").json()
    assert made["schema"] == "aiws.feedback/1"
    again = aiws("feedback", "bad")
    assert "--sql" in again.err, "what would help more"
    listed = aiws("feedback", "list", "--json").json()["candidates"]
    assert [c["verdict"] for c in listed] == ["good", "bad"]
    assert listed[0]["id"] == made["id"]
    shown = aiws("feedback", "show", made["id"]).out
    for part in (QUESTION, "good", "2026-09-30", session, made["audit_id"], "GROUP BY branch_type"):
        assert part in shown
    line = aiws("feedback", "list").out.splitlines()[0]
    assert line.startswith(made["id"]) and "good" in line and QUESTION in line
    assert aiws("feedback", "show", made["id"], "--json").json()["id"] == made["id"]
    assert aiws("feedback", "show", "nope").code == 2
    assert aiws("feedback", "show", "2").code == 2, "the start of two ids"


def test_without_an_answer_there_is_nothing_to_judge(aiws: Run) -> None:
    done = aiws("feedback", "good")
    assert done.code == 2
    assert "sessions list" in done.err
    assert aiws("feedback", "bad", "--session", "nope").code == 2
    assert aiws("feedback", "bad", "--sql", "select 1", "--file", "x.sql").code == 2


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT * FROM bank.nothing", 4),
        ("DROP TABLE bank.branches", 4),
        ("SELEC 1", 2),
        ("SELECT * FROM aiws_meta.warehouse", 4),
    ],
)
def test_the_right_sql_goes_through_the_guard_before_it_is_kept(
    aiws: Run, model: OllamaWireServer, aiws_home: Path, sql: str, code: int
) -> None:
    aiws("ask", QUESTION)
    done = aiws("feedback", "bad", "--sql", sql, "--json")
    assert done.code == code
    assert done.json()["schema"] == "aiws.error/1"
    assert not (aiws_home / "feedback").exists()
    denied = [r for r in aiws("audit", "show", "--json").json()["records"] if r["kind"] == "denied"]
    assert len(denied) == (code == 4)


def test_feedback_changes_no_answer(aiws: Run, model: OllamaWireServer) -> None:
    before = aiws("ask", QUESTION, "--json").json()
    aiws("feedback", "bad", "--sql", RIGHT)
    after = aiws("ask", QUESTION, "--json").json()
    for key in ("sql", "executed_sql", "rows", "tables"):
        assert before[key] == after[key]
    first, second = (chat["messages"] for chat in model.chats)
    assert first == second


def test_a_torn_line_costs_only_itself(aiws: Run, model: OllamaWireServer, aiws_home: Path) -> None:
    aiws("ask", QUESTION)
    aiws("feedback", "good")
    (file,) = (aiws_home / "feedback").glob("*.jsonl")
    with file.open("a", encoding="utf-8") as open_file:
        open_file.write('{"type": "candidate", "id": "2026')
    assert aiws("feedback", "bad").code == 0
    assert [c["verdict"] for c in aiws("feedback", "list", "--json").json()["candidates"]] == ["good", "bad"]


# — verify —


def test_a_candidate_becomes_a_verified_query_that_answers(
    aiws: Run, model: OllamaWireServer, catalog: Path, aiws_home: Path
) -> None:
    question = "권역마다 은행 영업점이 얼마나 있는지 알려줘"
    aiws("ask", question)
    candidate = aiws("feedback", "bad", "--sql", RIGHT, "--json").json()["id"]
    file = catalog / "verified_queries" / "bank.yaml"
    file.write_text("# 은행의 검증된 질의\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    assert aiws("catalog", "verify", candidate).code == 5, "nobody to ask"
    assert file.read_text(encoding="utf-8") == before
    args = ["--question-en", "How many bank branches are in each region?", "--ordered", "--yes"]
    done = aiws("catalog", "verify", candidate, *args)
    assert done.code == 0, done.err
    for part in (question, "GROUP BY", "bank.branches", "branch_count"):
        assert part in done.out
    after = file.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after[len(before) :] == (
        "  - id: bank-how-many-bank-branches-are-in-each-region\n"
        f"    question: {question}\n"
        "    question_en: How many bank branches are in each region?\n"
        "    sql: |\n"
        "      SELECT\n        region,\n        COUNT(*) AS branch_count\n      FROM bank.branches\n"
        "      GROUP BY\n        region\n      ORDER BY\n        branch_count DESC\n"
        "    tables: [bank.branches]\n"
        "    ordered: true\n"
    )
    chats = len(model.chats)
    answer = aiws("ask", question, "--json").json()
    assert answer["status"] == "ok" and answer["columns"][0]["name"] == "region"
    assert len(model.chats) == chats, "no model needed"
    records = aiws("audit", "show", "--json").json()["records"]
    (written,) = [r for r in records if r["kind"] == "catalog.verify"]
    assert written["query"].startswith("bank-how") and written["candidate"] == candidate
    assert any(r.get("of") == written["id"] and r["status"] == "ok" for r in records)
    listed = aiws("feedback", "list", "--json").json()["candidates"]
    assert listed[0]["verified_as"] == written["query"]
    again = aiws("catalog", "verify", candidate, "--yes")
    assert again.code == 2 and written["query"] in again.err


def test_verify_without_a_candidate(aiws: Run, catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "q.sql").write_text("SELECT fund_type, count(*) AS n\nFROM am.funds\nGROUP BY fund_type;\n")
    args = ["--question", "펀드 유형: 몇 개씩 있나?", "--file", str(tmp_path / "q.sql"), "--yes", "--json"]
    made = aiws("catalog", "verify", *args).json()
    assert made["schema"] == "aiws.verified_query/1"
    assert made["tables"] == ["am.funds"] and made["row_count"] > 0 and not made["ordered"]
    file = catalog / "verified_queries" / "am.yaml"
    assert made["file"] == str(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[made["line"] - 1] == f"  - id: {made['id']}"
    assert lines[made["line"]] == '    question: "펀드 유형: 몇 개씩 있나?"'
    assert aiws("catalog", "build").code == 0


REFUSED = [
    (["--question", "고객등급별 고객수를 많은 순으로 보여줘!", "--sql", RIGHT], 2, "bank-customers-by-segment"),
    (["--question", "등급마다 고객이 몇 명?", "--sql",
      "select SEGMENT, count(*) as customer_count from bank.customers group by segment order by customer_count desc;"],
     2, "verified_queries/bank.yaml:2"),
    (["--question", "새 질문", "--sql", RIGHT, "--id", "bank-customers-by-segment"], 2, "bank-customers-by-segment"),
    (["--question", "새 질문", "--sql", RIGHT, "--id", "Bad Id"], 2, "lower-case"),
    (["--question", "새 질문", "--sql", "SELECT 1 AS x"], 2, "no table"),
    (["--question", "새 질문", "--sql", "SELECT region FROM bank.branches WHERE 1 = 0"], 2, "empty"),
    (["--question", "새 질문", "--sql", "SELECT * FROM bank.nothing"], 4, "bank.nothing"),
    (["--question", "새 질문", "--sql", "DELETE FROM bank.branches"], 4, ""),
    (["--question", "새 질문"], 2, "--sql"),
    (["--sql", RIGHT], 2, "--question"),
    (["20260101", "--yes"], 2, "20260101"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "code", "part"), REFUSED)
def test_what_cannot_become_a_verified_query(
    aiws: Run, catalog: Path, args: list[str], code: int, part: str
) -> None:
    before = {p: p.read_bytes() for p in (catalog / "verified_queries").iterdir()}
    done = aiws("catalog", "verify", *args, "--yes")
    assert done.code == code, done.err
    assert part in done.err
    assert {p: p.read_bytes() for p in (catalog / "verified_queries").iterdir()} == before


def test_a_bad_answer_without_its_right_sql_and_a_follow_up_need_more(
    aiws: Run, model: OllamaWireServer, catalog: Path
) -> None:
    aiws("ask", QUESTION)
    bad = aiws("feedback", "bad", "--json").json()["id"]
    assert "--sql" in aiws("catalog", "verify", bad, "--yes").err
    model.replies = [f"{SQL} LIMIT 1"]
    aiws("ask", "-c", "그중 1개만 보여줘")
    good = aiws("feedback", "good", "--json").json()
    assert good["intent"] == "follow_up"
    assert "--question" in aiws("catalog", "verify", good["id"], "--yes").err
    done = aiws("catalog", "verify", good["id"], "--question", "영업점 유형 하나의 건수", "--yes", "--json")
    assert done.code == 0, done.err
    assert "LIMIT 1" in done.json()["sql"]


def test_the_shipped_catalog_is_not_written(aiws: Run, catalog: Path, tmp_path: Path) -> None:
    package = tmp_path / "site" / "aiws_cli"
    shutil.copytree(Path(data_folder("catalog_index")).parent / "src" / "aiws_cli", package)
    shutil.copytree(catalog, package / "_data" / "catalog_index")
    shutil.copytree(data_folder("prompts"), package / "_data" / "prompts")
    env = {"PYTHONPATH": str(tmp_path / "site"), "AIWS_CATALOG": ""}
    done = aiws("catalog", "verify", "--question", "새 질문", "--sql", RIGHT, "--yes", "--json", env=env)
    assert done.code == 3
    assert str(package / "_data" / "catalog_index") in done.json()["message"]
    assert "aiws config set catalog" in done.json()["hint"]


def test_a_catalog_that_is_not_there_is_said_to_be_missing(aiws: Run, tmp_path: Path) -> None:
    env = {"AIWS_CATALOG": str(tmp_path / "nowhere")}
    done = aiws("catalog", "verify", "--question", "새 질문", "--sql", RIGHT, "--yes", "--json", env=env)
    assert (done.code, done.json()["code"]) == (3, "catalog_missing")
    assert not (tmp_path / "nowhere").exists()


def test_on_a_terminal_the_reviewer_is_asked(catalog: Path, aiws_home: Path) -> None:
    args = [*PROGRAM[1:], "catalog", "verify", "--question", "지역마다 영업점 몇 곳?", "--sql", RIGHT]
    file = catalog / "verified_queries" / "bank.yaml"
    before = file.read_text(encoding="utf-8")
    for reply, code in (("n", 5), ("y", 0)):
        process = pexpect.spawn(
            PROGRAM[0], args, encoding="utf-8", timeout=40, env={**os.environ, "TERM": "dumb"}
        )
        process.expect(r"\[y/N\]")
        assert "branch_count" in process.before and "bank.branches" in process.before
        process.sendline(reply)
        process.expect(pexpect.EOF)
        process.close()
        assert process.exitstatus == code
        assert (file.read_text(encoding="utf-8") == before) == (code == 5)


# — quarantine —


def test_a_broken_verified_query_is_kept_out_of_use_until_it_is_mended(
    aiws: Run, model: OllamaWireServer, catalog: Path, aiws_home: Path
) -> None:
    question, sql_file = "고객등급별 고객 수를 많은 순으로 보여줘", catalog / "verified_queries" / "bank.yaml"
    good = sql_file.read_text(encoding="utf-8")

    def reviewed() -> bool:
        """Whether the verified query answers, as against rules or a model."""
        return "ORDER BY customer_count" in str(aiws("ask", question, "--json").json()["sql"])

    assert reviewed()
    broken = good.replace("SELECT segment, COUNT(*) AS", "SELECT grade, COUNT(*) AS", 1)
    sql_file.write_text(broken, encoding="utf-8")
    done = aiws("catalog", "check", "--json")
    assert done.code == 6
    (out,) = done.json()["quarantined"]
    assert (out["id"], out["code"]) == ("bank-customers-by-segment", "query_failed")
    assert (out["file"], out["line"]) == ("verified_queries/bank.yaml", 2) and "grade" in out["reason"]
    # In so small a warehouse a question or two finds nothing, which is drift and no wrong answer.
    assert {p["code"] for p in done.json()["problems"]} == {"query_failed", "query_empty"}
    assert "bank-customers-by-segment" in aiws("catalog", "check").err
    assert not reviewed()
    sql_file.write_text(good, encoding="utf-8")
    assert reviewed(), "a mended entry needs no check to be used again"
    sql_file.write_text(broken, encoding="utf-8")
    assert not reviewed(), "as found broken, so kept out"
    sql_file.write_text(good, encoding="utf-8")
    assert aiws("catalog", "check", "--json").json()["quarantined"] == []
    assert not list((aiws_home / "index").glob("*.quarantine"))
    sql_file.write_text(broken, encoding="utf-8")
    assert reviewed(), "a check that passed forgets; only a check finds what is broken"
