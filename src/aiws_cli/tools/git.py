"""Tools on the git repository one works in: what is changed, what was, a commit, a branch. Nothing is pushed here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from ..core.deeds import Deed
from ..core.safe_git import GitFailed, run_git
from ..core.untrusted import clean
from .editing import Planned
from .files import folder_of, same
from .places import place
from .registry import Tool, ToolContext, ToolError, ToolResult, tool
from .text_files import FileRefused, read_text

_CHARS = 6_000
_LOG = 15
_FILES = 1_000
# The whole of what a file's content was and is stands in the head of its part, also of one that is no text.
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "--relative")
_IN_CONFLICT = frozenset("DD AU UD UA DU AA UU".split())
_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}
"""What git leaves in its folder while it is in the middle of something, and what that is."""
_BRANCH = re.compile(r"^(?!-)(?!.*(?:\.\.|@\{|//|\.lock$|/$|\.$))[^\x00-\x20\x7f~^:?*\[\\]{1,200}$")


def _deed_of_status(context: ToolContext) -> Deed:
    return Deed("", "read", {}, "git status")


@tool("git_status", effect="read", deed=_deed_of_status)
def git_status(context: ToolContext) -> ToolResult:
    """Branch and changed files."""
    text = _git(context, "status", "--short", "--branch", "--untracked-files=normal")
    return ToolResult(_cut(text) or "nothing changed", text.split("\n", 1)[0])


def _deed_of_diff(context: ToolContext, path: str = "") -> Deed:
    return Deed("", "read", {}, path or "git diff", reads=_named(path))


@tool("git_diff", effect="read", deed=_deed_of_diff)
def git_diff(context: ToolContext, path: str = "") -> ToolResult:
    """Changes since the last commit, of all files or one."""
    base, only = _base(context), ("--", path) if path else ()
    listed = _git(context, "diff", "--no-ext-diff", "--name-only", "-z", "--relative", base, *only)
    shown = [name for name in listed.split("\0") if name and _may_be_seen(context, name)]
    text = _git(context, *_DIFF, base, "--", *shown[:_FILES]) if shown else ""
    return ToolResult(_cut(text) or "no difference", f"{text.count(chr(10))} lines")


def _deed_of_log(context: ToolContext, path: str = "") -> Deed:
    return Deed("", "read", {}, path or "git log", reads=_named(path))


@tool("git_log", effect="read", deed=_deed_of_log)
def git_log(context: ToolContext, path: str = "") -> ToolResult:
    """The last commits, of all files or one."""
    only = ("--", path) if path else ()
    text = _git(context, "log", f"-{_LOG}", "--date=short", "--format=%h %ad %an: %s", *only)
    return ToolResult(_cut(text) or "no commit", f"{text.count(chr(10))}")


def _to_commit(context: ToolContext, paths: str) -> dict[str, str]:
    """The files named, else all that this session has changed: those that differ from the last commit, with git's two letters.

    Raises ToolError, in the middle of a merge and the like too: only a person can say how that ends.
    """
    folder = folder_of(context)
    _finished(context)
    named = [p.strip() for p in re.split(r"[\n,]", paths) if p.strip()] or sorted(folder.changed)
    for name in named:
        if not _may_be_seen(context, name):
            raise ToolError(tool="git_commit", detail=f"{name} is outside of the folder")
    listed = _git(
        context, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *named
    )
    # Git names them from the top of the repository, wherever one is.
    above = _git(context, "rev-parse", "--show-prefix").removesuffix("\n")
    found = {e[3:].removeprefix(above): e[:2] for e in listed.split("\0") if e} if named else {}
    if not found:
        raise ToolError(tool="git_commit", detail="nothing to commit")
    for name in found:
        if not _may_be_seen(context, name):
            raise ToolError(tool="git_commit", detail=f"{name} is protected; name the files to commit")
    torn = [name for name, state in found.items() if state in _IN_CONFLICT]
    if torn:
        raise ToolError(tool="git_commit", detail=f"{', '.join(torn)}: both sides of a conflict stand there")
    return found


def _finished(context: ToolContext) -> None:
    """Raises ToolError while the repository is in the middle of a merge, rebase, cherry-pick or revert."""
    where = folder_of(context).path / _git(context, "rev-parse", "--git-dir").removesuffix("\n")
    for name, what in _UNFINISHED.items():
        if (where / name).exists():
            detail = f"a {what} is not finished here; a person ends it (git {what} --abort takes it back)"
            raise ToolError(tool="git_commit", detail=detail, shape=f"a {what} is not finished here")


def _message(context: ToolContext, message: str) -> str:
    """The message with its trailers: who wrote it with whom, and the session it came of."""
    said = clean(message).strip()
    if not said:
        raise ToolError(tool="git_commit", detail="the message is empty")
    trailers = [f"Assisted-by: aiws ({context.evidence.get('model') or 'rules'})"]
    if context.evidence.get("session_id"):
        trailers.append(f"Aiws-Session: {context.evidence['session_id']}")
    return f"{said}\n\n" + "\n".join(trailers) + "\n"


def _deed_of_commit(context: ToolContext, message: str, paths: str = "") -> Deed:
    """The message, the files, and all of what changes in them."""
    return Deed("", "write", {}, _commit(context, message, _to_commit(context, paths)))


def _commit(context: ToolContext, message: str, files: Mapping[str, str]) -> str:
    new = [_new(folder_of(context).path, name) for name, state in files.items() if state == "??"]
    diff = _git(context, *_DIFF, _base(context), "--", *files)
    return "\n".join((_message(context, message), *files, "", diff, *new))


def _new(folder: Path, name: str) -> str:
    """All of a file git does not know yet; of one that is no text the digest."""
    try:
        return Planned(Path(name), None, read_text(folder, Path(name)).text).diff()
    except FileRefused as problem:
        if not (folder / name).is_file() or (folder / name).is_symlink():
            return f"new: {name}"
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return f"new: {name} ({problem.slots['why']}, sha256 {digest})"


@tool("git_commit", effect="write", deed=_deed_of_commit)
def git_commit(context: ToolContext, message: str, paths: str = "") -> ToolResult:
    """Commit the files you changed, or those named, with a message."""
    files = _to_commit(context, paths)
    same(context, _commit(context, message, files))
    _git(context, "add", "--", *files)
    text = _message(context, message).encode()
    _git(context, "commit", "--quiet", "--only", "--file=-", "--cleanup=verbatim", "--", *files, stdin=text)
    head = _git(context, "log", "-1", "--format=%h %s").strip()
    folder_of(context).changed.difference_update(files)
    return ToolResult(f"committed: {head}", head)


def _deed_of_branch(context: ToolContext, name: str) -> Deed:
    return Deed("", "write", {}, f"git switch --create {name}")


@tool("git_branch", effect="write", deed=_deed_of_branch)
def git_branch(context: ToolContext, name: str) -> ToolResult:
    """Make a branch here and switch to it."""
    if not _BRANCH.match(name):
        raise ToolError(tool="git_branch", detail=f"{name!r} can't be a branch's name")
    _git(context, "switch", "--quiet", "--create", name)
    return ToolResult(f"on the new branch {name}", name)


GIT_TOOLS: tuple[Tool, ...] = (git_status, git_diff, git_log, git_commit, git_branch)


def _named(path: str) -> tuple[Path, ...]:
    """The path a tool was given, for the gate. Raises ToolError for one that leads out of the folder."""
    if path and (Path(path).is_absolute() or ".." in Path(path).parts):
        raise ToolError(tool="git", detail=f"{path} is outside of the folder")
    return (Path(path),) if path else ()


def _may_be_seen(context: ToolContext, name: str) -> bool:
    folder = folder_of(context)
    return place(Path(name), folder.path, protected=folder.protected, writing=False) == "inside"


def _git(context: ToolContext, *arguments: str, stdin: bytes = b"") -> str:
    """What git says. Raises ToolError with git's own words where it does not do it, UnsafeRepository."""
    try:
        return run_git(folder_of(context).path, *arguments, stdin=stdin).decode("utf-8", "surrogateescape")
    except GitFailed as problem:
        raise ToolError(tool=f"git {arguments[0]}", detail=str(problem.slots["detail"])) from problem


def _base(context: ToolContext) -> str:
    """What differences are shown against: the last commit, or nothing at all before the first."""
    _git(context, "rev-parse", "--git-dir")
    try:
        _git(context, "rev-parse", "--verify", "--quiet", "HEAD")
    except ToolError:
        return _git(context, "hash-object", "-t", "tree", "--stdin").strip()
    return "HEAD"


def _cut(text: str) -> str:
    shown = clean(text).rstrip("\n")
    return shown if len(shown) <= _CHARS else f"{shown[:_CHARS]}\n… {len(shown) - _CHARS} characters more"
