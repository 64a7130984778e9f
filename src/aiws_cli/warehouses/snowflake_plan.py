"""Which tables a statement scans, out of `EXPLAIN USING JSON`: the server's reading beside the guard's.

What is not understood counts as unknown, and unknown is refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

_SCANS = ("TableScan", "ExternalScan", "DynamicTableScan", "IcebergScan", "HybridTableScan", "IndexScan")
_HARMLESS = frozenset(
    "Result Filter Join InnerJoin LeftOuterJoin RightOuterJoin FullOuterJoin CartesianJoin SemiJoin AntiJoin JoinFilter"
    " Aggregate GroupingSets Sort SortWithLimit Limit WindowFunction Projection UnionAll Union Intersect Except Minus"
    " WithClause WithReference Generator ValuesClause Flatten Pivot Unpivot RecursiveClause InternalObject Filler"
    " TopK Distinct Sequence Multiplexer LateralJoin AsofJoin".split()
)


def scans(plan: str, database: str) -> Counter[str] | None:
    """`SCHEMA.TABLE` as stored → how often it is scanned; a table of another database keeps all three parts.

    None where the plan is no plan, or an operation reads something this does not know.
    """
    try:
        operations = list(_operations(json.loads(plan)))
    except (ValueError, TypeError):
        return None
    if not operations:
        return None
    out: Counter[str] = Counter()
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
            same = parts[0].upper() == database.upper()
            out[".".join(parts[1:] if same else parts)] += 1
    return out


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


def named(sql: str) -> Counter[str]:
    """`SCHEMA.TABLE` as stored → how often the statement names it."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    out: Counter[str] = Counter()
    try:
        tree = sqlglot.parse_one(sql, read="snowflake")
    except SqlglotError:
        return out
    for table in tree.find_all(exp.Table):
        schema, name = table.args.get("db"), table.this
        if isinstance(schema, exp.Identifier) and isinstance(name, exp.Identifier):
            out[f"{_folded(schema)}.{_folded(name)}"] += 1
    return out


def _folded(name: Any) -> str:
    return str(name.name if name.args.get("quoted") else name.name.upper())


def without_views(
    touched: Counter[str], mentioned: Mapping[str, int], views: Mapping[str, Mapping[str, int]]
) -> frozenset[str]:
    """The tables that are scanned more often than the views the statement names account for."""
    left = Counter(touched)
    for view, times in mentioned.items():
        for table, once in views.get(view, {}).items():
            left[table] -= once * times
        left.pop(view, None)
    return frozenset(name for name, count in left.items() if count > 0)
