"""Yeses that reach further than was shown, and undoing that reaches out of the folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.checkpoints import Checkpoints, UndoRefused
from aiws_cli.agent.patterns import pattern_of, standing_rules, verdict
from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.deeds import Deed
from aiws_cli.core.errors import DeniedError
from aiws_cli.core.messages import Reply, ToolCall
from aiws_cli.core.settings import resolve
from aiws_cli.governance.rights.in_force import PolicyChanged
from support.file_world import TOOLS, Person, World
from support.scripted_model import ScriptedModel, call

Make = Callable[..., Application]
WORK = "파이썬 스크립트에서 쓸 지점 이름을 확인해줘"


@pytest.fixture(autouse=True)
def project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "t.py").write_text("x = 0\n")
    monkeypatch.chdir(folder)
    return folder


def command(text: str) -> Deed:
    return Deed("run_command", "execute", {"command": text}, text, confined=True)


@pytest.mark.parametrize(
    "line",
    [
        "/bin/sh x.sh",
        "./bash x",
        "python3.12 -c x",
        "/usr/bin/python3.11 x",
        "pypy3 x",
        "ksh -c x",
        "busybox sh",
        "timeout 5 rm x",
        "nohup rm x",
        "stdbuf -o0 rm x",
        "setsid rm x",
        "uv run x",
        "npx x",
        "php -r x",
        "lua -e x",
    ],
)
def test_no_lasting_yes_for_what_runs_anything(line: str) -> None:
    assert pattern_of(command(line)) == ""


def writes(tool: str, *paths: str) -> Deed:
    return Deed(tool, "write", {}, "", writes=tuple(map(Path, paths)))


@pytest.mark.parametrize(
    ("rules", "asked", "said"),
    [
        ("read_file(hr/*)=deny", Deed("read_file", "read", {}, "", reads=(Path("hr/pay.csv"),)), "deny"),
        ("read_file(hr/*)=deny", Deed("read_file", "read", {}, "", reads=(Path("t.py"),)), None),
        ("read_file(hr/*)=deny", Deed("read_file", "read", {}, "", reads=(Path("./hr//pay.csv"),)), "deny"),
        ("git_diff(hr/*)=deny", Deed("git_diff", "read", {}, "", reads=(Path("hr/pay.csv"),)), "deny"),
        ("run_command(pytest *)=allow", command("pytest >(rm x)"), None),
        ("run_command(pytest *)=allow", command("pytest & rm x"), None),
        ("run_command(pytest *)=allow", command("PYTEST x"), None),
    ],
)
def test_rules(rules: str, asked: Deed, said: str | None) -> None:
    assert verdict(standing_rules(rules), asked) == said


def test_a_yes_for_the_session_lifts_no_rule_that_says_ask(file_world: World) -> None:
    file_world.person.scope = "session"
    file_world.call("edit_file", path="t.py", change="x = 1\n")
    file_world.call("edit_file", path="t.py", change="x = 2\n")
    assert len(file_world.person.shown) == 1
    context = file_world.context()
    gate: Any = context.gate
    gate._grounds = replace(gate._grounds, standing=standing_rules("edit_file(sql/*)=ask"))
    TOOLS["edit_file"].call(context, {"path": "sql/b.sql", "change": "SELECT 2\n"})
    assert len(file_world.person.shown) == 2


def ask(talk: Any, **options: Any) -> Any:
    return list(talk.ask(WORK, AskOptions(**options)))[-1].answer


def test_a_yes_for_this_conversation_ends_with_it(application: Make) -> None:
    model = ScriptedModel(
        [
            call("edit_file", path="t.py", change="x = 1\n"),
            Reply("ok"),
            call("edit_file", path="t.py", change="x = 2\n"),
            Reply("ok"),
            call("edit_file", path="t.py", change="x = 3\n"),
            Reply("ok"),
        ]
    )
    app, person = application(model), Person(scope="session")
    first = app.conversation()
    ask(first, approver=person)
    ask(first, approver=person)
    assert len(person.shown) == 1
    ask(app.conversation(), approver=person)
    assert len(person.shown) == 2, "another conversation asks anew"


def test_a_yes_for_good_is_that_one_alone_and_takes_no_other_away(
    application: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(ScriptedModel([]))
    # For this process alone, by the environment.
    app.settings = app.settings.model_copy(update={"permissions": "publish=allow"})
    app._remember_rule("edit_file")
    app._remember_rule("run_command(pytest *)")
    kept = resolve({"home": str(tmp_path)}, environ={}).settings.permissions
    assert dict(standing_rules(kept)) == {"edit_file": "allow", "run_command(pytest *)": "allow"}


def test_the_policy_is_asked_again_after_a_person_has_read(file_world: World) -> None:
    changed: list[bool] = []

    def in_force() -> None:
        if changed:
            raise PolicyChanged(policy="p.yaml")

    context = file_world.context()
    gate: Any = context.gate
    gate._grounds = replace(gate._grounds, in_force=in_force)
    file_world.person.meanwhile = lambda: changed.append(True)
    with pytest.raises(DeniedError):
        TOOLS["edit_file"].call(context, {"path": "t.py", "change": "x = 1\n"})
    assert "x = 1" not in (file_world.folder / "t.py").read_text()


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "call_tool", "arguments": {"name": "list_files"}},
        {"name": "CALL_TOOL"},
        {"name": "Delete_File", "arguments": {"path": "t.py"}},
        {"name": "delete_file\u200b", "arguments": {"path": "t.py"}},
        {"name": "ｄｅｌｅｔｅ_file", "arguments": {"path": "t.py"}},
        {"name": "delete_file", "arguments": '{"path": "t.py"'},
        {"name": ["delete_file"], "arguments": {"path": "t.py"}},
        {"name": "__class__"},
    ],
    ids=str,
)
def test_call_tool_knows_its_tools_by_their_name_alone(application: Make, asked: Any, project: Path) -> None:
    model = ScriptedModel([Reply("", (ToolCall("call_1", "call_tool", asked),)), Reply("ok")])
    person = Person()
    assert ask(application(model).conversation(), mode="auto", approver=person).answer == "ok"
    told = model.requests[-1].messages[-1].content
    assert told.startswith("error:") and (project / "t.py").exists() and person.shown == []


def test_a_head_tool_by_call_tool_goes_through_the_same_gate(application: Make, project: Path) -> None:
    asked = {"name": "edit_file", "arguments": {"path": "t.py", "change": "x = 9\n"}}
    model = ScriptedModel([Reply("", (ToolCall("call_1", "call_tool", asked),)), Reply("ok")])
    app = application(model)
    assert ask(app.conversation(), mode="ask").exit_code == 5
    assert (project / "t.py").read_text() == "x = 0\n"


def test_undo_reaches_through_no_link(tmp_path: Path) -> None:
    folder, away = tmp_path / "work", tmp_path / "away"
    folder.mkdir()
    away.mkdir()
    points = Checkpoints(tmp_path / "home" / "checkpoints", folder, "s1")
    points.begin(1)
    points.keep([Path("sub/new.py")])
    (folder / "sub").mkdir()
    (folder / "sub/new.py").write_text("y = 1\n")
    points.end()
    (folder / "sub/new.py").unlink()
    (folder / "sub").rmdir()
    (folder / "sub").symlink_to(away)
    (away / "new.py").write_text("mine\n")
    with suppress(UndoRefused):
        points.undo(1)
    assert (away / "new.py").read_text() == "mine\n"


def test_the_person_s_own_git_settings_change_nothing_of_undoing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder, mark = tmp_path / "own", tmp_path / "work", tmp_path / "mark"
    hooks = home / "template" / "hooks"
    hooks.mkdir(parents=True)
    folder.mkdir()
    evil = home / "evil.sh"
    for program in (evil, *(hooks / h for h in ("reference-transaction", "post-commit", "post-update"))):
        program.write_text(f"#!/bin/sh\necho ran >> {mark}\n")
        program.chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[init]\ntemplateDir={home}/template\n[core]\nfsmonitor={evil}\nhooksPath={hooks}\npager={evil}\n"
        f"[diff]\nexternal={evil}\n[color]\nui=always\n[commit]\ngpgSign=true\n[gpg]\nprogram={evil}\n"
        f"[alias]\ndiff=!{evil}\n[safe]\nbareRepository=explicit\n[i18n]\nlogOutputEncoding=cp949\n"
    )
    monkeypatch.setenv("HOME", str(home))
    (folder / "잔액.py").write_text("x\n")
    points = Checkpoints(tmp_path / "checkpoints", folder, "s1")
    points.begin(1)
    points.keep([Path("잔액.py"), Path("새.py")])
    (folder / "잔액.py").write_text("y\n")
    (folder / "새.py").write_text("z\n")
    points.end()
    assert "-x\n+y" in points.diff(1)
    assert sorted(points.undo(1)) == ["새.py", "잔액.py"]
    assert [p.name for p in folder.iterdir()] == ["잔액.py"] and not mark.exists()
