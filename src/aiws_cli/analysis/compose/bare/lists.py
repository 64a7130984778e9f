"""Columns listed, in an order; rows that have none of another table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....core.tables import Table
from ...sql_names import quoted, whole
from ..parts import Silent
from .query import Query, Spot
from .reader import Reader
from .signs import Row, match, signs, trimmed
from .tokens import Token


def without(row: Row, reader: Reader) -> Query | None:
    """공연이 없는 오케스트라의 이름, 친구가 한 명도 없는 학생 수."""
    m = match(r"(?P<other>N)sZ(?P<t>N)(?:[gs]?(?P<items>N(?:[agN]*N)?)|(?P<n>s?k|g?K))", row)
    if m is None:
        return None
    tables, others = reader.tables_of(m["t"][0]), reader.tables_of(m["other"][0])
    if len(tables) != 1 or len(others) != 1:
        raise Silent
    table, other = tables[0], others[0]
    link = reader.child_link(table, other)
    mine = f"{quoted(table.name.rpartition('.')[2])}.{quoted(link.one_columns[0])}"
    theirs = f"{quoted(other.name.rpartition('.')[2])}.{quoted(link.many_columns[0])}"
    select = items_of(m["items"], table, reader) if m["items"] else ["COUNT(*)"]
    query = Query(table, select)
    query.where = [f"NOT EXISTS (SELECT 1 FROM {whole(other.name)} WHERE {theirs} = {mine})"]
    return query


def listed(row: Row, reader: Reader) -> Query | None:
    """모든 교사의 이름과 나이, 나이순으로; 서로 다른 국적; 나이가 30 이상인 방문객의 이름."""
    distinct = any(t.sign == "D" for t in row)
    rest = [t for n, t in enumerate(row) if t.sign not in "DE" and not _before(row, n, "oD")]
    rest, by, marker = _ordered(rest)
    left = trimmed(rest)
    m = match(r"(?P<t>N)[gms]e?(?P<items>N(?:[agN]*N)?)", left)
    m = m or match(r"(?P<t>N)e(?P<items>N(?:[agN]*N)?)", left)
    m = m or match(r"(?P<t>)(?P<items>N(?:[agN]*N)?)", left)
    if m is None:
        return None
    table = _table_of(m["t"], m["items"], reader)
    query = Query(table, items_of(m["items"], table, reader), distinct=distinct)
    if marker is not None:
        query.order = [_sorted_by(by, marker, m["items"], table, reader)]
        if distinct:
            raise Silent
    return query


def _before(row: Row, n: int, pair: str) -> bool:
    return row[n].sign == pair[0] and n + 1 < len(row) and row[n + 1].sign == pair[1]


def _ordered(row: list[Token]) -> tuple[list[Token], Row, Token | None]:
    """The row without what says its order, the column named for it, and the word that gives the direction."""
    if sum(t.sign == "R" for t in row) != 1:
        if any(t.sign == "R" for t in row):
            raise Silent
        return row, (), None
    text = signs(row)
    before = re.fullmatch(r"(?P<by>N{0,2})[sgo]?R(?P<rest>[^R]+)", text)
    if before:
        at = before.start("rest")
        return row[at:], row[: before.end("by")], row[at - 1]
    after = re.fullmatch(r"(?P<rest>[^R]+?)(?:[osea]|(?<=N))(?P<by>N{1,2}(?:gN)?)[sg]?R", text)
    if after and after["rest"][-1] in "Nosea":
        by = row[after.start("by") : after.end("by")]
        return row[: after.end("rest")], [t for t in by if t.sign == "N"], row[-1]
    alone = re.fullmatch(r"(?P<rest>[^R]+?)o?R", text)
    if alone:
        return row[: alone.end("rest")], (), row[-1]
    raise Silent


def _sorted_by(by: Row, marker: Token, said: Row, table: Table, reader: Reader) -> str:
    chunks = chunks_of(said)
    if by:
        spot = reader.spot(by[0], table) if len(by) == 1 else reader.spot_of(by[0], by[-1], table)
    elif len(chunks) == 1:
        spot = spot_of(chunks[0], table, reader)
    else:
        raise Silent
    adjective = marker.text.split()[0] if " " in marker.text else ""
    if reader.is_rank(spot) and adjective in ("높은", "낮은"):
        raise Silent
    if (
        reader.timed(spot)
        and adjective
        and adjective not in ("이른", "오래된", "늦은", "최근", "빠른", "최신")
    ):
        raise Silent
    falling = marker.says == "desc"
    return f"{reader.sortable(spot, table)}{' DESC' if falling else ''}"


def _table_of(told: Row, said: Row, reader: Reader) -> Table:
    chunks = chunks_of(said)
    if told:
        tables = reader.tables_of(told[-1])
        return reader.one_table(tables, lambda t: _fits(chunks, t, reader))
    first = chunks[0]
    if len(first) > 1:
        tables = reader.tables_of(first[0])
        return reader.one_table(tables, lambda t: _fits(chunks, t, reader))
    if len(chunks) == 1 and reader.tables_of(first[0]):
        raise Silent
    return reader.one_table(
        reader.all_tables(),
        lambda t: all(len(c) == 1 and reader.column(c[0], t) is not None for c in chunks),
    )


def _fits(chunks: Sequence[Row], table: Table, reader: Reader) -> bool:
    try:
        for chunk in chunks:
            spot_of(chunk, table, reader)
    except Silent:
        return False
    return True


def chunks_of(row: Row) -> list[Row]:
    out: list[list[Token]] = [[]]
    for token in row:
        if token.sign == "a":
            out.append([])
        elif token.sign == "N":
            out[-1].append(token)
    if any(not 0 < len(c) < 3 for c in out):
        raise Silent
    return list(out)


def spot_of(chunk: Row, table: Table, reader: Reader) -> Spot:
    return reader.spot(chunk[0], table) if len(chunk) == 1 else reader.spot_of(chunk[0], chunk[1], table)


def items_of(row: Row, table: Table, reader: Reader) -> list[str]:
    """The columns named, in their order. A first name alone is no whole name."""
    spots = [spot_of(chunk, table, reader) for chunk in chunks_of(row)]
    written = [reader.name(s, table) for s in spots]
    if len(set(written)) < len(written):
        raise Silent
    for spot, chunk in zip(spots, chunks_of(row), strict=True):
        said = chunk[-1].text.replace(" ", "")
        if spot.column.name.lower() in ("first_name", "fname", "forename", "firstname") and said == "이름":
            lasts = [
                s for s in spots if s.column.name.lower() in ("last_name", "lname", "surname", "lastname")
            ]
            if not lasts:
                raise Silent
    return written
