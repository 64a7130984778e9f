"""Columns that hold more than one value: lists, and objects (JSON, structs) with keys of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from .tables import Column, Table

MOST_KEYS = 24
"""Objects with more different keys than this are no records but dictionaries: their keys are data."""
_MOST_VALUES = 12
_LONGEST = 40
_EXAMPLES = 3
_JSON = re.compile(r"^(?:JSONB?|VARIANT|OBJECT)\b(?!.*\[)", re.IGNORECASE)
_STRUCT = re.compile(r"^(?:STRUCT|ROW)\s*\((?!.*\)\[)", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


def is_list(column: Column) -> bool:
    """True where each cell is a list of texts or numbers."""
    kind = column.type.upper()
    if kind.startswith(("STRUCT", "ROW", "MAP")):
        return False
    return kind.endswith("]") or kind.startswith("ARRAY")


def is_json(column: Column) -> bool:
    """True where each cell is a JSON object, or may be one."""
    return bool(_JSON.match(column.type))


def is_struct(column: Column) -> bool:
    """True where each cell has fields that are read with a dot."""
    return bool(_STRUCT.match(column.type))


def holds_texts(column: Column) -> bool:
    """True for a list of texts."""
    return is_list(column) and column.type.upper().startswith(("VARCHAR", "TEXT", "STRING", "CHAR", "ARRAY"))


def inner_columns(table: Table) -> Iterator[Column]:
    """The described keys of a table's objects, in the table's order; none that a column of the table is called like."""
    names = {c.name.lower() for c in table.columns}
    for column in table.columns:
        for inner in column.fields:
            if inner.name.lower() not in names:
                yield inner


def keys_in(texts: Iterable[str], within: str) -> tuple[Column, ...]:
    """The keys of JSON objects as columns of the column `within`, in the order they are first seen.

    Each has the type of its values (VARCHAR where they differ) and what they are: all of them where they are few and
    short, else three. Keys of objects inside objects stay out. () where the texts are no objects, or their keys are data.
    """
    found: dict[str, list[object]] = {}
    for text in texts:
        try:
            value = json.loads(text)
        except ValueError:
            return ()
        if value is None:
            continue
        if not isinstance(value, dict):
            return ()
        for key, inner in value.items():
            found.setdefault(str(key), []).append(inner)
        if len(found) > MOST_KEYS:
            return ()
    out = []
    for key, values in found.items():
        known = [v for v in values if v is not None]
        if any(isinstance(v, (dict, list)) for v in known):
            continue
        kind, logical = _type(known)
        samples = _samples(str(v) for v in known) if kind == "VARCHAR" else ()
        out.append(Column(key, kind, logical, sample_values=samples, within=within))
    return tuple(out)


def _type(values: list[object]) -> tuple[str, str]:
    kinds = {type(v) for v in values}
    if kinds == {bool}:
        return "BOOLEAN", "boolean"
    if kinds == {int}:
        return "BIGINT", "integer"
    if kinds and kinds <= {int, float}:
        return "DOUBLE", "number"
    if values and all(isinstance(v, str) and _DAY.fullmatch(v) for v in values):
        return "DATE", "date"
    return "VARCHAR", "string"


def _samples(values: Iterable[str]) -> tuple[str, ...]:
    different = list(dict.fromkeys(values))
    short = [v for v in different if 0 < len(v) <= _LONGEST and v.isprintable()]
    if len(different) <= _MOST_VALUES and len(short) == len(different):
        return tuple(sorted(short))
    return tuple(short[:_EXAMPLES])
