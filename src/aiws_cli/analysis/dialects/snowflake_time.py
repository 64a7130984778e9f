"""Dates and times of DuckDB's SQL as Snowflake's: arithmetic, parts, formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlglot import exp

from .kinds import Kinds

_UNITS = {"MINUTES": "MINUTE", "HOURS": "HOUR"}
_OF_FUNCTION = {
    "to_years": "YEAR",
    "to_quarters": "QUARTER",
    "to_months": "MONTH",
    "to_weeks": "WEEK",
    "to_days": "DAY",
    "to_hours": "HOUR",
    "to_minutes": "MINUTE",
    "to_seconds": "SECOND",
}
_COMPARING = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.DateDiff)
_PIECES = {
    "%Y": "YYYY",
    "%y": "YY",
    "%m": "MM",
    "%d": "DD",
    "%H": "HH24",
    "%I": "HH12",
    "%M": "MI",
    "%S": "SS",
    "%p": "AM",
    "%b": "MON",
    "%B": "MMMM",
    "%a": "DY",
}
_PARTS = {"%-m": "MONTH", "%-d": "DAY", "%-H": "HOUR", "%-M": "MINUTE", "%-S": "SECOND", "%u": "DAYOFWEEKISO"}
_PADDED = {"%j": ("DAYOFYEAR", 3), "%V": ("WEEKISO", 2), "%G": ("YEAROFWEEKISO", 4)}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[a.copy() for a in arguments])


def _to(expression: exp.Expr, kind: str) -> exp.Expr:
    return exp.cast(expression, exp.DataType.build(kind, dialect="duckdb"))


def interval(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """A date with an interval is a TIMESTAMP, and the interval may be computed: DATEADD says both."""
    if isinstance(node, (exp.Add, exp.Sub)):
        left, right, sign = node.left, node.right, 1 if isinstance(node, exp.Add) else -1
        step = step_of(right)
        if step is None and isinstance(node, exp.Add):
            left, right = right, left
            step = step_of(right)
        if step is None:
            return node
        moved = _moved(left, step, sign)
        return _stamped(moved, node, left, kinds)
    if isinstance(node, (exp.DateAdd, exp.DateSub)):
        step = step_of(node.expression) or _unit_step(node)
        if step is None:
            return node
        moved = _moved(node.this, step, -1 if isinstance(node, exp.DateSub) else 1)
        return _stamped(moved, node, node.this, kinds)
    return node


def step_of(node: exp.Expr | None) -> tuple[exp.Expr, str] | None:
    """(how many, unit) of an interval; None for anything else."""
    if isinstance(node, exp.Paren):
        return step_of(node.this)
    if (
        isinstance(node, exp.Anonymous)
        and str(node.this).lower() in _OF_FUNCTION
        and len(node.expressions) == 1
    ):
        return node.expressions[0], _OF_FUNCTION[str(node.this).lower()]
    if isinstance(node, exp.ToDays):
        return node.this, "DAY"
    if not isinstance(node, exp.Interval):
        return None
    count, unit = node.this, node.args.get("unit")
    if isinstance(count, exp.Literal) and unit is None:
        found = re.fullmatch(r"\s*(-?\d+)\s+([A-Za-z]+?)s?\s*", count.name)
        if found is None:
            return None
        return exp.Literal.number(found[1]), found[2].upper()
    if isinstance(count, exp.Literal):
        count = exp.Literal.number(count.name.strip())
    elif isinstance(count, exp.Paren):
        count = count.this
    if count is None or unit is None:
        return None
    return count, unit.name.upper().rstrip("S")


def _unit_step(node: exp.Expr) -> tuple[exp.Expr, str] | None:
    unit = node.args.get("unit")
    return (node.expression, unit.name.upper()) if unit is not None and node.expression is not None else None


def _moved(start: exp.Expr, step: tuple[exp.Expr, str], sign: int) -> exp.Expr:
    count, unit = step[0].copy(), step[1]
    if sign < 0:
        if isinstance(count, exp.Literal):
            text = count.name[1:] if count.name.startswith("-") else f"-{count.name}"
            count = exp.Literal.number(text)
        else:
            count = exp.Neg(this=exp.paren(count))
    unit = _UNITS.get(unit, unit)
    if unit in ("DECADE", "CENTURY", "MILLENNIUM"):
        count = exp.Mul(
            this=exp.paren(count),
            expression=exp.Literal.number({"DECADE": 10, "CENTURY": 100}.get(unit, 1000)),
        )
        unit = "YEAR"
    return _call("DATEADD", exp.var(unit), count, start.unnest() if isinstance(start, exp.Paren) else start)


def _stamped(made: exp.Expr, node: exp.Expr, start: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`made` as a TIMESTAMP where the value itself is asked for, and the day would come out as a DATE."""
    if _only_compared(node) or kinds.of(start) == "timestamp":
        return made
    return _to(made, "TIMESTAMP")


