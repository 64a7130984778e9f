"""Long text that was pasted into the line: shown as one short mark, sent whole."""

from __future__ import annotations

import unicodedata

from ..core.language import say

MAX_LINES = 10
MAX_CHARS = 1_000
"""What is longer than either is folded."""


class Pasted:
    """The texts folded in one conversation, by the marks that stand for them."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def fold(self, text: str) -> str:
        """What stands in the line for a pasted text: itself where it is short, else a mark with its number and size.

        Lines end with a line feed then, and Hangul in pieces is put together.
        """
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        lines = text.rstrip("\n").count("\n") + 1
        if lines <= MAX_LINES and len(text) <= MAX_CHARS:
            return text
        mark = next((m for m, kept in self._texts.items() if kept == text), "")
        if not mark:
            mark = say("ui.pasted", number=len(self._texts) + 1, lines=lines)
            self._texts[mark] = text
        return mark

    def unfold(self, line: str) -> str:
        """The line with every mark replaced by its text. What a pasted text itself says of marks stays as it is."""
        out, at = [], 0
        while True:
            found = min(((line.find(m, at), m) for m in self._texts if line.find(m, at) >= 0), default=None)
            if found is None:
                return "".join((*out, line[at:]))
            start, mark = found
            out += (line[at:start], self._texts[mark])
            at = start + len(mark)

    def folded_again(self, text: str) -> str:
        """A text that was unfolded, with marks for what of it is still as it was pasted."""
        for mark, kept in sorted(self._texts.items(), key=lambda item: -len(item[1])):
            text = text.replace(kept, mark)
        return text

    def mark_before(self, text: str) -> int:
        """The length of the mark that `text` ends with; 0 where it ends with none."""
        return max((len(m) for m in self._texts if text.endswith(m)), default=0)
