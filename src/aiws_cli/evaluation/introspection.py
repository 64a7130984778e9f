"""What a DuckDB file holds, as the catalog's tables: names, types, keys, and a few values of text columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import duckdb

from ..catalog.check import OWN_SCHEMAS
from ..catalog.contract_text import MOST_VALUES, logical_type, spoken_name, telling_values
from ..core.nested import holds_texts, is_json, is_struct, keys_in
from ..core.tables import Column, Relationship, Table

_LOOKED_AT = 2_000
"""Values from the start of a column that has too many different ones to list; its examples come from these."""


@dataclass(frozen=True)
class ForeignKey:
    """Columns of a table that refer to another's; no `to_columns` means the other's primary key."""

    table: str
    columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declared:
    """What a source says of its tables that the engine doesn't hold. Names as the source spells them, case apart.

    `primary` maps a table to its key's columns; `required` and `notes` go by (table, column).
    """

    primary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foreign: tuple[ForeignKey, ...] = ()
    required: frozenset[tuple[str, str]] = frozenset()
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)


def tables_of(connection: duckdb.DuckDBPyConnection, declared: Declared | None = None) -> tuple[Table, ...]:
    """Every table and view, in order of name, with the keys of the engine and those `declared`.

    A key that names a missing table or column, or refers to columns that are not unique, is dropped: the catalog
    promises one row there. So is a table with a dot in its name, which the catalog cannot name. A relationship is optional where rows have no counterpart.
    """
    said = declared or Declared()
    primary, foreign = _constraints(connection)
    primary |= {k.lower(): tuple(c.lower() for c in v) for k, v in said.primary.items()}
    required = {(t.lower(), c.lower()) for t, c in said.required}
    notes = {(t.lower(), c.lower()): text for (t, c), text in said.notes.items()}
    found: dict[str, Table] = {}
    for schema, name, kind, comment in _relations(connection):
        physical = f"{schema}.{name}"
        key = primary.get(physical.lower()) or primary.get(name.lower(), ())
        columns = []
        for column, type_text, nullable, note in _columns(connection, schema, name):
            place = (name.lower(), column.lower())
            is_key = column.lower() in key
            described = Column(
                name=column,
                type=type_text,
                logical_type=logical_type(type_text),
                business_name_en=spoken_name(column),
                description=note or notes.get(place, ""),
                primary_key=is_key,
                required=not nullable or place in required or is_key,
            )
            columns.append(described if is_key else _profiled(connection, schema, name, described))
        if columns:
            found[physical.lower()] = Table(
                name=physical,
                columns=tuple(columns),
                company=schema,
                kind="view" if kind == "view" else "table",
                business_name_en=spoken_name(name),
                description=comment,
            )
    return _related(connection, found, (*foreign, *said.foreign))


def quoted(*names: str) -> str:
    """Identifiers in the engine's quotes, joined by dots."""
    return ".".join('"' + n.replace('"', '""') + '"' for n in names)


def _relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, Literal["table", "view"], str]]:
    rows = connection.execute(
        "SELECT schema_name, table_name, 'table', comment FROM duckdb_tables() "
        "WHERE NOT internal AND NOT temporary AND database_name = current_database() UNION ALL "
        "SELECT schema_name, view_name, 'view', comment FROM duckdb_views() "
        "WHERE NOT internal AND NOT temporary AND database_name = current_database() ORDER BY 1, 2"
    ).fetchall()
    # Dots separate schema, table and column wherever the catalog names them.
    return [
        (s, n, kind, comment or "")
        for s, n, kind, comment in rows
        if s not in OWN_SCHEMAS and "." not in s and "." not in n
    ]


def _columns(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str
) -> list[tuple[str, str, bool, str]]:
    rows = connection.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table],
    ).fetchall()
    return [(name, kind, nullable, comment or "") for name, kind, nullable, comment in rows]


def _constraints(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, tuple[str, ...]], tuple[ForeignKey, ...]]:
    rows = connection.execute(
        "SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table, "
        "referenced_column_names FROM duckdb_constraints() WHERE database_name = current_database() "
        "ORDER BY schema_name, table_name, constraint_index"
    ).fetchall()
    primary: dict[str, tuple[str, ...]] = {}
    foreign: list[ForeignKey] = []
    for schema, table, kind, columns, to_table, to_columns in rows:
        if kind == "PRIMARY KEY":
            primary[f"{schema}.{table}".lower()] = tuple(c.lower() for c in columns)
        elif kind == "FOREIGN KEY":
            foreign.append(
                ForeignKey(f"{schema}.{table}", tuple(columns), f"{schema}.{to_table}", tuple(to_columns))
            )
    return primary, tuple(foreign)


