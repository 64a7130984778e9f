"""Mending by what a script calls: data it makes up or reads, drawings, imports, calls that pandas no longer has."""

from __future__ import annotations

import ast
import re

from .scene import Scene, bound, calls, method, root, statement, used

Result = tuple[ast.Module, tuple[str, ...]]

_READERS = re.compile(r"read_\w+")
_DRAWING = frozenset("matplotlib seaborn plotly altair bokeh pylab".split())
_DRAWN_WITH = frozenset("plt sns px go alt fig ax axes axs pyplot figure".split())
_DRAWS = frozenset("plot hist boxplot scatter show savefig".split())
GIVEN = frozenset(("pd", "np", "df", "duckdb"))
"""Names the frame gives."""


def mend_made_data(tree: ast.Module, scene: Scene) -> Result:
    """`df` is there: reading a file for it, or writing rows down that nobody gave, would take its place."""
    reasons: list[str] = []
    kept = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "df" for t in node.targets
        ):
            value = node.value
            name = method(value)
            made = (
                name == "DataFrame"
                and root(value) in ("pd", "pandas", "DataFrame")
                and "df" not in used(value)
            )
            if root(value) in ("pd", "pandas") and (_READERS.fullmatch(name) or made):
                reasons.append(scene.reason("made_data" if made else "read"))
                continue
        kept.append(node)
    tree.body = kept
    return tree, tuple(dict.fromkeys(reasons))


