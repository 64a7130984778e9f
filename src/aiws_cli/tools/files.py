"""Tools on the files of the folder one works in: list, search, read, change, move, delete."""

from __future__ import annotations

import os
from pathlib import Path

from ..core.deeds import Deed
from ..core.language import Language, say
from ..core.untrusted import clean
from .edit_reply import Change, changes
from .editing import Planned, plan, revised, write
from .folder import Folder
from .places import place
from .registry import Tool, ToolContext, ToolError, ToolResult, tool
from .text_files import FileRefused, read_text, remove

_LINES = 200
_HITS = 40
_SHOWN = 200
_LINE_CHARS = 300


def _reads(name: str) -> Deed:
    return Deed("", "read", {}, name, reads=(Path(name),))


def _deed_of_read(context: ToolContext, path: str, start: int = 1, lines: int = _LINES) -> Deed:
    return _reads(path)


@tool("read_file", effect="read", deed=_deed_of_read)
def read_file(context: ToolContext, path: str, start: int = 1, lines: int = _LINES) -> ToolResult:
    """Read a file, or some of its lines."""
    folder = folder_of(context)
    file = folder.open(path)
    all_ = file.text.removesuffix("\n").split("\n")
    first = max(1, start)
    shown = [line[:_LINE_CHARS] for line in all_[first - 1 : first - 1 + max(1, lines)]]
    last = first + len(shown) - 1
    head = f"{path}, lines {first}-{last} of {len(all_)}" if len(shown) < len(all_) else path
    return ToolResult(f"{head}\n" + "\n".join(shown), head, file)


def _deed_of_list(context: ToolContext, where: str = "") -> Deed:
    return Deed("", "read", {}, where)


@tool("list_files", effect="read", deed=_deed_of_list)
def list_files(context: ToolContext, where: str = "") -> ToolResult:
    """Files of the folder; `where` is a folder in it or a pattern like *.sql."""
    found = list(folder_of(context).files(where))
    more = f"\n… {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    text = "\n".join(clean(f) for f in found[:_SHOWN]) + more
    return ToolResult(text or "no file", f"{len(found)}", tuple(found))


def _deed_of_search(context: ToolContext, text: str, where: str = "") -> Deed:
    return Deed("", "read", {}, text)


@tool("search_files", effect="read", deed=_deed_of_search)
def search_files(context: ToolContext, text: str, where: str = "") -> ToolResult:
    """Lines of files that hold a text or match a pattern."""
    from .searching import search

    folder = folder_of(context)
    hits = search(folder, text, where, most=_HITS)
    lines = [f"{h.path}:{h.line}: {clean(h.text.strip())[:_LINE_CHARS]}" for h in hits]
    return ToolResult("\n".join(lines) or "nothing found", f"{len(hits)}", hits)


def _planned(context: ToolContext, change: str, path: str) -> tuple[Planned, ...]:
    folder = folder_of(context)
    name = path.strip().removeprefix("./")
    wanted = changes(change, (name,) if name else folder.names(), {} if name else folder.wanted())
    if not wanted:
        if not name:
            raise ToolError(tool="edit_file", detail="no file is named; write its path above the change")
        wanted = (Change(name, None, change if change.endswith("\n") else change + "\n"),)
    planned = plan(folder.path, wanted, read=folder.read, protected=folder.protected)
    return revised(planned, context.question)


def _deed_of_edit(context: ToolContext, change: str, path: str = "") -> Deed:
    """The whole difference, and every file it touches."""
    planned = _planned(context, change, path)
    return Deed("", "write", {}, "\n".join(p.diff() for p in planned), writes=tuple(p.path for p in planned))


@tool("edit_file", effect="write", deed=_deed_of_edit)
def edit_file(context: ToolContext, change: str, path: str = "") -> ToolResult:
    """Change files: the path, then SEARCH/REPLACE blocks; a short or new file whole."""
    folder = folder_of(context)
    planned = _planned(context, change, path)
    same(context, "\n".join(p.diff() for p in planned))
    write(folder.path, planned)
    for one in planned:
        folder.open(str(one.path))
        folder.changed.add(str(one.path))
    told = "\n".join(_told(one, "en") for one in planned)
    return ToolResult(told, ", ".join(_told(one, None) for one in planned), planned, untrusted=False)


