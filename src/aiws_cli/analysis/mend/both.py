"""Both … and: two conditions that no one row can meet, of things that have many rows; values that two tables share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from . import asked
from .grain import conjuncts
from .keys import entity
from .links import Links, own_key
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces, says_any, spoken

_Pair = tuple[list[exp.Expr], exp.Expr, exp.Expr]
"""(parts of the condition that go, what the left side asks, what the right side asks)"""
_BELOW, _ABOVE = (exp.LT, exp.LTE), (exp.GT, exp.GTE)


def mend_both(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`x = 'a' AND x = 'b'` can hold of no row, and `x IN ('a', 'b')` is not both: INTERSECT of the two."""
    if not isinstance(tree, exp.Select) or shaped(tree):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    where = tree.args.get("where")
    if where is None:
        return tree, ()
    found = _contradiction(where.this, query, scene) or _alternatives(where.this, query, scene)
    if found is None:
        return tree, ()
    gone, left, right = found
    kept = [p for p in conjuncts(where.this) if not any(p is g for g in gone)]
    sides = []
    for part in (left, right):
        side = tree.copy()
        side.set("where", exp.Where(this=exp.and_(*[k.copy() for k in kept], part.copy(), copy=False)))
        sides.append(side)
    told = [
        p.expression.sql(dialect=scene.dialect) if isinstance(p, exp.EQ) else p.sql(dialect=scene.dialect)
        for p in (left, right)
    ]
    out = exp.Intersect(this=sides[0], expression=sides[1], distinct=True)
    return out, (scene.reason("both", left=told[0], right=told[1]),)


