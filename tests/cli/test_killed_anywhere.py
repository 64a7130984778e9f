"""kill -9 at any write of a turn that changes files: every file is old or new, the turn is undone, the talk goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.cli.repl.loop import Repl
from aiws_cli.core.events import Answered
from aiws_cli.core.settings import resolve
from aiws_cli.governance.audit.check import check
from support.scripted_model import ScriptedModel

# A conversation that dies at the n-th thing it does to a disk: before or after it, half of it, or while git does it.
NURSERY = """
import contextlib, datetime, os, signal, subprocess, sys
from aiws_cli.app import Application
from aiws_cli.cli.repl import loop
from aiws_cli.core.deeds import Approval
from aiws_cli.core.messages import Reply, ToolCall
from aiws_cli.core.settings import resolve
from support.scripted_model import ScriptedModel

home, warehouse, session, replies = *sys.argv[1:4], sys.argv[4:]
DISK = frozenset(
    "open write pwrite writelines flush fsync close truncate ftruncate rename replace link unlink mkdir chmod fchmod fork_exec".split()
)

class Person:
    def approve(self, deed, why, tainted_by, pattern=""):
        return Approval(True, "always")

loop.approver = lambda _screen: Person()
as_of = datetime.date(2026, 9, 30)

def made():
    flags = {"home": home, "warehouse": warehouse, "lang": "ko"}
    app = Application(resolve(flags, environ={}), notify=lambda text: None)
    move = Reply("", (ToolCall("call_1", "call_tool", {"name": "move_file", "arguments": '{"path": "d.py", "to": "e.py"}'}),))
    app._model = ScriptedModel([replies[0], move, "끝."])
    return app

def lives(left, group):
    app = made()
    repl = loop.Repl(app, app.conversation(session_id=session), as_of=as_of, verbose=False)

    def watch(frame, event, what):
        nonlocal left
        if event[:2] != "c_" or getattr(what, "__name__", "") not in DISK:
            return
        left -= 1
        if left == 0:
            os.killpg(0, signal.SIGKILL) if group else os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    repl.take("# 금액은 억원")
    repl.take("a.py 파일을 고쳐줘")
    repl.take("/undo")
    sys.setprofile(None)
    return left

warm = made()
warm.catalog.search("지점")
warm.permitted.table_names()
for line in sys.stdin:
    at, group = map(int, line.split())
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            left = lives(at, group)
        with open(home + "/left", "w") as told:
            told.write(str(left))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""

OLD = {
    "a.py": b"def a():\n    return 1\n",
    "c.sql": "-- 지점별 예금\r\nSELECT 1\r\n".encode("cp949"),
    "d.py": b"d = 4\n",
}
NEW = {
    "a.py": b"def a():\n    return 2\n",
    "c.sql": "-- 지점별 예금\r\nSELECT 2\r\n".encode("cp949"),
    "n.py": b"n = 1\n",
    "e.py": b"d = 4\n",
}


def block(name: str, old: str, new: str) -> str:
    return f"{name}\n<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE\n"


