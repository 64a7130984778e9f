"""What kind of value an expression has, where that is certain and where no value can make it fail.

Whether a statement fails tells about a row, and so does whether it gets as far as a constant that fails: engines
evaluate one only when a row arrives there. Values of one kind are compared without converting. What is not named here
has no certain kind: conversions, calculations, and nearly every function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeAlias

from sqlglot import exp

KindOf: TypeAlias = Callable[[exp.Column], str]
"""The kind of a column; empty where it can't be told."""

_TYPE = re.compile(r"(?P<word>[A-Z][A-Z0-9_ ]*?) *(?:\((?P<precision>\d+)(?:, *(?P<scale>\d+))?\))?")
_KINDS = {
    word: kind
    for kind, words in {
        "text": "VARCHAR|CHAR|CHARACTER|BPCHAR|TEXT|STRING",
        "number": "TINYINT|SMALLINT|INTEGER|INT|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|DOUBLE|FLOAT|REAL"
        "|DECIMAL|NUMERIC|NUMBER|DOUBLE PRECISION",
        "boolean": "BOOLEAN|BOOL",
        "date": "DATE",
        "timestamp": "TIMESTAMP|DATETIME|TIMESTAMP_NTZ|TIMESTAMP WITHOUT TIME ZONE",
        "timestamp_tz": "TIMESTAMPTZ|TIMESTAMP WITH TIME ZONE|TIMESTAMP_TZ",
        "timestamp_ltz": "TIMESTAMP_LTZ",
        "time": "TIME",
        "uuid": "UUID",
    }.items()
    for word in words.split("|")
}
_MOST_DECIMALS = 12
"""With more, two numbers of different scales may have no type in common that holds both."""
_NUMBER = re.compile(rf"\d{{1,18}}(\.\d{{1,{_MOST_DECIMALS}}})?")
_TIMES = ("date", "timestamp", "timestamp_tz", "timestamp_ltz")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")
EXTREMES = frozenset({"min", "max"})
"""Aggregates that stay anonymous, and give a value of the kind they are given."""
_PARTS = frozenset("YEAR QUARTER MONTH DAY".split())
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ)


def kind_of_type(type_: str) -> str:
    """The kind of a column of that type, in either dialect's words; empty for lists, structs, enums and the like."""
    match = _TYPE.fullmatch(type_.strip().upper())
    if match is None or int(match["scale"] or 0) > _MOST_DECIMALS:
        return ""
    return _KINDS.get(match["word"], "")


def kind(node: exp.Expr, of: KindOf) -> str:
    """The expression's kind: one of those of columns, or `null`; empty where it is not certain, or where it may fail."""
    if isinstance(node, exp.Column):
        return of(node)
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else "number" if _NUMBER.fullmatch(str(node.this)) else ""
    if isinstance(node, exp.Boolean):
        return "boolean"
    if isinstance(node, exp.Null):
        return "null"
    if isinstance(node, exp.Paren):
        return kind(node.this, of)
    if isinstance(node, exp.Case):
        return _of_case(node, of)
    if isinstance(node, exp.DPipe):
        return _only("text", (node.this, node.expression), of)
    if isinstance(node, exp.Neg):
        return _only("number", (node.this,), of) if isinstance(node.this, exp.Literal) else ""
    if isinstance(node, exp.Cast):
        return _of_cast(node)
    if isinstance(node, exp.CurrentDate):
        return "" if node.this else "date"
    if isinstance(node, exp.Extract):
        part = node.this.name.upper() in _PARTS
        return "number" if part and kind(node.expression, of) in _TIMES else ""
    if isinstance(node, exp.Anonymous):
        return _of_function(node, of)
    return _of_aggregate(node, of) or ("boolean" if _is_condition(node, of) else "")


def compare(left: exp.Expr, right: exp.Expr, of: KindOf) -> bool:
    """Whether the two can be compared without converting a value that may not convert."""
    kinds = kind(left, of), kind(right, of)
    return comparable(*kinds) or any(
        isinstance(other, exp.Literal) and _is_time(str(other.this), one)
        for one, other in ((kinds[0], right), (kinds[1], left))
    )


