"""The git tools in real repositories: fresh, ordinary, in the middle of a merge, on no branch, none at all."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aiws_cli.core.errors import AiwsError
from support.file_world import World


def git(folder: Path, *args: str, check: bool = True) -> str:
    done = subprocess.run(["git", *args], cwd=folder, check=check, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repo(file_world: World) -> World:
    git(file_world.folder, "init", "-q", "-b", "main")
    git(file_world.folder, "config", "user.name", "Kim")
    git(file_world.folder, "config", "user.email", "kim@example.com")
    (file_world.folder / ".env").unlink()
    git(file_world.folder, "add", ".")
    git(file_world.folder, "commit", "-qm", "first")
    return file_world


def test_what_is_changed_is_told_and_committed(repo: World) -> None:
    assert repo.call("git_status").text == "## main"
    repo.call("edit_file", path="t.py", change="x = 1\n")
    repo.call("edit_file", path="docs/설명.md", change="# 설명\n")
    (repo.folder / "mine.txt").write_text("not the session's")
    git(repo.folder, "add", "mine.txt")
    assert " M t.py" in repo.call("git_status").text
    assert "+x = 1" in repo.call("git_diff", path="t.py").text
    repo.person.shown.clear()
    done = repo.call("git_commit", message="합계를 x로 바꿈")
    (deed,) = repo.person.shown
    assert "합계를 x로 바꿈" in deed.detail and "Assisted-by: aiws" in deed.detail and "+x = 1" in deed.detail
    assert "합계를 x로 바꿈" in done.text
    assert git(repo.folder, "show", "--name-only", "-z", "--format=", "HEAD").strip("\0").split("\0") == [
        "docs/설명.md",
        "t.py",
    ]
    assert "Assisted-by: aiws (rules)" in git(repo.folder, "log", "-1", "--format=%B")
    assert git(repo.folder, "status", "--porcelain") == "A  mine.txt\n", "what others staged stays staged"
    assert repo.call("git_log").text.split("\n")[0].endswith("Kim: 합계를 x로 바꿈")
    with pytest.raises(AiwsError, match="nothing to commit"):
        repo.call("git_commit", message="again")


def test_a_commit_always_asks(repo: World) -> None:
    repo.mode = "auto"
    repo.call("edit_file", path="t.py", change="x = 1\n")
    repo.person.answer = False
    head = git(repo.folder, "rev-parse", "HEAD")
    with pytest.raises(AiwsError):
        repo.call("git_commit", message="no")
    assert git(repo.folder, "rev-parse", "HEAD") == head
    assert len(repo.person.shown) == 1


def test_a_branch(repo: World) -> None:
    repo.call("git_branch", name="feature/잔액")
    assert git(repo.folder, "branch", "--show-current").strip() == "feature/잔액"
    for name in ("-D", "a b", "a..b", "x.lock", "", "main"):
        with pytest.raises(AiwsError):
            repo.call("git_branch", name=name)


def test_before_the_first_commit(file_world: World) -> None:
    git(file_world.folder, "init", "-q", "-b", "main")
    git(file_world.folder, "config", "user.name", "Kim")
    git(file_world.folder, "config", "user.email", "kim@example.com")
    file_world.call("edit_file", path="n.py", change="x = 1\n")
    assert "No commits yet" in file_world.call("git_status").text
    file_world.call("git_diff")
    file_world.call("git_commit", message="first of all")
    assert git(file_world.folder, "show", "--name-only", "--format=", "HEAD").split() == ["n.py"]


def test_in_the_middle_of_a_merge_and_on_no_branch(repo: World) -> None:
    git(repo.folder, "switch", "-q", "-c", "other")
    (repo.folder / "t.py").write_text("x = 2\n")
    git(repo.folder, "commit", "-qam", "other")
    git(repo.folder, "switch", "-q", "main")
    (repo.folder / "t.py").write_text("x = 3\n")
    git(repo.folder, "commit", "-qam", "main")
    git(repo.folder, "merge", "other", check=False)
    assert "UU t.py" in repo.call("git_status").text
    (repo.folder / "t.py").write_text("x = 4\n")
    with pytest.raises(AiwsError, match="merge"):
        repo.call("git_commit", message="half", paths="t.py")
    assert git(repo.folder, "status", "--short") == "UU t.py\n", "what could not be done left nothing"
    git(repo.folder, "merge", "--abort")
    git(repo.folder, "switch", "-q", "--detach")
    assert "HEAD (no branch)" in repo.call("git_status").text
    repo.call("edit_file", path="t.py", change="x = 5\n")
    repo.call("git_commit", message="on no branch")


@pytest.mark.parametrize(
    ("begin", "what"),
    [
        (("merge", "other"), "merge"),
        (("rebase", "other"), "rebase"),
        (("cherry-pick", "other"), "cherry-pick"),
        (("revert", "HEAD~1"), "revert"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_nothing_is_committed_in_the_middle_of_something(
    repo: World, begin: tuple[str, ...], what: str
) -> None:
    git(repo.folder, "switch", "-q", "-c", "other")
    (repo.folder / "t.py").write_text("x = 2\n")
    git(repo.folder, "commit", "-qam", "other")
    git(repo.folder, "switch", "-q", "main")
    for number in (3, 4):
        (repo.folder / "t.py").write_text(f"x = {number}\n")
        git(repo.folder, "commit", "-qam", f"main {number}")
    git(repo.folder, *begin, check=False)
    before = git(repo.folder, "status"), git(repo.folder, "log", "--all", "--format=%H")
    assert "UU t.py" in before[0] or "both modified" in before[0]
    for resolved in (False, True):
        if resolved:
            (repo.folder / "t.py").write_text("x = 5\n")
            git(repo.folder, "add", "t.py")
            before = git(repo.folder, "status"), before[1]
        with pytest.raises(AiwsError, match=f"a {what} is not finished here"):
            repo.call("git_commit", message="half", paths="t.py")
        assert (git(repo.folder, "status"), git(repo.folder, "log", "--all", "--format=%H")) == before
    assert repo.person.shown == [], "nobody is asked for what can't be done"


def test_a_conflict_that_no_merge_explains_is_not_committed(repo: World) -> None:
    (repo.folder / "t.py").write_text("x = 2\n")
    git(repo.folder, "stash", "-q")
    (repo.folder / "t.py").write_text("x = 3\n")
    git(repo.folder, "commit", "-qam", "main")
    git(repo.folder, "stash", "pop", check=False)
    with pytest.raises(AiwsError, match=r"t\.py: both sides of a conflict stand there"):
        repo.call("git_commit", message="half", paths="t.py")
    assert git(repo.folder, "status", "--short") == "UU t.py\n"


def test_without_a_repository(file_world: World) -> None:
    for name, given in (
        ("git_status", {}),
        ("git_diff", {}),
        ("git_commit", {"message": "m", "paths": "t.py"}),
    ):
        with pytest.raises(AiwsError, match="not a git repository"):
            file_world.call(name, **given)


def test_hooks_of_the_repository_do_not_run(repo: World, tmp_path: Path) -> None:
    hook = repo.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    repo.call("edit_file", path="t.py", change="x = 1\n")
    repo.call("git_commit", message="m")
    assert not (tmp_path / "ran").exists()
