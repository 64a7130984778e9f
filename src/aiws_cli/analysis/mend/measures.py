"""The figure a question asks for: rows counted rather than amounts summed, amounts of a thing's many rows summed."""

from __future__ import annotations

import re

from sqlglot import exp

from .asked import rows_wanted, wants_extreme
from .grain import Grain, conjuncts
from .named import is_additive, is_number, name_column, names_of, says_name
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces, says_any

_ROWS = re.compile(
    r"건수|횟수|몇\s*(?:건|번|회)|\b(?:number of|how many)\s+(?:\w+\s+){0,2}(?:transactions|trades|orders|transfers|payments|claims|contracts|sales|deals|cases|records)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"금액|합계|수량|총액|얼마|잔액|평균|\b(?:amount|total|sum|quantity|volume|value|average)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"얼마|얼만|총액|총합|합계|모두\s*더|합쳐|합친|\bhow much\b|\btotal\b|\bsum\b", re.IGNORECASE
)
_EACH = re.compile(r"별|마다|각각|목록|리스트|\b(?:each|every|per|by|list)\b", re.IGNORECASE)
_PER_HEAD = re.compile(
    r"1\s*인당|한\s*명당|인당|\bper (?:customer|person|employee|head|capita|member|user|active)\b",
    re.IGNORECASE,
)
_AND_PER_HEAD = re.compile(
    r"\S(?:와|과|및|,|랑|하고)\s+(?:\S+\s+)?1?\s*인당|\band\b[^,.]*\bper\b", re.IGNORECASE
)


