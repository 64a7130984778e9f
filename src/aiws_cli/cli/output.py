"""Writing results: text or one JSON object on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ..core.untrusted import clean, json_text
from ..ui.cells import pad, printable, width


def put(text: str = "") -> None:
    """One line of result on stdout."""
    sys.stdout.write(clean(text) + "\n")


def note(text: str) -> None:
    """One line for the person on stderr."""
    sys.stderr.write(clean(text) + "\n")
    sys.stderr.flush()


def put_json(value: Mapping[str, Any], *, indent: int | None = 2) -> None:
    """One JSON object on stdout: UTF-8, not escaped, keys in the given order."""
    sys.stdout.write(json_text(value, indent=indent) + "\n")


def put_columns(rows: Sequence[Sequence[str]], *, gap: int = 2) -> None:
    """Rows of text in aligned columns; the last column is not padded."""
    clean = [[printable(cell) for cell in row] for row in rows]
    if not clean:
        return
    wide = [max(width(row[i]) for row in clean if i < len(row)) for i in range(max(map(len, clean)))]
    for row in clean:
        cells = [pad(cell, wide[i]) for i, cell in enumerate(row[:-1])]
        put((" " * gap).join([*cells, row[-1]]).rstrip())
