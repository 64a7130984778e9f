"""Expressions that are evaluated for single rows and must not fail: whether a statement fails tells about the row.

Also what a subquery takes from the rows around it, which is the other way a single row can be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlglot import exp

from .names import alias_of, folded, folded_text

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ)
_STEADY = frozenset(
    """
    Column Identifier Literal Boolean Null Paren Not And Or Is In Between EQ NEQ GT GTE LT LTE NullSafeEQ NullSafeNEQ
    Like ILike Tuple Case If Coalesce Nullif Lower Upper Trim Concat ConcatWs DPipe Left Right Substring Length Contains
    StartsWith EndsWith Replace Year Quarter Month Week Day DayOfWeek DayOfMonth DayOfYear Extract Dayname Monthname
    DateTrunc TimestampTrunc LastDay Var CurrentDate TryCast DataType DataTypeParam Interval IntervalSpan
    """.split()
)
"""Node classes that fail for no value, for a dialect without TRY: nothing converts, calculates or parses."""
_ARITHMETIC = frozenset("Add Sub Mul Div Neg".split())
_OF_LITERALS = (
    exp.Cast,
    exp.CurrentDate,
    exp.DateAdd,
    exp.DateSub,
    exp.TsOrDsToDate,
    exp.DateTrunc,
    exp.TimestampTrunc,
)


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


def steady(node: exp.Expr, dialect: str, *, arithmetic: bool = False) -> exp.Expr | None:
    """The expression in a form that fails for no row; None where the dialect has no such form.

    `arithmetic`: the caller has seen to it that nothing is calculated but sums and products with small numbers.
    """
    if _plain(node):
        return node
    if dialect != "snowflake":
        return exp.Try(this=node)
    known = _STEADY | _ARITHMETIC if arithmetic else _STEADY
    return node if all(type(n).__name__ in known or _constant(n) for n in node.walk()) else None


def _plain(node: exp.Expr) -> bool:
    """Columns, and comparisons in which no column is converted: what an engine can look up before it reads rows."""
    if isinstance(node, (exp.Column, exp.Boolean, exp.Null)) or _constant(node):
        return True
    if isinstance(node, exp.Is):
        return isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Null)
    if isinstance(node, (exp.Not, exp.Paren)):
        return _plain(node.this) and not isinstance(node.this, exp.Column)
    if isinstance(node, _COMPARISONS):
        return isinstance(node.this, exp.Column) and (
            isinstance(node.expression, exp.Column) or _text(node.expression)
        )
    if isinstance(node, exp.In):
        return (
            isinstance(node.this, exp.Column) and bool(node.expressions) and all(map(_text, node.expressions))
        )
    return False


def _text(node: exp.Expr) -> bool:
    """A text literal takes the type of the column it is compared with, so it is the literal that may fail."""
    return isinstance(node, exp.Literal) and bool(node.is_string)


def _constant(node: exp.Expr) -> bool:
    """No column in it: it fails for every row or for none."""
    return not any(
        isinstance(n, (exp.Column, exp.Query))
        or (isinstance(n, exp.Func) and not isinstance(n, _OF_LITERALS))
        for n in node.walk()
    )


def correlated(
    query: exp.Expr,
    outer: Mapping[str, tuple[Any, set[str]]],
    tables: Mapping[int, Any],
    dialect: str,
) -> Iterator[exp.Column]:
    """Columns in `query` that may come from the rows around it. `outer` are those rows' sources: alias → (…, columns);
    `tables` are the base tables of the whole statement by id, each with its view. What can't be told counts as one."""
    for column in query.find_all(exp.Column):
        if not _is_inner(column, query, tables, dialect) and _could_be_outer(column, outer, dialect):
            yield column


def _could_be_outer(column: exp.Column, outer: Mapping[str, tuple[Any, set[str]]], dialect: str) -> bool:
    table, name = column.args.get("table"), folded(column.this, dialect)
    if table is not None:
        # `x.y` may be field y of a column x.
        written = folded(table, dialect)
        return written in outer or any(written in columns for _, columns in outer.values())
    return name in outer or any(name in columns for _, columns in outer.values())


def _is_inner(column: exp.Column, query: exp.Expr, tables: Mapping[int, Any], dialect: str) -> bool:
    """Whether a source inside of `query`, in a Select around the column, has it."""
    table, name = column.args.get("table"), folded(column.this, dialect)
    node: exp.Expr | None = column
    while node is not None:
        if isinstance(node, exp.Select):
            for alias, columns in _sources(node, tables, dialect):
                if (table is not None and alias == folded(table, dialect)) or (
                    table is None and name in columns
                ):
                    return True
        if node is query:
            return False
        node = node.parent
    return False


def _sources(select: exp.Select, tables: Mapping[int, Any], dialect: str) -> Iterator[tuple[str, set[str]]]:
    """(alias, columns) of each source of a Select; no columns where they can't be told."""
    from_ = select.args.get("from_")
    nodes = [from_.this] if from_ is not None else []
    nodes += [j.this for j in select.args.get("joins") or ()]
    for node in nodes:
        place = tables.get(id(node))
        alias = folded(alias_of(node) or (node.this if isinstance(node, exp.Table) else None), dialect)
        if place is not None:
            yield alias, {folded_text(c, dialect) for c, _ in place.view.columns}
        elif isinstance(node, exp.Subquery):
            yield (
                alias,
                {
                    name.lower() if dialect != "snowflake" else name
                    for name in node.named_selects
                    if name != "*"
                },
            )
        else:
            yield alias, set()
