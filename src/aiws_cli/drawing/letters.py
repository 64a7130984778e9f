"""Charts out of letters, for a terminal: every letter is one cell wide. Pure; labels are the caller's to put beside."""

from __future__ import annotations

from collections.abc import Sequence

_ACROSS = " ▏▎▍▌▋▊▉█"
_UP = " ▁▂▃▄▅▆▇█"
_POINT = "●"


def bar(value: float | None, low: float, high: float, cells: int) -> str:
    """A bar from zero to the value on a scale from `low` (at most 0) to `high` (at least 0), `cells` long at most.

    Positive ones end at an eighth of a cell; a value that is not there has no bar, one that is not zero is seen.
    """
    if value is None or high <= low or cells < 1:
        return ""
    zero = round(-low / (high - low) * cells)
    if low < 0 < high:
        # Both sides have room, however little there is on one of them.
        zero = min(max(zero, 1), cells - 1)
    if value < 0:
        long = min(max(1, round(-value / (high - low) * cells)), zero or 1)
        return " " * (zero - long) + "█" * long
    eighths = round(value / (high - low) * cells * 8)
    if value > 0:
        eighths = max(1, min(eighths, (cells - zero) * 8))
    return (" " * zero + "█" * (eighths // 8) + _ACROSS[eighths % 8]).rstrip()


def line(values: Sequence[float | None], cells: int, height: int) -> list[str]:
    """Values in their order as columns, the highest line first: `height` lines of at most `cells`.

    The scale is that of `bounds`. More values than cells are thinned out, the first and the last one stay.
    """
    there = [v for v in values if v is not None]
    if not there or cells < 1:
        return []
    low, high = bounds(there)
    if len(values) > cells:
        step = (len(values) - 1) / max(cells - 1, 1)
        values = [values[round(i * step)] for i in range(cells)]
    wide = max(1, min(cells // len(values), 4))
    out = []
    for level in range(height - 1, -1, -1):
        letters = []
        for v in values:
            full = 0.0 if v is None else (v - low) / (high - low) * height * 8
            eighths = 0 if v is None else min(max(round(full) - level * 8, 1 if level == 0 else 0), 8)
            letters.append(_UP[eighths] * max(wide - 1, 1) + " " * (wide > 1))
        out.append("".join(letters).rstrip())
    return out


def points(xs: Sequence[float], ys: Sequence[float], cells: int, height: int) -> list[str]:
    """Pairs as points in a field of `cells` by `height`, the highest line first."""
    if not xs or cells < 1 or height < 1:
        return []
    grid = [[" "] * cells for _ in range(height)]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    for x, y in zip(xs, ys, strict=True):
        column = round((x - left) / ((right - left) or 1) * (cells - 1))
        row = round((y - low) / ((high - low) or 1) * (height - 1))
        grid[height - 1 - row][column] = _POINT
    return ["".join(row).rstrip() for row in grid]


def bounds(values: Sequence[float]) -> tuple[float, float]:
    """The scale of a line: from zero, or a little below the lowest value where all are more than half of the highest."""
    low, high = min(values), max(values)
    if low > high / 2 > 0:
        return low - (high - low) / 8 if high > low else 0.0, high
    low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (0.0, 1.0)
