"""Conditions: 국적이 'France'인, 나이가 30 이상인, Seoul에 사는."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.tables import Table
from ...mend.links import Link
from ..parts import Silent
from .query import Spot
from .reader import Reader
from .signs import Match, Row, match
from .tokens import Token

_ONE = (
    (r"(?P<v>V)(?:[og]?(?P<c>N))?[og]?Z", "unlike"),
    (r"(?P<c>N)[sg]?(?P<v>V(?:[ra]V)*)(?P<not>[IY]?)h?", "equal"),
    (r"(?P<v>V(?:rV)*)h?(?P<c>N)[sgo]?e?(?P<not>Y?)v?I?", "equal"),
    (r"(?P<c>N)[se](?P<v>V)H", "like"),
    (r"(?P<c>N)s(?P<n>#)(?P<b>B)I?", "bound"),
    (r"(?P<c>N)s(?P<n>#(?:r#)*)(?P<b>)I?", "bound"),
    (r"(?P<c>)(?P<n>#)(?P<b>B)I?", "aged"),
    (r"(?P<n>#)(?P<c>N)(?:r(?P<n2>#)(?P<c2>N))?[es]?v?I?", "numbered"),
    (r"(?P<v>V(?:rV)*)e?h?v?", "somewhere"),
)


def conditions(row: Row, table: Table, reader: Reader, link: Link | None = None) -> list[str]:
    """The conditions of a row of signs, all of which hold. Raises Silent where one is not clear."""
    out: list[str] = []
    if not row:
        return out
    parts: list[list[Token]] = [[]]
    for token in row:
        if token.sign == "C":
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        out.append(_condition(part, table, reader, link))
    return out


def _condition(row: Row, table: Table, reader: Reader, link: Link | None) -> str:
    for pattern, kind in _ONE:
        m = match(pattern, row)
        if m is None:
            continue
        try:
            return _put(kind, m, table, reader, link)
        except Silent:
            continue
    raise Silent


def _put(kind: str, m: Match, table: Table, reader: Reader, link: Link | None) -> str:
    if kind == "somewhere":
        values = [t for t in m["v"] if t.sign == "V"]
        spot = reader.behind(reader.holding(table, values[0].says), link)
        return _in(reader.name(spot, table), [reader.stored(spot, v.says) for v in values])
    if kind == "aged":
        if m["n"][0].unit.rstrip("=") not in ("세", "살"):
            raise Silent
        column = [c for c in table.columns if c.name.lower() in ("age", "ages")]
        if len(column) != 1:
            raise Silent
        name = reader.number(reader.behind(Spot(table, column[0]), link), table)
        return f"{name} {m['b'][0].says} {m['n'][0].says}"
    if kind == "unlike":
        token = m["v"][0]
        own = reader.spot(m["c"][0], table) if m["c"] else reader.holding(table, token.says)
        spot = reader.behind(own, link)
        return f"{reader.name(spot, table)} <> {reader.stored(spot, token.says)}"
    spot = reader.behind(reader.spot(m["c"][0], table), link)
    if kind == "like":
        if reader.timed(spot):
            raise Silent
        text = m["v"][0].says.replace("'", "''")
        return f"{reader.name(spot, table)} LIKE '%{text}%'"
    if kind == "equal":
        values = [t for t in m["v"] if t.sign == "V"]
        name = reader.name(spot, table)
        stored = [reader.stored(spot, v.says, sure=v.text != v.says) for v in values]
        negated = bool(m["not"]) and m["not"][0].sign == "Y"
        if any(t.sign == "a" for t in m["v"]) or (negated and len(stored) > 1):
            raise Silent
        return f"{name} <> {stored[0]}" if negated else _in(name, stored)
    numbers = [t for t in m["n"] if t.sign == "#"]
    if kind == "numbered":
        if m["n2"]:
            if reader.spot(m["c2"][0], table) != reader.spot(m["c"][0], table):
                raise Silent
            numbers.append(m["n2"][0])
        if any(n.unit for n in numbers):
            raise Silent
        return _in(reader.number(spot, table), [n.says for n in numbers])
    if reader.timed(spot):
        raise Silent
    if m["b"]:
        return f"{reader.number(spot, table)} {m['b'][0].says} {numbers[0].says}"
    if not numbers[-1].unit.endswith("=") and m.row[-1].sign != "I":
        raise Silent
    return _in(reader.number(spot, table), [n.says for n in numbers])


def _in(name: str, values: Sequence[str]) -> str:
    return f"{name} = {values[0]}" if len(values) == 1 else f"{name} IN ({', '.join(values)})"
