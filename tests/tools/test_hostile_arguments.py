"""Every tool on files and git with arguments nobody means well with: one error the model is told, nothing else touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.errors import AiwsError
from support.file_world import CODE, TOOLS, World

TEXTS: tuple[Any, ...] = (
    "",
    ".",
    "..",
    "/",
    "a\0b",
    "\ud800.py",
    "a" * 300,
    "가" * 200,
    "x" * 5_000,
    "t.py/x",
    "sql",
    "sql/../t.py",
    "a\nb.py",
    "~",
    "*",
    "[",
    "t.py ",
    "-rf",
    "/etc/passwd",
    "link/passwd",
    "loop",
    "pipe",
    "\u202etxt.py",
    None,
    5,
    [],
    {},
)
NUMBERS: tuple[Any, ...] = (0, -1, 10**30, -(10**30), 2**63, "1e3", "", None, [], {})
USUAL = {"path": "t.py", "to": "u.py", "change": "x = 1\n", "text": "total", "message": "m", "name": "b"}


def calls(name: str) -> Iterator[dict[str, Any]]:
    """The tool's arguments, each of them once as every hostile value, the others as usual; none at all; one too many."""
    schema = TOOLS[name].spec.parameters
    usual = {n: USUAL[n] for n in schema.get("required", ())}
    for parameter, about in schema["properties"].items():
        for value in TEXTS if about["type"] == "string" else NUMBERS:
            yield {**usual, parameter: value}
    yield {}
    yield {**usual, "nonsense": "1"}


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_hostile_arguments_are_one_error(file_world: World, tmp_path: Path, name: str) -> None:
    folder = file_world.folder
    beside = tmp_path / "t.py"
    beside.write_text(CODE)
    (folder / "link").symlink_to("/etc")
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    for given in calls(name):
        try:
            file_world.call(name, **given)
        except AiwsError as problem:
            said = problem.message("en")
            assert said and "None" not in said and "Errno" not in said, (given, said)
        assert beside.read_text() == CODE and sorted(p.name for p in tmp_path.glob("*.py")) == ["t.py"], given
        (folder / "t.py").write_text(CODE)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("edit_file", {"path": "t.py/neu.py", "change": "x = 1\n"}),
        ("edit_file", {"path": "sql", "change": "x = 1\n"}),
        ("move_file", {"path": "t.py", "to": "a" * 300}),
        ("move_file", {"path": "sql/잔액.sql", "to": "t.py/x"}),
    ],
)
def test_what_the_system_refuses_is_told_to_the_model_and_leaves_the_file(
    file_world: World, name: str, given: dict[str, str]
) -> None:
    before = {p: p.read_bytes() for p in file_world.folder.rglob("*") if p.is_file()}
    with pytest.raises(AiwsError) as refused:
        file_world.call(name, **given)
    assert refused.value.actor == "model"
    assert {p: p.read_bytes() for p in file_world.folder.rglob("*") if p.is_file()} == before
