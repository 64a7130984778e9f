"""What may be summed over rows that are shown in groups only, and which subqueries may stand beside them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from .steady import conjuncts

AGGREGATES = (
    exp.Count,
    exp.Sum,
    exp.Avg,
    exp.Stddev,
    exp.StddevPop,
    exp.StddevSamp,
    exp.Variance,
    exp.VariancePop,
    exp.Corr,
    exp.ApproxDistinct,
)
AGGREGATE_NAMES = frozenset("mean var_samp var_pop stddev_pop stddev_samp".split())
"""Aggregates that show no single unit's value, as classes and as names that stay anonymous."""
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul)
COLUMNS_IN_SUM = 3
_LARGEST_FACTOR = 1_000_000


def is_sum(node: exp.Expr) -> bool:
    return isinstance(node, AGGREGATES) or (
        isinstance(node, exp.Anonymous) and str(node.this).lower() in AGGREGATE_NAMES
    )


def sums(node: exp.Expr) -> bool:
    """Whether an aggregate or a window stands in it, outside of subqueries."""
    return any(
        isinstance(n, (exp.AggFunc, exp.Window, exp.Filter)) or is_sum(n)
        for n in node.walk(prune=lambda n: isinstance(n, exp.Query))
    )


def arguments(call: exp.Expr) -> list[exp.Expr]:
    out: list[exp.Expr] = []
    for value in call.args.values():
        if isinstance(value, list):
            out += [v for v in value if isinstance(v, exp.Expr)]
        elif isinstance(value, exp.Expr):
            out.append(value)
    return out


def is_arithmetic(node: exp.Expr) -> bool:
    """Columns, small numbers, + - *, and division by a number: sums of such terms can't pick out one row."""
    if isinstance(node, exp.Column):
        return not isinstance(node.this, exp.Star)
    if isinstance(node, exp.Literal):
        return not node.is_string and abs(float(node.this)) <= _LARGEST_FACTOR
    if isinstance(node, (exp.Paren, exp.Neg)):
        return is_arithmetic(node.this)
    if isinstance(node, exp.Cast):
        return is_arithmetic(node.this) and node.to.this in exp.DataType.NUMERIC_TYPES
    if isinstance(node, exp.Div):
        by = node.expression
        return (
            is_arithmetic(node.this)
            and isinstance(by, exp.Literal)
            and is_arithmetic(by)
            and float(by.this) > 0
        )
    return isinstance(node, _ARITHMETIC) and is_arithmetic(node.this) and is_arithmetic(node.expression)


def queries(node: exp.Expr) -> Iterator[exp.Expr]:
    return (n for n in node.walk(prune=lambda n: isinstance(n, exp.Query)) if isinstance(n, exp.Query))


def compares_with_query(node: exp.Expr) -> bool:
    """`[NOT] EXISTS (…)`, `columns [NOT] IN (…)`, `column = (…)`: nothing in it is computed from a row."""
    while isinstance(node, (exp.Not, exp.Paren)):
        node = node.this
    if isinstance(node, exp.Exists):
        return isinstance(node.this, exp.Query)
    if isinstance(node, exp.In):
        return _is_columns(node.this) and not node.expressions
    if isinstance(node, (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)):
        other = node.expression
        if isinstance(other, (exp.Any, exp.All)):
            other = other.this
        return _is_columns(node.this) and isinstance(other, exp.Query)
    return False


def _is_columns(node: exp.Expr) -> bool:
    if isinstance(node, exp.Tuple):
        return all(isinstance(e, exp.Column) for e in node.expressions)
    return isinstance(node, exp.Column)


def equates(column: exp.Column, query: exp.Expr) -> bool:
    """Whether a column of the outer rows only stands in `column = column`, a condition of the query's own WHERE."""
    equal = column.parent
    if not isinstance(equal, exp.EQ) or not (
        isinstance(equal.this, exp.Column) and isinstance(equal.expression, exp.Column)
    ):
        return False
    select = query.this if isinstance(query, exp.Subquery) else query
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    return where is not None and any(c is equal for c in conjuncts(where.this))
