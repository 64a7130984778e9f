"""Whether a table answers a request: the figures of the gold are in it. The rule is in requests.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

NEAR = 0.001


def requests() -> list[dict[str, Any]]:
    """The fifteen requests, in order."""
    text = (Path(__file__).parent / "requests.yaml").read_text(encoding="utf-8")
    loaded: list[dict[str, Any]] = yaml.safe_load(text)
    return loaded


def gold(request: dict[str, Any], warehouse: Path) -> list[tuple[Any, ...]]:
    """The rows with the right figures, out of the warehouse's file itself."""
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(request["gold"]).fetchall()


def right(request: dict[str, Any], rows: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> bool:
    """Whether these rows hold the expected cells."""
    near = float(request.get("near", NEAR))
    if request.get("anywhere"):
        cells = [c for row in rows for c in row]
        return all(_held(wanted, cells, near) for row in expected for wanted in row)
    return len(rows) == len(expected) and all(
        any(all(_held(wanted, row, near) for wanted in gold_row) for row in rows) for gold_row in expected
    )


def _held(wanted: Any, cells: Sequence[Any], near: float) -> bool:
    number = _number(wanted)
    if number is None:
        return any(str(c) == str(wanted) for c in cells)
    found = [n for c in cells if (n := _number(c)) is not None]
    return any(abs(n - number) <= max(near * abs(number), 1e-9) for n in found)


def _number(cell: Any) -> float | None:
    try:
        return float(Decimal(str(cell)))
    except (InvalidOperation, ValueError):
        return None
