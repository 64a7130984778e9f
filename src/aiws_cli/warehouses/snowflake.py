"""Snowflake behind `core.ports.Warehouse`, by the real connector. Snowflake's own roles and policies are the boundary.

This module and those it imports at the top never import the connector: it is loaded when the session opens.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ..core import described as neutral
from ..core.errors import LimitError, UsageError, WarehouseError
from ..core.identifiers import catalogued
from ..core.language import say
from ..core.results import Limits, ResultColumn, ResultSet
from ..core.tables import Table
from .snowflake_errors import failed
from .snowflake_session import Described, Rows, Session, identifier, ours
from .snowflake_url import Credentials, Target
from .snowflake_values import Cells

METADATA = Limits(seconds=120, max_rows=2_000_000, max_cells=50_000_000, max_bytes=512 * 1024 * 1024)
"""Bounds of statements about the account itself: names, types and keys, no values."""
QUEUED_SECONDS = 60
_READS = re.compile(r"\s*(?:\(\s*)*(?:SELECT|WITH|VALUES)\b", re.IGNORECASE)


class FilesNotJoined(UsageError):
    """A file can't be joined to a Snowflake warehouse, for that would write into it. Slots: detail."""

    code = "files_not_joined"


class SnowflakeWarehouse:
    """One database of one account under one role. `limits` are the widest any statement may have."""

    dialect = "snowflake"

    @property
    def database(self) -> str:
        """The session's own database, which may stand in front of a table's name, as the catalog would spell it."""
        return catalogued(self._stored_database, "snowflake") or self._stored_database

    @property
    def _stored_database(self) -> str:
        name = self._target.database
        return name.upper() if identifier(name) == name else name

    def __init__(self, target: Target, credentials: Credentials, *, limits: Limits | None = None) -> None:
        self._target = target
        self._widest = limits or Limits()
        self._session = Session(
            target,
            credentials,
            seconds=self._widest.seconds,
            queued_seconds=min(QUEUED_SECONDS, self._widest.seconds),
        )
        self._view_names: frozenset[str] | None = None

    # ── the port ────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
        """Execute one query. Raises WarehouseError, LimitError, UnavailableError, SettingsError, InterruptedByUser."""
        if not _READS.match(sql):
            raise failed("reads")
        return self._run(sql, limits, tag)

    def tables_touched(self, sql: str) -> frozenset[str]:
        """What the server's own plan scans, `schema.table` in the catalog's spelling, and the views the statement names;
        `?` where it can't be told. Raises as `run` does.
        """
        from .snowflake_plan import named, scans

        touched = scans(self._plan(sql), self._stored_database)
        if touched is None:
            return frozenset({"?"})
        # A table that needs no scan (its rows are counted without one) and a view have no place in the plan.
        unscanned = named(sql) - touched
        views = unscanned & self._known_views() if unscanned else unscanned
        return frozenset(_spelled(n) for n in touched | views)

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        from .snowflake_described import columns

        return columns(self._rows)(self._target.database)

    def describe(self, schemas: Collection[str] = ()) -> neutral.Described:
        """What the account says of the database's tables: INFORMATION_SCHEMA, SHOW KEYS, tags where they may be read."""
        from .snowflake_described import described

        return described(self._rows, self._target.database, schemas)

    def as_of(self) -> date | None:
        """`max(as_of)` of AIWS_META.WAREHOUSE, where the database has that table."""
        place = f"{identifier(self._target.database)}.INFORMATION_SCHEMA.COLUMNS"
        known = self._rows(
            f"SELECT 1 FROM {place} WHERE TABLE_SCHEMA = 'AIWS_META' AND TABLE_NAME = 'WAREHOUSE' AND COLUMN_NAME = 'AS_OF'"
        )
        if not known:
            return None
        rows = self._rows(
            f"SELECT MAX(AS_OF)::DATE FROM {identifier(self._target.database)}.AIWS_META.WAREHOUSE"
        )
        return date.fromisoformat(rows[0][0]) if rows and rows[0][0] else None

    def semantic_model(self, name: str) -> str:
        """A semantic view of the database as its YAML, by the server's own words. Raises as `run` does."""
        path = ".".join(identifier(p) for p in name.split(".")).replace("'", "''")
        rows = self._rows(f"SELECT SYSTEM$READ_YAML_FROM_SEMANTIC_VIEW('{path}')")
        return str(rows[0][0]) if rows else ""

    def attach_file(self, path: Path) -> Table:
        """Refused: joining a file would mean writing it into the account. Raises FilesNotJoined."""
        raise FilesNotJoined(detail=say("snowflake.files", file=path.name))

    def cancel(self) -> None:
        self._session.cancel()

    def close(self) -> None:
        self._session.close()

    # ── statements ──────────────────────────────────────────────────────────────────────────────────────────

    def _run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
        started = time.perf_counter()
        try:
            columns, rows, truncated = self._session.execute(
                sql, _Taking(limits).take, seconds=limits.seconds, tag=tag
            )
        except TimeoutError:
            raise LimitError(limit=say("sql.limit.seconds"), value=f"{limits.seconds:g}") from None
        except Exception as problem:  # noqa: BLE001 (translated once, here)
            raise ours(problem, self._target.place, limits) from None
        return ResultSet(columns, rows, truncated, (time.perf_counter() - started) * 1000)

    def _rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """A statement about the account itself; its texts of names, types and comments alone."""
        return self._run(sql, METADATA).rows

    def _plan(self, sql: str) -> str:
        rows = self._run(f"EXPLAIN USING JSON {sql}", replace(METADATA, seconds=self._widest.seconds)).rows
        return str(rows[0][0]) if len(rows) == 1 and rows[0] else ""

    def _known_views(self) -> frozenset[str]:
        """`SCHEMA.VIEW` of every view, as stored."""
        from .snowflake_described import view_names

        if self._view_names is None:
            rows = self._rows(view_names(self._target.database))
            self._view_names = frozenset(f"{s}.{n}" for s, n in rows)
        return self._view_names


