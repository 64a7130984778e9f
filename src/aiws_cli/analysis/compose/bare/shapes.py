"""The shapes of questions: which row of signs asks for what. A row that has none of them is left alone."""

from __future__ import annotations

from collections.abc import Callable

from ..parts import Silent
from .counts import count, groups, having, kinds, owners
from .figures import aggregate
from .limits import conditions
from .lists import listed, without
from .query import Query
from .ranked import commonest, most, most_of
from .reader import Reader
from .signs import Row, trimmed

Shape = Callable[[Row, Reader], Query | None]


SHAPES: tuple[Shape, ...] = (
    count,
    kinds,
    groups,
    having,
    owners,
    most,
    most_of,
    commonest,
    aggregate,
    without,
    listed,
)


def read_shape(row: Row, reader: Reader) -> str:
    """The SQL of a row of signs. Raises Silent where it has no shape, or something in it is not clear."""
    row = trimmed(row)
    for shape in SHAPES:
        found: set[str] = set()
        for start in range(len(row)):
            query = _tried(shape, row[:start], row[start:], reader)
            if query is not None:
                found.add(query)
        if found:
            if len(found) > 1:
                raise Silent
            return next(iter(found))
    raise Silent


def _tried(shape: Shape, told: Row, rest: Row, reader: Reader) -> str | None:
    """The SQL of one shape behind the conditions told; None where it does not fit."""
    reader.begin()
    try:
        query = shape(rest, reader)
        if query is None:
            return None
        query.where = [*_limits(told, query, reader), *query.where]
        return reader.write(query)
    except Silent:
        return None


def _limits(told: Row, query: Query, reader: Reader) -> list[str]:
    """The conditions before the rows they are of, or before the thing those belong to: 이름이 A인 문서의 문단."""
    if not told:
        return []
    if told[-1].sign in "ge" and len(told) > 2 and told[-2].sign == "N":
        for parent in reader.tables_of(told[-2]):
            links = [k for k in reader.parents(query.table) if k.one == parent.name]
            if len(links) == 1:
                return conditions(told[:-2], parent, reader, links[0])
        raise Silent
    return conditions(told, query.table, reader)
