"""What may be summed over rows that are shown in groups only."""

from __future__ import annotations

from sqlglot import exp

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
