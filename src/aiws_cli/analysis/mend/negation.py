"""What a question denies and the SQL does not: authors without books, readers who never borrowed."""

from __future__ import annotations

from sqlglot import exp

from .denied import denied_link, denies, denies_any
from .filters import speaks_of
from .grain import conjuncts
from .joining import equal, qualify, table_node
from .joining import named as reference
from .joins import named
from .links import Link
from .scene import Scene
from .scope import Query, Source, own, queries


def mend_denied(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A statement without any negation for a question that denies a table: IN to NOT IN, a join or nothing to NOT IN."""
    if not isinstance(tree, exp.Select) or not denies_any(scene.question):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if _negated(tree, query, scene):
        return tree, ()
    if any(tree.args.get(k) for k in ("group", "having", "limit", "qualify")) or tree.find(exp.Window):
        return tree, ()
    one = _shown_source(query)
    if one is None or one.table is None:
        return tree, ()
    link = denied_link(one.table, scene)
    if link is None:
        return tree, ()
    return _turned(tree, query, one, link, scene) or _left_out(tree, query, one, link, scene) or (tree, ())


def mend_denied_through(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`code NOT IN (SELECT code FROM templates)` where documents are denied: those templates that documents use."""
    reasons: list[str] = []
    if not denies_any(scene.question):
        return tree, ()
    for query in queries(tree, scene.catalog):
        around = query.select.parent
        while isinstance(around, exp.Subquery):
            around = around.parent
        denied = (isinstance(around, exp.In | exp.Exists) and isinstance(around.parent, exp.Not)) or (
            isinstance(around, exp.Except) and query.select is around.expression
        )
        if not denied or len(query.sources) != 1 or query.select.args.get("group"):
            continue
        middle = query.sources[0]
        if middle.table is None or denies(scene.question, middle.table):
            continue
        inside = {s.table.name.lower() for q in queries(tree, scene.catalog) for s in q.sources if s.table}
        link = denied_link(middle.table, scene)
        if link is None or link.many.lower() in inside:
            continue
        _join(query, middle, link)
        reasons.append(scene.reason("denied_through", many=link.many, one=named(middle)))
    return tree, tuple(reasons)


def mend_null_keys(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`x NOT IN (SELECT key …)` is true of no row once a key is NULL: keys that may be missing are left out."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        select = query.select
        around = select.parent.parent if isinstance(select.parent, exp.Subquery) else select.parent
        if (
            not isinstance(around, exp.In)
            or not isinstance(around.parent, exp.Not)
            or len(select.expressions) != 1
        ):
            continue
        column = select.expressions[0].unalias()
        if (
            not isinstance(column, exp.Column)
            or select.args.get("group")
            or not _may_be_null(query, column, scene)
        ):
            continue
        where = select.args.get("where")
        if any(
            c.name.lower() == column.name.lower()
            for c in (own(where, exp.Column) if where is not None else ())
        ):
            continue
        select.where(exp.Not(this=exp.Is(this=column.copy(), expression=exp.Null())), copy=False)
        reasons.append(scene.reason("null_keys", column=column.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def _may_be_null(query: Query, column: exp.Column, scene: Scene) -> bool:
    source = query.owner(column)
    if source is None or source.table is None:
        return False
    return any(
        r.optional
        and r.from_table.lower() == source.table.name.lower()
        and [c.lower() for c in r.from_columns] == [column.name.lower()]
        for r in scene.catalog.relationships(source.table.name)
    )


def _negated(tree: exp.Select, query: Query, scene: Scene) -> bool:
    """Any negation at all; a missing value of a column nobody asked about is none."""
    if (
        tree.find(exp.Except)
        or any(not _unasked(n, query, scene) for n in tree.find_all(exp.NEQ))
        or any(j.args.get("side") for j in tree.find_all(exp.Join))
    ):
        return True
    for node in tree.find_all(exp.Not, exp.Is):
        test = node.this if isinstance(node, exp.Not) else node
        if isinstance(node, exp.Not) or not isinstance(test.expression, exp.Null):
            return True
        if not isinstance(test.this, exp.Column) or not _unasked(test, query, scene):
            return True
    return False


def _shown_source(query: Query) -> Source | None:
    """The only source that anything shown or ordered by is read of; the first one of a bare COUNT(*)."""
    select = query.select
    if any(s.table is None for s in query.sources) or any(
        isinstance(e, exp.Star) for e in select.expressions
    ):
        return None
    spots = [*select.expressions, *(select.args[k] for k in ("order",) if select.args.get(k))]
    columns = [
        c for spot in spots for c in ([spot] if isinstance(spot, exp.Column) else own(spot, exp.Column))
    ]
    owners = {id(o): o for c in columns for o in [query.owner(c)]}
    if len(owners) == 1:
        return next(iter(owners.values()))
    return query.sources[0] if not columns and query.sources else None


def _turned(
    tree: exp.Select, query: Query, one: Source, link: Link, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]] | None:
    """The one `IN (SELECT … FROM the denied table …)` or EXISTS of the WHERE, denied."""
    where = tree.args.get("where")
    found = []
    for part in conjuncts(where.this if where is not None else None):
        inner = (
            part.args.get("query")
            if isinstance(part, exp.In)
            else part.this
            if isinstance(part, exp.Exists)
            else None
        )
        if inner is not None and any(_is(t, link.many) for t in inner.find_all(exp.Table)):
            found.append(part)
    if len(found) != 1 or len(query.sources) != 1:
        return None
    was = found[0].copy()
    found[0].replace(exp.Not(this=found[0].copy()))
    return tree, (
        scene.reason("denied", one=named(one), many=link.many, part=was.sql(dialect=scene.dialect)),
    )


def _left_out(
    tree: exp.Select, query: Query, one: Source, link: Link, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]] | None:
    """Rows of `one` whose key the denied table does not have, under the conditions that the SQL has on that table."""
    where = tree.args.get("where")
    parts = conjuncts(where.this if where is not None else None)
    ons = [p for j in tree.args.get("joins") or () for p in conjuncts(j.args.get("on"))]
    others = [s for s in query.sources if s is not one]
    if tree.find(exp.Subquery) or any(j.args.get("using") for j in tree.args.get("joins") or ()):
        return None
    if len(others) > 1 or (others and not _is(others[0].node, link.many)):
        return None
    if not others and any(c.isdigit() for c in scene.question):
        return None  # which rows are denied is said by a number that no condition has
    mine, theirs = [], []
    for part in parts:
        owners = {
            id(query.owner(c)) for c in ([part] if isinstance(part, exp.Column) else own(part, exp.Column))
        }
        if owners == {id(one)}:
            mine += [] if _unasked(part, query, scene) else [part]
        elif others and owners == {id(others[0])}:
            theirs += [] if _unasked(part, query, scene) else [part]
        elif not isinstance(part, exp.EQ):
            return None
        else:
            ons.append(part)
    if others and not (len(ons) == 1 and _along(ons[0], link)):
        return None
    inner = exp.Select(expressions=[exp.column(link.many_columns[0])])
    node = others[0].node.copy() if others else table_node(link.many)
    inner.set("from_", exp.From(this=node))
    if others:
        qualify(inner.expressions[0], others[0].alias)
    if theirs:
        inner.set("where", exp.Where(this=exp.and_(*[p.copy() for p in theirs], copy=False)))
    key = reference(one.alias, link.one_columns[0])
    denied = exp.Not(this=exp.In(this=key, query=exp.Subquery(this=inner)))
    tree.set("joins", [])
    tree.args["from_"].set("this", one.node)
    tree.set("where", exp.Where(this=exp.and_(*[p.copy() for p in mine], denied, copy=False)))
    for count in list(own(tree, exp.Count)):
        if isinstance(count.this, exp.Distinct) and len(tree.expressions) == 1:
            count.set("this", exp.Star())
    return tree, (
        scene.reason("denied", one=named(one), many=link.many, part=denied.sql(dialect=scene.dialect)),
    )


def _unasked(part: exp.Expr, query: Query, scene: Scene) -> bool:
    """A missing value, a flag, or another value than these, of which the question says nothing.

    A value that a column must have may be said in other words (French for France), and counts as asked.
    """
    columns = [part] if isinstance(part, exp.Column) else list(own(part, exp.Column))
    values = [v.name for v in part.find_all(exp.Literal)]
    if not isinstance(part, exp.Is | exp.NEQ) and not all(v.lower() in ("0", "1", "y", "n") for v in values):
        return False
    for column in columns:
        meaning = query.meaning(column)
        if meaning is None or speaks_of(meaning, values, scene):
            return False
    return True


def _join(query: Query, middle: Source, link: Link) -> None:
    for column in query.columns():
        if not column.table:
            qualify(column, middle.alias)
    node = table_node(link.many)
    on = equal(middle.alias, link.one_columns, node.name, link.many_columns)
    query.select.append("joins", exp.Join(this=node, on=on))


def _is(node: exp.Expr, table: str) -> bool:
    return isinstance(node, exp.Table) and node.name.lower() == table.rpartition(".")[2].lower()


def _along(part: exp.Expr, link: Link) -> bool:
    names = sorted(c.name.lower() for c in own(part, exp.Column))
    return isinstance(part, exp.EQ) and names == sorted(
        (link.one_columns[0].lower(), link.many_columns[0].lower())
    )
