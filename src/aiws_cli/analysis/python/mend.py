"""Mending a script by rules, before it first runs and from its traceback.

`RULES` is the whole of it, in the style of `analysis/mend`: small functions from (tree, scene) to (tree, reasons), each
with its rows (tests/analysis/python/mend.yaml). What is right comes out as it went in, letter by letter.
"""

from __future__ import annotations

import ast

from ...core.answer import Mend
from .calls import (
    mend_drawings,
    mend_imports,
    mend_inplace,
    mend_least_squares,
    mend_made_data,
    mend_numeric_only,
    mend_old_calls,
    mend_ranks,
    mend_unused_imports,
)
from .frames import mend_columns, mend_dates, mend_index, mend_numbers, mend_out
from .scene import Mended, Rule, Scene
from .script import parsed
from .traces import mend_gaps, mend_group_key, mend_same_name, mend_undefined

RULES: tuple[Rule, ...] = (
    Rule("made_data", mend_made_data),
    Rule("drawing", mend_drawings),
    Rule("unused_import", mend_unused_imports),
    Rule("least_squares", mend_least_squares),
    Rule("ranks", mend_ranks),
    Rule("import", mend_imports),
    Rule("old_call", mend_old_calls),
    Rule("inplace", mend_inplace),
    Rule("column", mend_columns),
    Rule("undefined", mend_undefined, after=True),
    Rule("group_key", mend_group_key, after=True),
    Rule("to_number", mend_numbers),
    Rule("to_date", mend_dates),
    Rule("numeric_only", mend_numeric_only),
    Rule("gaps", mend_gaps, after=True),
    Rule("same_name", mend_same_name, after=True),
    Rule("out", mend_out),
    Rule("index", mend_index),
)

ROUNDS = 2


def mend(body: str, scene: Scene) -> Mended:
    """Correct the body of a script. Never raises for bad code: what is no Python comes back as it was."""
    tree = parsed(body)
    if tree is None:
        return Mended(body, ())
    mends: list[Mend] = []
    for _ in range(ROUNDS):
        before = len(mends)
        for rule in RULES:
            if rule.after and not scene.trace:
                continue
            tree, reasons = rule.function(tree, scene)
            mends += [Mend(rule.name, reason) for reason in reasons]
        if len(mends) == before:
            break
    if not mends:
        return Mended(body, ())
    return Mended(ast.unparse(ast.fix_missing_locations(tree)), tuple(dict.fromkeys(mends)))
