"""The catalog without what it holds of rows: for a model that may see none of them.

Samples are rows' values and go. Code values and their labels stay: people wrote and reviewed them as what a column means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..core.tables import Column, Table
from .over import Over


@dataclass(frozen=True)
class SchemaOnly(Over):
    """A catalog whose tables have no samples; everything else is passed on."""

    def table(self, name: str) -> Table | None:
        found = self.base.table(name)
        return without_samples(found) if found is not None else None


def without_samples(table: Table) -> Table:
    """The table as its schema alone says it."""
    return replace(table, columns=tuple(map(_bare, table.columns)))


def _bare(column: Column) -> Column:
    # An engine's ENUM lists its values in its type.
    type_ = "VARCHAR" if column.type.upper().startswith("ENUM(") else column.type
    return replace(column, type=type_, sample_values=(), fields=tuple(map(_bare, column.fields)))
