"""Which time a statement really reads, taken from its own date literals; so that an answer never names a period it did not use."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlglot import exp

from .spans import add_months, month

_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$")
_MONTH = re.compile(r"^(\d{4})[-./]?(0[1-9]|1[0-2])$")
_MONTH_COLUMN = re.compile(r"(?:^|_)(?:month|ym|yyyymm)$", re.IGNORECASE)
_COMPARISONS = (exp.EQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In)


def period_in_sql(tree: exp.Expr) -> tuple[date | None, date | None] | None:
    """First and last day (inclusive) that the statement's date comparisons name, or None where it compares no dates.

    Only literals count (and literals moved by INTERVALs); an end that no comparison names is None.
    Months written as '2026-09' or '202609' stand for the whole month, and so does the first day of one against a column
    of months (base_month).
    """
    starts: list[date] = []
    ends: list[date] = []
    for node in tree.find_all(*_COMPARISONS):
        if isinstance(node, exp.Between):
            sides = [(node.args["low"], "low"), (node.args["high"], "high")]
        elif isinstance(node, exp.In):
            sides = [(item, "both") for item in node.expressions]
        else:
            sides = [(node.expression, _side(node)), (node.this, _mirror(_side(node)))]
        for value, side in sides:
            span = _span(value)
            if span is None:
                continue
            first, last = span
            if first == last and first.day == 1 and _holds_months(node):
                last = month(first.year, first.month)[1]
            if side == "below":
                ends.append(first - timedelta(days=1))
            elif side == "above":
                starts.append(last + timedelta(days=1))
            else:
                if side in ("low", "both"):
                    starts.append(first)
                if side in ("high", "both"):
                    ends.append(last)
    if not starts and not ends:
        return None
    start = min(starts, default=None)
    end = max(ends, default=None)
    return (end, start) if start is not None and end is not None and start > end else (start, end)


def _holds_months(comparison: exp.Expr) -> bool:
    columns = list(comparison.find_all(exp.Column))
    return bool(columns) and all(_MONTH_COLUMN.search(c.name) for c in columns)


def is_time_literal(node: exp.Literal) -> bool:
    """Whether a literal reads as a day or month ('2026-09-30', '202609')."""
    return _span(node) is not None


def _side(node: exp.Expr) -> str:
    sides: dict[type[exp.Expr], str] = {exp.GTE: "low", exp.GT: "above", exp.LTE: "high", exp.LT: "below"}
    return sides.get(type(node), "both")


def _mirror(side: str) -> str:
    return {"low": "high", "high": "low", "above": "below", "below": "above"}.get(side, side)


def _span(node: exp.Expr | None) -> tuple[date, date] | None:
    if node is None:
        return None
    if isinstance(node, exp.Paren):
        return _span(node.this)
    if isinstance(node, (exp.Cast, exp.TryCast, exp.TsOrDsToDate, exp.Date)):
        return _span(node.this)
    if isinstance(node, exp.Literal) and node.is_string:
        return _literal(str(node.this))
    if isinstance(node, exp.Literal) and re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])", str(node.this)):
        return _literal(str(node.this))
    if isinstance(node, (exp.Add, exp.Sub)):
        base = _span(node.this)
        moved = _interval(node.expression)
        if base is not None and moved is not None and base[0] == base[1]:
            months, days = moved
            sign = -1 if isinstance(node, exp.Sub) else 1
            try:
                day = add_months(base[0], sign * months) + timedelta(days=sign * days)
            except (ValueError, OverflowError):
                return None  # an interval that leaves the calendar
            return day, day
    return None


def _literal(text: str) -> tuple[date, date] | None:
    try:
        if match := _DAY.match(text):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return day, day
        if match := _MONTH.match(text):
            return month(int(match[1]), int(match[2]))
    except ValueError:
        return None
    return None


def _interval(node: exp.Expr) -> tuple[int, int] | None:
    """(months, days) of an INTERVAL with a constant amount."""
    if not isinstance(node, exp.Interval) or node.this is None:
        return None
    try:
        amount = int(str(node.this.name))
    except ValueError:
        return None
    unit = str(node.args.get("unit") or "").upper().rstrip("S")
    return {
        "DAY": (0, amount),
        "WEEK": (0, 7 * amount),
        "MONTH": (amount, 0),
        "QUARTER": (3 * amount, 0),
        "YEAR": (12 * amount, 0),
    }.get(unit)
