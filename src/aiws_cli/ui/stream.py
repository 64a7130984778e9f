"""Prose drawn while it is written. What is done is never drawn again; of what is not, only the lines that differ."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

from .cells import width
from .markdown import MIN_CELLS, Look, fence, is_row, line_of, table_of

_TOGETHER, _SHOWN = "\x1b[?2026h", "\x1b[?2026l"
"""Terminals that know it show what stands between at once; the others pass over it."""


class ProseStream:
    """Draws Markdown on a terminal piece by piece. The cursor stays behind the last character until `end`.

    Where the terminal can't move its cursor (`live` False) a line is drawn when it is whole.
    """

    def __init__(self, out: TextIO, *, colour: bool, live: bool) -> None:
        self._out, self._colour, self._live = out, colour, live
        self._size = (0, 0)
        self._forget()

    def _forget(self) -> None:
        self._line = ""
        self._fence = ""
        self._rows: list[str] = []
        self._wide: list[int] = []
        self._drawn: list[str] = []

    def feed(self, text: str) -> None:
        """Take the next piece, which must be `printable`, and draw what it changes."""
        self._resized()
        whole, found, rest = text.rpartition("\n")
        if found:
            done = (self._line + whole).split("\n")
            self._line = ""
            out = [self._whole_line(line) for line in done]
            self._write("".join(out))
        self._line += rest if found else text
        if self._live:
            self._write(self._redrawn(self._open_lines()))

    def end(self) -> None:
        """What is there so far is all; the cursor goes to the next line where something stands on this one."""
        self._resized()
        out = ""
        if self._line and not self._fence and is_row(self._line):
            self._rows.append(self._line)
        elif self._line:
            out = self._close_table()
            out += self._redrawn(self._open_lines())
            self._drawn = self._drawn or [""]
        out += self._close_table() if self._rows else ("\n" if self._drawn else "")
        self._write(out)
        self._forget()

    def _whole_line(self, line: str) -> str:
        """What is written for a line that is whole now."""
        if not self._fence and is_row(line):
            self._rows.append(line)
            return self._redrawn(self._table_lines()) if self._live else ""
        out = self._close_table()
        was = self._fence
        self._fence = fence(line, was)
        lines = line_of(line, self._look(), in_code=bool(was) and bool(self._fence))
        out += self._redrawn(lines) + "\n"
        self._drawn = []
        return out

    def _close_table(self) -> str:
        if not self._rows:
            return ""
        out = self._redrawn(self._table_lines()) + "\n"
        self._rows, self._wide, self._drawn = [], [], []
        return out

    def _open_lines(self) -> list[str]:
        """The lines of what is not whole yet: a table so far, or the line that is being written."""
        if self._rows:
            # A row that is not whole, or text behind the table, is drawn when its line is.
            return self._table_lines()
        if not self._line or (not self._fence and is_row(self._line)):
            return []
        return line_of(self._line, self._look(), in_code=bool(self._fence))

    def _table_lines(self) -> list[str]:
        lines, wide = table_of(self._rows, self._look(), self._wide)
        if len(lines) >= self._size[1] - 2:
            # What has left the screen can't be drawn again, so no column changes from here on.
            self._wide = self._wide or _with_room(wide, self._look().cells)
        return lines

    def _look(self) -> Look:
        return Look(max(MIN_CELLS, self._size[0] - 1), self._colour)

    def _redrawn(self, lines: list[str]) -> str:
        """What makes of the drawn lines these; drawn lines that have left the screen stay as they are."""
        old, self._drawn = self._drawn, lines
        if lines == old:
            return ""
        same = 0
        while same < min(len(old), len(lines)) and old[same] == lines[same]:
            same += 1
        if not old:
            return "\n".join(lines)
        if same == len(old):
            return "\n" + "\n".join(lines[same:])
        if same == len(old) - 1 and len(lines) > same and lines[same].startswith(old[same]):
            return "\n".join((lines[same][len(old[same]) :], *lines[same + 1 :]))
        first = max(min(same, len(lines) - 1), len(old) - self._size[1] + 1, 0)
        up = len(old) - 1 - first
        kept = _same_start(old[first], lines[first]) if first < len(lines) else ""
        steps = (f"\x1b[{up}A" if up else "") + "\r" + (f"\x1b[{width(kept)}C" if kept else "")
        fresh = "\n".join(f"{line}\x1b[K" for line in lines[first:])[len(kept) :]
        rest = "\x1b[J" if len(old) > len(lines) else ""
        drawn = f"{steps}{fresh}{rest}"
        return f"{_TOGETHER}{drawn}{_SHOWN}" if up else drawn

    def _resized(self) -> None:
        size = shutil.get_terminal_size((80, 24))
        now = (size.columns, size.lines)
        if self._size != now and self._drawn:
            # Where the terminal has put the old lines nobody knows: what is open is drawn anew below them.
            self._write("\n")
            self._drawn, self._wide = [], []
        self._size = now

    def _write(self, text: str) -> None:
        if text:
            self._out.write(text)
            self._out.flush()


def _same_start(old: str, new: str) -> str:
    """What both lines begin with, up to the first style: over that the cursor can step."""
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other or one == "\x1b":
            break
        same += 1
    return new[:same]


def _with_room(wide: list[int], cells: int) -> list[int]:
    """Columns somewhat wider than what they hold so far, where there is room: longer cells may follow."""
    spare = cells - sum(wide) - 2 * (len(wide) - 1)
    return [w + max(0, min(6, spare // max(len(wide), 1))) for w in wide]


def can_redraw() -> bool:
    """Whether the terminal moves its cursor back."""
    return os.environ.get("TERM", "dumb") not in ("dumb", "unknown", "")
