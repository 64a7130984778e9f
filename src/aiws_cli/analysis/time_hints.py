"""What the model is told of time: conditions, groups and formulas written out, for it to copy.

A small model counts no days and knows no calendar; it copies `base_month = DATE '2026-09-01'`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..core.tables import Column, Metric, Table
from .asked_time import AskedTime
from .mend.named import is_number
from .mend.words import says
from .period import BEGINNING, Spoken, one_year
from .time_place import time_place
from .timing import Grain, grain, is_series, spoken_time_column, time_column

_MOST_COLUMNS = 2


@dataclass(frozen=True)
class _Timed:
    """A time column as a statement names it, what its values stand for, and whether rows hold for such a time."""

    name: str
    grain: Grain
    series: bool

    def condition(self, span: Spoken) -> str:
        """The period on this column, "" where it cannot be said: how things stood is no matter of when rows began."""
        if not self.grain.fits(span) or (span.point and not self.series):
            return ""
        return self.grain.condition(self.name, span)


def time_hints(
    asked: AskedTime,
    question: str,
    tables: Sequence[Table],
    metrics: Sequence[Metric] = (),
    *,
    unranked: bool = False,
) -> tuple[str, ...]:
    """Lines on the periods, units and comparisons of a question, in the terms of the shown tables' time columns.

    `unranked` says that the tables are no choice for this question but all there are: then its words choose among them.
    """
    columns = _spoken_of(question, tables) if unranked else []
    columns = columns or _columns(question, tables, metrics)
    best = columns[0] if columns else None
    lines: list[str] = []
    figure = _figure(question, tables)
    if best is not None and asked.pair is not None and all(best.condition(s) for s in asked.pair):
        lines += _pair(asked, best, figure)
    elif best is not None and asked.step is not None:
        lines += _steps(asked, best, figure)
    else:
        lines += [_one(span, columns) for span in asked.spans]
        if (
            best is not None
            and len(asked.spans) > 1
            and asked.clear
            and all(map(best.condition, asked.spans))
        ):
            lines.append(f"all of them: {best.grain.either(best.name, asked.spans)}")
    if best is not None and asked.each is not None:
        group = best.grain.group(best.name, asked.each, one_year=one_year(asked.spans))
        lines.append(f"{asked.each_words} = GROUP BY {group}")
        if asked.running:
            lines.append(_running(asked.running, group, figure))
    elif best is not None and asked.running > 0:
        # "3개월 이동평균" is one of months, said or not.
        group = best.grain.group(best.name, "month", one_year=one_year(asked.spans))
        lines.append(_running(asked.running, group, figure))
    if best is not None and asked.now and not asked.spans and best.series and tables[0].column(best.name):
        lines.append(f"current = the latest: {_latest(best, tables[0], asked.as_of)}")
    return tuple(lines)


def _latest(timed: _Timed, table: Table, as_of: date) -> str:
    if timed.grain.unit == "day":
        # The day the data ends at may be a Sunday.
        return f"{timed.name} = (SELECT MAX({timed.name}) FROM {table.name})"
    return f"{timed.name} = {timed.grain.literal(as_of)}"


def _figure(question: str, tables: Sequence[Table]) -> str:
    """The one number of these tables that the question names, else `x`: a 1.5B that is shown an x writes an x."""
    said = [
        (len(name), table, column)
        for table in tables
        for column in table.columns
        if is_number(column) and not column.primary_key
        for name in (column.business_name, *column.synonyms, column.business_name_en)
        if len(name) > 1 and says(question, name)
    ]
    longest = max((length for length, _, _ in said), default=0)
    named = {(t.name, c.name) for length, t, c in said if length == longest}
    if len(named) != 1:
        return "x"
    table_name, column_name = named.pop()
    return column_name if len(tables) == 1 else f"{table_name.rpartition('.')[2]}.{column_name}"


def _running(units: int, order: str, figure: str) -> str:
    if units < 0:
        window = f"SUM(SUM({figure})) OVER (ORDER BY {order}) AS running_total"
        return f"SELECT {order}, SUM({figure}), {window} … GROUP BY {order}"
    frame = f"ROWS BETWEEN {units - 1} PRECEDING AND CURRENT ROW"
    window = f"AVG(SUM({figure})) OVER (ORDER BY {order} {frame}) AS moving_average"
    return f"SELECT {order}, {window} … GROUP BY {order}"


def _spoken_of(question: str, tables: Sequence[Table]) -> list[_Timed]:
    place = time_place(question, tables)
    if place is None:
        return []
    table, column = place
    unit = grain(column, table)
    name = f"{table.name.rpartition('.')[2]}.{column.name}" if _shared(column, tables) else column.name
    return [_Timed(name, unit, is_series(table, column.name))] if unit is not None else []


def _shared(column: Column, tables: Sequence[Table]) -> bool:
    return sum(t.column(column.name) is not None for t in tables) > 1


def _columns(question: str, tables: Sequence[Table], metrics: Sequence[Metric]) -> list[_Timed]:
    """The time columns of the best tables; with the table's name where they differ."""
    found: list[tuple[Table, _Timed]] = []
    for table in tables:
        name = time_column(table, metrics) or spoken_time_column(table, question)
        column = table.column(name) if name else None
        unit = grain(column, table) if column is not None else None
        if unit is None:
            continue
        if found and not _stands_by_itself(table, name, *found[0]):
            continue
        found.append((table, _Timed(name, unit, is_series(table, name))))
    if len({(t.name, t.grain) for _, t in found}) <= 1:
        return [t for _, t in found[:1]]
    return [
        replace(t, name=f"{table.name.rpartition('.')[2]}.{t.name}") for table, t in found[:_MOST_COLUMNS]
    ]


