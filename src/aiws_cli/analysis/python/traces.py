"""Mending by how a run ended: what a traceback says that code alone does not show."""

from __future__ import annotations

import ast
import difflib
import re

from .calls import GIVEN
from .scene import Scene, bound, calls, method, statement, texts, used

Result = tuple[ast.Module, tuple[str, ...]]

_UNDEFINED = re.compile(r"NameError: name '(\w+)' is not defined")
_QUOTED = re.compile(r"'([^']+)'")
_FRAMES = frozenset("data dataframe dataset table df1 data_frame frame input_df result r1 DF Df".split())


def mend_undefined(tree: ast.Module, scene: Scene) -> Result:
    """A name nobody defined: the frame by another name, or one that is written a little differently elsewhere."""
    found = _UNDEFINED.search(scene.error)
    if found is None or found[1] not in used(tree):
        return tree, ()
    name = found[1]
    near = difflib.get_close_matches(name, sorted(bound(tree) - {name}), n=1, cutoff=0.75)
    new = "df" if name in _FRAMES and name not in bound(tree) else near[0] if near else ""
    if not new or name in GIVEN:
        return tree, ()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            node.id = new
    return tree, (scene.reason("undefined", old=name, new=new),)


def mend_group_key(tree: ast.Module, scene: Scene) -> Result:
    """A column that grouping put into the index is asked for as a column."""
    missing = _QUOTED.findall(scene.error) if scene.error.startswith("KeyError") else []
    if not missing:
        return tree, ()
    done = False
    for call in calls(tree):
        keys = [
            str(t.value)
            for a in (*call.args[:1], *(k.value for k in call.keywords if k.arg == "by"))
            for t in texts(a)
        ]
        if (
            method(call) == "groupby"
            and set(missing) & set(keys)
            and not any(k.arg == "as_index" for k in call.keywords)
        ):
            call.keywords.append(ast.keyword("as_index", ast.Constant(False)))
            done = True
    return tree, (scene.reason("group_key", name=missing[0]),) if done else ()


_GAPS = re.compile(
    r"LinAlgError: SVD did not converge|Input (?:X )?contains NaN|cannot convert (?:float )?NaN|array must not contain infs or NaNs|IntCastingNaNError"
)


def mend_gaps(tree: ast.Module, scene: Scene) -> Result:
    """Least squares and whole numbers know no empty cell: rows without a value are left out, and it is said."""
    if not _GAPS.search(scene.error) or any(method(c) == "dropna" for c in calls(tree)):
        return tree, ()
    names = [
        c.name
        for c in scene.columns
        if any(c.name == str(n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant))
    ]
    if not names:
        return tree, ()
    tree.body.insert(0, statement(f"df = df.dropna(subset={names!r})"))
    return tree, (scene.reason("gaps", names=", ".join(names)),)


def mend_same_name(tree: ast.Module, scene: Scene) -> Result:
    """A count of what was grouped by has the name of its key, so that both cannot be columns."""
    if not re.search(r"ValueError: cannot insert \w+, already exists", scene.error):
        return tree, ()
    done = False
    for call in calls(tree):
        if method(call) == "reset_index" and not call.args and not call.keywords:
            call.keywords.append(ast.keyword("name", ast.Constant("n")))
            done = True
    return tree, (scene.reason("same_name"),) if done else ()
