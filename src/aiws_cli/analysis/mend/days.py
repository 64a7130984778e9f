"""Which days a condition lets through: read by trying them, so that every way of writing a period counts the same."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from sqlglot import exp

from ..spans import add_months
from ..timing import Grain

Value = datetime | str | int | bool
Reader = Callable[[datetime], Value]


class UnreadableError(Exception):
    """A condition that is no plain statement on one column's time."""


def days_let_through(
    condition: exp.Expr, column: exp.Column, grain: Grain, days: Iterator[date] | list[date]
) -> frozenset[date] | None:
    """Those of `days` for which the condition on `column` holds; None where it cannot be told.

    A timestamp is tried at noon: `<= DATE '2026-09-30'` leaves the 30th out, as it does in the warehouse.
    """
    try:
        holds = _reader(condition, column.name.lower(), grain)
        at = time(12) if grain.stored == "timestamp" else time()
        return frozenset(day for day in days if holds(datetime.combine(day, at)) is True)
    except (UnreadableError, ValueError, OverflowError, TypeError):
        return None


def days_named(condition: exp.Expr) -> list[date]:
    """The days that a condition's literals write out."""
    return [day for literal in condition.find_all(exp.Literal) if (day := _as_day(literal.name)) is not None]


def units(grain: Grain, first: date, last: date) -> list[date]:
    """The days between two that a column of this grain can hold."""
    if grain.unit == "day":
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found: list[date] = []
    day = grain.value(first)
    while day <= last:
        if day >= first:
            found.append(day)
        day = grain.value(add_months(day.replace(day=1), _MONTHS[grain.unit]))
    return found


_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_COMPARED: dict[type[exp.Expr], Callable[[Value, Value], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
}
_PARTS: dict[str, Callable[[datetime], int]] = {
    "YEAR": lambda d: d.year,
    "MONTH": lambda d: d.month,
    "QUARTER": lambda d: (d.month + 2) // 3,
    "DAY": lambda d: d.day,
}


def _reader(node: exp.Expr, name: str, grain: Grain) -> Reader:
    def of(part: exp.Expr) -> Reader:
        return _reader(part, name, grain)

    if isinstance(node, exp.Paren):
        return of(node.this)
    if isinstance(node, exp.Not):
        inner = of(node.this)
        return lambda d: not inner(d)
    if isinstance(node, exp.And | exp.Or):
        parts = [of(p) for p in node.flatten()]
        every = all if isinstance(node, exp.And) else any
        return lambda d: every(p(d) is True for p in parts)
    if type(node) in _COMPARED:
        compare, left, right = _COMPARED[type(node)], of(node.this), of(node.expression)
        return lambda d: compare(*_alike(left(d), right(d)))
    if isinstance(node, exp.Between):
        value, low, high = of(node.this), of(node.args["low"]), of(node.args["high"])
        return lambda d: _not_above(low(d), value(d)) and _not_above(value(d), high(d))
    if isinstance(node, exp.In) and node.expressions:
        value, items = of(node.this), [of(i) for i in node.expressions]
        return lambda d: any(operator.eq(*_alike(value(d), i(d))) for i in items)
    return _value(node, name, grain)


def _value(node: exp.Expr, name: str, grain: Grain) -> Reader:
    if isinstance(node, exp.Paren):
        return _value(node.this, name, grain)
    if isinstance(node, exp.Column) and node.name.lower() == name:
        if grain.stored in ("date", "timestamp"):
            return lambda d: d
        form = grain.stored
        return (lambda d: d.strftime(form)) if grain.quoted else (lambda d: int(d.strftime(form)))
    if isinstance(node, exp.Literal):
        text: Value = str(node.this) if node.is_string else int(node.this)
        return lambda d: text
    if isinstance(node, exp.Cast | exp.TryCast | exp.TsOrDsToDate | exp.Date):
        inner = _value(node.this, name, grain)
        to = node.args.get("to")
        if to is not None and not to.is_type("date", "timestamp"):
            if to.is_type("int", "bigint"):
                return lambda d: int(inner(d))  # type: ignore[arg-type]
            raise UnreadableError
        whole = to is None or to.is_type("date")
        return lambda d: _moment(inner(d), whole=whole)
    if isinstance(node, exp.Extract):
        return _part(str(node.this.name).upper(), _value(node.expression, name, grain))
    if isinstance(node, exp.Year | exp.Month | exp.Quarter | exp.Day):
        return _part(type(node).__name__.upper(), _value(node.this, name, grain))
    if isinstance(node, exp.DateTrunc | exp.TimestampTrunc):
        unit = str(node.args["unit"].name).lower()
        if unit not in ("day", *_MONTHS):
            raise UnreadableError
        inner, cut = _value(node.this, name, grain), Grain(unit)  # type: ignore[arg-type]
        return lambda d: datetime.combine(cut.value(_moment(inner(d)).date()), time())
    if isinstance(node, exp.TimeToStr):
        inner, shape = _value(node.this, name, grain), node.args["format"].name
        return lambda d: _moment(inner(d)).strftime(shape)
    if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
        inner = _value(node.this, name, grain)
        amount, unit = int(node.expression.this.name), str(node.expression.args["unit"]).upper().rstrip("S")
        amount = -amount if isinstance(node, exp.Sub) else amount
        return lambda d: _moved(_moment(inner(d)), amount, unit)
    raise UnreadableError


def _part(part: str, inner: Reader) -> Reader:
    if part not in _PARTS:
        raise UnreadableError
    return lambda d: _PARTS[part](_moment(inner(d)))


def _moment(value: Value, *, whole: bool = False) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        raise UnreadableError
    return datetime.combine(value.date(), time()) if whole else value


def _moved(value: datetime, amount: int, unit: str) -> datetime:
    if unit in ("DAY", "WEEK"):
        return value + timedelta(days=amount * (7 if unit == "WEEK" else 1))
    if unit.lower() not in _MONTHS:
        raise UnreadableError
    return datetime.combine(add_months(value.date(), amount * _MONTHS[unit.lower()]), value.time())


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Two sides as values that compare: a day written as text beside a day is that day."""
    if isinstance(left, datetime) != isinstance(right, datetime):
        return _moment(left), _moment(right)
    if isinstance(left, str) != isinstance(right, str):
        return int(left), int(right)  # type: ignore[arg-type]
    return left, right


def _not_above(low: Value, high: Value) -> bool:
    left, right = _alike(low, high)
    return left <= right  # type: ignore[operator]


def _as_day(text: str) -> date | None:
    digits = "".join(c for c in text if c.isdigit())
    try:
        if len(digits) == 6 and len(text) <= 7:
            return date(int(digits[:4]), int(digits[4:]), 1)
        return date.fromisoformat(text[:10]) if len(text) >= 8 else None
    except ValueError:
        return None
