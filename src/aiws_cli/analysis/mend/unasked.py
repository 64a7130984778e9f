"""What the question asked and the SQL left out, or the SQL added and nobody asked: the period, and a LIMIT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlglot import exp

from ..period import spoken
from ..period_sql import period_in_sql
from ..timing import time_column
from .asked import rows_wanted, wants_extreme
from .scene import Scene
from .scope import Query, own, queries
from .words import plain

# Words that speak of a part of the rows without naming a number.
_SOME = re.compile(
    r"상위|하위|일부|몇\s*개만|샘플|예시|첫|처음|마지막|최신|하나|한\s*(?:개|명|건|곳)\b|어느|어떤|누구|무엇"
    r"|\b(?:top|bottom|first|last|latest|recent|sample|some|few|any|one|which|who)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d\s*[년월일]|\d{4}|지난|최근|올해|금년|작년|전년|전월|이번|당월|오늘|어제|이후|이전|부터|까지|동안|추이|월별|일별|분기|연도|시점|당시"
    r"|\b(?:last|past|since|ago|before|after|until|year|month|quarter|week|day|date|when)",
    re.IGNORECASE,
)
_NOW = re.compile(r"오늘|현재|today", re.IGNORECASE)


def mend_limit_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A LIMIT on the whole result that no word of the question asks for: it would hide rows without saying so."""
    limit = tree.args.get("limit")
    if not isinstance(limit, exp.Limit) or not scene.question.strip():
        return tree, ()
    question = scene.question
    found = spoken(question, scene.as_of) if scene.as_of else None
    if found is not None:
        # The 1 of "최근 1개월" is no number of rows.
        question = question.replace(found.words, " ")
    count = limit.expression
    if not isinstance(count, exp.Literal) or rows_wanted(question) is not None or _SOME.search(question):
        return tree, ()
    if count.this == "1" and tree.args.get("order") is not None:
        return (
            tree,
            (),
        )  # the first of an order answers "the tallest", "최다": more ways to say it than can be listed
    extreme = wants_extreme(question.replace("최근", " "))
    if extreme or re.search(rf"(?<!\d){re.escape(str(count.this))}(?!\d)", question):
        return tree, ()
    tree.set("limit", None)
    return tree, (scene.reason("limit_unasked", n=count.this),)


def mend_period(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """The period the question names, where the statement compares no time at all and one table says when.

    Only for a single SELECT with a single table that has a clear time column; everything else stays as written.
    """
    found = spoken(scene.question, scene.as_of) if scene.as_of else None
    if found is None or _NOW.search(found.words) or not isinstance(tree, exp.Select):
        return tree, ()
    all_queries = list(queries(tree, scene.catalog))
    try:
        timeless = len(all_queries) == 1 and period_in_sql(tree) is None
    except (ValueError, OverflowError):  # a made-up interval that leaves the calendar
        return tree, ()
    if not timeless:
        return tree, ()
    query = all_queries[0]
    timed = [(s, time_column(s.table)) for s in query.sources if s.table is not None]
    clear = [(s, name) for s, name in timed if name]
    if len(clear) != 1 or _speaks_of_time(tree, timed):
        return tree, ()
    source, name = clear[0]
    assert source.table is not None
    column = source.table.column(name)
    if column is None or not column.type.upper().startswith(("DATE", "TIMESTAMP")):
        return tree, ()
    qualified = exp.column(name, table=source.alias) if len(query.sources) > 1 else exp.column(name)
    start, end = found.start.isoformat(), found.end.isoformat()
    if column.type.upper().startswith("DATE"):
        tree.where(exp.Between(this=qualified, low=_day(start), high=_day(end)), copy=False)
    else:
        # The last day ends with its last second: compare with the day after.
        after = (found.end + timedelta(days=1)).isoformat()
        tree.where(exp.GTE(this=qualified, expression=_day(start)), copy=False)
        tree.where(exp.LT(this=qualified.copy(), expression=_day(after)), copy=False)
    return tree, (scene.reason("period", words=found.words, column=name, start=start, end=end),)


def mend_value_invented(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A condition on values that neither the column nor the question has: small models make up examples.

    Dropped only from the top of a WHERE, only where the column's codes or real values are all known, none of the
    literals is one of them, and none is spoken of in the question: such a condition can only hide every row.
    """
    if not scene.question.strip():
        return tree, ()
    reasons: list[str] = []
    said = plain(scene.question)
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        if where is None:
            continue
        parts = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
        kept = [p for p in parts if not _invented(p, query, scene, said)]
        if len(kept) == len(parts):
            continue
        reasons += [
            scene.reason("value_invented", condition=p.sql(dialect=scene.dialect))
            for p in parts
            if p not in kept
        ]
        query.select.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)
    return tree, tuple(reasons)


def mend_date_invented(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`base_date = '2023-01-01'` for a question that speaks of no time: the day the data stands at is meant.

    Only where the literal is another day than that, and only for columns that say what day or month a row stands for.
    """
    if scene.as_of is None or not scene.question.strip() or _TIME.search(scene.question):
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for equality in list(own(query.select, exp.EQ)):
            reference, value = equality.this, equality.expression
            literal = value.this if isinstance(value, exp.Cast) else value
            if not isinstance(reference, exp.Column) or not isinstance(literal, exp.Literal):
                continue
            source = query.owner(reference)
            if (
                source is None
                or source.table is None
                or reference.name.lower() != time_column(source.table).lower()
            ):
                continue
            column = source.column(reference.name)
            if column is None or not column.type.upper().startswith("DATE"):
                continue
            monthly = "month" in column.name.lower()
            wanted = (scene.as_of.replace(day=1) if monthly else scene.as_of).isoformat()
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", literal.name) or literal.name[:7] == wanted[:7]:
                continue
            reasons.append(scene.reason("date_invented", column=reference.name, old=literal.name, new=wanted))
            value.replace(_day(wanted))
    return tree, tuple(reasons)


def _invented(condition: exp.Expr, query: Query, scene: Scene, said: str) -> bool:
    if isinstance(condition, exp.EQ):
        literals = [condition.expression]
    elif isinstance(condition, exp.In) and condition.expressions:
        literals = list(condition.expressions)
    else:
        return False
    reference = condition.this
    if not isinstance(reference, exp.Column) or not all(
        isinstance(v, exp.Literal) and v.is_string for v in literals
    ):
        return False
    source = query.owner(reference)
    column = source.column(reference.name) if source is not None else None
    if source is None or source.table is None or column is None:
        return False
    if not column.type.upper().startswith("VARCHAR"):
        return False
    if any(plain(v.name) in said for v in literals):
        return False
    real = set(column.code_values)
    if not real and scene.values is not None:
        real = set(scene.values(source.table.name, column.name))
    return bool(real) and not {v.name for v in literals} & real


def _day(text: str) -> exp.Expr:
    return exp.cast(exp.Literal.string(text), "DATE")


def _speaks_of_time(tree: exp.Select, timed: Sequence[tuple[object, str]]) -> bool:
    """True when any condition already reads a date column (EXTRACT(YEAR …) = 2026, MAX(base_month), a function of it)."""
    names = {name.lower() for _, name in timed if name}
    conditions = [tree.args.get("where"), tree.args.get("having"), tree.args.get("qualify")]
    return any(
        column.name.lower() in names
        for condition in conditions
        if condition is not None
        for column in condition.find_all(exp.Column)
    )
