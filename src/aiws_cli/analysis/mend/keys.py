"""Join keys: compared with themselves, or with the key of another thing."""

from __future__ import annotations

from sqlglot import exp

from ...core.tables import Table
from .joining import equal, free_alias, qualify, table_node
from .joins import joined, named, on_link, partner, references, shown_as, starred, unasked
from .links import Links, own_key
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import same_name


def mend_join_keys(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """ON with a key compared with itself, or with another thing's key: the declared relationship instead."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for join, source in joined(query):
            on = join.args.get("on")
            if on is None:
                continue
            links = Links(scene, [s.table.name for s in query.sources if s.table])
            reason = _one_sided(query, join, source, links, scene) or _unknown_side(
                query, join, source, links, scene
            )
            for part in list(on.find_all(exp.EQ)) if reason is None else ():
                reason = _wrong_pair(query, join, source, part, links, scene)
                if reason:
                    break
            if reason:
                reasons.append(reason)
                break  # sources have changed
    return tree, tuple(reasons)


def _one_sided(query: Query, join: exp.Join, source: Source, links: Links, scene: Scene) -> str | None:
    """ON whose comparisons all stay within one source: `a.id = a.id`, or two columns of the same table."""
    on = join.args["on"]
    columns = list(own(on, exp.Column)) if not isinstance(on, exp.Column) else [on]
    if not columns or len({c.table.lower() for c in columns}) != 1 or not columns[0].table:
        return None
    if not all(isinstance(part, exp.EQ) for part in (on.flatten() if isinstance(on, exp.And) else [on])):
        return None
    if any(
        not isinstance(side, exp.Column)
        for eq in [on, *own(on, exp.EQ)]
        if isinstance(eq, exp.EQ)
        for side in (eq.this, eq.expression)
    ):
        return None
    found = partner(query, source, links)
    if found is None and source.table is not None and isinstance(on, exp.EQ):
        others = [s for s in query.sources if s is not source and s.table is not None]
        if len(others) == 1:
            return _bridged(query, join, source, others[0], on, links, scene)
    if found is None or source.table is None:
        return None
    was = shown_as(on, scene)
    join.set("on", on_link(found[0], source, found[1]))
    return scene.reason("join_keys", old=was, new=shown_as(join.args["on"], scene))


def _unknown_side(query: Query, join: exp.Join, source: Source, links: Links, scene: Scene) -> str | None:
    """ON with a column that its source does not have: the relationship of the two tables, or the table between them.

    Left to the column rule it would be read of whichever source has the name, which may be the other side itself.
    """
    on = join.args["on"]
    if not isinstance(on, exp.EQ) or not all(
        isinstance(s, exp.Column) and s.table for s in (on.this, on.expression)
    ):
        return None
    sides = [(c, query.source(c.table)) for c in (on.this, on.expression)]
    lost = [s for c, s in sides if s is not None and s.table is not None and not s.has(c.name)]
    if not lost or len({id(s) for _, s in sides}) != 2 or any(s is None or s.table is None for _, s in sides):
        return None
    other = next(s for _, s in sides if s is not source)
    if source not in [s for _, s in sides] or other is None or other.table is None or source.table is None:
        return None
    if any(_spelled_otherwise(c, s) for c, s in sides):
        return None
    was = shown_as(on, scene)
    direct = links.best(links.between(other.table.name, source.table.name))
    if direct is not None:
        join.set("on", on_link(other, source, direct))
        return scene.reason("join_keys", old=was, new=shown_as(join.args["on"], scene))
    third = [
        s
        for c, lacking in sides
        if lacking in lost
        for s in query.sources
        if s not in (lacking, other, source) and s.has(c.name)
    ]
    if third:
        return None  # the column rule reads it of that one
    return _needless(query, join, source, other, scene) or _bridged(
        query, join, source, other, on, links, scene
    )


def _spelled_otherwise(column: exp.Column, source: Source | None) -> bool:
    """True for a slip of spelling, which the column rule puts right."""
    return (
        source is not None
        and any(same_name(c, column.name) for c in (source.columns or {}).values())
        and (not source.has(column.name))
    )


def _wrong_pair(
    query: Query, join: exp.Join, source: Source, part: exp.EQ, links: Links, scene: Scene
) -> str | None:
    left, right = part.this, part.expression
    if not (isinstance(left, exp.Column) and isinstance(right, exp.Column)) or same_name(
        left.name, right.name
    ):
        return None
    first, second = query.owner(left), query.owner(right)
    if first is None or second is None or first is second or first.table is None or second.table is None:
        return None
    if _is_link(links, first.table, left.name, second.table, right.name):
        return None
    one, two = entity(links, first.table, left.name), entity(links, second.table, right.name)
    if one is None or two is None or one.lower() == two.lower():
        return None  # unless both are known to be keys, of different things, the comparison may be meant
    was = shown_as(part, scene)
    other = first if second is source else second
    key = left if second is source else right
    moved = _other_target(query, join, source, other, key, links, scene)
    if moved:
        return moved
    direct = links.best(links.between(first.table.name, second.table.name))
    if direct is not None:
        part.replace(on_link(first, second, direct))
        return scene.reason("join_keys", old=was, new=shown_as(join.args["on"], scene))
    return _needless(query, join, source, other, scene) or _bridged(
        query, join, source, other, part, links, scene
    )


def _other_target(
    query: Query, join: exp.Join, source: Source, other: Source, key: exp.Column, links: Links, scene: Scene
) -> str | None:
    """The key leads to another table, and the columns read of this one are there: that table is meant."""
    assert other.table is not None and source.table is not None
    for link in links.of(other.table.name):
        target = scene.catalog.table(link.one)
        if target is None or tuple(c.lower() for c in link.many_columns) != (key.name.lower(),):
            continue
        read = [c for c in references(query, source) if c.find_ancestor(exp.Join) is not join]
        if (
            not read
            or any(target.column(c.name) is None for c in read)
            or all(source.has(c.name) for c in read)
        ):
            continue
        alias = source.alias if source.node.args.get("alias") else None
        node = table_node(target.name)
        if alias:
            node.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
        join.set("this", node)
        new = alias or node.name
        for column in read:
            qualify(column, new)
        join.set("on", equal(other.alias, link.many_columns, new, link.one_columns))
        return scene.reason("join_target", old=named(source), new=target.name)
    return None


def _needless(query: Query, join: exp.Join, source: Source, other: Source, scene: Scene) -> str | None:
    """Two unrelated tables, and all that is read of the joined one the other has too: the join goes."""
    read = [c for c in references(query, source) if c.find_ancestor(exp.Join) is not join]
    if any(not other.has(c.name) for c in read) or not unasked(query, source, scene) or starred(query):
        return None
    for column in read:
        qualify(column, other.alias)
    join.pop()
    return scene.reason("join_unused", table=named(source))


def _bridged(
    query: Query, join: exp.Join, source: Source, other: Source, part: exp.EQ, links: Links, scene: Scene
) -> str | None:
    """The one way of two links between the two tables, through the table that connects them."""
    assert other.table is not None and source.table is not None
    if join.args["on"] is not part or join.args.get("side"):
        return None
    way, sure = links.path([other.table.name], source.table.name, longest=2)
    if len(way) != 2 or not sure:
        return None
    middle = way[0].other(other.table.name)
    if any(s.table is not None and s.table.name.lower() == middle.lower() for s in query.sources):
        return None
    was = shown_as(part, scene)
    alias = free_alias(query, middle) or middle.rpartition(".")[2]
    node = table_node(middle)
    if alias != node.name:
        node.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    bridge = Source(alias, node, scene.catalog.table(middle), None)
    joins = query.select.args["joins"]
    joins.insert(joins.index(join), exp.Join(this=node, on=on_link(other, bridge, way[0])))
    query.select.set("joins", joins)
    join.set("on", on_link(bridge, source, way[1]))
    return scene.reason("join_keys", old=was, new=shown_as(join.args["on"], scene))


def _is_link(links: Links, left: Table, left_column: str, right: Table, right_column: str) -> bool:
    pair = {(left.name.lower(), left_column.lower()), (right.name.lower(), right_column.lower())}
    return any(
        {(link.many.lower(), a.lower()), (link.one.lower(), b.lower())} == pair
        for link in links.between(left.name, right.name)
        for a, b in zip(link.many_columns, link.one_columns, strict=True)
    )


def entity(links: Links, table: Table, column: str) -> str | None:
    """The table whose rows this column names: the one it refers to, or its own where it is its key."""
    for link in links.of(table.name):
        if link.many.lower() == table.name.lower() and [c.lower() for c in link.many_columns] == [
            column.lower()
        ]:
            return link.one
    key = own_key(table)
    return table.name if key is not None and key.name.lower() == column.lower() else None
