"""The file tools as a model calls them, on real folders, through the real gate and a real log."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiws_cli.agent.permissions import ApprovalNeeded, Gate, Grounds, NotPermitted, PlanOnly
from aiws_cli.core.deeds import Deed, Mode
from aiws_cli.core.errors import AiwsError
from aiws_cli.governance.audit.log import Audit, read
from aiws_cli.tools.files import FILE_TOOLS, MORE_FILE_TOOLS
from aiws_cli.tools.folder import Folder
from aiws_cli.tools.registry import ToolContext, ToolError, ToolResult

TOOLS = {t.name: t for t in (*FILE_TOOLS, *MORE_FILE_TOOLS)}
CODE = "def total(rows):\n    return sum(rows)\n"


@dataclass
class Person:
    """Says yes or no, and keeps what was shown. `meanwhile` happens while they read."""

    answer: bool = True
    shown: list[Deed] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str]) -> bool:
        self.shown.append(deed)
        self.meanwhile()
        return self.answer


@dataclass
class World:
    folder: Path
    log: Path
    person: Person
    mode: Mode = "ask"
    state: Folder | None = None

    def call(self, name: str, /, **given: Any) -> ToolResult:
        clock = SimpleNamespace(now=lambda: datetime.now(UTC), monotonic=lambda: 0.0)
        audit = Audit(self.log, clock)  # type: ignore[arg-type]
        self.state = self.state or Folder(self.folder)
        grounds = Grounds(who={"user": "kim", "role": "analyst"}, audit=audit, folder=self.folder)
        nothing: Any = None
        context = ToolContext(
            catalog=nothing,
            warehouse=nothing,
            question="",
            workspace="",
            evidence={},
            gate=Gate(grounds, mode=self.mode, approver=self.person),
            folder=self.state,
        )
        return TOOLS[name].call(context, given)


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = tmp_path / "work"
    (folder / "sql").mkdir(parents=True)
    (folder / "t.py").write_text(CODE)
    (folder / "sql" / "잔액.sql").write_bytes("-- 지점별 예금 잔액\nSELECT 1\n".encode("cp949"))
    (folder / ".env").write_text("PASSWORD=hunter2\n")
    return World(folder, tmp_path / "audit.jsonl", Person())


def test_list_search_read(world: World) -> None:
    assert world.call("list_files").text.split("\n") == ["t.py", "sql/잔액.sql"]
    assert world.call("list_files", where="sql").text == "sql/잔액.sql"
    assert world.call("list_files", where="*.py").text == "t.py"
    assert world.call("list_files", where="*.md").text == "no file"
    assert world.call("search_files", text="예금").text == "sql/잔액.sql:1: -- 지점별 예금 잔액"
    assert world.call("search_files", text="SUM").text == "nothing found"
    assert world.call("search_files", text="sum").text == "t.py:2: return sum(rows)"
    assert world.call("search_files", text="sum(").text == "t.py:2: return sum(rows)"
    assert world.call("search_files", text=r"d.f \w+", where="*.py").text == "t.py:1: def total(rows):"
    assert "hunter2" not in world.call("search_files", text="hunter2").text
    assert world.call("read_file", path="t.py").text == f"t.py\n{CODE.rstrip()}"
    assert world.call("read_file", path="t.py", start=2).text == "t.py, lines 2-2 of 2\n    return sum(rows)"
    assert "지점별" in world.call("read_file", path="sql/잔액.sql").text


def test_a_change_is_shown_whole_made_and_logged(world: World) -> None:
    world.call("read_file", path="t.py")
    done = world.call(
        "edit_file", change="<<<<<<< SEARCH\nreturn sum(rows)\n=======\nreturn max(rows)\n>>>>>>> REPLACE"
    )
    assert done.text == "t.py changed (indented)"
    assert (world.folder / "t.py").read_text() == CODE.replace("sum", "max")
    (deed,) = world.person.shown
    assert "-    return sum(rows)\n+    return max(rows)" in deed.detail
    assert deed.writes == (Path("t.py"),)
    kinds = [r["kind"] for r in read(world.log)]
    assert kinds == ["approval", "act", "outcome"]
    world.call("edit_file", path="new/u.py", change="x = 1")
    assert (world.folder / "new" / "u.py").read_text() == "x = 1\n"


def test_no_leaves_everything_as_it_is(world: World) -> None:
    world.person.answer = False
    before = {p: p.read_bytes() for p in world.folder.rglob("*") if p.is_file()}
    for name, given in (
        ("edit_file", {"path": "t.py", "change": "x = 1\n"}),
        ("move_file", {"path": "t.py", "to": "u.py"}),
        ("delete_file", {"path": "t.py"}),
    ):
        with pytest.raises(ApprovalNeeded):
            world.call(name, **given)
    world.mode = "plan"
    with pytest.raises(PlanOnly):
        world.call("delete_file", path="t.py")
    assert {p: p.read_bytes() for p in world.folder.rglob("*") if p.is_file()} == before


def test_move_and_delete(world: World) -> None:
    world.mode = "auto-edit"
    assert world.call("move_file", path="t.py", to="lib/total.py").text == "t.py is lib/total.py now"
    assert (world.folder / "lib/total.py").read_text() == CODE and not (world.folder / "t.py").exists()
    world.call("delete_file", path="lib/total.py")
    assert not (world.folder / "lib/total.py").exists()
    assert world.person.shown == []


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("read_file", {"path": "nothing.py"}, "gone"),
        ("read_file", {"path": "sql"}, "folder"),
        (
            "edit_file",
            {"path": "nothing.py", "change": "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE"},
            "gone",
        ),
        ("edit_file", {"path": "../x.py", "change": "x = 1\n"}, "outside"),
        ("move_file", {"path": "t.py", "to": "sql/잔액.sql"}, "exists"),
        ("move_file", {"path": "t.py", "to": "../t.py"}, "outside"),
        ("move_file", {"path": "nothing.py", "to": "u.py"}, "gone"),
        ("delete_file", {"path": "nothing.py"}, "gone"),
    ],
)
def test_refused_by_name(world: World, name: str, given: dict[str, str], why: str) -> None:
    world.mode = "auto"
    with pytest.raises(AiwsError) as caught:
        world.call(name, **given)
    assert caught.value.slots["why"] == why
    assert (world.folder / "t.py").read_text() == CODE


@pytest.mark.parametrize("path", [".env", ".git/hooks/pre-commit", ".aiws/config.toml"])
def test_what_steers_or_keeps_secrets_is_not_written(world: World, path: str) -> None:
    world.mode = "auto"
    for name, given in (("edit_file", {"path": path, "change": "x\n"}), ("delete_file", {"path": path})):
        with pytest.raises((NotPermitted, AiwsError)) as caught:
            world.call(name, **given)
        assert caught.value.exit_code in (4, 6)
    assert (world.folder / ".env").read_text() == "PASSWORD=hunter2\n"
    with pytest.raises(NotPermitted):
        world.call("read_file", path=".env")


def test_a_link_that_leads_out_is_neither_read_nor_written(world: World, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("42")
    (world.folder / "link.txt").symlink_to(secret)
    (world.folder / "away").symlink_to(tmp_path)
    world.mode = "auto"
    for path in ("link.txt", "away/secret.txt"):
        for name, given in (("edit_file", {"path": path, "change": "x\n"}), ("delete_file", {"path": path})):
            with pytest.raises((AiwsError, OSError)):
                world.call(name, **given)
        with pytest.raises((AiwsError, OSError)):
            world.call("read_file", path=path)
    assert secret.read_text() == "42"
    assert "secret" not in world.call("list_files").text


def test_a_file_that_changed_since_it_was_read_is_refused(world: World) -> None:
    world.mode = "auto-edit"
    world.call("read_file", path="t.py")
    (world.folder / "t.py").write_text("# mine\n")
    with pytest.raises(AiwsError) as caught:
        world.call("edit_file", path="t.py", change="x = 1\n")
    assert caught.value.slots["why"] == "changed"
    assert (world.folder / "t.py").read_text() == "# mine\n"


def test_a_file_that_changes_while_a_person_reads_is_refused(world: World) -> None:
    world.person.meanwhile = lambda: (world.folder / "t.py").write_text(CODE + "# mine\n")
    with pytest.raises(AiwsError) as caught:
        world.call("edit_file", path="t.py", change="x = 1\n")
    assert caught.value.slots["why"] == "changed"
    assert (world.folder / "t.py").read_text() == CODE + "# mine\n"


def test_mode_and_owner_stay(world: World) -> None:
    world.mode = "auto-edit"
    (world.folder / "t.py").chmod(0o755)
    world.call("edit_file", path="t.py", change="x = 1\n")
    assert (world.folder / "t.py").stat().st_mode & 0o777 == 0o755
    assert [p.name for p in world.folder.iterdir() if p.name.endswith(".aiws")] == []


def test_a_change_that_names_no_file_is_told_to_the_model(world: World) -> None:
    with pytest.raises(ToolError, match="no file is named"):
        world.call("edit_file", change="x = 1")


def test_binary_and_huge_files_are_named(world: World) -> None:
    (world.folder / "x.bin").write_bytes(os.urandom(1000) + b"\0")
    (world.folder / "big.csv").write_bytes(b"a,b\n" * 600_000)
    for path, why in (("x.bin", "binary"), ("big.csv", "large")):
        with pytest.raises(AiwsError) as caught:
            world.call("read_file", path=path)
        assert caught.value.slots["why"] == why
    assert world.call("search_files", text="a,b").text == "nothing found"
