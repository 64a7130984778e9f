"""What a model would say to do a task: its solution in the forms that models write changes in."""

from __future__ import annotations

import difflib
from pathlib import Path

from aiws_cli.core.messages import Reply, ToolCall

from .scoring import Task, files

FORMS = ("whole", "blocks", "call")
_AROUND = 3


def reply(task: Task, form: str) -> Reply:
    """The task's solution as a reply in that form: whole files, blocks, or calls that nobody offered."""
    before, after = files(task.folder / "input"), task.solution()
    changed = [p for p in after if before.get(p) != after[p]]
    if form == "call":
        calls = [
            ToolCall(f"call_{n}", "edit_file", {"path": p, "change": _whole(after[p])})
            for n, p in enumerate(changed)
        ]
        return Reply("", tuple(calls), stop="tool_calls")
    if form == "blocks":
        said = "\n".join(
            _blocks(p, before[p], after[p]) if p in before else _fence(p, after[p]) for p in changed
        )
        return Reply(f"다음과 같이 고칩니다.\n\n{said}")
    return Reply("Here are the files:\n\n" + "\n".join(_fence(p, after[p]) for p in changed))


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
