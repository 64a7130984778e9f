"""What Snowflake says of a database's tables, as `core.described.Described`. Metadata statements only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ..core.described import Described, DescribedColumn, DescribedTable
from ..core.errors import DeniedError, WarehouseError
from ..core.identifiers import catalogued, stored
from ..core.tables import Relationship
from .snowflake_session import identifier
from .snowflake_values import declared_type

Ask = Callable[[str], Sequence[tuple[Any, ...]]]
OWN_SCHEMAS = frozenset({"INFORMATION_SCHEMA", "AIWS_META"})


def columns(ask: Ask) -> Callable[[str], Mapping[str, Mapping[str, str]]]:
    """Of a database: `schema.table` → column → type, in the catalog's spelling; what it can't spell is left out."""

    def of(database: str) -> Mapping[str, Mapping[str, str]]:
        out: dict[str, dict[str, str]] = {}
        for schema, table, name, kind, precision, scale, *_ in ask(_columns(database)):
            place, column = _place(schema, table), catalogued(name, "snowflake")
            if place is not None and column is not None and schema != "INFORMATION_SCHEMA":
                out.setdefault(place, {})[column] = declared_type(kind, _int(precision), _int(scale))
        return out

    return of


def described(ask: Ask, database: str, schemas: Collection[str] = ()) -> Described:
    """Tables in order of name. Keys and tags that the role may not read are missing, and `missing` says so."""
    wanted = {stored(s, "snowflake").upper() for s in schemas}
    skipped: list[str] = []
    missing: list[str] = []
    found: dict[tuple[str, str], list[DescribedColumn]] = {}
    tags = _tags(ask, database, missing)
    for schema, table, name, kind, precision, scale, nullable, comment in ask(_columns(database)):
        column = catalogued(name, "snowflake")
        if column is None or "." in name:
            if _asked(schema, wanted):
                skipped.append(f"{schema}.{table}.{name}")
            continue
        found.setdefault((schema, table), []).append(
            DescribedColumn(
                column,
                declared_type(kind, _int(precision), _int(scale)),
                required=nullable == "NO",
                comment=comment or "",
                tags=tags.get((schema, table, name), {}),
            )
        )
    primary, foreign = _keys(ask, database, missing)
    tables: list[DescribedTable] = []
    had: set[tuple[str, str]] = set()
    for schema, name, kind, rows, comment in ask(_tables(database)):
        if not _asked(schema, wanted) or (schema, name) in had:
            continue
        had.add((schema, name))
        place = _place(schema, name)
        if place is None:
            skipped.append(f"{schema}.{name}")
            continue
        own = tuple(found.get((schema, name), ()))
        names = {c.name for c in own}
        may_be_null = {c.name for c in own if not c.required}
        key = primary.get((schema, name), ())
        tables.append(
            DescribedTable(
                name=place,
                columns=own,
                kind="view" if "VIEW" in str(kind) else "table",
                comment=comment or "",
                primary_key=key if set(key) <= names else (),
                relationships=tuple(
                    Relationship(place, mine, to, theirs, optional=not may_be_null.isdisjoint(mine))
                    for mine, to, theirs in foreign.get((schema, name), ())
                    if set(mine) <= names
                ),
                rows=_int(rows),
                tags=tags.get((schema, name, ""), {}),
            )
        )
    return Described(tuple(sorted(tables, key=lambda t: t.name)), tuple(skipped), tuple(missing))


def _columns(database: str) -> str:
    return (
        "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE, IS_NULLABLE, COMMENT"
        f" FROM {identifier(database)}.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'"
        " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION"
    )


def _tables(database: str) -> str:
    """Tables and views; a view may come twice, for not every account lists views among its tables."""
    place = f"{identifier(database)}.INFORMATION_SCHEMA"
    return (
        f"SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ROW_COUNT, COMMENT FROM {place}.TABLES"
        " WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'"
        f" UNION ALL SELECT TABLE_SCHEMA, TABLE_NAME, 'VIEW', NULL, COMMENT FROM {place}.VIEWS"
        " WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' ORDER BY 1, 2"
    )


def view_names(database: str) -> str:
    """The statement that lists (schema, name) of every view."""
    place = f"{identifier(database)}.INFORMATION_SCHEMA"
    return (
        f"SELECT TABLE_SCHEMA, TABLE_NAME FROM {place}.TABLES WHERE TABLE_TYPE LIKE '%VIEW%'"
        " AND TABLE_SCHEMA <> 'INFORMATION_SCHEMA'"
        f" UNION SELECT TABLE_SCHEMA, TABLE_NAME FROM {place}.VIEWS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'"
    )


def _keys(ask: Ask, database: str, missing: list[str]) -> tuple[Any, Any]:
    """Primary keys, and foreign keys as (own columns, other table, its columns), by (schema, table) as stored."""
    primary: dict[tuple[str, str], tuple[str, ...]] = {}
    foreign: dict[tuple[str, str], list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = {}
    place = identifier(database)
    try:
        # Columns of SHOW come by position: created_on, database, schema, table, column, sequence, name, …
        for row in sorted(
            ask(f"SHOW PRIMARY KEYS IN DATABASE {place}"), key=lambda r: (r[2], r[3], _int(r[5]) or 0)
        ):
            column = catalogued(str(row[4]), "snowflake")
            if column is not None:
                primary[row[2], row[3]] = (*primary.get((row[2], row[3]), ()), column)
        # created_on, pk database, schema, table, column, fk database, schema, table, column, sequence, …, fk name
        keys: dict[tuple[str, str, str, str, str], list[tuple[int, str, str]]] = {}
        for row in ask(f"SHOW IMPORTED KEYS IN DATABASE {place}"):
            theirs, mine = catalogued(str(row[4]), "snowflake"), catalogued(str(row[8]), "snowflake")
            if theirs is not None and mine is not None:
                name = str(row[12]) if len(row) > 12 else ""
                keys.setdefault((row[6], row[7], row[2], row[3], name), []).append(
                    (_int(row[9]) or 0, mine, theirs)
                )
        for (schema, table, to_schema, to_table, _), pairs in keys.items():
            to = _place(to_schema, to_table)
            if to is not None:
                ordered = sorted(pairs)
                foreign.setdefault((schema, table), []).append(
                    (tuple(p[1] for p in ordered), to, tuple(p[2] for p in ordered))
                )
    except (WarehouseError, DeniedError, IndexError):
        missing.append("keys")
    return primary, foreign


def _tags(ask: Ask, database: str, missing: list[str]) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    """Tags by (schema, table, column or empty) as stored: from the account's usage views, which not every role may read."""
    out: dict[tuple[str, str, str], dict[str, str]] = {}
    name = database.replace("'", "''")
    name = name.upper() if identifier(database) == database else name
    try:
        rows = ask(
            "SELECT OBJECT_SCHEMA, OBJECT_NAME, COLUMN_NAME, TAG_NAME, TAG_VALUE FROM"
            f" SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES WHERE OBJECT_DATABASE = '{name}'"
            " AND DOMAIN IN ('TABLE', 'COLUMN') AND OBJECT_DELETED IS NULL"
        )
    except (WarehouseError, DeniedError):
        missing.append("tags")
        return out
    for schema, table, column, tag, value in rows:
        out.setdefault((schema, table, column or ""), {})[str(tag).upper()] = str(value or "")
    return out


def _place(schema: str, name: str) -> str | None:
    """`schema.table` in the catalog's spelling; None where it has none."""
    first, second = catalogued(schema, "snowflake"), catalogued(name, "snowflake")
    if first is None or second is None or "." in schema or "." in name:
        return None
    return f"{first}.{second}"


def _asked(schema: str, wanted: Collection[str]) -> bool:
    return schema.upper() in wanted if wanted else schema not in OWN_SCHEMAS


def _int(value: Any) -> int | None:
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError):
        return None
