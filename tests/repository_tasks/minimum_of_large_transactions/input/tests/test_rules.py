from monitoring.rules import cash_transactions, large_transactions

TRANSACTIONS = [
    {"id": 1, "type": "TRANSFER", "amount": 9_999_999},
    {"id": 2, "type": "DEPOSIT_CASH", "amount": 10_000_000},
    {"id": 3, "type": "TRANSFER", "amount": 25_000_000},
]


def test_large():
    assert [t["id"] for t in large_transactions(TRANSACTIONS)] == [3, 2]


def test_cash():
    assert [t["id"] for t in cash_transactions(TRANSACTIONS)] == [2]
