"""Joins: conditions that are missing or compare the wrong keys, tables that only multiply rows, lost outer rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from ...core.tables import Table
from .joining import equal, free_alias, qualify, table_node
from .links import Link, Links, own_key
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces, same_name, says, spoken

NEGATION = re.compile(
    r"\b(?:not|never|no|without|none|neither|nor)\b|n't\b|없는|없었|않은|않는|않았|적이 없|적 없|아닌|안 한|미(?:보유|가입|이용|등록)",
    re.IGNORECASE,
)
_KEY_WORDS = frozenset({"id", "code", "cd", "no", "num", "number", "key", "seq"})


def mend_join_conditions(tree: exp.Expression, scene: Scene) -> tuple[exp.Expression, tuple[str, ...]]:
    """A join or comma without any condition between tables that have a relationship: ON along it."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for join, source in _joined(query):
            if join.args.get("on") or join.args.get("using") or join.args.get("method") or join.args.get("kind"):
                continue
            if _conditions_with(query, source):
                continue
            links = Links(scene, [s.table.name for s in query.sources if s.table])
            partner = _partner(query, source, links)
            if partner is None:
                continue
            other, link = partner
            join.set("on", _on(other, source, link))
            reasons.append(scene.reason("join_condition", table=_name(source), on=_sql(join.args["on"], scene)))
    return tree, tuple(reasons)


def mend_join_keys(tree: exp.Expression, scene: Scene) -> tuple[exp.Expression, tuple[str, ...]]:
    """ON with a key compared with itself, or with another thing's key: the declared relationship instead."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for join, source in _joined(query):
            on = join.args.get("on")
            if on is None:
                continue
            links = Links(scene, [s.table.name for s in query.sources if s.table])
            reason = _one_sided(query, join, source, links, scene)
            for part in list(on.find_all(exp.EQ)) if reason is None else ():
                reason = _wrong_pair(query, join, source, part, links, scene)
                if reason:
                    break
            if reason:
                reasons.append(reason)
                break  # sources have changed
    return tree, tuple(reasons)


def mend_join_unused(tree: exp.Expression, scene: Scene) -> tuple[exp.Expression, tuple[str, ...]]:
    """A joined table that neither the query nor the question uses, where the join multiplies or loses rows."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for join, source in reversed(list(_joined(query))):
            if source.table is None or join.args.get("side") in ("RIGHT", "FULL") or join.args.get("kind") == "CROSS":
                continue
            if _rows_do_not_count(query) or _used(query, source, join) or not _unasked(query, source, scene) or _kept_rows(query, join, source, scene):
                continue
            join.pop()
            reasons.append(scene.reason("join_unused", table=_name(source)))
    return tree, tuple(reasons)


def mend_join_outer(tree: exp.Expression, scene: Scene) -> tuple[exp.Expression, tuple[str, ...]]:
    """`JOIN b … WHERE b.key IS NULL` can never be true: rows without a counterpart need LEFT JOIN."""
    reasons: list[str] = []
    if not NEGATION.search(scene.question):
        return tree, ()
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        for join, source in _joined(query):
            if where is None or join.args.get("side") or join.args.get("kind") not in (None, "", "INNER"):
                continue
            nulls = [
                n.this
                for n in own(where, exp.Is)
                if isinstance(n.expression, exp.Null) and not isinstance(n.parent, exp.Not) and isinstance(n.this, exp.Column)
            ]
            mine = [c for c in nulls if c.table.lower() == source.alias.lower() and _never_null(c, source, join)]
            if mine and source.table is not None:
                join.set("kind", None)
                join.set("side", "LEFT")
                reasons.append(scene.reason("join_outer", table=_name(source)))
    return tree, tuple(reasons)


def _joined(query: Query) -> Iterator[tuple[exp.Join, Source]]:
    for join in list(query.select.args.get("joins") or ()):
        source = next((s for s in query.sources if s.node is join.this), None)
        if source is not None and isinstance(source.node, exp.Table):
            yield join, source


def _conditions_with(query: Query, source: Source) -> bool:
    """True when ON or WHERE compares a column of this source with one of another."""
    for node in own(query.select, exp.Predicate):  # type: ignore[type-abstract]
        aliases = {o.alias for c in own(node, exp.Column) if (o := query.owner(c)) is not None}
        if source.alias in aliases and len(aliases) > 1:
            return True
    return False


