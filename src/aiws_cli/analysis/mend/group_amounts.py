"""Amounts among the groups that stand there only so that rows can be ordered by them."""

from __future__ import annotations

from sqlglot import exp

from .named import is_additive
from .scene import Scene
from .scope import Query, queries


def mend_group_amount(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`GROUP BY channel, amount ORDER BY amount` beside a figure: groups of the channel, in order of the figure.

    Only for an amount that is not shown and that the rows are ordered by: every amount would make a group of its own.
    Left alone where several figures are shown and none is of that amount.
    """
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        select = query.select
        group, order = select.args.get("group"), select.args.get("order")
        figures = [e for e in select.expressions if e.find(exp.AggFunc)]
        if group is None or order is None or not figures or len(group.expressions) < 2:
            continue
        if select.args.get("having") or select.args.get("distinct") or select.find(exp.Window):
            continue
        for by in [g for g in group.expressions if _amount(g, query)]:
            ordered = [o for o in order.expressions if o.this == by]
            figure = _figure_of(by, figures)
            if not ordered or figure is None:
                continue
            for one in ordered:
                one.set("this", exp.column(figure.alias) if figure.alias else figure.unalias().copy())
            left = [g for g in group.expressions if g is not by]
            select.set("group", exp.Group(expressions=left))
            group = select.args["group"]
            reasons.append(scene.reason("group_amount", column=by.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def _amount(by: exp.Expr, query: Query) -> bool:
    column = query.meaning(by) if isinstance(by, exp.Column) else None
    if column is None or not is_additive(column):
        return False
    return not any(e.unalias() == by for e in query.select.expressions)


def _figure_of(by: exp.Expr, figures: list[exp.Expr]) -> exp.Expr | None:
    """The figure made of this amount, else the only one."""
    own = [f for f in figures if any(c == by for c in f.find_all(exp.Column))]
    found = own or figures
    return found[0] if len(found) == 1 else None
