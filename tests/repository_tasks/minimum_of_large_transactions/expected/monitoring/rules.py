"""Rules that mark transactions for review."""

CASH = ("DEPOSIT_CASH", "WITHDRAW_CASH")


def large_transactions(transactions, minimum=10_000_000):
    """Transactions of `minimum` won or more, largest first."""
    found = [t for t in transactions if t["amount"] >= minimum]
    return sorted(found, key=lambda t: t["amount"], reverse=True)


def cash_transactions(transactions):
    """Transactions in cash."""
    return [t for t in transactions if t["type"] in CASH]
