"""The order of a statement of any form, and how many rows it shows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from ..compose import nature
from ..compose.parts import Silent
from ..mend.scope import Query
from .wish import Wish


def put_in_order(tree: exp.Expr, all_queries: Sequence[Query], wish: Wish) -> None:
    """The order and number of rows that a wish asks for. Raises Silent where it is not clear by what."""
    rank = wish.parts.rank
    rows = wish.rows if rank is None else rank.rows
    if rank is None and rows is None and not wish.marks & {"reverse", "all"}:
        return
    if not isinstance(tree, exp.Select):
        raise Silent
    if not _groups_are_shown(tree, all_queries[0]):
        raise Silent
    order, limit = tree.args.get("order"), tree.args.get("limit")
    if rank is None and rows is None:
        if "reverse" in wish.marks and order is not None and limit is None:
            first = order.expressions[0]
            first.set("desc", not first.args.get("desc"))
            first.set("nulls_first", None)
        elif "all" in wish.marks and "reverse" not in wish.marks:
            tree.set("limit", None)
        else:
            raise Silent
        return
    if rank is None:
        if order is None:
            raise Silent
    else:
        falling = bool(order is not None and order.expressions[0].args.get("desc"))
        if rank.by is not None or (limit is not None and falling is rank.ascending):
            raise Silent
        if limit is None or order is None:
            _order_by_figure(tree, all_queries[0], rank.ascending)
    if rows is not None:
        tree.limit(rows, copy=False)


def _order_by_figure(select: exp.Select, query: Query, ascending: bool) -> None:
    """By the only shown item that is no name, no code and no time."""
    figures = [e for e in select.expressions if not _tells(e, query)]
    if len(figures) != 1:
        raise Silent
    others = [e for e in select.expressions if e is not figures[0]]
    made = [exp.Ordered(this=_called(figures[0]), desc=not ascending, nulls_first=False)]
    made += [exp.Ordered(this=_called(e)) for e in others]
    select.set("order", exp.Order(expressions=made))


def _groups_are_shown(select: exp.Select, query: Query) -> bool:
    """Is each row told by what is shown of it? What rows are grouped by may be by number, by name, or in full."""
    group = select.args.get("group")
    shown = [e.unalias() for e in select.expressions]
    names = query.output_names() | {s.name.lower() for s in shown if isinstance(s, exp.Column)}
    return all(
        isinstance(by, exp.Literal)
        or by in shown
        or (isinstance(by, exp.Column) and by.name.lower() in names)
        for by in (group.expressions if group is not None else ())
    )


def _called(item: exp.Expr) -> exp.Expr:
    return exp.column(item.alias) if isinstance(item, exp.Alias) else item.copy()


def _tells(item: exp.Expr, query: Query) -> bool:
    shown = item.unalias()
    if not isinstance(shown, exp.Column):
        return isinstance(shown, exp.Case | exp.Literal | exp.Cast | exp.DateTrunc | exp.TimestampTrunc)
    column = query.meaning(shown)
    return column is not None and not nature.numeric(column)
