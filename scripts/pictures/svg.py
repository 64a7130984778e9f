"""A terminal's cells as an SVG picture.

Each run of cells of one style and one width is a text element with its own place and length, so that letters stand in
their cells whatever font the reader has: Hangul is exactly two cells wide. The picture brings a background and colours
for light and dark readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from aiws_cli.ui.cells import width

CELL, LINE, SIZE, MARGIN = 8.4, 19, 14, 14
"""Pixels: a cell's width, a line's height, the letters' size, the space around."""

FONTS = "ui-monospace,'D2Coding','NanumGothicCoding','Noto Sans Mono CJK KR',Menlo,Consolas,monospace"
COLOURS = {
    # name of the terminal: (light, dark)
    "default": ("#1f2328", "#e6edf3"),
    "black": ("#1f2328", "#8b949e"),
    "red": ("#b3261e", "#ff7b72"),
    "green": ("#116329", "#56d364"),
    "brown": ("#7d4e00", "#e3b341"),
    "blue": ("#0550ae", "#79c0ff"),
    "magenta": ("#8250df", "#d2a8ff"),
    "cyan": ("#1b6e78", "#76e3ea"),
    "white": ("#57606a", "#b1bac4"),
    "dim": ("#6e7781", "#8b949e"),
}
GROUND = ("#fafbfc", "#0d1117")
"""Behind the letters, for light and for dark readers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One letter: `width` is the cells it takes (1 or 2), `colour` a name of COLOURS."""

    text: str
    width: int = 1
    colour: str = "default"
    bold: bool = False
    italic: bool = False
    reverse: bool = False

    @property
    def style(self) -> tuple[str, bool, bool, bool]:
        return self.colour, self.bold, self.italic, self.reverse


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style and one width that stand side by side from cell `left` on."""

    left: int
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.cells)

    @property
    def width(self) -> int:
        return sum(c.width for c in self.cells)


def cell_of(letter: Any) -> Cell:
    """pyte's cell as ours. Bright colours are their plain ones, greys of a 256-colour terminal are dim."""
    name = letter.fg.removeprefix("bright")
    grey = re.fullmatch("([0-9a-f]{2})\\1\\1", name)
    if grey or letter.fg == "brightblack":
        name = "dim"
    colour = name if name in COLOURS else "default"
    return Cell(letter.data, width(letter.data), colour, letter.bold, letter.italics, letter.reverse)


def runs(line: Sequence[Cell]) -> Iterable[Run]:
    """The runs of a line. A blank stands in one only between two letters of its run, or where it is shown reversed."""
    started, place = 0, 0
    held: list[Cell] = []
    for cell, after in pairwise((*line, Cell(" "))):
        inner = held and _alike(held[-1], cell) and _alike(cell, after) and after.text != " "
        outer = cell.text == " " and not cell.reverse and not inner
        if held and (outer or not _alike(cell, held[-1])):
            yield Run(started, tuple(held))
            held = []
        if not outer:
            started = started if held else place
            held.append(cell)
        place += cell.width
    if held:
        yield Run(started, tuple(held))


def _alike(one: Cell, other: Cell) -> bool:
    return one.style == other.style and one.width == other.width


def picture(lines: Sequence[Sequence[Cell]], columns: int, title: str) -> str:
    """The SVG of these lines in a terminal that many cells wide."""
    wide, high = columns * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
        f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}">',
        f"<style>{_style()}</style>",
        f'<rect class="ground" width="{wide:g}" height="{high:g}" rx="6"/>',
    ]
    for number, line in enumerate(lines):
        for run in runs(line):
            out.append(_drawn(run, MARGIN + number * LINE))
    return "\n".join((*out, "</svg>", ""))


def _drawn(run: Run, top: float) -> str:
    colour, bold, italic, reverse = run.cells[0].style
    left, wide = MARGIN + run.left * CELL, run.width * CELL
    names = [colour] * (colour != "default") + ["b"] * bold + ["i"] * italic + ["r"] * reverse
    named = f' class="{" ".join(names)}"' if names else ""
    behind = f'<rect{named} x="{left:g}" y="{top:g}" width="{wide:g}" height="{LINE}"/>' if reverse else ""
    if not run.text.strip():
        return behind
    # Wide letters are as wide as two cells in few fonts: they are stretched, where only the gaps grow they stand apart.
    stretched = ' lengthAdjust="spacingAndGlyphs"' if run.cells[0].width == 2 else ""
    place = f'x="{left:g}" y="{top + SIZE:g}" textLength="{wide:g}"{stretched}'
    return f"{behind}<text{named} {place}>{escape(run.text)}</text>"


def _style() -> str:
    said = [f"text{{font:{SIZE}px {FONTS};white-space:pre}}.b{{font-weight:bold}}.i{{font-style:italic}}"]
    for dark in (0, 1):
        rules = [
            f".ground{{fill:{GROUND[dark]}}}text{{fill:{COLOURS['default'][dark]}}}rect.r{{fill:{COLOURS['default'][dark]}}}"
        ]
        rules += [f"text.{n},rect.{n}{{fill:{c[dark]}}}" for n, c in COLOURS.items() if n != "default"]
        rules.append(f"text.r{{fill:{GROUND[dark]}}}")
        said.append("@media(prefers-color-scheme:dark){" * dark + "".join(rules) + "}" * dark)
    return "".join(said)
