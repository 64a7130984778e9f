"""The figure of the query before, set against another time: 지난달이랑 비교하면, 전년 동월 대비 증감률은, vs a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlglot
from sqlglot import exp

from ..asked_time import AskedTime, months_back, shifted
from ..compose import nature
from ..compose.cover import Said
from ..compose.parts import Parts, Silent
from ..compose.pieces import adds_up
from ..compose.times import When, bounds
from ..mend.dialect import drop_condition
from ..period import Spoken
from ..period_sql import period_in_sql
from ..spans import month
from .former import Former
from .work import called

_SPOKEN = ("period", "against", "change", "and", "then")


def other_time(former: Former, times: AskedTime, as_of: date) -> tuple[AskedTime, Spoken | None]:
    """What a follow-up that names one time beside the query's own asks for.

    The times without a period of the present that nobody named; and the other time, where two are set against each
    other. 전년 동월 is counted from the query's own period. Raises Silent where the query has none.
    """
    named = [s for s in times.spans if s.words]
    implied = len(named) < len(times.spans)
    if not implied and not (times.compared and len(named) == 1):
        return times, None
    if len(named) != 1 or times.step is not None or times.running:
        raise Silent
    own = _own(former, as_of)
    back = months_back(named[0].words)
    there = named[0]
    if back is not None:
        there = shifted(own, "month", back, named[0].words, named[0].at)
    elif own.unit == "month" and named[0].unit == "year" and times.compared:
        there = shifted(
            own, "month", 12 * (own.start.year - named[0].start.year), named[0].words, named[0].at
        )
    if not times.compared:
        return replace(times, spans=(there,)), None
    if _months(there) != _months(own) or there.start == own.start:
        raise Silent
    return replace(times, spans=(), compared=""), there


def without_times(said: Sequence[Said]) -> list[Said]:
    """The words but for those that set one time against another."""
    return [w for w in said if w.role not in _SPOKEN]


def _months(span: Spoken) -> int:
    return (span.end.year - span.start.year) * 12 + span.end.month - span.start.month


def _own(former: Former, as_of: date) -> Spoken:
    conditions = former.times()
    if not conditions:
        raise Silent
    found = period_in_sql(exp.and_(*(c.copy() for c in conditions)))
    start, end = found if found is not None else (None, None)
    if start is None or end is None:
        raise Silent
    whole = start.day == 1 and end in (month(end.year, end.month)[1], as_of)
    if not whole:
        raise Silent
    one = (start.year, start.month) == (end.year, end.month)
    return Spoken("", start, month(end.year, end.month)[1], "month" if one else "year")


def set_against(former: Former, parts: Parts, there: Spoken, compared: str, as_of: date) -> None:
    """The one figure of the query at its own time and at the other one, or their difference. Raises Silent."""
    select = former.select
    conditions = former.times()
    read_there = {(p.table.name, c.name) for t in conditions for p, c in former.reads(t)}
    if len(read_there) != 1 or len(former.figures) != 1 or former.timed_groups() or not conditions:
        raise Silent
    limited = select.args.get("limit") is not None
    figure = former.figures[0]
    sql = figure.unalias().sql(dialect="duckdb")
    if not adds_up(sql) or figure.find(exp.Case, exp.Filter, exp.Window) or (limited and compared != "each"):
        raise Silent
    place, column = next(m for t in conditions for m in former.reads(t))
    if place.table.name != former.fact.table.name:
        raise Silent
    name = next(c for t in conditions for c in t.find_all(exp.Column)).sql(dialect="duckdb")
    single = len(conditions) == 1 and isinstance(conditions[0], exp.EQ)
    states = single and any(nature.stock(c) for _, c in former.reads(figure))
    base = When(column, series=True, monthly="month" in nature.pieces(column.name))
    other = " AND ".join(
        text.format(name) for text in bounds(replace(parts, grain=""), base, there, states, as_of).conditions
    )
    own = " AND ".join(c.sql(dialect="duckdb") for c in conditions)
    for condition in conditions:
        drop_condition(select, condition)
    former.keep(sqlglot.condition(f"({own}) OR ({other})", dialect="duckdb"))
    called_so = figure.alias or next((c.name for _, c in former.reads(figure)), "row_count")
    here, before = f"{sql} FILTER (WHERE {own})", f"{sql} FILTER (WHERE {other})"
    made = {
        "each": [(here, called_so), (before, f"{called_so}_before")],
        "change": [(f"{here} - {before}", f"{called_so}_change")],
        "rate": [(f"({here} - {before}) * 100.0 / NULLIF({before}, 0)", f"{called_so}_change_percent")],
    }[compared]
    figures = [exp.alias_(sqlglot.parse_one(text, read="duckdb"), alias) for text, alias in made]
    select.set("expressions", [*former.groups, *figures])
    former.figures = figures
    select.set("order", None)
    if former.groups:
        order = [exp.Ordered(this=called(figures[0]), desc=True)]
        select.set(
            "order", exp.Order(expressions=[*order, *(exp.Ordered(this=called(g)) for g in former.groups)])
        )
