"""Rules that mark transactions for review."""

CASH = ("DEPOSIT_CASH", "WITHDRAW_CASH")


def large_transactions(transactions):
    """Transactions of 10,000,000 won or more, largest first."""
    found = [t for t in transactions if t["amount"] >= 10_000_000]
    return sorted(found, key=lambda t: t["amount"], reverse=True)


def cash_transactions(transactions):
    """Transactions in cash."""
    return [t for t in transactions if t["type"] in CASH]
