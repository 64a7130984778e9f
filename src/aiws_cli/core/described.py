"""What a warehouse says of its own tables: names, types, keys, comments and counts, never a value out of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .tables import Relationship


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A column as the engine knows it. `type` is in the words the catalog uses (see `Warehouse.columns`).

    `tags` are the engine's labels on the column, by their bare upper-case name.
    """

    name: str
    type: str
    required: bool = False
    comment: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DescribedTable:
    """A table or view, `name` as `schema.table`. `rows` is the engine's own count or estimate, None where it has none.

    `relationships` are the declared foreign keys that leave the table; one is optional where a column of it may be NULL.
    """

    name: str
    columns: tuple[DescribedColumn, ...]
    kind: Literal["table", "view"] = "table"
    comment: str = ""
    primary_key: tuple[str, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    rows: int | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Described:
    """The tables in order of their names; `skipped` are names that a catalog can't spell (a dot inside, for one).

    `missing` names what the engine would not tell this role: keys, tags.
    """

    tables: tuple[DescribedTable, ...]
    skipped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
