"""What is wrong with a file people write, and where: a file and a line, what it is, and a way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .language import Language, say


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `file` is named as people know it (inside a catalog: relative to its folder), `line` counts from 1 (0: the file as a whole).

    `key` names the texts `problem.<key>` and `problem.<key>.hint`; `slots` fill both.
    """

    file: str
    line: int
    key: str
    slots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """`file:line`, or the file alone where no line applies; empty where the finding is about the warehouse."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file

    def what(self, language: Language | None = None) -> str:
        """One sentence: what is wrong."""
        return say(f"problem.{self.key}", language, **self.slots)

    def hint(self, language: Language | None = None) -> str:
        """The way out."""
        return say(f"problem.{self.key}.hint", language, default="", **self.slots)

    def text(self, language: Language | None = None) -> str:
        """`file:line: what (hint)` on one line."""
        place, hint = self.place, self.hint(language)
        head = f"{place}: " if place else ""
        return f"{head}{self.what(language)}" + (f" ({hint})" if hint else "")
