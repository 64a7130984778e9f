"""Which column of a table says when: the one a period is filtered by."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.tables import Column, Metric, Table

# Names of the day or month a row stands for, as against days something began or ended.
_STANDS_FOR = ("base_month", "base_date", "year_month")
_BEGINS_OR_ENDS = (
    "open",
    "close",
    "start",
    "end",
    "launch",
    "join",
    "birth",
    "maturity",
    "expire",
    "due",
    "issue",
    "update",
)


def time_column(table: Table, metrics: Iterable[Metric] = ()) -> str:
    """Name of the column a period of this table is filtered by, or "" where none is clear.

    A metric's declared time column wins; then base_month and the like; then a date in the key; then the only one that
    does not say when something began or ended.
    """
    for metric in metrics:
        owner, _, name = metric.time_column.rpartition(".")
        if (
            name
            and owner.lower() in (table.name.lower(), table.name.rpartition(".")[2].lower())
            and table.column(name)
        ):
            return name
    dates = [c for c in table.columns if _is_date(c)]
    for wanted in _STANDS_FOR:
        found = next((c.name for c in dates if c.name.lower() == wanted), "")
        if found:
            return found
    keys = [c for c in dates if c.primary_key]
    if len(keys) == 1:
        return keys[0].name
    happening = [c for c in dates if not any(word in c.name.lower() for word in _BEGINS_OR_ENDS)]
    if len(happening) == 1:
        return happening[0].name
    return ""


def _is_date(column: Column) -> bool:
    return column.logical_type in ("date", "timestamp") or column.type.upper().startswith(
        ("DATE", "TIMESTAMP")
    )
