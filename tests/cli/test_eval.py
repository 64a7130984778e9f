"""`aiws eval` as users run it: a suite folder of their own, a model over Ollama's wire."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.ollama_wire import OllamaWireServer
from support.scripted_model import ScriptedModel, When

from .conftest import Run

pytestmark = pytest.mark.loopback

RIGHT = "SELECT COUNT(*) FROM Members"
# Rules answer a plain question by themselves; a wording they do not know goes to the model.
LINES: list[dict[str, Any]] = [
    {"id": "count", "db_id": "club", "question": "How many members are there, without exception?", "gold_sql": RIGHT},
    {"id": "wrong", "db_id": "club", "question": "What is the average fee, all in all?", "rows": [["99.0000"]]},
    {"id": "names", "db_id": "club", "question": "List the member names from Busan <b>' OR 'a'='a</b>",
     "gold_sql": "SELECT name FROM Members WHERE city = 'Busan'"},
    {"id": "then", "db_id": "club", "question": "And only those older than 30?", "follows": "names",
     "gold_sql": "SELECT name FROM Members WHERE city = 'Busan' AND age > 30"},
    {"id": "cities", "db_id": "club", "question": "List the different cities of members, whichever they be.",
     "gold_sql": "SELECT DISTINCT city FROM Members"},
    {"id": "gold", "db_id": "club", "question": "How many members pay, without exception?", "gold_sql": "SELECT nothing FROM Members"},
    {"id": "gone", "db_id": "nowhere", "question": "How many members are there?", "gold_sql": RIGHT},
    {"id": "no", "db_id": "club", "question": "Delete all members.", "expect": "deny"},
]  # fmt: skip


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "suite"
    folder.mkdir()
    db = sqlite3.connect(folder / "club.sqlite")
    db.execute(
        "CREATE TABLE Members (member_id INTEGER PRIMARY KEY, name TEXT, city TEXT, age INT, fee REAL)"
    )
    people = [(1, "Kim", "Busan", 41, 10.5), (2, "Lee", "Seoul", 25, 8), (3, "O'Neil", "Busan", 29, 8)]
    db.executemany("INSERT INTO Members VALUES (?, ?, ?, ?, ?)", people)
    wide = ", ".join(f"c{i} INT" for i in range(1500))
    db.execute(f"CREATE TABLE Wide ({wide})")
    db.commit()
    db.close()
    lines = [json.dumps(line, ensure_ascii=False) for line in LINES]
    lines.insert(1, "{broken")
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def sql(text: str) -> str:
    return f"```sql\n{text}\n```"


RULES = [
    When(("How many members",), sql(RIGHT)),
    When(("average fee",), sql("SELECT AVG(fee) FROM Members")),
    When(("List the member names",), sql("SELECT name FROM Members WHERE city = 'Busan'")),
    When(("different cities",), sql("SELECT DISTINCT city FROM Members")),
    When(("older than 30",), sql("SELECT name FROM Members WHERE city = 'Busan' AND age > 30")),
]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaWireServer]:
    with OllamaWireServer(model=ScriptedModel(rules=RULES)) as running:
        monkeypatch.setenv("OLLAMA_HOST", running.host)
        monkeypatch.setenv("AIWS_PROVIDER", "ollama")
        yield running


def chats(server: OllamaWireServer) -> int:
    return len(server.chats)


def test_a_suite_is_scored_and_what_is_broken_is_told(
    aiws: Run, suite: Path, server: OllamaWireServer, tmp_path: Path
) -> None:
    lines, page = tmp_path / "p.jsonl", tmp_path / "page.html"
    done = aiws("eval", "run", str(suite), "--json", "--predictions", str(lines), "--html", str(page))
    assert done.code == 0, done.err
    report = done.json()
    assert report["schema"] == "aiws.eval/1" and report["complete"]
    assert [(b["file"], b["line"]) for b in report["broken"]] == [("questions.jsonl", 2)]
    assert "questions.jsonl line 2" in done.err
    assert report["policy"] == "suite"
    told = {p["id"]: p for p in map(json.loads, lines.read_text(encoding="utf-8").splitlines())}
    assert set(told) == {line["id"] for line in LINES}
    assert {i for i, p in told.items() if p["ok"]} == {"count", "names", "then", "cities", "no"}
    assert told["names"]["rows"] == [["Kim"], ["O'Neil"]] and told["then"]["rows"] == [["Kim"]]
    assert told["gone"]["status"] == "failed" and "nowhere" in told["gone"]["error"]
    assert told["count"]["model_calls"] == 1 and told["count"]["prompt_tokens"] > 0
    summary = report["summary"]
    # The question whose gold fails counts apart.
    assert (summary["accuracy"]["hits"], summary["accuracy"]["of"]) == (4, 6)
    assert summary["gold_errors"] == 1
    assert "from Busan &lt;b&gt;" in page.read_text(encoding="utf-8")


def test_the_same_run_again_asks_nothing_and_compares(
    aiws: Run, suite: Path, server: OllamaWireServer, tmp_path: Path
) -> None:
    records = tmp_path / "first.jsonl"
    assert aiws("eval", "run", str(suite), "--records", str(records)).code == 0
    asked = chats(server)
    again = aiws("eval", "run", str(suite), "--json", "--against", str(records), "--without", "mending")
    assert again.code == 0 and chats(server) == asked
    counts = again.json()["against"]["counts"]
    assert counts["won"] == counts["lost"] == 0
    assert again.json()["without"] == "mending"
    fresh = aiws("eval", "run", str(suite), "--fresh", "--id", "count")
    assert fresh.code == 0 and chats(server) == asked + 1


def test_a_model_that_fails_in_the_middle_stops_the_run_and_it_goes_on(
    aiws: Run, suite: Path, server: OllamaWireServer
) -> None:
    assert aiws("eval", "run", str(suite), "--id", "count").code == 0
    asked = chats(server)
    server.fault = "reset"
    broken = aiws("eval", "run", str(suite), seconds=120)
    assert broken.code == 75 and "goes on from here" in broken.err and "Traceback" not in broken.err
    server.fault = None
    before = chats(server)
    done = aiws("eval", "run", str(suite), "--json")
    assert done.code == 0 and done.json()["complete"]
    # What was answered before the fault is not asked again.
    assert asked == 1 and chats(server) - before == 4


def test_without_kept_replies_a_replay_misses_but_ends(
    aiws: Run, suite: Path, server: OllamaWireServer
) -> None:
    done = aiws("eval", "run", str(suite), "--replay", "--json")
    assert done.code == 0 and done.json()["summary"]["accuracy"]["hits"] == 0
    assert chats(server) == 0


def test_a_baseline_runs_beside_it(aiws: Run, suite: Path, server: OllamaWireServer) -> None:
    done = aiws("eval", "run", str(suite), "--id", "count", "--id", "wrong", "--baseline", "--json")
    baseline = done.json()["summary"]["baseline"]
    assert baseline["accuracy"]["hits"] == 1 and baseline["accuracy"]["of"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("no-such-suite",), 2, "no-such-suite"),
        (("SUITE", "--questions", "0"), 2, "--questions"),
        (("SUITE", "--half", "both"), 2, "--half"),
        (("SUITE", "--without", "magic"), 2, "--without"),
        (("SUITE", "--id", "zzz"), 2, "No question"),
        (("SUITE", "--against", "NOFILE"), 2, "NOFILE"),
        (("SUITE", "--id", "wrong", "--least", "0.9"), 6, "below"),
    ],
)
def test_bad_input_has_one_message_and_the_right_code(
    aiws: Run, suite: Path, server: OllamaWireServer, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = aiws("eval", "run", *(str(suite) if a == "SUITE" else a for a in arguments))
    assert done.code == code and says in done.err and "Traceback" not in done.err


def test_the_built_in_suites_are_listed(aiws: Run) -> None:
    named = {s["name"]: s for s in aiws("eval", "list", "--json").json()["suites"]}
    assert named["demo-finance"]["held"] * 2 == named["demo-finance"]["questions"] >= 200
    assert named["retrieval"]["questions"] >= 150
