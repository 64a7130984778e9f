"""The part of a catalog that a bare list of tables does not have: words, figures, reviewed queries, rules."""

from __future__ import annotations

from aiws_cli.core.tables import Hit, Metric, Term, VerifiedHit


class TablesAlone:
    """core.ports.Catalog without its tables: nothing is found by words, nothing is defined."""

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        return ()

    def terms(self, question: str) -> tuple[Term, ...]:
        return ()

    def metrics(self, question: str) -> tuple[Metric, ...]:
        return ()

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        return ()

    def rules(self, company: str = "") -> str:
        return ""