CHANGES = (
    block("a.py", "    return 1", "    return 2")
    + block("c.sql", "SELECT 1", "SELECT 2")
    + "n.py\n```python\nn = 1\n```\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "일"
    made.mkdir()
    monkeypatch.chdir(made)
    monkeypatch.setenv("AIWS_LANG", "ko")
    return made


def put(folder: Path) -> None:
    """The folder as it was before the turn."""
    for file in folder.iterdir():
        file.unlink()
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    (folder / "a.py").chmod(0o750)


def whole(folder: Path) -> None:
    """Every file is as it was or as it was to be; what a write left beside is hidden and says whose it is."""
    for file in folder.iterdir():
        if file.name.startswith(".") and file.name.endswith(".aiws"):
            continue
        if file.name == "AIWS.md":
            assert file.read_text() in ("", "- 금액은 억원\n")
            continue
        assert file.read_bytes() in (OLD.get(file.name), NEW.get(file.name)), file.name
        assert file.name != "a.py" or file.stat().st_mode & 0o777 == 0o750
    assert (folder / "d.py").exists() or (folder / "e.py").exists()


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(10, marks=pytest.mark.slow),
        pytest.param(200, marks=[pytest.mark.slow, pytest.mark.security, pytest.mark.timeout(3600)]),
    ],
    ids=str,
)
def test_killed_at_any_write_of_a_turn_with_edits(
    demo_file: Path, tmp_path: Path, folder: Path, capfd: pytest.CaptureFixture[str], kills: int
) -> None:
    home, warehouse = tmp_path / "home", f"duckdb://{demo_file}"
    flags = {"home": str(home), "warehouse": warehouse, "lang": "ko"}
    with Application(resolve(flags, environ={}), notify=lambda _: None) as app:
        model = ScriptedModel(["처음 1"])
        app._model = model
        talk = app.conversation()
        put(folder)
        list(talk.ask("a.py 파일을 설명해줘"))
        session = app.sessions.path(talk.session_id)
        before = session.read_bytes()
        arguments = [str(home), warehouse, talk.session_id, CHANGES]
        with subprocess.Popen(
            [sys.executable, "-c", NURSERY, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        ) as nursery:
            die = killer(nursery, folder, session, before, home)
            most = 1_000_000
            # What is made once, is made in the first.
            assert (die(most, 0), die(most, 0)) == (0, 0)
            points = most - int((home / "left").read_text()) - 40
            assert {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix != ".md"} == OLD
            cut_off = 0
            for n in range(kills):
                group = n % 2
                assert die(1 + (points - 1) * n // max(kills - 1, 1), group) == 9, n
                whole(folder)
                cut_off += goes_on(app, model, talk.session_id, folder, capfd)
            assert nursery.stdin is not None
            nursery.stdin.close()
        assert cut_off >= kills // 3
        report = check(app.audit_path)
        assert report.whole, report.problems


def killer(
    nursery: subprocess.Popen[str], folder: Path, session: Path, before: bytes, home: Path
) -> Callable[[int, int], int]:
    """Lets a conversation begin where the first turn ended, die there, and gives the signal it died of."""

    def die(at: int, group: int) -> int:
        assert nursery.stdin is not None and nursery.stdout is not None
        put(folder)
        session.write_bytes(before)
        (home / "config.toml").unlink(missing_ok=True)
        shutil.rmtree(home / "checkpoints", ignore_errors=True)
        nursery.stdin.write(f"{at} {group}\n")
        nursery.stdin.flush()
        return int(nursery.stdout.readline())

    return die


def goes_on(app: Application, model: Any, session: str, folder: Path, capfd: Any) -> bool:
    """The conversation is taken up, what the dead turn changed is taken back, the next question is answered.

    Gives whether the dead turn was said to be cut off.
    """
    config = app.settings.home / "config.toml"
    assert not config.exists() or "edit_file" in tomllib.loads(config.read_text())["permissions"]
    talk = app.conversation(session_id=session)
    repl = Repl(app, talk, as_of=None, verbose=False)
    capfd.readouterr()
    repl.take(f"/resume {session}")
    said = capfd.readouterr().err
    cut_off = "2번째 질문은 답이 끝나기 전에 끊겼습니다: a.py 파일을 고쳐줘" in said
    changed = {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix in (".py", ".sql")} != OLD
    points = app.checkpoints(session)
    assert not changed or points.turns() == (2,), "what was changed can be taken back"
    assert not (cut_off and changed) or "/undo 2로 되돌릴" in said
    for turn in points.turns():
        points.undo(turn)
    assert {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix in (".py", ".sql")} == OLD
    assert (folder / "a.py").stat().st_mode & 0o777 == 0o750
    model._left[:] = ["끝"]
    events = list(repl.conversation.ask("a.py 파일을 다시 설명해줘", AskOptions()))
    assert isinstance(events[-1], Answered) and events[-1].answer.answer == "끝"
    assert "처음 1" in "".join(m.content for m in model.requests[-1].messages)
    return cut_off
