"""More lines than a screen holds, page by page: in `less` where it is, else in a plain one of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any, TextIO

from ..core.language import say
from ..core.results import ResultColumn
from .cells import pad, printable, width
from .stream import can_redraw
from .tables import GAP, cell_text, is_number

_SAMPLE = 1_000
"""Rows that say how wide the columns are; a result of any size opens as fast as these are laid out."""
_WIDEST = 60


def page(lines: Iterable[str], typed: TextIO, out: TextIO) -> None:
    """Show the lines, which must be `printable`, from the first on; more are taken as they are asked for."""
    less = shutil.which("less") if can_redraw() else None
    if less is None:
        _plainly(iter(lines), typed, out)
        return
    # No shell, no editor, no other files from inside of it, and no program of the environment's before it.
    env = {k: v for k, v in os.environ.items() if not k.startswith("LESS")}
    env |= {"LESSSECURE": "1", "LESSCHARSET": "utf-8", "LESSHISTFILE": "-"}
    out.flush()
    viewer = subprocess.Popen([less, "-R", "-S", "-F", "-X", "--"], stdin=subprocess.PIPE, env=env)
    assert viewer.stdin is not None
    try:
        for line in lines:
            viewer.stdin.write(f"{line}\n".encode())
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        with suppress(BrokenPipeError):
            viewer.stdin.close()
        while True:
            # Ctrl-C is less's own affair.
            with suppress(KeyboardInterrupt):
                viewer.wait()
                break


def _plainly(lines: Iterator[str], typed: TextIO, out: TextIO) -> None:
    """A screenful, then Enter for the next one; anything else ends it."""
    rows = max(shutil.get_terminal_size((80, 24)).lines - 2, 5)
    while shown := list(islice(lines, rows)):
        out.write("".join(f"{line}\n" for line in shown))
        following = next(lines, None)
        if following is None:
            return
        lines = chain((following,), lines)
        out.write(say("ui.page.more"))
        out.flush()
        if typed.readline().strip():
            return


def table_lines(columns: Sequence[ResultColumn], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """A result as lines, each row in one; they are made as they are asked for.

    Columns are as wide as their first thousand rows; what is wider later stands out and is not cut.
    """
    names = [printable(c.label or c.name) for c in columns]
    right = [is_number(c) for c in columns]
    head = [[cell_text(v, c) for v, c in zip(row, columns, strict=True)] for row in rows[:_SAMPLE]]
    wide = [
        min(max([width(names[i]), *(width(row[i]) for row in head)]), _WIDEST) for i in range(len(columns))
    ]

    def line(cells: Sequence[str]) -> str:
        parts = (pad(c, w, right=r) for c, w, r in zip(cells, wide, right, strict=True))
        return (" " * GAP).join(parts).rstrip()

    yield line(names)
    yield (" " * GAP).join("─" * w for w in wide)
    yield from map(line, head)
    for row in rows[_SAMPLE:]:
        yield line([cell_text(v, c) for v, c in zip(row, columns, strict=True)])
