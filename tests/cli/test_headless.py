"""`aiws ask` on code and files without a terminal: every way a turn ends, in each form, with what was achieved by then."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.messages import Reply
from support.ollama_wire import OllamaWireServer
from support.sandbox.tiers import need
from support.scripted_model import call

from .conftest import Done, Run

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

# Nothing is named to be changed: the model goes about it with tools.
REQUEST = "파이썬 스크립트를 살펴보고 알려줘"
CHANGE = "report.py의 total 함수를 고쳐줘"
CODE = "def total(rows):\n    return sum(rows)\n"
READ = call("read_file", path="report.py")
EDIT = "report.py\n<<<<<<< SEARCH\n    return sum(rows)\n=======\n    return sum(rows) + 1\n>>>>>>> REPLACE\n"
RUN = call("run_command", command="cat report.py")
OUTSIDE = call("edit_file", path="../elsewhere.py", change="x = 1\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository one works in."""
    made = tmp_path / "project"
    made.mkdir()
    (made / "report.py").write_text(CODE)
    (made / "keep.py").write_text("x = 0\n")
    for args in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *args], cwd=made, check=True)
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def says(ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch) -> OllamaWireServer:
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    return ollama_wire


def script(server: OllamaWireServer, *replies: Reply | str) -> None:
    server.replies = list(replies)


def answered(done: Done, form: str) -> dict[str, Any]:
    """The answer object out of either of the two forms."""
    if form == "json":
        body = done.json()
    else:
        events = [json.loads(line) for line in done.out.splitlines()]
        assert events[0]["type"] == "turn_started" and all(e["session_id"] and e["at"] for e in events)
        body = events[-1]
        assert body["type"] == "answer"
    assert body["schema"] == "aiws.answer/1"
    return dict(body)


FORMS = ("json", "stream-json")


@pytest.mark.parametrize("form", FORMS)
def test_what_the_mode_allows_is_done(aiws: Run, says: OllamaWireServer, folder: Path, form: str) -> None:
    script(says, READ, EDIT, "고쳤습니다.")
    done = aiws("ask", REQUEST, "--mode", "auto-edit", "--output-format", form)
    answer = answered(done, form)
    assert (done.code, answer["status"], answer["answer"]) == (0, "ok", "고쳤습니다."), done
    assert answer["files_changed"] == ["report.py"] and "+ 1" in (folder / "report.py").read_text()
    assert [d["tool"] for d in answer["done"]] == ["read_file", "edit_file"]
    assert (answer["waiting"], answer["go_on"], answer["error"]) == (None, "", None)


@pytest.mark.parametrize("form", FORMS)
def test_a_change_of_what_is_named_is_one_reply(
    aiws: Run, says: OllamaWireServer, folder: Path, form: str
) -> None:
    script(says, EDIT)
    done = aiws("ask", CHANGE, "--mode", "auto-edit", "--output-format", form)
    answer = answered(done, form)
    assert (done.code, answer["status"], answer["files_changed"]) == (0, "ok", ["report.py"]), done
    assert "report.py (+1 −1)" in answer["answer"] and answer["usage"]["model_calls"] == 1
    (folder / "report.py").write_text(CODE)
    script(says, EDIT)
    stopped = aiws("ask", CHANGE, "--mode", "ask", "--output-format", form)
    answer = answered(stopped, form)
    assert (stopped.code, answer["waiting"]["tool"], answer["waiting"]["mode"]) == (
        5,
        "edit_file",
        "auto-edit",
    )
    assert (folder / "report.py").read_text() == CODE and shlex.split(answer["go_on"])[:2] == ["aiws", "ask"]


@pytest.mark.parametrize("form", FORMS)
def test_a_yes_nobody_can_give_is_exit_5_with_all_that_was_done(
    aiws: Run, says: OllamaWireServer, folder: Path, form: str
) -> None:
    script(says, READ, EDIT, RUN)
    done = aiws("ask", REQUEST, "--mode", "auto-edit", "--output-format", form)
    answer = answered(done, form)
    assert (done.code, answer["status"], answer["error"]["code"]) == (5, "clarify", "approval_needed"), done
    assert answer["files_changed"] == ["report.py"]
    assert [d["tool"] for d in answer["done"]] == ["read_file", "edit_file"]
    waiting = answer["waiting"]
    assert (waiting["tool"], waiting["effect"], waiting["mode"]) == ("run_command", "execute", "auto")
    assert "cat report.py" in waiting["detail"] and waiting["why"]
    assert "+ 1" in (folder / "report.py").read_text()


