"""Days of the week: a date that is compared with the name of a day, and weekends."""

from __future__ import annotations

import re

from sqlglot import exp

from .literals import reads_date
from .scene import Scene
from .scope import queries

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_DAYS_KO = "일월화수목금토"


def mend_weekday(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`paid_on LIKE '%Sunday%'`, `paid_on = '토요일'`: no date reads so; its day of the week is meant (0 is Sunday)."""
    if scene.dialect != "duckdb":
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for column in query.columns():
            if not reads_date(column, query):
                continue
            place: exp.Expr = column
            while isinstance(place.parent, exp.Cast | exp.TryCast | exp.Lower | exp.Upper | exp.Paren):
                place = place.parent
            parent = place.parent
            if parent is None or not isinstance(parent, exp.EQ | exp.NEQ | exp.Like | exp.ILike | exp.In):
                continue
            literals = list(parent.expressions) if isinstance(parent, exp.In) else [parent.expression]
            if parent.this is not place or not literals:
                continue
            numbers = [_number(literal) for literal in literals]
            if any(n is None for n in numbers):
                continue
            was = parent.sql(dialect=scene.dialect)
            day = exp.func("dayofweek", column.copy(), dialect=scene.dialect)
            values = [exp.Literal.number(n) for n in numbers if n is not None]
            new: exp.Expr = exp.In(this=day, expressions=values)
            if len(values) == 1:
                new = (
                    exp.NEQ(this=day, expression=values[0])
                    if isinstance(parent, exp.NEQ)
                    else exp.EQ(this=day, expression=values[0])
                )
            parent.replace(new)
            reasons.append(scene.reason("weekday", old=was, new=new.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def _number(literal: exp.Expr) -> int | None:
    """0 for Sunday to 6 for Saturday; None for what names no day."""
    if not isinstance(literal, exp.Literal) or not literal.is_string:
        return None
    text = re.sub(r"[%\s]", "", literal.name).lower()
    if len(text) >= 3 and any(text in (d, d[:3]) for d in _DAYS):
        return next(i for i, d in enumerate(_DAYS) if text in (d, d[:3]))
    if text.removesuffix("요일") in tuple(_DAYS_KO) and text.endswith("요일"):
        return _DAYS_KO.index(text[0])
    return None