def _stands_by_itself(table: Table, name: str, first: Table, timed: _Timed) -> bool:
    """Not what the first table refers to, and not the day of a list beside a table of months."""
    referred = any(r.to_table.lower() == table.name.lower() for r in first.relationships)
    return not referred and (is_series(table, name) or not timed.series)


def _one(span: Spoken, columns: Sequence[_Timed]) -> str:
    conditions = [c for timed in columns if (c := timed.condition(span))]
    return f"{_said(span)}: {'; '.join(conditions)}" if conditions else _said(span)


def _said(span: Spoken) -> str:
    if span.start == BEGINNING:
        return f"{span.words} = to {span.end}"
    if span.opened == "end":
        return f"{span.words} = from {span.start}"
    days = f"{span.start}" if span.start == span.end else f"{span.start} to {span.end}"
    return f"{span.words or 'now'} = {days}"


def _pair(asked: AskedTime, timed: _Timed, figure: str) -> list[str]:
    assert asked.pair is not None
    later, earlier = asked.pair
    lines = [f"{_said(s)}: {timed.condition(s)}" for s in asked.spans]
    if asked.compared == "each":
        each = "" if asked.each is not None else _group(asked, timed)
        return [*lines, f"both: WHERE {timed.grain.either(timed.name, asked.spans)}{each}"]
    new = f"SUM({figure}) FILTER (WHERE {timed.condition(later)})"
    old = f"SUM({figure}) FILTER (WHERE {timed.condition(earlier)})"
    # Named by one word (change = …) it is copied as a column of that name; as a SELECT it is copied whole.
    if asked.compared == "rate":
        return [*lines, f"SELECT ({new} - {old}) * 100.0 / {old} AS percent_change, no WHERE on {timed.name}"]
    return [*lines, f"SELECT {new} - {old} AS change, no WHERE on {timed.name}"]


def _group(asked: AskedTime, timed: _Timed) -> str:
    units = {s.unit for s in asked.spans}
    if len(units) != 1 or any(s.point for s in asked.spans):
        return ""
    return f" GROUP BY {timed.grain.group(timed.name, units.pop(), one_year=one_year(asked.spans))}"


def _steps(asked: AskedTime, timed: _Timed, figure: str) -> list[str]:
    assert asked.step is not None
    order = timed.grain.group(timed.name, asked.step, one_year=False)
    value = figure if timed.series else f"SUM({figure})"
    lines = [
        f"{asked.step_words} = {value} against LAG({value}) OVER (PARTITION BY what is listed ORDER BY {order})"
    ]
    for span in asked.spans:
        # A WHERE would take the row before the first one away.
        condition = timed.condition(span) if timed.series else timed.grain.condition(order, span)
        lines.append(f"{_said(span)}: QUALIFY {condition}, not WHERE")
    return lines
