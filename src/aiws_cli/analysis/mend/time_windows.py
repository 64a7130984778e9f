"""Rows and the rows before them: what a WHERE takes from a LAG, running totals, one period against another."""

from __future__ import annotations

import re

from sqlglot import exp

from ...core.tables import Column
from .limits import Limit, conjuncts, limits, set_conjuncts, time_asked, timed_sources
from .literals import is_number
from .scene import Scene
from .scope import Query, own, queries
from .time_units import unit_asked
from .words import says

_NOT_ADDED_UP = re.compile(r"rate|ratio|percent|share|avg|average|price|yield|score|index", re.IGNORECASE)


def mend_window_limit(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`LAG(x) OVER (ORDER BY base_month)` under a WHERE on the months: the first month loses the one before it.

    Where each month is asked against the one before, or as a moving average, the limit goes to QUALIFY, which counts
    after the windows.
    """
    asked = time_asked(scene)
    if asked.step is None and asked.running <= 0:
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        select = query.select
        back = [w for w in own(select, exp.Window) if isinstance(w.this, exp.Lag) or _frame(w)]
        if not back or select.args.get("qualify"):
            continue
        for limit in limits(query, scene)[0]:
            if not _open_to_qualify(limit, back):
                continue
            moved = exp.and_(*(p.copy() for p in limit.parts))
            parts = [p for p in conjuncts(select) if not any(p is q for q in limit.parts)]
            set_conjuncts(select, parts)
            select.set("qualify", exp.Qualify(this=moved))
            reasons.append(scene.reason("window_limit", condition=moved.sql(dialect=scene.dialect)))
            break
    return tree, tuple(reasons)


def mend_window_partition(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`LAG(x) OVER (PARTITION BY month ORDER BY month)`: in parts of one row each there is no row before."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for window in own(query.select, exp.Window):
            order = window.args.get("order")
            along = {o.this.sql() for o in order.expressions} if order is not None else set()
            parts = window.args.get("partition_by") or []
            kept = [p for p in parts if p.sql() not in along]
            if len(kept) == len(parts):
                continue
            gone = ", ".join(p.sql(dialect=scene.dialect) for p in parts if p not in kept)
            window.set("partition_by", kept or None)
            reasons.append(scene.reason("window_partition", columns=gone))
    return tree, tuple(reasons)


def mend_running_total(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A sum a month where the running total of the months was asked."""
    asked = time_asked(scene)
    if asked.running >= 0 or not isinstance(tree, exp.Select) or tree.find(exp.Window, exp.Subquery):
        return tree, ()
    every = list(queries(tree, scene.catalog))
    group, unit = tree.args.get("group"), unit_asked(asked)
    if len(every) != 1 or group is None or unit is None:
        return tree, ()
    timed = timed_sources(every[0], scene)
    items = [e.unalias() for e in tree.expressions]
    when = [
        i
        for i in items
        if any(t.is_read_by(c) for t in timed for c in i.find_all(exp.Column)) and not i.find(exp.AggFunc)
    ]
    sums = [e for e in tree.expressions if isinstance(e.unalias(), exp.Sum | exp.Count)]
    if len(when) != 1 or len(sums) != 1:
        return tree, ()
    (item,) = sums
    others = [i.copy() for i in items if i is not when[0] and i is not item.unalias()]
    if any(o.find(exp.AggFunc) for o in others):
        return tree, ()
    over = exp.Window(
        this=exp.Sum(this=item.unalias().copy()),
        partition_by=others or None,
        order=exp.Order(expressions=[exp.Ordered(this=when[0].copy(), nulls_first=False)]),
    )
    item.unalias().replace(over)
    return tree, (scene.reason("running_total", total=over.sql(dialect=scene.dialect)),)


def mend_change(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """The difference of two periods, or its percentage, where the SQL puts them together in one figure.

    Only for one SELECT without FILTER, CASE, windows and subqueries whose measure is clear: its one sum or count, or
    the one column of it that the question names.
    """
    asked = time_asked(scene)
    if asked.pair is None or asked.compared not in ("change", "rate") or not isinstance(tree, exp.Select):
        return tree, ()
    if tree.find(exp.Filter, exp.Case, exp.Window, exp.Subquery, exp.SetOperation) or tree.args.get("having"):
        return tree, ()
    every = list(queries(tree, scene.catalog))
    if len(every) != 1:
        return tree, ()
    found, elsewhere = limits(every[0], scene)
    timed = found or timed_sources(every[0], scene)
    if elsewhere or len(timed) != 1 or not timed[0].fits(asked.spans):
        return tree, ()
    measure = _measure(tree, every[0], scene)
    keys = [e for e in tree.expressions if not _measured(e) and not _numeric(e, every[0])]
    if measure is None or any(timed[0].is_read_by(c) for e in keys for c in e.find_all(exp.Column)):
        return tree, ()
    later, earlier = (_filtered(measure, timed[0].condition([s], scene)) for s in asked.pair)
    change: exp.Expr = exp.Sub(this=later, expression=earlier)
    if asked.compared == "rate":
        share = exp.Mul(this=exp.paren(change), expression=exp.Literal.number("100.0"))
        change = exp.Div(this=share, expression=earlier.copy())
    limit = found[0] if found else None
    parts = [p for p in conjuncts(tree) if limit is None or not any(p is q for q in limit.parts)]
    condition = timed[0].condition(asked.spans, scene)
    set_conjuncts(tree, [*parts, condition])
    named = "change_percent" if asked.compared == "rate" else "change"
    tree.set("expressions", [*(k.copy() for k in keys), exp.alias_(change, named)])
    tree.set("group", exp.Group(expressions=[k.unalias().copy() for k in keys]) if keys else None)
    for gone in ("order", "limit", "distinct"):
        tree.set(gone, None)
    return tree, (scene.reason("change", change=change.sql(dialect=scene.dialect)),)


def _frame(window: exp.Window) -> bool:
    return bool(re.search(r"\d+ PRECEDING", window.sql()))


def _open_to_qualify(limit: Limit, windows: list[exp.Window]) -> bool:
    """The windows run along the limited column, and the column can stand beside the groups."""
    if not any(limit.is_read_by(c) for w in windows for c in w.find_all(exp.Column)):
        return False
    group = limit.query.select.args.get("group")
    return group is None or any(isinstance(i, exp.Column) and limit.is_read_by(i) for i in group.expressions)


def _filtered(measure: exp.Expr, condition: exp.Expr) -> exp.Expr:
    return exp.Filter(this=measure.copy(), expression=exp.Where(this=condition))


def _measured(item: exp.Expr) -> bool:
    return bool(item.find(exp.AggFunc, exp.Binary))


def _numeric(item: exp.Expr, query: Query) -> bool:
    value = item.unalias()
    meaning = query.meaning(value) if isinstance(value, exp.Column) else None
    return meaning is not None and _is_figure(meaning) and not meaning.primary_key


def _is_figure(column: Column) -> bool:
    return column.logical_type in ("number", "integer") or is_number(column)


def _measure(tree: exp.Select, query: Query, scene: Scene) -> exp.Expr | None:
    sums = {a.sql(): a for e in tree.expressions for a in e.find_all(exp.Sum, exp.Count)}
    if len(sums) == 1:
        measure: exp.Expr = next(iter(sums.values()))
        return measure
    named: dict[str, exp.Expr] = {}
    for column in (c for e in tree.expressions for c in e.find_all(exp.Column)):
        meaning = query.meaning(column)
        if meaning is None or not _is_figure(meaning):
            continue
        names = (meaning.business_name, meaning.business_name_en, *meaning.synonyms)
        if any(says(scene.question, n) for n in names if n):
            named[column.sql()] = column
    if len(named) != 1 or sums:
        return None
    (column,) = named.values()
    return None if _NOT_ADDED_UP.search(column.name) else exp.Sum(this=column.copy())
