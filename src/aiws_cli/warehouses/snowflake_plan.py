"""Which tables a statement scans, out of `EXPLAIN USING JSON`: the server's reading beside the guard's.

What is not understood counts as unknown, and unknown is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_SCANS = ("TableScan", "ExternalScan", "DynamicTableScan", "IcebergScan", "HybridTableScan", "IndexScan")
_HARMLESS = frozenset(
    "Result Filter Join InnerJoin LeftOuterJoin RightOuterJoin FullOuterJoin CartesianJoin SemiJoin AntiJoin JoinFilter"
    " Aggregate GroupingSets Sort SortWithLimit Limit WindowFunction Projection UnionAll Union Intersect Except Minus"
    " WithClause WithReference Generator ValuesClause Flatten Pivot Unpivot RecursiveClause InternalObject Filler"
    " TopK Distinct Sequence Multiplexer LateralJoin AsofJoin".split()
)


def scans(plan: str, database: str) -> frozenset[str] | None:
    """`SCHEMA.TABLE` as stored of every table it scans; one of another than `database` (as stored) keeps all three parts.

    None where the plan is no plan, or an operation reads something this does not know.
    """
    try:
        operations = list(_operations(json.loads(plan)))
    except (ValueError, TypeError):
        return None
    if not operations:
        return None
    out: set[str] = set()
    for operation in operations:
        kind = str(operation.get("operation", ""))
        objects = operation.get("objects") or []
        if not isinstance(objects, list):
            return None
        if not objects and kind not in _HARMLESS:
            return None
        for name in objects:
            parts = name_parts(str(name))
            if len(parts) != 3:
                return None
            out.add(".".join(parts[1:] if parts[0] == database else parts))
    return frozenset(out)


def _operations(plan: Any) -> Iterator[dict[str, Any]]:
    found = plan["Operations"] if isinstance(plan, dict) else None
    if not isinstance(found, list):
        raise ValueError("no operations")
    for step in found:
        for operation in step if isinstance(step, list) else [step]:
            if not isinstance(operation, dict):
                raise ValueError("no operation")
            yield operation


def name_parts(name: str) -> list[str]:
    """`DB."my schema".T` → DB, my schema, T."""
    parts: list[str] = []
    rest = name
    while rest:
        if rest.startswith('"'):
            end = rest.find('"', 1)
            while end != -1 and rest[end + 1 : end + 2] == '"':
                end = rest.find('"', end + 2)
            if end == -1:
                return []
            parts.append(rest[1:end].replace('""', '"'))
            if rest[end + 1 :] and rest[end + 1] != ".":
                return []
            rest = rest[end + 2 :]
        else:
            part, _, rest = rest.partition(".")
            parts.append(part)
    return parts


def named(sql: str) -> frozenset[str]:
    """`SCHEMA.TABLE` as stored of every table and view the statement names with its schema."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    out: set[str] = set()
    try:
        tree = sqlglot.parse_one(sql, read="snowflake")
    except SqlglotError:
        return frozenset()
    for table in tree.find_all(exp.Table):
        schema, name = table.args.get("db"), table.this
        if isinstance(schema, exp.Identifier) and isinstance(name, exp.Identifier):
            out.add(f"{_folded(schema)}.{_folded(name)}")
    return frozenset(out)


def _folded(name: Any) -> str:
    return str(name.name if name.args.get("quoted") else name.name.upper())
