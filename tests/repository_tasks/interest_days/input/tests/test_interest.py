from datetime import date

from interest import days_of_year, simple_interest


def test_a_whole_year():
    assert simple_interest(1_000_000, 3.65, date(2026, 1, 1), date(2027, 1, 1)) == 36_500


def test_one_day():
    assert simple_interest(10_000_000, 3.65, date(2026, 3, 2), date(2026, 3, 3)) == 1_000


def test_no_day():
    assert simple_interest(10_000_000, 3.65, date(2026, 3, 2), date(2026, 3, 2)) == 0


def test_days_of_year():
    assert days_of_year(2026) == 365
    assert days_of_year(2028) == 366
