"""Result rows as aligned lines of text, for people: wide characters minded, numbers right, thousands separated."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.results import ResultColumn
from .cells import cut, pad, printable, width, wrap

GAP = 2
MIN_TEXT_CELLS = 8
CELL_LINES = 3
"""Lines that one cell may be folded into before it is cut."""

_NUMBER = re.compile(
    r"^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INT\d*|DECIMAL|NUMERIC|NUMBER|DOUBLE|FLOAT\d*|REAL|FIXED)\b",
    re.IGNORECASE,
)
# Numbers that name something are not quantities: 2026 is no 2,026, an account no amount.
_NAME_LIKE = re.compile(
    r"(?:^|_)(?:id|no|cd|code|key|year|yyyy|yyyymm|yyyymmdd|ym|ymd|month|zip|seq)$|(?:연도|년도|번호|코드|년|년월|식별자)$"
    r"|^(?:year|month|quarter)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table ready to print. `head` and `body` are whole lines; `vertical` says that each row became a block."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    rows_shown: int
    vertical: bool = False


def is_number(column: ResultColumn) -> bool:
    """Whether the column holds quantities by its type."""
    return _NUMBER.match(column.type) is not None


def cell_text(value: Any, column: ResultColumn | None = None) -> str:
    """A cell for people: NULL, true/false, what a code means, thousands separators, lists and objects as JSON."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    separated = column is not None and _NAME_LIKE.search(column.name) is None
    if isinstance(value, int):
        return f"{value:,}" if separated else str(value)
    if isinstance(value, float):
        return _float_text(value, separated)
    if isinstance(value, (list, dict)):
        return printable(json.dumps(value, ensure_ascii=False))
    text = str(value)
    if column is not None and text in column.codes:
        return printable(column.codes[text])
    if column is not None and is_number(column) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        whole, dot, rest = digits.partition(".")
        return f"{sign}{int(whole):,}{dot}{rest}" if separated else text
    return printable(text)


def _float_text(value: float, separated: bool) -> str:
    if not math.isfinite(value):
        return str(value)
    if value != 0 and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.6g}"
    text = f"{value:,.4f}" if separated else f"{value:.4f}"
    return text.rstrip("0").rstrip(".")


def lay_out(
    columns: Sequence[ResultColumn],
    rows: Sequence[Sequence[Any]],
    *,
    cells: int | None,
    max_lines: int | None = None,
) -> Layout:
    """Lay the rows out in `cells` per line (None: as wide as it gets) and at most `max_lines` lines of body.

    Text columns are folded first; when even narrow columns do not fit beside each other, each row becomes a block
    of `name  value` lines. At least one row is always shown.
    """
    names = [printable(c.label or c.name) for c in columns]
    numeric = [is_number(c) for c in columns]
    sample = rows if max_lines is None else rows[:max_lines]
    texts = [[cell_text(v, c) for v, c in zip(row, columns, strict=True)] for row in sample]
    wide = [max([width(names[i]), *(width(row[i]) for row in texts)]) for i in range(len(columns))]
    if cells is not None:
        fitted = _fit(wide, names, numeric, cells)
        if fitted is None:
            return _blocks(names, texts, cells, max_lines)
        wide = fitted
    body: list[str] = []
    shown = 0
    for row in texts:
        lines = _row_lines(row, wide, numeric)
        if max_lines is not None and body and len(body) + len(lines) > max_lines:
            break
        body += lines
        shown += 1
    header = _row_lines(names, wide, numeric)
    rule = (" " * GAP).join("─" * w for w in wide)
    return Layout((*header, rule), tuple(body), shown)


def _fit(wide: list[int], names: list[str], numeric: list[bool], cells: int) -> list[int] | None:
    """Widths that fit into `cells`, taken from the widest text columns; None where that cannot be."""
    out = list(wide)
    room = cells - GAP * (len(out) - 1)
    floor = [w if n else min(w, MIN_TEXT_CELLS) for w, n in zip(wide, numeric, strict=True)]
    # A number's column may be narrower than its name, never than its digits: the name folds.
    for i, n in enumerate(numeric):
        if n and width(names[i]) == wide[i]:
            floor[i] = min(wide[i], MIN_TEXT_CELLS)
    if sum(floor) > room:
        return None
    while sum(out) > room:
        widest = max((i for i in range(len(out)) if out[i] > floor[i]), key=lambda i: out[i])
        out[widest] -= 1
    return out


def _row_lines(row: Sequence[str], wide: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    parts: list[list[str]] = []
    for text, w, number in zip(row, wide, numeric, strict=True):
        lines = [text] if number and width(text) <= w else (wrap(text, w) or [""])
        if len(lines) > CELL_LINES:
            lines = [*lines[: CELL_LINES - 1], cut(" ".join(lines[CELL_LINES - 1 :]), w)]
        parts.append(lines)
    out = []
    for i in range(max(len(p) for p in parts)):
        cells = [
            pad(p[i] if i < len(p) else "", w, right=n) for p, w, n in zip(parts, wide, numeric, strict=True)
        ]
        out.append((" " * GAP).join(cells).rstrip())
    return out


def _blocks(
    names: Sequence[str], texts: Sequence[Sequence[str]], cells: int, max_lines: int | None
) -> Layout:
    left = min(max(width(n) for n in names), max(MIN_TEXT_CELLS, cells // 2))
    room = max(MIN_TEXT_CELLS, cells - left - GAP)
    body: list[str] = []
    shown = 0
    for number, row in enumerate(texts, 1):
        label = f"── {number} "
        block = [label + "─" * max(0, min(cells, 40) - len(label))]
        for name, text in zip(names, row, strict=True):
            lines = wrap(text, room) or [""]
            if len(lines) > CELL_LINES:
                lines = [*lines[: CELL_LINES - 1], cut(" ".join(lines[CELL_LINES - 1 :]), room)]
            block.append(f"{pad(cut(name, left), left)}{' ' * GAP}{lines[0]}".rstrip())
            block += [" " * (left + GAP) + line for line in lines[1:]]
        if max_lines is not None and body and len(body) + len(block) > max_lines:
            break
        body += block
        shown += 1
    return Layout((), tuple(body), shown, vertical=True)
