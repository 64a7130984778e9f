"""The time of a composed query: which column says when, and its bounds in that column's own grain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ...core.tables import Column, Metric, Table
from ..spans import month
from ..timing import time_column
from . import nature
from .parts import Parts, Silent


@dataclass(frozen=True)
class When:
    """Conditions on time as SQL texts over `column`, which they name by `{}`; `single`: one month, or day, of a kept series."""

    column: Column | None = None
    conditions: tuple[str, ...] = ()
    single: bool = False
    series: bool = False
    monthly: bool = False


def when(parts: Parts, metrics: tuple[Metric, ...], as_of: date) -> When:
    """The time bounds a reading needs. Raises Silent where the table cannot say when, or must and is not asked."""
    table = parts.fact.table
    column = parts.time_words or table.column(time_column(table, metrics)) or _own_date(table)
    series = _is_series(table, column)
    monthly = column is not None and "month" in nature.pieces(column.name)
    period = parts.period
    states = [m for m in parts.measures if m.column is not None and nature.stock(m.column)]
    states += [m for m in parts.measures if m.metric is not None and _of_states(table, m.metric)]
    if parts.grain and column is None:
        raise Silent
    if period is None:
        if not series or parts.grain:
            if parts.now and series and not states:
                raise Silent
            return When(column, (), False, series, monthly)
        if not states or len(states) != len(parts.measures):
            raise Silent
        assert column is not None
        return When(column, (_day(_last(table, column, as_of, as_of)),), True, series, monthly)
    if column is None:
        raise Silent
    start, end = period.start, min(period.end, as_of) if period.start <= as_of else period.end
    if states and series and not parts.grain:
        # Of several months one is meant only where they make a quarter or a year: its end.
        whole = period.unit in ("quarter", "half", "year") and not period.ranged and not period.opened
        if len(states) != len(parts.measures) or not (
            whole or (start.year, start.month) == (end.year, end.month)
        ):
            raise Silent
        return When(column, (_day(_last(table, column, end, as_of)),), True, series, monthly)
    if period.point:
        raise Silent
    if monthly:
        if start.day != 1 or (end != month(end.year, end.month)[1] and end != as_of):
            raise Silent
        first, last = start, end.replace(day=1)
        if period.opened == "start":
            return When(column, (f"{{}} <= DATE '{last}'",), False, series, monthly)
        if first == last:
            return When(column, (_day(first),), True, series, monthly)
        return When(column, (f"{{}} BETWEEN DATE '{first}' AND DATE '{last}'",), False, series, monthly)
    if column.type.upper().startswith("TIMESTAMP"):
        after = end + timedelta(days=1)
        bounds = (f"{{}} >= DATE '{start}'", f"{{}} < DATE '{after}'")
        return When(column, bounds[1:] if period.opened == "start" else bounds, False, series, monthly)
    if period.opened == "start":
        return When(column, (f"{{}} <= DATE '{end}'",), False, series, monthly)
    return When(column, (f"{{}} BETWEEN DATE '{start}' AND DATE '{end}'",), start == end, series, monthly)


def _own_date(table: Table) -> Column | None:
    """Of several dates the one called like the table's key: claim_date of claim_id."""
    stems = {k.lower().rpartition("_")[0] for k in table.primary_key} - {""}
    own = [c for c in table.columns if nature.dated(c) and c.name.lower().rpartition("_")[0] in stems]
    return own[0] if len(own) == 1 else None


def _is_series(table: Table, column: Column | None) -> bool:
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


def _last(table: Table, column: Column, end: date, as_of: date) -> date:
    """The last month, or day, up to `end` that a series has a row for."""
    if "month" in nature.pieces(column.name):
        return end.replace(day=1)
    if end == as_of or month(end.year, end.month)[1] == end:
        return end
    raise Silent


def _day(day: date) -> str:
    return f"{{}} = DATE '{day}'"