def _only_compared(node: exp.Expr) -> bool:
    """Whether date and timestamp come to the same here: cast to a date, compared, or moved on."""
    above = node.parent
    while isinstance(
        above, (exp.Paren, exp.Add, exp.Sub, exp.TimestampTrunc, exp.DateTrunc, exp.DateAdd, exp.DateSub)
    ):
        above = above.parent
    if isinstance(above, exp.Cast):
        return above.to.is_type("date", "timestamp")
    return isinstance(above, (*_COMPARING, exp.LastDay, exp.TimeToStr, exp.Extract, exp.Year, exp.Month))


def truncated(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`date_trunc` gives a TIMESTAMP; Snowflake's gives a DATE of a date."""
    if isinstance(node, (exp.DateTrunc, exp.TimestampTrunc)):
        unit = node.args["unit"].name.upper()
        if unit in ("DECADE", "CENTURY", "MILLENNIUM"):
            raise _no_equal(f"date_trunc('{unit.lower()}')")
        made = _call("DATE_TRUNC", exp.Literal.string(unit), node.this)
        return _stamped(made, node, node.this, kinds)
    if isinstance(node, exp.DateBin):
        step = step_of(node.this)
        if step is None or not isinstance(step[0], exp.Literal):
            raise _no_equal("time_bucket")
        return _call("TIME_SLICE", node.expression, step[0], exp.Literal.string(step[1]))
    return node


def parts(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """Parts of a date that have other names; days and months by their whole English names."""
    if isinstance(node, exp.Extract):
        part = node.name.upper()
        found = {
            "DOW": "DAYOFWEEK",
            "ISODOW": "DAYOFWEEKISO",
            "DOY": "DAYOFYEAR",
            "EPOCH": "EPOCH_SECOND",
            "WEEK": "WEEKISO",
            "ISOYEAR": "YEAROFWEEKISO",
        }.get(part, part)
        return _call("DATE_PART", exp.Literal.string(found.lower()), node.expression)
    if isinstance(node, exp.Week):
        return _call("WEEKISO", node.this)
    if isinstance(node, exp.Dayname):
        return _day_name(node.this)
    if isinstance(node, exp.Monthname):
        return _call("TO_CHAR", node.this, exp.Literal.string("MMMM"))
    if isinstance(node, exp.Anonymous):
        name = str(node.this).lower()
        if name in ("now", "get_current_timestamp"):
            return exp.CurrentTimestamp()
        if name == "date_sub" and len(node.expressions) == 3:
            return _whole_units(*node.expressions)
        if name in ("date_part", "datepart") and len(node.expressions) == 2:
            return parts(
                exp.Extract(this=exp.var(node.expressions[0].name), expression=node.expressions[1].copy()),
                kinds,
            )
        if name == "epoch" and node.expressions:
            return _call("DATE_PART", exp.Literal.string("epoch_second"), node.expressions[0])
    if isinstance(node, exp.TimeToUnix):
        return _call("DATE_PART", exp.Literal.string("epoch_second"), node.this)
    return node


def _whole_units(unit: exp.Expr, start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """`date_sub('month', a, b)`: units that have wholly passed."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit.name.lower())
    if months is not None:
        between = _call("MONTHS_BETWEEN", end, start)
        per = (
            between
            if months == 1
            else exp.Div(this=between, expression=exp.Literal.number(months), typed=False, safe=False)
        )
        return _to(_call("TRUNC", per), "BIGINT")
    if unit.name.lower() in ("day", "days"):
        return _call("DATEDIFF", exp.var("DAY"), start, end)
    raise _no_equal(f"date_sub('{unit.name}')")


def _day_name(day: exp.Expr) -> exp.Expr:
    case = exp.Case(this=_call("DAYOFWEEKISO", day))
    for number, name in enumerate(_DAYS, 1):
        case = case.when(exp.Literal.number(number), exp.Literal.string(name))
    return case


def formats(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """Formats in Snowflake's words; what it has no word for, and text between, is joined piece by piece."""
    if isinstance(node, exp.TimeToStr):
        value, pattern = node.this, node.args["format"]
        if not isinstance(pattern, exp.Literal):
            raise _no_equal("strftime")
        return _formatted(value, pattern.name)
    if isinstance(node, (exp.StrToTime, exp.StrToDate)):
        pattern = node.args["format"]
        if not isinstance(pattern, exp.Literal):
            raise _no_equal("strptime")
        return _call("TO_TIMESTAMP_NTZ", node.this, exp.Literal.string("".join(_pattern(pattern.name))))
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "try_strptime":
        pattern = node.expressions[1]
        if not isinstance(pattern, exp.Literal):
            raise _no_equal("try_strptime")
        return _call(
            "TRY_TO_TIMESTAMP_NTZ", node.expressions[0], exp.Literal.string("".join(_pattern(pattern.name)))
        )
    return node


def _tokens(pattern: str) -> Iterator[str]:
    yield from re.findall(r"%-?[A-Za-z%]|[^%]+|%", pattern)


def _pattern(pattern: str) -> Iterator[str]:
    for token in _tokens(pattern):
        if token in _PIECES:
            yield _PIECES[token]
        elif token == "%f":
            yield "FF6"
        elif token.startswith("%"):
            raise _no_equal(f"strptime {token}")
        else:
            yield f'"{token}"' if re.search(r"\w", token) and token != "T" else token


def _formatted(value: exp.Expr, pattern: str) -> exp.Expr:
    """One TO_CHAR where every piece has a word, else the pieces joined by ||."""
    tokens = list(_tokens(pattern))
    plain = all(t in _PIECES or (not t.startswith("%") and not re.search(r"\w|\"", t)) for t in tokens)
    if plain and not {"%b", "%B", "%a", "%p"} & set(tokens):
        return _call("TO_CHAR", value, exp.Literal.string("".join(_PIECES.get(t, t) for t in tokens)))
    out: exp.Expr | None = None
    for piece in (_piece(value, t) for t in tokens):
        out = piece if out is None else exp.DPipe(this=out, expression=piece)
    return out if out is not None else exp.Literal.string("")


def _piece(value: exp.Expr, token: str) -> exp.Expr:
    if token in _PIECES:
        return _call("TO_CHAR", value, exp.Literal.string(_PIECES[token]))
    if token in _PARTS:
        return _to(_call(_PARTS[token], value), "VARCHAR")
    if token in _PADDED:
        part, width = _PADDED[token]
        text = _to(_call(part, value), "VARCHAR")
        return _call("LPAD", text, exp.Literal.number(width), exp.Literal.string("0"))
    if token == "%A":
        return _day_name(value)
    if token == "%%":
        return exp.Literal.string("%")
    if token.startswith("%"):
        raise _no_equal(f"strftime {token}")
    return exp.Literal.string(token)


def _no_equal(what: str) -> Exception:
    from . import NotInDialect

    return NotInDialect(what=what)


TIME_RULES: tuple[Callable[[exp.Expr, Kinds], exp.Expr], ...] = (formats, parts, truncated, interval)
