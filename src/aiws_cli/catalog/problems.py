"""Errors of a catalog as a whole; each single finding is a `core.problems.Problem`."""

from __future__ import annotations

from collections.abc import Sequence

from aiws_cli.core.errors import SettingsError, UsageError
from aiws_cli.core.language import Language, say
from aiws_cli.core.problems import Problem

SHOWN = 20


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