class _Drawings(ast.NodeTransformer):
    def __init__(self, names: set[str]) -> None:
        self.names, self.dropped = names, 0

    def _drop(self, node: ast.stmt) -> ast.stmt | None:
        self.dropped += 1
        return None

    def visit_Import(self, node: ast.Import) -> ast.stmt | None:
        kept = [a for a in node.names if a.name.partition(".")[0] not in _DRAWING]
        if len(kept) == len(node.names):
            return node
        if not kept:
            return self._drop(node)
        node.names = kept
        self.dropped += 1
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | None:
        return self._drop(node) if (node.module or "").partition(".")[0] in _DRAWING else node

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | None:
        return self._drop(node) if self._draws(node.value) else node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | None:
        return self._drop(node) if isinstance(node.value, ast.Call) and self._draws(node.value) else node

    def _draws(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        chain = {n.attr for n in ast.walk(node.func) if isinstance(n, ast.Attribute)}
        return root(node) in self.names or bool(chain & _DRAWS)


def mend_drawings(tree: ast.Module, scene: Scene) -> Result:
    """A chart is drawn from the table that comes out, not in the sandbox."""
    names = {n for n in _DRAWN_WITH if n not in GIVEN}
    drawing = _Drawings(names)
    changed = drawing.visit(tree)
    return changed, (scene.reason("drawing"),) if drawing.dropped else ()


_MODULES = frozenset(
    "math random statistics re itertools collections json decimal datetime calendar functools".split()
)
_PARTS = {
    "Counter": "collections",
    "defaultdict": "collections",
    "combinations": "itertools",
    "product": "itertools",
    "timedelta": "datetime",
    "date": "datetime",
    "Decimal": "decimal",
    "relativedelta": "",
    "sqrt": "math",
}
_OTHER_NAMES = {"pandas": "import pandas", "numpy": "import numpy"}


def mend_imports(tree: ast.Module, scene: Scene) -> Result:
    """Names of Python's own library that are used and nowhere imported."""
    missing = sorted(used(tree) - bound(tree) - GIVEN)
    added, names = [], []
    for name in missing:
        if name == "datetime":
            inside = any(
                isinstance(n, ast.Attribute)
                and n.attr in ("datetime", "timedelta", "date")
                and root(n) == name
                for n in ast.walk(tree)
            )
            added.append("import datetime" if inside else "from datetime import datetime")
        elif name in _MODULES:
            added.append(f"import {name}")
        elif _PARTS.get(name):
            added.append(f"from {_PARTS[name]} import {name}")
        elif name in _OTHER_NAMES:
            added.append(_OTHER_NAMES[name])
        else:
            continue
        names.append(name)
    if not added:
        return tree, ()
    tree.body[:0] = [statement(line) for line in added]
    return tree, (scene.reason("import", names=", ".join(names)),)


def mend_unused_imports(tree: ast.Module, scene: Scene) -> Result:
    """A library that is not in the sandbox and that nothing uses need not stop the script."""
    there = used(tree)
    gone: list[str] = []
    kept: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
            names = {(a.asname or a.name).partition(".")[0] for a in node.names}
            if module.partition(".")[0] in _FOREIGN and not names & there:
                gone.append(module)
                continue
        kept.append(node)
    tree.body = kept
    return tree, (scene.reason("unused_import", names=", ".join(gone)),) if gone else ()


_FOREIGN = frozenset(
    "scipy sklearn statsmodels polars pyarrow openpyxl tabulate xgboost lightgbm torch tensorflow IPython".split()
)

# scikit-learn is not in the sandbox; the least squares it would compute are numpy's as well.
_LEAST_SQUARES = """
class LinearRegression:
    def fit(self, X, y):
        X = np.asarray(X, dtype=float).reshape(len(X), -1)
        solved = np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), np.asarray(y, dtype=float).ravel(), rcond=None)
        self.intercept_, self.coef_ = solved[0][0], solved[0][1:]
        return self

    def predict(self, X):
        X = np.asarray(X, dtype=float).reshape(len(X), -1)
        return self.intercept_ + X @ self.coef_

    def score(self, X, y):
        y = np.asarray(y, dtype=float).ravel()
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()
"""


def mend_least_squares(tree: ast.Module, scene: Scene) -> Result:
    """`LinearRegression` of scikit-learn, which is not there, by numpy."""
    at = next(
        (
            n
            for n in tree.body
            if isinstance(n, ast.ImportFrom)
            and n.module == "sklearn.linear_model"
            and [(a.name, a.asname) for a in n.names] == [("LinearRegression", None)]
        ),
        None,
    )
    if at is None:
        return tree, ()
    tree.body[tree.body.index(at)] = statement(_LEAST_SQUARES)
    return tree, (scene.reason("least_squares"),)


def mend_ranks(tree: ast.Module, scene: Scene) -> Result:
    """Spearman's coefficient of two columns wants SciPy, which is not there: it is the correlation of their ranks."""
    done = False
    for call in calls(tree):
        said = [
            k
            for k in call.keywords
            if k.arg == "method" and isinstance(k.value, ast.Constant) and k.value.value == "spearman"
        ]
        if method(call) == "corr" and said and len(call.args) == 1 and isinstance(call.func, ast.Attribute):
            call.func.value = _ranked(call.func.value)
            call.args = [_ranked(call.args[0])]
            call.keywords = [k for k in call.keywords if k not in said]
            done = True
    return tree, (scene.reason("ranks"),) if done else ()


def _ranked(node: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(node, "rank", ast.Load()), [], [])


_RENAMED = {"iteritems": "items", "applymap": "map", "as_matrix": "to_numpy", "get_values": "to_numpy"}
_ALIASES = {"M": "ME", "Q": "QE", "Y": "YE", "A": "YE", "BM": "BME", "H": "h", "T": "min", "S": "s"}
_WITH_FREQUENCY = frozenset("resample date_range Grouper asfreq period_end bdate_range".split())


class _Old(ast.NodeTransformer):
    """Calls that pandas no longer has, by those it has."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = method(node)
        if isinstance(node.func, ast.Attribute):
            on = node.func.value
            if name in _RENAMED:
                node.func.attr = _RENAMED[name]
                self.found.append((name, _RENAMED[name]))
            elif name == "append" and self._a_frame(on, node):
                self.found.append(("append", "pd.concat"))
                return _call("pd.concat", [ast.List([on, node.args[0]], ast.Load())], node.keywords)
            elif name == "fillna":
                return self._fillna(node, on)
        if name in _WITH_FREQUENCY:
            self._frequency(node)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr == "ix":
            node.attr = "loc"
            self.found.append(("ix", "loc"))
        elif node.attr == "np" and isinstance(node.value, ast.Name) and node.value.id == "pd":
            self.found.append(("pd.np", "np"))
            return ast.Name("np", ast.Load())
        return node

    def _a_frame(self, on: ast.AST, node: ast.Call) -> bool:
        """Lists append too: only what takes what frames took, or is one by its name."""
        return len(node.args) == 1 and (
            any(k.arg == "ignore_index" for k in node.keywords)
            or (isinstance(on, ast.Name) and on.id == "df")
        )

    def _fillna(self, node: ast.Call, on: ast.AST) -> ast.AST:
        how = next((k for k in node.keywords if k.arg == "method"), None)
        if how is None or not isinstance(how.value, ast.Constant):
            return node
        named = str(how.value.value) if isinstance(how.value.value, str) else ""
        new = {"ffill": "ffill", "pad": "ffill", "bfill": "bfill", "backfill": "bfill"}.get(named)
        if new is None:
            return node
        self.found.append((f"fillna(method='{named}')", f"{new}()"))
        assert isinstance(node.func, ast.Attribute)
        return ast.Call(
            ast.Attribute(node.func.value, new, ast.Load()),
            [],
            [k for k in node.keywords if k.arg != "method"],
        )

    def _frequency(self, node: ast.Call) -> None:
        given = [*node.args[:1], *(k.value for k in node.keywords if k.arg in ("freq", "rule"))]
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found = re.fullmatch(r"(\d*)([A-Z]{1,2})", value.value)
                if found and found[2] in _ALIASES:
                    self.found.append((value.value, found[1] + _ALIASES[found[2]]))
                    value.value = found[1] + _ALIASES[found[2]]


def mend_old_calls(tree: ast.Module, scene: Scene) -> Result:
    """Calls and frequencies that pandas dropped, by what took their place."""
    old = _Old()
    changed = old.visit(tree)
    return changed, tuple(dict.fromkeys(scene.reason("old_call", old=a, new=b) for a, b in old.found))


class _Inplace(ast.NodeTransformer):
    def __init__(self) -> None:
        self.done = 0

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        call = node.value
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Subscript)
        ):
            return node
        said = [
            k
            for k in call.keywords
            if k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
        ]
        if not said:
            return node
        call.keywords = [k for k in call.keywords if k not in said]
        self.done += 1
        target = ast.Subscript(call.func.value.value, call.func.value.slice, ast.Store())
        return ast.Assign([target], call, lineno=node.lineno)


def mend_inplace(tree: ast.Module, scene: Scene) -> Result:
    """`df["a"].fillna(0, inplace=True)` changes a copy and nothing else."""
    inplace = _Inplace()
    changed = inplace.visit(tree)
    return changed, (scene.reason("inplace"),) if inplace.done else ()


def _call(name: str, args: list[ast.expr], keywords: list[ast.keyword]) -> ast.Call:
    function = ast.parse(name, mode="eval").body
    return ast.Call(function, args, keywords)


_FIGURES = frozenset("mean sum median std var quantile corr cov skew kurt".split())


def mend_numeric_only(tree: ast.Module, scene: Scene) -> Result:
    """Figures over a whole frame that has columns of text: only its numbers have a mean."""
    if all(c.stored == "number" for c in scene.columns):
        return tree, ()
    done = []
    for call in calls(tree):
        name = method(call)
        if name not in _FIGURES or not isinstance(call.func, ast.Attribute):
            continue
        on = call.func.value
        whole = (isinstance(on, ast.Name) and on.id == "df") or (
            method(on) == "groupby"
            and isinstance(on, ast.Call)
            and isinstance(on.func, ast.Attribute)
            and root(on.func.value) == "df"
            and isinstance(on.func.value, ast.Name)
        )
        if (
            whole
            and not any(k.arg in ("numeric_only", "axis") for k in call.keywords)
            and not (call.args and name != "quantile")
        ):
            call.keywords.append(ast.keyword("numeric_only", ast.Constant(True)))
            done.append(name)
    return tree, (scene.reason("numeric_only", names=", ".join(dict.fromkeys(done))),) if done else ()
