"""Snowflake's Python values as JSON-ready cells, and its types in the catalog's words.

Whole numbers beyond 2**53 become text, other decimals text with their full scale, dates and times ISO 8601 text (to
the microsecond), zoned timestamps with their offset, binary base64, NaN and infinities their names. VARIANT and
OBJECT are compact JSON text, an ARRAY a list.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Sequence
from typing import Any

from ..core.results import ResultColumn

Convert = Callable[[Any], Any]
EXACT = 2**53

_BY_CODE = {
    1: "DOUBLE",
    2: "VARCHAR",
    3: "DATE",
    4: "TIMESTAMP",
    5: "VARIANT",
    6: "TIMESTAMP WITH TIME ZONE",
    7: "TIMESTAMP WITH TIME ZONE",
    8: "TIMESTAMP",
    9: "OBJECT",
    10: "ARRAY",
    11: "BLOB",
    12: "TIME",
    13: "BOOLEAN",
    14: "GEOGRAPHY",
    15: "GEOMETRY",
    16: "VECTOR",
    17: "OBJECT",
}
_BY_NAME = {
    "TEXT": "VARCHAR",
    "STRING": "VARCHAR",
    "CHAR": "VARCHAR",
    "FLOAT": "DOUBLE",
    "REAL": "DOUBLE",
    "BINARY": "BLOB",
    "TIMESTAMP_NTZ": "TIMESTAMP",
    "DATETIME": "TIMESTAMP",
    "TIMESTAMP_LTZ": "TIMESTAMP WITH TIME ZONE",
    "TIMESTAMP_TZ": "TIMESTAMP WITH TIME ZONE",
    "MAP": "OBJECT",
}


def number_type(precision: int | None, scale: int | None) -> str:
    """NUMBER's type in the catalog's words: whole numbers by their width, others with precision and scale."""
    if scale:
        return f"DECIMAL({precision or 38},{scale})"
    if precision is not None and precision <= 4:
        return "SMALLINT"
    return "INTEGER" if precision is not None and precision <= 9 else "BIGINT"


def declared_type(name: str, precision: int | None, scale: int | None) -> str:
    """A column's type as INFORMATION_SCHEMA declares it (`NUMBER`, `TEXT`, …) in the catalog's words."""
    upper = name.strip().upper().partition("(")[0].strip()
    if upper in ("NUMBER", "DECIMAL", "NUMERIC", "FIXED"):
        return number_type(precision, scale)
    return _BY_NAME.get(upper, upper)


class Cells:
    """How the cells of one result column are converted, and the column as the result names it."""

    __slots__ = ("_convert", "_long", "column")

    def __init__(self, name: str, code: int, precision: int | None, scale: int | None) -> None:
        kind = number_type(precision, scale) if code == 0 else _BY_CODE.get(code, "VARCHAR")
        self.column = ResultColumn(name, kind)
        self._convert = _converter(code)
        self._long = code in (2, 5, 9, 10, 11) or code > 13

    def values(self, cells: Sequence[Any], max_chars: int) -> list[Any] | None:
        """The cells converted; None where one is longer than `max_chars` characters (of its JSON text, where nested)."""
        convert = self._convert
        out = [None if v is None else convert(v) for v in cells]
        if self._long:
            for v in out:
                text = v if isinstance(v, str) or v is None else json.dumps(v, ensure_ascii=False)
                if text is not None and len(text) > max_chars:
                    return None
        return out


def _converter(code: int) -> Convert:
    if code == 0:
        return _number
    if code == 1:
        return _float
    if code in (3, 4, 6, 7, 8, 12):
        return lambda v: v if isinstance(v, str) else v.isoformat()
    if code == 11:
        return lambda v: base64.b64encode(bytes(v)).decode("ascii")
    if code == 13:
        return bool
    if code == 10:
        return _list
    if code in (5, 9, 17):
        return _json_text
    return lambda v: v if isinstance(v, str) else str(v)


def _number(v: Any) -> Any:
    if isinstance(v, int):
        return v if -EXACT <= v <= EXACT else str(v)
    return format(v, "f") if hasattr(v, "as_tuple") else _float(v)


def _float(v: float) -> Any:
    if math.isfinite(v):
        return float(v)
    return "NaN" if v != v else ("Infinity" if v > 0 else "-Infinity")


def _parsed(v: Any) -> Any:
    """The JSON value of a semi-structured cell. Raises ValueError where its text is not JSON (`undefined` inside)."""
    if not isinstance(v, str):
        return v
    return json.loads(v, parse_constant=lambda name: name)


def _json_text(v: Any) -> Any:
    try:
        return json.dumps(_parsed(v), ensure_ascii=False, separators=(",", ":"), default=str)
    except ValueError:
        return v


def _list(v: Any) -> Any:
    try:
        out = _parsed(v)
    except ValueError:
        return v
    return out if isinstance(out, list) else v
