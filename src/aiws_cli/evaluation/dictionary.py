"""A catalog with a dictionary of its own for one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.words import phrase, words
from ..core.ports import Catalog
from ..core.tables import Hit, Metric, Relationship, Table, Term, VerifiedHit

_SHARED = 0.6
"""An entry that the question does not name speaks of it where it has this share of the entry's own name's words."""


def with_terms(catalog: Catalog, terms: Sequence[Term]) -> Catalog:
    """The catalog with these terms before its own; those are given that the question speaks of."""
    return WithTerms(catalog, tuple(terms))


@dataclass(frozen=True)
class WithTerms:
    """Everything but `terms` is the other catalog's."""

    base: Catalog
    own: tuple[Term, ...]

    def terms(self, question: str) -> tuple[Term, ...]:
        asked = f"|{phrase(question)}|"
        said = {form for word in words(question) for form in word.forms}
        return (*(t for t in self.own if _speaks_of(t, asked, said)), *self.base.terms(question))

    def table(self, name: str) -> Table | None:
        return self.base.table(name)

    def table_names(self) -> tuple[str, ...]:
        return self.base.table_names()

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return self.base.relationships(table)

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        return self.base.search(query, workspace=workspace, limit=limit)

    def metrics(self, question: str) -> tuple[Metric, ...]:
        return self.base.metrics(question)

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        return self.base.verified(question, workspace=workspace, limit=limit)

    def rules(self, company: str = "") -> str:
        return self.base.rules(company)


def _speaks_of(term: Term, asked: str, said: set[str]) -> bool:
    for name in term.names:
        if phrase(name) and phrase(name) in asked:
            return True
        own = [w for w in words(name) if w.weight >= 0.5]
        if len(own) >= 2 and sum(bool(said & set(w.forms)) for w in own) / len(own) >= _SHARED:
            return True
    return False
