from datetime import date

import pytest

import calendar_kr
from calendar_kr import is_business_day, last_business_day


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 9, 3), date(2026, 9, 30)),
        (date(2026, 10, 15), date(2026, 10, 30)),
        (date(2026, 12, 1), date(2026, 12, 30)),
    ],
)
def test_last_business_day(day, last):
    assert last_business_day(day) == last


def test_a_long_holiday_at_the_end(monkeypatch):
    monkeypatch.setattr(calendar_kr, "HOLIDAYS", {date(2026, 4, 29), date(2026, 4, 30)})
    assert last_business_day(date(2026, 4, 1)) == date(2026, 4, 28)


def test_business_day():
    assert not is_business_day(date(2026, 9, 25))
    assert is_business_day(date(2026, 9, 28))
