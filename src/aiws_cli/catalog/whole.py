"""A catalog so small that the model is shown all of it: then nothing needs to be found, and words decide nothing."""

from __future__ import annotations

from collections.abc import Sequence

from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Table

from .schema_card import card, estimate

MOST_TABLES = 16
MOST_TOKENS = 1_200


def whole_schema(catalog: Catalog) -> tuple[str, ...]:
    """All tables, in the catalog's order, where the cards of all together are short; else empty."""
    names = catalog.table_names()
    if not 0 < len(names) <= MOST_TABLES:
        return ()
    tables = [t for name in names if (t := catalog.table(name)) is not None]
    if sum(estimate(card(t)) for t in tables) > MOST_TOKENS:
        return ()
    return tuple(t.name for t in sorted(tables, key=lambda t: _leans_on(t, tables)))


def _leans_on(table: Table, tables: Sequence[Table]) -> int:
    """How many of the other tables this one refers to, by its foreign keys or by columns named like their first one.

    People put the tables that are referred to first; a model reads them in that order best.
    """
    named = {c.name.lower() for c in table.columns}
    declared = {r.to_table.lower() for r in table.relationships}
    return sum(
        other is not table
        and (
            other.name.lower() in declared or (bool(other.columns) and other.columns[0].name.lower() in named)
        )
        for other in tables
    )
