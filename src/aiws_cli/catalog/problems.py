"""What is wrong with a catalog, and where: every problem names a file and a line, says what, and gives a way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiws_cli.core.errors import SettingsError, UsageError
from aiws_cli.core.language import Language, say

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `file` is relative to the catalog folder, `line` counts from 1 (0: the file as a whole).

    `key` names the texts `catalog.problem.<key>` and `catalog.problem.<key>.hint`; `slots` fill both.
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
        return say(f"catalog.problem.{self.key}", language, **self.slots)

    def hint(self, language: Language | None = None) -> str:
        """The way out."""
        return say(f"catalog.problem.{self.key}.hint", language, default="", **self.slots)

    def text(self, language: Language | None = None) -> str:
        """`file:line: what (hint)` on one line."""
        place, hint = self.place, self.hint(language)
        head = f"{place}: " if place else ""
        return f"{head}{self.what(language)}" + (f" ({hint})" if hint else "")


class CatalogError(SettingsError):
    """The catalog cannot be used as it is. `problems` holds every finding, in the order of files and lines."""

    code = "catalog"
    exit_code = 3
    actor = "user"

    def __init__(self, folder: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(folder=folder, count=len(self.problems))

    def message(self, language: Language | None = None) -> str:
        lines = [say("error.catalog", language, **self.slots)]
        lines += [f"  {p.text(language)}" for p in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append("  " + say("catalog.more_problems", language, count=len(self.problems) - SHOWN))
        return "\n".join(lines)


class CatalogMissingError(SettingsError):
    """There is no catalog folder at that path, or nothing in it. Slots: folder."""

    code = "catalog_missing"
    exit_code = 3


class CatalogDriftError(SettingsError):
    """`catalog check` found that catalog and warehouse disagree. Slots: count."""

    code = "catalog_drift"
    exit_code = 6


class WorkspaceUnknownError(UsageError):
    """A workspace that names no company or domain of the catalog. Slots: name, known (text)."""

    code = "workspace_unknown"
