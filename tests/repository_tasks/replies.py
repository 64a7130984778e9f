"""What a model would say to do a task: its solution in the forms that models write changes in."""

from __future__ import annotations

import difflib
from pathlib import Path

from aiws_cli.core.messages import Reply, ToolCall

from .scoring import Task, files

FORMS = ("whole", "blocks", "call")
_AROUND = 3


def replies(task: Task, form: str) -> list[Reply]:
    """Replies in order: files are read by calls of tools, changed in the form asked for, then words."""
    before, after = files(task.folder / "input"), task.solution()
    changed = [p for p in after if before.get(p) != after[p]]
    out = [_call("read_file", path=p) for p in before if p in changed]
    if form == "call":
        out += [_call("edit_file", path=p, change=_whole(after[p])) for p in changed]
    elif form == "blocks":
        said = "\n".join(
            _blocks(p, before[p], after[p]) if p in before else _fence(p, after[p]) for p in changed
        )
        out.append(Reply(f"다음과 같이 고칩니다.\n\n{said}"))
    else:
        out.append(Reply("Here are the files:\n\n" + "\n".join(_fence(p, after[p]) for p in changed)))
    return [*out, Reply("요청하신 대로 고쳤습니다.")]


def _call(tool: str, /, **arguments: object) -> Reply:
    return Reply("", (ToolCall("call_1", tool, arguments),), stop="tool_calls")


def _whole(raw: bytes) -> str:
    """The text a model sees of a file: no mark at its head, lines that end by a line feed."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor CP949")


def _fence(path: str, raw: bytes) -> str:
    ticks = "````" if "```" in _whole(raw) else "```"
    return f"{path}\n{ticks}{Path(path).suffix.lstrip('.')}\n{_whole(raw)}{ticks}\n"


def _blocks(path: str, before: bytes, after: bytes) -> str:
    """A SEARCH/REPLACE block a change, each with lines around it."""
    old, new = (_whole(raw).splitlines(keepends=True) for raw in (before, after))
    out = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        was, now = "".join(old[group[0][1] : group[-1][2]]), "".join(new[group[0][3] : group[-1][4]])
        out.append(f"{path}\n<<<<<<< SEARCH\n{was}=======\n{now}>>>>>>> REPLACE\n")
    return "\n".join(out)
