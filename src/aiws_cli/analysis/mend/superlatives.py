"""The one at an end: the latest where the SQL takes the largest, the commonest where it takes the first by name."""

from __future__ import annotations

import re

from sqlglot import exp

from . import asked, order_words
from .joining import named as reference
from .literals import reads_date
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces, spoken

# "First" and "last" that are no ends of time.
_NO_END = re.compile(
    r"\b(?:first|last)(?:\s+and\s+(?:first|last))?\s+names?\b"
    r"|\b(?:first|last)\s+(?:\d+|one|two|three|four|five|six|ten|day|week|month|quarter|half|year)\w*",
    re.IGNORECASE,
)
_TIME_WORDS = frozenset("date day time year month birth created registered start end".split())


def mend_grouped_distinct(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """COUNT(DISTINCT g) beside GROUP BY g is 1 in every group: the rows are what is counted."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        group = query.select.args.get("group")
        if group is None:
            continue
        grouped = [g for g in group.expressions if isinstance(g, exp.Column)]
        for count in list(own(query.select, exp.Count)):
            inner = count.this.expressions if isinstance(count.this, exp.Distinct) else []
            if len(inner) != 1 or not isinstance(inner[0], exp.Column):
                continue
            if any(_same(inner[0], g, query) for g in grouped):
                was = count.sql(dialect=scene.dialect)
                count.set("this", exp.Star())
                reasons.append(scene.reason("grouped_distinct", part=was))
    return tree, tuple(reasons)


def mend_latest(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`MAX(cost)` for "the cost of the most recent treatment", and a plain list for "the first transcript": the row at
    that end of time. Only where one column of the table says when."""
    when = order_words.time_end(scene.question)
    if not when or not isinstance(tree, exp.Select) or asked.wants_each_of(scene.question):
        return tree, ()
    if any(tree.args.get(k) for k in ("order", "limit", "group", "having", "distinct", "qualify")):
        return tree, ()
    if order_words.says_order(scene.question) or tree.find(exp.Subquery, exp.Window):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    aggregates = [e.unalias() for e in tree.expressions if isinstance(e.unalias(), exp.AggFunc)]
    shown: list[exp.Expr]
    if aggregates:
        # The largest of all is not the latest, unless the question asks for a largest too.
        if len(tree.expressions) != 1 or not isinstance(aggregates[0], exp.Max | exp.Min):
            return tree, ()
        if order_words.end(scene.question.replace("most recent", "recent")) or not isinstance(
            aggregates[0].this, exp.Column
        ):
            return tree, ()
        shown = [aggregates[0].this]
    else:
        shown = [e.unalias() for e in tree.expressions]
    if not all(isinstance(c, exp.Column) and not isinstance(c.this, exp.Star) for c in shown) or not shown:
        return tree, ()
    column = _time_column(query)
    if column is None or (aggregates and _same(column, shown[0], query)):
        return tree, ()
    if aggregates:
        tree.set("expressions", [shown[0].copy()])
    elif scene.as_of is None or asked.rows_wanted(scene.question) is not None:
        return tree, ()
    descending = when == "latest"
    tree.set("order", exp.Order(expressions=[exp.Ordered(this=column, desc=descending, nulls_first=False)]))
    tree.limit(1, copy=False)
    return tree, (scene.reason("latest", column=column.sql(dialect=scene.dialect)),)


def mend_commonest(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`ORDER BY breed LIMIT 1` for the rarest breed: the value that fewest rows have, and its rows."""
    end = order_words.frequency_end(scene.question)
    limit, order = tree.args.get("limit"), tree.args.get("order")
    if end is None or not isinstance(tree, exp.Select) or order is None or not isinstance(limit, exp.Limit):
        return tree, ()
    if tree.args.get("group") or tree.find(exp.AggFunc, exp.Window) or len(order.expressions) != 1:
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    column = order.expressions[0].this
    source = query.owner(column) if isinstance(column, exp.Column) else None
    if (
        source is None
        or source.table is None
        or not spoken(scene.question, column.name)
        or limit.expression.name != "1"
    ):
        return tree, ()
    shown = [e.unalias() for e in tree.expressions]
    ranked = exp.Order(
        expressions=[exp.Ordered(this=exp.Count(this=exp.Star()), desc=end == "high", nulls_first=False)]
    )
    told = scene.reason("commonest", column=column.sql(dialect=scene.dialect))
    if len(shown) == 1 and isinstance(shown[0], exp.Column) and _same(shown[0], column, query):
        tree.set("group", exp.Group(expressions=[column.copy()]))
        tree.set("order", ranked)
        return tree, (told,)
    inner = exp.Select(expressions=[exp.column(column.name)])
    inner.set("from_", exp.From(this=_bare(source.node)))
    inner.set("group", exp.Group(expressions=[exp.column(column.name)]))
    inner.set("order", ranked)
    inner.limit(1, copy=False)
    tree.set("order", None)
    tree.set("limit", None)
    tree.where(exp.EQ(this=column.copy(), expression=exp.Subquery(this=inner)), copy=False)
    return tree, (told,)


def mend_first_only(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Ranked by a figure, and the question asks for the one at the end: LIMIT 1."""
    order = tree.args.get("order")
    if (
        not isinstance(tree, exp.Select)
        or order is None
        or any(tree.args.get(k) for k in ("limit", "qualify"))
    ):
        return tree, ()
    question = scene.question
    if (
        order_words.says_order(question)
        or asked.rows_wanted(question) is not None
        or tree.find(exp.Window, exp.Subquery)
    ):
        return tree, ()
    end = order_words.end(question) or order_words.frequency_end(question)
    first = order.expressions[0]
    if end is None or asked.wants_each_of(question) or bool(first.args.get("desc")) != (end == "high"):
        return tree, ()
    aggregates = {e.alias.lower() for e in tree.expressions if e.alias and e.find(exp.AggFunc)}
    by_figure = first.this.find(exp.AggFunc) or (
        isinstance(first.this, exp.Column) and first.this.name.lower() in aggregates
    )
    if not by_figure and tree.args.get("group") is None and not _is_number(first.this, tree, scene):
        return tree, ()
    tree.limit(1, copy=False)
    return tree, (scene.reason("first_only"),)


def mend_direction(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """The order's direction where the question says it: descending, 낮은 순, the youngest, the fewest."""
    order = tree.args.get("order")
    if not isinstance(tree, exp.Select) or order is None or len(order.expressions) != 1:
        return tree, ()
    ordered = order.expressions[0]
    wanted = _wanted_direction(tree, ordered.this, scene)
    if not wanted or bool(ordered.args.get("desc")) == (wanted == "desc"):
        return tree, ()
    ordered.set("desc", wanted == "desc")
    ordered.set("nulls_first", False)
    return tree, (scene.reason(f"direction.{wanted}", column=ordered.this.sql(dialect=scene.dialect)),)


def mend_first_time(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """MAX of a time where the question asks for the first, MIN where it asks for the last."""
    wanted = order_words.time_end(_NO_END.sub(" ", scene.question))
    if not wanted:
        return tree, ()
    right, wrong = (exp.Max, exp.Min) if wanted == "latest" else (exp.Min, exp.Max)
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        ends = [a for a in own(query.select, wrong) if reads_date(a.this, query)]
        if len(ends) != 1 or any(reads_date(a.this, query) for a in own(query.select, right)):
            continue
        was = ends[0].sql(dialect=scene.dialect)
        new = right(this=ends[0].this.copy())
        ends[0].replace(new)
        reasons.append(scene.reason(f"first_time.{wanted}", old=was, new=new.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def _wanted_direction(tree: exp.Select, by: exp.Expr, scene: Scene) -> str:
    question, limit = scene.question, tree.args.get("limit")
    said = order_words.direction(question)
    if said and order_words.says_order(question):
        return said
    if limit is None or order_words.says_order(question):
        return ""
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    aggregate = by.find(exp.AggFunc) is not None or (
        isinstance(by, exp.Column) and by.name.lower() in query.output_names()
    )
    words = {w for c in ([by] if isinstance(by, exp.Column) else own(by, exp.Column)) for w in pieces(c.name)}
    if words & {"rank", "ranking", "finish", "position", "priority"}:
        return ""  # the first of ranks is the smallest number, or not: names do not tell
    end = order_words.end(question)
    if aggregate or (isinstance(by, exp.Column) and _is_number(by, tree, scene) and not words & _TIME_WORDS):
        age = order_words.age_end(question) if "age" in words else ""
        if age:
            return "desc" if age == "old" else "asc"
        if end and not order_words.time_end(question) and not order_words.age_end(question):
            return "desc" if end == "high" else "asc"
        return ""
    if words & _TIME_WORDS and not end:
        if "birth" in words and (age := order_words.age_end(question)):
            return "asc" if age == "old" else "desc"
        if (when := order_words.time_end(question)) and not order_words.age_end(question):
            return "desc" if when == "latest" else "asc"
    return ""


def _time_column(query: Query) -> exp.Column | None:
    """The only date of the only table, or of the sources."""
    found: list[tuple[Source, str]] = [
        (s, c.name)
        for s in query.sources
        if s.table is not None
        for c in s.table.columns
        if c.type.upper().startswith(("DATE", "TIMESTAMP"))
    ]
    if len(found) != 1 or any(s.table is None for s in query.sources):
        return None
    source, name = found[0]
    return reference(source.alias, name) if len(query.sources) > 1 else exp.column(name)


def _is_number(by: exp.Expr, tree: exp.Select, scene: Scene) -> bool:
    if not isinstance(by, exp.Column):
        return False
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    column = query.meaning(by)
    kinds = (
        "INT",
        "BIGINT",
        "SMALLINT",
        "TINYINT",
        "HUGEINT",
        "DECIMAL",
        "NUMERIC",
        "DOUBLE",
        "FLOAT",
        "REAL",
    )
    return column is not None and column.type.upper().startswith(kinds)


def _same(left: exp.Expr, right: exp.Expr, query: Query) -> bool:
    if not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
        return False
    return left.name.lower() == right.name.lower() and query.owner(left) is query.owner(right)


def _bare(node: exp.Expr) -> exp.Expr:
    out = node.copy()
    out.set("alias", None)
    return out
