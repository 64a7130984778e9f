"""What is wrong with a file's text, told before it is written: what no reader of its language would take."""

from __future__ import annotations

import ast
import builtins
import json
import tomllib
from pathlib import PurePath

from ..python.script import parsed

_NAMES = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__package__",
    "__spec__",
    "__loader__",
    "__path__",
}

# What the places where such files run bind by themselves: notebooks, Spark.
_NAMES |= frozenset("spark sc dbutils display get_ipython __builtins__ __class__".split())


def fault(path: str, was: str, text: str) -> str:
    """The first thing that is wrong now and was not before, in English for a model; empty where nothing is.

    Templates (`{{ … }}`, `{% … %}`) are no SQL and no YAML yet, and are let pass.
    """
    found = _fault(path, text)
    return (
        found
        if found and not (was and _fault(path, was) and not path.endswith(".py"))
        else _new_names(path, was, text)
    )


def _fault(path: str, text: str) -> str:
    kind = PurePath(path).suffix.lower()
    templated = "{{" in text or "{%" in text
    try:
        if kind == ".py":
            ast.parse(text)
        elif kind == ".json" and text.strip():
            json.loads(text)
        elif kind == ".toml":
            tomllib.loads(text)
        elif kind in (".yaml", ".yml") and not templated:
            _yaml(text)
        elif kind == ".sql" and not templated:
            return _sql(text)
    except SyntaxError as problem:
        line = (problem.text or "").strip()
        return f"line {problem.lineno}: {problem.msg}" + (f": {line[:80]}" if line else "")
    except (ValueError, RecursionError) as problem:
        return str(problem).split("\n")[0][:200]
    return ""


def _yaml(text: str) -> None:
    import yaml

    try:
        for _ in yaml.safe_load_all(text):
            pass
    except yaml.YAMLError as problem:
        raise ValueError(" ".join(str(problem).split())) from problem


def _sql(text: str) -> str:
    """Wrong only where neither dialect we run takes it. Parameters of drivers (:name, %s) are read as such by both."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    said = ""
    for dialect in ("duckdb", "snowflake"):
        try:
            sqlglot.parse(text, dialect=dialect)
            return ""
        except SqlglotError as problem:
            said = said or str(problem).split("\n")[0][:200]
    return said


def _new_names(path: str, was: str, text: str) -> str:
    if not path.endswith(".py"):
        return ""
    missing = undefined(text)
    for name in undefined(was):
        missing.pop(name, None)
    return "; ".join(f"line {line}: undefined name '{name}'" for name, line in missing.items())


def undefined(text: str) -> dict[str, int]:
    """Names that are read somewhere and bound nowhere in the file, with the line; empty where that can't be told."""
    tree = parsed(text)
    scope = _Scope(tree) if tree is not None else None
    return {} if scope is None or scope.open else scope.missing()


_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class _Scope(ast.NodeVisitor):
    """Names by the scope they are bound in; a class's own names are not seen by its functions."""

    def __init__(self, tree: ast.Module) -> None:
        self.open = False
        self._scopes: list[set[str]] = []
        self._missing: dict[str, int] = {}
        self._of_classes: set[int] = set()
        self._kept: list[set[str]] = []
        self._later: list[tuple[_Function, list[set[str]]]] = []
        named = {n for node in ast.walk(tree) if isinstance(node, ast.Global) for n in node.names}
        self._scopes.append(_bound(tree.body) | named)
        # With it annotations are text that nobody evaluates.
        self._texts = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
        for node in tree.body:
            self.visit(node)
        while self._later:
            function, self._scopes = self._later.pop(0)
            self._inside(function)

    def missing(self) -> dict[str, int]:
        return dict(sorted(self._missing.items(), key=lambda item: item[1]))

    def visit_Name(self, node: ast.Name) -> None:
        if (
            isinstance(node.ctx, ast.Load)
            and node.id not in _NAMES
            and not any(node.id in s for s in self._scopes)
        ):
            self._missing.setdefault(node.id, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.open = self.open or any(a.name == "*" for a in node.names)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        self.open = self.open or called in ("exec", "globals")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)
        if not self._texts:
            said = [a.annotation for a in _arguments(node.args)]
            for annotation in filter(None, (*said, node.returns)):
                self.visit(annotation)
        self._later.append((node, [s for s in self._scopes if id(s) not in self._of_classes]))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._later.append((node, [s for s in self._scopes if id(s) not in self._of_classes]))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *(k.value for k in node.keywords)):
            self.visit(part)
        around, own = self._scopes, _bound(node.body)
        self._scopes = [*around, own]
        self._of_classes.add(id(own))
        self._kept.append(own)
        for inner in node.body:
            self.visit(inner)
        self._scopes = around

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        names = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        self._scopes.append(names)
        self.generic_visit(node)
        self._scopes.pop()

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp

    def _inside(self, node: _Function) -> None:
        body: list[ast.stmt] = [ast.Expr(node.body)] if isinstance(node, ast.Lambda) else node.body
        self._scopes = [*self._scopes, {a.arg for a in _arguments(node.args)} | _bound(body)]
        for inner in body:
            self.visit(inner)


def _arguments(of: ast.arguments) -> list[ast.arg]:
    rest = [a for a in (of.vararg, of.kwarg) if a is not None]
    return [*of.posonlyargs, *of.args, *of.kwonlyargs, *rest]


def _bound(body: list[ast.stmt]) -> set[str]:
    """Names that statements bind in their own scope, those under `if`, `for`, `with` and `try` included."""
    out: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                out.add(node.name)
                # What is bound in there is not bound here; walrus in its decorators is rare enough.
                continue
            case ast.Import() | ast.ImportFrom():
                out |= {(a.asname or a.name).split(".")[0] for a in node.names}
            case ast.Name(ctx=ast.Store() | ast.Del()):
                out.add(node.id)
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                out.add(name)
            case ast.MatchMapping(rest=str(name)):
                out.add(name)
            case ast.Global() | ast.Nonlocal():
                out |= set(node.names)
            case ast.Lambda():
                continue
        stack.extend(ast.iter_child_nodes(node))
    return out
