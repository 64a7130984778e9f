"""The row that has the most of something, the first few, the commonest value."""

from __future__ import annotations

from ....core.tables import Table
from ..parts import Silent
from .figures import home, reaches
from .lists import items_of
from .query import Query, Spot
from .reader import Reader
from .signs import Row, match
from .tokens import NUMBERS, Token


def most(row: Row, reader: Reader) -> Query | None:
    """나이가 가장 많은 교사의 고향, 평점이 높은 시리즈 상위 3개의 제목."""
    m = match(r"(?P<c>N)[s]?XJ(?P<t>N)(?P<n>T?)[gs]?(?P<items>N(?:[agN]*N)?)", row)
    m = m or match(r"(?P<c>N)[s]?J(?P<t>N)(?P<n>T)[gs]?(?P<items>N(?:[agN]*N)?)", row)
    if m is None:
        return None
    adjective = next(t for t in row if t.sign == "J")
    token = m["c"][0]
    tables = reader.tables_of(m["t"][0])
    table = reader.one_table(tables, lambda t: reaches(token, t, reader))
    spot = reader.spot(token, table)
    figure = _direction(spot, adjective, table, reader)
    query = Query(table, items_of(m["items"], table, reader), order=[figure], limit=_rows(m["n"]))
    return query


# Columns that an adjective alone speaks of, and whether the greatest is meant.
_SPEAKS = {
    "old": (("age",), True),
    "young": (("age",), False),
    "tall": (("height",), True),
    "short": (("height",), False),
    "dear": (("price", "cost", "fee", "charge"), True),
    "cheap": (("price", "cost", "fee", "charge"), False),
    "heavy": (("weight",), True),
    "light": (("weight",), False),
    "long": (("length", "duration"), True),
    "brief": (("length", "duration"), False),
    "fast": (("speed",), True),
    "slow": (("speed",), False),
}


def most_of(row: Row, reader: Reader) -> Query | None:
    """가장 어린 교사의 고향, 최고령 선수의 이름: the adjective says of which column."""
    m = match(r"A(?P<t>N)(?P<n>T?)[gs]?(?P<items>N(?:[agN]*N)?)", row)
    if m is None:
        return None
    words, falling = _SPEAKS[row[0].says]
    table = reader.one_table(reader.tables_of(m["t"][0]), lambda t: bool(reader.speaking(t, words)))
    spots = reader.speaking(table, words)
    if len(spots) != 1:
        raise Silent
    figure = reader.number(spots[0], table)
    order = [f"{figure}{' DESC' if falling else ''}"]
    return Query(table, items_of(m["items"], table, reader), order=order, limit=_rows(m["n"]))


def commonest(row: Row, reader: Reader) -> Query | None:
    """사람들 중 가장 흔한 국적."""
    m = match(r"(?P<t>N)[gew]*U(?P<c>N)", row)
    if m is None:
        return None
    table = home(m["t"], m["c"], reader)
    spot = reader.spot(m["c"][0], table)
    if spot.column.primary_key:
        raise Silent
    name = reader.name(spot, table)
    falling = next(t for t in row if t.sign == "U").says == "desc"
    return Query(table, [name], group=[name], order=[f"COUNT(*){' DESC' if falling else ''}"], limit=1)


def _rows(told: Row) -> int:
    return int(NUMBERS.get(told[0].says, told[0].says)) if told else 1


def _direction(spot: Spot, adjective: Token, table: Table, reader: Reader) -> str:
    """A figure to order by, with its direction as the adjective says."""
    word = adjective.text
    if reader.is_rank(spot) or reader.is_key(spot):
        raise Silent
    if reader.timed(spot) and word not in ("이른", "오래된", "늦은", "최근", "빠른", "최신"):
        raise Silent
    year = "year" in spot.column.name.lower() and not spot.column.name.lower().endswith("s")
    if word in ("오래된", "빠른", "이른", "늦은", "최근", "최신") and (reader.timed(spot) or year):
        falling = word in ("늦은", "최근", "최신")
    else:
        falling = adjective.says == "desc"
        if not reader.measures(spot):
            raise Silent
    name = reader.sortable(spot, table)
    return f"{name}{' DESC' if falling else ''}"
