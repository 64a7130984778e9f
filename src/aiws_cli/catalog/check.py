"""Does the catalog still tell the truth? Every description held against the warehouse, every promise against the data.

Findings come as Problems with file and line; nothing is changed. A statement that fails is a finding, not an end.
Verified queries that do not run, or read other tables than they list, come a second time as `broken`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from aiws_cli.core.errors import AiwsError, InterruptedByUser, UnavailableError
from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.core.tables import Metric, Relationship, Table, VerifiedQuery

from .joins import joined, shortest_path
from .metadata import Metadata, load
from .problems import Problem

Progress = Callable[[int, int], None]
# Schemas the warehouse keeps for itself or for the asker's own files.
OWN_SCHEMAS = frozenset({"aiws_meta", "files", "information_schema", "pg_catalog"})
_LIMITS = Limits(seconds=300.0, max_rows=50)
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Engine(Protocol):
    """What the check needs of a warehouse: `core.ports.Warehouse` has it all."""

    def run(self, sql: str, limits: Limits) -> ResultSet: ...

    def columns(self) -> Mapping[str, Mapping[str, str]]: ...

    def tables_touched(self, sql: str) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Broken:
    """A verified query that must not be used as it is, and why (one of the report's problems)."""

    query: VerifiedQuery
    problem: Problem


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found, in the order of files and lines, and how much was looked at."""

    problems: tuple[Problem, ...]
    broken: tuple[Broken, ...]
    tables: int
    relationships: int
    queries: int
    metrics: int
    terms: int


def check(
    folder: Path,
    warehouse: Engine,
    progress: Progress | None = None,
    *,
    refused: Callable[[str], str] | None = None,
    part: Callable[[Metadata], Metadata] = lambda metadata: metadata,
) -> CheckReport:
    """Hold the folder against the warehouse. `progress(done, total)` counts statements.

    `refused` says of a statement why it may never run as an answer, empty where it may; `part` leaves out what is not to be
    looked at.

    Raises CatalogMissingError, CatalogError (files that don't load), UnavailableError, InterruptedByUser.
    """
    metadata = part(load(folder))
    checking = _Checking(metadata, warehouse, progress, refused)
    problems = list(checking.all())
    problems.sort(key=lambda p: (p.file or "~", p.line))
    return CheckReport(
        problems=tuple(problems),
        broken=tuple(checking.broken),
        tables=len(metadata.tables),
        relationships=sum(len(t.relationships) for t in metadata.tables),
        queries=len(metadata.queries),
        metrics=len(metadata.metrics),
        terms=len(metadata.terms),
    )


class _Checking:
    def __init__(
        self,
        metadata: Metadata,
        warehouse: Engine,
        progress: Progress | None,
        refused: Callable[[str], str] | None,
    ) -> None:
        self.metadata = metadata
        self.warehouse = warehouse
        self.real = {
            name.lower(): (name, {c.lower(): (c, t) for c, t in columns.items()})
            for name, columns in warehouse.columns().items()
            if name.partition(".")[0].lower() not in OWN_SCHEMAS
        }
        self.described = {t.name.lower(): t for t in metadata.tables}
        self.broken: list[Broken] = []
        self.refused = refused
        self.progress = progress
        self.done = 0
        self.total = (
            sum(len(t.relationships) for t in metadata.tables)
            + sum(bool(c.code_values) for t in metadata.tables for c in t.columns)
            + len(metadata.tables)
            + len(metadata.metrics)
            + len(metadata.queries)
        )
        self._unique: dict[tuple[str, tuple[str, ...]], bool] = {}

    def all(self) -> Iterator[Problem]:
        for table in self.metadata.tables:
            yield from self.table(table)
        for name, (spelled, _) in sorted(self.real.items()):
            if name not in self.described:
                yield Problem("", 0, "not_described", {"table": spelled})
        yield from self.glossary()
        for metric in self.metadata.metrics:
            yield from self.metric(metric)
        yield from self.queries()

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────

    def table(self, table: Table) -> Iterator[Problem]:
        if table.name.lower() not in self.real:
            yield self._problem(
                (table.name,), "not_in_warehouse", table=table.name, near=_near(table.name, self.real)
            )
            self._step(1 + len(table.relationships) + sum(bool(c.code_values) for c in table.columns))
            return
        real = self.real[table.name.lower()][1]
        sound = True
        for column in table.columns:
            found = real.get(column.name.lower())
            place = (table.name, column.name)
            if found is None:
                sound = False
                near = _near(column.name, real)
                yield self._problem(place, "column_gone", table=table.name, column=column.name, near=near)
            elif _type(found[1]) != _type(column.type):
                yield self._problem(
                    place,
                    "type_differs",
                    table=table.name,
                    column=column.name,
                    said=column.type,
                    real=found[1],
                )
        described = [c.name.lower() for c in table.columns]
        for name, (spelled, kind) in real.items():
            if name not in described:
                sound = False
                yield self._problem(
                    (table.name,), "column_not_described", table=table.name, column=spelled, type=kind
                )
        if sound and described != list(real):
            yield self._problem((table.name,), "column_order", table=table.name)
        yield from self._primary_key(table, real)
        for n, relationship in enumerate(table.relationships):
            yield from self._relationship(table, n, relationship)
        for column in table.columns:
            if column.code_values and column.name.lower() in real:
                yield from self._codes(table, column.name, column.code_values, real[column.name.lower()][1])

    def _primary_key(self, table: Table, real: Collection[str]) -> Iterator[Problem]:
        self._step()
        key = table.primary_key
        if not key or any(c.lower() not in real for c in key):
            return
        place = (table.name, key[0])
        try:
            if not self._is_unique(table.name, key):
                yield self._problem(place, "key_not_unique", table=table.name, columns=", ".join(key))
        except _Failed as e:
            yield self._problem(place, "statement_failed", detail=e.detail)

    def _relationship(self, table: Table, n: int, rel: Relationship) -> Iterator[Problem]:
        self._step()
        place = ("rel", table.name, str(n))
        ends = ((rel.from_table, rel.from_columns), (rel.to_table, rel.to_columns))
        if any(
            t.lower() not in self.real or any(c.lower() not in self.real[t.lower()][1] for c in cs)
            for t, cs in ends
        ):
            return  # said already, where the table or column is missing
        text = (
            f"{rel.from_table}({', '.join(rel.from_columns)}) -> {rel.to_table}({', '.join(rel.to_columns)})"
        )
        try:
            if not self._is_unique(rel.to_table, rel.to_columns):
                yield self._problem(place, "target_not_unique", relationship=text)
            if rel.optional:
                return
            mine = ", ".join(map(_quoted, rel.from_columns))
            there = " AND ".join(f"c.{_quoted(x)} IS NOT NULL" for x in rel.from_columns)
            same = " AND ".join(
                f"p.{_quoted(y)} = c.{_quoted(x)}"
                for x, y in zip(rel.from_columns, rel.to_columns, strict=True)
            )
            lost = self._number(
                f"SELECT count(*) FROM (SELECT DISTINCT {mine} FROM {_table(rel.from_table)}) c WHERE {there} "
                f"AND NOT EXISTS (SELECT 1 FROM {_table(rel.to_table)} p WHERE {same})"
            )
            if lost:
                yield self._problem(place, "orphans", relationship=text, count=lost)
        except _Failed as e:
            yield self._problem(place, "statement_failed", detail=e.detail)

    def _codes(self, table: Table, column: str, codes: Mapping[str, str], kind: str) -> Iterator[Problem]:
        self._step()
        name = _quoted(column)
        source = (
            f"(SELECT unnest({name}) AS {name} FROM {_table(table.name)})"
            if kind.endswith("[]")
            else _table(table.name)
        )
        marks = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
        try:
            rows = self._run(
                f"SELECT DISTINCT CAST({name} AS VARCHAR) AS code FROM {source} "
                f"WHERE {name} IS NOT NULL AND CAST({name} AS VARCHAR) NOT IN ({marks}) ORDER BY 1"
            )
        except _Failed as e:
            yield self._problem((table.name, column), "statement_failed", detail=e.detail)
            return
        if rows:
            found = ", ".join(str(r[0]) for r in rows[:5]) + (", …" if len(rows) > 5 else "")
            yield self._problem(
                (table.name, column), "code_without_label", table=table.name, column=column, codes=found
            )

    # ── words, measures, questions ──────────────────────────────────────────────────────────────────────

    def glossary(self) -> Iterator[Problem]:
        for term in self.metadata.terms:
            place = ("term", term.term)
            yield from self._known_tables(place, term.tables)
            yield from self._known_columns(place, term.columns)

    def metric(self, metric: Metric) -> Iterator[Problem]:
        self._step()
        place = ("metric", metric.id)
        wrong = [*self._known_tables(place, metric.tables)]
        if metric.time_column:
            wrong += self._known_columns(place, (metric.time_column,))
        yield from wrong
        if wrong:
            return
        try:
            if metric.expression and metric.tables:
                source = self._source(metric.tables)
                if source is None and not metric.example:
                    yield self._problem(
                        place, "metric_not_joined", id=metric.id, tables=", ".join(metric.tables)
                    )
                elif source is not None:
                    where = (
                        f" WHERE {' AND '.join(f'({f})' for f in metric.filters)}" if metric.filters else ""
                    )
                    self._run(f"SELECT {metric.expression} AS value FROM {source}{where} LIMIT 1")
            if metric.example:
                self._run(metric.example)
        except _Failed as e:
            yield self._problem(place, "metric_failed", id=metric.id, detail=e.detail)

    def queries(self) -> Iterator[Problem]:
        for query in self.metadata.queries:
            self._step()
            place = ("query", query.id)
            problems = [*self._known_tables(place, query.tables)]
            if (found := self._query_problem(query)) is not None:
                problems.append(found)
            yield from problems
            # A question nobody's data answers today is no wrong answer.
            if telling := [p for p in reversed(problems) if p.key != "query_empty"]:
                self.broken.append(Broken(query, telling[0]))

    def _query_problem(self, query: VerifiedQuery) -> Problem | None:
        place = ("query", query.id)
        why = self.refused(query.sql) if self.refused else ""
        if why:
            return self._problem(place, "query_refused", id=query.id, detail=why)
        try:
            rows = self._run(query.sql)
            touched = self._touched(query.sql)
        except _Failed as e:
            return self._problem(place, "query_failed", id=query.id, detail=e.detail)
        if touched and not self._are_its_tables(query, touched):
            return self._problem(place, "query_tables", id=query.id, real=", ".join(sorted(touched)))
        return None if rows else self._problem(place, "query_empty", id=query.id)

    def _are_its_tables(self, query: VerifiedQuery, touched: frozenset[str]) -> bool:
        """Whether these are the query's tables; where one of them is a view, what the view reads may be among them."""
        named = {t.lower() for t in query.tables}
        views = any(t in self.described and self.described[t].kind == "view" for t in named)
        return named <= touched if views else named == touched

    def _known_tables(self, place: tuple[str, ...], names: Sequence[str]) -> Iterator[Problem]:
        for name in names:
            if name.lower() not in self.described:
                near = _near(name, self.described)
                yield self._problem(
                    place, "unknown_table_near" if near else "unknown_table", name=name, near=near
                )

    def _known_columns(self, place: tuple[str, ...], names: Sequence[str]) -> Iterator[Problem]:
        for name in names:
            table_name, _, column = name.rpartition(".")
            table = self.described.get(table_name.lower())
            if table is None:
                yield from self._known_tables(place, (table_name,))
            elif table.column(column) is None:
                near = _near(column, [c.name.lower() for c in table.columns])
                key = "unknown_column_near" if near else "unknown_column"
                yield self._problem(place, key, name=column, table=table.name, near=near)

    def _source(self, tables: Sequence[str]) -> str | None:
        """A FROM clause over tables joined by the shortest declared paths, each table under its bare name."""
        out = _table(tables[0])
        inside = [tables[0].lower()]
        for name in tables[1:]:
            if name.lower() in inside:
                continue
            path = next((p for start in inside if (p := shortest_path(self, start, name)) is not None), None)  # type: ignore[arg-type]
            if path is None:
                return None
            start = next(s for s in inside if s in {path[0].from_table.lower(), path[0].to_table.lower()})
            for rel, other in zip(path, joined(path, start)[1:], strict=True):
                if other in inside:
                    continue
                on = " AND ".join(
                    f"{_bare(rel.from_table)}.{_quoted(x)} = {_bare(rel.to_table)}.{_quoted(y)}"
                    for x, y in zip(rel.from_columns, rel.to_columns, strict=True)
                )
                out += f" JOIN {_table(other)} ON {on}"
                inside.append(other)
        return out

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        """For `shortest_path`: foreign keys that leave or reach this table."""
        name = table.lower()
        return tuple(
            r
            for t in self.metadata.tables
            for r in t.relationships
            if name in (r.from_table.lower(), r.to_table.lower())
        )

    # ── the warehouse ───────────────────────────────────────────────────────────────────────────────────

    def _is_unique(self, table: str, columns: tuple[str, ...]) -> bool:
        key = (table.lower(), tuple(sorted(c.lower() for c in columns)))
        if key not in self._unique:
            names = ", ".join(map(_quoted, columns))
            rows = self._run(f"SELECT 1 FROM {_table(table)} GROUP BY {names} HAVING count(*) > 1 LIMIT 1")
            self._unique[key] = not rows
        return self._unique[key]

    def _number(self, sql: str) -> int:
        rows = self._run(sql)
        return int(rows[0][0]) if rows else 0

    def _run(self, sql: str) -> Sequence[Sequence[Any]]:
        try:
            return self.warehouse.run(sql, _LIMITS).rows
        except (UnavailableError, InterruptedByUser):
            raise
        except AiwsError as e:
            raise _Failed(" ".join(str(e).split())[:300]) from e

    def _touched(self, sql: str) -> frozenset[str]:
        try:
            # An engine may name a table a second time, with its alias.
            return frozenset(t.lower().partition(" as ")[0] for t in self.warehouse.tables_touched(sql))
        except AiwsError as e:
            raise _Failed(" ".join(str(e).split())[:300]) from e

    def _problem(self, place: tuple[str, ...], key: str, **slots: Any) -> Problem:
        file, line = self.metadata.lines.get(place) or self.metadata.lines.get(place[:1]) or ("", 0)
        if key in _WITH_NEAR and slots.get("near"):
            key += "_near"
        return Problem(file, line, key, slots)

    def _step(self, steps: int = 1) -> None:
        self.done += steps
        if self.progress:
            self.progress(self.done, self.total)


class _Failed(Exception):
    """A statement of the check did not run."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(detail)


_WITH_NEAR = frozenset({"not_in_warehouse", "column_gone"})


def _near(name: str, names: Collection[str]) -> str:
    found = difflib.get_close_matches(name.lower(), list(names), n=1, cutoff=0.6)
    return found[0] if found else ""


def _type(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def _table(name: str) -> str:
    return ".".join(map(_quoted, name.split(".")))


def _bare(name: str) -> str:
    return _quoted(name.rpartition(".")[2])
