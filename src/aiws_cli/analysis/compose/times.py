"""The time of a composed query: which column says when, and its bounds in that column's own grain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ...core.tables import Column, Metric, Table
from ..period import Spoken
from ..spans import month
from ..timing import time_column
from . import nature
from .parts import Measure, Parts, Silent


@dataclass(frozen=True)
class When:
    """Conditions on time as SQL texts over `column`, which they name by `{}`.

    `series`: each thing has a row for each month or day; `single`: one of those is read. `sides` are the conditions of
    times set against each other; `rows`: those are rows, not columns.
    """

    column: Column | None = None
    conditions: tuple[str, ...] = ()
    single: bool = False
    series: bool = False
    monthly: bool = False
    sides: tuple[tuple[str, ...], ...] = ()
    rows: bool = False


def when(parts: Parts, metrics: tuple[Metric, ...], as_of: date) -> When:
    """The time bounds a reading needs. Raises Silent where the table cannot say when, or must and is not asked."""
    table = parts.fact.table
    column = parts.time_words or table.column(time_column(table, metrics)) or _own_date(table)
    if column is None:
        if parts.grain or parts.spans:
            raise Silent
        return When()
    series = is_series(table, column)
    monthly = "month" in nature.pieces(column.name)
    states = [m for m in parts.measures if is_state(table, m) or (series and _who_holds(table, m))]
    if states and series and len(states) != len(parts.measures):
        raise Silent
    base = When(column, series=series, monthly=monthly)
    if not parts.spans:
        if series and not parts.grain:
            if not states:
                raise Silent
            return replace(base, conditions=(_day(_last(column, as_of, as_of)),), single=True)
        return base
    if states and not series and parts.time_words is None:
        # A contract's balance is of today, whenever it was signed: another table keeps what it was.
        raise Silent
    found = [bounds(parts, base, span, bool(states), as_of) for span in parts.spans]
    if len(found) == 1:
        return found[0]
    rows = parts.compared == "each" and not parts.dimensions and all(s.unit == "month" for s in parts.spans)
    if (rows or parts.grain == "month") and monthly:
        if not all(f.single for f in found):
            raise Silent
        days = sorted(f.conditions[0].removeprefix("{} = ") for f in found)
        return replace(base, conditions=(f"{{}} IN ({', '.join(days)})",), rows=True)
    if parts.grain or rows:
        raise Silent
    return replace(base, sides=tuple(f.conditions for f in found))


def bounds(parts: Parts, base: When, period: Spoken, states: bool, as_of: date) -> When:
    """The conditions of one period over a date; of states, one month or day of it. Raises Silent."""
    column = base.column
    assert column is not None
    start, end = period.start, min(period.end, as_of) if period.start <= as_of else period.end
    if states and base.series and not parts.grain:
        # Of several months one is meant only where they make a quarter or a year: its end.
        whole = period.unit in ("quarter", "half", "year") and not period.ranged and not period.opened
        if not (whole or (start.year, start.month) == (end.year, end.month)):
            raise Silent
        return replace(base, conditions=(_day(_last(column, end, as_of)),), single=True)
    if period.point:
        raise Silent
    if base.monthly:
        if start.day != 1 or (end != month(end.year, end.month)[1] and end != as_of):
            raise Silent
        first, last = start, end.replace(day=1)
        if period.opened == "start":
            return replace(base, conditions=(f"{{}} <= DATE '{last}'",))
        if first == last:
            return replace(base, conditions=(_day(first),), single=True)
        return replace(base, conditions=(f"{{}} BETWEEN DATE '{first}' AND DATE '{last}'",))
    if column.type.upper().startswith("TIMESTAMP"):
        after = end + timedelta(days=1)
        bounds = (f"{{}} >= DATE '{start}'", f"{{}} < DATE '{after}'")
        return replace(base, conditions=bounds[1:] if period.opened == "start" else bounds)
    if period.opened == "start":
        return replace(base, conditions=(f"{{}} <= DATE '{end}'",))
    return replace(base, conditions=(f"{{}} BETWEEN DATE '{start}' AND DATE '{end}'",), single=start == end)


def _who_holds(table: Table, measure: Measure) -> bool:
    """Those with rows in a table of states are those who have them today."""
    return measure.how == "count" and measure.place.far > 0 and any(nature.stock(c) for c in table.columns)


def is_state(table: Table, measure: Measure) -> bool:
    if measure.metric is not None:
        return _of_states(table, measure.metric)
    return measure.column is not None and nature.stock(measure.column)


def _own_date(table: Table) -> Column | None:
    """Of several dates the one called like the table's key: claim_date of claim_id."""
    stems = {k.lower().rpartition("_")[0] for k in table.primary_key} - {""}
    own = [c for c in table.columns if nature.dated(c) and c.name.lower().rpartition("_")[0] in stems]
    # The day and the minute of the same thing: days are asked for.
    own = [c for c in own if c.type.upper() == "DATE"] or own
    return own[0] if len(own) == 1 else None


def is_series(table: Table, column: Column | None) -> bool:
    """True where each thing has a row for each month or day: the time is part of the key, and not all of it."""
    if column is None:
        return False
    if column.primary_key:
        return len(table.primary_key) > 1
    return column.name.lower() in ("base_month", "base_date") and len(table.primary_key) != 1


def _of_states(table: Table, metric: Metric) -> bool:
    """True for a metric made of states alone: total balances, a rate of two balances, a return of one month."""
    words = "".join(c if c.isalnum() or c == "_" else " " for c in metric.expression).split()
    columns = [c for w in words if (c := table.column(w)) is not None]
    return bool(columns) and all(nature.stock(c) for c in columns)


def _last(column: Column, end: date, as_of: date) -> date:
    """The last month, or day, up to `end` that a series has a row for."""
    if "month" in nature.pieces(column.name):
        return end.replace(day=1)
    if end == as_of or month(end.year, end.month)[1] == end:
        return end
    raise Silent


def _day(day: date) -> str:
    return f"{{}} = DATE '{day}'"
