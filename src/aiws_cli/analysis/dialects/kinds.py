"""What kind of value an expression gives, as far as it can be told from the catalog's types and the expression itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlglot import exp

from ...core.nested import is_json, is_list
from ...core.tables import Column, Table

Kind = Literal["date", "timestamp", "text", "number", "boolean", "list", "json", ""]

_BY_TYPE: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("DATETIME", "TIMESTAMP"), "timestamp"),
    (("DATE",), "date"),
    (("VARCHAR", "CHAR", "TEXT", "STRING", "UUID", "ENUM"), "text"),
    (("BOOL",), "boolean"),
    (
        (
            "TINYINT",
            "SMALLINT",
            "INT",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINT",
            "UBIGINT",
            "DECIMAL",
        ),
        "number",
    ),
    (("NUMERIC", "DOUBLE", "FLOAT", "REAL"), "number"),
)
_PREDICATES = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean)
_NUMBERS = (
    exp.Count,
    exp.CountIf,
    exp.Sum,
    exp.Avg,
    exp.Round,
    exp.Div,
    exp.Mul,
    exp.Extract,
    exp.Year,
    exp.Month,
    exp.Length,
    exp.DateDiff,
    exp.Abs,
    exp.IntDiv,
    exp.Mod,
)
_TEXTS = (
    exp.Concat,
    exp.DPipe,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Substring,
    exp.TimeToStr,
    exp.GroupConcat,
)


class Kinds:
    """Kinds of the columns of these tables; a name that stands for different kinds in several of them stands for none."""

    def __init__(self, tables: Iterable[Table]) -> None:
        found: dict[str, set[Kind]] = {}
        for table in tables:
            for column in table.columns:
                found.setdefault(column.name.lower(), set()).add(of_column(column))
        self._columns: dict[str, Kind] = {n: next(iter(k)) if len(k) == 1 else "" for n, k in found.items()}

    def of(self, node: exp.Expr | None) -> Kind:
        """The kind of an expression; empty where it is not certain."""
        if node is None:
            return ""
        if isinstance(node, exp.Column):
            return self._columns.get(node.name.lower(), "")
        if isinstance(node, (exp.Cast, exp.TryCast)):
            return of_type(node.to.sql("duckdb"))
        if isinstance(node, exp.Literal):
            return "text" if node.is_string else "number"
        if isinstance(node, exp.Paren):
            return self.of(node.this)
        if isinstance(node, (exp.CurrentDate, exp.LastDay, exp.DateFromParts)):
            return "date"
        if isinstance(node, (exp.CurrentTimestamp, exp.TimestampTrunc, exp.DateTrunc)):
            return "timestamp"
        if isinstance(node, (exp.Add, exp.Sub)):
            return self._sum(node)
        if isinstance(node, (exp.Max, exp.Min, exp.AnyValue, exp.Coalesce, exp.Nullif)):
            return self.of(node.this)
        if isinstance(node, _PREDICATES):
            return "boolean"
        if isinstance(node, _NUMBERS):
            return "number"
        return "text" if isinstance(node, _TEXTS) else ""

    def _sum(self, node: exp.Add | exp.Sub) -> Kind:
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(node.right, exp.Interval) or isinstance(node.left, exp.Interval):
            return "timestamp" if "" not in {left, right} or left or right else ""
        if left == right == "date":
            return "number"
        return left if left == right or left in ("date", "timestamp") else ""


def of_column(column: Column) -> Kind:
    if is_list(column):
        return "list"
    return "json" if is_json(column) else of_type(column.type)


def of_type(text: str) -> Kind:
    """The kind of a type's text."""
    upper = text.upper()
    if upper.endswith("]"):
        return "list"
    return next((kind for starts, kind in _BY_TYPE if upper.startswith(starts)), "")
