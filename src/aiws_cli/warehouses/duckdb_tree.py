"""Which tables a statement reads, out of the engine's own parse tree (`json_serialize_sql`), by SQL's scoping of CTEs.

This is a second reading beside the guard's: another parser, another walk. What either does not understand is refused.
"""

from __future__ import annotations

import re
from typing import Any

TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree"})
FORBIDDEN = frozenset(
    "getenv current_setting getvariable current_query current_query_id current_database current_schema current_schemas"
    " current_catalog current_user current_role session_user user version sleep_ms pg_sleep error write_log nextval"
    " currval setval setseed stats query query_table json_serialize_sql json_serialize_plan json_deserialize_sql"
    " json_execute_serialized_sql in_search_path txid_current pg_get_viewdef".split()
)
"""Functions that look up, wait, write or tell, in case they got past the first reading."""


def touched(tree: dict[str, Any], macros: frozenset[str] = frozenset()) -> set[str] | None:
    """Base tables (parts quoted where they need it); `name()` for a function in FROM that is none of
    `TABLE_FUNCTIONS`, and for one of `FORBIDDEN` or `macros` (the warehouse's own, lower case) anywhere.

    None where the engine could not write its tree.
    """
    if tree.get("error") or not tree.get("statements"):
        return None
    names: set[str] = set()
    # A list of (node, CTE names in scope), not recursion: trees are deep.
    stack: list[tuple[Any, frozenset[str]]] = [(tree["statements"], frozenset())]
    while stack:
        node, scope = stack.pop()
        if isinstance(node, list):
            stack.extend((child, scope) for child in node)
            continue
        if not isinstance(node, dict):
            continue
        kind = node.get("type")
        if kind == "BASE_TABLE" and "table_name" in node:
            path = [p for p in (node.get("catalog_name"), node.get("schema_name")) if p]
            name = node["table_name"]
            if path or name.lower() not in scope:
                names.add(".".join(quoted(p) for p in (*path, name)))
        elif kind == "TABLE_FUNCTION":
            name = str((node.get("function") or {}).get("function_name", "?")).lower()
            if name not in TABLE_FUNCTIONS:
                names.add(f"{name}()")
        elif node.get("class") == "FUNCTION":
            name = str(node.get("function_name", "?")).lower()
            if name in FORBIDDEN or name in macros:
                names.add(f"{name}()")
        inner = scope
        for entry in (node.get("cte_map") or {}).get("map") or ():
            stack.append((entry["value"], inner))
            inner |= {entry["key"].lower()}
        if kind == "RECURSIVE_CTE_NODE":
            own = inner | {str(node.get("cte_name") or node.get("ctename") or "").lower()}
            stack.append((node.get("right"), own))
            stack.extend((v, inner) for k, v in node.items() if k not in ("cte_map", "right"))
        else:
            stack.extend((v, inner) for k, v in node.items() if k != "cte_map")
    return names


def quoted(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else '"' + name.replace('"', '""') + '"'


_PATH = re.compile(r'((?:"(?:[^"]|"")*"|[^".\s]+)(?:\.(?:"(?:[^"]|"")*"|[^".\s]+))*)(?: AS .*)?', re.S)


def plain(name: str) -> str:
    """`files."한글" AS f` → `files.한글`: the engine quotes the parts that need it, and adds the alias."""
    path = _PATH.fullmatch(name)
    if path is None:
        return name
    parts = re.findall(r'"((?:[^"]|"")*)"|([^".]+)', path[1])
    return ".".join(q.replace('""', '"') if q else bare for q, bare in parts)