def _told(one: Planned, language: Language | None) -> str:
    """What became of a file, how its places were found where not as they stood, and what was put right."""
    found = sorted({how for how in one.how if how != "exact"})
    notes = [
        *(say(f"tools.edit.how.{how}", language) for how in found),
        *(say(f"tools.edit.mend.{rule}", language, what=what) for rule, what in one.mends),
    ]
    kind = "changed" if one.was is not None else "made"
    return say(f"tools.edit.{kind}", language, path=one.path) + (f" ({'; '.join(notes)})" if notes else "")


def _deed_of_move(context: ToolContext, path: str, to: str) -> Deed:
    return Deed("", "write", {}, f"{path} → {to}", reads=(Path(path),), writes=(Path(path), Path(to)))


@tool("move_file", effect="write", deed=_deed_of_move)
def move_file(context: ToolContext, path: str, to: str) -> ToolResult:
    """Move or rename a file."""
    folder = folder_of(context)
    file = _inside(folder, path, must_be_there=True)
    target = _inside(folder, to, must_be_there=False)
    _as_read(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    # A link fails where the name is taken, a rename would not.
    os.link(file, target, follow_symlinks=False)
    remove(folder.path, Path(path))
    folder.read.pop(path, None)
    folder.changed |= {path, to}
    return ToolResult(f"{path} is {to} now", f"{path} → {to}", (path, to), untrusted=False)


def _deed_of_delete(context: ToolContext, path: str) -> Deed:
    folder = folder_of(context)
    if place(Path(path), folder.path, protected=folder.protected, writing=True) == "protected":
        return Deed("", "write", {}, path, writes=(Path(path),))
    return Deed("", "write", {}, _deletion(folder, path), writes=(Path(path),))


def _deletion(folder: Folder, path: str) -> str:
    """All that is gone with the file. Raises FileRefused (changed, for one that is otherwise than it was read)."""
    _inside(folder, path, must_be_there=True)
    _as_read(folder, path)
    return "\n".join(f"-{line}" for line in read_text(folder.path, Path(path)).text.split("\n"))


@tool("delete_file", effect="write", deed=_deed_of_delete)
def delete_file(context: ToolContext, path: str) -> ToolResult:
    """Delete a file."""
    folder = folder_of(context)
    same(context, _deletion(folder, path))
    remove(folder.path, Path(path))
    folder.read.pop(path, None)
    folder.changed.add(path)
    return ToolResult(f"{path} is deleted", path, path, untrusted=False)


FILE_TOOLS: tuple[Tool, ...] = (read_file, search_files, edit_file)
MORE_FILE_TOOLS: tuple[Tool, ...] = (list_files, move_file, delete_file)


def folder_of(context: ToolContext) -> Folder:
    """The folder of the conversation. Raises ToolError where there is none."""
    if context.folder is None:
        raise ToolError(tool="files", detail="there is no folder to work in", shape="no folder")
    return context.folder


def _inside(folder: Folder, name: str, *, must_be_there: bool) -> Path:
    """The file's real path below the folder. Raises FileRefused (outside, gone, exists)."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise FileRefused(path=name, why="outside", what="")
    if place(path, folder.path, protected=folder.protected, writing=True) != "inside":
        raise FileRefused(path=name, why="outside", what="")
    full = folder.path / path
    # What was decided about a name holds for that file, not for what a link makes of the name.
    here = Path(os.path.realpath(folder.path)) / path.parent
    if full.is_symlink() or Path(os.path.realpath(full.parent)) != here:
        raise FileRefused(path=name, why="outside", what="")
    if must_be_there and not full.is_file():
        raise FileRefused(path=name, why="gone", what="")
    if not must_be_there and (full.exists() or full.is_symlink()):
        raise FileRefused(path=name, why="exists", what="")
    return full


def _as_read(folder: Folder, name: str) -> None:
    """Raises FileRefused (changed) for a file that is otherwise now than the conversation has read it."""
    known = folder.read.get(str(Path(name)))
    if known is not None and read_text(folder.path, Path(name)).digest != known.digest:
        raise FileRefused(path=name, why="changed", what="")


def same(context: ToolContext, diff: str) -> None:
    """What a person agreed to is what is done: a file that changed while they read is another change."""
    if context.deed is not None and context.deed.detail != diff:
        raise FileRefused(path=", ".join(map(str, context.deed.writes)), why="changed", what="")