def _partner(query: Query, source: Source, links: Links) -> tuple[Source, Link] | None:
    """The one source and link that this source hangs on; None where there is none or more than one."""
    found: list[tuple[Source, Link]] = []
    for other in query.sources:
        if other is source or other.table is None or source.table is None:
            continue
        link = links.best(links.between(source.table.name, other.table.name))
        if link is not None:
            found.append((other, link))
    return found[0] if len(found) == 1 else None


def _on(left: Source, right: Source, link: Link) -> exp.Expression:
    assert left.table is not None and right.table is not None
    mine = link.columns_of(left.table.name)
    far = link.one_columns if mine == link.many_columns and link.many.lower() == left.table.name.lower() else link.many_columns
    return equal(left.alias, mine, right.alias, far)


def _one_sided(query: Query, join: exp.Join, source: Source, links: Links, scene: Scene) -> str | None:
    """ON whose comparisons all stay within one source: `a.id = a.id`, or two columns of the same table."""
    on = join.args["on"]
    columns = list(own(on, exp.Column)) if not isinstance(on, exp.Column) else [on]
    if not columns or len({c.table.lower() for c in columns}) != 1 or not columns[0].table:
        return None
    if not all(isinstance(part, exp.EQ) for part in (on.flatten() if isinstance(on, exp.And) else [on])):
        return None
    if any(not isinstance(side, exp.Column) for eq in [on, *own(on, exp.EQ)] if isinstance(eq, exp.EQ) for side in (eq.this, eq.expression)):
        return None
    partner = _partner(query, source, links)
    if partner is None or source.table is None:
        return None
    was = _sql(on, scene)
    join.set("on", _on(partner[0], source, partner[1]))
    return scene.reason("join_keys", old=was, new=_sql(join.args["on"], scene))


