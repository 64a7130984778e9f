"""/help, /exit: the conversation itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.language import say
from ...output import put, put_columns
from ..command import SlashCommand

if TYPE_CHECKING:
    from ..loop import Repl


def _help(_: Repl, __: str) -> None:
    from . import COMMANDS as ALL

    put_columns([(f"{c.name} {c.argument}".rstrip(), c.help) for c in ALL])
    put(say("repl.keys"))


def _leave(_: Repl, __: str) -> bool:
    return True


COMMANDS = (
    SlashCommand("/help", _help, free=True),
    SlashCommand("/exit", _leave, free=True, also=("/quit",)),
)
