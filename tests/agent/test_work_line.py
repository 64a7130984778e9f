"""The line of work: what was sent is the beginning of what is sent next, after an error, a stop, a resume and a kill -9."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.conversation import Conversation
from aiws_cli.agent.sessions import NoTurnError
from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.events import Answered, ContextUsed, Event, ModelText, PrefixBroken
from aiws_cli.core.messages import ModelRequest, Reply, ToolCall
from support.file_world import Person
from support.scripted_model import ScriptedModel, call

Make = Callable[..., Application]
WORK = "파이썬 스크립트에서 쓸 지점 이름을 확인해줘"
AGAIN = "파이썬 스크립트에서 쓸 다른 파일도 확인해줘"


@pytest.fixture(autouse=True)
def project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "t.py").write_text("def total(rows):\n    return sum(rows)\n")
    monkeypatch.chdir(folder)
    return folder


def ask(conversation: Conversation, question: str = WORK, **options: Any) -> list[Event]:
    return list(conversation.ask(question, AskOptions(**options)))


def answer_of(events: list[Event]) -> Any:
    assert isinstance(events[-1], Answered)
    return events[-1].answer


def sent(request: ModelRequest) -> tuple[str, ...]:
    """A request as it goes over a wire: the tools, then each message."""
    tools = json.dumps([[t.name, t.description, t.parameters] for t in request.tools], default=dict)
    return (tools, *(json.dumps(m.as_dict(), ensure_ascii=False) for m in request.messages))


def broken(events: list[Event]) -> list[str]:
    return [e.reason for e in events if isinstance(e, PrefixBroken)]


def assert_one_line(requests: list[ModelRequest]) -> None:
    """Each request begins with all of the one before it."""
    for before, after in itertools.pairwise(requests):
        one, other = sent(before), sent(after)
        assert len(other) > len(one)
        assert other[: len(one)] == one


def turn(read: str, said: str) -> list[Reply | str]:
    return [call("read_file", path=read), call("search_files", text="total"), Reply(said)]


def test_each_request_begins_with_the_one_before_it_over_turns_errors_modes_and_resumes(
    application: Make, project: Path
) -> None:
    change = "t.py\n<<<<<<< SEARCH\n    return sum(rows)\n=======\n    return max(rows)\n>>>>>>> REPLACE\n"
    model = ScriptedModel(
        [
            *turn("t.py", "합계는 1개입니다."),
            call("read_file", path="없음.py"),
            Reply("그 파일은 없습니다."),
            Reply(change),
            Reply("바꾸었습니다."),
            Reply("", (ToolCall("call_1", "call_tool", {"name": "list_files"}),)),
            Reply("하나입니다."),
        ]
    )
    app = application(model)
    talk = app.conversation()
    first = ask(talk)
    assert broken(first) == ["new"]
    (used,) = [e for e in first if isinstance(e, ContextUsed)]
    assert used.limit == model.window() and used.used == sum(used.parts.values())
    assert min(used.parts[p] for p in ("prompt", "tools", "talk", "results")) > 0
    assert broken(ask(talk, AGAIN, mode="plan")) == []
    again = app.conversation(session_id=talk.session_id)
    assert broken(ask(again, mode="auto-edit")) == []
    assert "max" in (project / "t.py").read_text()
    third = app.conversation(session_id=talk.session_id)
    assert broken(ask(third, AGAIN)) == []
    assert len(model.requests) == 9
    assert_one_line(model.requests)


@pytest.mark.parametrize(
    "options", [{"max_turns": 2, "mode": "auto-edit"}, {"mode": "ask"}], ids=["limit", "nobody to ask"]
)
def test_a_turn_that_fails_leaves_a_line_to_go_on_from(application: Make, options: dict[str, Any]) -> None:
    write = call("edit_file", change="x = 1\n", path="neu.py")
    model = ScriptedModel([call("read_file", path="t.py"), write, Reply("gut")])
    app = application(model)
    talk = app.conversation()
    assert answer_of(ask(talk, **options)).status in ("limit", "clarify")
    assert answer_of(ask(app.conversation(session_id=talk.session_id))).answer == "gut"
    assert_one_line(model.requests)
    last = model.requests[-1].messages
    calls = sum(len(m.tool_calls) for m in last)
    assert calls == sum(m.role == "tool" for m in last), "every call has a result"
    assert any(m.content.startswith("(not finished: ") for m in last)


def test_what_was_streamed_when_a_turn_is_stopped_stays(application: Make) -> None:
    model = ScriptedModel([Reply("지점은 강남과 서초와 판교에 있습니다."), Reply("네.")])
    app = application(model)
    talk = app.conversation()
    events = talk.ask(WORK)
    for event in events:
        if isinstance(event, ModelText) and "강남" in event.text:
            break
    events.close()  # type: ignore[attr-defined]
    ask(app.conversation(session_id=talk.session_id))
    assert_one_line(model.requests)
    kept = model.requests[-1].messages[-2]
    assert kept.role == "assistant" and kept.content.startswith("지점은 강남")
    assert kept.content.endswith("(not finished: stopped)")


def test_another_role_begins_anew(application: Make) -> None:
    model = ScriptedModel([Reply("비밀은 4711입니다."), Reply("b"), Reply("c"), Reply("d")])
    app, other = application(model), application(model, role="user")
    talk = app.conversation()
    ask(talk)
    assert broken(ask(other.conversation(session_id=talk.session_id))) == ["role"]
    assert "4711" not in "".join(sent(model.requests[1]))
    assert broken(ask(other.conversation(session_id=talk.session_id))) == []
    assert broken(ask(app.conversation(session_id=talk.session_id))) == ["role"]
    assert "4711" not in "".join(sent(model.requests[3]))


def test_a_line_held_with_values_is_not_sent_where_none_may_be_told(application: Make) -> None:
    model = ScriptedModel([Reply("비밀은 4711입니다."), Reply("b")])
    app = application(model)
    talk = app.conversation()
    ask(talk)
    app.settings = app.settings.model_copy(update={"model_values": False})
    assert broken(ask(app.conversation(session_id=talk.session_id))) == ["values"]
    assert "4711" not in "".join(sent(model.requests[1]))


def test_a_line_that_cannot_be_read_whole_goes_on_from_what_is_known(application: Make) -> None:
    model = ScriptedModel([*turn("t.py", "합계 함수는 1개입니다."), Reply("둘째"), Reply("셋째")])
    app = application(model)
    talk = app.conversation()
    ask(talk)
    path = app.sessions.path(talk.session_id)
    lines = path.read_text().splitlines()
    path.write_text("\n".join("{" if '"work_line"' in line else line for line in lines) + "\n")
    second = app.conversation(session_id=talk.session_id)
    assert broken(ask(second)) == ["new"]
    lines = path.read_text().splitlines()
    marks = [n for n, line in enumerate(lines) if '"work_line"' in line]
    ask(second)
    lines = path.read_text().splitlines()
    lines[marks[0]] = "torn"
    path.write_text("\n".join(lines) + "\n")
    last = app.conversation(session_id=talk.session_id)
    model._left.append(Reply("넷째"))
    assert broken(ask(last)) == ["damaged"]


def test_going_back_drops_what_came_later(application: Make) -> None:
    model = ScriptedModel([Reply("eins 1"), Reply("zwei 2"), Reply("drei 3"), Reply("vier 4")])
    app = application(model)
    talk = app.conversation()
    ask(talk), ask(talk), ask(talk)
    talk.rewind(1)
    ask(app.conversation(session_id=talk.session_id))
    last = "".join(sent(model.requests[-1]))
    assert "eins 1" in last and "zwei 2" not in last and "drei 3" not in last
    first = sent(model.requests[1])
    assert sent(model.requests[-1])[: len(first) - 1] == first[:-1]
    with pytest.raises(NoTurnError):
        talk.rewind(9)


def test_going_back_where_there_was_no_work_yet_breaks_nothing(application: Make) -> None:
    talk = application(ScriptedModel([Reply("a")])).conversation()
    ask(talk, "안녕하세요")
    talk.rewind(0)
    assert broken(ask(talk)) == ["new"]


def test_what_came_from_outside_taints_the_turns_after_it_too(application: Make) -> None:
    model = ScriptedModel([call("read_file", path="t.py"), Reply("a"), Reply("b")])
    app = application(model)
    talk = app.conversation()
    ask(talk)
    again = app.conversation(session_id=talk.session_id)
    assert again._work._line.tainted == ("read_file",)
    write = call("edit_file", change="x = 1\n", path="neu.py")
    model._left[:] = [write, Reply("c")]
    person = Person()
    ask(again, approver=person)
    assert person.shown
    denied = [
        r for r in map(json.loads, app.audit.path.read_text().splitlines()) if r.get("tool") == "edit_file"
    ]
    assert denied[0]["tainted"] == ["read_file"]


# A process that is killed in the middle of writing the turn: so many bytes reach the file, no more.
KILLED = """
import os, signal, sys
from aiws_cli.agent import sessions
from aiws_cli.app import Application
from aiws_cli.core.settings import resolve
from support.scripted_model import ScriptedModel, call
from aiws_cli.core.messages import Reply