def _profiled(connection: duckdb.DuckDBPyConnection, schema: str, table: str, column: Column) -> Column:
    """The column with a few of its values, or of its elements; with the keys of its objects."""
    name, place = quoted(column.name), quoted(schema, table)
    if is_json(column) or is_struct(column):
        rows = connection.execute(
            f"SELECT CAST(to_json({name}) AS VARCHAR) FROM {place} WHERE {name} IS NOT NULL LIMIT {_LOOKED_AT}"
        ).fetchall()
        inner = keys_in((text for (text,) in rows), column.name)
        return replace(column, fields=tuple(replace(k, business_name_en=spoken_name(k.name)) for k in inner))
    if holds_texts(column):
        place = f"(SELECT unnest({name}) AS {name} FROM {place})"
    elif column.type != "VARCHAR":
        return column
    return replace(column, sample_values=_samples(connection, place, column.name))


def _samples(connection: duckdb.DuckDBPyConnection, place: str, column: str) -> tuple[str, ...]:
    name = quoted(column)
    few = connection.execute(
        f"SELECT DISTINCT {name} FROM {place} WHERE {name} IS NOT NULL LIMIT {MOST_VALUES + 1}"
    ).fetchall()
    key = spoken_name(column).lower().split()[-1:] == ["id"]
    if len(few) <= MOST_VALUES:
        return telling_values(sorted(v for (v,) in few), complete=True, key=key)
    # Which of many a DISTINCT gives first changes from run to run; the order of the rows doesn't.
    first = connection.execute(
        f"SELECT {name} FROM (SELECT {name} FROM {place} LIMIT {_LOOKED_AT}) WHERE {name} IS NOT NULL"
    ).fetchall()
    return telling_values((v for (v,) in first), complete=False, key=key)


def _related(
    connection: duckdb.DuckDBPyConnection, found: Mapping[str, Table], keys: Iterable[ForeignKey]
) -> tuple[Table, ...]:
    by_name = dict(found) | {
        name.partition(".")[2]: t for name, t in found.items() if name.startswith("main.")
    }
    related: dict[str, list[Relationship]] = {}
    for key in keys:
        here, there = by_name.get(key.table.lower()), by_name.get(key.to_table.lower())
        if here is None or there is None:
            continue
        mine = [here.column(c) for c in key.columns]
        theirs = [there.column(c) for c in (key.to_columns or there.primary_key)]
        if not mine or len(mine) != len(theirs) or not all((*mine, *theirs)):
            continue
        rel = Relationship(
            here.name, tuple(c.name for c in mine if c), there.name, tuple(c.name for c in theirs if c)
        )
        dotted = any("." in c for c in (*rel.from_columns, *rel.to_columns))
        if dotted or rel in related.get(here.name, ()) or not _unique(connection, rel):
            continue
        related.setdefault(here.name, []).append(rel)
    return tuple(
        replace(
            t,
            relationships=tuple(
                replace(r, optional=_lacking(connection, found, r)) for r in related.get(t.name, ())
            ),
        )
        for t in found.values()
    )


def _unique(connection: duckdb.DuckDBPyConnection, rel: Relationship) -> bool:
    columns = ", ".join(quoted(c) for c in rel.to_columns)
    given = " AND ".join(f"{quoted(c)} IS NOT NULL" for c in rel.to_columns)
    return not connection.execute(
        f"SELECT 1 FROM {_place(rel.to_table)} WHERE {given} GROUP BY {columns} HAVING count(*) > 1 LIMIT 1"
    ).fetchall()


def _lacking(connection: duckdb.DuckDBPyConnection, found: Mapping[str, Table], rel: Relationship) -> bool:
    pairs = []
    for x, y in zip(rel.from_columns, rel.to_columns, strict=True):
        mine, theirs = f"c.{quoted(x)}", f"p.{quoted(y)}"
        # A key may have been read as numbers on one side and as text on the other.
        if (_type(found, rel.from_table, x) == "VARCHAR") != (_type(found, rel.to_table, y) == "VARCHAR"):
            mine, theirs = f"CAST({mine} AS VARCHAR)", f"CAST({theirs} AS VARCHAR)"
        pairs.append(f"{mine} = {theirs}")
    return bool(
        connection.execute(
            f"SELECT 1 FROM {_place(rel.from_table)} c WHERE NOT EXISTS "
            f"(SELECT 1 FROM {_place(rel.to_table)} p WHERE {' AND '.join(pairs)}) LIMIT 1"
        ).fetchall()
    )


def _type(found: Mapping[str, Table], table: str, column: str) -> str:
    there = found[table.lower()].column(column)
    return there.type if there else ""


def _place(physical: str) -> str:
    schema, _, name = physical.partition(".")
    return quoted(schema, name)
