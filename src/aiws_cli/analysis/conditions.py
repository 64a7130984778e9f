"""Which rows a statement keeps, in the words of the catalog; so that a filter nobody asked for is seen at once."""

from __future__ import annotations

from sqlglot import exp

from ..core.language import Language
from ..core.ports import Catalog
from ..core.tables import code_meaning
from .labels import business_name, origin
from .nested import key_read
from .period_sql import is_time_literal

_SIGNS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "≠",
    exp.GT: ">",
    exp.GTE: "≥",
    exp.LT: "<",
    exp.LTE: "≤",
}
_MOST = 6
_LONGEST = 80


def conditions(tree: exp.Expr, catalog: Catalog, language: Language) -> tuple[str, ...]:
    """Each condition of every WHERE, joins' keys and dates aside (the period is named by itself), in reading order.

    Columns read as their business names, codes as what they mean; a condition of another shape is told as SQL.
    """
    out: list[str] = []
    for select in tree.find_all(exp.Select):
        where = select.args.get("where")
        if where is None:
            continue
        parts = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
        out += [said for part in parts if (said := _said(part, select, catalog, language))]
    return tuple(dict.fromkeys(out))[:_MOST]


def _said(part: exp.Expr, select: exp.Select, catalog: Catalog, language: Language) -> str:
    if _is_time(part) or _joins(part) or part.find(exp.Query) is not None:
        return ""
    if isinstance(part, exp.ArrayContains | exp.ArrayOverlaps) and isinstance(part.this, exp.Column):
        listed = part.expression.expressions if isinstance(part.expression, exp.Array) else [part.expression]
        values = ", ".join(_value(v, part.this, select, catalog, language) for v in listed)
        return f"{_name(part.this, select, catalog, language)} ∋ {values}"[:_LONGEST]
    column = part.this
    while isinstance(column, exp.Paren | exp.Cast):
        column = column.this
    known = isinstance(column, exp.Column) or key_read(column) is not None
    name = _name(column, select, catalog, language) if known else ""
    sign = _SIGNS.get(type(part))
    if name and sign and isinstance(part.expression, (exp.Literal, exp.Neg, exp.Boolean)):
        return f"{name} {sign} {_value(part.expression, column, select, catalog, language)}"
    if name and isinstance(part, exp.In) and part.expressions:
        values = ", ".join(_value(v, column, select, catalog, language) for v in part.expressions)
        return f"{name} = {values}"[:_LONGEST]
    if name and isinstance(part, exp.Between):
        return f"{name} {part.args['low'].name}~{part.args['high'].name}"
    return str(part.sql(dialect="duckdb"))[:_LONGEST]


def _is_time(part: exp.Expr) -> bool:
    return any(is_time_literal(node) for node in part.find_all(exp.Literal))


def _joins(part: exp.Expr) -> bool:
    """A key compared with a key: how tables are put together, not which rows are kept."""
    return (
        isinstance(part, exp.EQ)
        and isinstance(part.this, exp.Column)
        and isinstance(part.expression, exp.Column)
    )


def _name(column: exp.Expr, select: exp.Select, catalog: Catalog, language: Language) -> str:
    found = origin(column, select, catalog)
    read = key_read(column)
    return (business_name(found, language) if found is not None else "") or (read[1] if read else column.name)


def _value(node: exp.Expr, column: exp.Expr, select: exp.Select, catalog: Catalog, language: Language) -> str:
    text = node.name if isinstance(node, exp.Literal) else str(node.sql())
    found = origin(column, select, catalog)
    code = found.code_values.get(text, "") if found is not None else ""
    return code_meaning(code, language) or text
