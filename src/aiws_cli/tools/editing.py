"""Changes of files, planned before anything is written: all of a reply's changes fit, or none is made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..analysis.code.faults import fault
from ..analysis.code.mend import mended
from ..analysis.code.wish import wish
from .edit_apply import EditRefused, How, apply
from .edit_reply import Change
from .places import as_named, place
from .text_files import FileRefused, TextFile, read_text, write_text


@dataclass(frozen=True, slots=True)
class Planned:
    """What a file will be: `was` as it is now (None where it is not there), `text` afterwards, how its places were found.

    `whole` says that it was written whole; `mends` are what was put right in it, as (rule, what).
    """

    path: Path
    was: TextFile | None
    text: str
    how: tuple[How, ...] = ()
    whole: bool = False
    mends: tuple[tuple[str, str], ...] = ()

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
        path = Path(as_named(folder, change.path))
        if path.is_absolute() or ".." in path.parts:
            raise FileRefused(path=change.path, why="outside", what="")
        if place(path, folder, protected=protected, writing=True) != "inside":
            raise FileRefused(path=change.path, why="outside", what="")
        now = out.get(path) or _now(folder, path, change, read or {})
        if change.search is None:
            out[path] = Planned(path, now.was, change.replace, now.how, whole=True)
            continue
        done = apply(now.text, change.search, change.replace, change.path)
        out[path] = Planned(path, now.was, done.text, (*now.how, done.how))
    # A letter the file can't hold is told before the first file is written.
    for planned in out.values():
        if planned.was is not None:
            planned.was.encoded(planned.text, str(planned.path))
    return tuple(out.values())


# A file written whole with less than this of its lines left something out.
_SHRUNK, _SHORT = 0.4, 10


def revised(planned: Sequence[Planned], request: str) -> tuple[Planned, ...]:
    """The same changes, put right by rule, and only what a reader of the file's language takes. Writes nothing.

    Raises EditRefused: fault (what is wrong now and was not before), shrinks (most of a file is left out unasked), test (the
    test was changed where the code was to be), same (nothing would change).
    """
    wanted = wish(request)
    kept = [p for p in planned if wanted.failing and p.was is not None and is_test(str(p.path))]
    if kept and len(kept) == len(planned):
        raise EditRefused(path=str(kept[0].path), why="test", near="", count=0)
    out = []
    for one in planned:
        if one in kept:
            continue
        was = one.was.text if one.was is not None else ""
        if one.whole and one.path.suffix == ".py":
            text, mends = mended(was, one.text, request, removes=wanted.removes)
            one = replace(one, text=text, mends=mends)
        if one.whole and not wanted.removes and _shrinks(was, one.text):
            raise EditRefused(path=str(one.path), why="shrinks", near="", count=was.count("\n"))
        if wrong := fault(str(one.path), was, one.text):
            raise EditRefused(path=str(one.path), why="fault", near=wrong, count=0)
        if one.was is None or one.text != was:
            out.append(one)
    if planned and not out:
        raise EditRefused(path=str(planned[0].path), why="same", near="", count=0)
    if kept:
        left = (("test", ", ".join(str(p.path) for p in kept)),)
        out[0] = replace(out[0], mends=(*out[0].mends, *left))
    return tuple(out)


def is_test(path: str) -> bool:
    """Whether a file's name says that it holds tests."""
    name = Path(path).name
    return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"


def _shrinks(was: str, text: str) -> bool:
    before, after = (sum(1 for line in t.split("\n") if line.strip()) for t in (was, text))
    return before > _SHORT and after < _SHRUNK * before


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
