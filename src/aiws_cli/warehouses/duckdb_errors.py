"""DuckDB's errors as short codes with names and types, never with a value out of a row.

Runs in the worker, so that a message which holds a value does not leave that process. Messages about names (binder,
catalog, parser) speak of the statement itself and pass, without the excerpt of the executed SQL. Messages that arise
while rows are read pass only as far as one of the known forms says where the value stands.
"""

from __future__ import annotations

import re
from typing import Any

_TYPE = r"([A-Z][A-Z0-9_]*(?:\(\d+(?:,\s?\d+)?\))?(?:\[\])*)"
_COLUMN = r"(?: when casting from source column (\S+))?"
_FORMS = (
    ("convert", re.compile(rf"Could not convert string ['\"].*['\"] to {_TYPE}{_COLUMN}\.?", re.S)),
    (
        "date",
        re.compile(rf"(?:invalid )?(date|timestamp|time)[a-z ]* field (?:format|value)\b.*?{_COLUMN}", re.S),
    ),
    (
        "cast_range",
        re.compile(
            rf"Type {_TYPE} with value .* out of range for the destination type {_TYPE}{_COLUMN}", re.S
        ),
    ),
    ("decimal", re.compile(rf"Casting value \".*\" to type {_TYPE} failed.*", re.S)),
    ("overflow", re.compile(rf"Overflow in \w+ of {_TYPE} .*", re.S)),
    ("strptime", re.compile(r"Could not parse string .*", re.S)),
    ("json", re.compile(r"Malformed JSON .*", re.S)),
    ("zone", re.compile(r"Unknown TimeZone .*", re.S)),
    ("part", re.compile(r"extract specifier .* not recognized", re.S)),
    ("pattern", re.compile(r"(?:missing|unexpected|bad|invalid|no argument|trailing) [^:]*: .*", re.S)),
    ("one_row", re.compile(r"More than one row returned by a subquery used as an expression.*", re.S)),
)
_COLUMN_MISSING = re.compile(
    r"(?:Referenced column \"([^\"]+)\" not found in FROM clause|(?:Table|Values list) \"[^\"]+\" does not have a column named \"([^\"]+)\")"
)
_NAMES = frozenset({"BinderException", "CatalogException", "ParserException", "SyntaxException"})
_CLASSES = {
    "ConversionException": "convert_other",
    "OutOfRangeException": "range",
    "InvalidInputException": "input",
    "InvalidTypeException": "type",
    "TypeMismatchException": "type",
    "NotImplementedException": "unsupported",
    "PermissionException": "permission",
}


def clean(problem: Exception) -> dict[str, Any]:
    """`{"error": code, …}`: `names` with a `detail` text, `interrupt`, `memory`, `locked`, `missing`, `corrupt`, `io`,
    `fatal`, or `value` with a `form` and the types and column it names. Which columns come near is the guard's to say."""
    kind = type(problem).__name__
    text = str(problem)
    if kind in ("InterruptException",):
        return {"error": "interrupt"}
    if kind == "OutOfMemoryException":
        return {"error": "memory"}
    if kind in ("IOException", "ConnectionException", "SerializationException"):
        return _io(text)
    if kind in ("FatalException", "InternalException"):
        return {"error": "fatal"}
    text = re.sub(r"^[A-Z][A-Za-z ]*? Error: ", "", text)
    if kind in _NAMES:
        missing = _COLUMN_MISSING.match(text)
        if missing is not None:
            return {"error": "value", "form": "column", "names": [missing[1] or missing[2]]}
        return {"error": "names", "detail": _names(text, kind)}
    body = text.split("\n\nLINE ", 1)[0].strip()
    for form, pattern in _FORMS:
        found = pattern.fullmatch(body)
        if found is not None:
            return {"error": "value", "form": form, "names": [g for g in found.groups() if g]}
    return {"error": "value", "form": _CLASSES.get(kind, "other"), "names": []}


def _names(text: str, kind: str) -> str:
    text = re.split(r"\n+LINE \d+:", text, maxsplit=1)[0]
    if kind == "CatalogException":
        # The engine's guesses come from all it knows, which is more than the asker may see.
        text = text.split("\nDid you mean", 1)[0]
    return re.sub(r"\s*\n\s*", " ", text).strip()[:500]


def _io(text: str) -> dict[str, Any]:
    lower = text.lower()
    if (
        "could not set lock" in lower
        or "being used by another process" in lower
        or "conflicting lock" in lower
    ):
        return {"error": "locked"}
    if "does not exist" in lower or "no such file" in lower:
        return {"error": "missing"}
    if (
        "not a valid duckdb" in lower
        or "version number" in lower
        or "corrupt" in lower
        or "checksum" in lower
        or "could not read enough bytes" in lower
    ):
        return {"error": "corrupt"}
    if "no space left" in lower or "max_temp_directory_size" in lower:
        return {"error": "disk"}
    return {"error": "io"}
