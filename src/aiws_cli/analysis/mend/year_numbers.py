"""Years kept as numbers, set against dates: `founded_year > '2008-01-01'` → `founded_year > 2008`."""

from __future__ import annotations

import re

from sqlglot import exp

from ...core.tables import Column
from .scene import Scene
from .scope import Query, queries
from .words import pieces

_DATE = re.compile(r"\s*(\d{4})-\d{2}-\d{2}(?:[ T].*)?$")
_NUMERIC = re.compile(r"^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL)", re.IGNORECASE)
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)


def mend_year_numbers(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A number of a year compared with a date means that date's year. Dates and texts of years stay as they are."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for column in query.columns():
            if not _is_year(query, column):
                continue
            side: exp.Expr = column
            while isinstance(side.parent, exp.Cast | exp.Paren) and side.parent.this is side:
                side = side.parent
            compared = side.parent
            if not isinstance(compared, _COMPARED) or side.arg_key not in ("this", "expression"):
                continue
            others = [v for k, v in compared.args.items() if k != side.arg_key and isinstance(v, exp.Expr)]
            years = [_year(o) for o in others]
            if not others or any(y is None for y in years):
                continue
            for other, year in zip(others, years, strict=True):
                other.replace(exp.Literal.number(year or 0))
            if side is not column:
                side.replace(column.copy())
            reasons.append(scene.reason("year_number", column=column.name))
    return tree, tuple(dict.fromkeys(reasons))


def _is_year(query: Query, column: exp.Column) -> bool:
    meant: Column | None = query.meaning(column)
    return meant is not None and bool(_NUMERIC.match(meant.type)) and "year" in pieces(meant.name)


def _year(node: exp.Expr) -> int | None:
    """The year of a date written as text, cast or not."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if not isinstance(node, exp.Literal) or not node.is_string:
        return None
    found = _DATE.match(node.this)
    return int(found[1]) if found else None
