"""Set logic: never, and set operations whose two sides are different things."""

from __future__ import annotations

import re

from sqlglot import exp

from .both import shaped
from .joining import named
from .joins import NEGATION
from .keys import entity
from .links import Links, own_key
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces


def mend_except(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`SELECT name FROM a EXCEPT SELECT a_id FROM b` compares a name with a key: the key is compared instead."""
    reasons: list[str] = []
    every = {id(q.select): q for q in queries(tree, scene.catalog)}
    for operation in list(tree.find_all(exp.Except, exp.Intersect)):
        left, right = operation.this, operation.expression
        if not isinstance(left, exp.Select) or not isinstance(right, exp.Select) or shaped(left):
            continue
        if len(left.expressions) != 1 or len(right.expressions) != 1 or operation.args.get("order"):
            continue
        shown, compared = left.expressions[0].unalias(), right.expressions[0].unalias()
        if not isinstance(shown, exp.Column) or not isinstance(compared, exp.Column):
            continue
        mine, far = every[id(left)].owner(shown), every[id(right)].owner(compared)
        if mine is None or far is None or mine.table is None or far.table is None:
            continue
        links = Links(scene, [mine.table.name, far.table.name])
        key = own_key(mine.table)
        # The right side names rows of the left table by their key, and the left side shows something else.
        if (
            key is None
            or key.name.lower() == shown.name.lower()
            or entity(links, far.table, compared.name) != mine.table.name
        ):
            continue
        if entity(links, mine.table, shown.name) is not None:
            continue
        inside = exp.In(this=named(mine.alias, key.name), query=exp.Subquery(this=right.copy()))
        condition = exp.Not(this=inside) if isinstance(operation, exp.Except) else inside
        new = left.copy().where(condition, copy=False)
        with_ = operation.args.get("with_")
        if with_ is not None:
            new.set("with_", with_.copy())
        reasons.append(scene.reason("set_keys", shown=_sql(shown, scene), compared=_sql(compared, scene)))
        if operation is tree:
            return new, tuple(reasons)
        operation.replace(new)
    return tree, tuple(reasons)


def mend_never(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`JOIN b … WHERE b.x <> 'v'` finds those with another v; asked for those without any: NOT IN."""
    if not isinstance(tree, exp.Select) or shaped(tree):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    joins, where = tree.args.get("joins") or [], tree.args.get("where")
    if len(joins) != 1 or len(query.sources) != 2 or where is None or joins[0].args.get("side"):
        return tree, ()
    many, one = query.sources[1], query.sources[0]
    key = _to_many(query, joins[0], one, many, scene)
    if key is None or not _denied(scene.question, many):
        return tree, ()
    parts = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
    mine = [p for p in parts if any(query.owner(c) is many for c in own(p, exp.Column))]
    shown = [c for e in tree.expressions for c in ([e] if isinstance(e, exp.Column) else own(e, exp.Column))]
    if len(mine) != 1 or not isinstance(mine[0], exp.NEQ) or any(query.owner(c) is not one for c in shown):
        return tree, ()
    inner = exp.Select(expressions=[named(many.alias, key[1])])
    inner.set("from_", exp.From(this=many.node.copy()))
    inner.set("where", exp.Where(this=exp.EQ(this=mine[0].this.copy(), expression=mine[0].expression.copy())))
    target = named(one.alias, key[0])
    value = shown[0] if tree.args.get("distinct") and len(tree.expressions) == 1 and shown else None
    if value is not None and value.name.lower() != key[0].lower():
        # values, not rows, are asked for: a value counts as denied when any of its rows is
        inner = _values_of(inner, value, one, joins[0])
        target = value.copy()
    new = exp.Not(this=exp.In(this=target, query=exp.Subquery(this=inner)))
    told = _sql(mine[0], scene)
    if where.this is mine[0]:
        where.set("this", new)
    else:
        mine[0].replace(new)
    joins[0].pop()
    return tree, (scene.reason("never", part=told),)


def _values_of(inner: exp.Select, value: exp.Column, one: Source, join: exp.Join) -> exp.Select:
    many_from = inner.args["from_"].this
    out = exp.Select(expressions=[value.copy()])
    out.set("from_", exp.From(this=one.node.copy()))
    out.append("joins", exp.Join(this=many_from.copy(), on=join.args["on"].copy()))
    out.set("where", inner.args["where"].copy())
    return out


def _to_many(query: Query, join: exp.Join, one: Source, many: Source, scene: Scene) -> tuple[str, str] | None:
    """(key of the one side, column of the many side) of the join's only equality, where it follows a link that way."""
    on = join.args.get("on")
    if not isinstance(on, exp.EQ) or one.table is None or many.table is None:
        return None
    for link in Links(scene, [one.table.name, many.table.name]).between(one.table.name, many.table.name):
        if link.one.lower() == one.table.name.lower() and len(link.one_columns) == 1:
            names = {c.name.lower() for c in on.find_all(exp.Column)}
            if names == {link.one_columns[0].lower(), link.many_columns[0].lower()}:
                return link.one_columns[0], link.many_columns[0]
    return None


def _denied(question: str, many: Source) -> bool:
    """True when what is denied is having any row of that table: "not playing any cartoon", "거래한 적이 없는"."""
    if many.table is None or not NEGATION.search(question):
        return False
    bare = pieces(many.table.name.rpartition(".")[2])
    if any("가" <= c <= "힣" for c in question):
        names = [n for n in (many.table.business_name, *many.table.synonyms) if n]
        at = max((question.find(n) for n in names), default=-1)
        return at >= 0 and bool(re.search(r"(?:적이?\s*없|지\s*않|없는|없었)", question[at:]))
    found = re.search(r"\b(?:not|never|no|n't|without)\b(.*)$", question, re.IGNORECASE)
    return found is not None and bool(set(bare) & set(pieces(found[1])))


def _sql(node: exp.Expr, scene: Scene) -> str:
    return node.sql(dialect=scene.dialect)
