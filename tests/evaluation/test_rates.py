from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiws_cli.evaluation.rates import Paired, Rate, mcnemar, mean, quantile, wilson


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    of = draw(st.integers(1, 5000))
    return draw(st.integers(0, of)), of


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_bounds(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(shares())
def test_wilson_stays_inside_and_around_the_share(case: tuple[int, int]) -> None:
    hits, of = case
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    assert low < high
    mirrored = wilson(of - hits, of)
    assert isclose(low, 1 - mirrored[1], abs_tol=1e-12)
    assert isclose(high, 1 - mirrored[0], abs_tol=1e-12)


@given(shares())
def test_more_questions_make_the_interval_narrower(case: tuple[int, int]) -> None:
    hits, of = case
    low, high = wilson(hits, of)
    closer = wilson(4 * hits, 4 * of)
    assert closer[1] - closer[0] < high - low


def test_wilson_of_nothing_knows_nothing_and_of_nonsense_raises() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@pytest.mark.parametrize(
    ("won", "lost", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (10, 2, 0.038574), (6, 6, 1.0)]
)
def test_mcnemar_is_the_exact_sign_test(won: int, lost: int, p: float) -> None:
    assert mcnemar(won, lost) == pytest.approx(p, abs=1e-6)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_is_symmetric_and_a_probability(won: int, lost: int) -> None:
    assert 0 < mcnemar(won, lost) == mcnemar(lost, won) <= 1
    if won > lost:
        assert mcnemar(won + 1, lost) < mcnemar(won, lost) or mcnemar(won, lost) == 1


def test_mcnemar_of_thousands_of_questions_is_still_a_number() -> None:
    assert 0 <= mcnemar(4000, 100) < 1e-300


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1))
def test_a_quantile_lies_between_the_ends(values: list[float], share: float) -> None:
    found = quantile(values, share)
    assert found is not None
    assert min(values) - 1e-6 <= found <= max(values) + 1e-6


def test_quantiles_and_means_of_little() -> None:
    assert quantile([], 0.5) is None
    assert mean([]) is None
    assert quantile([3, 1], 0.5) == 2
    assert quantile([4, 1, 3, 2], 0.9) == pytest.approx(3.7)
    assert mean([1, 2]) == 1.5


def test_a_rate_without_questions_has_no_share() -> None:
    assert Rate(0, 0).as_dict() == {"hits": 0, "of": 0, "share": None, "low": None, "high": None}
    assert Rate.count([True, False, True]).as_dict()["share"] == 0.6667


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_pairs_turned_around_turn_the_difference_around(pairs: list[tuple[bool, bool]]) -> None:
    paired, turned = Paired.count(pairs), Paired.count((b, a) for a, b in pairs)
    assert (paired.won, paired.lost, paired.both) == (turned.lost, turned.won, turned.both)
    assert paired.of == len(pairs)
    assert paired.p == turned.p
    assert paired.first == turned.second
    if pairs:
        assert paired.difference == -(turned.difference or 0)
