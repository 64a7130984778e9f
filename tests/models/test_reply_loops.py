"""Noticing loops, and leaving alone what only looks repetitive."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.models.loops import LoopWatch

SOURCE = Path(__file__).parents[2] / "src" / "aiws_cli"


def fed(text: str, size: int = 4) -> LoopWatch:
    watch = LoopWatch()
    for start in range(0, len(text), size):
        if watch.feed(text[start : start + size]):
            break
    return watch


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "SELECT ",
        "고객 수는 고객 수이고 ",
        "JOIN t AS t1 ON t.id = t1.id\n",
        "x" * 20 + " y AND " + "z" * 250,
    ],
)
def test_the_same_again_and_again(unit: str) -> None:
    assert fed("Here is the query:\n" + unit * 1000).looping


def test_numbers_that_go_up_are_no_loop() -> None:
    assert not fed(", ".join(str(n) for n in range(2000))).looping
    assert not fed("\n".join(f"WHEN {n} THEN 'band {n}'" for n in range(300))).looping


def test_real_text_is_no_loop() -> None:
    for file in (SOURCE / "core" / "settings.py", SOURCE / "core" / "language" / "models.py"):
        assert not fed(file.read_text(encoding="utf-8")).looping


def test_a_ruled_line_is_no_loop() -> None:
    assert not fed("| a | b |\n|" + "-" * 200 + "|\n" + "text " * 20).looping
