"""The values of mending a script: what a rule may look at and what it hands back; and what rules share of reading code."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...core.answer import Mend
from ...core.language import Language, say
from .naming import squeezed
from .script import Column


@dataclass(frozen=True, slots=True)
class Scene:
    """`columns` are those of `df`. `trace` is how the run ended: empty before the first, else Python's traceback."""

    columns: tuple[Column, ...]
    language: Language
    trace: str = ""

    def reason(self, key: str, **slots: str | int) -> str:
        """The text `python.mend.<key>` in the asker's language."""
        return say(f"python.mend.{key}", self.language, default=None, **slots)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(c.name for c in self.columns)

    @property
    def error(self) -> str:
        """The traceback's last line: the kind of error and what it says."""
        lines = [line for line in self.trace.splitlines() if line.strip() and not line.startswith(" ")]
        return lines[-1].strip() if lines else ""

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)


RuleFunction = Callable[[ast.Module, Scene], tuple[ast.Module, tuple[str, ...]]]
"""May change the tree it is given (it is a private copy); reasons are empty exactly when nothing changed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of correction. `name` is what answers and events call it; `after` says that it reads a traceback."""

    name: str
    function: RuleFunction
    after: bool = False


@dataclass(frozen=True, slots=True)
class Mended:
    """A script's body after mending, and why."""

    body: str
    mends: tuple[Mend, ...]


_ALIKE = 0.82


def nearest(word: str, columns: Sequence[Column]) -> Column | None:
    """The one column a wrong name stands for: by business name, by case, by spelling; None where two could be meant."""
    wanted = squeezed(word)
    if not wanted:
        return None
    same = [c for c in columns if wanted in (squeezed(c.name), squeezed(c.label))]
    if same:
        return same[0] if len(same) == 1 else None
    # Part of one name and of no other: balance for deposit_balance, 잔액 for 예금 잔액.
    part = [
        c for c in columns if len(wanted) >= 2 and (wanted in squeezed(c.name) or wanted in squeezed(c.label))
    ]
    if len(part) == 1:
        return part[0]
    scored = sorted(
        ((max(_alike(wanted, squeezed(c.name)), _alike(wanted, squeezed(c.label))), c) for c in columns),
        key=lambda pair: -pair[0],
    )
    if not scored or scored[0][0] < _ALIKE:
        return None
    return scored[0][1] if len(scored) == 1 or scored[0][0] - scored[1][0] > 0.05 else None


def _alike(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio() if a and b else 0.0


def root(node: ast.AST) -> str:
    """The name a chain of calls, attributes and subscripts begins with; empty where it is no name."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def method(node: ast.AST) -> str:
    """What a call is called, without what it is called on; empty where it is no call of a name."""
    if not isinstance(node, ast.Call):
        return ""
    return (
        node.func.attr
        if isinstance(node.func, ast.Attribute)
        else node.func.id
        if isinstance(node.func, ast.Name)
        else ""
    )


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call, in no order that matters."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.Call))


def texts(node: ast.AST | None) -> Iterator[ast.Constant]:
    """The strings a node is, or a list or tuple of them holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, (ast.List, ast.Tuple)):
        for element in node.elts:
            yield from texts(element)


def bound(tree: ast.Module) -> set[str]:
    """Names the code gives something to: assigned, imported, defined, looped over, arguments."""
    out: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            out.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            out.add(node.name)
        elif isinstance(node, ast.alias):
            out.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.arg):
            out.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            out.add(node.name)
    return out


def used(tree: ast.AST) -> set[str]:
    """Names the code reads."""
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def statement(code: str) -> ast.stmt:
    """One statement of ours."""
    return ast.parse(code).body[0]
