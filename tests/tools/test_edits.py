"""Replies as models write them, on files as people keep them: each folder of `edits/` is one scenario.

`input/` is what the conversation has read, `reply.md` what the model wrote, `expected/` the files afterwards; or
`refused.txt` names why nothing is changed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aiws_cli.core.errors import AiwsError
from aiws_cli.tools.edit_reply import changes
from aiws_cli.tools.editing import apply_changes

SCENARIOS = sorted((Path(__file__).parent / "edits").iterdir())


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda p: p.name)
def test_scenario(scenario: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    shutil.copytree(scenario / "input", folder)
    before = files(folder)
    reply = (scenario / "reply.md").read_bytes().decode()
    try:
        apply_changes(folder, changes(reply, tuple(before)))
    except AiwsError as problem:
        assert (scenario / "refused.txt").read_text().strip() == problem.slots["why"], problem.message("en")
        assert files(folder) == before, "what is refused changes nothing"
        for spoken in ("ko", "en"):
            assert problem.message(spoken)  # type: ignore[arg-type]
    else:
        assert files(folder) == files(scenario / "expected")


def test_there_are_enough_of_them() -> None:
    assert len(SCENARIOS) >= 60