home, warehouse, session, question = sys.argv[1:5]
fdopen = os.fdopen

class Dying:
    left = 0
    def __init__(self, file): self.file = file
    def __getattr__(self, name): return getattr(self.file, name)
    def __enter__(self): self.file.__enter__(); return self
    def __exit__(self, *about): return self.file.__exit__(*about)
    def write(self, data):
        Dying.left -= len(data)
        if Dying.left < 0:
            self.file.write(data[:Dying.left])
            self.file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.file.write(data)

class Os:
    def __getattr__(self, name): return getattr(os, name)
    def fdopen(self, descriptor, mode): return Dying(fdopen(descriptor, mode))

sessions.os = Os()
def made(at, *replies):
    app = Application(resolve({"home": at, "warehouse": warehouse}, environ={}), notify=lambda text: None)
    app._model = ScriptedModel(replies)
    return app

# What costs time is done once, before the first child: imports and compiled patterns.
Dying.left = 10**9
os.makedirs(home + "/warm")
os.symlink(home + "/index", home + "/warm/index")
with made(home + "/warm", Reply("x")) as warm:
    list(warm.conversation().ask(question))
app = made(home, call("read_file", path="t.py"), Reply("둘째 " + "가" * 900))
app.catalog.search("지점")
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        Dying.left = int(line)
        list(app.conversation(session_id=session).ask(question))
        app.close()
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.mark.parametrize(
    "kills",
    [10, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.security, pytest.mark.timeout(1800)])],
    ids=str,
)
def test_killed_at_any_write_at_most_the_unfinished_turn_is_lost(
    application: Make, demo_file: Path, tmp_path: Path, kills: int
) -> None:
    model = ScriptedModel([*turn("t.py", "처음 1"), *[Reply("끝")] * (kills + 1)])
    app = application(model)
    talk = app.conversation()
    ask(talk)
    path = app.sessions.path(talk.session_id)
    whole = path.read_bytes()
    first = sent(model.requests[-1])
    arguments = [str(tmp_path), f"duckdb://{demo_file}", talk.session_id, AGAIN]
    paths = os.pathsep.join(p for p in sys.path if p)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as nursery:
        assert nursery.stdin is not None and nursery.stdout is not None

        def killed_after(bytes_: int) -> int:
            path.write_bytes(whole)
            nursery.stdin.write(f"{bytes_}\n")  # type: ignore[union-attr]
            nursery.stdin.flush()  # type: ignore[union-attr]
            return int(nursery.stdout.readline())  # type: ignore[union-attr]

        assert killed_after(10**9) == 0
        written = path.stat().st_size - len(whole)
        second = path.read_text()
        lost = 0
        for n in range(kills):
            # Up to the last line, the turn's state: with it the turn is whole. (Times have more or fewer digits.)
            at = 1 + (written - 100) * n // max(kills - 1, 1)
            assert killed_after(at) == 9
            again = app.conversation(session_id=talk.session_id)
            events = ask(again)
            assert broken(events) == [] and answer_of(events).answer == "끝"
            now = sent(model.requests[-1])
            assert now[: len(first)] == first and "처음 1" in now[len(first)]
            lost += "둘째" not in "".join(now)
            assert [r["type"] for r in app.sessions.load(talk.session_id)][-1] == "turn_state"
        assert lost >= kills - 1, "a turn is taken whole or not at all"
        nursery.stdin.close()
    assert "둘째" in second
