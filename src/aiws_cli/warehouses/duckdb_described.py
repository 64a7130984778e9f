"""The rows a worker sends of DuckDB's own catalog, as `core.described.Described`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..core.described import Described, DescribedColumn, DescribedTable
from ..core.tables import Relationship

OWN_SCHEMAS = frozenset({"aiws_meta", "files", "information_schema", "pg_catalog"})


def described(frame: Mapping[str, Sequence[Any]], schemas: Collection[str] = ()) -> Described:
    """Tables in order of name, of `schemas` (compared without case) or of all but the engine's and our own."""
    wanted = {s.lower() for s in schemas}
    columns: dict[tuple[str, str], list[DescribedColumn]] = {}
    for schema, table, name, kind, nullable, comment in frame["columns"]:
        columns.setdefault((schema, table), []).append(
            DescribedColumn(name, kind, required=not nullable, comment=comment or "")
        )
    primary: dict[tuple[str, str], tuple[str, ...]] = {}
    foreign: dict[tuple[str, str], list[Relationship]] = {}
    for schema, table, kind, names, to_table, to_names in frame["keys"]:
        if kind == "PRIMARY KEY":
            primary[schema, table] = tuple(names)
            continue
        may_be_null = {c.name for c in columns.get((schema, table), ()) if not c.required}
        # The engine keeps foreign keys within one schema.
        foreign.setdefault((schema, table), []).append(
            Relationship(
                f"{schema}.{table}",
                tuple(names),
                f"{schema}.{to_table}",
                tuple(to_names),
                optional=not may_be_null.isdisjoint(names),
            )
        )
    tables, skipped = [], []
    for schema, name, kind, comment, rows in frame["tables"]:
        if schema.lower() not in wanted if wanted else schema in OWN_SCHEMAS:
            continue
        if "." in schema or "." in name:
            skipped.append(f"{schema}.{name}")
            continue
        place = (schema, name)
        tables.append(
            DescribedTable(
                name=f"{schema}.{name}",
                columns=tuple(columns.get(place, ())),
                kind="view" if kind == "view" else "table",
                comment=comment or "",
                primary_key=primary.get(place, ()),
                relationships=tuple(foreign.get(place, ())),
                rows=rows,
            )
        )
    return Described(tuple(tables), tuple(skipped))
