"""Of the rows that were shown: 그중 가장 작은 곳은, 그중에서 강남지점만, the lowest of those.

Where the query before shows its first rows only, these are chosen from and no others: the query stands as it is, inside
another one.
"""

from __future__ import annotations

from sqlglot import exp

from ..compose import nature
from ..compose.parts import Kept, Rank
from .figures import Figures
from .former import Former
from .work import put_bound

_SHOWN = "shown"


def among(work: Figures) -> exp.Select | None:
    """The rows that the wish chooses of a query with a LIMIT; None where it speaks of more than the rows shown.

    Raises Silent where a bound has another unit than the figure.
    """
    former, wish = work.former, work.wish
    parts = wish.parts
    chosen = (*parts.kept, *wish.left_out)
    if not work.limited or "back" not in wish.marks or _more(work):
        return None
    if parts.rank is None and not chosen and wish.bound is None:
        return None
    names = [item.alias_or_name for item in former.select.expressions]
    if "" in names or len({n.lower() for n in names}) < len(names):
        return None
    outer = exp.select(*(exp.column(n, quoted=False) for n in names), dialect="duckdb")
    for kept in chosen:
        condition = _condition(former, kept)
        if condition is None:
            return None
        outer = outer.where(condition, copy=False)
    if wish.bound is not None:
        figure = _figure(work, None)
        if figure is None:
            return None
        bound = exp.GT(this=exp.column(figure.alias_or_name), expression=exp.Literal.number(0))
        outer = outer.where(bound, copy=False)
        put_bound(outer.args["where"].this, wish.bound, [c for _, c in former.reads(figure)])
    order = [o.copy() for o in former.orders()]
    if parts.rank is not None:
        figure = _figure(work, parts.rank)
        if figure is None:
            return None
        others = [g.alias_or_name for g in former.groups if g is not figure]
        order = [exp.Ordered(this=exp.column(figure.alias_or_name), desc=not parts.rank.ascending)]
        order += [exp.Ordered(this=exp.column(n)) for n in others]
    else:
        for ordered in order:
            item = former.item_of(ordered)
            if item is None:
                return None
            ordered.set("this", exp.column(item.alias_or_name))
    rows = parts.rank.rows if parts.rank is not None else wish.rows
    outer = outer.from_(_inside(former).subquery(_SHOWN, copy=False), copy=False)
    if order:
        outer.set("order", exp.Order(expressions=order))
    return outer.limit(rows, copy=False) if rows is not None else outer


def _inside(former: Former) -> exp.Select:
    tree = former.bared()
    assert isinstance(tree, exp.Select)
    return tree


def _more(work: Figures) -> bool:
    """Does it want anything but a choice among the rows, by what is shown of them?"""
    parts, wish = work.wish.parts, work.wish
    asks = (
        parts.spans,
        parts.grain,
        parts.share,
        parts.per,
        parts.running,
        parts.step,
        parts.moving,
        parts.within,
    )
    changes = (wish.dropped, wish.unsplit, wish.freed, wish.untimed, wish.also, wish.counted, wish.beside)
    if any(asks) or any(changes) or parts.apart or parts.having or parts.compared:
        return True
    if wish.marks - {"back", "only", "then"}:
        return True
    told = (*parts.dimensions, *parts.shown)
    return not all(map(work.is_shown, told)) or any(work.shown(m) is None for m in parts.measures)


def _condition(former: Former, kept: Kept) -> exp.Expr | None:
    """A value of what rows are told apart by; None for a condition on anything else."""
    if not kept.values or kept.sign or kept.text or kept.column.within:
        return None
    for group in former.groups:
        found = former.meaning(group.unalias())
        if found is None:
            continue
        place, column = found
        if (place.table.name, column.name) == (kept.place.table.name, kept.column.name):
            name = exp.column(group.alias_or_name)
            literals = [exp.Literal.string(v) for v in kept.values]
            one = name.eq(literals[0]) if len(literals) == 1 else name.isin(*literals)
            return exp.not_(one) if kept.but else one
    return None


def _figure(work: Figures, rank: Rank | None) -> exp.Expr | None:
    """The figure rows are chosen by: the one named, the one they are in order of, the only one; None where that is not one."""
    former, measures = work.former, work.wish.parts.measures
    named = (
        rank.by if rank is not None and rank.by is not None else measures[0] if len(measures) == 1 else None
    )
    if named is not None and former.figures:
        return work.shown(named)
    if former.figures:
        by = former.item_of(former.orders()[0]) if former.orders() else None
        if by is not None and any(by is f for f in former.figures):
            return by
        return former.figures[0] if len(former.figures) == 1 else None
    numbers = [
        item
        for item in former.select.expressions
        if (m := former.meaning(item.unalias())) is not None
        and nature.numeric(m[1])
        and not nature.key(m[1], former.fact.table)
        and (named is None or (named.column is not None and named.column.name == m[1].name))
    ]
    return numbers[0] if len(numbers) == 1 else None
