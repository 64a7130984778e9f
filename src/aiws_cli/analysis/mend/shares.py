"""Shares of a whole: an aggregate divided by itself, a total that forgets the groups, a filter that makes all of it 100%."""

from __future__ import annotations

from sqlglot import exp

from .dialect import drop_condition
from .grain import conjuncts
from .scene import Scene
from .scope import Query, own, queries


def mend_share(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`COUNT(*) / COUNT(*)` in groups is 1, `SUM(x) OVER ()` beside groups cannot read x: the total of all groups is meant."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        if query.select.args.get("group") is None:
            continue
        for window in list(own(query.select, exp.Window)):
            inner = window.this
            if not _whole(window) or not isinstance(inner, exp.Sum) or inner.find(exp.Window):
                continue
            if isinstance(inner.this, exp.Column) and _summed(inner, query):
                _ungroup(inner.this, query)
                inner.set("this", inner.copy())
                reasons.append(scene.reason("share", total=window.sql(dialect=scene.dialect)))
        for division in list(own(query.select, exp.Div)):
            over, under = _aggregate(division.this), _bare(division.expression)
            if over is None or not isinstance(under, exp.Sum | exp.Count) or over != under:
                continue
            total = exp.Window(this=exp.Sum(this=under.copy()))
            under.replace(total)
            reasons.append(scene.reason("share", total=total.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def mend_share_where(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`SUM(CASE WHEN c THEN x END) / SUM(x) … WHERE c` is always the whole: the condition leaves WHERE."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        if where is None:
            continue
        tested = [t for d in own(query.select, exp.Div) for t in _tested(d)]
        for part in conjuncts(where.this):
            if any(part == t for t in tested):
                reasons.append(scene.reason("share_where", condition=part.sql(dialect=scene.dialect)))
                drop_condition(query.select, part)
    return tree, tuple(reasons)


def _whole(window: exp.Window) -> bool:
    return not any(window.args.get(k) for k in ("partition_by", "order", "spec"))


def _summed(inner: exp.Sum, query: Query) -> bool:
    """The same sum stands beside it as a plain aggregate."""
    return any(s == inner and not isinstance(s.parent, exp.Window) for s in own(query.select, exp.Sum))


def _ungroup(column: exp.Column, query: Query) -> None:
    """The summed column was grouped only so that the window could read it."""
    group = query.select.args["group"]
    if any(e.unalias() == column for e in query.select.expressions):
        return
    left = [
        g
        for g in group.expressions
        if not (isinstance(g, exp.Column) and g.name.lower() == column.name.lower())
    ]
    query.select.set("group", exp.Group(expressions=left) if left else None)


def _bare(node: exp.Expr) -> exp.Expr:
    """Without parentheses, casts and `NULLIF(…, 0)`."""
    inner: exp.Expr = node
    while isinstance(inner, exp.Paren | exp.Cast | exp.Nullif):
        inner = inner.this
    return inner


def _aggregate(node: exp.Expr) -> exp.Expr | None:
    """The aggregate of `SUM(x)`, `SUM(x) * 100.0`, `100 * SUM(x)`; None for anything else."""
    node = _bare(node)
    if isinstance(node, exp.Sum | exp.Count):
        return node
    if isinstance(node, exp.Mul):
        for side, other in ((node.this, node.expression), (node.expression, node.this)):
            if isinstance(other, exp.Literal):
                return _aggregate(side)
    return None


def _tested(division: exp.Div) -> list[exp.Expr]:
    """The condition of a SUM(CASE …) that is divided by a total without one."""
    under = _bare(division.expression)
    if (
        not isinstance(under, exp.Sum | exp.Count)
        or under.find(exp.Case)
        or isinstance(under.parent, exp.Filter)
    ):
        return []
    out: list[exp.Expr] = []
    for case in division.this.find_all(exp.Case):
        branches = case.args.get("ifs") or []
        if len(branches) == 1 and case.this is None:
            out += conjuncts(branches[0].this)
    for filtered in division.this.find_all(exp.Filter):
        out += conjuncts(filtered.expression.this)
    return out
