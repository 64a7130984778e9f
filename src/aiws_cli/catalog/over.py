"""A catalog laid over another one: what it does not say itself, the other one says."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.ports import Catalog
from ..core.tables import Hit, Metric, Relationship, Table, Term, VerifiedHit


@dataclass(frozen=True)
class Over:
    """Passes everything on to `base`. A kind of it says anew what it knows better.

    Not for what a role may see: there what nobody thought of must be kept back (`governance/rights/permitted`).
    """

    base: Catalog

    def table(self, name: str) -> Table | None:
        return self.base.table(name)

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
