"""Whether an answer is right: rows against rows, status against what was expected, and one word for why not."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from .suite import Expect

Cause = Literal[
    "",
    "database",
    "no_answer",
    "refused",
    "asked_back",
    "answered",
    "tables_missing",
    "no_rows",
    "columns",
    "row_count",
    "values",
    "order",
]
CAUSES: dict[Cause, str] = {
    "database": "the suite's database is missing or cannot be read",
    "no_answer": "no SQL that runs, a limit, or a fault",
    "refused": "called unanswerable or denied, though it can be answered",
    "asked_back": "asked back, though the question is clear",
    "answered": "answered, where it should have been refused or asked back",
    "tables_missing": "a table the gold reads was not among those shown to the model",
    "no_rows": "no rows, where the gold has some",
    "columns": "another number of columns",
    "row_count": "another number of rows",
    "values": "other values in rows of the same shape",
    "order": "the right rows in another order",
}
"""Why a question was missed, told by what can be seen of the result; the first that fits, in this order."""

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_STATUS: dict[Expect, str] = {
    "answer": "ok",
    "clarify": "clarify",
    "deny": "denied",
    "unanswerable": "unanswerable",
}


def status_for(expect: Expect) -> str:
    """The status of an answer that does what is expected."""
    return _STATUS[expect]


def cell(value: Any) -> str | None:
    """A cell as it is compared: a number (also one written as text, and a truth value) to 4 decimals, text as text.

    None stays None. Lists and structs compare by their JSON-like text.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        value = int(value)
    text = str(value).strip() if isinstance(value, (int, float)) else str(value)
    if _NUMBER.fullmatch(text.strip()):
        number = float(text)
        if math.isfinite(number):
            # Adding zero makes -0.0 and what rounds to it equal to 0.0.
            return f"{round(number, 4) + 0.0:.4f}"
    # One moment, however it is written.
    stamp = _TIMESTAMP.fullmatch(text)
    return f"{stamp[1]} {stamp[2]}" if stamp else text


def same_rows(
    found: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]], *, ordered: bool = False
) -> bool:
    """Whether two results are equal: the multiset of rows (the list, where `ordered`), under one permutation of the
    columns for all rows. A further column makes it wrong.
    """
    if len(found) != len(right):
        return False
    if not found:
        return True
    if len(found[0]) != len(right[0]):
        return False
    mine = [tuple(cell(c) for c in row) for row in found]
    gold = [tuple(cell(c) for c in row) for row in right]
    wanted = gold if ordered else Counter(gold)
    for order in _permutations(mine, gold):
        turned = [tuple(row[i] for i in order) for row in mine]
        if (turned if ordered else Counter(turned)) == wanted:
            return True
    return False


def _permutations(mine: list[tuple[Any, ...]], gold: list[tuple[Any, ...]]) -> Iterator[tuple[int, ...]]:
    """Orders of my columns in which each holds the same values as the gold's column in its place."""
    columns = [Counter(column) for column in zip(*mine, strict=True)]
    targets = [Counter(column) for column in zip(*gold, strict=True)]
    fitting = [[i for i, c in enumerate(columns) if c == target] for target in targets]

    def extend(taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(taken) == len(fitting):
            yield taken
            return
        for i in fitting[len(taken)]:
            if i not in taken:
                yield from extend((*taken, i))

    yield from extend(())


def cause_of_rows(
    found: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]], *, missing_tables: bool
) -> Cause:
    """Why rows that are not equal are not."""
    if missing_tables:
        return "tables_missing"
    if not found and right:
        return "no_rows"
    if found and right and len(found[0]) != len(right[0]):
        return "columns"
    if len(found) != len(right):
        return "row_count"
    return "order" if same_rows(found, right) else "values"


def cause_of_status(expect: Expect, status: str) -> Cause:
    """Why a status is not what was expected."""
    if expect != "answer":
        return "answered" if status == "ok" else "asked_back" if status == "clarify" else "refused"
    if status == "clarify":
        return "asked_back"
    return "refused" if status in ("unanswerable", "denied") else "no_answer"
