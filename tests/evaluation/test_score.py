"""Rows against rows, as CONTRACT's page on suites promises it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiws_cli.evaluation.score import cause_of_rows, cause_of_status, cell, same_rows


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, "1.0000", True),
        ("15.0000", 15, True),
        (0.1234, 0.1236, False),
        (0.123441, 0.123439, True),
        (-0.00001, 0, True),
        ("1e3", 1000, True),
        (True, 1, True),
        ("Seoul", "seoul", False),
        (" a", "a", False),
        (None, "", False),
        (None, None, True),
        ("2026-09-01", "2026-09-01T00:00:00", False),
        ("2026-09-01T10:00:05", "2026-09-01 10:00:05", True),
        ("2026-09-01T10:00:05", "2026-09-01 10:00:06", False),
        ("nan", "nan", True),
        ("1,000", "1000", False),
        (["a", "b"], ["a", "b"], True),
        ("٣", "3", False),
    ],
)
def test_a_cell(one: Any, other: Any, equal: bool) -> None:
    assert (cell(one) == cell(other)) is equal


ROWS = [
    ("no rows on both sides", [], [], False, True),
    ("another order of rows", [(1,), (2,)], [(2,), (1,)], False, True),
    ("another order where it counts", [(1,), (2,)], [(2,), (1,)], True, False),
    ("a row twice is not once", [(1,), (1,), (2,)], [(1,), (2,), (2,)], False, False),
    ("columns turned round", [(1, "a"), (2, "b")], [("a", 1), ("b", 2)], False, True),
    ("columns turned round in one row only", [(1, 2), (4, 3)], [(1, 2), (3, 4)], False, False),
    ("a further column", [(1, "a")], [(1,)], False, False),
    ("a missing column", [(1,)], [(1, "a")], False, False),
    ("numbers as text", [("10", 1)], [(1.0, 10)], False, True),
    ("the same values, paired otherwise", [(1, "b"), (2, "a")], [(1, "a"), (2, "b")], False, False),
    ("NULL is no empty text", [(None,)], [("",)], False, False),
    ("many like columns", [(1, 1, 1, 1, 2)], [(2, 1, 1, 1, 1)], False, True),
]


@pytest.mark.parametrize(("name", "found", "right", "ordered", "equal"), ROWS, ids=[r[0] for r in ROWS])
def test_rows(name: str, found: Any, right: Any, ordered: bool, equal: bool) -> None:
    assert same_rows(found, right, ordered=ordered) is equal


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab"), st.none() | st.floats(-9, 9)), max_size=8),
    st.permutations(range(3)),
    st.randoms(use_true_random=False),
)
def test_turning_columns_and_shuffling_rows_changes_nothing(rows: Any, order: Any, chance: Any) -> None:
    turned = [tuple(row[i] for i in order) for row in rows]
    chance.shuffle(turned)
    assert same_rows(turned, rows)
    assert same_rows(rows, turned)


def test_wide_results_are_compared_at_once() -> None:
    wide = [tuple(range(40)) for _ in range(3)]
    assert same_rows(wide, [tuple(reversed(row)) for row in wide])


@pytest.mark.parametrize(
    ("found", "right", "cause"),
    [
        ([], [(1,)], "no_rows"),
        ([(1, 2)], [(1,)], "columns"),
        ([(1,), (2,)], [(1,)], "row_count"),
        ([(2,)], [(1,)], "values"),
        ([(2,), (1,)], [(1,), (2,)], "order"),
    ],
)
def test_why_rows_are_wrong(found: Any, right: Any, cause: str) -> None:
    assert cause_of_rows(found, right, missing_tables=False) == cause
    assert cause_of_rows(found, right, missing_tables=True) == "tables_missing"


def test_why_a_status_is_wrong() -> None:
    assert cause_of_status("answer", "clarify") == "asked_back"
    assert cause_of_status("answer", "denied") == "refused"
    assert cause_of_status("answer", "failed") == "no_answer"
    assert cause_of_status("deny", "ok") == "answered"
