"""The person's own slash commands: Markdown files, each a question that is asked by name. Read only when they are used."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
Own = TypeVar("Own", bound="OwnFile")
_NAME = re.compile(r"[\w-]{1,40}")
_HEAD = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|$)", re.DOTALL)


class NotTrusted(DeniedError):
    """A command or a skill of a project the person does not trust. Slots: name, path, folder."""

    code = "command_not_trusted"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A Markdown file as its name says it. `project` is the top of the project it came with; None for the person's own.

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

    def description(self) -> str:
        """What its file says of it; empty where that says nothing. Raises as `_read` does."""
        return self._read()[0]

    def _read(self) -> tuple[str, str]:
        """Description and text. Raises NotTrusted, UsageError for what is no text, OSError (also for a way that leads out)."""
        if not self.trusted:
            raise NotTrusted(name=self.name, path=self.path, folder=self.project)
        if self.project is not None and not _within(self.path, self.project):
            raise OSError(errno.EXDEV, say("repl.own.leads_out"), str(self.path))
        raw = read_file(self.path, MOST_BYTES, within=self.project)
        text = decoded(raw, str(self.path))
        head = _HEAD.match(text)
        return (_described(head[1] or ""), text[head.end() :]) if head is not None else ("", text)


@dataclass(frozen=True, slots=True)
class OwnCommand(OwnFile):
    """A question that is asked by name."""

    def question(self, arguments: str) -> str:
        """The question it stands for. Raises UsageError for an empty one, and what reading it raises."""
        text = self._read()[1].strip()
        if not text:
            raise UsageError(detail=say("repl.own.empty", path=self.path))
        if ARGUMENTS in text:
            return text.replace(ARGUMENTS, arguments).strip()
        return f"{text}\n\n{arguments}" if arguments else text


def own_commands(application: Application, folder: Path) -> tuple[OwnCommand, ...]:
    """The commands for somebody who works in `folder`, by name: the person's own, then those of the project around it.

    One of the project's whose name the person uses themselves is left out. No file is read.
    """
    return own_files(application, folder, FOLDER, _files, OwnCommand)


def own_files(
    application: Application,
    folder: Path,
    kind: str,
    files: Callable[[Path], Iterator[tuple[str, Path]]],
    made: Callable[[str, Path, Path | None, bool], Own],
) -> tuple[Own, ...]:
    """What `files` finds in the person's folder of that kind, then in that of the project around `folder`, by name."""
    out: dict[str, Own] = {}
    mine = application.settings.config.parent / kind
    for name, path in files(mine):
        out.setdefault(name, made(name, path, None, True))
    top = _project(folder, kind)
    theirs = top / ".aiws" / kind if top is not None else mine
    if top is not None and os.path.realpath(theirs) != os.path.realpath(mine):
        trusted = any(_within(top, t) for t in application.trusted_folders)
        for name, path in files(theirs):
            out.setdefault(name, made(name, path, top, trusted))
    return tuple(out[name] for name in sorted(out))


def named(stem: str) -> str | None:
    """The slash command a file of that name is, None where it can't be one."""
    name = unicodedata.normalize("NFC", stem)
    return f"/{name}" if _NAME.fullmatch(name) else None


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    try:
        found: Iterable[Path] = sorted(folder.glob("*.md"))
    except OSError:
        return
    for path in found:
        name = named(path.stem)
        if name is not None:
            yield name, path


def _described(head: str) -> str:
    """`description` of the lines between the dashes; what is folded over several lines becomes one."""
    lines = head.splitlines()
    for number, line in enumerate(lines):
        key, found, value = line.partition(":")
        if not found or key.strip() != "description":
            continue
        value = value.strip()
        if value in (">", ">-", "|", "|-"):
            value = " ".join(
                x.strip() for x in takewhile(lambda x: x[:1] in (" ", "\t", ""), lines[number + 1 :])
            )
        return value.strip().strip("\"'")
    return ""


def _project(folder: Path, kind: str) -> Path | None:
    """The nearest folder from here up that has such files; not beyond the top of a repository."""
    for place in (folder, *folder.parents):
        if (place / ".aiws" / kind).is_dir():
            return place
        if (place / ".git").exists():
            return None
    return None


def _within(path: Path, top: Path) -> bool:
    real, above = os.path.realpath(path), os.path.realpath(top)
    return os.path.commonpath((real, above)) == above
