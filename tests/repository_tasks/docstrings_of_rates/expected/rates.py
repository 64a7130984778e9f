"""Key rates of the monthly risk report."""


def delinquency_rate(overdue, total):
    """Overdue balance of the total balance, in percent with two decimals."""
    return round(overdue / total * 100, 2) if total else 0.0


def coverage_ratio(provisions, nonperforming):
    """Provisions of the nonperforming balance, in percent; None where nothing is nonperforming."""
    return round(provisions / nonperforming * 100, 2) if nonperforming else None


def loan_to_deposit(loans, deposits):
    """Loans of deposits, in percent with two decimals. Raises ValueError where there are no deposits."""
    if deposits <= 0:
        raise ValueError("deposits must be positive")
    return round(loans / deposits * 100, 2)
