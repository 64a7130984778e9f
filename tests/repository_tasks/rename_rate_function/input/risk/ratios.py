"""Ratios of the loan book."""


def calc_rt(overdue: float, total: float) -> float:
    """Overdue balance in percent of the total balance."""
    return 0.0 if total == 0 else round(overdue / total * 100, 2)


def calc_rt_change(before: float, now: float) -> float:
    """Change between two rates in percentage points."""
    return round(now - before, 2)
