"""@file and @table in a question: what they name goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ...core.errors import UsageError
from ...core.language import say
from ...tools.places import as_named, place
from ...tools.text_files import read_text

DATA_SUFFIXES = (".csv", ".parquet", ".xlsx")
MAX_CHARS = 12_000
"""Of the text of all files named in one question; a small model's window holds no more beside the question."""
MOST = 20
_MENTION = re.compile(r'(?<!\S)@(?:"([^"\n]+)"|([^\s"@]+))')


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A question and what goes with it. In `question` the mentions stand as plain names.

    `files` are data files, absolute; `context` is the text of the others, each under its name; `said` are the lines
    that tell the person what goes along.
    """

    question: str
    files: tuple[Path, ...] = ()
    context: str = ""
    said: tuple[str, ...] = ()


def mentioned(
    line: str, folder: Path, tables: Callable[[], Iterable[str]], protected: tuple[Path, ...] = ()
) -> Mentioned:
    """Find what the line mentions. A particle may stand right behind a name (@sales.csv의).

    A word behind an @ that names nothing stays as it is, unless it looks like a path or a table: then UsageError. So it
    is for a file outside of `folder` or below `protected`. Raises FileRefused for what is no text.
    """
    if "@" not in line:
        return Mentioned(line)
    known = {name.lower(): name for name in tables()}
    files: list[Path] = []
    texts: dict[str, str] = {}
    pinned: list[str] = []

    def name_of(found: re.Match[str]) -> str:
        quoted, bare = found[1], found[2]
        named, rest = (quoted, "") if quoted else _longest(bare, folder, known)
        if not named:
            if "." in bare.strip(".") or "/" in bare:
                raise UsageError(detail=say("repl.mention.none", name=bare))
            return found[0]
        if not quoted and named.lower() in known:
            pinned.append(known[named.lower()])
            return known[named.lower()] + rest
        named = as_named(folder, named)
        if not (folder / named).is_file():
            raise UsageError(detail=say("repl.mention.none", name=named))
        if place(Path(named), folder, protected=protected, writing=False) != "inside":
            raise UsageError(detail=say("repl.mention.outside", name=named))
        if named.lower().endswith(DATA_SUFFIXES):
            files.append((folder / named).absolute())
        else:
            texts[named] = read_text(folder, Path(named)).text
        return named + rest

    question = _MENTION.sub(name_of, line)
    if len(files) + len(texts) > MOST:
        raise UsageError(detail=say("repl.mention.many", most=MOST))
    context, said = _context(texts)
    if files:
        said = (say("repl.mention.data", names=", ".join(p.name for p in dict.fromkeys(files))), *said)
    if pinned:
        said = (say("repl.mention.table", names=", ".join(dict.fromkeys(pinned))), *said)
    return Mentioned(question, tuple(dict.fromkeys(files)), context, said)


def _longest(bare: str, folder: Path, known: dict[str, str]) -> tuple[str, str]:
    """The longest beginning that names a file or a table, and what stands behind it; empty where none does."""
    for end in range(len(bare), 0, -1):
        named = bare[:end]
        if named.lower() in known or _is_file(folder / as_named(folder, named)):
            return named, bare[end:]
    return "", bare


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _context(texts: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    left, parts, said = MAX_CHARS, [], []
    for name, text in texts.items():
        sent = text[:left]
        left -= len(sent)
        parts.append(f"File {name}:\n{sent}")
        cut = len(sent) < len(text)
        key = "repl.mention.cut" if cut else "repl.mention.text"
        said.append(say(key, name=name, chars=len(sent), total=len(text)))
    return "\n\n".join(parts), tuple(said)
