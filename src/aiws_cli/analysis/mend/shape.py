"""The shape of a SELECT: groups that are complete, aggregates where they may stand, the rows that were asked for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from . import asked
from .dialect import drop_condition
from .scene import Scene
from .scope import Query, own, queries


def mend_where_aggregate(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Aggregates in WHERE: to HAVING where groups are made, else a value computed over the same table.

    `WHERE rn = 1` on a window's alias goes to QUALIFY.
    """
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        for part in _parts(where.this) if where is not None else ():
            if _is_window(part, query):
                drop_condition(query.select, part)
                _add(query.select, "qualify", exp.Qualify, part)
                reasons.append(scene.reason("to_qualify", part=_sql(part, scene)))
                continue
            if not _aggregates(part, query):
                continue
            if query.select.args.get("group") or _has_aggregate(query):
                drop_condition(query.select, part)
                _add(query.select, "having", exp.Having, part)
                reasons.append(scene.reason("to_having", part=_sql(part, scene)))
            elif _compare_with_whole(part, query):
                reasons.append(scene.reason("to_subquery", part=_sql(part, scene)))
    return tree, tuple(reasons)


def mend_having(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """HAVING conditions on plain columns that are not grouped to WHERE; on a window to QUALIFY."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        having = query.select.args.get("having")
        if having is None:
            continue
        for part in _parts(having.this):
            kind: type[exp.Expr]
            if _is_window(part, query):
                kind, slot, key = exp.Qualify, "qualify", "to_qualify"
            elif not _aggregates(part, query) and not part.find(exp.Query) and _all_ungrouped(part, query):
                kind, slot, key = exp.Where, "where", "to_where"
            else:
                continue
            _drop_having(query.select, part)
            _add(query.select, slot, kind, part)
            reasons.append(scene.reason(key, part=_sql(part, scene)))
    return tree, tuple(reasons)


def mend_groups_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Groups that nothing shows, under a question that asks for one figure: without the groups it is that figure."""
    if not scene.question or not isinstance(tree, exp.Select) or asked.may_be_split(scene.question):
        return tree, ()
    group = tree.args.get("group")
    if group is None or any(tree.args.get(k) for k in ("having", "order", "limit", "distinct", "qualify")):
        return tree, ()
    shown = [e.unalias() for e in tree.expressions]
    figures = all(e.find(exp.AggFunc) and not e.find(exp.Window) for e in shown)
    loose = {c.sql() for e in shown for c in e.find_all(exp.Column) if not c.find_ancestor(exp.AggFunc)}
    if not figures or loose or not group.expressions:
        return tree, ()
    gone = ", ".join(e.sql(dialect=scene.dialect) for e in group.expressions)
    tree.set("group", None)
    return tree, (scene.reason("group_unasked", columns=gone),)


def mend_group_shown(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A figure for each of something without saying of which: what it is grouped by is shown before it."""
    if not isinstance(tree, exp.Select) or not asked.wants_each_of(scene.question):
        return tree, ()
    group = tree.args.get("group")
    keys = list(group.expressions) if group is not None else []
    limit = tree.args.get("limit")
    one = isinstance(limit, exp.Limit) and limit.expression.name == "1"
    if not keys or one or not all(isinstance(k, exp.Column) for k in keys) or tree.args.get("having"):
        return tree, ()
    if not all(e.find(exp.AggFunc) and not e.find(exp.Window) for e in tree.expressions):
        return tree, ()
    tree.set("expressions", [*(k.copy() for k in keys), *tree.expressions])
    told = ", ".join(k.sql(dialect=scene.dialect) for k in keys)
    return tree, (scene.reason("group_shown", columns=told),)


def mend_groups(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Columns shown beside aggregates that are not grouped: grouped, or, beside one MIN or MAX, the row that has it."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        select = query.select
        group = select.args.get("group")
        if group is not None and any(group.args.get(k) for k in ("all", "cube", "rollup", "grouping_sets")):
            continue
        if not _has_aggregate(query) and group is None:
            continue
        if group is not None and _needless_group(query):
            select.set("group", None)
            reasons.append(
                scene.reason("group_needless", columns=_sql(group, scene).removeprefix("GROUP BY "))
            )
            continue
        loose = [item for item in select.expressions if _is_loose(item, query)]
        starred = any(isinstance(item, exp.Star) for item in select.expressions)
        if group is None and (loose or starred):
            extreme = _extreme_row(query, scene)
            if extreme:
                reasons.append(extreme)
                continue
        if not loose or starred:
            continue
        for item in loose:
            select.group_by(item.unalias().copy(), copy=False)
        told = ", ".join(_sql(item.unalias(), scene) for item in loose)
        reasons.append(scene.reason("group_by", columns=told))
    return tree, tuple(reasons)


def _needless_group(query: Query) -> bool:
    """Groups without any aggregate, ordered by a column that has many values in each: rows are meant."""
    select = query.select
    order = select.args.get("order")
    if order is None or _has_aggregate(query) or select.args.get("having"):
        return False
    return any(
        isinstance(o.this, exp.Column)
        and query.owner(o.this) is not None
        and o.this.name.lower() not in query.output_names()
        and not _grouped(o.this, o, query)
        for o in order.expressions
    )


def mend_rows_wanted(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """LIMIT n (and the order it needs, where only one is possible) when the question asks for the n first."""
    count = asked.rows_wanted(scene.question)
    select = tree
    if (
        count is None
        or not isinstance(select, exp.Select)
        or select.args.get("limit")
        or select.args.get("qualify")
    ):
        return tree, ()
    if tree.find(exp.Window, exp.Limit, exp.Fetch):
        return tree, ()  # ranks and limits inside already choose the rows
    if asked.wants_each_of(scene.question) and select.args.get("group") is None:
        return tree, ()  # so many of each; where groups are made, the groups are what is ranked
    if any(n.name == str(count) for n in tree.find_all(exp.Literal)):
        return tree, ()  # a stored rank compared with the number
    if select.args.get("order") is None:
        aggregates = [e for e in select.expressions if e.find(exp.AggFunc)]
        if len(aggregates) != 1 or select.args.get("group") is None:
            return tree, ()
        item = aggregates[0]
        key = exp.column(item.alias) if item.alias else item.unalias().copy()
        descending = not asked.wants_lowest(scene.question)
        select.set(
            "order", exp.Order(expressions=[exp.Ordered(this=key, desc=descending, nulls_first=False)])
        )
    select.limit(count, copy=False)
    return tree, (scene.reason("limit", count=count),)


def mend_distinct(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """DISTINCT that the question says and a plain list lacks; COUNT(column) of different ones to COUNT(DISTINCT)."""
    shown = (
        [c.name for e in tree.selects for c in e.find_all(exp.Column)] if isinstance(tree, exp.Select) else []
    )
    if not isinstance(tree, exp.Select) or not asked.wants_distinct(scene.question, shown):
        return tree, ()
    if tree.find(exp.Distinct, exp.Group, exp.Window) or tree.args.get("limit"):
        return tree, ()
    if not any(e.find(exp.AggFunc) for e in tree.expressions):
        if not all(isinstance(e.unalias(), exp.Column) for e in tree.expressions):
            return tree, ()
        tree.set("distinct", exp.Distinct())
        return tree, (scene.reason("distinct"),)
    only = tree.expressions[0].unalias() if len(tree.expressions) == 1 else None
    if (
        isinstance(only, exp.Count)
        and isinstance(only.this, exp.Column)
        and not isinstance(only.this.this, exp.Star)
    ):
        only.set("this", exp.Distinct(expressions=[only.this.copy()]))
        return tree, (scene.reason("distinct"),)
    return tree, ()


def _parts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _own_aggregates(node: exp.Expr) -> Iterator[exp.Expr]:
    """Aggregates of this SELECT that are no window functions."""
    found = [node] if isinstance(node, exp.AggFunc) else []
    for aggregate in (*found, *own(node, exp.AggFunc)):
        around = aggregate.parent
        while isinstance(around, exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls):
            around = around.parent
        if not isinstance(around, exp.Window):
            yield aggregate


def _aliased(query: Query) -> dict[str, exp.Expr]:
    return {e.alias.lower(): e.this for e in query.select.expressions if isinstance(e, exp.Alias)}


def _aggregates(part: exp.Expr, query: Query) -> bool:
    """True when a condition computes an aggregate, or refers to an output that does."""
    if any(_own_aggregates(part)):
        return True
    named = _aliased(query)
    columns = [c for c in own(part, exp.Column) if not c.table and c.name.lower() in named]
    return any(any(_own_aggregates(named[c.name.lower()])) for c in columns if not query.holders(c.name))


def _is_window(part: exp.Expr, query: Query) -> bool:
    if any(own(part, exp.Window)):
        return True
    named = _aliased(query)
    return any(
        isinstance(named.get(c.name.lower()), exp.Window) and not query.holders(c.name)
        for c in own(part, exp.Column)
        if not c.table
    )


def _has_aggregate(query: Query) -> bool:
    select = query.select
    spots = [*select.expressions, *(select.args[k] for k in ("having", "order") if select.args.get(k))]
    return any(any(_own_aggregates(spot)) for spot in spots)


def _is_loose(item: exp.Expr, query: Query) -> bool:
    """A shown expression that reads columns outside aggregates and is not grouped."""
    value = item.unalias()
    if (
        isinstance(value, exp.Star | exp.Literal)
        or any(_own_aggregates(value))
        or value.find(exp.Window, exp.Query)
    ):
        return False
    columns = [value] if isinstance(value, exp.Column) else list(own(value, exp.Column))
    if not columns or any(isinstance(c.this, exp.Star) for c in columns):
        return False
    if all(not c.table and c.name.lower() in _aliased(query) and not query.holders(c.name) for c in columns):
        return False  # computed of other outputs
    return not _grouped(value, item, query)


def _grouped(value: exp.Expr, item: exp.Expr, query: Query) -> bool:
    group = query.select.args.get("group")
    if group is None:
        return False
    position = next((n for n, e in enumerate(query.select.expressions, 1) if e is item), 0)
    for by in group.expressions:
        if isinstance(by, exp.Literal) and not by.is_string and by.name == str(position):
            return True
        if by == value or (
            isinstance(by, exp.Column) and not by.table and by.name.lower() == item.alias.lower()
        ):
            return True
        if isinstance(by, exp.Column) and isinstance(value, exp.Column) and _same_column(by, value, query):
            return True
    if isinstance(value, exp.Column):
        return False
    return all(
        any(isinstance(b, exp.Column) and _same_column(b, c, query) for b in group.expressions)
        for c in own(value, exp.Column)
    )


def _same_column(left: exp.Column, right: exp.Column, query: Query) -> bool:
    if left.name.lower() != right.name.lower():
        return False
    return left.table.lower() == right.table.lower() or (
        query.owner(left) is not None and query.owner(left) is query.owner(right)
    )


def _all_ungrouped(part: exp.Expr, query: Query) -> bool:
    columns = list(own(part, exp.Column))
    named = _aliased(query)
    if not columns or any(not c.table and c.name.lower() in named for c in columns):
        return False
    group = query.select.args.get("group")
    by = [b for b in group.expressions if isinstance(b, exp.Column)] if group else []
    return all(query.owner(c) is not None and not any(_same_column(c, b, query) for b in by) for c in columns)


def _drop_having(select: exp.Select, part: exp.Expr) -> None:
    having = select.args["having"]
    if having.this is part:
        select.set("having", None)
    elif isinstance(part.parent, exp.And):
        parent = part.parent
        parent.replace(parent.expression if parent.this is part else parent.this)


def _add(select: exp.Select, slot: str, kind: type[exp.Expr], part: exp.Expr) -> None:
    present = select.args.get(slot)
    condition = part.copy() if present is None else exp.And(this=present.this.copy(), expression=part.copy())
    select.set(slot, kind(this=condition))


def _compare_with_whole(part: exp.Expr, query: Query) -> bool:
    """`x > AVG(x)` over one table: the aggregate becomes a subquery over that table."""
    if len(query.sources) != 1 or not isinstance(part, exp.Binary) or query.sources[0].table is None:
        return False
    for side in ("this", "expression"):
        value, other = part.args[side], part.args["expression" if side == "this" else "this"]
        if isinstance(value, exp.Avg | exp.Max | exp.Min | exp.Median) and isinstance(other, exp.Column):
            inner = exp.Select(expressions=[value.copy()])
            from_ = query.select.args.get("from_") or query.select.args["from"]
            inner.set("from_", from_.copy())
            value.replace(exp.Subquery(this=inner))
            return True
    return False


def _extreme_row(query: Query, scene: Scene) -> str | None:
    """`SELECT name, MAX(x) FROM t` where the question asks for the one, not for each: the row with the largest x."""
    select = query.select
    aggregates = [(e, a) for e in select.expressions for a in _own_aggregates(e)]
    if len(aggregates) != 1 or asked.wants_each(scene.question) or not asked.wants_extreme(scene.question):
        return None
    item, aggregate = aggregates[0]
    if (
        not isinstance(aggregate, exp.Min | exp.Max)
        or item.unalias() is not aggregate
        or aggregate.expressions
    ):
        return None
    if not isinstance(aggregate.this, exp.Column) or any(
        select.args.get(k) for k in ("order", "limit", "having")
    ):
        return None
    column = aggregate.this.copy()
    if any(isinstance(e, exp.Star) for e in select.expressions):
        select.set("expressions", [e for e in select.expressions if e is not item])
    else:
        aggregate.replace(column.copy())
    descending = isinstance(aggregate, exp.Max)
    select.set("order", exp.Order(expressions=[exp.Ordered(this=column, desc=descending, nulls_first=False)]))
    select.limit(1, copy=False)
    return scene.reason("extreme_row", column=_sql(column, scene))


def _sql(node: exp.Expr, scene: Scene) -> str:
    return node.sql(dialect=scene.dialect)
