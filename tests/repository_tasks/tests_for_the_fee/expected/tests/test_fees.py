import pytest

from fees import transfer_fee


@pytest.mark.parametrize(
    ("amount", "fee"),
    [(1, 500), (100_000, 500), (100_001, 1_000), (1_000_000, 1_000), (1_000_001, 3_000), (50_000_000, 3_000)],
)
def test_fee_of_each_band(amount, fee):
    assert transfer_fee(amount) == fee


@pytest.mark.parametrize("amount", [0, -1])
def test_no_amount(amount):
    with pytest.raises(ValueError):
        transfer_fee(amount)
