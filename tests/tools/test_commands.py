"""Commands on a copy of the folder, in a real sandbox: what they change comes back, can be undone, and is on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.agent.checkpoints import Checkpoints
from aiws_cli.agent.permissions import ApprovalNeeded
from aiws_cli.core.ports import Sandbox
from aiws_cli.governance.audit.log import read
from aiws_cli.sandbox.running import Walled
from aiws_cli.tools.bench import Bench
from aiws_cli.tools.commands import COMMAND_TOOLS
from aiws_cli.tools.registry import ToolResult
from support.file_world import CODE, World
from support.sandbox import judging
from support.sandbox.tiers import need

TOOLS = {t.name: t for t in COMMAND_TOOLS}


@pytest.fixture(params=["bubblewrap", "landlock"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    need(request.param)
    return Walled(judging.walls(request.param))


def run(world: World, sandbox: Sandbox, tmp_path: Path, command: str = "", **about: object) -> ToolResult:
    context = world.context(**about)
    bench = Bench(
        sandbox=lambda: sandbox,
        write_table=lambda *_: None,
        audit=context.gate._grounds.audit,  # type: ignore[attr-defined]
        who=lambda: {"user": "kim"},
        program=Path(),
        runs=tmp_path / "runs",
    )
    import dataclasses

    context = dataclasses.replace(context, bench=bench)
    return TOOLS["run_command"].call(context, {"command": command})


def test_what_a_command_changes_comes_back_and_can_be_undone(
    file_world: World, sandbox: Sandbox, tmp_path: Path
) -> None:
    file_world.mode = "auto"
    points = Checkpoints(tmp_path / "points", file_world.folder, "s")
    points.begin(1)
    done = run(
        file_world,
        sandbox,
        tmp_path,
        "sed -i s/sum/max/ t.py; echo hi > new.txt; rm sql/*; cat .env; ls",
        keep=points.keep,
    )
    assert "hunter2" not in done.text
    assert "changed: new.txt, sql/잔액.sql, t.py" in done.text
    assert (file_world.folder / "t.py").read_text() == CODE.replace("sum", "max")
    assert not (file_world.folder / "sql/잔액.sql").exists()
    assert set(points.end()) == {"t.py", "new.txt", "sql/잔액.sql"}
    points.undo(1)
    assert (file_world.folder / "t.py").read_text() == CODE
    assert (file_world.folder / "sql/잔액.sql").exists() and not (file_world.folder / "new.txt").exists()
    kinds = [r["kind"] for r in read(file_world.log)]
    assert kinds == ["act", "command", "outcome", "outcome"]


def test_a_command_that_fails_changes_nothing(file_world: World, sandbox: Sandbox, tmp_path: Path) -> None:
    file_world.mode = "auto"
    done = run(file_world, sandbox, tmp_path, "echo broken > t.py; echo why >&2; exit 3")
    assert done.text.startswith("exit 3") and "why" in done.text
    assert (file_world.folder / "t.py").read_text() == CODE


def test_quotes_and_lines_of_a_command_stay_inside_of_it(
    file_world: World, sandbox: Sandbox, tmp_path: Path
) -> None:
    file_world.mode = "auto"
    done = run(file_world, sandbox, tmp_path, "echo \"a 'b' $HOME\"\necho `echo c`; pwd")
    assert "a 'b'" in done.text and "\nc\n" in done.text and done.text.rstrip().endswith("workspace")


def test_a_command_asks_first(file_world: World, sandbox: Sandbox, tmp_path: Path) -> None:
    file_world.person.answer = False
    with pytest.raises(ApprovalNeeded):
        run(file_world, sandbox, tmp_path, "rm t.py")
    (deed,) = file_world.person.shown
    assert deed.detail.startswith("rm t.py\n# sandbox: ") and deed.effect == "execute"
    assert (file_world.folder / "t.py").exists()
    assert TOOLS["run_tests"].effect == "execute"