def mend_shared(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Two tables joined by columns that no relationship ties, for a value that both have: INTERSECT of the two."""
    if not isinstance(tree, exp.Select) or shaped(tree) or not asked.says_both(scene.question):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if len(query.sources) != 2 or not all(
        s.table is not None and says_any(scene.question, pieces(s.table.name.rpartition(".")[2]))
        for s in query.sources
    ):
        return tree, ()
    first, second = query.sources
    assert first.table is not None and second.table is not None
    links = Links(scene, [first.table.name, second.table.name])
    join = next(iter(tree.args.get("joins") or ()), None)
    if links.between(first.table.name, second.table.name) or join is None or join.args.get("side"):
        return tree, ()
    shown = [e.unalias() for e in tree.expressions]
    if not shown or not all(
        isinstance(c, exp.Column) and first.has(c.name) and second.has(c.name) for c in shown
    ):
        return tree, ()
    said = [c for c in shown if spoken(scene.question, c.name)] or shown
    where = tree.args.get("where")
    sides = [
        _side(query, source, said, conjuncts(where.this) if where is not None else [])
        for source in query.sources
    ]
    if any(s is None for s in sides):
        return tree, ()
    told = (first.table.name, second.table.name)
    return exp.Intersect(this=sides[0], expression=sides[1], distinct=True), (
        scene.reason("shared", left=told[0], right=told[1]),
    )


def shaped(select: exp.Select) -> bool:
    """Grouped, aggregated, ordered or limited: set logic would have to be thought through anew."""
    if any(select.args.get(k) for k in ("group", "having", "order", "limit", "qualify", "windows")):
        return True
    return any(e.find(exp.AggFunc, exp.Window) for e in select.expressions)


def _side(query: Query, source: Source, shown: list[exp.Expr], parts: list[exp.Expr]) -> exp.Select | None:
    """These columns of one source, with the conditions that read it alone; None where one reads both."""
    mine = []
    for part in parts:
        owners = {id(query.owner(c)) for c in own(part, exp.Column)}
        if owners == {id(source)}:
            mine.append(part.copy())
        elif id(source) in owners or part.find(exp.Query):
            return None
    out = exp.Select(expressions=[exp.column(c.name, table=source.alias) for c in shown])
    out.set("from_", exp.From(this=source.node.copy()))
    if mine:
        out.set("where", exp.Where(this=exp.and_(*mine, copy=False)))
    return out


def _contradiction(condition: exp.Expr, query: Query, scene: Scene) -> _Pair | None:
    """Two parts joined by AND that no value meets; joined by OR too, where the question says both."""
    if (found := _impossible(conjuncts(condition))) is not None:
        return list(found), *found
    if not asked.says_both(scene.question):
        return None
    for part in conjuncts(condition):
        inner = part.unnest()
        if not isinstance(inner, exp.Or):
            continue
        found = _impossible([inner.this, inner.expression])
        if found is None or isinstance(found[0], exp.EQ):
            continue
        column = found[0].this
        if not _shows_key(query, query.owner(column)):
            return [part], *found
    return None


def _impossible(parts: list[exp.Expr]) -> tuple[exp.Expr, exp.Expr] | None:
    plain = [
        p
        for p in parts
        if isinstance(p, exp.EQ | exp.LT | exp.LTE | exp.GT | exp.GTE)
        and isinstance(p.this, exp.Column)
        and isinstance(p.expression, exp.Literal)
    ]
    for n, first in enumerate(plain):
        same = [p for p in plain[n + 1 :] if p.this == first.this and _excludes(first, p)]
        if len(same) == 1:
            return first, same[0]
    return None


def _excludes(left: exp.Expr, right: exp.Expr) -> bool:
    if isinstance(left, exp.EQ) and isinstance(right, exp.EQ):
        return bool(left.expression != right.expression)
    low, high = (left, right) if isinstance(left, _BELOW) else (right, left)
    if not isinstance(low, _BELOW) or not isinstance(high, _ABOVE):
        return False
    try:
        return Decimal(low.expression.name) <= Decimal(high.expression.name)
    except InvalidOperation:
        return bool(low.expression.name <= high.expression.name)


def _alternatives(condition: exp.Expr, query: Query, scene: Scene) -> _Pair | None:
    for part in conjuncts(condition):
        inner = part.unnest()
        if isinstance(inner, exp.In) and isinstance(inner.this, exp.Column) and len(inner.expressions) == 2:
            column, values = inner.this, list(inner.expressions)
        elif isinstance(inner, exp.Or) and all(isinstance(s, exp.EQ) for s in (inner.this, inner.expression)):
            if inner.this.this != inner.expression.this or not isinstance(inner.this.this, exp.Column):
                continue
            column, values = inner.this.this, [inner.this.expression, inner.expression.expression]
        else:
            continue
        if not all(isinstance(v, exp.Literal) for v in values):
            continue
        said = asked.both_of(scene.question, values[0].name, values[1].name)
        owner = query.owner(column)
        if (
            said
            and owner is not None
            and not _shows_key(query, owner)
            and (said == "both" or (all(v.is_string for v in values) and _has_many(query, owner, scene)))
        ):
            left, right = (exp.EQ(this=column.copy(), expression=v.copy()) for v in values)
            return [part], left, right
    return None


def _shown(query: Query) -> Iterator[exp.Column]:
    for item in query.select.expressions:
        yield from [item] if isinstance(item, exp.Column) else own(item, exp.Column)


def _shows_key(query: Query, owner: Source | None) -> bool:
    """True when the condition's own rows are listed: one of them never meets both."""
    if owner is None or owner.table is None:
        return True
    key = own_key(owner.table)
    return any(
        query.owner(c) is owner
        and (isinstance(c.this, exp.Star) or (key is not None and c.name.lower() == key.name.lower()))
        for c in _shown(query)
    ) or any(isinstance(e, exp.Star) for e in query.select.expressions)


def _has_many(query: Query, owner: Source, scene: Scene) -> bool:
    """What is shown names other things than the condition's rows: another table's columns, or a key to another table."""
    shown = list(_shown(query))
    if not shown or owner.table is None:
        return False
    if all(query.owner(c) is not owner for c in shown):
        return True
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    return all(
        query.owner(c) is owner and entity(links, owner.table, c.name) not in (None, owner.table.name)
        for c in shown
    )
