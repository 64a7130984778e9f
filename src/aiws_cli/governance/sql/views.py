"""The policy subquery: the text that stands in a statement where a base table was written.

Where rows are filtered, each column is `CASE WHEN row passes THEN column END` over a row that carries whether it
passes. An engine may evaluate the asker's conditions before the policy's (it pushes both down and reorders them), and
then an expression that fails on one value would tell of rows outside of the filter. Behind the CASE there is nothing
in those rows to fail on.
"""

from __future__ import annotations

from functools import lru_cache

from ...core.identifiers import stored
from ..rights.access import TableView
from .parser import dialect_of

RESERVED = "__aiws_"
"""How the names begin that the guard puts into statements. Written SQL may not use one."""
_SEEN, _ROWS = "__aiws_seen", "__aiws_rows"


def unit_names(view: TableView, number: int) -> tuple[str, ...]:
    """Names of the columns that tell the units of a table with a least group size apart, for its `number`-th place in
    a statement; empty for other tables."""
    if view.least_group is None:
        return ()
    return tuple(f"{RESERVED}unit_{number}_{i}" for i in range(max(1, len(view.least_group.unit))))


@lru_cache(maxsize=4096)
def view_sql(view: TableView, dialect: str, number: int = 0) -> str:
    """The subquery's text. Names are quoted here; expressions and filter come from the policy as they are."""
    plain = view.filter_sql is None and view.least_group is None and all(e is None for _, e in view.columns)
    base = ".".join(quoted(part, dialect) for part in view.name.split(".", 1))
    if plain:
        return f"SELECT {', '.join(quoted(name, dialect) for name, _ in view.columns)} FROM {base}"
    # Policies speak of the base table by its own name.
    own = quoted(view.name.partition(".")[2], dialect)
    shown = [
        (name, f"{own}.{quoted(name, dialect)}" if expression is None else expression)
        for name, expression in view.columns
    ]
    if view.least_group is not None:
        units = [f"{own}.{quoted(c, dialect)}" for c in view.least_group.unit] or [_ROW_NUMBER[dialect]]
        shown += zip(unit_names(view, number), units, strict=True)
    named = ", ".join(f"{sql} AS {quoted(name, dialect)}" for name, sql in shown)
    if view.filter_sql is None:
        return f"SELECT {named} FROM {base}"
    seen = quoted(_SEEN, dialect)
    inner = f"{named}, ({view.filter_sql}) AS {seen}"
    outer = ", ".join(
        f"CASE WHEN {seen} THEN {quoted(name, dialect)} END AS {quoted(name, dialect)}" for name, _ in shown
    )
    rows = f"(SELECT {inner} FROM {base}) AS {quoted(_ROWS, dialect)}"
    return f"SELECT {outer} FROM {rows} WHERE {seen}"


_ROW_NUMBER = {"duckdb": "ROW_NUMBER() OVER ()", "snowflake": "ROW_NUMBER() OVER (ORDER BY NULL)"}


def quoted(name: str, dialect: str) -> str:
    """The name as the engine stores it (the guard's own as they are) between the dialect's marks, whatever is in it."""
    start, end = _marks(dialect)
    spelled = name if name.startswith(RESERVED) else stored(name, dialect)
    return f"{start}{spelled.replace(end, end * 2)}{end}"


def _marks(dialect: str) -> tuple[str, str]:
    engine = dialect_of(dialect)
    return engine.IDENTIFIER_START, engine.IDENTIFIER_END