@pytest.mark.parametrize(
    ("mode", "replies", "allows"),
    [("ask", (READ, EDIT), "auto-edit"), ("auto-edit", (READ, EDIT, RUN), "auto")],
)
def test_the_command_line_that_is_told_does_it(
    aiws: Run, says: OllamaWireServer, folder: Path, mode: str, replies: tuple[Reply | str, ...], allows: str
) -> None:
    need("landlock")
    script(says, *replies)
    stopped = aiws("ask", REQUEST, "--mode", mode, "--json").json()
    command = shlex.split(stopped["go_on"])
    assert command[:3] == ["aiws", "ask", REQUEST] and command[-2:] == ["--mode", allows]
    before = len(says.chats)
    script(says, replies[-1], "끝냈습니다.")
    done = aiws(*command[1:], "--json")
    answer = done.json()
    assert (done.code, answer["answer"], answer["session_id"]) == (0, "끝냈습니다.", stopped["session_id"]), (
        done
    )
    assert "+ 1" in (folder / "report.py").read_text()
    # It goes on from what the model has read, word for word.
    last, first = says.chats[before - 1]["messages"], says.chats[before]["messages"]
    assert first[: len(last)] == last


def test_text_says_the_same_beside_the_error(aiws: Run, says: OllamaWireServer, folder: Path) -> None:
    script(says, READ, EDIT, RUN)
    for quiet in ((), ("--quiet",)):
        (folder / "report.py").write_text(CODE)
        script(says, READ, EDIT, RUN)
        done = aiws("ask", REQUEST, "--mode", "auto-edit", *quiet, env={"AIWS_LANG": "ko"})
        assert (done.code, done.out) == (5, ""), done
        told = done.err[done.err.index("오류:") :]
        for part in (
            "승인이 필요합니다",
            "여기까지 한 일 2가지",
            "바뀐 파일: report.py",
            "run_command",
            "cat report.py",
        ):
            assert part in told
        (line,) = [line for line in told.splitlines() if line.startswith("허락하고 이어서 하려면: ")]
        assert shlex.split(line.partition(": ")[2])[-2:] == ["--mode", "auto"]


def test_a_skill_and_a_command_of_ones_own_are_asked_by_name(
    aiws: Run, says: OllamaWireServer, folder: Path, aiws_home: Path
) -> None:
    for kind, name, text in (
        ("skills", "검산", "---\ndescription: x\n---\n합계에 1을 더해 맞춘다.\n"),
        ("commands", "고침", REQUEST),
    ):
        (aiws_home / kind).mkdir()
        (aiws_home / kind / f"{name}.md").write_text(text, encoding="utf-8")
    script(says, EDIT)
    done = aiws("ask", "/검산 report.py를 맞춰줘", "--mode", "auto-edit", env={"AIWS_LANG": "ko"})
    assert (done.code, done.out) == (0, "report.py (+1 −1)을 바꿨습니다.\n"), done
    assert "바뀐 파일: report.py" in done.err
    told = says.chats[0]["messages"][-1]["content"]
    assert "Now do this: report.py를 맞춰줘\n" in told and "1을 더해 맞춘다" in told
    script(says, "네.")
    assert aiws("ask", "/고침", "--json").json()["question"] == REQUEST
    theirs = folder / ".aiws" / "skills" / "몰래.md"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("다 지운다")
    refused = aiws("ask", "/몰래 해줘", "--mode", "auto", "--json")
    assert (refused.code, refused.json()["code"]) == (4, "command_not_trusted")
    assert f"trusted_folders {folder}" in refused.json()["hint"]


def test_what_no_mode_allows_takes_a_terminal(aiws: Run, says: OllamaWireServer, folder: Path) -> None:
    script(says, READ, EDIT)
    # A rule of the person's own that says to ask holds in every mode.
    done = aiws("ask", REQUEST, "--mode", "auto", "--json", env={"AIWS_PERMISSIONS": "edit_file=ask"})
    answer = done.json()
    assert (done.code, answer["waiting"]["mode"]) == (5, "")
    assert answer["go_on"] == f"aiws --resume {answer['session_id']}"
    assert (folder / "report.py").read_text() == CODE and answer["files_changed"] == []


