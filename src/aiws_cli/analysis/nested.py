"""How SQL reads what lies inside a column: an element of a list, a key of an object."""

from __future__ import annotations

from collections.abc import Sequence

import sqlglot
from sqlglot import exp

from ..core.nested import is_struct
from ..core.tables import Column, Table
from .sql_names import RESERVED, bare, quoted

_CAST = {"BIGINT": "BIGINT", "INTEGER": "INTEGER", "DOUBLE": "DOUBLE", "DATE": "DATE"}


def key_text(key: Column, table: Table | None = None, *, alias: str = "", typed: bool = False) -> str:
    """A key of an object as SQL reads it (DuckDB): `attributes->>'currency'`, of a struct `address.city`.

    `typed`: cast to the key's type where that is a number or a day, in brackets where it is not, so that it can
    stand in any condition. `alias` is the table's name before the column.
    """
    holder = table.column(key.within) if table is not None else None
    column = f"{alias}.{quoted(key.within)}" if alias else quoted(key.within)
    if holder is not None and is_struct(holder):
        return f"{column}.{quoted(key.name)}"
    text = f"{column}->>'{_doubled(key.name)}'"
    if not typed:
        return text
    kind = cast_of(key)
    return f"CAST({text} AS {kind})" if kind else f"({text})"


def key_tree(key: Column, table: Table | None, alias: str = "", *, typed: bool = False) -> exp.Expr:
    """`key_text` as a tree, which each dialect writes its own way."""
    tree = sqlglot.parse_one(key_text(key, table, alias=alias, typed=typed), read="duckdb")
    assert isinstance(tree, exp.Expr)
    return tree


def key_read(node: exp.Expr) -> tuple[exp.Column, str] | None:
    """(JSON column, key) of `attributes->>'key'` and `attributes->'key'`; None for everything else."""
    while isinstance(node, exp.Paren):
        node = node.this
    if not isinstance(node, exp.JSONExtract | exp.JSONExtractScalar) or not isinstance(node.this, exp.Column):
        return None
    path = node.expression
    steps = (
        [s for s in path.expressions if not isinstance(s, exp.JSONPathRoot)]
        if isinstance(path, exp.JSONPath)
        else []
    )
    if len(steps) != 1 or not isinstance(steps[0], exp.JSONPathKey) or not isinstance(steps[0].this, str):
        return None
    return node.this, steps[0].this


def cast_of(key: Column) -> str:
    """The type that a key of a JSON object is cast to before it is compared or counted with; "" for texts."""
    kind = key.type.upper().partition("(")[0]
    if kind.startswith(("DECIMAL", "NUMERIC", "FLOAT", "REAL", "NUMBER")):
        return "DOUBLE"
    if kind.endswith("INT") and kind != "INT":
        return "BIGINT"
    return "INTEGER" if kind == "INT" else _CAST.get(kind, "")


def contains_text(column: str, values: Sequence[str]) -> str:
    """The condition that a list has one of these elements (DuckDB)."""
    quoted = [f"'{_doubled(v)}'" for v in values]
    if len(quoted) == 1:
        return f"list_contains({column}, {quoted[0]})"
    return f"list_has_any({column}, [{', '.join(quoted)}])"


def unnest_text(column: Column, table: Table) -> str:
    """What FROM needs for a row for each element of a list; the element is `each_NAME.NAME` by `element_name`."""
    name = element_name(column, table)
    return f"CROSS JOIN UNNEST({quoted(bare(table.name))}.{quoted(column.name)}) AS each_{name}({name})"


def element_name(column: Column, table: Table) -> str:
    """What one element of a list column is called in a result: `tag` of tags; a name the table does not have."""
    name = column.name
    one = name[:-3] + "y" if name.endswith("ies") else name[:-1] if name.endswith("s") else f"{name}_item"
    return one if one and table.column(one) is None and one.lower() not in RESERVED else f"{name}_item"


def _doubled(text: str) -> str:
    return text.replace("'", "''")
