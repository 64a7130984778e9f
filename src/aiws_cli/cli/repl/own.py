"""The person's own slash commands: Markdown files, each a question that is asked by name. Read only when they are used."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import DeniedError, UsageError
from ...core.files import read_file
from ...core.language import say
from ..opening import decoded
from .commands import find

if TYPE_CHECKING:
    from ...app import Application

FOLDER = "commands"
MOST_BYTES = 64 * 1024
ARGUMENTS = "$ARGUMENTS"
_NAME = re.compile(r"[\w-]{1,40}")
_HEAD = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|$)", re.DOTALL)


class NotTrusted(DeniedError):
    """A command of a project the person does not trust. Slots: name, path, folder."""

    code = "command_not_trusted"


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """A command as its file's name says it. `project` is the top of the project it came with; None for the person's own.

    `trusted` says whether the person takes that project's word for their own.
    """

    name: str
    path: Path
    project: Path | None = None
    trusted: bool = True

    @property
    def hidden(self) -> bool:
        """Whether a command of aiws has that name, which wins."""
        return find(self.name) is not None

    def question(self, arguments: str) -> str:
        """The question it stands for. Raises NotTrusted, UsageError for what is no text or empty, OSError."""
        text = self._read()[1].strip()
        if not text:
            raise UsageError(detail=say("repl.own.empty", path=self.path))
        if ARGUMENTS in text:
            return text.replace(ARGUMENTS, arguments).strip()
        return f"{text}\n\n{arguments}" if arguments else text

    def description(self) -> str:
        """What its file says of it; empty where that says nothing. Raises as `question` does."""
        return self._read()[0]

    def _read(self) -> tuple[str, str]:
        if not self.trusted:
            raise NotTrusted(name=self.name, path=self.path, folder=self.project)
        raw = read_file(self.path, MOST_BYTES, within=self.project)
        text = decoded(raw, str(self.path))
        head = _HEAD.match(text)
        if head is None:
            return "", text
        said = dict(line.partition(":")[::2] for line in (head[1] or "").splitlines())
        return said.get("description", "").strip().strip("\"'"), text[head.end() :]


def own_commands(application: Application, folder: Path) -> tuple[OwnCommand, ...]:
    """The commands for somebody who works in `folder`, by name: the person's own, then those of the project around it.

    One of the project's whose name the person uses themselves is left out. No file is read.
    """
    out: dict[str, OwnCommand] = {}
    mine = application.settings.config.parent / FOLDER
    for name, path in _files(mine):
        out.setdefault(name, OwnCommand(name, path))
    top = _project(folder)
    theirs = top / ".aiws" / FOLDER if top is not None else mine
    if top is not None and os.path.realpath(theirs) != os.path.realpath(mine):
        trusted = any(_within(top, t) for t in application.trusted_folders)
        for name, path in _files(theirs):
            out.setdefault(name, OwnCommand(name, path, top, trusted))
    return tuple(out[name] for name in sorted(out))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    try:
        found: Iterable[Path] = sorted(folder.glob("*.md"))
    except OSError:
        return
    for path in found:
        name = unicodedata.normalize("NFC", path.stem)
        if _NAME.fullmatch(name):
            yield f"/{name}", path


def _project(folder: Path) -> Path | None:
    """The nearest folder from here up that has commands; not beyond the top of a repository."""
    for place in (folder, *folder.parents):
        if (place / ".aiws" / FOLDER).is_dir():
            return place
        if (place / ".git").exists():
            return None
    return None


def _within(path: Path, top: Path) -> bool:
    real, above = os.path.realpath(path), os.path.realpath(top)
    return os.path.commonpath((real, above)) == above