def comparable(one: str, other: str) -> bool:
    """Whether values of two kinds are compared as they are."""
    return bool(one and other) and (one == other or "null" in (one, other))


def _is_condition(node: exp.Expr, of: KindOf) -> bool:
    if isinstance(node, COMPARISONS):
        return compare(node.this, node.expression, of)
    if isinstance(node, (exp.And, exp.Or)):
        return bool(_only("boolean", (node.this, node.expression), of))
    if isinstance(node, exp.Not):
        return bool(_only("boolean", (node.this,), of))
    if isinstance(node, exp.Is):
        empty = isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Null)
        return empty or bool(_only("boolean", (node.this, node.expression), of))
    if isinstance(node, exp.Between):
        return all(compare(node.this, node.args[end], of) for end in ("low", "high"))
    if isinstance(node, exp.In):
        return bool(node.expressions) and all(compare(node.this, e, of) for e in node.expressions)
    return isinstance(node, (exp.Like, exp.ILike)) and bool(_only("text", (node.this, node.expression), of))


def _only(wanted: str, nodes: Iterable[exp.Expr], of: KindOf) -> str:
    return wanted if all(kind(n, of) in (wanted, "null") for n in nodes) else ""


def _of_case(node: exp.Case, of: KindOf) -> str:
    conditions = [branch.this for branch in node.args["ifs"]]
    if node.this is not None or not _only("boolean", conditions, of):
        return ""
    results = [branch.args["true"] for branch in node.args["ifs"]]
    default = node.args.get("default")
    kinds = {kind(e, of) for e in (*results, *([] if default is None else [default]))}
    if len(kinds) > 1:
        kinds.discard("null")
    return kinds.pop() if len(kinds) == 1 else ""


def _of_cast(node: exp.Cast) -> str:
    """`DATE '2026-01-01'` and the like."""
    to = kind_of_type(node.to.sql())
    value = node.this
    fits = isinstance(value, exp.Literal) and value.is_string and _is_time(str(value.this), to)
    return to if fits and not isinstance(node, exp.TryCast) else ""


def _is_time(text: str, kind_: str) -> bool:
    form = {"date": _DATE, "timestamp": _DATE_TIME}.get(kind_)
    if form is None or form.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of_aggregate(node: exp.Expr, of: KindOf) -> str:
    if isinstance(node, exp.Count):
        shown = node.this.expressions if isinstance(node.this, exp.Distinct) else [node.this]
        return "number" if all(isinstance(e, (exp.Star, exp.Column, exp.Literal)) for e in shown) else ""
    if isinstance(node, (exp.Sum, exp.Avg)):
        return _only("number", (node.this,), of)
    return ""


def _of_function(node: exp.Anonymous, of: KindOf) -> str:
    name, kinds = node.name.lower(), [kind(e, of) for e in node.expressions]
    if name in EXTREMES:
        return kinds[0] if len(kinds) == 1 else ""
    if name == "coalesce":
        return kinds[0] if len(set(kinds)) == 1 else ""
    wanted = _FUNCTIONS.get(name)
    return wanted[1] if wanted is not None and tuple(kinds) in wanted[0] else ""


_FUNCTIONS: dict[str, tuple[tuple[tuple[str, ...], ...], str]] = {
    **dict.fromkeys(
        "year quarter month day dayofmonth dayofyear".split(), ((("date",), ("timestamp",)), "number")
    ),
    **dict.fromkeys(("lower", "upper"), ((("text",),), "text")),
    **dict.fromkeys(("length",), ((("text",),), "number")),
    **dict.fromkeys(
        "contains starts_with ends_with startswith endswith".split(), ((("text", "text"),), "boolean")
    ),
}
"""Functions that fail for no value of these kinds: what they take, what they give."""
