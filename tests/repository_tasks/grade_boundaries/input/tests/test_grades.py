import pytest

from grades import grade


@pytest.mark.parametrize(("score", "expected"), [(1000, "A"), (900, "A"), (899, "B"), (650, "C"), (100, "D")])
def test_grade(score, expected):
    assert grade(score) == expected


def test_out_of_range():
    with pytest.raises(ValueError):
        grade(1001)
