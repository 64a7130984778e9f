"""/diff, /undo, /rewind: what turns did to files, shown and taken back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from ....core.errors import AiwsError, UsageError
from ....core.language import say
from ....ui.cells import cut, printable
from ...door import one_of
from ...on_record import on_record
from ...output import note, put, put_columns
from ..command import SlashCommand
from .talk import standing

if TYPE_CHECKING:
    from ....agent.checkpoints import Checkpoints
    from ..loop import Repl

_FILES, _TALK, _BOTH = "files", "talk", "both"
_QUESTION_CELLS = 60


def _checkpoints(repl: Repl) -> Checkpoints:
    return repl.app.checkpoints(repl.conversation.session_id)


def _number(points: Checkpoints, text: str, command: str) -> int:
    """A turn that changed files: the one named, else the last. Raises UsageError naming those there are."""
    turns = points.turns()
    if not turns:
        raise UsageError(detail=say("repl.undo.none"))
    if not text:
        return turns[-1]
    if not text.isdecimal() or int(text) not in turns:
        listed = ", ".join(map(str, turns))
        raise UsageError(detail=say("repl.undo.which", name=command, value=text, turns=listed))
    return int(text)


def _diff(repl: Repl, turn: str) -> None:
    """What a turn changed; without a number the last one that changed anything."""
    points = _checkpoints(repl)
    number = _number(points, turn, "/diff")
    changed = points.diff(number)
    note(say("repl.diff.turn", turn=number))
    if not changed.strip():
        note(say("repl.diff.nothing"))
    elif os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        put(printable(changed, keep_lines=True).rstrip("\n"))
    else:
        from rich.console import Console
        from rich.syntax import Syntax

        drawn = Syntax(
            printable(changed, keep_lines=True), "diff", theme="ansi_dark", background_color="default"
        )
        Console(highlight=False, markup=False, emoji=False).print(drawn)


def _undo(repl: Repl, turn: str) -> None:
    """Put back what a turn changed; without a number the last one that changed anything."""
    points = _checkpoints(repl)
    _put_back(repl, points, _number(points, turn, "/undo"))


def _rewind(repl: Repl, rest: str) -> None:
    """Go back to before a turn: its files and those of later turns, the conversation, or both. Without one list them."""
    asked, points = standing(repl), _checkpoints(repl)
    number, _, part = rest.partition(" ")
    if not number:
        changed = points.turns()
        put_columns(
            [
                (str(n), say("repl.rewind.files") if n in changed else "", cut(printable(q), _QUESTION_CELLS))
                for n, q in asked.items()
            ]
        )
        note(say("repl.rewind.usage"))
        return
    part = one_of("/rewind", part.strip() or _BOTH, (_FILES, _TALK, _BOTH))
    if not number.isdecimal() or int(number) not in asked:
        listed = ", ".join(map(str, asked)) or "-"
        raise UsageError(detail=say("repl.rewind.which", value=number, turns=listed))
    first = int(number)
    if part in (_FILES, _BOTH):
        for later in reversed([t for t in points.turns() if t >= first]):
            _put_back(repl, points, later)
    if part in (_TALK, _BOTH):
        repl.conversation.rewind(first - 1)
        repl.go_on_with(repl.conversation)
        note(say("repl.rewind.talk", turn=first))


def _put_back(repl: Repl, points: Checkpoints, number: int) -> None:
    about = {"session_id": repl.conversation.session_id, "turn": number}
    with on_record(repl.app, "undo", about) as outcome:
        names = points.undo(number)
        outcome["files"] = list(names)
    note(printable(say("repl.undo.done", turn=number, files=", ".join(names) or "-")))


def _turns(repl: Repl) -> Iterable[str]:
    with suppress(AiwsError):
        return tuple(map(str, reversed(_checkpoints(repl).turns())))
    return ()


def _asked(repl: Repl) -> Iterable[str]:
    return tuple(map(str, reversed(standing(repl))))


COMMANDS = (
    SlashCommand("/diff", _diff, "[TURN]", completes=_turns),
    SlashCommand("/undo", _undo, "[TURN]", completes=_turns),
    SlashCommand("/rewind", _rewind, "[TURN [files | talk]]", completes=_asked),
)
