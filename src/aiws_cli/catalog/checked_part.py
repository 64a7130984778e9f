"""What of a catalog somebody is told of when it is held against the warehouse: the part they may know, through the guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from aiws_cli.core.ports import Catalog
from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.core.tables import Metric, Table

from .check import Engine
from .metadata import Metadata


def known_part(
    metadata: Metadata, known: Catalog, *, in_part: Callable[[Table], bool], may_run: Callable[[str], bool]
) -> Metadata:
    """The tables, columns and keys `known` has, and what speaks of nothing else.

    `in_part` says whether only some rows of a table are seen, or groups: keys and codes can't be held against those.
    `may_run` says whether a statement is permitted.
    """
    tables = tuple(
        replace(t, relationships=()) if in_part(t) else t
        for name in (t.name for t in metadata.tables)
        if (t := known.table(name)) is not None
    )
    names = {t.name.lower() for t in tables}

    def runs(metric: Metric) -> bool:
        return not metric.example or may_run(metric.example)

    return replace(
        metadata,
        tables=tables,
        terms=tuple(
            t
            for t in metadata.terms
            if all(n.lower() in names for n in t.tables) and all(_known_column(c, known) for c in t.columns)
        ),
        metrics=tuple(
            m
            for m in metadata.metrics
            if all(n.lower() in names for n in m.tables)
            and (not m.time_column or _known_column(m.time_column, known))
            and runs(m)
        ),
        queries=tuple(
            q for q in metadata.queries if all(n.lower() in names for n in q.tables) and may_run(q.sql)
        ),
    )


def _known_column(name: str, known: Catalog) -> bool:
    table, _, column = name.rpartition(".")
    found = known.table(table)
    return found is not None and found.column(column) is not None


class GuardedEngine:
    """What `check` needs of an engine, answered through the guard and the log, for one who may not see everything.

    `described` is the catalog as it is, `known` as the asker may know it; `query` runs a statement as the asker, `touches`
    says which tables one reads.
    """

    def __init__(
        self,
        engine: Engine,
        described: Catalog,
        known: Catalog,
        query: Callable[[str, Limits], ResultSet],
        touches: Callable[[str], frozenset[str]],
    ) -> None:
        self._engine, self._described, self._known = engine, described, known
        self._query, self._touches = query, touches

    def run(self, sql: str, limits: Limits) -> ResultSet:
        return self._query(sql, limits)

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        """Of known tables the known columns: what else there is, is nobody's to be told here."""
        out: dict[str, dict[str, str]] = {}
        for name, columns in self._engine.columns().items():
            table, whole = self._known.table(name), self._described.table(name)
            if table is None or whole is None:
                continue
            out[name] = {}
            for column, kind in columns.items():
                seen, written = table.column(column), whole.column(column)
                if seen is not None and written is not None:
                    # A mask may give another type than the table has: that is no drift.
                    out[name][column] = kind if seen.type == written.type else seen.type
        return out

    def tables_touched(self, sql: str) -> frozenset[str]:
        return self._touches(sql)
