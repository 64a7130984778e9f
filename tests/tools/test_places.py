"""Where a path leads, on a real file system: links, names of keys, our own files, a file turned elsewhere meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiws_cli.tools.places import open_beneath, place, worst


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project folder with links out of it, beside files of ours and of others."""
    project = tmp_path / "project"
    for name in (
        "project/data/deep",
        "elsewhere",
        "home/audit",
        "project/.git/hooks",
        "project/.aiws",
        ".ssh",
    ):
        (tmp_path / name).mkdir(parents=True)
    for name in (
        "project/a.csv",
        "elsewhere/b.csv",
        "home/config.toml",
        "policy.yaml",
        ".ssh/known",
        "once.txt",
    ):
        (tmp_path / name).write_text("x")
    (project / "out").symlink_to(tmp_path / "elsewhere")
    (project / "out.csv").symlink_to("../elsewhere/b.csv")
    (project / "dangling").symlink_to(tmp_path / "elsewhere" / "new.csv")
    (project / "in.csv").symlink_to("a.csv")
    (project / "settings").symlink_to(tmp_path / "home")
    (project / "keys").symlink_to(tmp_path / ".ssh")
    (project / "second-name.txt").hardlink_to(tmp_path / "once.txt")
    (project / "policy-by-another-name").hardlink_to(tmp_path / "policy.yaml")
    (project / "loop").symlink_to("loop")
    return project


# path, where it leads when read, where when written
ROWS = [
    ("a.csv", "inside", "inside"),
    ("new.csv", "inside", "inside"),
    ("data/deep/new.csv", "inside", "inside"),
    ("data/../a.csv", "inside", "inside"),
    ("in.csv", "inside", "inside"),
    ("../elsewhere/b.csv", "outside", "outside"),
    ("data/../../elsewhere/b.csv", "outside", "outside"),
    ("out/b.csv", "outside", "outside"),
    ("out.csv", "outside", "outside"),
    ("dangling", "outside", "outside"),
    ("second-name.txt", "outside", "outside"),
    ("/etc/hosts", "outside", "outside"),
    ("../home/config.toml", "protected", "protected"),
    ("../home/audit/kim.jsonl", "protected", "protected"),
    ("settings/config.toml", "protected", "protected"),
    ("settings/new", "protected", "protected"),
    ("../policy.yaml", "protected", "protected"),
    ("policy-by-another-name", "protected", "protected"),
    ("keys/known", "protected", "protected"),
    ("../.ssh/known", "protected", "protected"),
    (".env", "protected", "protected"),
    (".env.production", "protected", "protected"),
    ("data/server.PEM", "protected", "protected"),
    ("/proc/self/environ", "protected", "protected"),
    ("/dev/tcp", "protected", "protected"),
    ("/sys/kernel", "protected", "protected"),
    (".git/config", "inside", "protected"),
    (".git/hooks/post-commit", "inside", "protected"),
    (".GIT/config", "inside", "protected"),
    ("data/.git/config", "inside", "protected"),
    (".aiws/config.toml", "inside", "protected"),
    (".vscode/tasks.json", "inside", "protected"),
    (".gitattributes", "inside", "protected"),
]


@pytest.mark.parametrize(("path", "read", "written"), ROWS)
def test_place(folder: Path, path: str, read: str, written: str) -> None:
    own = (folder.parent / "home", folder.parent / "policy.yaml")
    found = [place(Path(path), folder, protected=own, writing=w) for w in (False, True)]
    assert found == [read, written]


def test_a_link_to_itself_leads_nowhere_good(folder: Path) -> None:
    with pytest.raises(OSError):
        open_beneath(folder, Path("loop"), os.O_RDONLY)


def test_a_folder_reached_by_a_link_is_still_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert place(Path("a.csv"), tmp_path / "link", writing=True) == "inside"


def test_worst() -> None:
    assert worst(()) is None
    assert worst(("inside", "protected", "outside")) == "protected"
    assert worst(("inside", "outside")) == "outside"


@pytest.mark.parametrize(
    "path", ["out/b.csv", "out.csv", "dangling", "settings/config.toml", "../elsewhere/b.csv", "."]
)
def test_opening_follows_no_link_and_leaves_nothing(folder: Path, path: str) -> None:
    with pytest.raises(OSError):
        os.close(open_beneath(folder, Path(path), os.O_WRONLY | os.O_CREAT))
    assert not (folder.parent / "elsewhere" / "new.csv").exists()


def test_a_folder_turned_elsewhere_after_the_decision_is_not_written_through(folder: Path) -> None:
    assert place(Path("data/deep/new.csv"), folder, writing=True) == "inside"
    (folder / "data" / "deep").rmdir()
    (folder / "data" / "deep").symlink_to(folder.parent / "elsewhere")
    with pytest.raises(OSError):
        open_beneath(folder, Path("data/deep/new.csv"), os.O_WRONLY | os.O_CREAT)
    assert sorted(p.name for p in (folder.parent / "elsewhere").iterdir()) == ["b.csv"]


def test_opening_what_is_inside(folder: Path) -> None:
    with os.fdopen(open_beneath(folder, folder / "data" / "new.csv", os.O_WRONLY | os.O_CREAT), "w") as file:
        file.write("y")
    assert (folder / "data" / "new.csv").read_text() == "y"
