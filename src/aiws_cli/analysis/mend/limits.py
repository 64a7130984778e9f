"""Where a statement limits time: the conditions of one SELECT on one time column, and what they let through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import sqlglot
from sqlglot import exp

from ...core.tables import Column
from ..asked_time import AskedTime, asked_time
from ..period import Spoken
from ..time_place import time_place
from ..timing import Grain, grain, is_date, is_series, may_be_to_come, spoken_time_column, time_column
from .days import days_let_through, days_named, units
from .scene import Scene
from .scope import Query, Source

_YEARS = 4
"""How far around the days named a condition is tried."""


@dataclass(frozen=True, eq=False)
class Timed:
    """A source of a SELECT and the column that says when."""

    query: Query
    source: Source
    column: Column
    grain: Grain

    @property
    def series(self) -> bool:
        assert self.source.table is not None
        return is_series(self.source.table, self.column.name) and not may_be_to_come(self.column)

    @cached_property
    def reference(self) -> exp.Column:
        """The column as this SELECT has to name it."""
        several = len(self.query.sources) > 1
        return exp.column(self.column.name, table=self.source.alias if several else None)

    def is_read_by(self, column: exp.Column) -> bool:
        return column.name.lower() == self.column.name.lower() and self.query.owner(column) is self.source

    def condition(self, spans: Sequence[Spoken], scene: Scene) -> exp.Expr:
        """The periods as a condition on this column."""
        name = self.reference.sql(dialect=scene.dialect)
        text = self.grain.condition(name, spans[0]) if len(spans) == 1 else self.grain.either(name, spans)
        return sqlglot.parse_one(text, read="duckdb")

    def fits(self, spans: Iterable[Spoken]) -> bool:
        return all(self.grain.fits(s) and (self.series or not s.point) for s in spans)


@dataclass(frozen=True, eq=False)
class Limit(Timed):
    """Parts of a WHERE that limit the time of one column, and no other thing."""

    parts: tuple[exp.Expr, ...]

    def days(self, others: Iterable[date], scene: Scene) -> tuple[list[date], frozenset[date] | None]:
        """The days tried, and those let through; None where they cannot be told."""
        assert scene.as_of is not None
        named = [d for part in self.parts for d in days_named(part)]
        around = [d for d in (*named, *others, scene.as_of) if 1950 <= d.year <= scene.as_of.year + 10]
        first = date(max(min(around).year - _YEARS, scene.as_of.year - 40), 1, 1)
        tried = units(self.grain, first, scene.as_of)
        whole = exp.and_(*(p.copy() for p in self.parts)) if self.parts else exp.true()
        return tried, days_let_through(whole, self.reference, self.grain, tried)


def time_asked(scene: Scene) -> AskedTime:
    """What the question says of time; nothing where there is no question or no day to resolve it against."""
    if scene.as_of is None or not scene.question.strip():
        return AskedTime()
    return asked_time(scene.question, scene.as_of)


def limits(query: Query, scene: Scene) -> tuple[list[Limit], bool]:
    """The time limits of a SELECT's WHERE, one a column, and whether time is compared in any other way too."""
    parts: dict[tuple[int, str], list[exp.Expr]] = {}
    found: dict[tuple[int, str], tuple[Source, Column]] = {}
    seen: set[int] = set()
    for part in conjuncts(query.select):
        columns = list(part.find_all(exp.Column))
        owners = {(id(query.owner(c)), c.name.lower()) for c in columns}
        source = query.owner(columns[0]) if columns else None
        column = source.column(columns[0].name) if source is not None else None
        if len(owners) != 1 or source is None or source.table is None or column is None:
            continue
        if part.find(exp.Query, exp.Null) or not (is_date(column) or grain(column, source.table)):
            continue
        key = (id(source), column.name.lower())
        parts.setdefault(key, []).append(part)
        found[key] = (source, column)
        seen.update(id(c) for c in columns)
    out: list[Limit] = []
    for key, (source, column) in found.items():
        assert source.table is not None
        unit = grain(column, source.table, scene.values)
        if unit is not None:
            out.append(Limit(query, source, column, unit, tuple(parts[key])))
    elsewhere = any(id(c) not in seen and _compared(c, query) for c in query.columns())
    return out, elsewhere


def conjuncts(select: exp.Select) -> list[exp.Expr]:
    """The parts of a WHERE that must all hold."""
    where = select.args.get("where")
    if where is None:
        return []
    condition = where.this.unnest()
    return (
        [p.unnest() if isinstance(p, exp.Paren) else p for p in condition.flatten()]
        if isinstance(condition, exp.And)
        else [condition]
    )


def set_conjuncts(select: exp.Select, parts: Sequence[exp.Expr]) -> None:
    kept = [exp.paren(p.copy()) if isinstance(p, exp.Or) else p.copy() for p in parts]
    select.set("where", exp.Where(this=exp.and_(*kept, copy=False)) if kept else None)


def timed_sources(query: Query, scene: Scene) -> list[Timed]:
    """The sources of a SELECT that say when, without those that another one refers to."""
    tables = [s.table for s in query.sources if s.table is not None]
    referred = {r.to_table.lower() for t in tables for r in t.relationships}
    found: list[Timed] = []
    for source in query.sources:
        if source.table is None or (source.table.name.lower() in referred and len(tables) > 1):
            continue
        name = time_column(source.table) or spoken_time_column(source.table, scene.question)
        column = source.table.column(name) if name else None
        unit = grain(column, source.table, scene.values) if column is not None else None
        if column is not None and unit is not None:
            found.append(Timed(query, source, column, unit))
    if len(found) < 2:
        return found
    place = time_place(scene.question, [t.source.table for t in found if t.source.table is not None])
    spoken_of = [t for t in found if place is not None and (t.source.table, t.column) == place]
    return spoken_of or found


def _compared(column: exp.Column, query: Query) -> bool:
    """Whether a reference to a time column stands in a condition, not only in what is shown, grouped or ordered."""
    source = query.owner(column)
    meaning = source.column(column.name) if source is not None else None
    if meaning is None or not is_date(meaning):
        return False
    node: exp.Expr | None = column
    while node is not None and node is not query.select:
        if isinstance(node, exp.Where | exp.Having | exp.Qualify | exp.Filter | exp.Case | exp.If):
            return True
        if isinstance(node, exp.Join):
            # Two tables tied by their month say nothing of which month.
            return not _ties(column)
        node = node.parent
    return False


def _ties(column: exp.Column) -> bool:
    parent = column.parent
    return (
        isinstance(parent, exp.EQ)
        and isinstance(parent.this, exp.Column)
        and isinstance(parent.expression, exp.Column)
    )
