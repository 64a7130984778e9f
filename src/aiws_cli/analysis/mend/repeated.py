"""Rows repeated by a join that only says which rows: "readers who have borrowed a book" are listed and counted once."""

from __future__ import annotations

from sqlglot import exp

from .counted import counts_table
from .grain import conjuncts
from .joining import named as reference
from .joins import named
from .links import Links, own_key
from .scene import Scene
from .scope import Query, Source, own, queries


def mend_repeated(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A list of one table's columns, or a count of its rows, over a join to a table that has many rows for each.

    Only where nothing of the multiplying table is shown, grouped, ordered by or aggregated.
    """
    if not isinstance(tree, exp.Select) or not scene.question.strip() or tree.args.get("distinct"):
        return tree, ()
    if any(tree.args.get(k) for k in ("limit", "having", "qualify")) or tree.find(exp.Window, exp.Distinct):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    counts = list(own(tree, exp.AggFunc))
    one = _the_one(query, counts)
    if one is None or one.table is None:
        return tree, ()
    many = _multiplying(query, one, Links(scene, [s.table.name for s in query.sources if s.table]))
    if many is None:
        return tree, ()
    if not counts:
        if tree.args.get("group"):
            return tree, ()
        tree.set("distinct", exp.Distinct())
        return tree, (scene.reason("repeated", one=named(one), many=named(many)),)
    key = own_key(one.table)
    if len(counts) != 1 or not isinstance(counts[0], exp.Count) or key is None:
        return tree, ()
    if not counts_table(scene.question, one.table) or counts_table(scene.question, many.table):
        return tree, ()
    counts[0].set("this", exp.Distinct(expressions=[reference(one.alias, key.name)]))
    return tree, (scene.reason("repeated", one=named(one), many=named(many)),)


def _the_one(query: Query, counts: list[exp.AggFunc]) -> Source | None:
    """The only source whose columns are shown, grouped and ordered by; of a bare COUNT(*) the first source."""
    select = query.select
    if len(query.sources) < 2 or any(s.table is None for s in query.sources):
        return None
    if any(isinstance(e, exp.Star) for e in select.expressions) or not all(
        isinstance(e.unalias(), exp.Column | exp.Count) for e in select.expressions
    ):
        return None
    spots = [*select.expressions, *(select.args[k] for k in ("group", "order") if select.args.get(k))]
    columns = [
        c for spot in spots for c in ([spot] if isinstance(spot, exp.Column) else own(spot, exp.Column))
    ]
    named_outputs = query.output_names()
    owners = {
        id(o): o
        for c in columns
        for o in [query.owner(c)]
        if o is not None or c.name.lower() not in named_outputs
    }
    if len(owners) > 1:
        return None
    if owners:
        return next(iter(owners.values()))
    return query.sources[0] if counts and not select.args.get("group") else None


def _multiplying(query: Query, one: Source, links: Links) -> Source | None:
    """The first source that a relationship ties as the many side to what has one row for each row of `one`."""
    settled = {id(one)}
    pairs = list(_pairs(query))
    if any(j.args.get("side") or j.args.get("using") for j in query.select.args.get("joins") or ()):
        return None
    found: Source | None = None
    for _ in query.sources:
        for left, a, right, b in pairs:
            for near, near_column, far, far_column in ((left, a, right, b), (right, b, left, a)):
                if id(near) not in settled or id(far) in settled or near.table is None or far.table is None:
                    continue
                for link in links.between(near.table.name, far.table.name):
                    ends = (near_column.lower(), far_column.lower())
                    if len(link.many_columns) != 1:
                        continue
                    if link.many.lower() == far.table.name.lower() and ends == (
                        link.one_columns[0].lower(),
                        link.many_columns[0].lower(),
                    ):
                        found = found or far
                        settled.add(id(far))
                    elif link.one.lower() == far.table.name.lower() and ends == (
                        link.many_columns[0].lower(),
                        link.one_columns[0].lower(),
                    ):
                        settled.add(id(far))
    return found if len(settled) == len(query.sources) else None


def _pairs(query: Query) -> list[tuple[Source, str, Source, str]]:
    """The equalities between columns of two sources, from ON and from WHERE."""
    where = query.select.args.get("where")
    parts = conjuncts(where.this if where is not None else None)
    for join in query.select.args.get("joins") or ():
        parts += conjuncts(join.args.get("on"))
    out = []
    for part in parts:
        if not isinstance(part, exp.EQ):
            continue
        left, right = part.this, part.expression
        if isinstance(left, exp.Column) and isinstance(right, exp.Column):
            first, second = query.owner(left), query.owner(right)
            if first is not None and second is not None and first is not second:
                out.append((first, left.name, second, right.name))
    return out
