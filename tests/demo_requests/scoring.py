"""Whether a result answers a request: its rows equal a gold's on the columns that matter. The rule is in requests.yaml."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def requests() -> list[dict[str, Any]]:
    """The lines of requests.yaml, each with `id` and `turns`."""
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / "requests.yaml").read_text(encoding="utf-8"))
    return loaded


def expected(request_id: str, turn: int) -> list[dict[str, Any]]:
    """The committed golds of a turn: `columns` (names) and `rows`, in the order of requests.yaml."""
    text = (FOLDER / "expected" / f"{request_id}.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)[turn]
    return found


def matches(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], turn: dict[str, Any], golds: list[dict[str, Any]]
) -> bool:
    """Whether these rows equal one of the golds. Cells that read as numbers compare to 4 decimals, text as text."""
    return any(
        _matches(rows, len(columns), gold["columns"], gold["rows"], wanted["columns"])
        for wanted, gold in zip(turn["golds"], golds, strict=True)
    )


def _matches(
    rows: Sequence[Sequence[Any]],
    width: int,
    names: list[str],
    gold: list[list[Any]],
    groups: list[list[str]],
) -> bool:
    if len(rows) != len(gold):
        return False
    # For each group the result's columns that hold exactly what one of its gold columns holds.
    fitting: list[list[tuple[int, int]]] = []
    for group in groups:
        pairs = [
            (mine, theirs)
            for theirs in (names.index(n) for n in group)
            for mine in range(width)
            if Counter(_cell(r[mine]) for r in rows) == Counter(_cell(r[theirs]) for r in gold)
        ]
        if not pairs:
            return False
        fitting.append(pairs)
    return any(
        Counter(tuple(_cell(r[m]) for m, _ in chosen) for r in rows)
        == Counter(tuple(_cell(r[t]) for _, t in chosen) for r in gold)
        for chosen in _choices(fitting)
    )


def _choices(fitting: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    out: list[list[tuple[int, int]]] = [[]]
    for pairs in fitting:
        out = [[*before, pair] for before in out for pair in pairs if pair[0] not in {m for m, _ in before}]
    return out


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    try:
        return round(Decimal(str(value)), 4)
    except InvalidOperation:
        return str(value)
