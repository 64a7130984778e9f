"""Months, quarters and half years as the days they begin and end on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "half", "year"]
Ends = tuple[date, date]
"""First and last day, both inclusive."""


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier where negative), moved to the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month(year: int, number: int) -> Ends:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def quarter(year: int, number: int) -> Ends:
    """First and last day of a quarter, 1 to 4."""
    return date(year, number * 3 - 2, 1), month(year, number * 3)[1]


def half(year: int, number: int) -> Ends:
    """First and last day of a half year, 1 or 2."""
    return (date(year, 1, 1), date(year, 6, 30)) if number == 1 else (date(year, 7, 1), date(year, 12, 31))
