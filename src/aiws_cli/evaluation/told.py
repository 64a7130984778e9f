"""The figures of a run in plain lines for a terminal, and as Markdown tables for documents."""

from __future__ import annotations

import re

from ..core.language import Language, say
from ..ui.cells import pad, printable, width
from .compare import Comparison
from .figures import Cell, Table, headline, rate_text, tables
from .rates import Rate
from .summary import Summary


def told(summary: Summary, comparison: Comparison | None = None, *, language: Language | None = None) -> str:
    """Lines aligned by display width, without colour, ending without a line break; texts in that language."""
    figures = headline(summary, language)
    lines = []
    wide = max((width(f.label) for f in figures), default=0)
    for figure in figures:
        value = rate_text(figure.rate) if figure.rate is not None else f"{figure.value} · {figure.note}"
        lines.append(f"{pad(figure.label, wide)}  {value}")
    if summary.overall.gold_errors:
        lines.append(say("scores.gold_errors", language, n=summary.overall.gold_errors))
    for table in tables(summary, comparison, language):
        lines += ["", table.title, *_lines(table)]
        if table.note:
            lines.append(f"  {table.note}")
    return "\n".join(lines)


def markdown(
    summary: Summary, comparison: Comparison | None = None, *, language: Language | None = None
) -> str:
    """Tables as GitHub's Markdown has them, each under its title in bold; ends with a line break."""
    out = [f"- {f.label}: {rate_text(f.rate) if f.rate else f'{f.value} ({f.note})'}" for f in
           headline(summary, language)]  # fmt: skip
    if summary.overall.gold_errors:
        out.append(f"- {say('scores.gold_errors', language, n=summary.overall.gold_errors)}")
    for table in tables(summary, comparison, language):
        out += ["", f"**{table.title}**", "", _row(table.head)]
        right = _to_the_right(table)
        out.append("|" + "|".join("---:" if r else "---" for r in right) + "|")
        out += [_row([_text(c) for c in row]) for row in table.rows]
        if table.note:
            out += ["", _safe(table.note)]
    return "\n".join(out) + "\n"


def _text(cell: Cell) -> str:
    return rate_text(cell) if isinstance(cell, Rate) else printable(str(cell))


def _to_the_right(table: Table) -> tuple[bool, ...]:
    """Which columns hold figures: all but the first."""
    return tuple(i > 0 for i in range(len(table.head)))


def _lines(table: Table) -> list[str]:
    grid = [tuple(_text(c) for c in table.head), *(tuple(_text(c) for c in row) for row in table.rows)]
    widths = [max(width(row[i]) for row in grid) for i in range(len(table.head))]
    right = _to_the_right(table)
    return [
        "  " + "  ".join(pad(c, w, right=r) for c, w, r in zip(row, widths, right, strict=True)).rstrip()
        for row in grid
    ]


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(_safe(c) for c in cells) + " |"


def _safe(text: str) -> str:
    """Text that stays in its cell and brings no markup along."""
    return re.sub(r"[\\|`\[*_]", r"\\\g<0>", printable(text).replace("&", "&amp;").replace("<", "&lt;"))
