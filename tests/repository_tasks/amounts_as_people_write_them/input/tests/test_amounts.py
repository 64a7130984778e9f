import pytest

from amounts import to_won, total


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("1,234,000", 1_234_000),
        (" 500원 ", 500),
        ("", 0),
        ("-300", -300),
        ("△1,500", -1_500),
        ("(2,000)", -2_000),
    ],
)
def test_to_won(text, won):
    assert to_won(text) == won


def test_total():
    assert total(["1,000", "2,000원"]) == 3_000
