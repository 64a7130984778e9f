"""Slips of spelling that an engine refuses: text in double quotes, reserved words as names, DISTINCT beside ORDER BY."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.generators.duckdb import DuckDBGenerator

from .scene import Scene
from .scope import queries
from .unknown import unknown_columns


def mend_quotes(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`city = "Seoul"`: a quoted name that is no column and stands against one is a text."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for column in list(unknown_columns(query)):
            if column.table or not column.this.args.get("quoted") or column.find_ancestor(exp.Alias):
                continue
            parent = column.parent
            other: exp.Expr | None = None
            if isinstance(
                parent, exp.EQ | exp.NEQ | exp.Like | exp.ILike | exp.GT | exp.GTE | exp.LT | exp.LTE
            ):
                other = parent.expression if parent.this is column else parent.this
            elif isinstance(parent, exp.In) and parent.this is not column:
                other = parent.this
            while isinstance(other, exp.Lower | exp.Upper | exp.Trim):
                other = other.this
            if isinstance(other, exp.Column) and query.owner(other) is not None:
                column.replace(exp.Literal.string(column.name))
                reasons.append(scene.reason("quotes", text=column.name))
    return tree, tuple(reasons)


def mend_reserved(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Names that are words of the language, in double quotes. (The reader takes more of them than the engine.)"""
    if scene.dialect != "duckdb":
        return tree, ()
    reasons: list[str] = []
    for name in tree.find_all(exp.Identifier):
        if not name.args.get("quoted") and name.name.lower() in DuckDBGenerator.RESERVED_KEYWORDS:
            name.set("quoted", True)
            reasons.append(scene.reason("reserved", name=name.name))
    return tree, tuple(dict.fromkeys(reasons))


def mend_distinct_order(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`SELECT DISTINCT a … ORDER BY b` has no one b for each a: grouped by a, ordered by its largest or smallest b."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        select, order = query.select, query.select.args.get("order")
        distinct = select.args.get("distinct")
        if order is None or distinct is None or distinct.args.get("on") or select.args.get("group"):
            continue
        shown = [e.unalias() for e in select.expressions]
        if not all(isinstance(e, exp.Column) and not isinstance(e.this, exp.Star) for e in shown):
            continue
        loose = [
            o
            for o in order.expressions
            if isinstance(o.this, exp.Column)
            and query.owner(o.this) is not None
            and not any(_same(o.this, e) for e in shown)
            and o.this.name.lower() not in query.output_names()
        ]
        if not loose:
            continue
        for ordered in loose:
            kind = exp.Max if ordered.args.get("desc") else exp.Min
            ordered.set("this", kind(this=ordered.this.copy()))
        select.set("distinct", None)
        select.group_by(*[e.copy() for e in shown], copy=False)
        reasons.append(
            scene.reason(
                "distinct_order", columns=", ".join(o.this.sql(dialect=scene.dialect) for o in loose)
            )
        )
    return tree, tuple(reasons)


def _same(left: exp.Column, right: exp.Column) -> bool:
    return left.name.lower() == right.name.lower() and (
        not left.table or not right.table or left.table.lower() == right.table.lower()
    )
