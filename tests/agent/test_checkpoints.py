"""Undoing what a turn did to files, with real files and real git; the folder's own repository stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiws_cli.agent.checkpoints import Checkpoints, UndoRefused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "작업"
    (folder / "sql").mkdir(parents=True)
    (folder / "a.py").write_text("x = 1\n")
    (folder / "sql" / "잔액 조회.sql").write_bytes("-- 예금\r\nSELECT 1\r\n".encode("cp949"))
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o750)
    return folder


def made(tmp_path: Path, folder: Path, session: str = "s1") -> Checkpoints:
    return Checkpoints(tmp_path / "home" / "checkpoints", folder, session)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mode)
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".git" not in p.parts
    }


def test_a_turn_is_undone_to_the_byte(tmp_path: Path, folder: Path) -> None:
    points, was = made(tmp_path, folder), snapshot(folder)
    points.begin(1)
    for name, data in (
        ("a.py", b"x = 2\n"),
        ("sql/잔액 조회.sql", b"SELECT 2\n"),
        ("run.sh", b"#!/bin/bash\n"),
    ):
        points.keep([Path(name)])
        (folder / name).write_bytes(data)
    points.keep([Path("new/b.py")])
    (folder / "new").mkdir()
    (folder / "new/b.py").write_text("y = 1\n")
    points.keep([Path("a.py")])
    (folder / "a.py").unlink()
    assert set(points.end()) == {"a.py", "sql/잔액 조회.sql", "run.sh", "new/b.py"}
    assert points.turns() == (1,)
    diff = points.diff(1)
    assert "-x = 1" in diff and "+y = 1" in diff and "+SELECT 2" in diff
    assert set(points.undo(1)) == {"a.py", "sql/잔액 조회.sql", "run.sh", "new/b.py"}
    assert snapshot(folder) == was | {"a.py": (b"x = 1\n", snapshot(folder)["a.py"][1])}
    assert points.turns() == ()
    with pytest.raises(UndoRefused, match="turn 1"):
        points.undo(1)


def test_turns_are_undone_one_by_one_by_another_process_of_the_session(tmp_path: Path, folder: Path) -> None:
    points = made(tmp_path, folder)
    for turn in (1, 2, 3):
        points.begin(turn)
        points.keep([Path("a.py")])
        (folder / "a.py").write_text(f"x = {turn * 10}\n")
        points.end()
    again = made(tmp_path, folder)
    assert again.turns() == (1, 2, 3)
    assert made(tmp_path, folder, "other").turns() == ()
    for turn, left in ((3, "x = 20\n"), (2, "x = 10\n"), (1, "x = 1\n")):
        again.undo(turn)
        assert (folder / "a.py").read_text() == left


def test_a_fork_takes_back_what_it_began_with(tmp_path: Path, folder: Path) -> None:
    points = made(tmp_path, folder)
    points.fork("s0")
    for turn in (1, 2, 3):
        points.begin(turn)
        points.keep([Path("a.py")])
        (folder / "a.py").write_text(f"x = {turn * 10}\n")
        points.end()
    points.fork("s2", 2)
    points.fork("s3")
    two, three = made(tmp_path, folder, "s2"), made(tmp_path, folder, "s3")
    assert (two.turns(), three.turns()) == ((1, 2), (1, 2, 3))
    assert [v.session for v in three.history("a.py")] == ["s1"] * 3, "each turn once, where it was made"
    with pytest.raises(UndoRefused, match=r"a\.py"):
        two.undo(2)
    for turn in (3, 2, 1):
        three.undo(turn)
    assert (folder / "a.py").read_text() == "x = 1\n"
    assert points.turns() == (1, 2, 3)
    points.undo(1)
    assert (folder / "a.py").read_text() == "x = 1\n", "what is taken back already stays so"


def test_what_somebody_changed_since_is_not_undone(tmp_path: Path, folder: Path) -> None:
    points = made(tmp_path, folder)
    points.begin(1)
    points.keep([Path("a.py"), Path("run.sh")])
    (folder / "a.py").write_text("x = 2\n")
    (folder / "run.sh").write_text("#!/bin/zsh\n")
    points.end()
    (folder / "a.py").write_text("mine\n")
    with pytest.raises(UndoRefused) as caught:
        points.undo(1)
    assert caught.value.slots["what"] == "a.py"
    assert (folder / "a.py").read_text() == "mine\n" and (folder / "run.sh").read_text() == "#!/bin/zsh\n"
    assert points.turns() == (1,)


def test_a_turn_that_changes_nothing_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    points = made(tmp_path, folder)
    points.begin(1)
    assert points.end() == () and points.turns() == ()
    assert not (tmp_path / "home").exists()


def test_the_folders_own_repository_is_not_touched(tmp_path: Path, folder: Path) -> None:
    def git(*args: str) -> str:
        who = ["-c", "user.name=n", "-c", "user.email=e@x"]
        return subprocess.run(
            ["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True
        ).stdout

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    (folder / "staged.txt").write_text("s")
    git("add", "staged.txt")
    state = [
        git("status", "--porcelain"),
        git("for-each-ref"),
        git("rev-parse", "HEAD"),
        git("stash", "list"),
    ]
    points = made(tmp_path, folder)
    points.begin(1)
    points.keep([Path("a.py")])
    (folder / "a.py").write_text("x = 2\n")
    points.end()
    points.undo(1)
    assert [
        git("status", "--porcelain"),
        git("for-each-ref"),
        git("rev-parse", "HEAD"),
        git("stash", "list"),
    ] == state


def test_a_process_killed_in_the_middle_of_a_turn_can_be_undone(tmp_path: Path, folder: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from aiws_cli.agent.checkpoints import Checkpoints\n"
        "c = Checkpoints(Path(sys.argv[1]), Path(sys.argv[2]), 's1'); c.begin(1); c.keep([Path('a.py'), Path('b.py')])\n"
        "Path(sys.argv[2], 'b.py').write_text('new'); Path(sys.argv[2], 'a.py').write_text('half'); os.kill(os.getpid(), 9)"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "home" / "checkpoints"), str(folder)],
        check=False,
        env=os.environ,
    )
    assert (folder / "a.py").read_text() == "half"
    points = made(tmp_path, folder)
    assert points.turns() == (1,)
    assert "-x = 1" in points.diff(1)
    assert set(points.undo(1)) == {"a.py", "b.py"}
    assert (folder / "a.py").read_text() == "x = 1\n" and not (folder / "b.py").exists()


def test_a_folder_gone_to_by_a_link_is_kept_and_what_lies_outside_is_not(
    tmp_path: Path, folder: Path
) -> None:
    linked, outside = tmp_path / "linked", tmp_path / "outside.txt"
    linked.symlink_to(folder)
    outside.write_text("theirs\n")
    points = made(tmp_path, linked)
    points.begin(1)
    points.keep([linked / "a.py", folder / "run.sh", outside])
    (folder / "a.py").write_text("x = 2\n")
    outside.write_text("changed\n")
    assert points.end() == ("a.py",)
    assert points.undo(1) == ("a.py",)
    assert (folder / "a.py").read_text() == "x = 1\n"
    assert outside.read_text() == "changed\n"
