"""One name for another in all files, by rule: what a model would have to copy out line by line."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Collection, Mapping
from pathlib import PurePath

# Rows of data keep their headers: who renames a column of a file changes the data.
_DATA = frozenset(".csv .tsv .xlsx .parquet .lock .jsonl .ipynb".split())


def renamed(files: Mapping[str, str], old: str, new: str, *, within: Collection[str] = ()) -> dict[str, str]:
    """Path → new text of the files (path → text) where `old` stood as a name.

    `within` are the files the request names, where it does not say everywhere: what one file defines is renamed wherever
    it is used all the same, other names in these alone. Empty where a rule can't tell: nothing is called so, more than one
    file defines it, a plain word is used in several files, or the new name is taken already.
    """
    looked = {p: t for p, t in files.items() if PurePath(p).suffix.lower() not in _DATA}
    whole = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(old)}(?![A-Za-z0-9_])")
    taken = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(new)}(?![A-Za-z0-9_])")
    holding = {p: t for p, t in looked.items() if whole.search(t)}
    definers = sum(_defines(p, t, old) for p, t in holding.items())
    if not definers and within:
        holding = {p: t for p, t in holding.items() if p in within}
    # `rate` is a word as well: in prose and comments it stays, unless it is written as code.
    distinct = "_" in old or any(c.isdigit() for c in old) or old != old.lower()
    unclear = definers > 1 or (not definers and not distinct and len(holding) > 1)
    if not holding or unclear or any(taken.search(t) for t in holding.values()):
        return {}
    out = {}
    for path, text in holding.items():
        changed = whole.sub(new, text) if distinct else _of_word(path, text, old, new)
        if changed != text:
            out[path] = changed
    return out


def _defines(path: str, text: str, name: str) -> bool:
    """Whether it is made here: a function, a class, a variable of a module, a key of a settings file."""
    kind, called = PurePath(path).suffix.lower(), re.escape(name)
    if kind == ".py":
        return bool(
            re.search(
                rf"^(?:async\s+)?(?:def|class)\s+{called}\b|^{called}\s*(?::[^=\n]+)?=(?!=)", text, re.M
            )
        )
    if kind in (".yaml", ".yml", ".json", ".toml"):
        return bool(re.search(rf"^[\s{{-]*[\"']?{called}[\"']?\s*[:=]", text, re.M))
    return False


def _of_word(path: str, text: str, old: str, new: str) -> str:
    if path.endswith(".py"):
        return _in_python(text, old, new)
    if path.endswith(".sql"):
        # Comments and texts in quotes are prose; a name in double quotes is a name.
        piece = re.compile(rf"(--[^\n]*|/\*.*?\*/|'(?:[^']|'')*')|\b{re.escape(old)}\b", re.S)
        return piece.sub(lambda m: m[1] or new, text)
    coded = re.compile(
        rf"(?<=`){re.escape(old)}(?=[`(])|\b{re.escape(old)}(?=\()|(?<=[\w]\.){re.escape(old)}\b"
    )
    return coded.sub(new, text)


def _in_python(text: str, old: str, new: str) -> str:
    """Names alone; strings and comments stay, but for code in backticks."""
    lines = text.splitlines(keepends=True)
    try:
        tokens = [
            t
            for t in tokenize.generate_tokens(io.StringIO(text).readline)
            if t.type == tokenize.NAME and t.string == old
        ]
    except (tokenize.TokenError, SyntaxError):
        return text
    for token in reversed(tokens):
        row, column = token.start
        line = lines[row - 1]
        lines[row - 1] = line[:column] + new + line[column + len(old) :]
    return re.sub(rf"(?<=`){re.escape(old)}(?=[`(])", new, "".join(lines))
