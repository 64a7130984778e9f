"""/help, /tools, /doctor, /init, /exit: the conversation itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ....core.errors import AiwsError, UsageError
from ....core.language import say
from ....ui.cells import pad, printable, width, wrap
from ....ui.spinner import terminal_columns
from ...output import note, put, put_columns
from ..command import SlashCommand

if TYPE_CHECKING:
    from ....tools.registry import Tool
    from ..loop import Repl
    from ..own import OwnCommand

_NAME_CELLS = 32


def _help(repl: Repl, name: str) -> None:
    """What each command is for, or the one that is named."""
    from ..own import own_commands
    from . import GROUPS, find

    if name:
        found = find(f"/{name.lstrip('/')}")
        if found is None:
            raise UsageError(detail=say("repl.unknown", name=name, near="/help"))
        _list([(f"{found.name} {found.argument}".rstrip(), found.help)])
        return
    for group in GROUPS:
        _list([(f"{c.name} {c.argument}".rstrip(), c.help) for c in group])
        put()
    own = own_commands(repl.app, Path.cwd())
    if own:
        put(say("repl.own.heading"))
        _list([(c.name, _about(c)) for c in own])
        put()
    put(say("repl.keys"))


def _names(_: Repl) -> Iterable[str]:
    from . import COMMANDS

    return (c.name[1:] for c in COMMANDS)


def _list(rows: Sequence[tuple[str, str]]) -> None:
    """Names and what they are for, broken between words where the window ends.

    In a narrow window, and where a name fills its column, they stand one under the other.
    """
    columns = terminal_columns() if sys.stdout.isatty() else 10_000
    left = _NAME_CELLS if columns > 2 * _NAME_CELLS else 2
    for name, text in rows:
        lines = wrap(printable(text), columns - left - 1) or [""]
        if left < _NAME_CELLS or width(printable(name)) >= left:
            put(printable(name))
        else:
            put(f"{pad(printable(name), left)}{lines.pop(0)}")
        for line in lines:
            put(" " * left + line)


def _about(command: OwnCommand) -> str:
    """The line of one of the person's own commands; where it can't be used, why."""
    if command.hidden:
        return say("repl.own.hidden", path=command.path)
    try:
        return command.description() or say("repl.own.one")
    except (AiwsError, OSError) as problem:
        return problem.message() if isinstance(problem, AiwsError) else str(problem)


def _tools(repl: Repl, _: str) -> None:
    """What a model may call in this conversation, what each does to the world, and whether it may without asking."""
    app = repl.app
    put_columns(
        [(*_tool(repl, tool), "") for tool in app.tools]
        + [(*_tool(repl, tool), say("repl.tools.more")) for tool in app.more_tools]
    )
    note(say("repl.tools.mode", mode=repl.mode))


def _tool(repl: Repl, tool: Tool) -> tuple[str, str, str]:
    """A tool called on what lies in the folder, in a turn that has seen nothing from outside."""
    from ....agent.patterns import verdict
    from ....agent.permissions import Case, decide
    from ....core.deeds import Deed

    grounds, deed = repl.app.grounds, Deed(tool.name, tool.effect, {}, "")
    case = Case(
        tool.effect,
        repl.mode,
        place="inside",
        confined=True,
        permitted=grounds.permits(tool.name, tool.effect),
        standing=verdict(grounds.standing, deed) or verdict(grounds.granted, deed),
    )
    said = decide(case).verdict
    return tool.name, say(f"repl.effect.{tool.effect}"), say(f"repl.verdict.{said}")


def _doctor(repl: Repl, _: str) -> None:
    """Everything aiws depends on, probed now, under the settings of this conversation."""
    from ...doctor import examine

    examine(replace(repl.app.resolved, settings=repl.app.settings), repl.app.identity.role)


def _init(repl: Repl, folder: str) -> None:
    from ...init import init

    init(folder.strip("\"'") or ".")
    note(say("repl.init.restart"))


def _leave(_: Repl, __: str) -> bool:
    return True


COMMANDS = (
    SlashCommand("/help", _help, "[NAME]", free=True, completes=_names),
    SlashCommand("/tools", _tools),
    SlashCommand("/doctor", _doctor, free=True),
    SlashCommand("/init", _init, "[FOLDER]", free=True),
    SlashCommand("/exit", _leave, free=True, also=("/quit",)),
)
