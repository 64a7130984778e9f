"""DuckDB's Python values as JSON-ready cells, a column at a time.

Dates and timestamps become ISO 8601 text, decimals text with their full scale, binary base64, integers beyond
2**53 text, NaN and infinities the texts NaN, Infinity, -Infinity; lists, structs and maps become arrays and
objects (a map's keys as text). Intervals, UUIDs, times with a zone and every other type are the engine's own text,
with a zoned timestamp in ISO 8601. An infinite date is 9999-12-31, as the engine gives it to Python.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

Convert = Callable[[Any], Any]

EXACT = 2**53
_SMALL = frozenset(
    {
        "boolean",
        "tinyint",
        "smallint",
        "integer",
        "utinyint",
        "usmallint",
        "uinteger",
        "varchar",
        "enum",
        "sqlnull",
    }
)
_LARGE = frozenset({"bigint", "ubigint", "hugeint", "uhugeint"})
_TEMPORAL = frozenset({"date", "time", "timestamp", "timestamp_s", "timestamp_ms"})
_TEXT_MARKS = (
    "INTERVAL",
    "UUID",
    "WITH TIME ZONE",
    "_NS",
    "BIT",
    "UNION",
    "VARIANT",
    "BIGNUM",
    "GEOMETRY",
    "TIMETZ",
    "TIMESTAMPTZ",
)


class Column:
    """A result column: its name, type text, the type to cast to before fetching (or None) and how a cell is converted."""

    __slots__ = ("_long", "cast", "convert", "name", "type")

    def __init__(self, name: str, type_: str, cast: str | None, convert: Convert | None) -> None:
        self.name, self.type, self.cast, self.convert = name, type_, cast, convert
        self._long = cast is not None or not (type_ in _SHORT_TYPES or type_.startswith("DECIMAL("))

    def values(self, cells: Sequence[Any], max_chars: int) -> Sequence[Any] | None:
        """The cells converted; None where one is longer than `max_chars` characters (of its JSON text, where nested)."""
        convert = self.convert
        out = cells if convert is None else [None if v is None else convert(v) for v in cells]
        if self._long:
            for v in out:
                if isinstance(v, str):
                    if len(v) > max_chars:
                        return None
                elif isinstance(v, (list, dict)) and len(json.dumps(v, ensure_ascii=False)) > max_chars:
                    return None
        return out


_SHORT_TYPES = frozenset(
    "BOOLEAN TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER UBIGINT HUGEINT UHUGEINT FLOAT DOUBLE DATE"
    " TIME TIMESTAMP".split()
)


def needs_text(type_text: str) -> bool:
    """Whether a type may hold something that must leave the engine as text; a false alarm costs one more binding."""
    return any(mark in type_text for mark in _TEXT_MARKS) or (
        type_text not in _SHORT_TYPES
        and type_text not in _PLAIN_TYPES
        and not type_text.startswith(_PLAIN_STARTS)
    )


_PLAIN_TYPES = frozenset({"VARCHAR", "BLOB", "JSON", '"NULL"', "NULL", "TIMESTAMP_S", "TIMESTAMP_MS"})
_PLAIN_STARTS = ("DECIMAL(", "ENUM(")


def columns_of(description: Sequence[Any]) -> tuple[Column, ...]:
    """Columns of a cursor's description (name, engine type, …)."""
    return tuple(Column(d[0], str(d[1]), _cast(d[1]), _converter(d[1])) for d in description)


def _cast(kind: Any) -> str | None:
    """The type to cast to so that Python can hold the value, or None where it can already."""
    id_ = kind.id
    if id_ in _SMALL or id_ in _LARGE or id_ in _TEMPORAL or id_ in ("float", "double", "decimal", "blob"):
        return None
    if id_ == "list":
        inner = _cast(kind.children[0][1])
        return None if inner is None else f"{inner}[]"
    if id_ == "array":
        inner = _cast(kind.children[0][1])
        return None if inner is None else f"{inner}[{kind.children[1][1]}]"
    if id_ == "struct":
        casts = [(name, child, _cast(child)) for name, child in kind.children]
        if all(c is None for _, _, c in casts):
            return None
        fields = ", ".join(f"{_quote(name)} {c if c is not None else child}" for name, child, c in casts)
        return f"STRUCT({fields})"
    if id_ == "map":
        (_, key), (_, value) = kind.children
        if _cast(key) is None and _cast(value) is None:
            return None
        return f"MAP({_cast(key) or key}, {_cast(value) or value})"
    return "VARCHAR"


def _converter(kind: Any) -> Convert | None:
    """How a Python value of this type becomes a cell; None where it is one already."""
    id_ = kind.id
    if id_ in _SMALL:
        return None
    if id_ in _LARGE:
        return _integer
    if id_ in ("float", "double"):
        return _float
    if id_ == "decimal":
        return _decimal
    if id_ in _TEMPORAL:
        return _iso
    if id_ == "blob":
        return _blob
    if id_ in ("list", "array"):
        inner = _converter(kind.children[0][1])
        if inner is None:
            return list
        return lambda v: [None if x is None else inner(x) for x in v]
    if id_ == "struct":
        fields = {name: _converter(child) for name, child in kind.children}
        return lambda v: _struct(v, fields)
    if id_ == "map":
        key, value = (_converter(child) for _, child in kind.children)
        return lambda v: {
            str(k if key is None else key(k)): (x if value is None or x is None else value(x))
            for k, x in v.items()
        }
    if id_ == "timestamp with time zone":
        return _zoned
    return str


def _struct(v: Any, fields: dict[str, Convert | None]) -> Any:
    if isinstance(v, tuple):  # An unnamed struct.
        return [x if c is None or x is None else c(x) for x, c in zip(v, fields.values(), strict=True)]
    return {k: (x if x is None or (c := fields.get(k)) is None else c(x)) for k, x in v.items()}


def _integer(v: Any) -> Any:
    return v if -EXACT <= v <= EXACT else str(v)


def _float(v: float) -> Any:
    if math.isfinite(v):
        return v
    return "NaN" if v != v else ("Infinity" if v > 0 else "-Infinity")


def _decimal(v: Any) -> str:
    return format(v, "f") if isinstance(v, Decimal) else str(v)


def _iso(v: Any) -> str:
    return v if isinstance(v, str) else str(v.isoformat())


def _blob(v: bytes) -> str:
    return base64.b64encode(v).decode("ascii")


def _zoned(v: str) -> str:
    """`2026-09-30 09:00:00+09` → `2026-09-30T09:00:00+09:00`; what looks otherwise (infinity, BC) stays."""
    day, space, rest = v.partition(" ")
    if not space or len(rest) < 3:
        return v
    if rest[-3] in "+-":
        rest += ":00"
    return f"{day}T{rest}"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