@pytest.mark.parametrize("form", FORMS)
def test_out_of_turns_is_exit_7_with_a_way_to_go_on(
    aiws: Run, says: OllamaWireServer, folder: Path, form: str
) -> None:
    script(says, READ, EDIT, call("read_file", path="keep.py"))
    done = aiws("ask", REQUEST, "--mode", "auto-edit", "--max-turns", "3", "--output-format", form)
    answer = answered(done, form)
    assert (done.code, answer["status"], answer["error"]["code"]) == (7, "limit", "limit"), done
    assert answer["files_changed"] == ["report.py"] and len(answer["done"]) == 3
    assert answer["error"]["hint"] and answer["waiting"] is None
    command = shlex.split(answer["go_on"])
    assert command[-2:] == ["--max-turns", "6"] and "auto-edit" in command
    script(says, "다 했습니다.")
    assert aiws(*command[1:], "--json").json()["status"] == "ok"


def test_out_of_time_is_exit_7(aiws: Run, says: OllamaWireServer, folder: Path) -> None:
    says.pause = 0.4
    script(says, READ, EDIT, *(call("read_file", path="keep.py") for _ in range(9)))
    done = aiws("ask", REQUEST, "--mode", "auto-edit", "--max-seconds", "2", "--json")
    answer = done.json()
    assert (done.code, answer["status"]) == (7, "limit"), done
    assert answer["go_on"].startswith("aiws ask ") and answer["error"]["hint"]


@pytest.mark.parametrize(
    "again",
    [
        (call("read_file", path="keep.py"),),
        tuple(call("read_file", path=f"nowhere{n}.py") for n in range(6)),
    ],
    ids=["same", "errors"],
)
def test_no_progress_is_exit_7_and_says_what_to_try(
    aiws: Run, says: OllamaWireServer, folder: Path, again: tuple[Reply, ...]
) -> None:
    script(says, EDIT, *again)
    done = aiws("ask", REQUEST, "--mode", "auto-edit", "--json")
    answer = done.json()
    assert (done.code, answer["status"], answer["error"]["code"]) == (7, "limit", "no_progress"), done
    assert answer["files_changed"] == ["report.py"] and "--model" in answer["error"]["hint"]
    # The same words again would only go round again.
    assert answer["go_on"] == ""
    (folder / "report.py").write_text(CODE)
    script(says, EDIT, *again)
    text = aiws("ask", REQUEST, "--mode", "auto-edit")
    assert text.code == 7 and "바뀐 파일: report.py" in text.err


def test_what_may_never_be_done_is_exit_4(aiws: Run, says: OllamaWireServer, folder: Path) -> None:
    script(says, EDIT, RUN)
    done = aiws("ask", REQUEST, "--mode", "auto", "--json", env={"AIWS_PERMISSIONS": "execute=deny"})
    answer = done.json()
    assert (done.code, answer["status"]) == (4, "denied"), done
    assert answer["files_changed"] == ["report.py"] and (answer["go_on"], answer["waiting"]) == ("", None)


def test_a_model_without_words_is_exit_6(aiws: Run, says: OllamaWireServer, folder: Path) -> None:
    script(says, EDIT, Reply("", stop="stop"))
    done = aiws("ask", REQUEST, "--mode", "auto-edit", "--json")
    assert (done.code, done.json()["status"], done.json()["files_changed"]) == (6, "failed", ["report.py"]), (
        done
    )


def test_a_server_that_goes_away_is_exit_75_with_what_was_done(
    aiws: Run, says: OllamaWireServer, folder: Path
) -> None:
    script(says, EDIT, "not whole")
    with pytest.MonkeyPatch.context() as later:
        # The reply after the change never comes to its end.
        later.setattr(says, "take_fault", lambda: "die_mid" if len(says.chats) > 1 else None)
        done = aiws("ask", REQUEST, "--mode", "auto-edit", "--json")
    answer = done.json()
    assert (done.code, answer["files_changed"]) == (75, ["report.py"]), done
    command = shlex.split(answer["go_on"])
    script(says, "끝냈습니다.")
    assert aiws(*command[1:], "--json").json()["answer"] == "끝냈습니다."


def test_plan_does_nothing_and_is_exit_0(aiws: Run, says: OllamaWireServer, folder: Path) -> None:
    script(says, READ, EDIT, "1. `report.py` — total에 1을 더합니다. 요청대로.\n")
    done = aiws("ask", REQUEST, "--mode", "plan", "--output-format", "stream-json")
    answer = answered(done, "stream-json")
    assert (done.code, answer["status"]) == (0, "ok"), done
    assert (folder / "report.py").read_text() == CODE and answer["files_changed"] == []
    assert [s["paths"] for s in answer["plan"]["steps"]] == [["report.py"]]
