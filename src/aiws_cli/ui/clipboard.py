"""Text into the clipboard of the terminal one sits at, also over ssh (OSC 52)."""

from __future__ import annotations

import base64
from typing import ClassVar, TextIO

from ..core.errors import Actor, AiwsError
from ..core.language import Language, say
from .stream import can_redraw

MAX_BYTES = 74_000
"""What terminals take at once; of a longer text several take nothing at all."""


class NotCopied(AiwsError):
    """The text can't be handed to the terminal. Slots: why (large, terminal), size, most."""

    code: ClassVar[str] = "not_copied"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"

    def message(self, language: Language | None = None) -> str:
        return say(f"ui.copy.{self.slots['why']}", language, **self.slots)


def check(text: str, out: TextIO) -> bytes:
    """The text as it would be handed over. Raises NotCopied for what is too long and where there is no terminal."""
    data = text.encode("utf-8")
    if not out.isatty() or not can_redraw():
        raise NotCopied(why="terminal", size=len(data), most=MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise NotCopied(why="large", size=len(data), most=MAX_BYTES)
    return data


def copy(text: str, out: TextIO) -> None:
    """Hand `text` to the terminal. Whether it takes it, a terminal does not say. Raises NotCopied."""
    out.write(f"\x1b]52;c;{base64.b64encode(check(text, out)).decode()}\x07")
    out.flush()
