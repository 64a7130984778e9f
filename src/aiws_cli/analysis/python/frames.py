"""Mending by what a script does to its frame: names and kinds of columns, the table it leaves, an index that holds keys."""

from __future__ import annotations

import ast

from .scene import Scene, calls, method, nearest, root, statement, texts

Result = tuple[ast.Module, tuple[str, ...]]

# Where a string names a column of the frame the call is on: positions, then keywords.
_NAMING: dict[str, tuple[int, tuple[str, ...]]] = {
    "groupby": (1, ("by",)),
    "sort_values": (1, ("by",)),
    "set_index": (1, ("keys",)),
    "pivot_table": (0, ("index", "columns", "values")),
    "pivot": (0, ("index", "columns", "values")),
    "melt": (0, ("id_vars", "value_vars")),
    "nlargest": (2, ("columns",)),
    "nsmallest": (2, ("columns",)),
    "dropna": (0, ("subset",)),
    "drop_duplicates": (1, ("subset",)),
    "drop": (0, ("columns",)),
    "resample": (0, ("on",)),
    "value_counts": (1, ("subset",)),
    "crosstab": (0, ()),
}


def _named(tree: ast.AST) -> list[ast.Constant]:
    """Every string that stands where a column is named."""
    out: list[ast.Constant] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            where = node.slice
            if (
                isinstance(node.value, ast.Attribute)
                and node.value.attr == "loc"
                and isinstance(where, ast.Tuple)
            ):
                where = where.elts[-1]
            out += texts(where)
        elif isinstance(node, ast.Call) and method(node) in _NAMING:
            count, keywords = _NAMING[method(node)]
            for value in (*node.args[:count], *(k.value for k in node.keywords if k.arg in keywords)):
                out += texts(value)
        if isinstance(node, ast.Call) and method(node) in _BY_NAME:
            for value in (*node.args[:1], *(k.value for k in node.keywords if k.arg == "columns")):
                if isinstance(value, ast.Dict):
                    out += [k for key in value.keys for k in texts(key)]
    return out


_BY_NAME = frozenset("agg aggregate astype rename".split())


def _made(tree: ast.AST) -> set[str]:
    """Columns the script makes itself: assigned, renamed to, named in an aggregate, keys and `columns` of its own frames."""
    out: set[str] = set()
    naming = {
        id(d) for c in calls(tree) if method(c) in _BY_NAME for d in (*c.args, *(k.value for k in c.keywords))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            out.update(str(t.value) for t in texts(node.slice))
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Attribute)
            and node.targets[0].attr == "columns"
        ):
            out.update(str(t.value) for t in texts(node.value))
        elif isinstance(node, ast.Dict):
            # The values of a renaming, and the keys of a frame or a record; those of an aggregate name columns.
            out.update(str(t.value) for v in node.values for t in texts(v))
            if id(node) not in naming:
                out.update(str(t.value) for key in node.keys for t in texts(key))
        elif isinstance(node, ast.Call):
            name = method(node)
            if name in ("agg", "assign"):
                out.update(k.arg for k in node.keywords if k.arg)
            if name in ("agg", "aggregate"):
                out.update(str(t.value) for a in node.args for t in texts(a))
            if name == "describe":
                out |= {"count", "mean", "std", "min", "25%", "50%", "75%", "max"}
            if name in ("DataFrame", "Series"):
                for d in (a for a in [*node.args, *(k.value for k in node.keywords)]):
                    out.update(str(t.value) for n in ast.walk(d) for t in texts(n))
            for k in node.keywords:
                if k.arg in ("name", "names", "var_name", "value_name", "columns") and name not in _NAMING:
                    out.update(str(t.value) for t in texts(k.value))
                elif k.arg in ("var_name", "value_name"):
                    out.update(str(t.value) for t in texts(k.value))
    if any(method(c) == "reset_index" for c in calls(tree)):
        out.add("index")
    if any(method(c) == "melt" for c in calls(tree)):
        out |= {"variable", "value"}
    if any(method(c) == "value_counts" for c in calls(tree)):
        out |= {"count", "proportion"}
    return out


