"""Counting the right rows: "number of transfers" where the query counts something else, averages of counts."""

from __future__ import annotations

from sqlglot import exp

from ...core.tables import Table
from .counted import counts_table
from .joining import join_table
from .links import Links, own_key
from .scene import Scene
from .scope import Query, own, queries


def mend_counted(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """COUNT(*) over rows of other tables than the one the question counts: that table is joined.

    Only where the counted table is named outright, hangs on the query's tables as the many side (so that it
    is what repeats), and no column read so far refers to it.
    """
    if not isinstance(tree, exp.Select) or tree.args.get("group") is None:
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    counts = [c for c in own(tree, exp.Count) if not isinstance(c.this, exp.Distinct)]
    tables = [s.table for s in query.sources if s.table is not None]
    if (
        len(counts) != 1
        or len(tables) != len(query.sources)
        or tree.find(exp.Window, exp.Sum, exp.Avg, exp.Subquery)
    ):
        return tree, ()
    links = Links(scene, [t.name for t in tables])
    wanted = _counted_table(query, tables, links, scene)
    if wanted is None or not _counts_rows(counts[0], query):
        return tree, ()
    way, sure = links.path([t.name for t in tables], wanted.name, longest=2)
    if not way or not sure or any(link.many.lower() != wanted.name.lower() for link in way[-1:]):
        return tree, ()
    if len(way) > 1 and way[0].other(way[0].many) in {t.name for t in tables} and way[0].one == way[1].one:
        return tree, ()
    if join_table(query, way, wanted) is None:
        return tree, ()
    counts[0].set("this", exp.Star())
    return tree, (scene.reason("counted", table=wanted.name),)


def mend_nested(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`SELECT AVG(COUNT(*)) FROM t GROUP BY g`: the inner figures first, then the outer over them."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        select = query.select
        if len(select.expressions) != 1 or select.args.get("group") is None or select.args.get("order"):
            continue
        outer = select.expressions[0].unalias()
        inner = outer.this if isinstance(outer, exp.AggFunc) else None
        if not isinstance(inner, exp.AggFunc) or select.args.get("limit") or select.args.get("with_"):
            continue
        was = outer.sql(dialect=scene.dialect)
        rest = select.copy()
        rest.set("expressions", [exp.alias_(inner.copy(), "figure")])
        fresh = exp.Select(expressions=[select.expressions[0].copy()])
        fresh.expressions[0].unalias().set("this", exp.column("figure"))
        fresh.set(
            "from_",
            exp.From(this=exp.Subquery(this=rest, alias=exp.TableAlias(this=exp.to_identifier("figures")))),
        )
        reasons.append(scene.reason("nested", part=was))
        if select is tree:
            return fresh, tuple(reasons)
        select.replace(fresh)
    return tree, tuple(reasons)


def _counted_table(query: Query, tables: list[Table], links: Links, scene: Scene) -> Table | None:
    """The one table the question counts by its own name, when the query does not read it yet."""
    inside = {t.name.lower() for t in tables}
    names = dict.fromkeys([*scene.shown, *(link.other(t.name) for t in tables for link in links.of(t.name))])
    found: list[Table] = []
    for table in filter(None, map(scene.catalog.table, names)):
        if counts_table(scene.question, table):
            found.append(table)
    if len(found) != 1 or found[0].name.lower() in inside:
        return None
    # a source that refers to the counted table may well be counted in its place
    refers = any(
        link.many.lower() in inside
        for link in links.of(found[0].name)
        if link.one.lower() == found[0].name.lower()
    )
    return None if refers else found[0]


def _counts_rows(count: exp.Count, query: Query) -> bool:
    """COUNT(*) or COUNT of some table's own key: rows, not a property."""
    if isinstance(count.this, exp.Star | exp.Literal):
        return True
    if not isinstance(count.this, exp.Column):
        return False
    source = query.owner(count.this)
    key = own_key(source.table) if source is not None and source.table is not None else None
    return key is not None and key.name.lower() == count.this.name.lower()