class _Taking:
    """Takes a result in under limits, batch by batch, so that what is too large is never whole in memory."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def take(
        self, described: Sequence[Described], batches: Rows
    ) -> tuple[tuple[ResultColumn, ...], tuple[tuple[Any, ...], ...], bool]:
        limits = self._limits
        cells = [
            Cells(catalogued(d.name, "snowflake") or d.name, d.code, d.precision, d.scale) for d in described
        ]
        out: list[tuple[Any, ...]] = []
        weight, truncated = 0, False
        async for rows in batches:
            if len(out) + len(rows) > limits.max_rows:
                rows, truncated = rows[: limits.max_rows - len(out)], True
            if (len(out) + len(rows)) * len(cells) > limits.max_cells:
                raise LimitError(limit=say("sql.limit.cells"), value=limits.max_cells)
            if rows:
                made = [
                    c.values(v, limits.max_cell_chars)
                    for c, v in zip(cells, zip(*rows, strict=True), strict=True)
                ]
                if any(m is None for m in made):
                    raise LimitError(limit=say("sql.limit.cell_chars"), value=limits.max_cell_chars)
                fresh = list(zip(*(m for m in made if m is not None), strict=True))
                weight += _bytes(fresh)
                if weight > limits.max_bytes:
                    raise LimitError(limit=say("sql.limit.bytes"), value=limits.max_bytes)
                out.extend(fresh)
            if truncated:
                break
        return tuple(c.column for c in cells), tuple(out), truncated


def _bytes(rows: Iterable[tuple[Any, ...]]) -> int:
    """What the rows weigh as JSON, as the DuckDB worker counts them."""
    import json

    return len(json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8"))


def _spelled(stored: str) -> str:
    """`BANK.CUSTOMERS` in the catalog's spelling; a name it can't spell as it is, which no policy permits."""
    schema, _, name = stored.partition(".")
    return f"{catalogued(schema, 'snowflake') or schema}.{catalogued(name, 'snowflake') or name}"


def start(warehouse: SnowflakeWarehouse) -> None:
    """Sign in beside the loading of the rest; whatever goes wrong is told by the first statement."""
    with contextlib.suppress(Exception):
        warehouse.columns()


__all__ = ["FilesNotJoined", "SnowflakeWarehouse", "WarehouseError"]
