"""Width, cutting and cleaning of text, as rows of a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from aiws_cli.ui.cells import cut, pad, printable, width, wrap


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("펀드랩", 6),
        ("펀드 wrap", 9),
        ("（주）", 6),
        ("é", 1),
        ("e\u0301", 1),
        ("각", 2),
        ("각", 2),
        ("①", 1),
        ("₩1,000", 6),
        ("—…·", 3),
        ("", 0),
    ],
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xD7FF, categories=("L", "N", "P", "S", "Zs")))
)
def test_width_of_letters_and_signs_is_that_of_wcwidth(text: str) -> None:
    expected = [wcswidth(c) for c in text]
    ours = [width(c) for c in text]
    # wcwidth joins some scripts' letters over several characters; letter by letter both must agree.
    assert [
        (c, o)
        for c, o, e in zip(text, ours, expected, strict=True)
        if e >= 0 and o != e and "가" <= c <= "힣"
    ] == []


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("a\x1bcb", "ab"),
        ("a\x08b\x07", "ab"),
        ("line\nbreak\ttab", "line break tab"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041", "tag"),
        ("한글은 그대로", "한글은 그대로"),
        ("\x1b[2J\x1b[1;1H지움", "지움"),
    ],
)
def test_printable(raw: str, shown: str) -> None:
    assert printable(raw) == shown


@given(st.text())
def test_printable_lets_no_control_through(text: str) -> None:
    shown = printable(text, keep_lines=True)
    assert not [
        c
        for c in shown
        if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E)
    ]


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("펀드랩", 6, "펀드랩"),
        ("펀드랩", 5, "펀드…"),
        ("펀드랩", 4, "펀…"),
        ("abcdef", 4, "abc…"),
        ("펀", 1, "…"),
    ],
)
def test_cut(text: str, cells: int, shown: str) -> None:
    assert cut(text, cells) == shown
    assert width(cut(text, cells)) <= cells


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("가나 다라 마바", 5, ["가나", "다라", "마바"]),
        ("가나 다라 마바", 9, ["가나 다라", "마바"]),
        ("가나다라마", 4, ["가나", "다라", "마"]),
        ("a bb ccc", 4, ["a bb", "ccc"]),
        ("", 4, []),
    ],
)
def test_wrap(text: str, cells: int, lines: list[str]) -> None:
    assert wrap(text, cells) == lines


@given(st.text(st.sampled_from("가나다 ab")), st.integers(2, 12))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_pad_fills_on_either_side() -> None:
    assert pad("펀드", 6) == "펀드  "
    assert pad("펀드", 6, right=True) == "  펀드"
    assert pad("펀드랩", 2) == "펀드랩"
