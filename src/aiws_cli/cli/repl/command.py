"""What a slash command is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.language import say

if TYPE_CHECKING:
    from .loop import Repl


def _none(_: Repl) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """One command of the conversation: `/name`, also under the names of `also`. Its help is the text `repl.<name>`.

    `run` gets the conversation and what was typed behind the name, without blanks around it; True leaves. It raises
    AiwsError and OSError, which the loop says. `argument` shows what may stand behind the name. `free` marks what does
    nothing of the data, so it works also where policy or identity no longer hold. `completes` gives the words that may
    stand behind the name; it is called at a key press, so it looks at what is at hand and raises nothing.
    """

    name: str
    run: Callable[[Repl, str], bool | None]
    argument: str = ""
    free: bool = False
    also: tuple[str, ...] = ()
    completes: Callable[[Repl], Iterable[str]] = _none

    @property
    def help(self) -> str:
        """Its one line, in the language of messages."""
        return say(f"repl.{self.name[1:]}")
