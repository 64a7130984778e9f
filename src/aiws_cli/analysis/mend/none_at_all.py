"""None at all: `GROUP BY key HAVING COUNT(*) = 0` finds no group, since a group has rows; the things without any are meant."""

from __future__ import annotations

from sqlglot import exp

from .grain import conjuncts
from .joining import named, table_node
from .links import Link, Links
from .named import asks_key, is_private, name_column
from .scene import Scene
from .scope import Query, Source, own, queries


def mend_none_at_all(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Things whose rows elsewhere are counted as zero over an inner join: those whose key the other table lacks.

    Conditions on the other table say which of its rows must be missing; those on the thing stay.
    """
    if not isinstance(tree, exp.Select) or tree.args.get("having") is None:
        return tree, ()
    if tree.find(exp.Subquery, exp.CTE, exp.Window) or not _counts_none(tree.args["having"].this):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if not 1 <= len(query.sources) <= 2 or any(s.table is None for s in query.sources):
        return tree, ()
    if any(j.args.get("side") or j.args.get("using") for j in tree.args.get("joins") or ()):
        return tree, ()
    found = _link(query, scene)
    if found is None:
        return tree, ()
    link, many, one = found
    mine: list[exp.Expr] = []
    theirs: list[exp.Expr] = []
    where = tree.args.get("where")
    for part in conjuncts(where.this if where is not None else None):
        owners = {id(query.owner(c)) for c in own(part, exp.Column)}
        if owners == {id(many)}:
            theirs.append(part)
        elif one is not None and owners == {id(one)}:
            mine.append(part)
        else:
            return tree, ()
    inner = exp.Select(expressions=[named(many.alias, link.many_columns[0])])
    inner.set("from_", exp.From(this=many.node.copy()))
    if theirs:
        inner.set("where", exp.Where(this=exp.and_(*[p.copy() for p in theirs], copy=False)))
    node = one.node.copy() if one is not None else table_node(link.one)
    key = named(node.alias_or_name, link.one_columns[0])
    told = scene.catalog.table(link.one)
    name = name_column(told) if told is not None and told.business_name else None
    shown_key = key
    if name is not None and not is_private(name) and not asks_key(scene.question):
        shown_key = named(node.alias_or_name, name.name)
    denied = exp.Not(this=exp.In(this=key, query=exp.Subquery(this=inner)))
    shown = [e for e in tree.expressions if not e.find(exp.AggFunc)]
    if not shown or any(
        isinstance(e.unalias(), exp.Column)
        and query.owner(e.unalias()) is many
        and e.unalias().name.lower() != link.many_columns[0].lower()
        for e in shown
    ):
        return tree, ()
    new = exp.Select(expressions=[_of_the_one(e, query, many, shown_key) for e in shown])
    new.set("from_", exp.From(this=node))
    new.set("where", exp.Where(this=exp.and_(*[p.copy() for p in mine], denied, copy=False)))
    return new, (
        scene.reason("denied", one=link.one, many=link.many, part=denied.sql(dialect=scene.dialect)),
    )


def _counts_none(having: exp.Expr) -> bool:
    """`COUNT(…) = 0` or `< 1`, and nothing else."""
    zero = isinstance(having, exp.EQ) and having.expression.name == "0"
    below = isinstance(having, exp.LT) and having.expression.name == "1"
    return (zero or below) and isinstance(having.this, exp.Count)


def _link(query: Query, scene: Scene) -> tuple[Link, Source, Source | None] | None:
    """The key by which the counted rows refer to the things: (link, the rows, the things where they are read)."""
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    if len(query.sources) == 2:
        left, right = query.sources
        assert left.table is not None and right.table is not None
        link = links.best(links.between(left.table.name, right.table.name))
        if link is None or len(link.many_columns) != 1 or link.many == link.one:
            return None
        many, one = (left, right) if left.table.name.lower() == link.many.lower() else (right, left)
        return link, many, one
    only = query.sources[0]
    assert only.table is not None
    group = query.select.args.get("group")
    keys = {
        c.name.lower() for c in (group.expressions if group is not None else ()) if isinstance(c, exp.Column)
    }
    found = [
        link
        for link in links.of(only.table.name)
        if link.many.lower() == only.table.name.lower()
        and link.many != link.one
        and {c.lower() for c in link.many_columns} == keys
    ]
    return (found[0], only, None) if len(found) == 1 else None


def _of_the_one(item: exp.Expr, query: Query, many: Source, key: exp.Column) -> exp.Expr:
    column = item.unalias()
    if isinstance(column, exp.Column) and query.owner(column) is many:
        return key.copy()
    return item.copy()
