"""Skills: Markdown files that say how the person wants a kind of work done. Read only when one is used, or the list is asked for.

Text for the model and nothing else: no permission, mode or setting is read from one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import UsageError
from ...core.language import say
from .own import OwnFile, named, own_commands, own_files

if TYPE_CHECKING:
    from ...agent.turn import Skill
    from ...app import Application

FOLDER = "skills"
FILE = "SKILL.md"
MOST_CHARS = 12_000
"""A small model's window holds no more beside the work; what is cut off might be what forbids something."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class SkillFile(OwnFile):
    """`skills/NAME/SKILL.md` or `skills/NAME.md`."""

    def text(self) -> str:
        """What it says. Raises UsageError for nothing and for too much, and what reading it raises."""
        text = self._read()[1].strip()
        if not text:
            raise UsageError(detail=say("repl.skill.empty", path=self.path))
        if len(text) > MOST_CHARS:
            raise UsageError(detail=say("repl.skill.long", path=self.path, chars=len(text), most=MOST_CHARS))
        return text

    def asked(self, request: str) -> tuple[str, Skill]:
        """The question and the skill it is to be done by; without a request the skill is all of it. Raises as `text` does."""
        from ...agent.turn import Skill

        name = self.name.removeprefix("/")
        return request.strip() or say("repl.skill.request", name=name), Skill(name, self.text())


def by_name(application: Application, folder: Path, line: str) -> tuple[str, Skill | None] | None:
    """What a line asks for that begins with the name of a command or a skill of the person's own; None where none has it.

    Raises what reading its file raises.
    """
    name, _, rest = line.partition(" ")
    command = next((c for c in own_commands(application, folder) if c.name == name), None)
    if command is not None:
        return command.question(rest.strip()), None
    skill = next((s for s in skills(application, folder) if s.name == name), None)
    return skill.asked(rest) if skill is not None else None


def skills(application: Application, folder: Path) -> tuple[SkillFile, ...]:
    """The skills for somebody who works in `folder`, by name: the person's own, then those of the project around it.

    No file is read.
    """
    return own_files(application, folder, FOLDER, _files, SkillFile)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Skills in folders of their own before single files of the same name."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(e.name for e in islice(entries, _MOST))
    except OSError:
        return
    for entry in found:
        name, path = named(entry), folder / entry / FILE
        if name is not None and path.is_file():
            yield name, path
    for entry in found:
        name, path = named(entry.removesuffix(".md")), folder / entry
        if entry.endswith(".md") and name is not None and path.is_file():
            yield name, path
