"""The catalog without what it holds of rows: for a model that may see none of them.

Samples are rows' values and go. Code values and their labels stay: people wrote and reviewed them as what a column means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Column, Hit, Metric, Relationship, Table, Term, VerifiedHit


@dataclass(frozen=True)
class SchemaOnly:
    """A catalog whose tables have no samples; everything else is passed on."""

    base: Catalog

    def table(self, name: str) -> Table | None:
        found = self.base.table(name)
        return without_samples(found) if found is not None else None

    def table_names(self) -> tuple[str, ...]:
        return self.base.table_names()

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return self.base.relationships(table)

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        return self.base.search(query, workspace=workspace, limit=limit)

    def terms(self, question: str) -> tuple[Term, ...]:
        return self.base.terms(question)

    def metrics(self, question: str) -> tuple[Metric, ...]:
        return self.base.metrics(question)

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        return self.base.verified(question, workspace=workspace, limit=limit)

    def rules(self, company: str = "") -> str:
        return self.base.rules(company)


def without_samples(table: Table) -> Table:
    """The table as its schema alone says it."""
    return replace(table, columns=tuple(map(_bare, table.columns)))


def _bare(column: Column) -> Column:
    # An engine's ENUM lists its values in its type.
    type_ = "VARCHAR" if column.type.upper().startswith("ENUM(") else column.type
    return replace(column, type=type_, sample_values=(), fields=tuple(map(_bare, column.fields)))
