"""Rows that came out of a warehouse, and the limits they came under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one statement: wall seconds, rows and cells returned, bytes of the reply, characters of a cell, worker memory.

    `max_rows` truncates (the result says so); every other bound ends the statement with an error.
    """

    seconds: float = 60.0
    max_rows: int = 10_000
    max_cells: int = 2_000_000
    max_bytes: int = 64 * 1024 * 1024
    max_cell_chars: int = 100_000
    memory_mb: int = 2_048

    def narrowed(self, *, max_rows: int | None = None, seconds: float | None = None) -> Limits:
        """These limits with a stricter row or time bound; a looser one is ignored."""
        out = self
        if max_rows is not None:
            out = replace(out, max_rows=min(out.max_rows, max_rows))
        if seconds is not None:
            out = replace(out, seconds=min(out.seconds, seconds))
        return out


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a result; `type` is the warehouse's type text (`VARCHAR`, `DECIMAL(18,2)`, `DATE`, …).

    `label` is what people call it in the asker's language; empty where only the name is known. `codes` maps stored
    codes to their meaning in that language ("04" → "혼합형") where the column is a coded one; cells keep the code.
    `unit` is the catalog's word for what is counted (KRW, percent, persons, count, …); empty where it has none.
    """

    name: str
    type: str
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ResultSet:
    """Columns and rows, in the order the warehouse gave them.

    Cells are JSON-ready: None, bool, int, float, str, list, dict. Dates and timestamps are ISO 8601 text,
    decimals text with their full scale, binary base64, integers beyond 2**53 text. `row_count` is len(rows);
    `truncated` says that the statement would have given more. `elapsed_ms` is the warehouse's own time.
    """

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False
    elapsed_ms: float = 0.0

    @property
    def row_count(self) -> int:
        return len(self.rows)

    def column_index(self, name: str) -> int | None:
        """Position of the first column of that name (case ignored), or None."""
        wanted = name.lower()
        return next((i for i, c in enumerate(self.columns) if c.name.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """How the asker's role sees less of a table than there is. `rows` is the policy's condition with the asker's own
    values, empty for every row; `masked` are columns the statement speaks of that are masked; `least_group` above 0
    means that groups of fewer are not shown.
    """

    table: str
    rows: str = ""
    masked: tuple[str, ...] = ()
    least_group: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As JSON: table, rows, masked, least_group."""
        return {
            "table": self.table,
            "rows": self.rows,
            "masked": list(self.masked),
            "least_group": self.least_group,
        }


@dataclass(frozen=True, slots=True)
class ColumnFinding:
    """Personal data or secrets that a column of a result holds. `column` is its position, from 0.

    `kind` is what it is (resident_no, card, phone, …), `share` the part (0..1) of the cells with a value that have it,
    `rows` the positions of the first few of them; there is no value in it.
    """

    column: int
    name: str
    kind: str
    confidence: Literal["high", "medium", "low"]
    share: float
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """What the guarded warehouse did with a statement: as written, as executed, the base tables, the rows, the audit
    id, and of which tables the asker sees less than there is.

    `personal` is what the rows hold of people and secrets; where `masked`, what they held before the role's policy
    had it masked.
    """

    sql: str
    executed_sql: str
    tables: tuple[str, ...]
    result: ResultSet
    role: str
    audit_id: str
    narrowed: tuple[Narrowed, ...] = ()
    personal: tuple[ColumnFinding, ...] = ()
    masked: bool = False