def _wrong_pair(
    query: Query, join: exp.Join, source: Source, part: exp.EQ, links: Links, scene: Scene
) -> str | None:
    left, right = part.this, part.expression
    if not (isinstance(left, exp.Column) and isinstance(right, exp.Column)) or same_name(left.name, right.name):
        return None
    first, second = query.owner(left), query.owner(right)
    if first is None or second is None or first is second or first.table is None or second.table is None:
        return None
    if _is_link(links, first.table, left.name, second.table, right.name):
        return None
    one, two = entity(links, first.table, left.name), entity(links, second.table, right.name)
    if one is None or two is None or one.lower() == two.lower():
        return None  # unless both are known to be keys, of different things, the comparison may be meant
    was = _sql(part, scene)
    direct = links.best(links.between(first.table.name, second.table.name))
    if direct is not None:
        part.replace(_on(first, second, direct))
        return scene.reason("join_keys", old=was, new=_sql(join.args["on"], scene))
    other = first if second is source else second
    key = left if second is source else right
    return (
        _other_target(query, join, source, other, key, links, scene)
        or _needless(query, join, source, other, scene)
        or _bridged(query, join, source, other, part, links, scene)
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
        read = [c for c in _references(query, source) if c.find_ancestor(exp.Join) is not join]
        if not read or any(target.column(c.name) is None for c in read) or all(source.has(c.name) for c in read):
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
        return scene.reason("join_target", old=_name(source), new=target.name)
    return None


def _needless(query: Query, join: exp.Join, source: Source, other: Source, scene: Scene) -> str | None:
    """Two unrelated tables, and all that is read of the joined one the other has too: the join goes."""
    read = [c for c in _references(query, source) if c.find_ancestor(exp.Join) is not join]
    if any(not other.has(c.name) for c in read) or not _unasked(query, source, scene) or _starred(query):
        return None
    for column in read:
        qualify(column, other.alias)
    join.pop()
    return scene.reason("join_unused", table=_name(source))


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
    was = _sql(part, scene)
    alias = free_alias(query, middle) or middle.rpartition(".")[2]
    node = table_node(middle)
    if alias != node.name:
        node.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    bridge = Source(alias, node, scene.catalog.table(middle), None)
    joins = query.select.args["joins"]
    joins.insert(joins.index(join), exp.Join(this=node, on=_on(other, bridge, way[0])))
    query.select.set("joins", joins)
    join.set("on", _on(bridge, source, way[1]))
    return scene.reason("join_keys", old=was, new=_sql(join.args["on"], scene))


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
        if link.many.lower() == table.name.lower() and [c.lower() for c in link.many_columns] == [column.lower()]:
            return link.one
    key = own_key(table)
    return table.name if key is not None and key.name.lower() == column.lower() else None


def _references(query: Query, source: Source) -> list[exp.Column]:
    """References through this source's alias, in this SELECT and in correlated ones inside it."""
    wanted = source.alias.lower()
    return [c for c in query.select.find_all(exp.Column) if c.table.lower() == wanted]


def _starred(query: Query) -> bool:
    return any(isinstance(e, exp.Star) for e in query.select.expressions)


def _used(query: Query, source: Source, join: exp.Join) -> bool:
    if _starred(query) or join.args.get("using") or join.args.get("on") is None:
        return True
    inside = {id(c) for c in join.args["on"].find_all(exp.Column)}
    for column in query.select.find_all(exp.Column):
        if id(column) in inside:
            continue
        if column.table.lower() == source.alias.lower() or (not column.table and source.has(column.name)):
            return True
    return any(not isinstance(p, exp.EQ) for p in _parts(join.args["on"])) or any(
        isinstance(side, exp.Literal) for p in _parts(join.args["on"]) for side in (p.this, p.expression)
    )


def _rows_do_not_count(query: Query) -> bool:
    """Where repeated rows make no difference (DISTINCT, IN, EXISTS, EXCEPT …) an unused join is a condition;
    where rows are counted it is what is counted. Neither may go."""
    select = query.select
    around: exp.Expression | None = select.parent
    while isinstance(around, exp.Subquery):
        around = around.parent
    if select.args.get("distinct") or isinstance(around, exp.In | exp.Exists | exp.Except | exp.Intersect | exp.Union):
        return True
    return any(isinstance(c.this, exp.Star | exp.Literal) for c in own(select, exp.Count))


def _parts(condition: exp.Expression) -> list[exp.Expression]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _unasked(query: Query, source: Source, scene: Scene) -> bool:
    """The question speaks of another source by name and of this one by no name at all."""
    table = source.table
    if table is None:
        return False
    others = {w for s in query.sources if s is not source and s.table for w in pieces(s.table.name.rpartition(".")[2])}
    mine = [w for w in pieces(table.name.rpartition(".")[2]) if w not in others]
    if spoken(scene.question, *mine) or any(says(scene.question, n) for n in _all_names(table)):
        return False
    if any(spoken(scene.question, n) for n in (table.business_name, table.business_name_en) if n):
        return False
    return any(
        spoken(scene.question, s.table.name.rpartition(".")[2], *_all_names(s.table))
        for s in query.sources
        if s is not source and s.table is not None
    )


def _all_names(table: Table) -> list[str]:
    return [n for n in (table.business_name, table.business_name_en, *table.synonyms) if n]


def _kept_rows(query: Query, join: exp.Join, source: Source, scene: Scene) -> bool:
    """True when the join leaves the other rows as they are: at most one partner each, and none lost."""
    assert source.table is not None
    mine = {
        side.name.lower()
        for part in _parts(join.args["on"])
        for side in (part.this, part.expression)
        if isinstance(side, exp.Column) and side.table.lower() == source.alias.lower()
    }
    key = own_key(source.table)
    keys = {k.lower() for k in source.table.primary_key} or ({key.name.lower()} if key else set())
    if not keys or not keys <= mine:
        return False
    optional = any(
        r.optional and r.to_table.lower() == source.table.name.lower()
        for s in query.sources
        if s.table is not None
        for r in scene.catalog.relationships(s.table.name)
    )
    return bool(join.args.get("side")) or not optional


def _never_null(column: exp.Column, source: Source, join: exp.Join) -> bool:
    meaning = source.column(column.name)
    in_on = any(c.name.lower() == column.name.lower() and c.table.lower() == source.alias.lower() for c in join.args["on"].find_all(exp.Column)) if join.args.get("on") else False
    words = pieces(column.name)
    return in_on or (meaning is not None and (meaning.required or meaning.primary_key)) or bool(words and words[-1] in _KEY_WORDS)


def _name(source: Source) -> str:
    return source.table.name if source.table else source.alias


def _sql(node: exp.Expression, scene: Scene) -> str:
    return node.sql(dialect=scene.dialect)


