"""Text into the clipboard of the terminal one sits at, also over ssh (OSC 52)."""

from __future__ import annotations

import base64
from typing import ClassVar, TextIO

from ..core.errors import Actor, AiwsError
from .stream import can_redraw

MAX_BYTES = 74_000
"""What terminals take at once; of a longer text several take nothing at all."""


class NotCopied(AiwsError):
    """The text can't be handed to the terminal. Slots: why (large, terminal), size, most."""

    code: ClassVar[str] = "not_copied"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"

    def message(self, language: object = None) -> str:
        from ..core.language import say

        return say(f"ui.copy.{self.slots['why']}", **self.slots)


def copy(text: str, out: TextIO) -> int:
    """Hand `text` to the terminal and give its size in bytes. Whether it takes it, a terminal does not say.

    Raises NotCopied for what is too long and where there is no terminal.
    """
    data = text.encode("utf-8")
    if not out.isatty() or not can_redraw():
        raise NotCopied(why="terminal", size=len(data), most=MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise NotCopied(why="large", size=len(data), most=MAX_BYTES)
    out.write(f"\x1b]52;c;{base64.b64encode(data).decode()}\x07")
    out.flush()
    return len(data)


def tabbed(names: list[str], rows: list[list[str]]) -> str:
    """A table as spreadsheets take it from the clipboard: columns by tabs, rows by lines, no such sign inside of a cell."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in (names, *rows))
