"""Tools on the git repository one works in: what is changed, what was, a commit, a branch. Nothing is pushed here."""

from __future__ import annotations

import re
from pathlib import Path

from ..core.deeds import Deed
from ..core.safe_git import GitFailed, run_git
from ..core.untrusted import clean
from .files import folder_of
from .places import place
from .registry import Tool, ToolContext, ToolError, ToolResult, tool

_CHARS = 6_000
_LOG = 15
_BRANCH = re.compile(r"^(?!-)(?!.*(?:\.\.|@\{|//|\.lock$|/$|\.$))[^\x00-\x20\x7f~^:?*\[\\]{1,200}$")


def _deed_of_status(context: ToolContext) -> Deed:
    return Deed("", "read", {}, "git status")


@tool("git_status", effect="read", deed=_deed_of_status)
def git_status(context: ToolContext) -> ToolResult:
    """Branch and changed files."""
    text = _git(context, "status", "--short", "--branch", "--untracked-files=normal")
    return ToolResult(_cut(text) or "nothing changed", text.split("\n", 1)[0])


def _deed_of_diff(context: ToolContext, path: str = "") -> Deed:
    return Deed("", "read", {}, path or "git diff")


@tool("git_diff", effect="read", deed=_deed_of_diff)
def git_diff(context: ToolContext, path: str = "") -> ToolResult:
    """Changes since the last commit, of all files or one."""
    only = ("--", path) if path else ()
    text = _git(context, "diff", "--no-ext-diff", "--no-textconv", "--no-color", _base(context), *only)
    return ToolResult(_cut(text) or "no difference", f"{text.count(chr(10))} lines")


def _deed_of_log(context: ToolContext, path: str = "") -> Deed:
    return Deed("", "read", {}, path or "git log")


@tool("git_log", effect="read", deed=_deed_of_log)
def git_log(context: ToolContext, path: str = "") -> ToolResult:
    """The last commits, of all files or one."""
    only = ("--", path) if path else ()
    text = _git(context, "log", f"-{_LOG}", "--date=short", "--format=%h %ad %an: %s", *only)
    return ToolResult(_cut(text) or "no commit", f"{text.count(chr(10))}")


def _to_commit(context: ToolContext, paths: str) -> tuple[str, ...]:
    """The files named, else all that this session has changed; those that differ from the last commit."""
    folder = folder_of(context)
    named = [p.strip() for p in re.split(r"[\n,]", paths) if p.strip()] or sorted(folder.changed)
    for name in named:
        if place(Path(name), folder.path, protected=folder.protected, writing=True) != "inside":
            raise ToolError(tool="git_commit", detail=f"{name} is outside of the folder")
    listed = _git(
        context, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *named
    )
    found = tuple(entry[3:] for entry in listed.split("\0") if entry) if named else ()
    if not found:
        raise ToolError(tool="git_commit", detail="nothing to commit")
    return found


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
    files = _to_commit(context, paths)
    diff = _git(context, "diff", "--no-ext-diff", "--no-textconv", "--no-color", _base(context), "--", *files)
    return Deed("", "write", {}, f"{_message(context, message)}\n{chr(10).join(files)}\n\n{diff}")


@tool("git_commit", effect="write", deed=_deed_of_commit)
def git_commit(context: ToolContext, message: str, paths: str = "") -> ToolResult:
    """Commit the files you changed, or those named, with a message."""
    files = _to_commit(context, paths)
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
