"""Tables with a row for every month, joined without their month: each row of one beside all months of the other."""

from __future__ import annotations

from sqlglot import exp

from ..timing import is_date
from .joining import named, qualify_all
from .joins import joined, shown_as
from .scene import Scene
from .scope import Query, Source, own, queries


def mend_join_period(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Two tables whose keys have a date of one name, joined by another part of their keys: by the date too.

    Left alone where the SQL compares their dates in any way: months may be meant to stand beside other months.
    """
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for join, source in joined(query):
            on = join.args.get("on")
            if on is None:
                continue
            for other, name in _with_the_same_day(query, source):
                if not _tied(on, source, other, query) or _compared(query, source, other, name):
                    continue
                qualify_all(query)
                same = exp.EQ(this=named(other.alias, name), expression=named(source.alias, name))
                join.set("on", exp.and_(on.copy(), same, copy=False))
                _of_the_first(query, other, source, name)
                reasons.append(scene.reason("join_period", on=shown_as(join.args["on"], scene)))
                break
    return tree, tuple(reasons)


def _with_the_same_day(query: Query, source: Source) -> list[tuple[Source, str]]:
    """(earlier source, date column) for each date that stands in both keys."""
    found: list[tuple[Source, str]] = []
    for other in query.sources[: query.sources.index(source)]:
        if other.table is None or source.table is None:
            continue
        for column in source.table.columns:
            twin = other.table.column(column.name)
            if is_date(column) and column.primary_key and twin is not None and twin.primary_key:
                found.append((other, column.name))
    return found


def _tied(on: exp.Expr, source: Source, other: Source, query: Query) -> bool:
    """Whether ON compares a column of one with a column of the other."""
    return any(
        {query.owner(e.this), query.owner(e.expression)} == {source, other}
        for e in on.find_all(exp.EQ)
        if isinstance(e.this, exp.Column) and isinstance(e.expression, exp.Column)
    )


def _compared(query: Query, source: Source, other: Source, name: str) -> bool:
    """Both dates in one comparison, or limited apart."""
    limited = set()
    for part in own(query.select, exp.Predicate):
        owners = {
            id(query.owner(c))
            for c in part.find_all(exp.Column)
            if c.name.lower() == name.lower() and c.table
        }
        if len(owners) > 1:
            return True
        limited |= owners
    return {id(source), id(other)} <= limited


def _of_the_first(query: Query, first: Source, second: Source, name: str) -> None:
    """The bare date, which both have, is now the same in both: read of the first."""
    for column in query.columns():
        if not column.table and column.name.lower() == name.lower():
            column.set("table", exp.to_identifier(first.alias))