class _Attributes(ast.NodeTransformer):
    """`df.예금잔액` for a column that is called otherwise."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.found = scene, list[tuple[str, str]]()

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.value, ast.Name) and node.value.id == "df") or node.attr in self.scene.names:
            return node
        hangul = any("가" <= letter <= "힣" for letter in node.attr)
        lower = [c for c in self.scene.columns if c.name.lower() == node.attr.lower()]
        column = nearest(node.attr, self.scene.columns) if hangul else lower[0] if len(lower) == 1 else None
        if column is None:
            return node
        self.found.append((node.attr, column.name))
        return ast.Subscript(node.value, ast.Constant(column.name), node.ctx)


def mend_columns(tree: ast.Module, scene: Scene) -> Result:
    """Names of columns that are not there, by the one column they stand for."""
    made = _made(tree)
    found: list[tuple[str, str]] = []
    for constant in _named(tree):
        name = str(constant.value)
        if name in scene.names or name in made:
            continue
        column = nearest(name, scene.columns)
        if column is not None:
            constant.value = column.name
            found.append((name, column.name))
    attributes = _Attributes(scene)
    changed = attributes.visit(tree)
    found += attributes.found
    return changed, tuple(dict.fromkeys(scene.reason("column", old=a, new=b) for a, b in found))


_COUNTED = frozenset(
    "mean sum median std var min max quantile corr cov cumsum pct_change diff rolling round abs astype".split()
)


def _counted_with(tree: ast.AST) -> set[str]:
    """Columns the script counts with: a figure of them, or an operation."""
    out: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _COUNTED:
            out |= _subscripts(node.func.value)
            out |= {n for a in node.args for n in _subscripts(a)}
        elif isinstance(node, ast.BinOp):
            out |= _subscripts(node.left) | _subscripts(node.right)
        elif isinstance(node, ast.Compare) and any(
            isinstance(c, ast.Constant) and isinstance(c.value, (int, float)) for c in node.comparators
        ):
            out |= _subscripts(node.left)
        elif isinstance(node, ast.Call) and method(node) in ("polyfit", "corrcoef", "lstsq"):
            out |= {n for a in node.args for n in _subscripts(a)}
    return out


def _subscripts(node: ast.AST) -> set[str]:
    return {str(t.value) for t in texts(node.slice)} if isinstance(node, ast.Subscript) else set()


def mend_numbers(tree: ast.Module, scene: Scene) -> Result:
    """Text that holds nothing but numbers, where it is counted with."""
    spoken = {str(c.value) for c in _named(tree)} if _about_kinds(scene.error) else _counted_with(tree)
    return _converted(tree, scene, spoken, "number")


def mend_dates(tree: ast.Module, scene: Scene) -> Result:
    """Text that holds nothing but dates, where it is used as a time."""
    spoken: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "dt":
            spoken |= _subscripts(node.value)
        elif isinstance(node, ast.Call) and method(node) in ("resample", "Grouper"):
            spoken |= {str(t.value) for k in node.keywords if k.arg in ("on", "key") for t in texts(k.value)}
        elif (
            isinstance(node, ast.Call)
            and method(node) == "set_index"
            and any(method(c) in ("resample", "asfreq") for c in calls(tree))
        ):
            spoken |= {str(t.value) for a in node.args[:1] for t in texts(a)}
    return _converted(tree, scene, spoken, "date")


def _about_kinds(error: str) -> bool:
    return any(
        said in error
        for said in (
            "could not convert string",
            "unsupported operand type",
            "dtype->str",
            "can only concatenate str",
            "Could not convert",
            "dtype 'str'",
            "dtype: str",
            "No numeric types",
            "must be str, not",
            "not supported between instances of 'str'",
            "UFuncTypeError",
            "UFuncNoLoopError",
            "does not support operation",
        )
    )


def _converted(tree: ast.Module, scene: Scene, spoken: set[str], holds: str) -> Result:
    converter = "to_numeric" if holds == "number" else "to_datetime"
    done = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(method(c) in (converter, "astype") for c in calls(node.value))
        for target in node.targets
        for name in _subscripts(target)
    }
    wanted = [
        c.name for c in scene.columns if c.stored == "text" and c.holds == holds and c.name in spoken - done
    ]
    lines = []
    for name in wanted:
        source = f"df[{name!r}]" + (".str.replace(',', '')" if holds == "number" else "")
        lines.append(
            statement(
                f"df[{name!r}] = pd.{converter}({source}{', errors=' + repr('coerce') if holds == 'number' else ''})"
            )
        )
    tree.body[:0] = lines
    return tree, (scene.reason(f"to_{holds}", names=", ".join(wanted)),) if wanted else ()


def mend_out(tree: ast.Module, scene: Scene) -> Result:
    """What is only printed, or left under another name, is the table."""
    if any(
        isinstance(n, ast.Name) and n.id == "out" and isinstance(n.ctx, ast.Store) for n in ast.walk(tree)
    ):
        return tree, ()
    printed = [
        (n, n.value)
        for n in tree.body
        if isinstance(n, ast.Expr)
        and isinstance(n.value, ast.Call)
        and method(n.value) == "print"
        and n.value.args
    ]
    pairs = [pair for _, call in printed if (pair := _pair(call)) is not None]
    if len(printed) > 1 and len(pairs) == len(printed):
        rows = ast.List([ast.Tuple([label, value], ast.Load()) for label, value in pairs], ast.Load())
        made = statement('out = pd.DataFrame([], columns=["item", "value"])')
        assert isinstance(made, ast.Assign) and isinstance(made.value, ast.Call)
        made.value.args = [rows]
        tree.body = [n for n in tree.body if all(n is not p for p, _ in printed)] + [made]
        return tree, (scene.reason("printed"),)
    if printed:
        last, call = printed[-1]
        tree.body[tree.body.index(last)] = ast.Assign([ast.Name("out", ast.Store())], call.args[-1], lineno=0)
        return tree, (scene.reason("printed"),)
    if not tree.body:
        return tree, ()
    end = tree.body[-1]
    if isinstance(end, ast.Expr):
        tree.body[-1] = ast.Assign([ast.Name("out", ast.Store())], end.value, lineno=0)
        return tree, (scene.reason("no_out"),)
    if isinstance(end, (ast.Assign, ast.AugAssign)):
        target = end.targets[0] if isinstance(end, ast.Assign) else end.target
        name = target.id if isinstance(target, ast.Name) else root(target)
        if name:
            tree.body.append(statement(f"out = {name}"))
            return tree, (scene.reason("no_out"),)
    return tree, ()


def _pair(call: ast.Call) -> tuple[ast.expr, ast.expr] | None:
    """`print("기울기", b)` or `print(f"기울기: {b}")` as label and value."""
    if len(call.args) == 2 and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        return ast.Constant(call.args[0].value.strip(" :=")), call.args[1]
    if len(call.args) == 1 and isinstance(call.args[0], ast.JoinedStr):
        parts = call.args[0].values
        values = [p for p in parts if isinstance(p, ast.FormattedValue)]
        if len(values) == 1 and isinstance(parts[0], ast.Constant):
            return ast.Constant(str(parts[0].value).strip(" :=")), values[0].value
    return None


_KEYS_IN_INDEX = frozenset(
    "groupby pivot_table pivot crosstab set_index value_counts describe resample unstack transpose cov".split()
)
_OF_COLUMNS = frozenset("mean sum median std var min max quantile count nunique skew kurt".split())
_AS_BEFORE = frozenset("transform cumsum cumcount rank ngroup shift diff pct_change".split())


def mend_index(tree: ast.Module, scene: Scene) -> Result:
    """Keys that stand in the index would be lost: a table has columns only."""
    last = next(
        (
            n
            for n in reversed(tree.body)
            if isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "out" for t in n.targets)
        ),
        None,
    )
    if last is None or not _keyed(last.value, tree, tree.body.index(last), 4):
        return tree, ()
    last.value = ast.Call(ast.Attribute(last.value, "reset_index", ast.Load()), [], [])
    return tree, (scene.reason("index"),)


def _group_keys(tree: ast.Module) -> set[str]:
    grouped = (c for c in calls(tree) if method(c) == "groupby")
    given = ((*c.args[:1], *(k.value for k in c.keywords if k.arg == "by")) for c in grouped)
    return {str(t.value) for values in given for v in values for t in texts(v)}


def _keyed(node: ast.expr, tree: ast.Module, before: int, depth: int) -> bool:
    """Whether the rows of this are named by an index that says something."""
    if depth == 0:
        return False
    if isinstance(node, ast.Name):
        for at in range(before - 1, -1, -1):
            earlier = tree.body[at]
            if isinstance(earlier, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == node.id for t in earlier.targets
            ):
                return _keyed(earlier.value, tree, at, depth - 1)
            if (
                isinstance(earlier, ast.Expr)
                and method(earlier.value) in ("reset_index", "set_index")
                and root(earlier.value) == node.id
            ):
                return method(earlier.value) == "set_index"
        return False
    if isinstance(node, ast.Subscript):
        # Whoever picks a key takes it for a column: what is wrong then is the grouping.
        picked = _subscripts(node) & _group_keys(tree) and method(node.value) != "groupby"
        return not picked and _keyed(node.value, tree, before, depth)
    if isinstance(node, ast.Attribute):
        return node.attr == "T" or _keyed(node.value, tree, before, depth)
    if not isinstance(node, ast.Call):
        return False
    name = method(node)
    if name in ("reset_index", "DataFrame", "melt", "concat", "merge", "to_dict"):
        return False
    if any(
        k.arg == "as_index" and isinstance(k.value, ast.Constant) and k.value.value is False
        for k in node.keywords
    ):
        return False
    if name in _AS_BEFORE:
        return False
    if name == "corr":
        return not any(not isinstance(a, ast.Constant) for a in node.args)
    if name in _KEYS_IN_INDEX:
        return True
    if not isinstance(node.func, ast.Attribute):
        return False
    on = node.func.value
    if name in _OF_COLUMNS and _ungrouped_frame(on):
        return True
    # as_index=False stands on groupby, below what is computed of the groups.
    return _keyed(on, tree, before, depth)


def _ungrouped_frame(on: ast.AST) -> bool:
    several = isinstance(on, ast.Subscript) and isinstance(on.slice, (ast.List, ast.Tuple))
    return (several and isinstance(on, ast.Subscript) and isinstance(on.value, ast.Name)) or (
        isinstance(on, ast.Name) and on.id == "df"
    )
