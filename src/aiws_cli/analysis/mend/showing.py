"""What a SELECT shows, and showing less of it: orders and groups go along."""

from __future__ import annotations

import re

from sqlglot import exp

from .scene import Scene
from .scope import Query, queries

EVERYTHING = re.compile(
    r"정보|상세|내역|현황|자세|모든|전부|전체\s*(?:컬럼|항목)|\b(?:details?|information|info|everything|all|records?|rows|describe)\b",
    re.IGNORECASE,
)


def plain_query(tree: exp.Expr, scene: Scene) -> Query | None:
    """The statement's only SELECT list, where its columns can be read and no row depends on them."""
    if not isinstance(tree, exp.Select) or not scene.question.strip() or tree.args.get("distinct"):
        return None
    if any(e.find(exp.Star) and not e.find(exp.AggFunc) for e in tree.expressions):
        return None
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    return query if query.sources and all(s.table is not None for s in query.sources) else None


def without(
    tree: exp.Expr, query: Query, gone: list[exp.Expr], scene: Scene, reason: str, *, regroup: bool
) -> tuple[exp.Expr, tuple[str, ...]]:
    """The SELECT without these items; an order by their alias is by their value, groups by them end where `regroup`."""
    select = query.select
    kept = [e for e in select.expressions if not any(e is g for g in gone)]
    if not gone or not kept:
        return tree, ()
    group, order = select.args.get("group"), select.args.get("order")
    for clause in (group, order):
        parts = clause.expressions if clause is not None else []
        if any(isinstance(p.this if isinstance(p, exp.Ordered) else p, exp.Literal) for p in parts):
            return tree, ()  # positions would mean other columns
    if group is not None and regroup:
        left = [g for g in group.expressions if not any(same_value(g, e, query) for e in gone)]
        select.set("group", exp.Group(expressions=left) if left else None)
    if order is not None:
        for ordered in order.expressions:
            item = next(
                (
                    e
                    for e in gone
                    if e.alias and ordered.this.name == e.alias and not ordered.this.args.get("table")
                ),
                None,
            )
            if item is not None:
                ordered.set("this", item.unalias().copy())
        if regroup:
            left = [o for o in order.expressions if not any(same_value(o.this, e, query) for e in gone)]
            select.set("order", exp.Order(expressions=left) if left else None)
    told = ", ".join(e.unalias().sql(dialect=scene.dialect) for e in gone)
    select.set("expressions", kept)
    return tree, (scene.reason(reason, columns=told),)


def same_value(reference: exp.Expr, item: exp.Expr, query: Query) -> bool:
    value = item.unalias()
    if reference == value or (
        item.alias
        and isinstance(reference, exp.Column)
        and not reference.table
        and reference.name == item.alias
    ):
        return True
    if not isinstance(reference, exp.Column) or not isinstance(value, exp.Column):
        return False
    return reference.name.lower() == value.name.lower() and query.owner(reference) is query.owner(value)
