"""Key rates of the monthly risk report."""


def delinquency_rate(overdue, total):
    """Overdue balance of the total balance, in percent with two decimals."""
    return round(overdue / total * 100, 2) if total else 0.0


def coverage_ratio(provisions, nonperforming):
    return round(provisions / nonperforming * 100, 2) if nonperforming else None


def loan_to_deposit(loans, deposits):
    if deposits <= 0:
        raise ValueError("deposits must be positive")
    return round(loans / deposits * 100, 2)
