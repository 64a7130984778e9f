"""/new: which conversation this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.language import say
from ...output import note
from ..command import SlashCommand

if TYPE_CHECKING:
    from ..loop import Repl


def _new(repl: Repl, _: str) -> None:
    repl.conversation = repl.app.conversation(workspace=repl.app.settings.workspace)
    repl.last = None
    note(say("repl.new_started"))


COMMANDS = (SlashCommand("/new", _new),)
