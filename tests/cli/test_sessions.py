"""`aiws sessions fork | search | export --format`: copies, finding, pages; and that a line of work goes on over the wire."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from aiws_cli.core.messages import Reply, ToolCall
from support.ollama_wire import OllamaWireServer

from .conftest import Run

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

BRANCHES = "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"
SQL = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"
WORK = "파이썬 스크립트에서 쓸 지점 이름을 확인해줘"


@pytest.fixture
def model(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    ollama_wire.replies = [SQL]
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    return ollama_wire


@pytest.fixture
def talk(aiws: Run, model: OllamaWireServer) -> str:
    """A conversation of two turns."""
    first = aiws("ask", BRANCHES, "--json").json()
    assert first["status"] == "ok"
    assert aiws("ask", "강남 지역만 보여줘", "-c", "--json").json()["session_id"] == first["session_id"]
    return str(first["session_id"])


def call(name: str, **arguments: object) -> Reply:
    return Reply("", (ToolCall("call_1", name, arguments),), stop="tool_calls")


def test_a_line_of_work_goes_on_byte_for_byte_in_new_processes(
    aiws: Run, model: OllamaWireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.py").write_text("total = 1\n")
    (tmp_path / "AIWS.md").write_text("표는 모두 sql/ 폴더에 있다.\n")
    monkeypatch.chdir(tmp_path)
    read = call("read_file", path="t.py")
    model.replies = [
        read,
        Reply("하나입니다."),
        read,
        Reply("여전히 하나입니다."),
        call("read_file", path="x"),
        Reply("없습니다."),
    ]
    session = aiws("ask", WORK, "--json").json()["session_id"]
    # What the notes say by now is not what the conversation began with.
    (tmp_path / "AIWS.md").write_text("다른 말.\n")
    assert aiws("ask", WORK, "-c", "--mode", "plan", "--json").json()["session_id"] == session
    third = aiws("ask", WORK, "--resume", session, "--output-format", "stream-json")
    events = [json.loads(line) for line in third.out.splitlines()]
    assert events[-1]["answer"] == "없습니다."
    assert not [e for e in events if e["type"] == "prefix_broken"]
    (used,) = [e for e in events if e["type"] == "context_used"]
    assert used["used"] == sum(used["parts"].values()) < used["limit"] and used["parts"]["memory"] > 0
    wire = [json.dumps(c["messages"], ensure_ascii=False).removesuffix("]") for c in model.chats]
    assert len(wire) == 6 and "sql/ 폴더" in wire[0]
    assert all(after.startswith(before) for before, after in itertools.pairwise(wire))
    assert len({json.dumps(c["tools"]) for c in model.chats}) == 1


def test_a_fork_goes_on_and_the_old_one_stays(aiws: Run, model: OllamaWireServer, talk: str) -> None:
    before = aiws("sessions", "show", talk, "--json").json()["records"]
    made = aiws("sessions", "fork", talk[:15], "--json").json()
    assert (made["schema"], made["from"]) == ("aiws.session_forked/1", talk)
    fork = made["session_id"]
    assert fork != talk
    copied = aiws("sessions", "show", fork, "--json").json()["records"]
    assert copied[-1] == before[-1] and next(r for r in copied if r["type"] == "answer")["rows"]
    assert aiws("ask", "서울만", "--resume", fork, "--json").json()["intent"] == "follow_up"
    assert aiws("sessions", "show", talk, "--json").json()["records"] == before
    short = aiws("sessions", "fork", talk, "--turns", "1")
    assert short.code == 0 and "--resume" in short.err
    (one,) = [
        s for s in aiws("sessions", "list", "--json").json()["sessions"] if s["id"] == short.out.strip()
    ]
    assert one["turns"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fork", "19990101"), "no session"),
        (("fork", "{id}", "--turns", "9"), "no turn 9"),
        (("fork", "{id}", "--turns", "0"), "--turns"),
        (("export", "{id}", "--format", "pdf"), "md | json | html"),
        (("export", "{id}", "--format", "md", "--evidence"), "exclude"),
        (("search", " "), "no words"),
        (("search",), "WORDS"),
    ],
)
def test_wrong_usage_is_exit_2(aiws: Run, talk: str, arguments: tuple[str, ...], said: str) -> None:
    done = aiws("sessions", *(a.replace("{id}", talk) for a in arguments))
    assert (done.code, done.out) == (2, "") and said in done.err


def test_search_finds_questions_and_answers(aiws: Run, talk: str) -> None:
    found = aiws("sessions", "search", "영업점유형별", "건수", "--json").json()
    assert found["schema"] == "aiws.session_hits/1"
    assert [(h["id"], h["turn"], h["where"]) for h in found["hits"]] == [(talk, 1, "question")]
    text = aiws("sessions", "search", "영업점유형별")
    assert talk in text.out and "question 1" in text.out
    prose = aiws("sessions", "show", talk, "--json").json()["records"]
    said = next(r["answer"] for r in prose if r["type"] == "answer")
    word = next(w for w in said.replace(",", " ").split() if w not in BRANCHES)
    hits = aiws("sessions", "search", word, "--json").json()["hits"]
    assert talk in {h["id"] for h in hits}
    none = aiws("sessions", "search", "그런말은없다")
    assert (none.code, none.out) == (0, "") and "그런말은없다" in none.err


def test_what_another_role_saw_is_neither_found_nor_shown(aiws: Run, talk: str) -> None:
    prose = aiws("sessions", "show", talk, "--json").json()["records"]
    answer = next(r for r in prose if r["type"] == "answer")
    word = next(w for w in answer["answer"].replace(",", " ").split() if w not in BRANCHES)
    other = {"AIWS_ROLE": "user"}
    assert aiws("sessions", "search", word, "--json", env=other).json()["hits"] == []
    assert aiws("sessions", "search", "영업점유형별", "--json", env=other).json()["hits"]
    fork = aiws("sessions", "fork", talk).out.strip()
    for id_ in (talk, fork):
        for form in ("md", "html", "json"):
            done = aiws("sessions", "export", id_, "--format", form, env=other)
            if done.code == 0:
                assert answer["executed_sql"] not in done.out and word not in done.out
            else:
                assert done.code == 4


def test_export_by_ending_and_by_name(aiws: Run, talk: str, tmp_path: Path) -> None:
    for ending, begins in (
        ("html", "<!doctype html>"),
        ("md", f"# aiws {talk}"),
        ("json", "{"),
        ("txt", "{"),
    ):
        target = tmp_path / f"talk.{ending}"
        done = aiws("sessions", "export", talk, "-o", str(target))
        assert done.code == 0 and str(target) in done.err
        assert target.read_text(encoding="utf-8").startswith(begins)
    page = aiws("sessions", "export", talk, "--format", "html", env={"AIWS_LANG": "ko"}).out
    assert '<html lang="ko">' in page and "<table>" in page and "감사 기록" in page
    assert aiws("sessions", "export", talk, "--format", "md").out == (tmp_path / "talk.md").read_text()
    recorded = aiws("audit", "show", "--json").out
    assert str(tmp_path / "talk.html") in recorded
    assert aiws("sessions", "export", talk, "-o", "/nowhere/x.html").code in (2, 3)
