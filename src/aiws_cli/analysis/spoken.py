"""The guarded warehouse as rules, the model and the catalog speak to it: in one dialect, whatever the engine's is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..core.ports import Catalog, GuardedWarehouse, Warehouse
from ..core.results import Limits, QueryOutcome, ResultSet
from ..core.tables import Table
from .dialects import WRITTEN_IN, in_dialect


class Spoken:
    """`core.ports.GuardedWarehouse` over another one: statements in `WRITTEN_IN` are sent in its words.

    An outcome's `sql` is what was sent; what was asked stays with who asked. Raises what the inner one does, and
    NotInDialect.
    """

    dialect = WRITTEN_IN

    def __init__(self, inner: GuardedWarehouse, catalog: Catalog) -> None:
        self._inner, self._catalog = inner, catalog

    def query(
        self,
        sql: str,
        *,
        question: str = "",
        limits: Limits | None = None,
        evidence: Mapping[str, Any] | None = None,
    ) -> QueryOutcome:
        """Run one statement written in DuckDB's SQL."""
        return self._inner.query(self.sent(sql), question=question, limits=limits, evidence=evidence)

    def sent(self, sql: str) -> str:
        """The statement as it is sent. Raises NotInDialect, SqlSyntaxError."""
        if self._inner.dialect == WRITTEN_IN:
            return sql
        return in_dialect(sql, self._inner.dialect, tables_of(sql, self._catalog))

    def refused(self, question: str, *, reason: str, evidence: Mapping[str, Any] | None = None) -> str:
        return self._inner.refused(question, reason=reason, evidence=evidence)

    def as_of(self) -> date:
        return self._inner.as_of()

    def attach_file(self, path: Path) -> Table:
        return self._inner.attach_file(path)

    def cancel(self) -> None:
        self._inner.cancel()

    def close(self) -> None:
        self._inner.close()


def tables_of(sql: str, catalog: Catalog) -> Iterable[Table]:
    """The catalog's tables a statement names; none where it does not parse."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(sql, read=WRITTEN_IN)
    except SqlglotError:
        return ()
    names = {".".join(part.name for part in t.parts) for t in tree.find_all(exp.Table)}
    return tuple(found for name in sorted(names) if (found := catalog.table(name)) is not None)


class SpokenEngine:
    """What `catalog check` needs of an engine, spoken to in `WRITTEN_IN`."""

    def __init__(self, inner: Warehouse, catalog: Catalog) -> None:
        self._inner, self._catalog = inner, catalog

    def run(self, sql: str, limits: Limits) -> ResultSet:
        return self._inner.run(self._sent(sql), limits)

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        return self._inner.columns()

    def tables_touched(self, sql: str) -> frozenset[str]:
        return self._inner.tables_touched(self._sent(sql))

    def _sent(self, sql: str) -> str:
        return in_dialect(sql, self._inner.dialect, tables_of(sql, self._catalog))