def mend_counted_rows(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """SUM of an amount or a quantity where the question asks how many cases: COUNT(*).

    Not where a column holds such counts, nor where the question speaks of an amount as well.
    """
    question = scene.question
    if not isinstance(tree, exp.Select) or not _ROWS.search(question) or _AMOUNT.search(question):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    figures = [e for e in tree.expressions if e.find(exp.AggFunc)]
    if len(figures) != 1 or not isinstance(figures[0].unalias(), exp.Sum):
        return tree, ()
    total = figures[0].unalias()
    column = query.meaning(total.this) if isinstance(total.this, exp.Column) else None
    if (
        column is None
        or says_name(question, names_of(column))
        or _counts(column.name)
        or len(query.sources) != 1
    ):
        return tree, ()
    table = query.sources[0].table
    if table is None or any(_counts(c.name) for c in table.columns):
        return tree, ()
    was = total.sql(dialect=scene.dialect)
    total.replace(exp.Count(this=exp.Star()))
    return tree, (scene.reason("counted_rows", part=was),)


def mend_summed(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Bare amounts of many rows: summed for each thing that is ranked ("상품 5개"), or altogether ("잔액이 얼마")."""
    if not isinstance(tree, exp.Select) or any(
        tree.args.get(k) for k in ("group", "distinct", "qualify", "having")
    ):
        return tree, ()
    if tree.find(exp.AggFunc, exp.Window, exp.Subquery, exp.Star) or not scene.question.strip():
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    figures = [e for e in tree.expressions if _additive(e.unalias(), query)]
    others = [e for e in tree.expressions if not any(e is f for f in figures)]
    if len(figures) != 1 or any(s.table is None for s in query.sources):
        return tree, ()
    if not others:
        return _altogether(tree, query, figures[0], scene)
    return _ranked(tree, query, figures[0], others, scene)


def _altogether(
    tree: exp.Select, query: Query, item: exp.Expr, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    source = _source(item, query)
    if not _HOW_MUCH.search(scene.question) or _EACH.search(scene.question) or source is None:
        return tree, ()
    if tree.args.get("order") or tree.args.get("limit") or _one_row(source, query) or _timed_key(source):
        return tree, ()
    return _sum(tree, item, scene)


def _ranked(
    tree: exp.Select, query: Query, item: exp.Expr, others: list[exp.Expr], scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    """The largest of things whose amounts lie in many rows each."""
    source, order = _source(item, query), tree.args.get("order")
    if (
        (rows_wanted(scene.question) is None and not wants_extreme(scene.question))
        or order is None
        or tree.args.get("limit") is None
        or source is None
    ):
        return tree, ()
    names = [e.unalias() for e in others]
    if not all(
        isinstance(n, exp.Column) and (c := query.meaning(n)) is not None and not is_number(c) for n in names
    ):
        return tree, ()
    if len(order.expressions) != 1 or order.expressions[0].this not in (
        item.unalias(),
        exp.column(item.alias),
    ):
        return tree, ()
    owners = {id(query.owner(n)) for n in names if isinstance(n, exp.Column)}
    if owners == {id(source)}:
        # In one table: names that repeat, as every month has them, and months the question takes together.
        if (
            not _timed_key(source)
            or _month_fixed(source, query)
            or any(_is_key_part(n, source) for n in names)
        ):
            return tree, ()
    else:
        grain = Grain(query, scene)
        things = {s.alias.lower() for s in query.sources if id(s) in owners}
        if (
            id(source) in owners
            or not grain.readable
            or source.alias.lower() in grain.reached(things, grouped=False)
        ):
            return tree, ()
    for name in names:
        tree.group_by(name.copy(), copy=False)
    return _sum(tree, item, scene)


def _sum(tree: exp.Select, item: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    value = item.unalias()
    total = exp.Sum(this=value.copy())
    for ordered in tree.args["order"].expressions if tree.args.get("order") else ():
        if ordered.this == value:
            ordered.set("this", total.copy())
    item.replace(exp.alias_(total, item.alias or value.name))
    return tree, (scene.reason("summed", part=value.sql(dialect=scene.dialect)),)


def mend_per_head(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A total shown beside the same total per head, where only the latter is asked for."""
    if not isinstance(tree, exp.Select) or not _PER_HEAD.search(scene.question) or len(tree.expressions) < 2:
        return tree, ()
    if _AND_PER_HEAD.search(scene.question):
        return tree, ()
    ratios = [e for e in tree.expressions if e.unalias().find(exp.Div) and len(list(own(e, exp.AggFunc))) > 1]
    if len(ratios) != 1 or re.search(
        r"총|합계|\btotal\b|함께|같이|그리고|\band\b", scene.question, re.IGNORECASE
    ):
        return tree, ()
    parts = list(own(ratios[0], exp.AggFunc))
    order = tree.args.get("order")
    gone = [
        e
        for e in tree.expressions
        if e is not ratios[0]
        and any(e.unalias() == p for p in parts)
        and not any(
            o.this == e.unalias() or o.this.name == e.alias
            for o in (order.expressions if order is not None else ())
        )
    ]
    if not gone:
        return tree, ()
    tree.set("expressions", [e for e in tree.expressions if not any(e is g for g in gone)])
    told = ", ".join(e.unalias().sql(dialect=scene.dialect) for e in gone)
    return tree, (scene.reason("measure_unasked", columns=told),)


def mend_ranked_measure(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Sums beside the one that things are ranked by, where the question names that one alone."""
    order = tree.args.get("order")
    if not isinstance(tree, exp.Select) or order is None or tree.args.get("limit") is None:
        return tree, ()
    if tree.args.get("group") is None or len(order.expressions) != 1:
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    sums = [
        e
        for e in tree.expressions
        if isinstance(e.unalias(), exp.Sum) and isinstance(e.unalias().this, exp.Column)
    ]
    by = order.expressions[0].this
    ranked = [
        e for e in sums if by == e.unalias() or (e.alias and by.name == e.alias and not by.args.get("table"))
    ]
    if len(ranked) != 1 or not _says_sum(ranked[0], query, scene):
        return tree, ()
    gone = [e for e in sums if e is not ranked[0] and not _hinted_sum(e, query, scene)]
    if not gone:
        return tree, ()
    tree.set("expressions", [e for e in tree.expressions if not any(e is g for g in gone)])
    told = ", ".join(e.unalias().sql(dialect=scene.dialect) for e in gone)
    return tree, (scene.reason("measure_ranked", columns=told),)


def _says_sum(item: exp.Expr, query: Query, scene: Scene) -> bool:
    column = query.meaning(item.unalias().this)
    return column is not None and says_name(scene.question, names_of(column))


def _hinted_sum(item: exp.Expr, query: Query, scene: Scene) -> bool:
    """The column is said, or, at least, one of its words."""
    column = query.meaning(item.unalias().this)
    words = [
        w for n in (names_of(column) if column is not None else ()) for w in n.lower().split() if len(w) > 1
    ]
    return column is None or says_any(scene.question, words)


def _additive(value: exp.Expr, query: Query) -> bool:
    column = query.meaning(value) if isinstance(value, exp.Column) else None
    return column is not None and is_additive(column)


def _source(item: exp.Expr, query: Query) -> Source | None:
    value = item.unalias()
    source = query.owner(value) if isinstance(value, exp.Column) else None
    return source if source is not None and source.table is not None else None


def _counts(name: str) -> bool:
    return bool({"count", "cnt", "number", "num"} & set(pieces(name)))


def _timed_key(source: Source) -> bool:
    """One row for each day or month: a sum over them may count the same stock again."""
    table = source.table
    return table is not None and any(
        c.primary_key and c.type.upper().startswith(("DATE", "TIME")) for c in table.columns
    )


def _month_fixed(source: Source, query: Query) -> bool:
    """One point of time is compared by equality."""
    where = query.select.args.get("where")
    return any(
        isinstance(p, exp.EQ)
        and isinstance(p.this, exp.Column)
        and (c := query.meaning(p.this)) is not None
        and c.type.upper().startswith(("DATE", "TIME"))
        for p in conjuncts(where.this if where is not None else None)
    )


def _is_key_part(name: exp.Expr, source: Source) -> bool:
    column = source.column(name.name)
    return column is not None and (column.primary_key or column.type.upper().startswith(("DATE", "TIME")))


def _one_row(source: Source, query: Query) -> bool:
    """The whole key, or the name the row is called by, is compared: there is but one row."""
    where = query.select.args.get("where")
    fixed = {
        p.this.name.lower()
        for p in conjuncts(where.this if where is not None else None)
        if isinstance(p, exp.EQ) and isinstance(p.this, exp.Column)
    }
    key = {k.lower() for k in source.table.primary_key} if source.table is not None else set()
    named = name_column(source.table) if source.table is not None else None
    return not key or key <= fixed or (named is not None and named.name.lower() in fixed)
