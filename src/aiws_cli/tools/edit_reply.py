"""The changes of files a model wrote into its reply: SEARCH/REPLACE blocks, whole files in fences, unified diffs.

Small models write the right lines in the wrong frame: the path inside of the fence, markers of other lengths, a fence that
never closes. What can only mean one thing is read; what leaves something out ("... existing code ...") is refused,
because taking it at its word would delete the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import ClassVar

from ..core.errors import Actor, AiwsError
from ..core.language import Language, say
from ..core.messages import without_thinking
from ..core.patterns import when_needed


class ReplyRefused(AiwsError):
    """A reply whose changes can't be read. Slots: why (no_path, unknown_path, unclosed, elided, twice), what."""

    code: ClassVar[str] = "edit_reply"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"

    def message(self, language: Language | None = None) -> str:
        return say(f"tools.edit.reply.{self.slots['why']}", language, **self.slots)


@dataclass(frozen=True, slots=True)
class Change:
    """`search` replaced by `replace` in the file `path`; with `search` None the whole file becomes `replace`."""

    path: str
    search: str | None
    replace: str


def changes(
    reply: str, known: Sequence[str] = (), expected: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """The changes of a reply, in order; empty where it holds none.

    `known` are the files the conversation has read: a path that names one of them by its end means it, and where there is
    only one, a block without a path does. `expected` (path → text) are the files this reply was to change: then a fence
    without a path is one of them, where there can be no doubt which. Raises ReplyRefused.
    """
    lines = without_thinking(reply).replace("\r\n", "\n").split("\n")
    blocks = list(_blocks(lines, known))
    out = [_resolved(change, known) for change, _ in blocks]
    # Of a file that is changed in places, a fence besides shows how it looks.
    placed = {c.path for c in out}
    unnamed = []
    for fence in _fences(_without(lines, [span for _, span in blocks])):
        if _TAKEN not in fence.lines:
            whole_file = [_resolved(c, known) for c in _of_fence(fence, known, placed)]
            out += whole_file
            unnamed += [] if whole_file else [fence]
    if not blocks:
        out += _unnamed(
            unnamed, {p: t for p, t in (expected or {}).items() if p not in {c.path for c in out}}
        )
    whole = [c.path for c in out if c.search is None]
    for path in whole:
        if whole.count(path) > 1:
            raise ReplyRefused(why="twice", what=path)
    for change in out:
        line = next((x for x in change.replace.split("\n") if _ELIDED.match(x)), None)
        if line is not None and (change.search is None or line not in change.search.split("\n")):
            raise ReplyRefused(why="elided", what=line.strip())
    return tuple(out)


_FENCE = when_needed(r"^[ \t]*(`{3,}|~{3,})[ \t]*([^`]*)$")
_SEARCH = when_needed(r"^[ \t]*<{5,9}[ \t]*(?:SEARCH|ORIGINAL|HEAD|OLD)?\b:?[ \t]*(\S.*)?$", re.IGNORECASE)
_DIVIDER = when_needed(r"^[ \t]*={5,9}[ \t]*$")
_REPLACE = when_needed(
    r"^[ \t]*>{5,9}[ \t]*(?:REPLACE|UPDATED|NEW)?\b.*$|^[ \t]*<{5,9}[ \t]*REPLACE[ \t]*$", re.IGNORECASE
)
_COMMENT = r"(?:#|//|--|;|/\*|<!--|\"\"\"|')?"
_ELIDED = when_needed(
    rf"^\s*{_COMMENT}\s*(?:\.\.\.|…)?\s*[\[(<]?"
    r"(?:(?:the\s+)?(?:rest|remainder)\s+of\b.*|(?:existing|unchanged|previous|remaining|other|same)\s+(?:\w+\s+){0,2}(?:code|lines?|content|columns?|functions?|methods?|imports?)\b.*"
    r"|.*(?:remains?|stays?)\s+(?:unchanged|the same)\b.*|(?:code|file)\s+(?:continues|omitted)\b.*"
    r"|(?:나머지|이하|기존|이전|중간|위와)(?:는|은|의|를|을|도)?\s*(?:코드|내용|부분|행|줄|컬럼|함수|동일|같|생략|그대로).*|.*(?:생략|그대로\s*(?:유지|둠|둡니다)))"
    r"\s*(?:\.\.\.|…)?\s*[\])>]?\s*(?:\*/|-->|\"\"\")?\s*$|^\s*(?:\.\.\.|…)\s*$|^\s*(?:#|//|--)\s*(?:\.\.\.|…)\s*$",
    re.IGNORECASE,
)
_PATH = when_needed(
    r"^[\w가-힣.~/\\ +@()-]*[\w가-힣)]\.[A-Za-z0-9_]{1,10}$|^(?:Makefile|Dockerfile|README|LICENSE)$"
)
_MARKDOWN = when_needed(r"\.md\W*$|^(?:md|markdown)\b", re.IGNORECASE)
_LEAD = when_needed(r"^(?:file(?:\s*name|path)?|path|파일(?:명|\s*이름)?|경로)\s*[:=]\s*", re.IGNORECASE)


# Where a block was read; no line of a reply is this one.
_TAKEN = "\n"


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fenced block: what stands after its ticks, its lines, the line above it."""

    info: str
    lines: list[str]
    above: str
    closed: bool = True


def _blocks(lines: list[str], known: Sequence[str]) -> Iterator[tuple[Change, tuple[int, int]]]:
    """SEARCH/REPLACE blocks, in fences or in the open, each with its first line and the one after its last."""
    at, path = 0, ""
    while at < len(lines):
        opened = _SEARCH.match(lines[at])
        if opened is None or _REPLACE.match(lines[at]):
            path = _path_of(lines[at], known) or path
            at += 1
            continue
        path = _path_of(opened[1] or "", known) or path
        divider = _next(lines, at + 1, _DIVIDER)
        if divider is None:
            raise ReplyRefused(why="unclosed", what="=======")
        end = _next(lines, divider + 1, _REPLACE)
        if end is None:
            # A reply that ends with its fence has left out the last marker alone.
            end = next((i for i in range(divider + 1, len(lines)) if _FENCE.match(lines[i])), None)
            if end is None or any(_SEARCH.match(line) for line in lines[divider:end]):
                raise ReplyRefused(why="unclosed", what=">>>>>>> REPLACE")
        # A fence that ends for the marker left out is still the fence's end.
        after = end + 1 if _REPLACE.match(lines[end]) else end
        yield Change(path, _text(lines[at + 1 : divider]), _text(lines[divider + 1 : end])), (at, after)
        at = end + 1


def _next(lines: list[str], start: int, pattern: re.Pattern[str]) -> int | None:
    for i in range(start, len(lines)):
        if pattern.match(lines[i]):
            return i
        if pattern is not _REPLACE and (_SEARCH.match(lines[i]) or _REPLACE.match(lines[i])):
            return None
    return None


def _without(lines: list[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    """The lines with one mark in the place of each span."""
    out, at = [], 0
    for start, after in spans:
        out += [*lines[at:start], _TAKEN]
        at = after
    return out + lines[at:]


def _fences(lines: list[str]) -> Iterator[_Fence]:
    at, above = 0, ""
    while at < len(lines):
        opened = _FENCE.match(lines[at])
        if opened is None:
            above = lines[at] if lines[at].strip() else above
            at += 1
            continue
        end = _end(lines, at, nested=bool(_MARKDOWN.search(f"{opened[2]} {above}")))
        yield _Fence(opened[2].strip(), lines[at + 1 : end], above, closed=end < len(lines))
        at, above = end + 1, ""


def _end(lines: list[str], at: int, *, nested: bool) -> int:
    """The line that closes the fence opened at `at`; behind the last one where none does.

    In Markdown fences stand inside (`nested`): one that says its language opens, and has an end of its own.
    """
    opened = _FENCE.match(lines[at])
    ticks = opened[1] if opened else ""
    depth, first = 0, len(lines)
    for i in range(at + 1, len(lines)):
        line = _FENCE.match(lines[i])
        if line is None or not line[1].startswith(ticks):
            continue
        if line[2].strip():
            depth += nested
        elif depth:
            first, depth = min(first, i), depth - 1
        else:
            return i
    return first


def _of_fence(fence: _Fence, known: Sequence[str], placed: Set[str]) -> Iterator[Change]:
    """The changes of one fence: a diff's hunks, or a whole file where a path says which, but none of those `placed`."""
    language = fence.info.split()[0].lower() if fence.info else ""
    if language in ("diff", "patch") or (fence.lines and fence.lines[0].startswith("--- ")):
        yield from (c for c in _hunks(fence, known) if _resolved(c, known).path not in placed)
        return
    rest = fence.info.split(None, 1)[1] if len(fence.info.split(None, 1)) > 1 else fence.info
    path = _path_of(rest, known) or _path_of(fence.above, known)
    lines = fence.lines
    # Its own path as a first comment is the frame's, not the file's.
    if lines and (inside := _path_of(lines[0].lstrip("#/- ").rstrip("*/ "), known)) and path in ("", inside):
        path, lines = inside, lines[1:]
    if not path or _resolved(Change(path, None, ""), known).path in placed:
        return
    # A fence that begins once more behind its own path.
    if lines and (again := _FENCE.match(lines[0])) is not None and again[2].strip():
        lines = lines[1:]
    if not any(line.strip() for line in lines) and path in known:
        raise ReplyRefused(why="elided", what=path)
    if not fence.closed:
        raise ReplyRefused(why="unclosed", what="```")
    yield Change(path, None, _text(lines))


_ENDINGS = {
    "python": (".py",), "py": (".py",), "sql": (".sql",), "yaml": (".yaml", ".yml"), "yml": (".yaml", ".yml"),
    "json": (".json",), "toml": (".toml",), "markdown": (".md",), "md": (".md",), "csv": (".csv",), "html": (".html",),
    "bash": (".sh",), "sh": (".sh",), "shell": (".sh",), "ini": (".ini", ".cfg"), "text": (".txt",), "txt": (".txt",),
}  # fmt: skip
# A whole file keeps most of what it was; less than this of its words is an example or a piece.
_KEPT = 0.4
_WORDS = when_needed(r"\w+")


def _unnamed(fences: Sequence[_Fence], left: Mapping[str, str]) -> list[Change]:
    """Whole files in fences without a path: told by their kind, then by their first line, then by what is left over."""
    open_ = dict(left)
    waiting = []
    for fence in fences:
        endings = _ENDINGS.get(fence.info.split()[0].lower() if fence.info else "")
        fitting = [p for p in open_ if endings is None or p.endswith(endings)]
        if fence.lines and (fence.info or len(fences) == 1) and fitting and fence.closed:
            waiting.append((fence, fitting))
    out = []
    for fence, fitting in waiting:
        head = _first(fence.lines)
        same = [p for p in fitting if _first(open_.get(p, "").split("\n")) == head and p in open_]
        if len(same) == 1 and _is_rewritten(fence, open_[same[0]]):
            out.append(Change(same[0], None, _text(fence.lines)))
            del open_[same[0]]
    done = {c.replace for c in out}
    rest = [(f, [p for p in fit if p in open_]) for f, fit in waiting if _text(f.lines) not in done]
    rest = [(f, fit) for f, fit in rest if fit]
    if len(rest) == 1 and len(rest[0][1]) == 1 and _is_rewritten(rest[0][0], open_[rest[0][1][0]]):
        out.append(Change(rest[0][1][0], None, _text(rest[0][0].lines)))
    elif rest and not out:
        raise ReplyRefused(why="no_path", what=", ".join(left))
    return out


def _is_rewritten(fence: _Fence, was: str) -> bool:
    """Whether so many words of the file are there again that it can only be the file."""
    old = set(_WORDS.findall(was))
    return not old or len(old & set(_WORDS.findall("\n".join(fence.lines)))) >= _KEPT * len(old)


def _first(lines: Sequence[str]) -> str:
    return next((line.strip() for line in lines if line.strip()), "")


def _hunks(fence: _Fence, known: Sequence[str]) -> Iterator[Change]:
    path = _path_of(fence.above, known)
    old: list[str] = []
    new: list[str] = []
    changed = False
    for line in [*fence.lines, "@@"]:
        if line.startswith("@@") or line.startswith("--- "):
            if changed:
                yield Change(path, _text(old) if old else None, _text(new))
            old, new, changed = [], [], False
            continue
        if line.startswith("+++ "):
            path = _path_of(line[4:].split("\t")[0].removeprefix("b/"), known) or path
        elif line.startswith("+"):
            new.append(line[1:])
            changed = True
        elif line.startswith("-"):
            old.append(line[1:])
            changed = True
        elif not line.startswith("\\"):
            old.append(line[1:] if line.startswith(" ") else line)
            new.append(line[1:] if line.startswith(" ") else line)


def _path_of(text: str, known: Sequence[str]) -> str:
    """The path a line names and nothing else; empty where it does not."""
    fence = _FENCE.match(text)
    if fence is not None:
        words = fence[2].split()
        return next((w for w in reversed(words) if _PATH.match(w)), "")
    line = text.strip().lstrip("#").strip()
    named = _LEAD.sub("", line.strip("*").strip())
    bare = named.strip("`*\"':").strip()
    if not _PATH.match(bare) or len(bare) > 200:
        return ""
    # "python t.py" and "See t.py" are no paths; one with blanks in it has to be marked as one.
    marked = bare != line or bare in known
    return bare if marked or " " not in bare else ""


def _resolved(change: Change, known: Sequence[str]) -> Change:
    if not change.path:
        if len(known) != 1:
            raise ReplyRefused(why="no_path", what=", ".join(known))
        return Change(known[0], change.search, change.replace)
    if change.path in known:
        return change
    ends = [k for k in known if k.endswith("/" + change.path) or change.path.endswith("/" + k)]
    return Change(ends[0], change.search, change.replace) if len(ends) == 1 else change


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""
