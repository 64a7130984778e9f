"""Another time for a query of any form: every condition on time speaks of one period, and of the new one after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.tables import Column
from ..compose import nature
from ..compose.parts import Parts, Silent
from ..compose.times import When, bounds
from ..mend.dialect import drop_condition
from ..mend.grain import conjuncts
from ..mend.scope import Query
from ..period_sql import period_in_sql

_Held = tuple[Query, str, exp.Column, Column, list[exp.Expr]]


def replace_time(all_queries: Sequence[Query], parts: Parts, as_of: date) -> None:
    """Put the one period of `parts` in the place of the one that the statement is of. Raises Silent where that is unclear."""
    if len(parts.spans) != 1 or parts.time_words is not None:
        raise Silent
    held = [h for q in all_queries for clause in ("where", "qualify") for h in _held(q, clause)]
    if not held:
        _limit_series(all_queries, parts, as_of)
        return
    known = {period_in_sql(exp.and_(*(c.copy() for c in conditions))) for *_, conditions in held}
    if len(known) != 1 or None in known:
        raise Silent
    if _dates_elsewhere(all_queries, held):
        raise Silent
    for query, clause, name, column, conditions in held:
        found = _bounds(query, column, conditions, parts, as_of)
        for condition in conditions:
            if clause == "where":
                drop_condition(query.select, condition)
            elif len(conjuncts(query.select.args["qualify"].this)) == len(conditions):
                query.select.set("qualify", None)
            else:
                raise Silent
        for text in found:
            for part in conjuncts(
                sqlglot.condition(text.format(name.sql(dialect="duckdb")), dialect="duckdb")
            ):
                _keep(query.select, clause, part)


def _bounds(
    query: Query, column: Column, conditions: Sequence[exp.Expr], parts: Parts, as_of: date
) -> tuple[str, ...]:
    """The new bounds. Of a state that one month is read of, one month again."""
    single = len(conditions) == 1 and isinstance(conditions[0], exp.EQ)
    read_there = [
        m for e in query.select.expressions for c in e.find_all(exp.Column) if (m := query.meaning(c))
    ]
    states = single and any(nature.stock(c) for c in read_there)
    base = When(column, series=True, monthly="month" in nature.pieces(column.name))
    return bounds(parts, base, parts.spans[0], states, as_of).conditions


def _held(query: Query, clause: str) -> list[_Held]:
    """The conditions of one SELECT on each date. Raises Silent at one that limits a date in a way of its own."""
    found: dict[str, _Held] = {}
    held = query.select.args.get(clause)
    for condition in conjuncts(held.this) if held is not None else ():
        if condition.find(exp.Select):
            continue
        columns = list(condition.find_all(exp.Column))
        dated = [c for c in columns if (m := query.meaning(c)) is not None and nature.dated(m)]
        if (
            not dated
            or isinstance(condition, exp.Is)
            or (isinstance(condition, exp.Not) and condition.find(exp.Is))
        ):
            continue
        told = isinstance(condition, exp.EQ | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.Between)
        if not told or len(columns) > 1 or condition.this is not dated[0] or period_in_sql(condition) is None:
            raise Silent
        column = query.meaning(dated[0])
        assert column is not None
        key = dated[0].sql().lower()
        found.setdefault(key, (query, clause, dated[0].copy(), column, []))[-1].append(condition)
    if len(found) > 1:
        raise Silent
    return list(found.values())


def _dates_elsewhere(all_queries: Sequence[Query], held: Sequence[_Held]) -> bool:
    """Does the statement speak of days at another place: in a CASE, in a join?"""
    inside = {id(x) for *_, conditions in held for c in conditions for x in c.walk()}
    for query in all_queries:
        for literal in query.select.find_all(exp.Literal):
            day = (
                literal.is_string
                and len(literal.name) >= 10
                and literal.name[:4].isdigit()
                and literal.name[4] == "-"
            )
            if day and id(literal) not in inside:
                return True
    return False


def _keep(select: exp.Select, clause: str, condition: exp.Expr) -> None:
    held = select.args.get(clause)
    if held is None:
        made = exp.Where if clause == "where" else exp.Qualify
        select.set(clause, made(this=condition))
        return
    known = exp.paren(held.this.copy()) if isinstance(held.this, exp.Or) else held.this.copy()
    held.set("this", exp.And(this=known, expression=condition))


def _limit_series(all_queries: Sequence[Query], parts: Parts, as_of: date) -> None:
    """Months that are set against those before them: they are read all, and the months asked for are shown."""
    outer = all_queries[0]
    select = outer.select
    moving = [w for w in select.find_all(exp.Window) if w.args.get("order") is not None]
    if len(all_queries) > 1 or not moving or select.args.get("qualify") or select.args.get("limit"):
        raise Silent
    shown = [
        (e.unalias(), m)
        for e in select.expressions
        if isinstance(e.unalias(), exp.Column)
        and (m := outer.meaning(e.unalias())) is not None
        and nature.dated(m)
    ]
    by = [w.args["order"].expressions[0].this for w in moving]
    if len(shown) != 1 or any(b != shown[0][0] for b in by):
        raise Silent
    if not all(isinstance(w.this, exp.Lag | exp.Lead) for w in moving):
        raise Silent  # added up from the beginning of all months, or of those asked for?
    item, column = shown[0]
    base = When(column, series=True, monthly="month" in nature.pieces(column.name))
    for text in bounds(parts, base, parts.spans[0], False, as_of).conditions:
        for part in conjuncts(sqlglot.condition(text.format(item.sql(dialect="duckdb")), dialect="duckdb")):
            _keep(select, "qualify", part)
