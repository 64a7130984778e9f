"""What is right for a question: the rows its golds give, under the same guard as every answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ..app import Application
from ..core.errors import AiwsError
from ..core.language import say
from ..core.results import Limits
from .score import same_rows
from .suite import Question

LIMITS = Limits(seconds=120.0, max_rows=100_000)


@dataclass(frozen=True)
class Gold:
    """Right results, the first one's columns and tables, and why there is none where no gold runs."""

    results: tuple[tuple[tuple[Any, ...], ...], ...] = ()
    columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    error: str = ""
    ordered: bool = False

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return self.results[0] if self.results else ()

    def accepts(self, rows: Sequence[Sequence[Any]]) -> bool:
        """Whether these rows are one of the right results."""
        return any(same_rows(rows, right, ordered=self.ordered) for right in self.results)


def gold_of(question: Question, application: Application) -> Gold:
    """The golds of a question, run. Rows that the suite gives win over its SQL, which then only names tables."""
    if question.expect != "answer" or not (question.gold or question.rows is not None):
        return Gold(tables=question.tables)
    if question.rows is not None:
        tables = question.tables or (_read(question.gold[0]) if question.gold else ())
        return Gold((question.rows,), (), tables, ordered=question.ordered)
    results: list[tuple[tuple[Any, ...], ...]] = []
    columns: tuple[str, ...] = ()
    tables = question.tables
    problem = ""
    for sql in question.gold:
        try:
            outcome = application.spoken.query(sql, limits=LIMITS)
        except AiwsError as failed:
            problem = problem or failed.message("en")
            continue
        if not results:
            columns = tuple(c.name for c in outcome.result.columns)
            tables = tables or outcome.tables
        results.append(outcome.result.rows)
    if not results:
        return Gold(tables=tables, error=problem or say("evaluation.no_gold"))
    return Gold(tuple(results), columns, tables, ordered=question.ordered)


def _read(sql: str) -> tuple[str, ...]:
    """Base tables a gold names, sorted; a suite that gives rows may have its SQL in another dialect."""
    for dialect in ("duckdb", "sqlite"):
        try:
            tree = sqlglot.parse_one(sql, read=dialect)
        except SqlglotError:
            continue
        own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        found = {f"{t.db}.{t.name}".lstrip(".") for t in tree.find_all(exp.Table)}
        return tuple(sorted(t for t in found if t and t.lower() not in own))
    return ()
