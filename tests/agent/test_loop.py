"""The turn loop on files: what a small model writes instead of a call, what it reaches through `call_tool`, when it ends."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.checkpoints import Checkpoints
from aiws_cli.agent.loop import Loop, run_loop
from aiws_cli.core.errors import LimitError
from aiws_cli.core.events import Event, ToolFinished, ToolStarted
from aiws_cli.core.messages import Message, ModelRequest, Reply, ToolCall
from aiws_cli.tools.files import FILE_TOOLS, MORE_FILE_TOOLS
from support.file_world import CODE, World

BLOCK = "t.py\n```python\n<<<<<<< SEARCH\n    return sum(rows)\n=======\n    return max(rows)\n>>>>>>> REPLACE\n```\n"


@dataclass
class Script:
    """A model that says these things, one a call, and keeps what it was asked."""

    replies: Sequence[Reply]

    def __post_init__(self) -> None:
        self.asked: list[ModelRequest] = []

    def __call__(self, request: ModelRequest, channel: str) -> Generator[Event, None, Reply]:
        self.asked.append(request)
        yield from ()
        return self.replies[min(len(self.asked), len(self.replies)) - 1]


def said(text: str, *calls: tuple[str, dict[str, Any]]) -> Reply:
    return Reply(text, tuple(ToolCall(f"c{i}", name, given) for i, (name, given) in enumerate(calls)))


def run(world: World, *replies: Reply, **about: Any) -> tuple[Loop, list[Event], Script]:
    script = Script(replies)
    steps = run_loop(
        (Message("system", "head"), Message("user", "고쳐줘")),
        FILE_TOOLS,
        world.context(**about),
        script,
        language="en",
        max_turns=10,
        max_tokens=500,
        more=MORE_FILE_TOOLS,
    )
    events: list[Event] = []
    while True:
        try:
            events.append(next(steps))
        except StopIteration as done:
            return done.value, events, script


def tools_of(events: list[Event]) -> list[tuple[str, bool]]:
    return [(e.tool, e.ok) for e in events if isinstance(e, ToolFinished)]


def test_a_change_written_into_the_reply_is_made(file_world: World) -> None:
    file_world.mode = "auto-edit"
    done, events, script = run(
        file_world, said("", ("read_file", {"path": "t.py"})), said(BLOCK), said("Done: max now.")
    )
    assert tools_of(events) == [("read_file", True), ("edit_file", True)]
    assert (file_world.folder / "t.py").read_text() == CODE.replace("sum", "max")
    assert done.text == "Done: max now."
    assert script.asked[2].messages[: len(script.asked[1].messages)] == script.asked[1].messages
    (started,) = [e for e in events if isinstance(e, ToolStarted) and e.tool == "edit_file"]
    assert started.repaired


def test_a_change_that_cannot_be_read_is_told_and_mended(file_world: World) -> None:
    file_world.mode = "auto-edit"
    elided = "t.py\n```python\ndef total(rows):\n    # ... existing code ...\n```\n"
    _, events, script = run(file_world, said(elided), said(BLOCK), said("ok"))
    assert tools_of(events) == [("edit_file", False), ("edit_file", True)]
    assert "left out" in script.asked[1].messages[-1].content


def test_code_shown_in_words_changes_nothing(file_world: World) -> None:
    file_world.mode = "auto-edit"
    done, events, _ = run(file_world, said("Use this:\n```python\nprint(1)\n```\nor\n```sql\nSELECT 1"))
    assert tools_of(events) == [] and done.text.startswith("Use this")


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "list_files", "arguments": {"where": "sql"}},
        {"name": "list_files", "arguments": '{"where": "sql"}'},
        {"name": "list_files", "where": "sql"},
    ],
)
def test_rare_tools_are_reached_through_one(file_world: World, arguments: dict[str, Any]) -> None:
    _, events, script = run(file_world, said("", ("call_tool", arguments)), said("one file"))
    assert tools_of(events) == [("list_files", True)]
    assert "sql/잔액.sql" in script.asked[1].messages[-1].content
    (head,) = [t for t in script.asked[0].tools if t.name == "call_tool"]
    assert "move_file(path, to)" in head.description and "list_files(where?)" in head.description
    assert [t.name for t in script.asked[0].tools] == ["read_file", "search_files", "edit_file", "call_tool"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "missing: name"),
        ({"name": "list_files", "arguments": "[1"}, "arguments: an object"),
        ({"name": "rm_rf"}, "no such tool"),
        ({"name": "list_files", "arguments": {"folder": "x"}}, "unknown: folder"),
    ],
)
def test_a_wrong_call_is_told_so_that_it_can_be_mended(
    file_world: World, arguments: dict[str, Any], told: str
) -> None:
    _, events, script = run(file_world, said("", ("call_tool", arguments)), said("sorry"))
    assert [ok for _, ok in tools_of(events)] == [False]
    assert told in script.asked[1].messages[-1].content


def test_a_rare_tool_asks_for_itself(file_world: World) -> None:
    run(
        file_world,
        said("", ("call_tool", {"name": "delete_file", "arguments": {"path": "t.py"}})),
        said("ok"),
    )
    (deed,) = file_world.person.shown
    assert (deed.tool, deed.effect, deed.writes) == ("delete_file", "write", (Path("t.py"),))
    assert not (file_world.folder / "t.py").exists()


def test_nothing_but_errors_ends_the_turn(file_world: World) -> None:
    wrong = [said("", ("read_file", {"path": f"no{i}.py"})) for i in range(9)]
    with pytest.raises(LimitError) as caught:
        run(file_world, *wrong)
    assert caught.value.exit_code == 7 and "no4.py" in caught.value.message("en")


def test_what_is_changed_is_kept_before(file_world: World, tmp_path: Path) -> None:
    file_world.mode = "auto-edit"
    points = Checkpoints(tmp_path / "points", file_world.folder, "s")
    points.begin(1)
    run(
        file_world,
        said(BLOCK),
        said("", ("call_tool", {"name": "move_file", "arguments": {"path": "t.py", "to": "u.py"}})),
        said("ok"),
        keep=points.keep,
    )
    assert set(points.end()) == {"t.py", "u.py"}
    points.undo(1)
    assert (file_world.folder / "t.py").read_text() == CODE and not (file_world.folder / "u.py").exists()
