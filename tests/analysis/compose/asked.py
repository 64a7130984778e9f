"""A question composed over the demo catalog as the program composes it: linked tables first, then those a search found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from aiws_cli.analysis.compose import Composed, companies_of, compose, said_in_passing
from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.link import link

AS_OF = date(2026, 9, 30)


def composed(
    catalog: IndexedCatalog,
    question: str,
    *,
    values: Callable[[str, str], Sequence[str]] | None = None,
    passing: bool = False,
) -> Composed | None:
    """`values` stands for the reader of what is stored; with `passing`, words said in passing are passed over."""
    linked = link(catalog, question)
    near = tuple(h.table for h in linked.hits)
    return compose(
        catalog,
        question,
        as_of=AS_OF,
        tables=linked.tables,
        others=near,
        metrics=linked.metrics,
        terms=linked.terms,
        companies=companies_of(catalog),
        values=values,
        passing=said_in_passing(catalog, (*linked.tables, *near)) if passing else None,
    )


def written(found: Composed | None) -> str | None:
    """Its SQL on one line; None where nothing was composed."""
    return " ".join(found.sql.split()) if found is not None else None
