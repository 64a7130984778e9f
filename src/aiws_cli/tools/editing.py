"""Changes of files, planned before anything is written: all of a reply's changes fit, or none is made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .edit_apply import How, apply
from .edit_reply import Change
from .places import place
from .text_files import FileRefused, TextFile, read_text, write_text


@dataclass(frozen=True, slots=True)
class Planned:
    """What a file will be: `was` as it is now (None where it is not there), `text` afterwards, how its places were found."""

    path: Path
    was: TextFile | None
    text: str
    how: tuple[How, ...] = ()

    def diff(self) -> str:
        """The difference as a unified diff, three lines around each change."""
        before = self.was.text if self.was is not None else ""
        old = str(self.path) if self.was is not None else "/dev/null"
        lines = difflib.unified_diff(_lines(before), _lines(self.text), old, str(self.path), lineterm="", n=3)
        return "\n".join(lines)


def _lines(text: str) -> list[str]:
    """Lines that end by a line feed and nothing else, so that every change of a letter shows; a last one without is told."""
    lines = text.split("\n")
    return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file"] if lines[-1] else lines[:-1]


def plan(
    folder: Path,
    wanted: Sequence[Change],
    *,
    read: Mapping[str, TextFile] | None = None,
    protected: Iterable[Path] = (),
) -> tuple[Planned, ...]:
    """What the changes would make of the files below `folder`, one entry a file, in order. Writes nothing.

    `read` are files as the conversation has read them: one that is otherwise now is refused. Raises EditRefused, FileRefused
    (also `outside`, for a path that leads out or to something `protected`: a refusal quotes the file it is about).
    """
    out: dict[Path, Planned] = {}
    for change in wanted:
        path = Path(change.path)
        if path.is_absolute() or ".." in path.parts:
            raise FileRefused(path=change.path, why="outside", what="")
        if place(path, folder, protected=protected, writing=True) != "inside":
            raise FileRefused(path=change.path, why="outside", what="")
        now = out.get(path) or _now(folder, path, change, read or {})
        if change.search is None:
            out[path] = Planned(path, now.was, change.replace, now.how)
            continue
        done = apply(now.text, change.search, change.replace, change.path)
        out[path] = Planned(path, now.was, done.text, (*now.how, done.how))
    # A letter the file can't hold is told before the first file is written.
    for planned in out.values():
        if planned.was is not None:
            planned.was.encoded(planned.text, str(planned.path))
    return tuple(out.values())


def _now(folder: Path, path: Path, change: Change, read: Mapping[str, TextFile]) -> Planned:
    try:
        was = read_text(folder, path)
    except FileRefused as problem:
        if problem.slots["why"] != "gone" or change.search is not None:
            raise
        return Planned(path, None, "")
    known = read.get(str(path))
    if known is not None and known.digest != was.digest:
        raise FileRefused(path=str(path), why="changed", what="")
    return Planned(path, was, was.text)


def write(folder: Path, planned: Sequence[Planned]) -> None:
    """Write what was planned. Raises FileRefused (changed, exists, system); each file is whole or as it was."""
    for one in planned:
        if one.was is None:
            (folder / one.path).parent.mkdir(parents=True, exist_ok=True)
        write_text(folder, one.path, one.text, was=one.was)


def apply_changes(folder: Path, wanted: Sequence[Change]) -> tuple[Planned, ...]:
    """Plan the changes and make them."""
    planned = plan(folder, wanted)
    write(folder, planned)
    return planned
