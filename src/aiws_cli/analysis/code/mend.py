"""Mending a file that a model wrote whole: what it left out without being asked is put back, what it forgot is added.

A small model that is to change one function gives back that function and forgets the others. What stood there and was
not to go stays; each mend is told. Text that is no Python comes out as it went in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from ..python.script import parsed
from .faults import undefined

# What scripts of data people begin with, by the name that is missing.
_IMPORTS = {
    "pd": "import pandas as pd",
    "np": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "Path": "from pathlib import Path",
    "datetime": "from datetime import datetime",
    "timedelta": "from datetime import timedelta",
    "date": "from datetime import date",
    "defaultdict": "from collections import defaultdict",
    "Counter": "from collections import Counter",
    "Decimal": "from decimal import Decimal",
    "dataclass": "from dataclasses import dataclass",
    "Any": "from typing import Any",
    "Optional": "from typing import Optional",
} | {
    m: f"import {m}"
    for m in "argparse csv json os sys re math io time logging random statistics itertools functools collections shutil subprocess"
    " sqlite3 glob decimal pytest duckdb calendar textwrap string".split()
}
_Def = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def mended(was: str, text: str, request: str, *, removes: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The new text of a Python file that was `was` ("" for a new one), and what was mended as (rule, what).

    `removes` says that the request takes something away: then nothing it names is put back.
    """
    done: list[tuple[str, str]] = []
    for rule, function in _RULES:
        text, what = function(was, text, request, removes)
        if what:
            done.append((rule, what))
    return text, tuple(done)


def _kept(was: str, text: str, request: str, removes: bool) -> tuple[str, str]:
    """Definitions that are gone are put back where they stood, and all else with them where only definitions came."""
    old, new = parsed(was), parsed(text)
    if old is None or new is None or not old.body:
        return text, ""
    before, after = _definitions(old), _definitions(new)
    bodies = {ast.dump(ast.Module(_body(node), [])) for name, node in after.items() if name not in before}
    gone = [
        name
        for name, node in before.items()
        if name not in after
        and not (removes and _speaks_of(request, name))
        and ast.dump(ast.Module(_body(node), [])) not in bodies
    ]
    # As many new names as old ones went: they are called otherwise now.
    fresh = [name for name in after if name not in before]
    if gone and len(fresh) >= len(gone):
        return text, ""
    snippet = (
        all(isinstance(node, (*_Def, ast.Import, ast.ImportFrom)) or _is_text(node) for node in new.body)
        and bool(after)
        and set(after) <= set(before)
        and any(
            not isinstance(node, (*_Def, ast.Import, ast.ImportFrom)) and not _is_text(node)
            for node in old.body
        )
    )
    if snippet:
        return _replaced(was, text, old, new), ", ".join(gone) or "…"
    for name in gone:
        text = _put_back(was, text, before, name)
    start = next((n for n in old.body if _starts(n)), None)
    if start is not None and not removes and not any(_starts(n) for n in new.body):
        block = was.split("\n")[start.lineno - 1 : start.end_lineno]
        text = text.rstrip("\n") + "\n\n\n" + "\n".join(block) + "\n"
        gone.append("__main__")
    return text, ", ".join(gone)


def _replaced(was: str, text: str, old: ast.Module, new: ast.Module) -> str:
    """The old file with the definitions that came in place of theirs, and imports it had not."""
    lines, after = was.split("\n"), _definitions(new)
    given = text.split("\n")
    for node in reversed(old.body):
        if isinstance(node, _Def) and node.name in after:
            start, end = _span(node)
            first, last = _span(after[node.name])
            lines[start:end] = given[first:last]
    have = {ast.unparse(n) for n in old.body if isinstance(n, (ast.Import, ast.ImportFrom))}
    fresh = [
        ast.unparse(n)
        for n in new.body
        if isinstance(n, (ast.Import, ast.ImportFrom)) and ast.unparse(n) not in have
    ]
    return _with_imports("\n".join(lines), fresh)


def _put_back(was: str, text: str, before: dict[str, ast.stmt], name: str) -> str:
    """One definition, behind the one it followed; at the end where that is not there."""
    tree = parsed(text)
    if tree is None:
        return text
    names = list(before)
    start, end = _span(before[name])
    block = was.split("\n")[start:end]
    lines, here = text.rstrip("\n").split("\n"), _definitions(tree)
    for earlier in reversed(names[: names.index(name)]):
        if earlier in here:
            at = _span(here[earlier])[1]
            lines[at:at] = ["", "", *block]
            return "\n".join(lines) + "\n"
    later = next((here[n] for n in names[names.index(name) + 1 :] if n in here), None)
    at = _span(later)[0] if later is not None else len(lines)
    lines[at:at] = [*block, "", ""] if later is not None else ["", "", *block]
    return "\n".join(lines) + "\n"


def _imports(was: str, text: str, request: str, removes: bool) -> tuple[str, str]:
    """Names that are used and come from nowhere: the import that stood there, or the one everybody writes."""
    missing = undefined(text)
    if not missing:
        return text, ""
    stood: dict[str, str] = {}
    if (old := parsed(was)) is not None:
        for node in old.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for alias in node.names:
                    one = (
                        ast.Import([alias])
                        if isinstance(node, ast.Import)
                        else ast.ImportFrom(node.module, [alias], node.level)
                    )
                    stood[(alias.asname or alias.name).split(".")[0]] = ast.unparse(one)
    lines = [line for name in sorted(missing) if (line := stood.get(name) or _IMPORTS.get(name))]
    return (_with_imports(text, lines), ", ".join(lines)) if lines else (text, "")


_RULES: tuple[tuple[str, Callable[[str, str, str, bool], tuple[str, str]]], ...] = (
    ("kept", _kept),
    ("import", _imports),
)


def _with_imports(text: str, new: list[str]) -> str:
    """Imports below those there are; without any, below the docstring."""
    tree = parsed(text)
    if not new or tree is None:
        return text
    at = 0
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) or (at == 0 and _is_text(node)):
            at = node.end_lineno or 0
        elif at:
            break
    lines = text.split("\n")
    first = bool(tree.body) and not any(isinstance(n, (ast.Import, ast.ImportFrom)) for n in tree.body)
    block = ["", *new] if first and at else [*new, "", ""] if first else list(new)
    lines[at:at] = block
    return "\n".join(lines)


def _definitions(tree: ast.Module) -> dict[str, ast.stmt]:
    return {node.name: node for node in tree.body if isinstance(node, _Def)}


def _starts(node: ast.stmt) -> bool:
    """`if __name__ == "__main__":`"""
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _body(node: ast.stmt) -> list[ast.stmt]:
    assert isinstance(node, _Def)
    return node.body


def _span(node: ast.stmt) -> tuple[int, int]:
    """First line (from 0) with its decorators and what is written right above, and the line after its last."""
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)]) - 1, node.end_lineno or node.lineno


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _speaks_of(request: str, name: str) -> bool:
    return bool(re.search(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])", request))
