"""Expressions that are evaluated for single rows and must not fail: whether a statement fails tells about the row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from sqlglot import exp

from .kinds import COMPARISONS, KindOf, kind


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


_CONDITIONS = (*COMPARISONS, exp.Like, exp.ILike, exp.In, exp.Between, exp.Is)
_TRIED = frozenset(
    """
    Column Identifier Literal Boolean Null Var Paren Neg Add Sub Mul Div IntDiv Mod DPipe Cast TryCast DataType
    DataTypeParam Extract Trim Substring CurrentDate Interval IntervalSpan Anonymous
    """.split()
)
_TRIED_NAMES = frozenset(
    """
    year quarter month week day dayofweek dayofmonth dayofyear isodow isoyear weekofyear yearweek dayname monthname last_day
    lower upper lcase ucase trim ltrim rtrim length len char_length substr substring left right contains starts_with
    ends_with prefix suffix replace concat abs sign round floor ceil ceiling
    """.split()
)
"""Node classes and functions that fail, if at all, in a way that TRY catches, and that cost next to nothing: what runs
long or takes much memory for one row tells about it as well. Nothing that chooses (AND, OR, CASE, COALESCE): DuckDB
works out the constant parts of a choice before it runs, outside of TRY."""
_PARTS = frozenset("year quarter month week day dow isodow doy isoyear hour minute second".split())
"""Parts of a date or time that every type of them has."""
_OF_PARTS = frozenset("date_trunc date_part datepart date_diff datediff".split())
"""Functions of which that holds where the first argument names one of the parts."""


def steady_condition(node: exp.Expr, dialect: str, of: KindOf) -> exp.Expr | None:
    """A condition over rows in a form that fails for no row; None where there is no such form."""
    if kind(node, of) in ("boolean", "null"):
        return node
    if isinstance(node, (exp.Paren, exp.Not, exp.And, exp.Or)):
        for part in ("this", "expression"):
            inner = node.args.get(part)
            if inner is not None:
                safe = steady_condition(inner, dialect, of)
                if safe is None:
                    return None
                node.set(part, safe)
        return node
    if dialect == "snowflake" or not isinstance(node, _CONDITIONS):
        return None
    if isinstance(node, (exp.In, exp.Between)):
        # Each becomes comparisons tied by OR or AND, constants first made one type: a choice, too.
        ends = node.expressions if isinstance(node, exp.In) else [node.args["low"], node.args["high"]]
        kinds = {kind(end, of) for end in ends}
        if "" in kinds or len(kinds) > 1 or node.this.find(exp.Column) is None:
            return None
    return exp.Try(this=node) if all(_is_tried(part, of) for part in node.iter_expressions()) else None


def steady(node: exp.Expr, dialect: str, of: KindOf, *, arithmetic: bool = False) -> exp.Expr | None:
    """A value of each row in a form that fails for no row; None where there is no such form.

    `arithmetic`: the caller has seen to it that nothing is calculated but sums and products with small numbers.
    """
    if isinstance(node, exp.Column) or kind(node, of):
        return node
    if isinstance(node, (*_CONDITIONS, exp.Not, exp.And, exp.Or)):
        return steady_condition(node, dialect, of)
    if dialect == "snowflake":
        fits = _is_start_of_period(node, of) or (arithmetic and _stays_small(node, of))
        return node if fits else None
    return exp.Try(this=node) if _is_tried(node, of) else None


_PERIODS = frozenset("year quarter month week day".split())


def _is_start_of_period(node: exp.Expr, of: KindOf) -> bool:
    """`DATE_TRUNC('month', day)`, also as a DATE: Snowflake has no date whose month begins before all dates."""
    if isinstance(node, exp.Cast) and not isinstance(node, exp.TryCast) and node.is_type(exp.DType.DATE):
        return (
            of(node.this) in _DAYS
            if isinstance(node.this, exp.Column)
            else _is_start_of_period(node.this, of)
        )
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "date_trunc":
        return False
    unit, *days = node.expressions or [None]
    literal = isinstance(unit, exp.Literal) and unit.is_string and str(unit.this).lower() in _PERIODS
    return literal and len(days) == 1 and isinstance(days[0], exp.Column) and of(days[0]) in _DAYS


_DAYS = ("date", "timestamp")


def _is_tried(node: exp.Expr, of: KindOf) -> bool:
    if kind(node, of):
        return True
    if type(node).__name__ not in _TRIED:
        return False
    if isinstance(node, exp.Extract):
        known = node.this.name.lower() in _PARTS
    elif isinstance(node, exp.Anonymous):
        known = _is_tried_function(node.name.lower(), node.expressions)
    else:
        known = True
    return known and all(_is_tried(part, of) for part in node.iter_expressions())


def _is_tried_function(name: str, given: list[exp.Expr]) -> bool:
    if name in _OF_PARTS:
        return bool(given) and isinstance(given[0], exp.Literal) and given[0].name.lower() in _PARTS
    if name == "strftime":
        return len(given) == 2 and isinstance(given[1], exp.Literal)
    return name in _TRIED_NAMES


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
