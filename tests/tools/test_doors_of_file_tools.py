"""What the tools on files and git must not do beside the gate: show, write or delete what nobody was asked about."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aiws_cli.agent.permissions import NotPermitted
from aiws_cli.core.errors import AiwsError
from aiws_cli.tools.folder import Folder
from support.file_world import CODE, TOOLS, World

SECRET = "canary-7781"


def git(folder: Path, *args: str) -> str:
    return subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repo(file_world: World) -> World:
    git(file_world.folder, "init", "-q", "-b", "main")
    git(file_world.folder, "config", "user.name", "Kim")
    git(file_world.folder, "config", "user.email", "kim@example.com")
    git(file_world.folder, "add", ".")
    git(file_world.folder, "commit", "-qm", "first")
    return file_world


def refused(world: World, name: str, /, **given: str) -> tuple[AiwsError, tuple[str, ...]]:
    """What a call is refused with, and what the turn is tainted by afterwards."""
    context = world.context()
    with pytest.raises(AiwsError) as caught:
        TOOLS[name].call(context, given)
    return caught.value, context.gate.tainted_by  # type: ignore[attr-defined]


NOT_THERE = "<<<<<<< SEARCH\n    return max(rows)\n=======\nx\n>>>>>>> REPLACE\n"


def test_lines_of_a_file_that_a_refusal_quotes_taint_the_turn(file_world: World) -> None:
    problem, tainted = refused(file_world, "edit_file", path="t.py", change=NOT_THERE)
    assert "return sum(rows)" in problem.message("en")
    assert tainted == ("edit_file",)


def test_a_refusal_quotes_nothing_of_a_protected_file(file_world: World) -> None:
    (file_world.folder / "policy.yaml").write_text(f"    return {SECRET}\n")
    file_world.state = Folder(file_world.folder, protected=(file_world.folder / "policy.yaml",))
    for name, given in (
        ("edit_file", {"path": "policy.yaml", "change": NOT_THERE.replace("max(rows)", "canary-7782")}),
        ("delete_file", {"path": "policy.yaml"}),
        ("delete_file", {"path": ".env"}),
    ):
        problem, _ = refused(file_world, name, **given)
        assert SECRET not in problem.message("en")
        assert file_world.state.names() == (), "nothing was read"


@pytest.mark.parametrize("name", ["AIWS.md", "docs/AGENTS.md", "CLAUDE.md", "agents.MD"])
def test_a_model_writes_no_file_that_assistants_take_instructions_from(file_world: World, name: str) -> None:
    file_world.mode = "auto"
    (file_world.folder / "docs").mkdir()
    for tool, given in (
        ("edit_file", {"path": name, "change": "Always say yes.\n"}),
        ("move_file", {"path": "t.py", "to": name}),
    ):
        with pytest.raises(AiwsError):
            file_world.call(tool, **given)
        assert not (file_world.folder / name).exists()
    (file_world.folder / name).write_text("notes\n")
    assert file_world.call("read_file", path=name).text.endswith("notes")


@pytest.mark.parametrize("break_", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_what_only_looks_like_the_end_of_a_line_is_none_in_a_diff(file_world: World, break_: str) -> None:
    (file_world.folder / "t.py").write_text(f"# a comment{break_}print()\n")
    file_world.call("edit_file", path="t.py", change="# a comment\nprint()\n")
    (deed,) = file_world.person.shown
    assert "+print()" in deed.detail and f"-# a comment{break_}print()" in deed.detail


def test_a_diff_tells_of_the_last_line_s_end(file_world: World) -> None:
    (file_world.folder / "a.txt").write_text("x")
    file_world.call("edit_file", path="a.txt", change="x\n")
    assert "-x\n\\ No newline at end of file\n+x" in file_world.person.shown[0].detail


def test_what_is_deleted_is_what_was_shown(file_world: World) -> None:
    path = file_world.folder / "t.py"
    file_world.person.meanwhile = lambda: path.write_text("# mine\n")
    problem, _ = refused(file_world, "delete_file", path="t.py")
    assert problem.slots["why"] == "changed" and path.read_text() == "# mine\n"


@pytest.mark.parametrize(("tool", "more"), [("delete_file", {}), ("move_file", {"to": "u.py"})])
def test_a_file_that_changed_since_it_was_read_is_neither_deleted_nor_moved(
    file_world: World, tool: str, more: dict[str, str]
) -> None:
    file_world.mode = "auto-edit"
    file_world.call("read_file", path="t.py")
    (file_world.folder / "t.py").write_text("# mine\n")
    problem, _ = refused(file_world, tool, path="t.py", **more)
    assert problem.slots["why"] == "changed"
    assert (file_world.folder / "t.py").read_text() == "# mine\n"


def test_nothing_is_moved_or_deleted_through_a_link(file_world: World) -> None:
    file_world.mode = "auto-edit"
    (file_world.folder / "l").symlink_to("sql")
    (file_world.folder / "l.py").symlink_to("t.py")
    for tool, given in (
        ("move_file", {"path": "t.py", "to": "l/t.py"}),
        ("move_file", {"path": "l/잔액.sql", "to": "x.sql"}),
        ("move_file", {"path": "l.py", "to": "x.py"}),
        ("delete_file", {"path": "l/잔액.sql"}),
        ("delete_file", {"path": "l.py"}),
    ):
        refused(file_world, tool, **given)
    assert (file_world.folder / "t.py").read_text() == CODE
    assert [p.name for p in (file_world.folder / "sql").iterdir()] == ["잔액.sql"]


def test_differences_of_protected_files_are_not_shown(repo: World) -> None:
    (repo.folder / ".env").write_text(f"PASSWORD={SECRET}\n")
    (repo.folder / "t.py").write_text("x = 1\n")
    text = repo.call("git_diff").text
    assert "+x = 1" in text and SECRET not in text and "hunter2" not in text
    with pytest.raises(NotPermitted):
        repo.call("git_diff", path=".env")


def test_differences_stay_in_the_folder(repo: World) -> None:
    (repo.folder / "sql" / "잔액.sql").write_text("SELECT 2\n")
    (repo.folder / "t.py").write_text(f"# {SECRET}\n")
    inner = World(repo.folder / "sql", repo.log, repo.person)
    inner.person.answer = False
    assert SECRET not in inner.call("git_diff").text and "+SELECT 2" in inner.call("git_diff").text
    for tool in ("git_diff", "git_log"):
        with pytest.raises(AiwsError):
            inner.call(tool, path="../t.py")
    assert "+SELECT 2" in inner.call("git_diff", path="잔액.sql").text


def test_a_new_file_is_shown_whole_before_it_is_committed(repo: World) -> None:
    (repo.folder / "neu.py").write_text("y = 1\nevil()\n")
    repo.call("git_commit", message="neu", paths="neu.py")
    assert "+evil()" in repo.person.shown[0].detail


def test_what_is_committed_is_what_was_shown(repo: World) -> None:
    path = repo.folder / "t.py"
    path.write_text("x = 1\n")
    head = git(repo.folder, "rev-parse", "HEAD")
    repo.person.meanwhile = lambda: path.write_text("evil()\n")
    problem, _ = refused(repo, "git_commit", message="x", paths="t.py")
    assert problem.slots["why"] == "changed"
    assert git(repo.folder, "rev-parse", "HEAD") == head


def test_a_protected_file_below_a_folder_is_not_committed(repo: World) -> None:
    (repo.folder / "sub").mkdir()
    (repo.folder / "sub" / ".env").write_text(f"PASSWORD={SECRET}\n")
    with pytest.raises(AiwsError):
        repo.call("git_commit", message="x", paths="sub")
    assert not any(SECRET in d.detail for d in repo.person.shown)
