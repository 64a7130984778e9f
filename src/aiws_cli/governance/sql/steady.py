"""Expressions that are evaluated for single rows and must not fail: whether a statement fails tells about the row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from sqlglot import exp

from .kinds import KindOf, kind


def conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    """The conditions that AND ties together, in written order."""
    stack = [condition]
    while stack:
        node = stack.pop()
        if isinstance(node, exp.And):
            stack += (node.expression, node.this)
        elif isinstance(node, exp.Paren) and isinstance(node.this, exp.And):
            stack.append(node.this)
        else:
            yield node


def together(conditions: Sequence[exp.Expr]) -> exp.Expr | None:
    """The conditions tied by AND; None where there is none."""
    return every(conditions) if conditions else None


def every(conditions: Sequence[exp.Expr]) -> exp.Expr:
    """The conditions, one or more, tied by AND."""
    tied = [exp.paren(c) if isinstance(c, (exp.Or, exp.Xor)) else c for c in conditions]
    return reduce(lambda left, right: exp.And(this=left, expression=right), tied)


_TRIED = frozenset(
    """
    Column Identifier Literal Boolean Null Var Paren Tuple Not And Or Xor Is In Between EQ NEQ GT GTE LT LTE NullSafeEQ
    NullSafeNEQ Like ILike Case If Cast TryCast DataType DataTypeParam Neg Add Sub Mul Div IntDiv Mod DPipe
    Extract Trim Substring CurrentDate Interval IntervalSpan Anonymous
    """.split()
)
_TRIED_NAMES = frozenset(
    """
    year quarter month week day dayofweek dayofmonth dayofyear isodow isoyear weekofyear yearweek dayname monthname last_day
    lower upper lcase ucase trim ltrim rtrim length len char_length substr substring left right contains starts_with
    ends_with prefix suffix replace concat coalesce ifnull nullif abs sign round floor ceil ceiling greatest least
    """.split()
)
"""Node classes and functions that fail, if at all, in a way that TRY catches, and that cost next to nothing: what runs
long or takes much memory for one row tells about it as well."""
_LITERAL_AT = {"date_trunc": 0, "date_part": 0, "datepart": 0, "date_diff": 0, "datediff": 0, "strftime": 1}
"""Functions of which that holds where one argument, counted from 0, is a literal."""


def steady(node: exp.Expr, dialect: str, of: KindOf, *, arithmetic: bool = False) -> exp.Expr | None:
    """The expression in a form that fails for no row; None where there is no such form.

    `arithmetic`: the caller has seen to it that nothing is calculated but sums and products with small numbers.
    """
    if isinstance(node, exp.Column) or kind(node, of):
        return node
    if dialect == "snowflake":
        return node if arithmetic and _stays_small(node, of) else None
    return exp.Try(this=node) if all(map(_is_tried, node.walk())) else None


def _is_tried(node: exp.Expr) -> bool:
    if not isinstance(node, exp.Anonymous):
        return type(node).__name__ in _TRIED
    name, given = node.name.lower(), node.expressions
    at = _LITERAL_AT.get(name)
    return name in _TRIED_NAMES if at is None else len(given) > at and isinstance(given[at], exp.Literal)


_LARGEST_GROWTH = 1_000_000
_LARGEST_GROWTH_OF_PRODUCTS = 10


def _stays_small(node: exp.Expr, of: KindOf) -> bool:
    """Whether it is calculated from numbers, and can't leave the range of numbers for one large value."""
    grown = _growth(node)
    if grown is None or any(of(c) != "number" for c in node.find_all(exp.Column)):
        return False
    degree, factor = grown
    return factor <= (_LARGEST_GROWTH if degree < 2 else _LARGEST_GROWTH_OF_PRODUCTS) and degree <= 2


def _growth(node: exp.Expr) -> tuple[int, float] | None:
    """How many columns are multiplied with each other at most, and by how much."""
    if isinstance(node, exp.Column):
        return 1, 1.0
    if isinstance(node, exp.Literal):
        return 0, abs(float(node.this))
    if isinstance(node, (exp.Paren, exp.Neg)):
        return _growth(node.this)
    if not isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.Div)):
        return None
    left, right = _growth(node.this), _growth(node.expression)
    if left is None or right is None:
        return None
    if isinstance(node, exp.Mul):
        return left[0] + right[0], left[1] * right[1]
    if isinstance(node, exp.Div):
        return left[0], left[1] / right[1]
    return max(left[0], right[0]), left[1] + right[1]
