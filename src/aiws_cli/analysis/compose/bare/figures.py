"""Averages, greatest and least values, totals, and the rows they are of."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.tables import Table
from ..parts import Silent
from .query import Query
from .reader import Reader
from .signs import Row, match
from .tokens import Token


def home(told: Row, items: Sequence[Token], reader: Reader) -> Table:
    """The table that rows are of: the one named, or the only one with all these columns."""
    if told:
        tables = reader.tables_of(told[-1])
        if len(tables) > 1:
            tables = [t for t in tables if all(reader.column(i, t) is not None for i in items)]
        return reader.one_table(tables, lambda t: True)
    return reader.one_table(
        reader.all_tables(), lambda t: all(reader.column(i, t) is not None for i in items)
    )


def reaches(token: Token, table: Table, reader: Reader) -> bool:
    try:
        reader.spot(token, table)
    except Silent:
        return False
    return True


def figures_of(row: Row, table: Table, reader: Reader) -> list[str]:
    """평균 나이와 최대 나이; 나이의 평균과 최댓값."""
    out = []
    measures = [t for t in row if t.sign == "M"]
    columns = [t for t in row if t.sign == "N"]
    if len(columns) == 1:
        columns = columns * len(measures)
    if len(columns) != len(measures):
        raise Silent
    for how, token in zip(measures, columns, strict=True):
        spot = reader.spot(token, table)
        if reader.is_key(spot) and how.says in ("AVG", "SUM"):
            raise Silent
        if how.says in ("FIRST", "LAST"):
            if not reader.timed(spot):
                raise Silent
            out.append(f"{'MIN' if how.says == 'FIRST' else 'MAX'}({reader.name(spot, table)})")
        elif how.says in ("MIN", "MAX") and reader.timed(spot):
            out.append(f"{how.says}({reader.name(spot, table)})")
        else:
            out.append(f"{how.says}({reader.number(spot, table)})")
    return out


def aggregate(row: Row, reader: Reader) -> Query | None:
    """지휘자의 평균 나이, 지역 번호의 최댓값과 최솟값, 나이가 30 이상인 방문객의 평균 나이."""
    figures = r"(?P<figures>MN(?:[aM]*aMN)*|MaMN|Ng?M(?:aM)*)"
    m = match(rf"(?:(?P<t>N)[gse]?)?{figures}", row)
    if m is None:
        return None
    items = [t for t in m["figures"] if t.sign == "N"]
    table = home(m["t"], items, reader) if not m["t"] else _owner(m["t"][0], items, reader)
    return Query(table, figures_of(m["figures"], table, reader))


def _owner(told: Token, items: Sequence[Token], reader: Reader) -> Table:
    return reader.one_table(reader.tables_of(told), lambda t: all(reaches(i, t, reader) for i in items))
