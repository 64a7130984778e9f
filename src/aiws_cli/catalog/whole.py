"""A catalog so small that the model is shown all of it: then nothing needs to be found, and words decide nothing."""

from __future__ import annotations

from aiws_cli.core.ports import Catalog

from .schema_card import card, estimate

MOST_TABLES = 16
MOST_TOKENS = 1_200


def whole_schema(catalog: Catalog) -> tuple[str, ...]:
    """All tables, in the catalog's order, where the cards of all together are short; else empty."""
    names = catalog.table_names()
    if not 0 < len(names) <= MOST_TABLES:
        return ()
    tables = [t for name in names if (t := catalog.table(name)) is not None]
    return tuple(t.name for t in tables) if sum(estimate(card(t)) for t in tables) <= MOST_TOKENS else ()
